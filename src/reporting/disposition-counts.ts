import { type Dimension, isEndDimension } from '../figures/dimension.js';
import { shareOf } from '../figures/figure.js';
import type { BaseCount, EndCount, GroupCodes, WorthCount } from './counts.js';
import { ENDING, type ReachedStage, STAGES } from './facts/conclusion.js';

const BY = ENDING.byRep | ENDING.byRule | ENDING.byKey | ENDING.atIntake;

/** Whether it was closed with a disposition that was not reversed. */
export const isClosed = ({ ending }: EndCount) => (ending & BY) !== 0 && (ending & ENDING.reversed) === 0;
const isReversed = ({ ending }: EndCount) => (ending & ENDING.reversed) !== 0;

/**
 * Returns the base of the shares of each group. A reason is a share of all leads of its source, so grouping by end
 * dimensions does not narrow the base.
 */
export function basesOf(rows: readonly EndCount[], by: readonly Dimension[]): BaseCount[] {
  const [isFirst, isSecond] = [0, 1].map((at) => by[at] !== undefined && !isEndDimension(by[at])) as [boolean, boolean];
  const keyOf = ({ first, second }: GroupCodes) => `${isFirst ? first : 0} ${isSecond ? second : 0}`;
  const bases = new Map<string, { leads: number; closed: number }>();
  for (const row of rows) {
    const base = bases.get(keyOf(row)) ?? { leads: 0, closed: 0 };
    bases.set(keyOf(row), base);
    base.leads += row.leads;
    if (isClosed(row)) base.closed += row.leads;
  }
  const groups = new Map(rows.map(({ first, second }) => [`${first} ${second}`, { first, second }]));
  return [...groups.values()].map((group) => ({ ...group, ...bases.get(keyOf(group))! }));
}

/** Returns a row of the disposition report. @param base none if there are no leads */
export function dispositionsOf(ends: readonly EndCount[], worth: readonly WorthCount[], [base]: readonly BaseCount[]) {
  const of = { leads: base?.leads ?? 0, closed: base?.closed ?? 0 };
  const closings = ends.filter(isClosed);
  const closed = leadsIn(closings);
  const reversed = leadsIn(ends.filter(isReversed));
  const [cameBack, wonLater] = [withBit(ends, ENDING.cameBack), withBit(ends, ENDING.wonLater)];
  return {
    of,
    closed,
    shareOfLeads: shareOf(closed, of.leads),
    shareOfClosed: shareOf(closed, of.closed),
    closedBy: {
      rep: withBit(closings, ENDING.byRep),
      rule: withBit(closings, ENDING.byRule),
      key: withBit(closings, ENDING.byKey),
      intake: withBit(closings, ENDING.atIntake),
    },
    withoutAttempts: withBit(closings, ENDING.withoutAttempts),
    corrected: withBit(closings, ENDING.corrected),
    reversed,
    later: {
      cameBack,
      won: wonLater,
      wonRate: shareOf(wonLater, closed + reversed),
      wonRateOfCameBack: shareOf(wonLater, cameBack),
      values: valuesOf(worth, 'wonLater'),
    },
    milestones: Object.fromEntries(
      STAGES.map((stage) => [stage, { leads: withBit(ends, ENDING[stage]), values: valuesOf(worth, stage) }]),
    ) as Record<ReachedStage, { leads: number; values: Record<string, string> }>,
  };
}

function withBit(rows: readonly EndCount[], bit: number): number {
  return leadsIn(rows.filter(({ ending }) => (ending & bit) !== 0));
}

function leadsIn(rows: readonly EndCount[]): number {
  return rows.reduce((sum, { leads }) => sum + leads, 0);
}

/** Sums values by currency, in the order of the codes. */
function valuesOf(rows: readonly WorthCount[], stage: string): Record<string, string> {
  const sums = new Map<string, string>();
  for (const row of rows)
    if (row.stage === stage) sums.set(row.currency, sumOfAmounts(sums.get(row.currency) ?? '0', row.amount));
  return Object.fromEntries([...sums].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Adds non-negative decimals as text, keeping all decimals: floating point would lose cents. */
function sumOfAmounts(one: string, other: string): string {
  const digits = Math.max(decimalsOf(one), decimalsOf(other));
  const sum = (scaled(one, digits) + scaled(other, digits)).toString().padStart(digits + 1, '0');
  return digits === 0 ? sum : `${sum.slice(0, -digits)}.${sum.slice(-digits)}`;
}

function decimalsOf(amount: string): number {
  return amount.split('.')[1]?.length ?? 0;
}

function scaled(amount: string, digits: number): bigint {
  const [whole, fraction = ''] = amount.split('.');
  return BigInt(`${whole}${fraction.padEnd(digits, '0')}`);
}
