import { Injectable } from '@nestjs/common';
import type { LeadClock } from '../clocks/clock.js';
import { ClockStore } from '../clocks/clock.store.js';
import { ConfigurationStore } from '../configuration/configuration.store.js';
import type { Directory } from '../directory/directory.js';
import { DirectoryService } from '../directory/directory.service.js';
import type { NewEvent } from '../events/event.js';
import { EventTally } from '../events/event-tally.js';
import { LedgerStore } from '../events/ledger.store.js';
import { type LeadDocument, type LeadState, requireStep } from '../leads/lead.js';
import { LeadStore } from '../leads/lead.store.js';
import { NotificationStore } from '../notifications/notification.store.js';
import { RepStore } from '../people/rep.store.js';
import type { Actor } from '../platform/actor.js';
import { Database, type Tx } from '../platform/database.js';
import { groupBy } from '../platform/group.js';
import { newId } from '../platform/ids.js';
import type { Instant } from '../platform/instant.js';
import type { Lane } from '../platform/lane.js';
import { TimeSource } from '../platform/time-source.js';
import { AssignmentStore } from '../routing/assignment.store.js';
import { RosterStore } from '../routing/roster.store.js';
import { PolicyArchive } from '../sla/policy-archive.store.js';
import { LeadCase } from './lead-case.js';
import { loadChanges } from './load-changes.js';
import { RepCase } from './rep-case.js';
import { replanOutdated } from './replanning.js';
import { SweepSignal } from './sweep-signal.service.js';
import { UnitOfWork } from './unit-of-work.js';

/** What a unit of work is given: the transaction, one reading of the clock, and the configuration as it stands. */
export interface Scene {
  readonly tx: Tx;
  /** When the work began. What happens to leads is dated by `Work.now`, which is never before what they waited for. */
  readonly now: Instant;
  readonly directory: Directory;
}

/** What a transaction has saved: the events, and when the first thing of it falls due. */
interface Saved {
  readonly events: readonly NewEvent[];
  readonly nextAt: Instant | null;
}

const NOTHING: Saved = { events: [], nextAt: null };

/** The one transaction path for everything that happens to leads, however many. */
@Injectable()
export class LifecycleService {
  private readonly saved = new WeakMap<Tx, Saved>();

  constructor(
    private readonly database: Database,
    private readonly time: TimeSource,
    private readonly configuration: ConfigurationStore,
    private readonly directories: DirectoryService,
    private readonly leads: LeadStore,
    private readonly assignments: AssignmentStore,
    private readonly clocks: ClockStore,
    private readonly archive: PolicyArchive,
    private readonly ledger: LedgerStore,
    private readonly tally: EventTally,
    private readonly notifications: NotificationStore,
    private readonly rosters: RosterStore,
    private readonly reps: RepStore,
    private readonly signal: SweepSignal,
  ) {}

  /** Runs work under the shared configuration lock; local sweeps are woken for what it started. */
  perform<T>(work: (scene: Scene) => Promise<T>): Promise<T> {
    return this.performOn(this.database, work);
  }

  /** The same for what falls due, which waits for no request. */
  performDue<T>(work: (scene: Scene) => Promise<T>): Promise<T> {
    return this.performOn(this.database.engine, work);
  }

  private async performOn<T>(lane: Lane, work: (scene: Scene) => Promise<T>): Promise<T> {
    let latest: Tx | undefined;
    const result = await lane.transaction(async (tx) => {
      latest = tx;
      tx.send(this.configuration.lockShared(tx));
      const directory = await this.directories.current(tx);
      // Read after the lock: whoever waited for it decides by the time at which it was free.
      return work({ tx, now: this.time.now(), directory });
    });
    // Only what was committed counts, and only the last attempt was.
    const { events, nextAt } = this.saved.get(latest!) ?? NOTHING;
    this.tally.add(events);
    if (nextAt !== null) this.signal.wake(nextAt);
    return result;
  }

  /** A unit of work on leads that are opened. Nothing acts on an outdated clock: those are planned anew first of all. */
  workOn(cases: readonly LeadCase[], { directory, now }: Pick<Scene, 'directory' | 'now'>, actor: Actor): UnitOfWork {
    const work = new UnitOfWork(cases, directory, now, actor, newId);
    for (const leadCase of cases) replanOutdated(work, leadCase);
    return work;
  }

  /** Locks leads and reads all that decisions about them need. Ids that no lead has are left out. */
  async open(tx: Tx, leadIds: readonly string[], options: { withDocuments: boolean }): Promise<LeadCase[]> {
    const rows = await this.leads.lockMany(tx, leadIds, options.withDocuments);
    return this.openLocked(tx, rows, options);
  }

  /** The same for leads that are locked already. */
  async openLocked(
    tx: Tx,
    rows: readonly (LeadState & Partial<LeadDocument>)[],
    options: { withDocuments: boolean },
  ): Promise<LeadCase[]> {
    const ids = rows.map((row) => row.id);
    if (ids.length === 0) return [];
    const [allClocks, allTenures, policyOf] = await Promise.all([
      this.clocks.readOfLeads(tx, ids),
      this.assignments.readTenures(tx, ids),
      this.archive.load(tx, rows),
    ]);
    const clocks = groupBy(allClocks, (clock) => clock.leadId);
    const tenures = groupBy(allTenures, (tenure) => tenure.leadId);
    return rows.map(
      (row) =>
        new LeadCase({
          lead: row,
          before: row,
          document: options.withDocuments ? (row as LeadDocument) : null,
          policy: policyOf(row),
          tenures: tenures.get(row.id) ?? [],
          clocks: clocks.get(row.id) ?? [],
        }),
    );
  }

  /** Locks reps for work on them. */
  async openReps(tx: Tx, repIds: readonly string[]): Promise<RepCase[]> {
    await this.reps.lockMany(tx, repIds);
    const seqs = await this.ledger.latestSeqs(tx, repIds);
    return repIds.map((id) => new RepCase(id, seqs.get(id) ?? 0));
  }

  /**
   * Sends all that a work has gathered, a statement for each table, and more for large leads. Nobody waits for the
   * answers but the end of the transaction: while Postgres stores one, the next is being written out.
   */
  async save(tx: Tx, work: UnitOfWork): Promise<void> {
    const fresh = work.cases.filter(isNew);
    const changed = work.cases.filter((each) => !isNew(each) && each.lead !== each.before);
    for (const { before, lead } of changed) requireStep(before!, lead);
    const newLeads = fresh.map(({ lead, document }) => ({ lead, document: document! }));
    const states = changed.map(({ lead }) => lead);
    await this.leads.sendMany(tx, newLeads);
    tx.send(this.leads.updateStates(tx, states));
    this.saveSoFar(tx, work);
    // Rows that many share come last, so that they are locked for a moment only.
    tx.send(this.rosters.changeLoads(tx, loadChanges(work.cases)));
    // Last of all: the queue's clock is the last row that any transaction locks.
    if (work.cases.some(mayServeTheQueue)) {
      tx.send(this.clocks.pokeQueue(tx, work.now));
      this.note(tx, { events: [], nextAt: work.now });
    }
  }

  /**
   * Sends what has been decided by now about leads that exist, all but their own states: what is stored before the
   * routing lock is taken keeps nobody waiting for it.
   */
  saveSoFar(tx: Tx, work: UnitOfWork): void {
    const { events, notifications, newClocks, changedClocks, newAssignments, endedAssignments, chosenPools } =
      work.take();
    tx.send(this.assignments.endMany(tx, endedAssignments, work.now));
    tx.send(this.assignments.choosePools(tx, chosenPools));
    tx.send(this.assignments.insertMany(tx, newAssignments));
    tx.send(this.clocks.updateMany(tx, changedClocks));
    tx.send(this.clocks.insertMany(tx, newClocks));
    tx.send(this.ledger.appendMany(tx, events));
    tx.send(this.notifications.insertMany(tx, notifications));
    this.note(tx, { events, nextAt: earliest([...newClocks, ...changedClocks]) });
  }

  private note(tx: Tx, { events, nextAt }: Saved): void {
    const before = this.saved.get(tx) ?? NOTHING;
    this.saved.set(tx, {
      events: [...before.events, ...events],
      nextAt: before.nextAt === null || nextAt === null ? (before.nextAt ?? nextAt) : Math.min(before.nextAt, nextAt),
    });
  }
}

/** When something happens to one of these clocks first. */
function earliest(clocks: readonly LeadClock[]): Instant | null {
  let first: Instant | null = null;
  for (const { nextAt } of clocks) if (nextAt !== null && (first === null || nextAt < first)) first = nextAt;
  return first;
}

/** A lead that came to wait has to be looked at; one that moved, closed or was touched may have freed a capacity. */
function mayServeTheQueue({ before, lead }: LeadCase): boolean {
  if (lead.waiting !== null && before?.waiting !== lead.waiting) return true;
  return (
    before !== null &&
    (before.ownerId !== lead.ownerId || before.workState !== lead.workState || before.status !== lead.status)
  );
}

function isNew(leadCase: LeadCase): boolean {
  return leadCase.before === null;
}
