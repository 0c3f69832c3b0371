import type { Schemas } from '../api/api.js';

/* Contract lines while they are edited, as texts that may be empty. Keys identify lines and segments. */

export interface SegmentDraft {
  readonly key: number;
  readonly from: string;
  readonly to: string;
  readonly amount: string;
  readonly arr: string;
  /** Empty if the API should derive it from the other segments. */
  readonly cause: Schemas['DraftSegment']['cause'] | '';
}

export interface LineDraft {
  readonly key: number;
  readonly product: string;
  readonly kind: Schemas['DraftLine']['kind'];
  /** The deal that has added it; undefined if none did. */
  readonly dealId?: string;
  readonly segments: readonly SegmentDraft[];
}

let keys = 0;
const newKey = () => ++keys;

/** @param from the first day, if it is known */
export const newSegment = (from = ''): SegmentDraft => ({
  key: newKey(),
  from,
  to: '',
  amount: '',
  arr: '',
  cause: '',
});

export const newLine = (from = ''): LineDraft => ({
  key: newKey(),
  product: '',
  kind: 'recurring',
  segments: [newSegment(from)],
});

export function draftsOf(lines: readonly Schemas['DraftLine'][]): LineDraft[] {
  return lines.map(({ product, kind, dealId, segments }) => ({
    key: newKey(),
    product,
    kind,
    ...(dealId !== undefined && { dealId }),
    segments: segments.map(({ from, to = '', amount, arr = '', cause }) => ({
      key: newKey(),
      from,
      to,
      amount,
      arr,
      cause,
    })),
  }));
}

export function linesOf(drafts: readonly LineDraft[]) {
  return drafts.map(({ product, kind, dealId, segments }) => ({
    product: product.trim(),
    kind,
    ...(dealId !== undefined && { dealId }),
    segments: segments.map(({ from, to, amount, arr, cause }) => ({
      from,
      amount: amount.trim(),
      ...(to && { to }),
      ...(arr.trim() && { arr: arr.trim() }),
      ...(cause && { cause }),
    })),
  }));
}

const PLACES = 4;

/** What a renewal of these lines is worth, without usage, as its deal gets it; null while an amount is missing. */
export function worthOfDrafts(drafts: readonly LineDraft[]): string | null {
  const amounts = drafts
    .filter(({ kind }) => kind !== 'usage')
    .flatMap(({ segments }) => segments.map(({ amount }) => amount.trim()));
  if (drafts.length === 0 || amounts.some((amount) => !/^\d{1,12}(\.\d{1,4})?$/.test(amount))) return null;
  const units = amounts.reduce((sum, amount) => {
    const [whole, cents = ''] = amount.split('.');
    return sum + BigInt(whole + cents.padEnd(PLACES, '0'));
  }, 0n);
  const digits = String(units).padStart(PLACES + 1, '0');
  return `${digits.slice(0, -PLACES)}.${digits.slice(-PLACES)}`.replace(/0{1,2}$/, '');
}

/** Changes a segment. A new amount clears the ARR, so that it is derived, unless the change sets it too. */
export function rewritten(segment: SegmentDraft, change: Partial<SegmentDraft>): SegmentDraft {
  return { ...segment, ...(change.amount !== undefined && { arr: '' }), ...change };
}
