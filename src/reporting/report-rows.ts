import {
  DAYS_OF,
  DIMENSION_RULES,
  type Dimension,
  isTimeDimension,
  type KeyValue,
  type RowFilter,
} from '../figures/dimension.js';
import { spanOfDays } from '../figures/local-minute.js';
import type { Names } from '../leads/lead.js';
import { type Interval, MS_PER_DAY, toIso } from '../platform/duration.js';

/** What a row is about: its values, in words, and how its leads are listed. */
export interface RowHead {
  readonly key: Readonly<Partial<Record<Dimension, KeyValue>>>;
  readonly label: string;
  /** Of `GET /v1/leads`; null where that list cannot be narrowed so. */
  readonly filter: RowFilter | null;
}

export interface Heading {
  readonly by: readonly Dimension[];
  readonly span: Interval;
  readonly timeZone: string;
  readonly isTest: boolean;
  readonly names: Names;
  /** What a row without a rep is called. */
  readonly noRep: string;
  /** What narrows every row's list, whatever it is grouped by. */
  readonly also: RowFilter;
}

/** @param values of the dimensions, in their order */
export function headOf(heading: Heading, values: readonly KeyValue[]): RowHead {
  const { by } = heading;
  return {
    key: Object.fromEntries(by.map((dimension, index) => [dimension, values[index]!])),
    label: by.map((dimension, index) => inWords(dimension, values[index]!, heading)).join(', '),
    filter: filterOf(heading, values),
  };
}

function filterOf(heading: Heading, values: readonly KeyValue[]): RowFilter | null {
  let span = heading.span;
  let filter: RowFilter = heading.also;
  for (const [index, dimension] of heading.by.entries()) {
    const narrowed = DIMENSION_RULES[dimension].filter(values[index]!);
    if (narrowed === null) return null;
    filter = { ...filter, ...narrowed };
    const days = DAYS_OF[dimension];
    if (days !== undefined) span = both(span, spanOfDays(dayOf(String(values[index])), days, heading.timeZone));
  }
  return { receivedFrom: toIso(span.from), receivedTo: toIso(span.to), ...filter, test: String(heading.isTest) };
}

function both(one: Interval, other: Interval): Interval {
  return { from: Math.max(one.from, other.from), to: Math.min(one.to, other.to) };
}

function dayOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / MS_PER_DAY;
}

const NONE: Readonly<Partial<Record<Dimension, string>>> = {
  channel: 'no channel',
  campaign: 'no campaign',
  country: 'no country',
  team: 'no team',
  pool: 'no pool',
  policy: 'no policy',
  reason: 'not closed with a reason',
  category: 'not closed with a reason',
  intent: 'not closed with a reason',
};

function inWords(dimension: Dimension, value: KeyValue, { names, noRep }: Heading): string {
  if (value === null) return dimension === 'rep' ? noRep : (NONE[dimension] ?? '');
  if (dimension === 'rep') return names.rep(value);
  if (dimension === 'team') return names.team(value);
  if (dimension === 'pool') return names.pool(value);
  if (dimension === 'reason') return names.reason(value);
  if (dimension === 'policy') return names.policy(value);
  if (dimension === 'hour') return `${String(value).padStart(2, '0')}:00`;
  return String(value);
}

/** In the order of time where that is grouped by, else of the words; what has no value comes last. */
export function inOrder<Row extends { readonly codes: readonly number[]; readonly head: RowHead }>(
  rows: readonly Row[],
  by: readonly Dimension[],
): Row[] {
  const isTime = by.map(isTimeDimension);
  const compare = (one: Row, other: Row): number => {
    for (const [index, dimension] of by.entries()) {
      const [a, b] = [one.head.key[dimension]!, other.head.key[dimension]!];
      if (a === b) continue;
      if (isTime[index]) return one.codes[index]! - other.codes[index]!;
      if (a === null || b === null) return a === null ? 1 : -1;
      return String(a) < String(b) ? -1 : 1;
    }
    return 0;
  };
  return [...rows].sort(compare);
}
