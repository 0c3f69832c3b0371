import type { FailedComparison } from '../../conditions/condition-evaluate.js';
import { type Instant, isoOrNull, toIso } from '../../platform/values/duration.js';
import { pay, shareOut } from '../pools/credit.js';
import { readable } from '../rules/rulebook.js';
import { type ExcludedBy, type Exclusion, moreLasting, passedOver } from './eligibility.js';
import {
  type RenderedCandidate,
  type RoutingTrace,
  TRACE_VERSION,
  type TraceDifference,
  type TracedCandidate,
  type TracedDeal,
  type TracedPool,
  type TracedStep,
  type TracedTest,
  type TraceSnapshot,
} from './trace.js';

/**
 * Reconstructs a decision as it was made, however long ago: replays the steps before it with the arithmetic of
 * `credit.ts`. The winner is stored, so strategies may change without changing history.
 *
 * What is made of a stored trace never changes: another form of storage, or another arithmetic in `credit.ts`, is another
 * `TRACE_VERSION` with a reader of its own, and this reader then gets a copy of the code that it needs.
 */
export function renderTrace(snapshot: TraceSnapshot, difference: TraceDifference): RoutingTrace {
  if (snapshot.version !== TRACE_VERSION)
    throw new Error(`A trace of version ${snapshot.version}, which a later version of Touchline has written`);
  // A rep in several pools is shown in the last one that was tried, because that decided.
  const candidates = new Map<string, RenderedCandidate>();
  let winner = difference.winner ?? null;
  const skills = difference.needs === undefined ? [] : snapshot.needs![difference.needs]!.skills;
  for (const [index, visit] of difference.visits.entries()) {
    const dealt = difference.dealt === true && index === difference.visits.length - 1;
    const shown = renderVisit(snapshot.pools[visit[0]!]!, snapshot.at, visit, { dealt, difference });
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
    version: snapshot.version,
    at: toIso(snapshot.at),
    rules: difference.rules.flatMap(([first, actual, more = 0]) =>
      snapshot.tests.slice(first, first + more + 1).map((test) => renderRule(test, actual)),
    ),
    ...(difference.account !== undefined && { account: renderAccount(difference.account) }),
    ...(skills.length > 0 && { skills }),
    candidates: [...candidates.values()],
    winner,
    because: difference.because,
  };
}

function renderAccount({
  protectedUntil,
  ...account
}: NonNullable<TraceDifference['account']>): NonNullable<RoutingTrace['account']> {
  return protectedUntil === undefined ? account : { ...account, protectedUntil: toIso(protectedUntil) };
}

function renderRule(
  { name, matched, goesOn, ...comparison }: TracedTest,
  actual: unknown,
): RoutingTrace['rules'][number] {
  if (comparison.field === undefined) return { name, matched, ...(goesOn && { goesOn }) };
  return { name, matched, failed: { ...comparison, actual } as FailedComparison };
}

function renderVisit(
  pool: TracedPool,
  at: Instant,
  [, steps, ...visited]: readonly number[],
  { dealt, difference }: { readonly dealt: boolean; readonly difference: TraceDifference },
) {
  const replayed = replay(pool, at, steps!);
  const { needs = null, declined = [] } = difference;
  const guard = difference.guard === undefined ? null : { repIds: difference.guard };
  const exclusions = exclusionsFor(replayed, needs);
  const step = dealt ? dealOf(pool.steps[steps!]!) : null;
  const earlier = step === null ? visited : step.deal.slice(1);
  const offHours = step?.offHours ?? false;
  const among = amongOf(exclusions, earlier, offHours);
  if (step !== null) shareOut(replayed, among);
  const candidates = pool.candidates.map((candidate, member): RenderedCandidate => {
    const facts = { repId: candidate.repId, poolId: pool.poolId, ...figuresOf(candidate, replayed, member) };
    const exclusion = exclusions[member] ?? null;
    // In a deal off hours, the opening is shown as a fact, but it excluded nobody.
    if (among.includes(member))
      return { ...facts, eligible: true, ...(exclusion?.detail && { detail: exclusion.detail }) };
    // In a deal off hours, hours do not exclude earlier owners either.
    const isOffHours = exclusion?.excludedBy === 'offHours' && (offHours || step === null);
    const isPassedOver = exclusion === null || (earlier.includes(member) && isOffHours);
    return {
      ...facts,
      eligible: false,
      ...(isPassedOver ? passedOver(candidate.repId, { guard, declined }, [candidate.repId]) : exclusion),
    };
  });
  return { candidates, winner: step === null ? null : pool.candidates[step.deal[0]!]!.repId };
}

/** A pool in its state before a step. */
interface PoolState {
  readonly weights: readonly number[];
  readonly credits: number[];
  readonly loads: number[];
  readonly lastAssigned: (Instant | null)[];
  readonly exclusions: (Exclusion | null)[];
  /** What excludes members from leads with certain needs alone, by the position of the needs and the member. */
  readonly fromSome: Map<number, Map<number, Exclusion | null>>;
}

/** Returns the figures that were compared, which are those in the snapshot. */
function figuresOf(stored: TracedCandidate, { weights, credits, loads, lastAssigned }: PoolState, member: number) {
  const weight = weights[member]!;
  return {
    weight,
    ...(stored.credit !== undefined && { credit: readable(credits[member]!) }),
    ...(stored.load !== undefined && {
      load: loads[member]!,
      loadPerWeight: readable(loads[member]! / weight),
    }),
    ...(stored.lastAssignedAt !== undefined && { lastAssignedAt: isoOrNull(lastAssigned[member]!) }),
  };
}

function replay({ candidates, steps }: TracedPool, at: Instant, before: number): PoolState {
  const pool: PoolState = {
    weights: candidates.map(({ weight }) => weight),
    credits: candidates.map(({ credit }) => credit ?? 0),
    loads: candidates.map(({ load }) => load ?? 0),
    lastAssigned: candidates.map(({ lastAssignedAt }) => lastAssignedAt ?? null),
    exclusions: candidates.map(({ excludedBy, detail }) => asExclusion(excludedBy, detail)),
    fromSome: new Map(),
  };
  for (const step of steps.slice(0, before)) {
    const dealt = dealOf(step);
    if (dealt === null) {
      apply(step as MemberStep, pool);
      continue;
    }
    const [winner, ...earlier] = dealt.deal;
    shareOut(pool, amongOf(exclusionsFor(pool, dealt.needs), earlier, dealt.offHours));
    pay(pool, winner!);
    pool.loads[winner!]! += 1;
    pool.lastAssigned[winner!] = at;
  }
  return pool;
}

type DealStep = Extract<TracedStep, TracedDeal | { readonly deal: TracedDeal } | { readonly offHours: TracedDeal }>;
type MemberStep = Exclude<TracedStep, DealStep>;

function apply(step: MemberStep, { loads, exclusions, fromSome }: PoolState): void {
  if ('load' in step) {
    loads[step.member] = step.load;
    return;
  }
  const exclusion = asExclusion(step.excludedBy, step.detail);
  if ('needs' in step) fromSome.set(step.needs, (fromSome.get(step.needs) ?? new Map()).set(step.member, exclusion));
  else exclusions[step.member] = exclusion;
}

function dealOf(step: TracedStep): { deal: TracedDeal; offHours: boolean; needs: number | null } | null {
  const needs = 'needs' in step ? step.needs : null;
  if ('offHours' in step) return { deal: step.offHours, offHours: true, needs };
  if ('deal' in step) return { deal: step.deal, offHours: false, needs };
  return 'member' in step ? null : { deal: step, offHours: false, needs };
}

function exclusionsFor({ exclusions, fromSome }: PoolState, needs: number | null): (Exclusion | null)[] {
  const ofThese = needs === null ? undefined : fromSome.get(needs);
  if (ofThese === undefined) return exclusions;
  return exclusions.map((exclusion, member) => moreLasting(exclusion, ofThese.get(member) ?? null));
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

interface SnapshotAndTrace {
  readonly snapshot: TraceSnapshot;
  readonly trace: TraceDifference;
}

/** Returns the members of a pool among whom a lead was dealt, with their weights then. */
export function dealtMembersIn(
  { snapshot, trace }: SnapshotAndTrace,
  poolId: string,
): { readonly repId: string; readonly weight: number }[] {
  return renderTrace(snapshot, trace).candidates.flatMap(({ repId, eligible, weight, poolId: of }) =>
    eligible && of === poolId && weight !== undefined ? [{ repId, weight }] : [],
  );
}

/** Returns the members of a pool who missed the turn, and why. */
export function missedByWhom(
  { snapshot, trace }: SnapshotAndTrace,
  poolId: string,
): { readonly repId: string; readonly why: ExcludedBy }[] {
  return renderTrace(snapshot, trace).candidates.flatMap(({ repId, excludedBy: why, poolId: of }) =>
    why !== undefined && of === poolId ? [{ repId, why }] : [],
  );
}
