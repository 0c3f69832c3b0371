import { type Static, Type } from '@sinclair/typebox';
import { closed, oneOf, optionalId } from '../platform/answer.js';
import { PageQuery } from '../platform/page.js';
import { HANDOFF_STATES } from './handoff.js';
import { HAD } from './handoff-case.js';

export const HandoffListQuery = Type.Object(
  {
    ...PageQuery,
    state: Type.Optional(oneOf(HANDOFF_STATES, { description: 'In this state.' })),
    kind: optionalId('Of this kind, by its id.'),
    receiverRepId: optionalId('With this rep as a receiver.'),
    dealId: optionalId('About this deal.'),
    accountId: optionalId('About this account.'),
    giverRepId: optionalId('Handed over by this rep, even if another rep owns the deal now.'),
    product: Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: 'For this product.' })),
    receiverTeamId: optionalId('With this team as a receiver.'),
    receiver: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        description: 'With a receiver of this name. `had` then applies to that receiver.',
      }),
    ),
    startedFrom: Type.Optional(
      Type.String({ format: 'instant', description: 'Handed over at this instant or later.' }),
    ),
    startedTo: Type.Optional(Type.String({ format: 'instant', description: 'Handed over before this instant.' })),
    had: Type.Optional(
      oneOf(HAD, {
        description:
          'Handoffs with this in their history: a return, a question, an exception at the win, a blocker, an escalation, a failed record, or a missed stage.',
      }),
    ),
    sort: oneOf(['createdAt', 'dueAt'], {
      default: 'createdAt',
      description: '`dueAt`: the next deadline first, missed ones included; those without any come last.',
    }),
    own: Type.Optional(
      Type.Boolean({
        description: 'Only handoffs that the rep of the key gave or receives; for a manager, also those of their reps.',
      }),
    ),
  },
  closed,
);
export type HandoffListQuery = Static<typeof HandoffListQuery>;

/** Values to change in a form. They are checked against the kind of the handoff. */
export const FormPatch = Type.Record(Type.String(), Type.Unknown(), {
  description:
    'A JSON merge patch (RFC 7396): given fields replace, null removes, others stay; lists are replaced as a whole.',
});
export type FormPatch = Static<typeof FormPatch>;
