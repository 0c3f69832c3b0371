import { type Static, Type } from '@sinclair/typebox';
import { PageQuery } from '../platform/http/page.js';
import {
  object,
  oneOf,
  optionalFlag,
  optionalId,
  optionalInstant,
  optionalOneOf,
  optionalText,
} from '../platform/input/schema.js';
import { HANDOFF_STATES } from './handoff.js';
import { HAD } from './handoff-case.js';

export const HandoffListQuery = object({
  ...PageQuery,
  state: optionalOneOf(HANDOFF_STATES, { description: 'In this state.' }),
  kind: optionalId('Of this kind, by its id.'),
  receiverRepId: optionalId('With this rep as a receiver.'),
  dealId: optionalId('About this deal.'),
  accountId: optionalId('About this account.'),
  giverRepId: optionalId('Handed over by this rep, even if another rep owns the deal now.'),
  product: optionalText(100, 'For this product.'),
  receiverTeamId: optionalId('With this team as a receiver.'),
  receiver: optionalText(200, 'With a receiver of this name. `had` then applies to that receiver.'),
  startedFrom: optionalInstant('Handed over at this instant or later.'),
  startedTo: optionalInstant('Handed over before this instant.'),
  had: optionalOneOf(HAD, {
    description:
      'Handoffs with this in their history: a return, a question, an exception at the win, a blocker, an escalation, a failed record, or a missed stage.',
  }),
  q: optionalText(
    200,
    'Finds handoffs by beginnings of words in what was promised (`promises` of the form), in questions and answers, in blockers and their lessons, and in the names of the deal and the account. All given words must match. Compared without case.',
  ),
  sort: oneOf(['createdAt', 'dueAt'], {
    default: 'createdAt',
    description: '`dueAt`: the next deadline first, missed ones included; those without any come last.',
  }),
  own: optionalFlag('Only handoffs that the rep of the key gave or receives; for a manager, also those of their reps.'),
});
export type HandoffListQuery = Static<typeof HandoffListQuery>;

/** Values to change in a form. They are checked against the kind of the handoff. */
export const FormPatch = Type.Record(Type.String(), Type.Unknown(), {
  description:
    'A JSON merge patch (RFC 7396): given fields replace, null removes, others stay; lists are replaced as a whole.',
});
export type FormPatch = Static<typeof FormPatch>;
