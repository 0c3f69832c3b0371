import type { Schemas } from '../api/api.js';

/*
 * Lines of a contract while they are written: texts of fields, which may be empty. Those with the same key are the same,
 * whatever is written in them.
 */

export interface SegmentDraft {
  readonly key: number;
  readonly from: string;
  readonly to: string;
  readonly amount: string;
  readonly arr: string;
  /** Empty where it follows from the others. */
  readonly cause: Schemas['DraftSegment']['cause'] | '';
}

export interface LineDraft {
  readonly key: number;
  readonly product: string;
  readonly kind: Schemas['DraftLine']['kind'];
  readonly segments: readonly SegmentDraft[];
}

let keys = 0;
const newKey = () => ++keys;

/** @param from the day on which it begins, as far as that is known */
export const newSegment = (from = ''): SegmentDraft => ({
  key: newKey(),
  ...{ from, to: '', amount: '', arr: '', cause: '' },
});

export const newLine = (from = ''): LineDraft => ({
  key: newKey(),
  ...{ product: '', kind: 'recurring', segments: [newSegment(from)] },
});

export function draftsOf(lines: readonly Schemas['DraftLine'][]): LineDraft[] {
  return lines.map(({ product, kind, segments }) => ({
    key: newKey(),
    ...{ product, kind },
    segments: segments.map(({ from, to = '', amount, arr = '', cause }) => ({
      key: newKey(),
      ...{ from, to, amount, arr, cause },
    })),
  }));
}

/** As the API takes them. */
export function linesOf(drafts: readonly LineDraft[]) {
  return drafts.map(({ product, kind, segments }) => ({
    ...{ product: product.trim(), kind },
    segments: segments.map(({ from, to, amount, arr, cause }) => ({
      ...{ from, amount: amount.trim() },
      ...(to && { to }),
      ...(arr.trim() && { arr: arr.trim() }),
      ...(cause && { cause }),
    })),
  }));
}

/** What is written into a step. With another amount its ARR follows from that, unless it is said anew. */
export function rewritten(segment: SegmentDraft, change: Partial<SegmentDraft>): SegmentDraft {
  return { ...segment, ...(change.amount !== undefined && { arr: '' }), ...change };
}
