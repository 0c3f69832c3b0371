import { Injectable } from '@nestjs/common';
import type { Directory } from '../../directory/directory.js';
import { TimeSource } from '../../platform/running/time-source.js';
import type { Sql, Tx } from '../../platform/sql/database.js';
import { dayIn } from '../../platform/values/day.js';
import type { Instant } from '../../platform/values/duration.js';
import { groupBy } from '../../platform/values/group.js';
import { newId } from '../../platform/values/ids.js';
import { AssignmentStore } from '../../routing/assignments/assignment.store.js';
import { type ClaimRefusal, decideClaim } from '../../routing/assignments/claiming.js';
import { type BatchDecision, decide } from '../../routing/deciding/decision.js';
import { readLoads } from '../../routing/deciding/load.store.js';
import type { RoutingDecision } from '../../routing/deciding/outcome.js';
import type { RoutingRequest } from '../../routing/deciding/request.js';
import { type Reach, type Roster, withinReach } from '../../routing/deciding/roster.js';
import { RosterStore } from '../../routing/deciding/roster.store.js';
import { allOf, areOf, loadQuestions, type RosterFacts, reachOf, rosterAt } from './roster-facts.js';

export interface RoutedBatch extends BatchDecision {
  /** The id of the snapshot to which the traces of the decisions refer. */
  readonly snapshotId: string;
}

interface ToDecide {
  readonly requests: readonly RoutingRequest[];
  readonly directory: Directory;
  readonly now: Instant;
  readonly roster: RosterFacts | null;
}

/** Decides which rep gets which lead. It is exact across all nodes, because only one transaction routes at a time. */
@Injectable()
export class RoutingDecisions {
  constructor(
    private readonly rosters: RosterStore,
    private readonly assignments: AssignmentStore,
    private readonly time: TimeSource,
  ) {}

  /**
   * Takes the routing lock, the last of all locks.
   * @returns when it was granted: routing uses the state of that moment, however long the transaction waited
   */
  async enterRouting(tx: Tx): Promise<Instant> {
    await this.rosters.takeRoutingLock(tx);
    return this.time.now();
  }

  /**
   * Decides for leads in the order given, and stores the fairness ledger and the snapshot. The caller holds the lock.
   * @param asked.roster what `readAhead` has read under the lock, or null
   * @param isRecorded which decisions will be stored with their traces; the snapshot is stored if there is one
   */
  async decideAll(
    tx: Tx,
    { requests, directory, now, roster }: ToDecide,
    isRecorded: (decision: RoutingDecision) => boolean,
  ): Promise<RoutedBatch> {
    const among = reachOf(directory, requests, now);
    const isRead = roster !== null && areOf(roster, among, loadQuestions(directory, among, now));
    const facts = isRead ? roster : await this.readFacts(tx, directory, { loadsAt: now, among });
    const batch = decide(requests, rosterAt(directory, now, facts));
    return this.keep(tx, batch, directory, now, batch.decisions.some(isRecorded));
  }

  /**
   * Decides whether a rep may have a lead that its pool offers, and stores the ledger and the snapshot. The caller
   * holds the lock.
   * @returns what excludes the rep, if they may not; then no ledger and no snapshot is stored
   */
  async decideClaim(
    tx: Tx,
    request: RoutingRequest,
    repId: string,
    directory: Directory,
    now: Instant,
  ): Promise<RoutedBatch | ClaimRefusal> {
    const { pools, rulebook } = directory.content;
    // Only the claimant is considered, and no rep claims in place of another, so no covers are read.
    const among = withinReach([request], { pools, fallbackPoolId: rulebook.fallbackPoolId });
    const decided = decideClaim(request, repId, await this.readRoster(tx, directory, now, { among }));
    return 'excludedBy' in decided ? decided : this.keep(tx, decided, directory, now, true);
  }

  /** Reads what `decideAll` will need for these requests. It counts if the routing lock was requested before. */
  readAhead(tx: Tx, directory: Directory, requests: readonly RoutingRequest[]): Promise<RosterFacts> {
    const now = this.time.now();
    return this.readFacts(tx, directory, { loadsAt: now, among: reachOf(directory, requests, now) });
  }

  private keep(
    tx: Tx,
    batch: BatchDecision,
    { revision, content: { settings } }: Directory,
    now: Instant,
    isExplained: boolean,
  ): RoutedBatch {
    const snapshotId = newId(now);
    tx.send(this.rosters.updateMembers(tx, batch.memberChanges, dayIn(now, settings.timeZone)));
    if (isExplained) tx.send(this.assignments.insertSnapshot(tx, snapshotId, batch.snapshot, revision));
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
    return rosterAt(directory, now, await this.readFacts(sql, directory, { loadsAt, among }));
  }

  /** Reads the data of reps that changes with every lead, for callers that need more than one instant. */
  async readFacts(
    sql: Sql,
    directory: Directory,
    { loadsAt, among = allOf(directory) }: { loadsAt: Instant; among?: Reach },
  ): Promise<RosterFacts> {
    const questions = loadQuestions(directory, among, loadsAt);
    const [members, loads] = await Promise.all([
      this.rosters.readMembers(sql, [...among.poolIds]),
      readLoads(sql, questions),
    ]);
    return {
      among,
      members: groupBy(members, (member) => member.poolId),
      loads,
      questions: new Map(questions.map((each) => [each.repId, each])),
    };
  }
}
