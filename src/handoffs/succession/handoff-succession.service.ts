import { Injectable } from '@nestjs/common';
import { DealStore } from '../../deals/deal.store.js';
import { type DueBatch, wholeBatch } from '../../lifecycle/clocks/enforcing.js';
import { LifecycleService } from '../../lifecycle/lifecycle.service.js';
import { system } from '../../platform/values/actor.js';
import { HandoffCases } from '../handoff-cases.service.js';
import { passOn, successorsOf } from './handoff-successors.js';
import { SuccessionStore } from './succession.store.js';

/** The number of handoffs that are checked in one transaction. */
export const PASSED_ON_MAX = 500;

@Injectable()
export class HandoffSuccession {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly cases: HandoffCases,
    private readonly successions: SuccessionStore,
    private readonly deals: DealStore,
  ) {}

  /**
   * Passes on a batch, after an id. Handoffs for which there is no successor are checked each time. @returns the last
   * id; null at the end
   */
  async passOn(after: string | null, { limit, claimed }: DueBatch = wholeBatch(PASSED_ON_MAX)): Promise<string | null> {
    const { found, isDue } = await this.lifecycle.look(async ({ sql, now, directory }) => {
      const ids = await this.successions.findOwedByOthers(sql, after, limit);
      if (ids.length === 0) return { found: ids, isDue: false };
      const context = { now, directory: await directory() };
      const cases = await this.cases.look(sql, ids);
      return { found: ids, isDue: cases.some((subject) => successorsOf(context, subject).length > 0) };
    });
    claimed(found);
    if (isDue)
      await this.lifecycle.performDue(async (context) => {
        const { tx } = context;
        await this.deals.lockAll(tx);
        const cases = await this.cases.open(tx, found);
        const work = this.lifecycle.workOn(cases, context, system('succession'));
        for (const subject of cases) passOn(work, subject);
        await this.lifecycle.save(tx, work);
      });
    return found.length < limit ? null : found.at(-1)!;
  }
}
