import { Injectable, Logger } from '@nestjs/common';
import { type NewVersion, VersionStore } from '../documents/version.store.js';
import type { SubjectType } from '../events/event.js';
import { LedgerStore } from '../events/ledger.store.js';
import type { Actor } from '../platform/actor.js';
import { Database, type Tx } from '../platform/database.js';
import { Gate } from '../platform/gate.js';
import type { Instant } from '../platform/instant.js';
import { TimeSource } from '../platform/time-source.js';
import { ConfigurationStore } from './configuration.store.js';

/** It waits for all work on leads to end, and while it does no new work begins. */
const CHANGE_STATEMENT_MS = 60_000;

/** Told inside the transaction of every change of configuration: what depends on it is planned anew. */
export interface ConfigurationWatcher {
  /** Before anything is written, with the old configuration. Its answer comes back in `changed`. */
  changing(tx: Tx): Promise<unknown>;
  /** After everything is written. Its answer comes back in `settled`. */
  changed(tx: Tx, before: unknown, now: Instant): Promise<unknown>;
  /** After the commit, before the answer. A failure is logged and hides nothing: the change is made. */
  settled(after: unknown): Promise<void>;
}

/** Something that happened to a subject that is no lead. */
interface RecordedChange {
  readonly type: 'config.changed' | 'rep.away' | 'rep.back' | 'system.heartbeat';
  readonly kind: SubjectType;
  readonly id: string;
  readonly at: Instant;
  readonly actor: Actor;
  readonly data: Record<string, unknown>;
}

/** Something would be written: never seen outside. */
class DifferentError extends Error {}

/** The one way in which configuration changes: alone, recorded, and with everything that depends on it told. */
@Injectable()
export class ConfigurationService {
  private readonly logger = new Logger('configuration');
  private watcher: ConfigurationWatcher | undefined;
  private readonly recorded = new WeakSet<Tx>();
  private readonly changes = new Gate(1, Number.POSITIVE_INFINITY);

  constructor(
    private readonly database: Database,
    private readonly store: ConfigurationStore,
    private readonly versions: VersionStore,
    private readonly ledger: LedgerStore,
    private readonly time: TimeSource,
  ) {}

  /** The engine, which is built on the configuration and therefore cannot be imported by it. */
  watchedBy(watcher: ConfigurationWatcher): void {
    this.watcher = watcher;
  }

  /** Work that records no change makes no revision, and nobody is told. */
  async change<T>(work: (tx: Tx, now: Instant) => Promise<T>): Promise<T> {
    const { outcome, isChanged, after } = await this.oneByOne(() =>
      this.database.transaction(async (tx) => {
        await this.store.lockAlone(tx);
        const now = this.time.now();
        const before = await this.watcher?.changing(tx);
        const outcome = await work(tx, now);
        const isChanged = this.recorded.has(tx);
        if (isChanged) await this.store.bumpRevision(tx);
        return { outcome, isChanged, after: isChanged && (await this.watcher?.changed(tx, before, now)) };
      }, CHANGE_STATEMENT_MS),
    );
    if (isChanged) await this.settle(after);
    return outcome;
  }

  /**
   * Of the changes of a node one at a time asks for the lock: leads that come meanwhile stand behind that one alone, and
   * sixteen that waited there would have all connections.
   */
  private async oneByOne<T>(change: () => Promise<T>): Promise<T> {
    await new Promise<void>((resolve) => this.changes.enter('change', resolve));
    return change().finally(() => this.changes.leave());
  }

  /**
   * The same for work that may turn out to change nothing: it is looked at first, beside all other work, and only what
   * is different waits until it is alone.
   * @param work calls `begin` before it writes anything; whatever it finds until then is found again
   */
  async changeIfDifferent<T>(work: (tx: Tx, now: Instant, begin: () => void) => Promise<T>): Promise<T> {
    try {
      return await this.database.transaction(async (tx) => {
        await this.store.lockShared(tx);
        return work(tx, this.time.now(), () => {
          throw new DifferentError();
        });
      });
    } catch (error) {
      if (!(error instanceof DifferentError)) throw error;
    }
    return this.change((tx, now) => work(tx, now, () => undefined));
  }

  /** What fails here must not let the answer say that nothing was changed; the sweep does what is left. */
  private async settle(after: unknown): Promise<void> {
    try {
      await this.watcher?.settled(after);
    } catch (error) {
      const why = error instanceof Error ? error.message : 'something that is no error was thrown';
      this.logger.error(`A change is made, but not all that depends on it is planned anew yet: ${why}`);
    }
  }

  /** Stores new versions of resources, and records them in the ledger. */
  async recordVersions(
    tx: Tx,
    versions: readonly (NewVersion & { readonly change: 'created' | 'replaced' | 'deleted' })[],
  ): Promise<void> {
    await this.versions.insertMany(tx, versions);
    await this.recordMany(
      tx,
      versions.map(({ kind, id, version, at, actor, change }) => ({
        type: 'config.changed',
        kind,
        id,
        at,
        actor,
        data: { kind, version, change },
      })),
    );
  }

  /** Records a change of something in the ledger, by ids and versions alone. */
  record(tx: Tx, change: RecordedChange): Promise<void> {
    return this.recordMany(tx, [change]);
  }

  /** @param changes of different subjects */
  async recordMany(tx: Tx, changes: readonly RecordedChange[]): Promise<void> {
    this.recorded.add(tx);
    const latest = await this.ledger.latestSeqs(
      tx,
      changes.map(({ id }) => id),
    );
    await this.ledger.appendMany(
      tx,
      changes.map(({ type, kind, id, at, actor, data }) => ({
        type,
        at,
        subjectType: kind,
        subjectId: id,
        subjectSeq: (latest.get(id) ?? 0) + 1,
        actor,
        data,
      })),
    );
  }
}
