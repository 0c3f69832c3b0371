import { Injectable } from '@nestjs/common';
import { KeptOutStore } from '../disposition/kept-out.store.js';
import { LifecycleService } from '../lifecycle/lifecycle.service.js';
import { system } from '../platform/actor.js';
import { toIso } from '../platform/instant.js';
import { digestDueAt } from './suppression-digest.js';

/**
 * Tells the owner of the queue once a day how many leads were kept out as they came in, and why: what one rep closed as
 * spam by mistake would lose buyers without a word.
 */
@Injectable()
export class SuppressionDigest {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly keptOut: KeptOutStore,
  ) {}

  /** One node at a time looks. */
  async look(): Promise<void> {
    await this.lifecycle.performDue(async (context) => {
      const { tx, now, directory } = context;
      const toldUntil = await this.keptOut.tryLock(tx, now);
      if (toldUntil === null) return;
      const { queueOwnerId, content, defaultHours } = directory;
      if (digestDueAt(toldUntil, defaultHours.working, content.settings.timeZone) > now) return;
      const counts = await this.keptOut.count(tx, { from: toldUntil, to: now });
      await this.keptOut.toldUntil(tx, now);
      if (counts.length === 0) return;
      const work = this.lifecycle.workOn([], context, system('suppression'));
      work.tell(queueOwnerId, 'leads.keptOut', null, { since: toIso(toldUntil), counts });
      await this.lifecycle.save(tx, work);
    });
  }
}
