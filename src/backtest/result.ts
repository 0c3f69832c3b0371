import type { DryRunBody } from './backtest.dto.js';
import { OTHERS, type Row, type Tally } from './tally.js';

/** What is answered in the end. The most leads first. */
export function resultOf({ total, byPolicy, bySource, byOwner, examples }: Tally, asked: DryRunBody) {
  const { from, to, policy, policies = [policy!] } = asked;
  return {
    from,
    to,
    ...total,
    byPolicy: rowsOf(byPolicy, (key) => ({
      policy: key === '' ? null : Number(key),
      name: (key === '' ? null : policies[Number(key)]?.name) ?? null,
    })),
    bySource: rowsOf(bySource, (source) => (source === OTHERS ? { source: null } : { source })),
    byOwner: rowsOf(byOwner, (repId) => (repId === OTHERS ? { repId: null, others: true } : { repId: repId || null })),
    examples,
  };
}

function rowsOf<Named extends object>(rows: Readonly<Record<string, Row>>, nameOf: (key: string) => Named) {
  return Object.entries(rows)
    .sort(([, a], [, b]) => b.leads - a.leads)
    .map(([key, row]) => ({ ...nameOf(key), ...row }));
}
