import { Injectable } from '@nestjs/common';
import { ConfigurationService } from '../configuration/configuration.service.js';
import { Alarms } from '../directory/alarms.service.js';
import { DirectoryService } from '../directory/directory.service.js';
import { LifecycleService, type TransactionContext } from '../lifecycle/lifecycle.service.js';
import { system } from '../platform/values/actor.js';
import { elapsedMs, type Instant, parseDuration, toIso } from '../platform/values/duration.js';
import type { SourceRow } from '../routing/sources/source.table.js';
import { weeksBefore } from '../sla/silence.js';
import { breaksRhythm, isTooLong, mayBreakRhythm, type SourceSilence } from './source-rhythm.js';
import { SourceWatchStore } from './source-watch.store.js';

/** A configured source that is not known to be silent, with the time since its last lead. */
interface Quiet {
  readonly source: SourceRow;
  readonly silence: SourceSilence;
}

/** Detects sources that fall silent, and those whose leads resume. */
@Injectable()
export class SourceWatch {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly directories: DirectoryService,
    private readonly configuration: ConfigurationService,
    private readonly store: SourceWatchStore,
    private readonly alarms: Alarms,
  ) {}

  /** Runs on one node at a time. */
  async look(): Promise<void> {
    const { content } = await this.directories.now();
    if (content.sources.all.length === 0) return;
    await this.lifecycle.performDue((context) => this.lookIn(context));
  }

  private async lookIn(context: TransactionContext): Promise<void> {
    const { tx, now, directory } = context;
    if (!(await this.store.tryLock(tx))) return;
    const sources = new Map(directory.content.sources.all.map((source) => [source.id, source]));
    const quiet: Quiet[] = [];
    for (const { sourceId, lastAt, silentSince } of await this.store.readLatest(tx)) {
      const source = sources.get(sourceId);
      if (source === undefined) continue;
      if (silentSince === null) quiet.push({ source, silence: { from: lastAt, to: now } });
      else if (lastAt > silentSince) {
        await this.store.comeBack(tx, sourceId);
        await this.notify(context, 'source.back', source, silentSince);
      }
    }
    for (const { source, silence } of await this.fallenSilent(context, quiet)) {
      await this.store.fallSilent(tx, source.id, silence.from);
      await this.notify(context, 'source.silent', source, silence.from);
    }
  }

  private async fallenSilent({ tx, directory }: TransactionContext, quiet: readonly Quiet[]): Promise<Quiet[]> {
    const { timeZone } = directory.content.settings;
    const tooLong = quiet.filter(({ source, silence }) => {
      const { silentAfter } = source;
      return silentAfter !== null && isTooLong(silence, msOf(silentAfter));
    });
    const byRhythm = quiet.filter(({ source, silence }) => source.silentAfter === null && mayBreakRhythm(silence));
    if (byRhythm.length === 0) return tooLong;
    const weeks = byRhythm.map(({ silence }) => weeksBefore(silence, timeZone));
    const questions = byRhythm.flatMap(({ source }, index) =>
      weeks[index]!.map((during) => ({ sourceId: source.id, during })),
    );
    const minutes = await this.store.readMinutes(tx, questions);
    let place = 0;
    const former = weeks.map((each) => each.map((during) => ({ during, touches: minutes[place++]! })));
    return [...tooLong, ...byRhythm.filter(({ silence }, index) => breaksRhythm(silence, former[index]!))];
  }

  private async notify(
    { tx, now }: TransactionContext,
    type: 'source.silent' | 'source.back',
    { id, code, silentAfter }: SourceRow,
    since: Instant,
  ): Promise<void> {
    const data = { source: code, since: toIso(since), ...(silentAfter !== null && { silentAfter }) };
    await this.configuration.record(tx, { type, kind: 'source', id, at: now, actor: system('sources'), data });
    await this.alarms.notify(tx, type, { sourceId: id, ...data }, now);
  }
}

function msOf(silentAfter: string): number {
  const duration = parseDuration(silentAfter);
  if ('code' in duration) throw new Error(`"${silentAfter}" passed the check of sources and is no duration`);
  return elapsedMs(duration);
}
