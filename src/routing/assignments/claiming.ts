import { type Duration, elapsedMs, type Instant, parseDuration } from '../../platform/values/duration.js';
import type { Candidates } from '../deciding/candidates.js';
import { type BatchDecision, needsOf, snapshotOf, traceOf, wantedBy } from '../deciding/decision.js';
import { type ExcludedBy, passedOver } from '../deciding/eligibility.js';
import type { RoutingRequest } from '../deciding/request.js';
import type { Roster } from '../deciding/roster.js';
import { barredOf, type SearchRequest } from '../deciding/search.js';
import { TracedTests } from '../deciding/trace.js';
import { WorkingRoster } from '../deciding/working-roster.js';
import { poolOf } from '../rules/rules.js';

interface Offering {
  /** Null if it offers none. */
  readonly claimWithin: string | null;
}

/** Why a rep may not claim a lead; `detail` as in `Exclusion`. */
export interface ClaimRefusal {
  readonly excludedBy: ExcludedBy | 'notMember';
  readonly detail?: string;
}

/** Returns until when a lead may be claimed. @param since when it was offered */
export function offerEndsAt({ claimWithin }: Offering, since: Instant): Instant {
  // Checked when the pool was saved. A pool that no longer offers leads deals those that it has offered.
  return claimWithin === null ? since : since + elapsedMs(parseDuration(claimWithin) as Duration);
}

/**
 * Decides whether a member of the pool that offers a lead may have it. An eligible member may, which takes a turn as if
 * the lead had been dealt to them. A member whom only working hours exclude while others are at work may too, but out
 * of turn, because it was not offered to them.
 * @param request whose target is the pool
 * @returns a refusal if anything else excludes them
 */
export function decideClaim(request: RoutingRequest, repId: string, roster: Roster): BatchDecision | ClaimRefusal {
  const real = new WorkingRoster(roster);
  const working = request.isTest ? real.forTests() : real;
  const needs = request.isTest ? null : needsOf(request, working);
  const wanted = wantedBy(request, needs, working);
  const pool = working.chain(poolOf(request.target), needs)[0]!;
  const exclusion = exclusionOf(pool, repId, wanted);
  if (exclusion !== null) return exclusion;

  const position = pool.positionOf(repId)!;
  const earlier = pool.earlier(barredOf(wanted));
  const visits = [pool.visit(earlier)];
  const without = (members: readonly number[]) => members.filter((member) => !earlier.includes(member));
  const atWork = without(pool.atWork);
  const offHours = atWork.length === 0;
  const among = offHours ? without(pool.offHours) : atWork;
  const isInTurn = among.includes(position);
  const because = isInTurn
    ? pool.deal({ among, earlier, offHours, claimedBy: position }, working.nextTurn(), request.declined).because
    : 'They claimed it outside their working hours, which does not count as a turn.';
  const { leadId, rule } = request;
  const common = { kind: 'assigned', leadId, rule, repId, poolId: pool.pool.id, because } as const;
  const outcome = { ...common, by: isInTurn ? 'turn' : 'named' } as const;
  const candidates = isInTurn ? [] : [{ repId }];
  const tests = new TracedTests();
  const trail = { visits, asked: candidates, returned: false, again: false };
  const trace = traceOf(outcome, trail, [], wanted);
  return {
    decisions: [{ ...outcome, trace }],
    memberChanges: real.memberChanges(),
    snapshot: snapshotOf(roster, working, tests),
  };
}

/** Returns what excludes a member, regardless of hours: a rep who claims a lead is at work. */
function exclusionOf(pool: Candidates, repId: string, wanted: SearchRequest): ClaimRefusal | null {
  const position = pool.positionOf(repId);
  if (position === undefined) return { excludedBy: 'notMember' };
  const exclusion = pool.exclusions[position] ?? null;
  if (exclusion !== null && exclusion.excludedBy !== 'offHours') return exclusion;
  return passedOver(repId, wanted, barredOf(wanted));
}
