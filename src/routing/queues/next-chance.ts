import type { Instant } from '../../platform/values/duration.js';
import type { ExcludedBy } from '../deciding/eligibility.js';
import type { RoutingDecision } from '../deciding/outcome.js';
import { type PoolMember, poolChain, type Roster, type RosterPool, type RosterRep } from '../deciding/roster.js';
import type { RoutingTrace } from '../deciding/trace.js';
import { coversOf } from '../pools/covers.js';
import { QUEUED_WHY } from './queued-why.js';

/** What leads in the queue wait for. */
interface Waiting {
  readonly poolIds: Iterable<string>;
  /** Reps named by a rule. */
  readonly repIds?: Iterable<string>;
  /** Last owners who get their leads back when they are at work, and reps of accounts and companies. */
  readonly preferredRepIds?: Iterable<string>;
}

/**
 * The earliest instant after `now` at which somebody may become eligible by time alone: a shift opens, an absence or an
 * unavailability ends, a day's or a week's capacity starts anew. Reps who are eligible already, or who need more than
 * time (a touch that frees capacity, a switch to active), do not count. The instant may be too early, if one absence
 * follows another, but never too late.
 * @returns null if time alone cannot help
 */
export function nextChance(waiting: Waiting, roster: Roster, now: Instant): Instant | null {
  let earliest: Instant | null = null;
  const consider = (at: Instant | null) => {
    if (at !== null && at > now && (earliest === null || at < earliest)) earliest = at;
  };
  for (const pool of poolsOf(waiting, roster)) {
    for (const { at } of pool.joining) consider(at);
    for (const member of pool.members) {
      const rep = roster.reps.get(member.repId);
      if (rep === undefined) continue;
      consider(memberChance(pool, member, rep, now));
      // Whether a source is full is not checked here: the result may be too early, but never too late.
      if (rep.sourceCapacities !== undefined) consider(rep.capacityResetsAt?.day ?? null);
    }
  }
  const considerCovers = (repId: string) => {
    for (const coverId of coversOf(repId, (id) => roster.reps.get(id))) {
      const cover = roster.reps.get(coverId);
      if (cover !== undefined) consider(freeFrom(cover, now));
    }
  };
  for (const repId of waiting.repIds ?? []) {
    const rep = roster.reps.get(repId);
    if (rep !== undefined) consider(freeFrom(rep, now));
    considerCovers(repId);
  }
  for (const repId of waiting.preferredRepIds ?? []) {
    const rep = roster.reps.get(repId);
    const free = rep === undefined ? null : freeFrom(rep, now);
    // The hours of a last owner count, those of the rep of an account do not.
    consider(free);
    if (free !== null && !rep!.hours.isOpenAt(free)) consider(rep!.hours.nextOpening(free));
    considerCovers(repId);
  }
  return earliest;
}

/** The fallback pool counts even if leads wait only for reps, because it takes their leads. */
function poolsOf({ poolIds }: Waiting, roster: Roster): Set<RosterPool> {
  return new Set([null, ...poolIds].flatMap((poolId) => poolChain(roster, poolId)));
}

function memberChance(pool: RosterPool, { hours }: PoolMember, rep: RosterRep, now: Instant): Instant | null {
  const free = freeFrom(rep, now);
  if (free === null || hours.isOpenAt(free)) return free;
  // In a pool that deals off hours, a rep who comes back at night can be dealt to at night.
  return pool.offHours === 'share' && free > now ? free : hours.nextOpening(free);
}

/** When nothing but working hours excludes the rep; `now` if that is so already, null if time cannot help. */
export function freeFrom(rep: RosterRep, now: Instant): Instant | null {
  const { capacity, load, capacityResetsAt: resets } = rep;
  if (!rep.active) return null;
  if (isFull(load.open, capacity.open) || isFull(load.untouched, capacity.untouched)) return null;
  const ends: (Instant | undefined)[] = [now];
  if (!rep.available) ends.push(rep.unavailableUntil);
  if (rep.absent !== null) ends.push(rep.absent.to);
  if (isFull(load.today, capacity.perDay)) ends.push(resets?.day);
  if (isFull(load.thisWeek, capacity.perWeek)) ends.push(resets?.week);
  return ends.includes(undefined) ? null : Math.max(...(ends as Instant[]));
}

function isFull(count: number, most: number | undefined): boolean {
  return most !== undefined && count >= most;
}

/** Reasons for exclusion in words, for one rep and for several. The most lasting comes last. */
export const KEPT_BY: Readonly<Record<ExcludedBy, readonly [one: string, several: string]>> = {
  earlierOwner: ['has had it already', 'have had it already'],
  declined: ['has declined it', 'have declined it'],
  protected: ['may not have it while its account is protected', 'may not have it while its account is protected'],
  capacity: ['is at capacity', 'are at capacity'],
  offHours: ['is not at work', 'are not at work'],
  absent: ['is away', 'are away'],
  unavailable: ['is not available', 'are not available'],
  skill: ['lacks a skill that it needs', 'lack a skill that it needs'],
  inactive: ['is inactive', 'are inactive'],
};

export const IN_SHADOW =
  'The routing rules are in shadow, so nothing is dealt out: assign it to a rep (POST /v1/leads/{id}/reassign), or have the rules act (PUT /v1/routing with mode act).';

/** Returns a plain sentence that says why a lead waits, by a decision made now. */
export function whyNobody(
  decision: RoutingDecision,
  { candidates }: Pick<RoutingTrace, 'candidates'>,
  poolName: (id: string) => string,
): string {
  if (decision.kind === 'assigned') return 'A rep can take it now: it will be assigned in a moment.';
  if (decision.kind === 'queued' || decision.kind === 'stays') {
    const { because, kind, why } = decision;
    const waits = QUEUED_WHY[why];
    if (waits.isForPerson) return `${because} To assign it to a rep: POST /v1/leads/{id}/reassign.`;
    if (why === 'shadow') return IN_SHADOW;
    if (kind === 'queued' && 'now' in waits) return waits.now;
  }
  if (everybodyHadIt(candidates)) {
    const all = pooled(candidates, poolName);
    return `Everybody${all} has had it already, so it waits until you act: assign it to a rep (POST /v1/leads/{id}/reassign), close it, or add a member or a fallback to the pool.`;
  }
  const kept = keptBy(candidates).map(([reason, count]) => `${count} ${KEPT_BY[reason][count === 1 ? 0 : 1]}`);
  const where = pooled(candidates, poolName);
  if (kept.length === 0) return `There is nobody${where} who could take it.`;
  return `Nobody${where} can take it now: ${new Intl.ListFormat('en').format(kept)}.`;
}

/** Reports whether only former owners could take it, so that time alone does not help. */
export function everybodyHadIt(candidates: RoutingTrace['candidates']): boolean {
  const fitting = candidates.filter(({ excludedBy }) => excludedBy !== 'inactive' && excludedBy !== 'skill');
  return (
    fitting.length > 0 && fitting.every(({ excludedBy }) => excludedBy === 'earlierOwner' || excludedBy === 'declined')
  );
}

function pooled(candidates: RoutingTrace['candidates'], poolName: (id: string) => string): string {
  const pools = [...new Set(candidates.flatMap(({ poolId }) => poolId ?? []))].map(poolName);
  return pools.length === 0 ? '' : ` in ${new Intl.ListFormat('en', { type: 'disjunction' }).format(pools)}`;
}

/** Returns the most frequent exclusion; undefined if there are no candidates. */
export function mostlyKeptBy(candidates: RoutingTrace['candidates']): ExcludedBy | undefined {
  return keptBy(candidates).sort(([, one], [, other]) => other - one)[0]?.[0];
}

function keptBy(candidates: RoutingTrace['candidates']): (readonly [ExcludedBy, number])[] {
  const counted = (Object.keys(KEPT_BY) as ExcludedBy[]).map(
    (reason) => [reason, candidates.filter(({ excludedBy }) => excludedBy === reason).length] as const,
  );
  return counted.filter(([, count]) => count > 0);
}
