import { Logger } from '@nestjs/common';
import { downToTheCulprit, SET_ASIDE_MS } from '../engine/set-aside.js';
import type { LifecycleService, TransactionContext } from '../lifecycle/lifecycle.service.js';
import type { Database, Tx } from '../platform/database.js';
import { whereOf } from '../platform/failure.js';
import type { Row } from '../platform/table.js';
import type { TimeSource } from '../platform/time-source.js';
import type { Looks, LookTable } from './looks.store.js';

/** So many deals are looked at in one transaction, which holds the lock of all deals. */
const LOOKED_AT_ONCE = 50;

/**
 * Brings what follows from deals up to date. A deal waits to be looked at since the transaction that changed it, and until
 * the one that looked at it: so nothing is lost and nothing happens twice, on however many nodes, and whichever of them
 * dies in between.
 */
export abstract class Looking<Declared extends LookTable> {
  /** What is brought up to date, for the log. */
  protected abstract readonly what: string;
  private readonly logger = new Logger('deals');

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
    return downToTheCulprit<Row<Declared>, boolean>(
      LOOKED_AT_ONCE,
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

  /** What is locked before any row is. */
  protected abstract lock(tx: Tx): Promise<void>;

  /** @returns whether this made others due */
  protected abstract lookAt(context: TransactionContext, due: readonly Row<Declared>[]): Promise<boolean>;
}
