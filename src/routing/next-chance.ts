import type { Instant } from '../platform/instant.js';
import { type PoolMember, poolChain, type Roster, type RosterPool, type RosterRep } from './roster.js';

/** What leads in the queue wait for. */
export interface Waiting {
  readonly poolIds: Iterable<string>;
  /** Reps named by a rule. */
  readonly repIds?: Iterable<string>;
  /** Last owners who get their leads back when they are at work. */
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
