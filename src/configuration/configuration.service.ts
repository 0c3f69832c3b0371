import { Injectable, Logger } from '@nestjs/common';
import type { Consequence } from '../documents/version.schema.js';
import { type NewVersion, VersionStore } from '../documents/version.store.js';
import type { EventType, SubjectType } from '../events/event.js';
import { LedgerStore } from '../events/ledger.store.js';
import type { Actor } from '../platform/actor.js';
import { Database, type Tx } from '../platform/database.js';
import type { Instant } from '../platform/duration.js';
import { whyOf } from '../platform/failure.js';
import { Gate } from '../platform/gate.js';
import { TimeSource } from '../platform/time-source.js';
import { ConfigurationStore } from './configuration.store.js';

/** It waits for all work on leads to end, and while it does no new work begins. */
const CHANGE_STATEMENT_MS = 60_000;

/** Told inside the transaction of every change of configuration: what depends on it is planned anew. */
export interface ConfigurationWatcher {
  /** Before anything is written, with the old configuration. Its answer comes back in `changed`. */
  changing(tx: Tx): Promise<unknown>;
  /** After everything is written. Its answer comes back in `settled`. */
  changed(tx: Tx, before: unknown, told: ChangeNotice): Promise<unknown>;
  /** After the commit, before the answer. A failure is logged and hides nothing: the change is made. */
  settled(after: unknown): Promise<Consequence | null>;
  /** In place of that, where it was only a rehearsal: what would be. */
  foresee(after: unknown): Promise<Foreseen>;
}

/** What a change has to say of itself. */
export interface ChangeNotice {
  readonly now: Instant;
  /** Policies whose new versions open leads get as well. */
  readonly adoptions: readonly { readonly policyId: string; readonly policyVersion: number }[];
}

/** What a rehearsal has come to. */
export interface Foreseen {
  /** Null where no clock depends on it. */
  readonly consequence: Consequence | null;
  /** The configuration as it would be. */
  readonly configuration: unknown;
  /** Where there is more to look at than one waits for: with what the watcher goes on. */
  readonly rest: unknown;
}

/** A change, or its rehearsal. */
export interface Changed<T> {
  readonly outcome: T;
  /** Null where no clock depends on it. */
  readonly consequence: Consequence | null;
  /** Of a rehearsal that would change something. */
  readonly foreseen?: Foreseen;
}

interface ChangeOptions {
  /** Everything is looked at as if it were changed, and nothing is. */
  readonly dryRun?: boolean;
}

/** Something that happened to a subject that is no lead. */
interface RecordedChange {
  readonly type: Exclude<EventType, `lead.${string}` | `sla.${string}`>;
  readonly kind: SubjectType;
  readonly id: string;
  readonly at: Instant;
  readonly actor: Actor;
  readonly data: Record<string, unknown>;
}

/** Something would be written: never seen outside. */
class DifferentError extends Error {}

/** It has been rehearsed, and is taken back: never seen outside. */
class RehearsedError extends Error {
  constructor(readonly rehearsed: Made<unknown>) {
    super();
  }
}

/** A change inside its transaction. */
interface Made<T> {
  readonly outcome: T;
  readonly isChanged: boolean;
  readonly after: unknown;
}

/** The one way in which configuration changes: alone, recorded, and with everything that depends on it told. */
@Injectable()
export class ConfigurationService {
  private readonly logger = new Logger('configuration');
  private watcher: ConfigurationWatcher | undefined;
  private readonly recorded = new WeakSet<Tx>();
  private readonly adoptions = new WeakMap<Tx, ChangeNotice['adoptions']>();
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
    return (await this.changeAndTell(work)).outcome;
  }

  /** The same, and says what it makes of promises that run. */
  async changeAndTell<T>(
    work: (tx: Tx, now: Instant) => Promise<T>,
    { dryRun = false }: ChangeOptions = {},
  ): Promise<Changed<T>> {
    const make = async (tx: Tx): Promise<Made<T>> => {
      await this.store.lockAlone(tx);
      const now = this.time.now();
      const before = await this.watcher?.changing(tx);
      const outcome = await work(tx, now);
      const isChanged = this.recorded.has(tx);
      if (isChanged) await this.store.bumpRevision(tx);
      const told = { now, adoptions: this.adoptions.get(tx) ?? [] };
      const made = { outcome, isChanged, after: isChanged && (await this.watcher?.changed(tx, before, told)) };
      if (dryRun) throw new RehearsedError(made);
      return made;
    };
    try {
      const { outcome, isChanged, after } = await this.oneByOne(() =>
        this.database.transaction(make, CHANGE_STATEMENT_MS),
      );
      return { outcome, consequence: isChanged ? await this.settle(after) : null };
    } catch (error) {
      if (!(error instanceof RehearsedError)) throw error;
      const { outcome, isChanged, after } = error.rehearsed as Made<T>;
      const foreseen = isChanged ? await this.watcher?.foresee(after) : undefined;
      return { outcome, consequence: foreseen?.consequence ?? null, ...(foreseen && { foreseen }) };
    }
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
    return (await this.changeIfDifferentAndTell(work)).outcome;
  }

  /** The same, and says what it makes of promises that run. */
  async changeIfDifferentAndTell<T>(
    work: (tx: Tx, now: Instant, begin: () => void) => Promise<T>,
    options: ChangeOptions = {},
  ): Promise<Changed<T>> {
    try {
      const outcome = await this.database.transaction(async (tx) => {
        await this.store.lockShared(tx);
        return work(tx, this.time.now(), () => {
          throw new DifferentError();
        });
      });
      return { outcome, consequence: null };
    } catch (error) {
      if (!(error instanceof DifferentError)) throw error;
    }
    return this.changeAndTell((tx, now) => work(tx, now, () => undefined), options);
  }

  /** Open leads that have an older version of a policy get this one, with the change that is being made. */
  applyToOpen(tx: Tx, adoption: ChangeNotice['adoptions'][number]): void {
    this.adoptions.set(tx, [...(this.adoptions.get(tx) ?? []), adoption]);
  }

  /** What fails here must not let the answer say that nothing was changed; the sweep does what is left. */
  private async settle(after: unknown): Promise<Consequence | null> {
    try {
      return (await this.watcher?.settled(after)) ?? null;
    } catch (error) {
      this.logger.error(`A change is made, but not all that depends on it is planned anew yet: ${whyOf(error)}`);
      return null;
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
