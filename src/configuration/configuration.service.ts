import { Injectable, Logger } from '@nestjs/common';
import { IdempotencyStore } from '../auth/idempotency.store.js';
import type { Consequence } from '../documents/version.schema.js';
import { type NewVersion, VersionStore } from '../documents/version.store.js';
import type { EventType, SubjectType } from '../events/event.js';
import { LedgerStore } from '../events/ledger.store.js';
import { whyOf } from '../platform/running/failure.js';
import { Gate } from '../platform/running/gate.js';
import { TimeSource } from '../platform/running/time-source.js';
import { Database, type Tx } from '../platform/sql/database.js';
import type { Actor } from '../platform/values/actor.js';
import type { Instant } from '../platform/values/duration.js';
import { pluck } from '../platform/values/group.js';
import { ConfigurationStore } from './configuration.store.js';

/** Covers the wait for all work on leads to end. Meanwhile no new work begins. */
const CHANGE_STATEMENT_MS = 60_000;

/** Called within the transaction of every change of configuration, to re-plan what depends on it. */
export interface ConfigurationWatcher {
  /** Runs before anything is written, with the old configuration. Its result is passed to `changed`. */
  changing(tx: Tx): Promise<unknown>;
  /** Runs after everything is written. Its result is passed to `settled`. */
  changed(tx: Tx, before: unknown, notice: ChangeNotice): Promise<unknown>;
  /** Runs after the commit and before the answer. A failure is only logged, because the change is made. */
  settled(after: unknown): Promise<Consequence | null>;
  /** Runs instead of `settled` after a rehearsal, and returns what the change would do. */
  foresee(after: unknown): Promise<ForeseenChange>;
}

export interface ChangeNotice {
  readonly now: Instant;
  /** Policies whose new versions also apply to open leads. */
  readonly adoptions: readonly { readonly policyId: string; readonly policyVersion: number }[];
}

export interface ForeseenChange {
  /** Null if no clock depends on the change. */
  readonly consequence: Consequence | null;
  /** The configuration after the change. */
  readonly configuration: unknown;
  /** State from which the watcher can continue if a full answer takes too long. */
  readonly rest: unknown;
}

export interface ChangeResult<T> {
  readonly outcome: T;
  /** Null if no clock depends on the change. */
  readonly consequence: Consequence | null;
  /** Only for a rehearsal that would change something. */
  readonly foreseen?: ForeseenChange;
}

interface ChangeOptions<T> {
  /** Evaluates the change and rolls it back. */
  readonly dryRun?: boolean;
  readonly once?: Once<T>;
}

/** A change that is not made again if its request is repeated: a person may have changed it back since. */
interface Once<T> {
  /** Undefined without a key: it always acts. */
  readonly requestId: string | undefined;
  /** Returns the present state, as the answer to a repeated request. */
  readonly present: (tx: Tx) => Promise<T>;
}

interface RecordedChange {
  readonly type: Exclude<EventType, `lead.${string}` | `sla.${string}`>;
  readonly kind: SubjectType;
  readonly id: string;
  readonly at: Instant;
  readonly actor: Actor;
  readonly data: Record<string, unknown>;
}

/** Stops a trial run because something would be written. Never leaves this class. */
class DifferentError extends Error {}

/** Rolls back a rehearsal and carries its result. Never leaves this class. */
class RehearsedError extends Error {
  constructor(readonly rehearsed: ChangedContent<unknown>) {
    super();
  }
}

interface ChangedContent<T> {
  readonly outcome: T;
  readonly isChanged: boolean;
  readonly after: unknown;
}

/** The only way to change configuration: alone, recorded, and with notice to everything that depends on it. */
@Injectable()
export class ConfigurationService {
  private readonly logger = new Logger('configuration');
  private watcher: ConfigurationWatcher | undefined;
  private readonly recorded = new WeakSet<Tx>();
  private readonly adoptions = new WeakMap<Tx, ChangeNotice['adoptions']>();
  /**
   * Lets only one change of a node wait for the lock. Leads that come in queue behind it, and sixteen waiting changes
   * would occupy all connections.
   */
  private readonly changes = new Gate(1, Number.POSITIVE_INFINITY);

  constructor(
    private readonly database: Database,
    private readonly store: ConfigurationStore,
    private readonly versions: VersionStore,
    private readonly ledger: LedgerStore,
    private readonly requests: IdempotencyStore,
    private readonly time: TimeSource,
  ) {}

  /** Sets the engine as the watcher. It is built on the configuration, which therefore cannot import it. */
  watchedBy(watcher: ConfigurationWatcher): void {
    this.watcher = watcher;
  }

  /** Work that records no change makes no revision, and the watcher is not called. */
  async change<T>(work: (tx: Tx, now: Instant) => Promise<T>): Promise<T> {
    return (await this.changeWithConsequence(work)).outcome;
  }

  async changeWithConsequence<T>(
    work: (tx: Tx, now: Instant) => Promise<T>,
    { dryRun = false }: Pick<ChangeOptions<T>, 'dryRun'> = {},
  ): Promise<ChangeResult<T>> {
    const make = async (tx: Tx): Promise<ChangedContent<T>> => {
      await this.store.lockAlone(tx);
      const now = this.time.now();
      const before = await this.watcher?.changing(tx);
      const outcome = await work(tx, now);
      const isChanged = this.recorded.has(tx);
      if (isChanged) await this.store.bumpRevision(tx);
      const notice = { now, adoptions: this.adoptions.get(tx) ?? [] };
      const made = { outcome, isChanged, after: isChanged && (await this.watcher?.changed(tx, before, notice)) };
      if (dryRun) throw new RehearsedError(made);
      return made;
    };
    try {
      const { outcome, isChanged, after } = await this.changes.inTurn('change', () =>
        this.database.transaction(make, CHANGE_STATEMENT_MS),
      );
      return { outcome, consequence: isChanged ? await this.settle(after) : null };
    } catch (error) {
      if (!(error instanceof RehearsedError)) throw error;
      const { outcome, isChanged, after } = error.rehearsed as ChangedContent<T>;
      const foreseen = isChanged ? await this.watcher?.foresee(after) : undefined;
      return { outcome, consequence: foreseen?.consequence ?? null, ...(foreseen && { foreseen }) };
    }
  }

  /**
   * Does the same for work that may change nothing. It runs first beside other work, and only if it would write
   * something is it repeated under the lock.
   * @param work calls `begin` before its first write; everything before runs twice
   */
  async changeIfDifferent<T>(work: (tx: Tx, now: Instant, begin: () => void) => Promise<T>): Promise<T> {
    return (await this.changeIfDifferentWithConsequence(work)).outcome;
  }

  /** Does the same, and also returns the consequence for running promises. */
  async changeIfDifferentWithConsequence<T>(
    work: (tx: Tx, now: Instant, begin: () => void) => Promise<T>,
    { dryRun = false, once }: ChangeOptions<T> = {},
  ): Promise<ChangeResult<T>> {
    const make = async (tx: Tx, now: Instant, begin: () => void) => {
      if (once !== undefined && !dryRun && (await this.requests.hasActed(tx, once.requestId))) return once.present(tx);
      return work(tx, now, begin);
    };
    try {
      const outcome = await this.database.transaction(async (tx) => {
        await this.store.lockShared(tx);
        return make(tx, this.time.now(), () => {
          throw new DifferentError();
        });
      });
      return { outcome, consequence: null };
    } catch (error) {
      if (!(error instanceof DifferentError)) throw error;
    }
    return this.changeWithConsequence((tx, now) => make(tx, now, () => undefined), { dryRun });
  }

  applyToOpen(tx: Tx, adoption: ChangeNotice['adoptions'][number]): void {
    this.adoptions.set(tx, [...(this.adoptions.get(tx) ?? []), adoption]);
  }

  /** A failure here must not make the answer say that nothing was changed. The sweep does what is left. */
  private async settle(after: unknown): Promise<Consequence | null> {
    try {
      return (await this.watcher?.settled(after)) ?? null;
    } catch (error) {
      this.logger.error(`A change was saved, but not everything that depends on it is re-planned yet: ${whyOf(error)}`);
      return null;
    }
  }

  async recordVersions(
    tx: Tx,
    versions: readonly (NewVersion & { readonly change: 'created' | 'replaced' | 'deleted' })[],
  ): Promise<void> {
    await this.versions.insertMany(tx, versions);
    await this.recordMany(
      tx,
      versions.map(({ kind, id, version, at, actor, change, restores }) => ({
        type: 'config.changed',
        kind,
        id,
        at,
        actor,
        data: { kind, version, change, ...(restores !== undefined && { restores }) },
      })),
    );
  }

  /** Records a change in the ledger, by ids and versions only. */
  record(tx: Tx, change: RecordedChange): Promise<void> {
    return this.recordMany(tx, [change]);
  }

  /** @param changes at most one per subject */
  async recordMany(tx: Tx, changes: readonly RecordedChange[]): Promise<void> {
    this.recorded.add(tx);
    const latest = await this.ledger.readLatest(tx, pluck(changes, 'id'));
    await this.ledger.appendMany(
      tx,
      changes.map(({ type, kind, id, at, actor, data }) => ({
        type,
        at,
        subjectType: kind,
        subjectId: id,
        subjectSeq: (latest.get(id)?.seq ?? 0) + 1,
        formerXid: latest.get(id)?.xid ?? null,
        actor,
        data,
      })),
    );
  }
}
