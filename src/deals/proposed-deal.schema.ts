import { type Static, Type } from '@sinclair/typebox';
import { LINE_KINDS, type LineKind } from '../forms/contract-lines.dto.js';
import { nullable, objectSchema, oneOf } from '../platform/input/schema.js';

const day = (description: string) => Type.String({ format: 'date', description });
const amount = (description: string) => Type.String({ description });

export const ProposedChangeSchema = objectSchema(
  'ProposedChange',
  'What was delivered of a product otherwise than it was sold.',
  {
    product: Type.String({ description: 'The product that is bought.' }),
    kind: oneOf<LineKind>(LINE_KINDS, { description: 'What it is.' }),
    soldAmount: amount('What was sold, for the whole term, a decimal number.'),
    amount: amount('What was delivered, for the whole term, a decimal number.'),
    soldArr: nullable(Type.String(), 'The ARR of what was sold; null for lines without ARR.'),
    arr: nullable(Type.String(), 'The ARR of what was delivered; null for lines without ARR.'),
  },
);

/** What a delivery proposes, of a contract or of a deal. */
export const PROPOSED = {
  answerBy: day('The day by which it is to be applied or declined.'),
  isOverdue: Type.Boolean({ description: 'Whether that day is over.' }),
  reason: nullable(Type.String(), 'Why the delivery differs, in the words of its form; null if it does not say.'),
  changes: Type.Array(ProposedChangeSchema, { description: 'What differs, by product.' }),
};

const Proposed = Type.Object({
  effectiveOn: day('The day of the delivery.'),
  amount: amount('What is billed more than was sold, in the currency of the deal, a decimal number.'),
  answerBy: PROPOSED.answerBy,
  reason: PROPOSED.reason,
  changes: PROPOSED.changes,
});
/** Another deal that follows from a delivery. */
export type ProposedDeal = Static<typeof Proposed>;

export const DealProposalSchema = objectSchema(
  'DealProposal',
  'Another deal that follows from a delivery that differs from a sale without a contract.',
  { ...Proposed.properties, ...PROPOSED },
);
