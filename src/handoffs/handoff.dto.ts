import { type Static, Type } from '@sinclair/typebox';
import { closed, oneOf } from '../platform/answer.js';
import { PageQuery } from '../platform/page.js';
import { HANDOFF_STATES } from './handoff.js';

const id = (description: string) => Type.Optional(Type.String({ format: 'uuid', description }));

export const HandoffListQuery = Type.Object(
  {
    ...PageQuery,
    state: Type.Optional(oneOf(HANDOFF_STATES, { description: 'In this state.' })),
    kind: id('Of this kind, by its id.'),
    receiverRepId: id('For which this rep answers as a receiver.'),
    dealId: id('About this deal.'),
    accountId: id('About this account.'),
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
