import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { dayOf, object, oneOf, optionalDay, optionalId, optionalOneOf, text } from '../platform/input/schema.js';

/* What is bought, as it is sent: the lines of contracts, and the renewal that winning a deal may name. */

export const LINE_KINDS = ['recurring', 'commitment', 'usage', 'oneOff'] as const;
export type LineKind = (typeof LINE_KINDS)[number];

/** Why ARR changes on a day. Of several causes on one day, the first in this order counts. */
export const STEP_CAUSES = ['sold', 'ramp', 'escalator', 'transfer', 'renewal'] as const;
export type StepCause = (typeof STEP_CAUSES)[number];

/** Twelve digits: the ARR of such an amount for a single day still fits. */
const AMOUNT_PATTERN = '^\\d{1,12}(\\.\\d{1,4})?$';
export const amountOf = (description: string) => Type.String({ pattern: AMOUNT_PATTERN, description });

export const PRODUCT_LENGTH_MAX = 100;
export const LINES_MAX = 200;
const SEGMENTS_MAX = 240;

const SegmentBody = object(
  {
    from: dayOf('A day such as 2026-01-31, the first of the segment.'),
    to: optionalDay(
      'A day such as 2026-01-31, the last of the segment. By default the day before the next segment, else the end of the term.',
    ),
    amount: amountOf(
      'A decimal amount as text, with at most 12 digits before the point, for example "5000.00". It is for the whole segment, net of tax and of discounts.',
    ),
    arr: Type.Optional(
      amountOf(
        'A decimal amount as text, with at most 12 digits before the point, for example "5000.00". Replaces the ARR that follows from `amount`; required where the segment has no end.',
      ),
    ),
    cause: optionalOneOf(STEP_CAUSES, {
      description:
        'Why the ARR changes on its first day: `sold`, `ramp` (a step that was agreed from the start), `escalator` (a price increase that was), `renewal` or `transfer`. By default `ramp` where it follows on another segment, else what the request is about.',
    }),
  },
  { description: 'A span of days in which the price stays the same.' },
);
export type SegmentBody = Static<typeof SegmentBody>;

export const LineBody = object(
  {
    product: text(PRODUCT_LENGTH_MAX, 'The product that is bought, in your words.'),
    kind: oneOf(LINE_KINDS, {
      default: 'recurring',
      description: 'What it is. `recurring` and `commitment` lines have ARR; `usage` and `oneOff` lines have none.',
    }),
    segments: Type.Array(SegmentBody, {
      minItems: 1,
      maxItems: SEGMENTS_MAX,
      description: 'Its prices by time. Segments of a line do not overlap.',
    }),
  },
  { description: 'Something that is bought.' },
);
export type LineBody = Static<typeof LineBody>;

/** A line of a contract that exists, to which deals may have added. */
export const LaterLineBody = object(
  {
    ...LineBody.properties,
    dealId: optionalId(
      'The deal that has added it to the contract, as the drafts say. Without it, the line no longer follows the deal, and stays if the win is taken back.',
    ),
  },
  { description: 'Something that is bought.' },
);
export type LaterLineBody = Static<typeof LaterLineBody>;

/** @param minItems 0 if there may be no lines */
export const linesOf = <Line extends TSchema>(line: Line, minItems: number, description: string) =>
  Type.Array(line, { minItems, maxItems: LINES_MAX, description });

export const RenewBody = object({
  endsOn: dayOf('A day such as 2026-01-31, the last of the new term.'),
  lines: linesOf(LaterLineBody, 1, 'All lines that hold in the new term.'),
});
export type RenewBody = Static<typeof RenewBody>;
