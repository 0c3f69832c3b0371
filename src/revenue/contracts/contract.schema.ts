import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { PROPOSED } from '../../deals/proposed-deal.schema.js';
import { LINKS } from '../../directory/ref-links.dto.js';
import { WARNINGS } from '../../documents/version.schema.js';
import { EventSchema } from '../../events/event.schema.js';
import { TERM_LIMITS } from '../../forms/agreed-term.js';
import {
  LaterLineBody,
  LINE_KINDS,
  LINES_MAX,
  LineBody,
  type LineKind,
  linesOf,
  STEP_CAUSES,
  type StepCause,
} from '../../forms/contract-lines.dto.js';
import { PageQuery } from '../../platform/http/page.js';
import { entriesOf, entryRef, resultsOf } from '../../platform/input/entry-results.schema.js';
import {
  dayOf,
  id,
  instant,
  nullable,
  object,
  objectSchema,
  oneOf,
  optionalDay,
  optionalId,
  optionalText,
  pageOf,
  text,
} from '../../platform/input/schema.js';
import { LEAD_SCHEMAS } from '../../vocabulary/lead-fields.js';
import { TERM_CAUSES } from './contract.js';
import { CONTRACT_ACTS } from './contract-acts.js';

export const ContractPatch = object({
  dealId: nullable(
    id,
    'The deal by which it was sold, of the same account: its own contract then is this one. Null for none.',
  ),
});
export type ContractPatch = Static<typeof ContractPatch>;

export const ContractBody = object({
  accountId: id('The account whose contract it is.'),
  dealId: Type.Optional(
    nullable(
      id,
      'The deal by which it was sold, of the same account; null for none. A contract that is sent again without one keeps its deal.',
    ),
  ),
  externalId: optionalText(
    300,
    'Its id in the system that it came from. Sending the same id again creates no second contract.',
  ),
  refs: LEAD_SCHEMAS.refs,
  currency: Type.String({ format: 'currency', description: 'The code of a currency (ISO 4217), such as EUR.' }),
  startsOn: dayOf('A day such as 2026-01-31, the first of the contract.'),
  endsOn: optionalDay('A day such as 2026-01-31, the last of the term. Without one it has no end.'),
  noticeDays: Type.Integer({
    ...TERM_LIMITS.noticeDays,
    default: 0,
    description:
      'The notice period. The last day for notice is so many days before the end; a contract without an end ends so many days after the notice.',
  }),
  autoRenewMonths: Type.Optional(
    Type.Integer({
      ...TERM_LIMITS.autoRenewMonths,
      description:
        'For how many months it renews by itself, on the day after the last day for notice, where no notice is given. By default it does not.',
    }),
  ),
  lines: linesOf(LineBody, 1, 'The lines: what is bought.'),
});
export type ContractBody = Static<typeof ContractBody>;

export const ContractInBatch = object({
  ref: entryRef('contract', 'The id by which the contract is found.'),
  ...ContractBody.properties,
});
export type ContractInBatch = Static<typeof ContractInBatch>;

/** @param contract schema of an entry */
export const contractBatchOf = <Each extends TSchema>(contract: Each) =>
  object({
    contracts: entriesOf(contract, 'Contracts, each as a whole. Known ones are corrected, others are created.'),
  });

/** Entries are validated one by one, so that an invalid one does not reject the others. */
export const ContractBatchBody = contractBatchOf(Type.Unknown());
export type ContractBatchBody = Static<typeof ContractBatchBody>;

export const ContractBatchResults = resultsOf('Contract');

export const AmendBody = object({
  effectiveOn: dayOf('A day such as 2026-01-31, from which the lines hold.'),
  lines: linesOf(
    LaterLineBody,
    0,
    'All lines that hold from that day on. A line that is not listed ends the day before.',
  ),
  reason: text(1_000, 'Why, in a few words.'),
});
export type AmendBody = Static<typeof AmendBody>;

export const DeclineBody = object({ reason: text(1_000, 'Why nothing changes, in a few words.') });
export type DeclineBody = Static<typeof DeclineBody>;

export const NoticeBody = object({
  givenOn: dayOf(
    'A day such as 2026-01-31, on which the customer gave notice; not after tomorrow, except for the first day of a contract that has yet to begin.',
  ),
  reason: text(100, 'The code of a churn reason.'),
});
export type NoticeBody = Static<typeof NoticeBody>;

export const TransferBody = object({
  accountId: id('The account whose contract it is from today on.'),
  lines: Type.Optional(
    Type.Array(text(100, 'A product of the contract.'), {
      minItems: 1,
      maxItems: LINES_MAX,
      description: 'The products that go there, with a contract of their own; by default the contract as a whole.',
    }),
  ),
});
export type TransferBody = Static<typeof TransferBody>;

export const ContractListQuery = object({
  ...PageQuery,
  accountId: optionalId('Of this account.'),
  externalId: optionalText(300, 'With this external id.'),
  proposals: Type.Optional(
    oneOf(['open', 'overdue'], {
      description:
        'With an amendment that a delivery proposes: one that waits, or one whose day for an answer is over.',
    }),
  ),
  ref: Type.Optional(
    Type.String({
      maxLength: 401,
      pattern: '^[^:]+:.+$',
      description: 'a system and an id in it, such as hubspot:123',
    }),
  ),
});
export type ContractListQuery = Static<typeof ContractListQuery>;

export const shownDay = (description: string) => Type.String({ format: 'date', description });
export const shownAmount = (description: string) => Type.String({ description, examples: ['12000.00'] });

export const SegmentSchema = objectSchema('ContractSegment', 'A span of days in which the price stays the same.', {
  from: shownDay('Its first day.'),
  to: nullable(shownDay('Its last day.'), 'Its last day; null where no end is agreed.'),
  amount: shownAmount('The amount for the whole span, a decimal number.'),
  arr: nullable(Type.String(), 'Its annual recurring revenue, a decimal number; null for lines that have none.'),
  cause: oneOf<StepCause>(STEP_CAUSES, { description: 'Why the ARR changes on its first day, where it does.' }),
});
export const LineSchema = objectSchema('ContractLine', 'Something that is bought.', {
  product: Type.String({ description: 'The product that is bought.' }),
  kind: oneOf<LineKind>(LINE_KINDS, { description: 'What it is.' }),
  segments: Type.Array(SegmentSchema, { description: 'Its prices by time, oldest first.' }),
  movedToContractId: Type.Optional(id('The contract of another account that has the product from `movedOn` on.')),
  movedOn: Type.Optional(shownDay('The day of the move; a line that had not begun by then has no segments.')),
  dealId: Type.Optional(id('The deal that has added it to the contract.')),
});

const TermSchema = objectSchema('ContractTerm', 'A term of a contract.', {
  startsOn: shownDay('Its first day.'),
  endsOn: nullable(shownDay('Its last day.'), 'Its last day; null where no end is agreed.'),
  cause: oneOf(TERM_CAUSES, {
    description:
      '`signed`: the first one; `renewed`: a renewal that was signed; `auto`: it renewed by itself, because no notice was given.',
  }),
});
const NoticeSchema = objectSchema('ContractNotice', 'A notice that ends a contract.', {
  givenOn: shownDay('When the customer gave it.'),
  reason: Type.String({ description: 'The code of a churn reason.' }),
  late: Type.Boolean({ description: 'Whether it was given after the last day for it.' }),
  lastDayForNotice: nullable(
    shownDay('The last day for it.'),
    'The last day for it; of a late one that which it missed; null where the contract had no end.',
  ),
  endsOn: shownDay('The last day of the contract.'),
  text: Type.String({ description: 'What it means, in a sentence.' }),
});

const ProposalSchema = objectSchema(
  'ContractProposal',
  'An amendment that follows from a delivery that differs from what was sold.',
  {
    dealId: id('The deal that was delivered.'),
    effectiveOn: shownDay('From which day on it would hold: the day of the delivery.'),
    formerArr: shownAmount('The ARR of the contract on the first day, without it.'),
    arr: shownAmount('The ARR of the contract on that day, with it.'),
    ...PROPOSED,
    mayAnswer: Type.Boolean({ description: 'Whether the caller may apply or decline it.' }),
  },
);

export const ContractSchema = objectSchema('Contract', 'A contract with a customer.', {
  id: id('The id of the contract.'),
  accountId: id('The account whose contract it is.'),
  dealId: nullable(id, 'The deal by which it was sold; null for none.'),
  externalId: nullable(Type.String(), 'Its id in the system that it came from; null for none.'),
  refs: Type.Record(Type.String(), Type.String(), { description: 'Its ids in other systems, by system.' }),
  ...LINKS,
  currency: Type.String({ description: 'The code of its currency (ISO 4217).' }),
  startsOn: shownDay('Its first day.'),
  endsOn: nullable(shownDay('Its last day.'), 'Its last day as far as is known; null where no end is agreed.'),
  noticeDays: Type.Integer({ description: 'The notice period, in days.' }),
  autoRenewMonths: nullable(Type.Integer(), 'For how many months it renews by itself; null if it does not.'),
  lastDayForNotice: nullable(
    shownDay('The last day for notice.'),
    'The last day for notice of the present term; null where it has no end.',
  ),
  lines: Type.Array(LineSchema, { description: 'Its lines, including those that are over.' }),
  terms: Type.Array(TermSchema, { description: 'Its terms, the present one last.' }),
  notice: nullable(NoticeSchema, 'The notice that ends it; null while there is none.'),
  proposals: Type.Array(ProposalSchema, {
    description: 'Amendments that follow from deliveries, and that nobody has applied or declined yet.',
  }),
  movedFromContractId: nullable(id, 'The contract of another account that its lines came from; null for none.'),
  withdrawnAt: nullable(
    instant,
    'When the deal that made it turned out not to be won, or its import was undone: it is as if it had never been; null for any other.',
  ),
  may: Type.Array(oneOf(CONTRACT_ACTS), {
    description:
      'What the caller may do with it, each named as the last part of its route; `notice` stands for taking it back, too.',
  }),
  createdAt: instant('When it was recorded.'),
  updatedAt: instant('When it was last changed.'),
  ...WARNINGS,
});
export type ContractView = Static<typeof ContractSchema>;

export const ContractPage = pageOf(ContractSchema);

const ContractTimelineEntrySchema = objectSchema(
  'ContractTimelineEntry',
  'An event of a contract, with its sentence.',
  {
    ...EventSchema.properties,
    text: Type.String({
      description: 'What happened, in one sentence.',
      examples: ['Renewed by itself until 2027-12-31, at 12000.00 EUR a year'],
    }),
  },
);
export const ContractTimelinePage = pageOf(ContractTimelineEntrySchema);
