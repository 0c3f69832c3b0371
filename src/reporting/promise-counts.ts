import { LEAD_CLOCK_KINDS, type LeadClockKind } from '../clocks/clock.js';
import { leadRulesOf } from '../clocks/kinds.js';
import { shareOf } from '../figures/figure.js';
import { placeOf, SHARES } from '../figures/percentile.js';
import type { AttemptCount, CauseCount, PromiseCount } from './counts.js';
import type { PromiseVerdict } from './facts/verdict.js';

/** The kinds of clocks that are promises. */
export const PROMISES: readonly LeadClockKind[] = LEAD_CLOCK_KINDS.filter(
  (kind) => leadRulesOf({ kind }).description !== null,
);

/**
 * Results of promises. `met` includes corrected ones; attainment is the share of met among decided ones. Struck misses
 * are counted separately: a promise with a later result counts by that, any other is not in `made`.
 */
export interface PromiseResults {
  readonly made: number;
  readonly met: number;
  readonly breached: number;
  readonly corrected: number;
  readonly cancelled: number;
  readonly running: number;
  readonly struck: number;
  readonly attainment: number | null;
}

function keptOf(rows: readonly PromiseCount[]): PromiseResults {
  const count = (...verdicts: readonly PromiseVerdict[]) =>
    promisesIn(rows.filter(({ verdict }) => verdicts.includes(verdict)));
  const [met, breached] = [count('met', 'corrected'), count('breached')];
  return {
    made: promisesIn(rows) - count('struck'),
    met,
    breached,
    corrected: count('corrected'),
    cancelled: count('cancelled', 'contact'),
    running: count('running'),
    struck: promisesIn(rows.filter(({ struck }) => struck)),
    attainment: shareOf(met, met + breached),
  };
}

export function breachesOf(rows: readonly PromiseCount[]) {
  const kinds = PROMISES.map((kind) => [kind, keptOf(rows.filter((row) => row.kind === kind))] as const);
  return { ...keptOf(rows), kinds: Object.fromEntries(kinds) as Record<LeadClockKind, PromiseResults> };
}

export function cadenceOf(rows: readonly PromiseCount[], attempts: readonly AttemptCount[]) {
  const steps = [...new Set(rows.map(({ step }) => step))].sort((a, b) => a - b);
  return {
    steps: steps.map((step) =>
      stepOf(
        step,
        rows.filter((row) => row.step === step),
      ),
    ),
    attemptsUntilContact: attemptsOf(attempts),
  };
}

function stepOf(step: number, rows: readonly PromiseCount[]) {
  const { made, met, breached, running, struck } = keptOf(rows);
  const cancelledByContact = promisesIn(rows.filter(({ verdict }) => verdict === 'contact'));
  const reached = promisesIn(rows.filter((row) => row.reached));
  return {
    step,
    begun: made,
    kept: met,
    missed: breached,
    cancelledByContact,
    cancelled: made - met - breached - running - cancelledByContact,
    running,
    struck,
    reached,
    contactRate: shareOf(reached, made - running),
  };
}

function attemptsOf(rows: readonly AttemptCount[]) {
  const counts = new Map<number, number>();
  for (const { attempts, leads } of rows) counts.set(attempts, (counts.get(attempts) ?? 0) + leads);
  const leads = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const at = (share: number) => placeOf(share, counts)?.bucket ?? null;
  return {
    leads,
    median: at(SHARES.median),
    p90: at(SHARES.p90),
    p99: at(SHARES.p99),
  };
}

export function reassignmentsOf(to: readonly CauseCount[], away: readonly CauseCount[], causes: readonly string[]) {
  const movesIn = (rows: readonly CauseCount[]) => rows.reduce((sum, { moves }) => sum + moves, 0);
  const byCause = (rows: readonly CauseCount[]) =>
    Object.fromEntries(causes.map((cause) => [cause, movesIn(rows.filter((row) => row.cause === cause))]));
  return { moves: movesIn(to), causes: byCause(to), movesAway: movesIn(away), causesAway: byCause(away) };
}

function promisesIn(rows: readonly PromiseCount[]): number {
  return rows.reduce((sum, { promises }) => sum + promises, 0);
}
