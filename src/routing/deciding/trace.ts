import type { FailedComparison } from '../../conditions/condition-evaluate.js';
import type { Instant } from '../../platform/values/duration.js';
import type { NeededSkill } from '../pools/skills.js';
import type { MatchedAccount } from '../rules/of-account.js';
import type { RuleResult } from '../rules/rules.js';
import type { ExcludedBy, Exclusion } from './eligibility.js';

/**
 * The form in which traces are written; the first three were of drafts. Each snapshot names its own, so that a later
 * version of Touchline can tell how to read it (`trace-reading.ts`).
 */
export const TRACE_VERSION = 4;

/**
 * What one batch of decisions was based on, stored once, as plain JSON. Each pool that was tried has its members as
 * they were before the batch, and then each change as a step. It contains no names of people.
 */
export interface TraceSnapshot {
  /** The version of the snapshot, and of the differences that refer to it. */
  readonly version: number;
  readonly at: Instant;
  readonly pools: readonly TracedPool[];
  /** The results of rules, each stored once for all leads that had it. */
  readonly tests: readonly TracedTest[];
  /** Needs that only some leads had. */
  readonly needs?: readonly TracedNeeds[];
}

export interface TracedNeeds {
  readonly skills: readonly NeededSkill[];
  /** The source, if a rep had a capacity for it. */
  readonly source?: string;
}

export interface TracedPool {
  readonly poolId: string;
  readonly candidates: readonly TracedCandidate[];
  readonly steps: readonly TracedStep[];
}

/** A member, with the figures that the strategy of the pool compares. */
export interface TracedCandidate {
  readonly repId: string;
  readonly weight: number;
  readonly credit?: number;
  readonly load?: number;
  /** Null before the first. */
  readonly lastAssignedAt?: Instant | null;
  readonly excludedBy?: ExcludedBy;
  readonly detail?: string;
}

/** A lead dealt in turn: the position of the winner, then those of the lead's earlier owners, who were passed over. */
export type TracedDeal = readonly number[];

/**
 * A deal, a deal off hours, a member's new reason for exclusion (none means eligible), or the load of a member that
 * something other than a deal of this pool has changed.
 */
export type TracedStep =
  | TracedDeal
  | { readonly offHours: TracedDeal }
  | { readonly member: number; readonly load: number }
  | { readonly member: number; readonly excludedBy?: ExcludedBy; readonly detail?: string }
  | TracedStepForSome;

/** A step that concerns only leads with the same needs, which are given by their position. */
type TracedStepForSome = { readonly needs: number } & (
  | { readonly deal: TracedDeal }
  | { readonly offHours: TracedDeal }
  | { readonly member: number; readonly excludedBy?: ExcludedBy; readonly detail?: string }
);

export interface TracedTest extends Partial<Omit<FailedComparison, 'actual'>> {
  readonly name: string;
  readonly matched: boolean;
  readonly goesOn?: true;
}

type TracedResult = readonly [position: number, actual?: unknown, more?: number];

/** What is stored for one lead beside the snapshot, as plain JSON. */
export interface TraceDifference {
  /**
   * For each rule, the position of its result in `tests`, then the lead's value if it failed, then the number
   * of following rules that failed by the same value, if any.
   */
  readonly rules: readonly TracedResult[];
  /** Each pool that was tried: its position, the number of its steps before, and the lead's earlier owners in it. */
  readonly visits: readonly (readonly number[])[];
  /** Whether the step after the last visit is the deal of this lead. */
  readonly dealt?: true;
  /** The reps who were considered by name, and what excluded them. */
  readonly asked?: readonly ({ readonly repId: string } & Partial<Exclusion>)[];
  /** The rep who got it, if it was not dealt. */
  readonly winner?: string;
  /** Its account, if it was known. */
  readonly account?: MatchedAccount & { readonly protectedUntil?: Instant };
  /** The only reps for a protected account's lead; all others count as earlier owners in `visits`. */
  readonly guard?: readonly string[];
  /** Those among the earlier owners who declined it. */
  readonly declined?: readonly string[];
  /** The position of its needs; absent if it needed nothing in particular. */
  readonly needs?: number;
  readonly because: string;
}

/** The trace of one lead, as the API gives it. */
export interface RoutingTrace {
  readonly version: number;
  readonly at: string;
  readonly rules: readonly RuleResult[];
  /** Its account, if a rule asked for it, or it was protected. */
  readonly account?: MatchedAccount & { readonly protectedUntil?: string };
  readonly skills?: readonly NeededSkill[];
  readonly candidates: readonly RenderedCandidate[];
  readonly winner: string | null;
  readonly because: string;
}

/**
 * A candidate, with the numbers that were compared. If the lead was dealt and the candidate eligible, `credit` includes
 * this lead's share, before the winner paid; otherwise it is the credit at the time.
 */
export interface RenderedCandidate {
  readonly repId: string;
  /** Absent if the rep was considered by name. */
  readonly poolId?: string;
  readonly eligible: boolean;
  readonly excludedBy?: ExcludedBy;
  readonly detail?: string;
  readonly weight?: number;
  readonly credit?: number;
  readonly load?: number;
  readonly loadPerWeight?: number;
  readonly lastAssignedAt?: string | null;
}

/** Collects the results of rules over a batch: leads that fail the same comparison share its text. */
export class TracedTests {
  readonly all: TracedTest[] = [];
  /** The first result of each of `all`. */
  readonly #firsts: RuleResult[] = [];
  readonly #byName = new Map<string, number[]>();
  /** The results of the previous lead, with their positions, which the next lead mostly has, too. */
  #before: { readonly results: readonly RuleResult[]; readonly positions: readonly number[] } | undefined;

  /** @returns the `rules` of a `TraceDifference` */
  record(results: readonly RuleResult[]): TraceDifference['rules'] {
    const before = this.#before;
    const positions = results.map((result, index) =>
      before?.results[index] === result ? before.positions[index]! : this.#positionOf(result),
    );
    this.#before = { results, positions };
    return inRuns(results, positions);
  }

  #positionOf(result: RuleResult): number {
    const known = this.#byName.get(result.name);
    for (const position of known ?? []) if (isSameTest(this.#firsts[position]!, result)) return position;
    const { actual: _, ...comparison } = result.failed ?? { actual: null };
    const position = this.#firsts.push(result) - 1;
    const { name, matched, goesOn } = result;
    this.all.push({ name, matched, ...(goesOn && { goesOn }), ...comparison });
    if (known === undefined) this.#byName.set(result.name, [position]);
    else known.push(position);
    return position;
  }
}

/** Merges consecutive results, because leads fail most of many rules by the same value. */
function inRuns(results: readonly RuleResult[], positions: readonly number[]): TracedResult[] {
  const runs: [number, unknown?, number?][] = [];
  let run: [number, unknown?, number?] = [Number.NaN];
  for (const [index, { failed }] of results.entries()) {
    const position = positions[index]!;
    const [first, actual, more = 0] = run;
    if (failed !== undefined && run.length > 1 && failed.actual === actual && position === first + more + 1) {
      run[2] = more + 1;
      continue;
    }
    run = failed === undefined ? [position] : [position, failed.actual];
    runs.push(run);
  }
  return runs;
}

/** Compares by identity: a list comes from the compiled rule and is the same for every lead. */
function isSameTest(one: RuleResult, other: RuleResult): boolean {
  if (one.matched !== other.matched) return false;
  const { failed: a } = one;
  const { failed: b } = other;
  if (a === undefined || b === undefined) return a === b;
  return a.field === b.field && a.op === b.op && a.value === b.value && a.negated === b.negated;
}
