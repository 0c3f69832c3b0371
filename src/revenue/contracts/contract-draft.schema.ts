import { type Static, Type } from '@sinclair/typebox';
import { TERM_LIMITS } from '../../forms/agreed-term.js';
import { dayOf, object, objectSchema } from '../../platform/input/schema.js';
import { LineSchema, SegmentSchema, shownAmount, shownDay } from './contract.schema.js';

const { from, amount, cause } = SegmentSchema.properties;
const DraftLineSchema = objectSchema('DraftLine', 'A line of the contract, as it would be reported.', {
  product: LineSchema.properties.product,
  kind: LineSchema.properties.kind,
  dealId: LineSchema.properties.dealId,
  segments: Type.Array(
    objectSchema('DraftSegment', 'A span of days in which the price stays the same, as it would be reported.', {
      from,
      amount,
      cause,
      to: Type.Optional(shownDay('Its last day; absent where no end is agreed.')),
      arr: Type.Optional(shownAmount('Its ARR, where that does not follow from the amount.')),
    }),
    { description: 'Its prices by time, oldest first.' },
  ),
});
export type DraftLine = Static<typeof DraftLineSchema>;
const draftLines = Type.Array(DraftLineSchema, {
  description: 'The lines that hold from then on if nothing is changed.',
});

export const AmendmentDraftSchema = objectSchema(
  'AmendmentDraft',
  'An amendment that changes nothing, to begin with.',
  {
    effectiveOn: shownDay('From which day on.'),
    lines: draftLines,
  },
);
export const RenewalDraftSchema = objectSchema('RenewalDraft', 'A renewal at the present ARR, to begin with.', {
  endsOn: shownDay('The last day of the new term.'),
  lines: draftLines,
});

export const AmendmentDraftQuery = object({
  effectiveOn: dayOf('A day such as 2026-01-31, from which an amendment would hold.'),
});
export type AmendmentDraftQuery = Static<typeof AmendmentDraftQuery>;

export const RenewalDraftQuery = object({
  months: Type.Optional(
    Type.Integer({
      ...TERM_LIMITS.autoRenewMonths,
      description:
        'How long the new term would last; by default as long as the contract renews by itself for, else as the present one.',
    }),
  ),
});
export type RenewalDraftQuery = Static<typeof RenewalDraftQuery>;
