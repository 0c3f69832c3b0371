import { localPeriods } from '../../conditions/condition-value.js';
import type { Directory } from '../../directory/directory.js';
import type { Capacity, SourceCapacity } from '../../people/people.js';
import type { Instant } from '../../platform/values/duration.js';
import { isSameSet } from '../../platform/values/group.js';
import type { LoadQuestion } from '../../routing/deciding/load.store.js';
import type { RoutingRequest } from '../../routing/deciding/request.js';
import { type Load, type Reach, type Roster, type RosterRep, withinReach } from '../../routing/deciding/roster.js';
import type { MemberRow } from '../../routing/deciding/roster.store.js';
import { comparesLoads } from '../../routing/pools/strategies.js';
import type { Sources } from '../../routing/sources/sources.js';

const NO_LOAD: Load = { open: 0, untouched: 0, today: 0, thisWeek: 0 };

/**
 * Returns the pools and reps that decisions about these leads can involve, with the reps who stand in for them now, and
 * those who stand in for these in turn.
 */
export function reachOf(directory: Directory, requests: readonly RoutingRequest[], now: Instant): Reach {
  const { pools, rulebook } = directory.content;
  const reach = withinReach(requests, { pools, fallbackPoolId: rulebook.fallbackPoolId });
  const repIds = new Set(reach.repIds);
  // The loop also visits the reps that it adds.
  for (const repId of repIds) {
    const cover = directory.coverOf(repId, now);
    if (cover !== null) repIds.add(cover);
  }
  return { ...reach, repIds };
}

/** Returns every pool and every rep. */
export function allOf({ content }: Directory): Reach {
  return { poolIds: new Set(content.pools.keys()), repIds: new Set(content.reps.keys()) };
}

/** The data of reps that changes with every lead, as it was read. */
export interface RosterFacts {
  readonly among: Reach;
  readonly members: ReadonlyMap<string, readonly MemberRow[]>;
  readonly loads: ReadonlyMap<string, Load>;
  readonly questions: ReadonlyMap<string, LoadQuestion>;
}

/**
 * Reports whether facts are those that count now: the same pools and reps are involved, and no new day has begun.
 * @param questions the loads that count now
 */
export function areOf(facts: RosterFacts, among: Reach, questions: readonly LoadQuestion[]): boolean {
  return (
    isSameSet(facts.among.poolIds, among.poolIds) &&
    isSameSet(facts.among.repIds, among.repIds) &&
    questions.every(({ repId, dayStart }) => facts.questions.get(repId)?.dayStart === dayStart)
  );
}

/** Returns the roster at an instant, from the data that was read. */
export function rosterAt(directory: Directory, now: Instant, facts: RosterFacts): Roster {
  const { content } = directory;
  const reps = new Map<string, RosterRep>();
  for (const rep of pick(content.reps, facts.among.repIds)) {
    const question = facts.questions.get(rep.id);
    reps.set(rep.id, {
      id: rep.id,
      active: rep.active,
      available: rep.available || (rep.unavailableUntil !== null && rep.unavailableUntil <= now),
      unavailableUntil: rep.unavailableUntil ?? undefined,
      absent: directory.absencesOf(rep.id).find(({ from, to }) => from <= now && now < to) ?? null,
      coverRepId: directory.coverOf(rep.id, now),
      skills: rep.skills,
      capacity: rep.capacity,
      sourceCapacities: sourceCapacitiesOf(rep.capacity, content.sources),
      load: facts.loads.get(rep.id) ?? NO_LOAD,
      capacityResetsAt: question && nextStarts(directory.timeZoneOf(rep.id), now),
      hours: directory.hours.ofOwner(rep.id, null).working,
    });
  }
  const pools = pick(content.pools, facts.among.poolIds).map((pool) => {
    const known = new Map(pool.members.map((member) => [member.repId, member]));
    const members = (facts.members.get(pool.id) ?? []).flatMap(({ repId, credit, lastAssignedAt }) => {
      const member = known.get(repId);
      const weight = member === undefined ? 1 : directory.weightAt(member, now);
      if (weight === null) return [];
      return [{ repId, weight, credit, lastAssignedAt, hours: directory.hours.ofOwner(repId, pool.id).working }];
    });
    const joining = pool.members.flatMap((member) => {
      const at = directory.beginsAt(member);
      return at !== null && at > now ? [{ repId: member.repId, at }] : [];
    });
    const { id, name, strategy, load, offHours, fallbackPoolId, afterRound } = pool;
    return [id, { id, name, strategy, load, offHours, fallbackPoolId, afterRound, members, joining }] as const;
  });
  return { at: now, reps, pools: new Map(pools), fallbackPoolId: content.rulebook.fallbackPoolId };
}

/**
 * Counts loads only for reps with a capacity, and for pools that compare loads. Days and weeks (from Monday) are in the
 * rep's zone.
 */
export function loadQuestions(directory: Directory, { poolIds, repIds }: Reach, now: Instant): LoadQuestion[] {
  const comparing = pick(directory.content.pools, poolIds).filter((pool) => comparesLoads(pool));
  const compared = new Set(comparing.flatMap(({ members }) => members.map(({ repId }) => repId)));
  return pick(directory.content.reps, repIds)
    .filter(({ id, capacity }) => compared.has(id) || Object.values(capacity).some((limit) => limit !== undefined))
    .map((rep) => {
      const { day, week } = localPeriods(directory.timeZoneOf(rep.id), now);
      return {
        repId: rep.id,
        perDay: rep.capacity.perDay ?? null,
        perWeek: rep.capacity.perWeek ?? null,
        dayStart: day.from,
        weekStart: week.from,
        bySource: sourceCapacitiesOf(rep.capacity, directory.content.sources),
      };
    });
}

function sourceCapacitiesOf(
  { perSource = {} }: Capacity,
  sources: Sources,
): ReadonlyMap<string, SourceCapacity> | undefined {
  const entries = Object.entries(perSource);
  return entries.length === 0
    ? undefined
    : new Map(entries.map(([source, capacity]) => [sources.keyOf(source), capacity] as const));
}

/** Returns the things with these ids, as far as they exist. */
function pick<Thing>(things: ReadonlyMap<string, Thing>, ids: Iterable<string>): Thing[] {
  return Array.from(ids, (id) => things.get(id)).filter((thing) => thing !== undefined);
}

function nextStarts(timeZone: string, now: Instant): { day: Instant; week: Instant } {
  const { day, week } = localPeriods(timeZone, now);
  return { day: day.to, week: week.to };
}
