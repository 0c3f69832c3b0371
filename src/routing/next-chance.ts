import type { Instant } from '../platform/instant.js';
import { type PoolMember, poolChain, type Roster, type RosterPool, type RosterRep } from './roster.js';

/** Whom leads in the queue wait for. */
export interface Waiting {
  readonly poolIds: Iterable<string>;
  /** Reps whom a rule names. */
  readonly repIds?: Iterable<string>;
  /** Last owners, who get their leads back when they are at work. */
  readonly preferredRepIds?: Iterable<string>;
}

/**
 * The earliest instant after `now` at which somebody may become eligible by the passing of time alone: a shift opens, an
 * absence or an unavailability ends, a day's or a week's capacity starts anew. Somebody who is eligible already gives no
 * such instant, nor does anybody who needs more than time (a touch that frees capacity, a switch to active).
 * It may be too early (an absence follows the absence), never too late: whoever wakes then asks again.
 * @returns null when no passing of time can help
 */
export function nextChance(waiting: Waiting, roster: Roster, now: Instant): Instant | null {
  let earliest: Instant | null = null;
  const consider = (at: Instant | null) => {
    if (at !== null && at > now && (earliest === null || at < earliest)) earliest = at;
  };
  for (const pool of poolsOf(waiting, roster)) {
    for (const member of pool.members) {
      const rep = roster.reps.get(member.repId);
      if (rep !== undefined) consider(memberChance(pool, member, rep, now));
    }
  }
  for (const repId of waiting.repIds ?? []) {
    const rep = roster.reps.get(repId);
    if (rep !== undefined) consider(freeFrom(rep, now));
  }
  for (const repId of waiting.preferredRepIds ?? []) {
    const rep = roster.reps.get(repId);
    const free = rep === undefined ? null : freeFrom(rep, now);
    if (free !== null) consider(rep!.hours.isOpenAt(free) ? free : rep!.hours.nextOpening(free));
  }
  return earliest;
}

/** The roster's fallback takes part even when only reps are waited for: it is where their leads go. */
function poolsOf({ poolIds }: Waiting, roster: Roster): Set<RosterPool> {
  return new Set([null, ...poolIds].flatMap((poolId) => poolChain(roster, poolId)));
}

function memberChance(pool: RosterPool, { hours }: PoolMember, rep: RosterRep, now: Instant): Instant | null {
  const free = freeFrom(rep, now);
  if (free === null || hours.isOpenAt(free)) return free;
  // Where off hours are shared, who comes back at night can be dealt to at night.
  return pool.offHours === 'share' && free > now ? free : hours.nextOpening(free);
}

/** When nothing but working hours stands in the rep's way; `now` when that is so already, null when time cannot help. */
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
