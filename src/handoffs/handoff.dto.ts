import { type Static, Type } from '@sinclair/typebox';
import { closed, oneOf } from '../platform/answer.js';
import { PageQuery } from '../platform/page.js';
import { HANDOFF_STATES } from './handoff.js';
import { HAD } from './handoff-had.js';

const id = (description: string) => Type.Optional(Type.String({ format: 'uuid', description }));

export const HandoffListQuery = Type.Object(
  {
    ...PageQuery,
    state: Type.Optional(oneOf(HANDOFF_STATES, { description: 'In this state.' })),
    kind: id('Of this kind, by its id.'),
    receiverRepId: id('For which this rep answers as a receiver.'),
    dealId: id('About this deal.'),
    accountId: id('About this account.'),
    giverRepId: id('Handed over by this rep, whoever has the deal by now.'),
    product: Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: 'Of whose deal this is sold.' })),
    receiverTeamId: id('That this team receives.'),
    receiver: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        description: 'With a receiver of this name; `had` is about that one then.',
      }),
    ),
    startedFrom: Type.Optional(
      Type.String({ format: 'instant', description: 'Handed over at this instant or later.' }),
    ),
    startedTo: Type.Optional(Type.String({ format: 'instant', description: 'Handed over before this instant.' })),
    had: Type.Optional(
      oneOf(HAD, {
        description:
          'In which this happened: returned, a question, an exception at the win, something that held it up, an escalation, a record that failed, or a miss of one stage.',
      }),
    ),
    own: Type.Optional(
      Type.Boolean({
        description:
          'Whether only those count that the rep of the key gave or answers for; of a manager also their reps.',
      }),
    ),
  },
  closed,
);
export type HandoffListQuery = Static<typeof HandoffListQuery>;

/** What is given of a form: what its kind asks for says the rest. */
export const FormPatch = Type.Record(Type.String(), Type.Unknown(), {
  description:
    'What is given replaces, null takes away, all else stays (RFC 7396); a list takes the place of the former.',
});
export type FormPatch = Static<typeof FormPatch>;
