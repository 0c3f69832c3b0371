import { Injectable } from '@nestjs/common';
import { ClockStore } from '../clocks/clock.store.js';
import { ConfigurationService } from '../configuration/configuration.service.js';
import { Alarms } from '../directory/alarms.service.js';
import { DirectoryService } from '../directory/directory.service.js';
import { type TouchRhythm, TouchRhythmStore } from '../leads/touch-rhythm.store.js';
import { Holding } from '../lifecycle/clocks/holding.service.js';
import { LifecycleService, type TransactionContext } from '../lifecycle/lifecycle.service.js';
import type { Tx } from '../platform/sql/database.js';
import { system } from '../platform/values/actor.js';
import { type Instant, MS_PER_DAY, MS_PER_MINUTE, toIso } from '../platform/values/duration.js';
import { newId } from '../platform/values/ids.js';
import { isSilent, mayBeSilent, silentAfterMs, weeksBefore } from '../sla/silence.js';

/** After a silence, late touches are reported first. Leads are judged this long after the first of them. */
const GRACE_MS = 15 * MS_PER_MINUTE;
/** A silence of more than a week is not news, and has no weeks before it. */
const SILENCE_MAX_MS = 7 * MS_PER_DAY;

/** What has changed for a key since the last look. */
interface SilenceChange {
  readonly rhythm: TouchRhythm;
  readonly to: 'silent' | 'back' | 'over';
}

/** Detects when the touches of a program fall silent against their own rhythm, and when they are back. */
@Injectable()
export class SilenceService {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly configuration: ConfigurationService,
    private readonly directories: DirectoryService,
    private readonly rhythms: TouchRhythmStore,
    private readonly holding: Holding,
    private readonly clocks: ClockStore,
    private readonly alarms: Alarms,
  ) {}

  /**
   * Runs on one node at a time. Its findings are applied as a change of configuration, because they may hold
   * enforcement.
   */
  async look(): Promise<void> {
    const changes = await this.lifecycle.performDue(async (context) => {
      if (!(await this.rhythms.tryLock(context.tx))) return [];
      await this.rhythms.note(context.tx, context.now);
      const rhythms = await this.rhythms.readAll(context.tx, context.now);
      const found: SilenceChange[] = [];
      for (const rhythm of rhythms) found.push(...(await this.changesOf(context, rhythm)));
      return found;
    });
    if (changes.length === 0) return;
    await this.configuration.change(async (tx, now) => {
      for (const change of changes) await this.carryOut(tx, change, now);
    });
  }

  private async changesOf(context: TransactionContext, rhythm: TouchRhythm): Promise<SilenceChange[]> {
    const { lastAt, silentSince, backAt, isActive } = rhythm;
    const { now, directory } = context;
    if (silentSince !== null) {
      const isWatched = isActive && directory.content.settings.silence.alarm;
      if (!isWatched || (backAt !== null && now >= backAt + GRACE_MS)) return [{ rhythm, to: 'over' }];
      return lastAt > silentSince && backAt === null ? [{ rhythm, to: 'back' }] : [];
    }
    return (await this.hasFallenSilent(context, rhythm)) ? [{ rhythm, to: 'silent' }] : [];
  }

  private async hasFallenSilent({ tx, now, directory }: TransactionContext, { keyId, lastAt, isActive }: TouchRhythm) {
    const { silence: settings } = directory.content.settings;
    const silence = { from: lastAt, to: now };
    if (!settings.alarm || !isActive || now - lastAt > SILENCE_MAX_MS) return false;
    const { working: hours, calendar } = directory.hours.ofDefault;
    const afterMs = silentAfterMs(settings);
    if (!mayBeSilent(silence, hours, afterMs)) return false;
    const former = await Promise.all(
      weeksBefore(silence, calendar.timeZone!).map(async (during) => ({
        during,
        touches: await this.rhythms.readMinutes(tx, keyId, during),
      })),
    );
    return isSilent(silence, former, hours, afterMs);
  }

  private async carryOut(tx: Tx, { rhythm, to }: SilenceChange, now: Instant): Promise<void> {
    const { holdId, silentSince } = rhythm;
    if (to === 'silent') return this.raise(tx, rhythm, now);
    if (to === 'back') {
      if (await this.rhythms.comeBack(tx, rhythm, now))
        await this.notify(tx, 'touches.back', rhythm, now, { since: toIso(silentSince!), isHeld: holdId !== null });
      return;
    }
    if (!(await this.rhythms.finish(tx, rhythm)) || holdId === null) return;
    const ended = await this.holding.end(tx, holdId, 'over', { actor: system('silence'), now });
    // A person may have ended it already.
    if (ended !== undefined) await this.clocks.resumeTimer(tx, holdId, now);
  }

  private async raise(tx: Tx, rhythm: TouchRhythm, now: Instant): Promise<void> {
    const { content } = await this.directories.current(tx);
    const holdId = content.settings.silence.hold ? newId(now) : null;
    if (!(await this.rhythms.fallSilent(tx, rhythm, holdId))) return;
    if (holdId !== null) {
      const hold = { id: holdId, scope: 'all', until: null, reason: null, by: 'silence', createdAt: now } as const;
      await this.holding.begin(tx, hold, { actor: system('silence'), now }, { keyId: rhythm.keyId });
    }
    await this.notify(tx, 'touches.silent', rhythm, now, { since: toIso(rhythm.lastAt), isHeld: holdId !== null });
  }

  private async notify(
    tx: Tx,
    type: 'touches.silent' | 'touches.back',
    { keyId }: TouchRhythm,
    at: Instant,
    facts: { readonly since: string; readonly isHeld: boolean },
  ): Promise<void> {
    const data = { keyId, ...facts };
    await this.configuration.record(tx, { type, kind: 'key', id: keyId, at, actor: system('silence'), data });
    await this.alarms.notify(tx, type, data, at);
  }
}
