import { Injectable } from '@nestjs/common';
import { DealStore } from '../deals/deal.store.js';
import { ReceiverStore } from '../handoffs/receiver.store.js';
import { system } from '../platform/actor.js';
import { HandoffCases } from './handoff-cases.service.js';
import { LifecycleService } from './lifecycle.service.js';
import { succeed } from './receiver-succession.js';

/** So many handoffs get other owners in one transaction. */
const HANDOFFS_MAX = 500;

/** Finds somebody else for what was handed over to people who have left. */
@Injectable()
export class HandoffSuccession {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly cases: HandoffCases,
    private readonly receivers: ReceiverStore,
    private readonly deals: DealStore,
  ) {}

  /** A batch of them, after an id: those for which there is nobody come again. @returns the last id; null at the end */
  replaceLeft(after: string | null): Promise<string | null> {
    return this.lifecycle.performDue(async (scene) => {
      const { tx } = scene;
      // Nobody waits for a look that finds nothing.
      if ((await this.receivers.findOfWhoLeft(tx, after, 1)).length === 0) return null;
      await this.deals.lockAll(tx);
      const ids = await this.receivers.findOfWhoLeft(tx, after, HANDOFFS_MAX);
      const cases = await this.cases.open(tx, ids);
      const work = this.lifecycle.workOn(cases, scene, system('departure'));
      for (const subject of cases) for (const receiver of subject.receivers) succeed(work, subject, receiver);
      await this.lifecycle.save(tx, work);
      return ids.length < HANDOFFS_MAX ? null : ids.at(-1)!;
    });
  }
}
