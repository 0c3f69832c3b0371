import { Injectable } from '@nestjs/common';
import { LifecycleService, type TransactionContext } from '../../lifecycle/lifecycle.service.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database, type Tx } from '../../platform/sql/database.js';
import { system } from '../../platform/values/actor.js';
import { pluck } from '../../platform/values/group.js';
import { DealStore } from '../deal.store.js';
import { DueDeals } from '../looking.service.js';
import { DEAL_LOOKS, type DealLook, DealLookStore } from './deal-look.store.js';
import type { DEAL_LOOK } from './deal-look.table.js';
import { nextLookAt, updatePromises } from './deal-promises.js';
import { PromisedDeals } from './promised-deals.service.js';

@Injectable()
export class DealPromises extends DueDeals<typeof DEAL_LOOK> {
  protected readonly what = 'What is promised';

  constructor(
    lifecycle: LifecycleService,
    database: Database,
    time: TimeSource,
    private readonly cases: PromisedDeals,
    private readonly deals: DealStore,
    private readonly store: DealLookStore,
  ) {
    super(lifecycle, database, time, DEAL_LOOKS);
  }

  protected lock(tx: Tx): Promise<void> {
    return this.deals.lockAll(tx);
  }

  protected async lookAt(context: TransactionContext, due: readonly DealLook[]): Promise<boolean> {
    const { tx } = context;
    const subjects = await this.cases.open(tx, pluck(due, 'dealId'));
    const work = this.lifecycle.workOn(subjects, context, system('sla'));
    for (const subject of subjects) updatePromises(work, subject);
    const looked = subjects.map(({ subjectId, deal }) => ({
      dealId: subjectId,
      dueAt: nextLookAt(deal.row, work.now),
      adopts: false,
    }));
    await this.store.planMany(tx, looked);
    await this.lifecycle.save(tx, work);
    return false;
  }
}
