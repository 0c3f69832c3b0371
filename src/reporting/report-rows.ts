import {
  DIMENSION_RULES,
  type Dimension,
  daysOf,
  isTimeDimension,
  type KeyValue,
  type RowFilter,
} from '../figures/dimension.js';
import { spanOfDays } from '../figures/local-minute.js';
import type { Imported } from '../leads/imported.js';
import type { Names } from '../leads/lead.js';
import { type Interval, toIso } from '../platform/values/duration.js';

/** The key and label of a row, and the filter that lists its leads. */
interface RowHead {
  readonly key: Readonly<Partial<Record<Dimension, KeyValue>>>;
  readonly label: string;
  /** For `GET /v1/leads`; null if that list has no such parameter. */
  readonly filter: RowFilter | null;
}

export interface Heading {
  readonly by: readonly Dimension[];
  readonly span: Interval;
  readonly timeZone: string;
  readonly isTest: boolean;
  readonly imported: Imported;
  readonly names: Names;
  /** The label of a row without a rep. */
  readonly noRep: string;
  /** Added to the filter of every row. */
  readonly also: RowFilter;
  /** The parameter that lists the leads of a rep's row; null if there is none. */
  readonly leadsOfRep: 'hadBy' | 'ownerId' | null;
  /** Whether the leads are counted as they are now. */
  readonly isOpenNow: boolean;
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
    const narrowed = narrowedBy(dimension, values[index]!, heading);
    if (narrowed === null) return null;
    filter = { ...filter, ...narrowed };
    const days = daysOf(dimension, values[index]!);
    if (days !== null) span = both(span, spanOfDays(days.first, days.count, heading.timeZone));
  }
  const which = { test: String(heading.isTest), imported: heading.imported };
  return { receivedFrom: toIso(span.from), receivedTo: toIso(span.to), ...filter, ...which };
}

/** That list goes by the present pool and policy, which may differ from those that were counted. */
const PRESENT: readonly Dimension[] = ['pool', 'policy'];

function narrowedBy(dimension: Dimension, value: KeyValue, { leadsOfRep, isOpenNow }: Heading): RowFilter | null {
  if (PRESENT.includes(dimension) && !isOpenNow) return null;
  if (dimension === 'rep' && value !== null) return leadsOfRep === null ? null : { [leadsOfRep]: String(value) };
  return DIMENSION_RULES[dimension].filter(value);
}

function both(one: Interval, other: Interval): Interval {
  return { from: Math.max(one.from, other.from), to: Math.min(one.to, other.to) };
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

/** Sorts by time if grouped by time, else by label; rows without a value come last. */
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
