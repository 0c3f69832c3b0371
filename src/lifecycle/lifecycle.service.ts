import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/scope.js';
import type { Clock } from '../clocks/clock.js';
import { ClockStore } from '../clocks/clock.store.js';
import { PauseStore } from '../clocks/pause.store.js';
import { ConfigurationStore } from '../configuration/configuration.store.js';
import type { Directory } from '../directory/directory.js';
import { DirectoryService } from '../directory/directory.service.js';
import type { NewEvent } from '../events/event.js';
import { EventTally } from '../events/event-tally.js';
import { LedgerStore } from '../events/ledger.store.js';
import { addUp, concernedBy } from '../notifications/adding-up.js';
import { sortNews } from '../notifications/news-of-acts.js';
import { NewsOfActsStore } from '../notifications/news-of-acts.store.js';
import { NotificationStore } from '../notifications/notification.store.js';
import { TimeSource } from '../platform/running/time-source.js';
import { Database, type Sql, type Tx } from '../platform/sql/database.js';
import type { Lane } from '../platform/sql/lane.js';
import type { Actor } from '../platform/values/actor.js';
import type { Instant } from '../platform/values/duration.js';
import { newId } from '../platform/values/ids.js';
import { TOLD_AS } from '../routing/assignments/assignment.js';
import { AssignmentStore } from '../routing/assignments/assignment.store.js';
import { RosterStore } from '../routing/deciding/roster.store.js';
import type { OwnedType } from '../vocabulary/subjects.js';
import { replanOutdated } from './clocks/replanning.js';
import type { OwnedSubject, SubjectKind } from './subject.js';
import { SubjectKinds } from './subject-kinds.service.js';
import { SweepSignal } from './sweep-signal.service.js';
import { type CaseOf, type GatheredChanges, UnitOfWork } from './unit-of-work.js';

/** What a unit of work receives: the transaction, one reading of the clock, and the present configuration. */
export interface TransactionContext {
  readonly tx: Tx;
  /**
   * When the transaction got the configuration lock. Changes to leads are dated by `UnitOfWork.now`, which is never
   * before the changes that they waited for.
   */
  readonly now: Instant;
  readonly directory: Directory;
}

/** The instant at which something is judged, and the configuration by which it is. */
export type TimeAndDirectory = Pick<TransactionContext, 'now' | 'directory'>;

/** The request that changes something, with its transaction and unit of work. */
export interface RequestedAction {
  readonly context: TransactionContext;
  readonly work: UnitOfWork;
  readonly caller: Caller;
}

/** What a look receives: like a unit of work, but outside a transaction. */
interface LookContext extends Pick<TransactionContext, 'now'> {
  readonly sql: Sql;
  /** Returns the present configuration. Costs a query. */
  directory(): Promise<Directory>;
}

/** What a transaction has saved: its events, and when its first clock falls due. */
interface SavedChanges {
  readonly events: readonly NewEvent[];
  readonly nextAt: Instant | null;
}

/** A kind of subject with its cases in a transaction. */
interface TouchedKind {
  readonly kind: SubjectKind<CaseOf<OwnedType>>;
  readonly cases: readonly CaseOf<OwnedType>[];
}

const NOTHING: SavedChanges = { events: [], nextAt: null };

/** The one transaction path for everything that happens to leads and other subjects, however many. */
@Injectable()
export class LifecycleService {
  private readonly saved = new WeakMap<Tx, SavedChanges>();

  constructor(
    private readonly database: Database,
    private readonly time: TimeSource,
    private readonly configuration: ConfigurationStore,
    private readonly directories: DirectoryService,
    private readonly assignments: AssignmentStore,
    private readonly clocks: ClockStore,
    private readonly pauses: PauseStore,
    private readonly ledger: LedgerStore,
    private readonly tally: EventTally,
    private readonly notifications: NotificationStore,
    private readonly news: NewsOfActsStore,
    private readonly rosters: RosterStore,
    private readonly signal: SweepSignal,
    private readonly kinds: SubjectKinds,
  ) {}

  /** Runs work under the shared configuration lock. Wakes the sweeps of this node for the clocks that it started. */
  perform<T>(work: (context: TransactionContext) => Promise<T>): Promise<T> {
    return this.performOn(this.database, work, nothing);
  }

  /**
   * Like `perform`, but sends what it asks together with the configuration lock, which saves a round trip. What depends
   * on the configuration must be asked again if another one turns out to be in force.
   * @param ask called in each attempt of the transaction
   */
  performAsking<Asked, T>(
    ask: (tx: Tx) => Promise<Asked>,
    work: (context: TransactionContext, asked: Asked) => Promise<T>,
  ): Promise<T> {
    return this.performOn(this.database, work, ask);
  }

  /** Like `perform`, on the connections for due work, which does not wait for requests. */
  performDue<T>(work: (context: TransactionContext) => Promise<T>): Promise<T> {
    return this.performOn(this.database.engine, work, nothing);
  }

  /**
   * Looks for due work outside a transaction. Looks are frequent and mostly in vain, so they lock nothing; what one
   * finds has to be read again by `performDue`.
   */
  look<T>(read: (looking: LookContext) => Promise<T>): Promise<T> {
    const { engine } = this.database;
    return read({ sql: engine, now: this.time.now(), directory: () => this.directories.now(engine) });
  }

  private async performOn<Asked, T>(
    lane: Lane,
    work: (context: TransactionContext, asked: Asked) => Promise<T>,
    ask: (tx: Tx) => Promise<Asked>,
  ): Promise<T> {
    let latest: Tx | undefined;
    const result = await lane.transaction(async (tx) => {
      latest = tx;
      tx.send(this.configuration.lockShared(tx));
      const [directory, asked] = await Promise.all([this.directories.current(tx), ask(tx)]);
      // Read after the lock was granted: a decision that waited for the lock uses the time at which it was granted.
      return work({ tx, now: this.time.now(), directory }, asked);
    });
    // Only the last attempt was committed.
    const { events, nextAt } = this.saved.get(latest!) ?? NOTHING;
    this.tally.add(events);
    if (nextAt !== null) this.signal.wake(nextAt);
    return result;
  }

  /** Begins a unit of work on opened subjects. Plans outdated clocks anew first, because no code may act on one. */
  workOn(subjects: readonly OwnedSubject[], { directory, now }: TimeAndDirectory, actor: Actor): UnitOfWork {
    const work = new UnitOfWork(subjects, directory, now, actor, newId);
    for (const subject of subjects) replanOutdated(work, subject);
    return work;
  }

  /**
   * Sends all that a unit of work has gathered, a statement for each table, and more for large leads. Only the end of
   * the transaction waits for the answers: while Postgres stores one, the next is being encoded.
   */
  async save(tx: Tx, work: UnitOfWork): Promise<void> {
    await this.savePortion(tx, work);
    this.saveShared(tx, [work]);
  }

  /**
   * Sends what one of several units of work of a transaction has gathered. `saveShared` must follow the last of them.
   */
  async savePortion(tx: Tx, work: UnitOfWork): Promise<void> {
    const touched = this.touchedKinds([work]);
    for (const { kind, cases } of touched) await kind.writeNew(tx, cases);
    const { notifications: all, ...decided } = work.take();
    const untold = this.news.lockUntold(tx, concernedBy(all));
    this.send(tx, decided);
    const promises = [...decided.newClocks, ...decided.changedClocks, ...decided.revivedClocks];
    const { notifications, news, settledIds } = addUp(await untold, sortNews(all, TOLD_AS, promises));
    tx.send(this.news.deleteMany(tx, settledIds));
    tx.send(this.notifications.insertMany(tx, notifications));
    tx.send(this.news.insertMany(tx, news));
    for (const { kind, cases } of touched) kind.writeChanged(tx, cases);
  }

  /** Stores the notifications of a unit of work that has changed nothing, each as it is. */
  async saveTold(tx: Tx, work: UnitOfWork): Promise<void> {
    await this.notifications.insertMany(tx, work.take().notifications);
  }

  /** Writes shared rows last, so that they are locked only briefly: loads, then the queue's clock. */
  saveShared(tx: Tx, works: readonly UnitOfWork[]): void {
    const touched = this.touchedKinds(works);
    const changes = touched.flatMap(({ kind, cases }) => kind.loadChanges?.(cases) ?? []);
    tx.send(this.rosters.changeLoads(tx, changes));
    if (!touched.some(({ kind, cases }) => kind.servesQueue?.(cases))) return;
    const now = Math.max(...works.map((work) => work.now));
    tx.send(this.clocks.pokeQueue(tx, now));
    this.note(tx, { events: [], nextAt: now });
  }

  /**
   * Sends what has been decided so far about existing subjects, except their states and notifications. What is stored
   * before the routing lock is taken does not delay others who wait for the lock.
   */
  saveSoFar(tx: Tx, work: UnitOfWork): void {
    this.send(tx, work.takeOfExisting());
  }

  private send(tx: Tx, decided: GatheredChanges): void {
    tx.send(this.assignments.endMany(tx, decided.endedAssignments));
    tx.send(this.assignments.choosePools(tx, decided.chosenPools));
    tx.send(this.assignments.explainStays(tx, decided.stays));
    tx.send(this.assignments.insertMany(tx, decided.newAssignments));
    tx.send(this.clocks.restateMany(tx, decided.restatedClocks));
    tx.send(this.clocks.updateMany(tx, decided.changedClocks));
    tx.send(this.clocks.updateMany(tx, decided.revivedClocks));
    if (decided.struckClocks.length > 0) tx.send(this.clocks.strikeMany(tx, decided.struckClocks));
    tx.send(this.clocks.insertMany(tx, decided.newClocks));
    tx.send(this.pauses.updateMany(tx, decided.changedPauses));
    tx.send(this.pauses.insertMany(tx, decided.newPauses));
    tx.send(this.ledger.appendMany(tx, decided.events));
    this.note(tx, {
      events: decided.events,
      nextAt: earliest([...decided.newClocks, ...decided.changedClocks, ...decided.revivedClocks]),
    });
  }

  /** Leaves out kinds without a case: most work is on leads alone, and a kind walks its tables even for nothing. */
  private touchedKinds(works: readonly UnitOfWork[]): TouchedKind[] {
    return this.kinds.types
      .map((type) => ({ kind: this.kinds.of(type), cases: works.flatMap((work) => work.of(type)) }))
      .filter(({ cases }) => cases.length > 0);
  }

  private note(tx: Tx, { events, nextAt }: SavedChanges): void {
    const before = this.saved.get(tx) ?? NOTHING;
    this.saved.set(tx, {
      events: [...before.events, ...events],
      nextAt: before.nextAt === null || nextAt === null ? (before.nextAt ?? nextAt) : Math.min(before.nextAt, nextAt),
    });
  }
}

async function nothing(): Promise<void> {}

/** Returns the earliest instant at which one of these clocks is due. */
function earliest(clocks: readonly Clock[]): Instant | null {
  let first: Instant | null = null;
  for (const { nextAt } of clocks) if (nextAt !== null && (first === null || nextAt < first)) first = nextAt;
  return first;
}
