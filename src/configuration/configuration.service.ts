import { Injectable, Logger } from '@nestjs/common';
import { LedgerStore } from '../events/ledger.store.js';
import type { Actor } from '../platform/actor.js';
import { Clock } from '../platform/clock.js';
import { Database, type Tx } from '../platform/database.js';
import type { Instant } from '../platform/instant.js';
import { ConfigurationStore } from './configuration.store.js';

/** Told inside the transaction of every change of configuration: what depends on it is planned anew. */
export interface ConfigurationWatcher {
  /** Before anything is written, with the old configuration. Its answer comes back in `changed`. */
  changing(tx: Tx): Promise<unknown>;
  /** After everything is written. Its answer comes back in `settled`. */
  changed(tx: Tx, before: unknown, now: Instant): Promise<unknown>;
  /** After the commit, before the answer. A failure is logged and hides nothing: the change is made. */
  settled(after: unknown): Promise<void>;
}

/** Something would be written: never seen outside. */
class DifferentError extends Error {}

/** The one way in which configuration changes: alone, recorded, and with everything that depends on it told. */
@Injectable()
export class ConfigurationService {
  private readonly logger = new Logger('configuration');
  private watcher: ConfigurationWatcher | undefined;
  private readonly recorded = new WeakSet<Tx>();

  constructor(
    private readonly database: Database,
    private readonly store: ConfigurationStore,
    private readonly ledger: LedgerStore,
    private readonly clock: Clock,
  ) {}

  /** The engine, which is built on the configuration and therefore cannot be imported by it. */
  watchedBy(watcher: ConfigurationWatcher): void {
    this.watcher = watcher;
  }

  /** Work that records no change makes no revision, and nobody is told. */
  async change<T>(work: (tx: Tx, now: Instant) => Promise<T>): Promise<T> {
    const { outcome, isChanged, after } = await this.database.transaction(async (tx) => {
      await this.store.lockAlone(tx);
      const now = this.clock.now();
      const before = await this.watcher?.changing(tx);
      const outcome = await work(tx, now);
      const isChanged = this.recorded.has(tx);
      if (isChanged) await this.store.bumpRevision(tx);
      return { outcome, isChanged, after: isChanged && (await this.watcher?.changed(tx, before, now)) };
    });
    if (isChanged) await this.settle(after);
    return outcome;
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
        return work(tx, this.clock.now(), () => {
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

  /** Records a change of something in the ledger, by ids and versions alone. */
  async record(
    tx: Tx,
    event: {
      type: 'config.changed' | 'rep.away' | 'rep.back' | 'system.heartbeat';
      kind: string;
      id: string;
      at: Instant;
      actor: Actor;
      data: Record<string, unknown>;
    },
  ): Promise<void> {
    this.recorded.add(tx);
    const seq = (await this.ledger.latestSeq(tx, event.id)) + 1;
    await this.ledger.appendMany(tx, [
      {
        type: event.type,
        at: event.at,
        subjectType: event.kind,
        subjectId: event.id,
        subjectSeq: seq,
        actor: event.actor,
        data: event.data,
      },
    ]);
  }
}
