import { Injectable, Logger } from '@nestjs/common';
import { downToTheCulprit, SET_ASIDE_MS, whereOf } from '../../engine/set-aside.js';
import { LifecycleService, type TransactionContext } from '../../lifecycle/lifecycle.service.js';
import { system } from '../../platform/actor.js';
import { Database } from '../../platform/database.js';
import { TimeSource } from '../../platform/time-source.js';
import { DealStore } from '../deal.store.js';
import { bringPromises } from './bringing.js';
import { type DealLook, DealLookStore } from './deal-look.store.js';
import { nextLookAt } from './owed.js';
import { PromisedDeals } from './promised-deals.service.js';

/** So many deals are looked at in one transaction, which holds the lock of all deals. */
const LOOKED_AT_ONCE = 50;

/**
 * Brings the promises of deals to what the deals are by now. A deal waits to be looked at since the transaction that
 * changed it, and until the one that brought its promises to that: so nothing is lost and nothing happens twice, on
 * however many nodes, and whichever of them dies in between.
 */
@Injectable()
export class DealPromises {
  private readonly logger = new Logger('deal-promises');

  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly cases: PromisedDeals,
    private readonly deals: DealStore,
    private readonly store: DealLookStore,
    private readonly database: Database,
    private readonly time: TimeSource,
  ) {}

  async look(goOn: () => boolean = () => true): Promise<void> {
    while (goOn() && (await this.lookOnce()));
  }

  /** @returns whether there may be more */
  private lookOnce(): Promise<boolean> {
    return downToTheCulprit<DealLook, boolean>(
      LOOKED_AT_ONCE,
      (limit, claimed) => this.lifecycle.performDue((context) => this.lookAt(context, limit, claimed)),
      async ({ dealId }, cause) => {
        this.logger.error(`The promises of deal ${dealId} rest for a minute: ${whereOf(cause)}`);
        await this.store.rest(this.database.engine, dealId, this.time.now() + SET_ASIDE_MS);
        return true;
      },
    );
  }

  private async lookAt(
    context: TransactionContext,
    limit: number,
    claimed: (looks: readonly DealLook[]) => void,
  ): Promise<boolean> {
    const { tx, now } = context;
    await this.deals.lockAll(tx);
    const due = await this.store.lockDue(tx, now, limit);
    if (due.length === 0) return false;
    claimed(due);
    const subjects = await this.cases.open(
      tx,
      due.map(({ dealId }) => dealId),
    );
    const work = this.lifecycle.workOn(subjects, context, system('sla'));
    for (const subject of subjects) bringPromises(work, subject);
    const looked = subjects.map(({ subjectId, deal }) => ({
      ...{ dealId: subjectId, dueAt: nextLookAt(deal.row, work.now), adopts: false },
    }));
    await this.store.planMany(tx, looked);
    await this.lifecycle.save(tx, work);
    return due.length === limit;
  }
}
