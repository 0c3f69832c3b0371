import type { RoutingDecision } from './decision.js';
import type { ExcludedBy } from './eligibility.js';
import type { RoutingTrace } from './trace.js';

/** Reasons for exclusion, as said of one rep and of several. The most lasting comes last. */
export const KEPT_BY: Readonly<Record<ExcludedBy, readonly [one: string, several: string]>> = {
  earlierOwner: ['has had it already', 'have had it already'],
  capacity: ['is at capacity', 'are at capacity'],
  offHours: ['is not at work', 'are not at work'],
  absent: ['is away', 'are away'],
  unavailable: ['is not available', 'are not available'],
  inactive: ['is inactive', 'are inactive'],
};

/** A plain sentence that says why a lead waits, by a decision made now. @param poolName the name of a pool */
export function whyNobody(
  decision: RoutingDecision,
  { candidates }: Pick<RoutingTrace, 'candidates'>,
  poolName: (id: string) => string,
): string {
  if (decision.kind === 'assigned') return 'Somebody can take it now: it is dealt out in a moment.';
  if (decision.kind === 'queued' && decision.why === 'noPool')
    return 'No rule matches it, and there is no fallback pool.';
  if (decision.kind === 'queued' && decision.why === 'noTestPool')
    return 'It is a test lead, and the settings name no pool for these: PUT /v1/settings with testPoolId.';
  if (everybodyHadIt(candidates)) {
    const all = pooled(candidates, poolName);
    return `Everybody${all} has had it already, so it waits for good: give it to somebody (POST /v1/leads/{id}/reassign), close it, or add a member or a fallback to the pool.`;
  }
  const kept = keptBy(candidates).map(([reason, count]) => `${count} ${KEPT_BY[reason][count === 1 ? 0 : 1]}`);
  const where = pooled(candidates, poolName);
  if (kept.length === 0) return `There is nobody${where} who could take it.`;
  return `Nobody${where} can take it now: ${new Intl.ListFormat('en').format(kept)}.`;
}

/** Only former owners could take it, so time alone does not help. */
export function everybodyHadIt(candidates: RoutingTrace['candidates']): boolean {
  const active = candidates.filter(({ excludedBy }) => excludedBy !== 'inactive');
  return active.length > 0 && active.every(({ excludedBy }) => excludedBy === 'earlierOwner');
}

function pooled(candidates: RoutingTrace['candidates'], poolName: (id: string) => string): string {
  const pools = [...new Set(candidates.flatMap(({ poolId }) => poolId ?? []))].map(poolName);
  return pools.length === 0 ? '' : ` in ${new Intl.ListFormat('en', { type: 'disjunction' }).format(pools)}`;
}

/** What excludes most of them; undefined if there is nobody. */
export function mostlyKeptBy(candidates: RoutingTrace['candidates']): ExcludedBy | undefined {
  return keptBy(candidates).sort(([, one], [, other]) => other - one)[0]?.[0];
}

function keptBy(candidates: RoutingTrace['candidates']): (readonly [ExcludedBy, number])[] {
  const counted = (Object.keys(KEPT_BY) as ExcludedBy[]).map(
    (reason) => [reason, candidates.filter(({ excludedBy }) => excludedBy === reason).length] as const,
  );
  return counted.filter(([, count]) => count > 0);
}
