import { Injectable } from '@nestjs/common';
import type { WorkingTime } from '../calendar/working-time.js';
import { localPeriods } from '../conditions/condition-value.js';
import { KeptOutStore } from '../disposition/suppression.store.js';
import { LifecycleService } from '../lifecycle/lifecycle.service.js';
import { system } from '../platform/values/actor.js';
import { type Instant, toIso } from '../platform/values/duration.js';

/** Returns when the next digest is due: when the office opens, on the day after the end of the last digest or later. */
function digestDueAt(notifiedUntil: Instant, hours: WorkingTime, timeZone: string): Instant {
  const nextDay = localPeriods(timeZone, notifiedUntil).day.to;
  return hours.nextOpening(nextDay) ?? nextDay;
}

/**
 * Notifies the owner of the queue once a day how many leads were kept out as they came in, and why. Otherwise, a lead
 * that a rep closed as spam by mistake would cost buyers without anybody noticing.
 */
@Injectable()
export class SuppressionDigest {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly keptOut: KeptOutStore,
  ) {}

  /** Runs on one node at a time. */
  async look(): Promise<void> {
    await this.lifecycle.performDue(async (context) => {
      const { tx, now, directory } = context;
      const notifiedUntil = await this.keptOut.tryLock(tx, now);
      if (notifiedUntil === null) return;
      const { queueOwnerId, content, hours } = directory;
      if (digestDueAt(notifiedUntil, hours.ofDefault.working, content.settings.timeZone) > now) return;
      const counts = await this.keptOut.count(tx, { from: notifiedUntil, to: now });
      await this.keptOut.setNotifiedUntil(tx, now);
      if (counts.length === 0) return;
      const work = this.lifecycle.workOn([], context, system('suppression'));
      work.notify(queueOwnerId, 'leads.keptOut', null, { since: toIso(notifiedUntil), counts });
      await this.lifecycle.save(tx, work);
    });
  }
}
