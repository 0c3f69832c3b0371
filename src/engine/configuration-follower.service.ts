import { Injectable, OnModuleInit } from '@nestjs/common';
import { ClockStore } from '../clocks/clock.store.js';
import { DueClockStore } from '../clocks/due-clocks.store.js';
import { type DueDeparture, RepTimerStore } from '../clocks/rep-timers.store.js';
import { partsOf, type ReplanningPart, ReplanningStore } from '../clocks/replanning.store.js';
import {
  type ChangeNotice,
  ConfigurationService,
  type ConfigurationWatcher,
  type ForeseenChange,
} from '../configuration/configuration.service.js';
import type { Directory } from '../directory/directory.js';
import { DirectoryService } from '../directory/directory.service.js';
import type { Consequence } from '../documents/version.schema.js';
import { SubjectKinds } from '../lifecycle/subject-kinds.service.js';
import { SweepSignal } from '../lifecycle/sweep-signal.service.js';
import { TimeSource } from '../platform/running/time-source.js';
import { Database, type Tx } from '../platform/sql/database.js';
import { MS_PER_SECOND } from '../platform/values/duration.js';
import type { SlaPolicy } from '../sla/policy.js';
import { POLICY_LISTENERS, type PolicyChange } from '../sla/policy-news.js';
import { AbsencesWorker } from './absences.worker.js';
import { ReplanningWorker } from './replanning.worker.js';
import { ReplanningForecasts } from './replanning-forecast.service.js';
import { whoseTurn } from './worker.js';

/**
 * Limit for the time that a change of configuration waits for everything that depends on it. The engine does the rest.
 */
const SETTLED_WITHIN_MS = MS_PER_SECOND;

/** Limit for the promises and leads that a forecast counts while the request waits. A job looks at the rest. */
const FORESEEN_MAX = 10_000;

/** The configuration after a change, and the clocks that it has outdated. */
interface After {
  readonly directory: Directory;
  readonly parts: readonly ReplanningPart[];
  /** Reps whose leads go to others at once. */
  readonly leaving: readonly DueDeparture[];
}

/**
 * Keeps plans up to date when configuration changes. Outdated clocks are recorded once, and re-planned after the
 * commit. The queue is checked too, because somebody may have become eligible.
 */
@Injectable()
export class ConfigurationFollower implements ConfigurationWatcher, OnModuleInit {
  constructor(
    private readonly configuration: ConfigurationService,
    private readonly directories: DirectoryService,
    private readonly replannings: ReplanningStore,
    private readonly clocks: ClockStore,
    private readonly dueClocks: DueClockStore,
    private readonly kinds: SubjectKinds,
    private readonly replanning: ReplanningWorker,
    private readonly repTimers: AbsencesWorker,
    private readonly timers: RepTimerStore,
    private readonly forecasts: ReplanningForecasts,
    private readonly database: Database,
    private readonly signal: SweepSignal,
    private readonly time: TimeSource,
  ) {}

  onModuleInit(): void {
    this.configuration.watchedBy(this);
  }

  changing(tx: Tx): Promise<Directory> {
    return this.directories.current(tx);
  }

  async changed(tx: Tx, before: unknown, { now, adoptions }: ChangeNotice): Promise<After> {
    const { directory, change } = await this.directories.changed(tx, before as Directory);
    const parts = partsOf(change, adoptions, directory.revision, this.kinds.types);
    await this.replannings.addMany(tx, parts, now);
    await notifyPolicyListeners(tx, { before: before as Directory, directory, adoptions, at: now });
    await this.clocks.pokeQueue(tx, now);
    return { directory, parts, leaving: await this.timers.readLeaving(tx, now) };
  }

  /**
   * Applies the effects of a change at once, as far as time allows, so that its author sees them in the next answer.
   */
  async settled(after: unknown): Promise<Consequence | null> {
    const { directory, parts } = after as After;
    this.directories.adopt(directory);
    const endMs = performance.now() + SETTLED_WITHIN_MS;
    const isTime = () => performance.now() < endMs;
    try {
      // First, absences that have begun already: otherwise the clocks of leads that they move would be re-planned for
      // nothing.
      const next = await this.dueClocks.readNext(this.database.engine);
      for (const worker of whoseTurn([this.repTimers, this.replanning], next, this.time.now()))
        while ((await worker.round()) && isTime());
    } finally {
      this.signal.wake(this.time.now());
    }
    return parts.length === 0 ? null : this.replannings.readProgress(this.database, directory.revision);
  }

  async foresee(after: unknown): Promise<ForeseenChange> {
    const { directory: configuration, parts, leaving } = after as After;
    if (parts.length + leaving.length === 0) return { configuration, consequence: null, rest: null };
    const forecast = this.forecasts.begin(configuration, parts, leaving);
    while (forecast.size <= FORESEEN_MAX && (await forecast.goOn()));
    const isAll = forecast.isDone && forecast.size <= FORESEEN_MAX;
    return { configuration, consequence: forecast.consequence, rest: isAll ? null : forecast };
  }
}

/** Calls the listeners of policies if these, or the days of the company, have changed. */
async function notifyPolicyListeners(
  tx: Tx,
  { before, directory, ...change }: Pick<PolicyChange, 'adoptions' | 'at'> & Record<'before' | 'directory', Directory>,
): Promise<void> {
  const [was, is] = [before, directory].map(({ content }) => content.policies.map(({ policy }) => policy));
  const isSame =
    was!.length === is!.length && was!.every(({ id, version }, place) => isVersion(is![place]!, id, version));
  if (isSame && change.adoptions.length === 0 && before.timeZoneOf(null) === directory.timeZoneOf(null)) return;
  for (const listener of POLICY_LISTENERS.all) await listener(tx, { before: was!, after: is!, ...change });
}

function isVersion(policy: SlaPolicy, id: string, version: number): boolean {
  return policy.id === id && policy.version === version;
}
