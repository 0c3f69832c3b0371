import { DAYS_OF, type KeyValue, type RowFilter } from '../../figures/dimension.js';
import { spanOfDays } from '../../figures/local-minute.js';
import type { Names } from '../../leads/names.js';
import { MS_PER_DAY, toIso } from '../../platform/instant.js';
import type { HandoffScope } from './handoff-count.store.js';
import { HANDOFF_DIMENSION_RULES, type HandoffDimension, isHandoffTime } from './handoff-dimension.js';

/** What a row of the report of handoffs is about: its values, in words, and how its handoffs are listed. */
export interface HandoffRowHead {
  readonly key: Readonly<Partial<Record<HandoffDimension, KeyValue>>>;
  readonly label: string;
  /** Of `GET /v1/handoffs`; null where that list cannot be narrowed so. */
  readonly filter: RowFilter | null;
}

export interface HandoffHeading {
  readonly scope: HandoffScope;
  readonly names: Names;
  readonly kindNames: ReadonlyMap<string, string>;
}

/** @param values of the dimensions, in their order */
export function handoffHeadOf(heading: HandoffHeading, values: readonly KeyValue[]): HandoffRowHead {
  const { by } = heading.scope;
  return {
    key: Object.fromEntries(by.map((dimension, index) => [dimension, values[index]!])),
    label: by.map((dimension, index) => inWords(dimension, values[index]!, heading)).join(', '),
    filter: filterOf(heading.scope, values),
  };
}

function filterOf({ by, span, timeZone, kindId, repIds }: HandoffHeading['scope'], values: readonly KeyValue[]) {
  let { from, to } = span;
  let filter: RowFilter = {
    ...(kindId !== null && { kind: kindId }),
    ...(repIds !== null && { own: 'true' }),
  };
  for (const [index, dimension] of by.entries()) {
    const narrowed = HANDOFF_DIMENSION_RULES[dimension].filter(values[index]!);
    if (narrowed === null) return null;
    filter = { ...filter, ...narrowed };
    if (!isHandoffTime(dimension)) continue;
    const days = spanOfDays(Date.parse(`${values[index]}T00:00:00Z`) / MS_PER_DAY, DAYS_OF[dimension]!, timeZone);
    from = Math.max(from, days.from);
    to = Math.min(to, days.to);
  }
  return { startedFrom: toIso(from), startedTo: toIso(to), ...filter };
}

function inWords(dimension: HandoffDimension, value: KeyValue, { names, kindNames }: HandoffHeading): string {
  if (dimension === 'kind') return kindNames.get(String(value)) ?? `kind ${value}`;
  if (dimension === 'team') return names.team(value);
  if (dimension === 'giver' || dimension === 'receiver') return names.rep(value);
  return value === null ? `no ${dimension}` : String(value);
}

/** In the order of time where that is grouped by, else of the keys; what has no value comes last. */
export function inOrderOfHandoffs<Row extends { readonly values: readonly KeyValue[] }>(
  rows: readonly Row[],
  by: readonly HandoffDimension[],
): Row[] {
  const compare = (one: Row, other: Row): number => {
    for (const index of by.keys()) {
      const [a, b] = [one.values[index]!, other.values[index]!];
      if (a === b) continue;
      if (a === null || b === null) return a === null ? 1 : -1;
      return String(a) < String(b) ? -1 : 1;
    }
    return 0;
  };
  return [...rows].sort(compare);
}
