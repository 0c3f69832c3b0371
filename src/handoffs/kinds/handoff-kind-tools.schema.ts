import { Type } from '@sinclair/typebox';
import { closed, listOf, oneOf, thing } from '../../platform/answer.js';
import { EscalationBody, HandoffKindBody, ReceiverBody } from './handoff-kind.dto.js';
import { BUSINESSES } from './ready-made.js';

const { receivers, escalation } = HandoffKindBody.properties;
const { teamId: _team, ownerOfDoneRepId: _owner, recordConnectorId: _record, ...receiver } = ReceiverBody.properties;
const { deciderRepId: _decider, ...path } = EscalationBody.properties;

const ReadyMadeKindSchema = thing('ReadyMadeKind', 'A kind of handoff to begin with.', {
  business: oneOf(BUSINESSES, { description: 'For whom it is.' }),
  kind: Type.Object(
    {
      ...HandoffKindBody.properties,
      receivers: Type.Array(Type.Object(receiver, { ...closed, description: ReceiverBody.description ?? '' }), {
        description: receivers.description ?? '',
      }),
      escalation: Type.Object(path, { ...closed, description: escalation.description ?? '' }),
    },
    {
      ...closed,
      description:
        'What `POST /v1/handoff-kinds` takes, once `teamId` and `ownerOfDoneRepId` of each receiver and `deciderRepId` of the escalation are filled in.',
    },
  ),
});

export const ReadyMadeKindList = listOf(ReadyMadeKindSchema);
