import type { Directory } from '../../directory/directory.js';
import { loadQuestions, rosterAt } from '../../lifecycle/routing/roster-facts.js';
import type { Instant } from '../../platform/values/duration.js';
import type { Exclusion } from '../../routing/deciding/eligibility.js';
import type { Load, OpenHours, Reach, Roster, RosterPool, RosterRep } from '../../routing/deciding/roster.js';
import type { MemberRow } from '../../routing/deciding/roster.store.js';
import type { Presence, PresentMember } from './history.js';

/** The credits and last turns of a pool's members, by rep. */
export type MemberStandings = Map<string, Pick<MemberRow, 'credit' | 'lastAssignedAt'>>;

interface ReplayedConfiguration {
  readonly directory: Directory;
  /** The pools of the draft, which keep their drafted members throughout. */
  readonly drafted: ReadonlySet<string>;
  readonly standings: ReadonlyMap<string, MemberStandings>;
  readonly loadOf: (repId: string, at: Instant) => Load;
}

const OPEN: OpenHours = { isOpenAt: () => true, nextOpening: (at) => at, closes: () => null };
const CLOSED: OpenHours = { isOpenAt: () => false, nextOpening: () => null, closes: () => null };

/**
 * Builds the roster at a past instant. Eligibility comes from the snapshot of the real decision, or from calendars and
 * absences for reps not in it; credits and loads are the replay's.
 */
export function replayedRoster(
  { directory, drafted, standings, loadOf }: ReplayedConfiguration,
  among: Reach,
  presence: Presence,
): Roster {
  const { at } = presence;
  const loadsAsked = loadQuestions(directory, among, at);
  const loads = new Map(loadsAsked.map(({ repId }) => [repId, loadOf(repId, at)]));
  const questions = new Map(loadsAsked.map((question) => [question.repId, question]));
  const members = new Map(
    [...among.poolIds].map((poolId) => [poolId, membersOf(poolId, directory, standings.get(poolId))]),
  );
  const base = rosterAt(directory, at, { among, members, loads, questions });
  const reps = [...base.reps].map(([id, rep]) => [id, asHeWas(rep, presence.reps.get(id), at)] as const);
  const pools = [...base.pools].map(([id, pool]) => {
    const present = presence.pools.get(id);
    return [id, present === undefined || drafted.has(id) ? pool : asItWas(pool, present, standings.get(id))] as const;
  });
  return { ...base, reps: new Map(reps), pools: new Map(pools) };
}

function membersOf(poolId: string, { content }: Directory, standing: MemberStandings | undefined): MemberRow[] {
  return (content.pools.get(poolId)?.members ?? []).map(({ repId }) => {
    const { credit = 0, lastAssignedAt = null } = standing?.get(repId) ?? {};
    return { poolId, repId, credit, lastAssignedAt };
  });
}

/** Applies a rep's exclusion at that time, without those that depend on loads. */
function asHeWas(rep: RosterRep, exclusion: Exclusion | null | undefined, at: Instant): RosterRep {
  if (exclusion === undefined) return rep;
  const by = exclusion?.excludedBy;
  const { unavailableUntil: _, ...known } = rep;
  return {
    ...known,
    active: by !== 'inactive',
    available: by !== 'unavailable',
    absent: by === 'absent' ? { from: at, to: at + 1 } : null,
    hours: hoursThen(exclusion, rep.hours),
  };
}

/** Applies the pool's members and weights of that time. */
function asItWas(
  pool: RosterPool,
  present: readonly PresentMember[],
  standing: MemberStandings | undefined,
): RosterPool {
  const known = new Map(pool.members.map((member) => [member.repId, member]));
  const members = present.map(({ repId, weight, exclusion }) => {
    const { credit = 0, lastAssignedAt = null } = standing?.get(repId) ?? {};
    const hours = hoursThen(exclusion, known.get(repId)?.hours ?? CLOSED);
    return { repId, weight, credit, lastAssignedAt, hours };
  });
  return { ...pool, members };
}

/** Hours are checked last: another exclusion does not show whether the rep was in hours. */
function hoursThen(exclusion: Exclusion | null, hours: OpenHours): OpenHours {
  if (exclusion === null) return OPEN;
  return exclusion.excludedBy === 'offHours' ? CLOSED : hours;
}
