import { Logger } from '@nestjs/common';
import { SET_ASIDE_MS } from '../engine/set-aside.js';
import type { LifecycleService, TransactionContext } from '../lifecycle/lifecycle.service.js';
import { whereOf } from '../platform/running/failure.js';
import type { TimeSource } from '../platform/running/time-source.js';
import type { Database, Tx } from '../platform/sql/database.js';
import { BatchSize, isolateFailing } from '../platform/sql/isolate-failing.js';
import type { Row } from '../platform/sql/table.js';
import type { Looks, LookTable } from './looks.store.js';

/** Deals processed in one transaction, which holds the lock on all deals. */
const LOOKED_AT_ONCE = 50;

/**
 * Deals that are due, because they changed, to have what follows from them brought up to date. A deal waits from the
 * transaction that changes it until the one that processes it, so that no change is lost or processed twice, on any
 * number of nodes and even if one dies in between.
 */
export abstract class DueDeals<Declared extends LookTable> {
  protected abstract readonly what: string;
  private readonly logger = new Logger('deals');
  private readonly batchSize = new BatchSize(LOOKED_AT_ONCE);

  constructor(
    protected readonly lifecycle: LifecycleService,
    private readonly database: Database,
    private readonly time: TimeSource,
    private readonly looks: Looks<Declared>,
  ) {}

  async look(goOn: () => boolean = () => true): Promise<void> {
    while (goOn() && (await this.lookOnce()));
  }

  /** @returns whether there may be more */
  private lookOnce(): Promise<boolean> {
    return isolateFailing<Row<Declared>, boolean>(
      this.batchSize,
      (limit, claimed) =>
        this.lifecycle.performDue(async (context) => {
          await this.lock(context.tx);
          const due = await this.looks.lockDue(context.tx, context.now, limit);
          if (due.length === 0) return false;
          claimed(due);
          const isMore = await this.lookAt(context, due);
          return isMore || due.length === limit;
        }),
      async ({ dealId }, cause) => {
        this.logger.error(`${this.what} of deal ${dealId} rests for a minute: ${whereOf(cause)}`);
        await this.looks.setAside(this.database.engine, dealId, this.time.now() + SET_ASIDE_MS);
        return true;
      },
    );
  }

  /** Takes the locks that precede those on rows. */
  protected abstract lock(tx: Tx): Promise<void>;

  /** @returns whether this made other deals due */
  protected abstract lookAt(context: TransactionContext, due: readonly Row<Declared>[]): Promise<boolean>;
}
