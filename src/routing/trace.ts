import type { FailedComparison } from '../conditions/condition.js';
import { type Instant, toIso } from '../platform/duration.js';
import type { ExcludedBy, Exclusion } from './eligibility.js';
import type { RuleResult } from './rules.js';
import { strategyOf } from './strategies.js';
import type { PoolStrategy, Shares, Strategy } from './strategy.js';

/**
 * What one batch of decisions was based on, stored once, as plain JSON. Each pool that was asked has its members as
 * they stood before the batch, and then each change as a step. Nothing here names a person.
 */
export interface TraceSnapshot {
  readonly at: Instant;
  readonly pools: readonly TracedPool[];
  /** The results of rules, each stored once for all leads that had it. */
  readonly tests: readonly TracedTest[];
}

export interface TracedPool {
  readonly poolId: string;
  /** Absent in snapshots from when round robin was the only strategy. */
  readonly strategy?: PoolStrategy;
  readonly candidates: readonly TracedCandidate[];
  readonly steps: readonly TracedStep[];
}

export interface TracedCandidate {
  readonly repId: string;
  readonly weight: number;
  readonly credit: number;
  readonly excludedBy?: ExcludedBy;
  readonly detail?: string;
}

/** A lead dealt in turn: the position of the winner, then those of the lead's earlier owners, who were passed over. */
export type TracedDeal = readonly number[];

/** A deal, a deal off hours, or a member's new reason for exclusion (none means eligible). */
export type TracedStep =
  | TracedDeal
  | { readonly offHours: TracedDeal }
  | { readonly member: number; readonly excludedBy?: ExcludedBy; readonly detail?: string };

export interface TracedTest extends Partial<Omit<FailedComparison, 'actual'>> {
  readonly name: string;
  readonly matched: boolean;
}

/** What is stored of one lead beside the snapshot, as plain JSON. */
export interface TraceDifference {
  /** For each rule, the position of its result in `tests`, then the lead's value if it failed. */
  readonly rules: readonly (readonly [number] | readonly [number, unknown])[];
  /** Each pool asked, in order: its position, the number of its steps before, and the lead's earlier owners in it. */
  readonly visits: readonly (readonly number[])[];
  /** The step after the last visit is the deal of this lead. */
  readonly dealt?: true;
  /** Reps who were asked for by name, and what excluded them. */
  readonly asked?: readonly ({ readonly repId: string } & Partial<Exclusion>)[];
  /** Who got it, if it was not dealt. */
  readonly winner?: string;
  readonly because: string;
}

/** The trace of one lead, as the API gives it. */
export interface RoutingTrace {
  readonly at: string;
  readonly rules: readonly { readonly name: string; readonly matched: boolean; readonly failed?: FailedComparison }[];
  readonly candidates: readonly RenderedCandidate[];
  readonly winner: string | null;
  readonly because: string;
}

/**
 * A candidate. `credit` is the number that was compared: if the lead was dealt and the candidate eligible, the credit
 * including this lead's share, before the winner paid; else the credit as it stood.
 */
export interface RenderedCandidate {
  readonly repId: string;
  /** Absent if the rep was asked for by name. */
  readonly poolId?: string;
  readonly eligible: boolean;
  readonly excludedBy?: ExcludedBy;
  readonly detail?: string;
  readonly weight?: number;
  readonly credit?: number;
}

/**
 * Reconstructs a decision as it was made: replays the steps before it with the same arithmetic. The winner is stored,
 * so the way of choosing may change without changing history.
 */
export function renderTrace(snapshot: TraceSnapshot, difference: TraceDifference): RoutingTrace {
  // A rep in several pools is shown where they were asked last, because that decided.
  const candidates = new Map<string, RenderedCandidate>();
  let winner = difference.winner ?? null;
  for (const [index, visit] of difference.visits.entries()) {
    const dealt = difference.dealt === true && index === difference.visits.length - 1;
    const shown = renderVisit(snapshot.pools[visit[0]!]!, visit, dealt);
    for (const candidate of shown.candidates) candidates.set(candidate.repId, candidate);
    winner ??= shown.winner;
  }
  for (const { repId, ...exclusion } of difference.asked ?? []) {
    const { excludedBy: _, ...member } = candidates.get(repId) ?? { repId };
    const eligible = exclusion.excludedBy === undefined;
    // A pool says more about a candidate, but not that they got the lead outside it.
    if (eligible || !candidates.has(repId)) candidates.set(repId, { ...member, eligible, ...exclusion });
  }
  return {
    at: toIso(snapshot.at),
    rules: difference.rules.map(([test, actual]) => renderRule(snapshot.tests[test]!, actual)),
    candidates: [...candidates.values()],
    winner,
    because: difference.because,
  };
}

function renderRule({ name, matched, ...comparison }: TracedTest, actual: unknown): RoutingTrace['rules'][number] {
  if (comparison.field === undefined) return { name, matched };
  return { name, matched, failed: { ...comparison, actual } as FailedComparison };
}

function renderVisit(pool: TracedPool, [, steps, ...visited]: readonly number[], dealt: boolean) {
  const strategy = howDealt(pool);
  const { shares, exclusions } = replay(pool, steps!);
  const step = dealt ? dealOf(pool.steps[steps!]!) : null;
  const earlier = step === null ? visited : step.deal.slice(1);
  const offHours = step?.offHours ?? false;
  const among = amongOf(exclusions, earlier, offHours);
  if (step !== null) strategy.share(shares, among);
  const candidates = pool.candidates.map(({ repId }, member): RenderedCandidate => {
    const facts = { repId, poolId: pool.poolId, ...strategy.shown(shares, member) };
    const exclusion = exclusions[member] ?? null;
    // In a deal off hours, the opening is shown as a fact, but it excluded nobody.
    if (among.includes(member))
      return { ...facts, eligible: true, ...(exclusion?.detail && { detail: exclusion.detail }) };
    // In a deal off hours, hours do not exclude earlier owners either.
    const isOffHours = exclusion?.excludedBy === 'offHours' && (offHours || step === null);
    const passedOver = earlier.includes(member) && (exclusion === null || isOffHours);
    return {
      ...facts,
      eligible: false,
      ...(passedOver || exclusion === null ? { excludedBy: 'earlierOwner' } : exclusion),
    };
  });
  return { candidates, winner: step === null ? null : pool.candidates[step.deal[0]!]!.repId };
}

/** The pool as it stood before the given step. */
function replay(pool: TracedPool, steps: number) {
  const strategy = howDealt(pool);
  const shares: Shares = {
    weights: pool.candidates.map(({ weight }) => weight),
    credits: pool.candidates.map(({ credit }) => credit),
  };
  const exclusions = pool.candidates.map(({ excludedBy, detail }) => asExclusion(excludedBy, detail));
  for (const step of pool.steps.slice(0, steps)) {
    const dealt = dealOf(step);
    if (dealt === null) {
      const { member, excludedBy, detail } = step as Exclude<TracedStep, TracedDeal | { offHours: TracedDeal }>;
      exclusions[member] = asExclusion(excludedBy, detail);
      continue;
    }
    const [winner, ...earlier] = dealt.deal;
    strategy.share(shares, amongOf(exclusions, earlier, dealt.offHours));
    strategy.pay(shares, winner!);
  }
  return { shares, exclusions };
}

function howDealt({ strategy = 'roundRobin' }: TracedPool): Strategy {
  return strategyOf({ strategy });
}

function dealOf(step: TracedStep): { deal: TracedDeal; offHours: boolean } | null {
  if ('offHours' in step) return { deal: step.offHours, offHours: true };
  return 'member' in step ? null : { deal: step, offHours: false };
}

function amongOf(exclusions: readonly (Exclusion | null)[], earlier: readonly number[], offHours: boolean): number[] {
  return [...exclusions.keys()].filter((member) => {
    const exclusion = exclusions[member] ?? null;
    return (offHours ? exclusion?.excludedBy === 'offHours' : exclusion === null) && !earlier.includes(member);
  });
}

function asExclusion(excludedBy: ExcludedBy | undefined, detail: string | undefined): Exclusion | null {
  if (excludedBy === undefined) return null;
  return detail === undefined ? { excludedBy } : { excludedBy, detail };
}

/** Collects the results of rules over a batch: leads that fail the same comparison share its text. */
export class TracedTests {
  readonly all: TracedTest[] = [];
  /** The first result of each of `all`. */
  readonly #firsts: RuleResult[] = [];
  readonly #byName = new Map<string, number[]>();

  /** @returns what a `TraceDifference` keeps */
  record(results: readonly RuleResult[]): TraceDifference['rules'] {
    return results.map((result) => {
      const position = this.#positionOf(result);
      return result.failed === undefined ? [position] : [position, result.failed.actual];
    });
  }

  #positionOf(result: RuleResult): number {
    const known = this.#byName.get(result.name);
    for (const position of known ?? []) if (isSameTest(this.#firsts[position]!, result)) return position;
    const { actual: _, ...comparison } = result.failed ?? { actual: null };
    const position = this.#firsts.push(result) - 1;
    this.all.push({ name: result.name, matched: result.matched, ...comparison });
    if (known === undefined) this.#byName.set(result.name, [position]);
    else known.push(position);
    return position;
  }
}

/** Compares by identity: a list comes from the compiled rule and is the same for every lead. */
function isSameTest(one: RuleResult, other: RuleResult): boolean {
  if (one.matched !== other.matched) return false;
  const { failed: a } = one;
  const { failed: b } = other;
  if (a === undefined || b === undefined) return a === b;
  return a.field === b.field && a.op === b.op && a.value === b.value && a.negated === b.negated;
}
