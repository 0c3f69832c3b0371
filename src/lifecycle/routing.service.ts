import { Injectable } from '@nestjs/common';
import { localPeriods } from '../conditions/local-period.js';
import type { Directory } from '../directory/directory.js';
import type { Sql, Tx } from '../platform/database.js';
import { groupBy } from '../platform/group.js';
import { newId } from '../platform/ids.js';
import type { Instant } from '../platform/instant.js';
import { TimeSource } from '../platform/time-source.js';
import { AssignmentStore } from '../routing/assignment.store.js';
import { type BatchDecision, decide, type RoutingDecision, type RoutingRequest } from '../routing/decision.js';
import { type Reach, withinReach } from '../routing/reach.js';
import type { Load, Roster, RosterRep } from '../routing/roster.js';
import { type LoadQuestion, type MemberRow, RosterStore } from '../routing/roster.store.js';
import { strategyOf } from '../routing/strategies.js';

const NO_LOAD: Load = { open: 0, untouched: 0, today: 0, thisWeek: 0 };

export interface Routed extends BatchDecision {
  /** What the traces of the decisions refer to. */
  readonly snapshotId: string;
}

/** The one serial step: who gets which lead, exact across all nodes because only one transaction routes at a time. */
@Injectable()
export class RoutingService {
  constructor(
    private readonly rosters: RosterStore,
    private readonly assignments: AssignmentStore,
    private readonly time: TimeSource,
  ) {}

  /**
   * Takes the routing lock, the last of all locks.
   * @returns when it was granted: what routing rests on is as it is from then on, however long somebody waited for it
   */
  async enterRouting(tx: Tx): Promise<Instant> {
    await this.rosters.takeRoutingLock(tx);
    return this.time.now();
  }

  /**
   * Decides for leads in the order given and keeps the fairness ledger and the snapshot. The lock is held.
   * @param isRecorded which decisions will be kept with their traces; the snapshot is kept when there is one
   */
  async decideAll(
    tx: Tx,
    requests: readonly RoutingRequest[],
    directory: Directory,
    now: Instant,
    isRecorded: (decision: RoutingDecision) => boolean,
  ): Promise<Routed> {
    const { pools, rulebook } = directory.content;
    const among = withinReach(requests, { pools, fallbackPoolId: rulebook.fallbackPoolId });
    const batch = decide(requests, await this.readRoster(tx, directory, now, { among }));
    const snapshotId = newId(now);
    tx.send(this.rosters.updateMembers(tx, batch.memberChanges));
    if (batch.decisions.some(isRecorded)) tx.send(this.assignments.insertSnapshot(tx, snapshotId, batch.snapshot));
    return { ...batch, snapshotId };
  }

  /**
   * @param options.loadsAt the day and week whose loads count; those of `now` by default
   * @param options.among the pools and reps that count; all by default
   */
  async readRoster(
    sql: Sql,
    directory: Directory,
    now: Instant,
    { loadsAt = now, among = allOf(directory) }: { loadsAt?: Instant; among?: Reach } = {},
  ): Promise<Roster> {
    const questions = loadQuestions(directory, among, loadsAt);
    const [members, loads] = await Promise.all([
      this.rosters.readMembers(sql, [...among.poolIds]),
      this.rosters.readLoads(sql, questions),
    ]);
    return rosterOf(directory, now, {
      among,
      members: groupBy(members, (member) => member.poolId),
      loads,
      questions: new Map(questions.map((asked) => [asked.repId, asked])),
    });
  }
}

function allOf({ content }: Directory): Reach {
  return { poolIds: new Set(content.pools.keys()), repIds: new Set(content.reps.keys()) };
}

interface RosterFacts {
  readonly among: Reach;
  readonly members: ReadonlyMap<string, readonly MemberRow[]>;
  readonly loads: ReadonlyMap<string, Load>;
  readonly questions: ReadonlyMap<string, LoadQuestion>;
}

function rosterOf(directory: Directory, now: Instant, facts: RosterFacts): Roster {
  const { content } = directory;
  const reps = new Map<string, RosterRep>();
  for (const rep of pick(content.reps, facts.among.repIds)) {
    const asked = facts.questions.get(rep.id);
    reps.set(rep.id, {
      id: rep.id,
      active: rep.active,
      available: rep.available || (rep.unavailableUntil !== null && rep.unavailableUntil <= now),
      unavailableUntil: rep.unavailableUntil ?? undefined,
      absent: directory.absencesOf(rep.id).find(({ from, to }) => from <= now && now < to) ?? null,
      capacity: rep.capacity,
      load: facts.loads.get(rep.id) ?? NO_LOAD,
      capacityResetsAt: asked && nextStarts(directory.timeZoneOf(rep.id), now),
      hours: directory.ownerHours(rep.id, null).working,
    });
  }
  const pools = pick(content.pools, facts.among.poolIds).map((pool) => {
    const weights = new Map(pool.members.map((member) => [member.repId, member.weight]));
    const members = (facts.members.get(pool.id) ?? []).map((member) => ({
      repId: member.repId,
      weight: weights.get(member.repId) ?? 1,
      credit: member.credit,
      lastAssignedAt: member.lastAssignedAt,
      hours: directory.ownerHours(member.repId, pool.id).working,
    }));
    const { id, name, strategy, offHours, fallbackPoolId } = pool;
    return [id, { id, name, strategy, offHours, fallbackPoolId, members }] as const;
  });
  return { at: now, reps, pools: new Map(pools), fallbackPoolId: content.rulebook.fallbackPoolId };
}

/**
 * Only reps with a capacity are counted, and those of pools that go by loads. Days and weeks (from Monday) are those of
 * the rep's zone.
 */
function loadQuestions(directory: Directory, { poolIds, repIds }: Reach, now: Instant): LoadQuestion[] {
  const goneBy = pick(directory.content.pools, poolIds).filter((pool) => strategyOf(pool).goesByLoad);
  const compared = new Set(goneBy.flatMap(({ members }) => members.map(({ repId }) => repId)));
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
      };
    });
}

/** Those of the ids that there are. */
function pick<Thing>(things: ReadonlyMap<string, Thing>, ids: Iterable<string>): Thing[] {
  return Array.from(ids, (id) => things.get(id)).filter((thing) => thing !== undefined);
}

function nextStarts(timeZone: string, now: Instant): { day: Instant; week: Instant } {
  const { day, week } = localPeriods(timeZone, now);
  return { day: day.to, week: week.to };
}
