import type { DryRunBody } from './backtest.dto.js';
import { NO_ROW, OTHERS, type Row, type Tally } from './tally.js';

const names = new Intl.Collator('en', { numeric: true });

/** The same order every time, whichever lead was read first: by name, and what has none last. */
const byName = (a: string, b: string) => Number(a === NAMELESS) - Number(b === NAMELESS) || names.compare(a, b);
const NAMELESS = '=';

/** What is answered in the end. The most leads first. */
export function resultOf({ total, byPolicy, bySource, byOwner, examples }: Tally, asked: DryRunBody) {
  const { from, to, policy, policies = [policy!] } = asked;
  return {
    from,
    to,
    ...total,
    byPolicy: rowsOf({ ...noRows(policies.length), ...byPolicy }, (place) => ({
      policy: place === '' ? null : Number(place),
      name: (place === '' ? null : policies[Number(place)]?.name) ?? null,
    })),
    bySource: rowsOf(bySource, (source) => ({ source })),
    byOwner: rowsOf(byOwner, (repId) => (repId === null ? { repId, others: true } : { repId: repId || null })),
    examples,
  };
}

function rowsOf<Named extends object>(rows: Readonly<Record<string, Row>>, nameOf: (name: string | null) => Named) {
  return Object.entries(rows)
    .sort(([keyA, a], [keyB, b]) => b.leads - a.leads || byName(keyA, keyB))
    .map(([key, { spelt, ...row }]) => ({ ...nameOf(key === OTHERS ? null : (spelt ?? key.slice(1))), ...row }));
}

/** One of which no lead got anything is told of too: an earlier one may take all that it is for. */
function noRows(count: number): Record<string, Row> {
  return Object.fromEntries(Array.from({ length: count }, (_, place) => [`=${place}`, NO_ROW]));
}
