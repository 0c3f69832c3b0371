import { Injectable } from '@nestjs/common';
import { ClockStore } from '../clocks/clock.store.js';
import { Holding } from '../lifecycle/holding.service.js';
import { LifecycleService, type TransactionContext } from '../lifecycle/lifecycle.service.js';
import { system } from '../platform/actor.js';
import { type EndingHold, HoldStore } from '../sla/hold.store.js';
import { OWNED_TYPES } from '../vocabulary/subjects.js';
import type { Worker } from './worker.js';

/** Small enough that nobody waits for such a lead. */
const BATCH_MAX = 1_000;
/** When somebody worked on a lead that was to be released: it is looked at again. */
const AGAIN_MS = 50;

/**
 * Ends holds. What waited for one that is over by itself is due by then; what waited for one that was deleted is made
 * due, batch by batch, and enforced like anything else that is.
 */
@Injectable()
export class HoldsWorker implements Worker {
  readonly serves = ['hold'] as const;

  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly holding: Holding,
    private readonly holds: HoldStore,
    private readonly clocks: ClockStore,
  ) {}

  /** One batch of the hold that ended first. @returns whether anything was done */
  round(): Promise<boolean> {
    return this.lifecycle.performDue(async (context) => {
      const hold = await this.holds.claimEnding(context.tx, context.now);
      if (hold === undefined) return false;
      return hold.isDeleted ? this.release(context, hold) : this.finish(context, hold);
    });
  }

  private async finish({ tx, now }: TransactionContext, { id }: EndingHold): Promise<boolean> {
    await this.holding.end(tx, id, 'over', { actor: system('hold'), now });
    await this.clocks.finishTimer(tx, id, now);
    // Moves that wait for somebody else may go on.
    await this.clocks.pokeQueue(tx, now);
    return true;
  }

  private async release({ tx, now }: TransactionContext, { id }: EndingHold): Promise<boolean> {
    let [released, isMore] = [0, false];
    for (const type of OWNED_TYPES) {
      const batch = await this.clocks.releaseHeld(tx, type, id, now, BATCH_MAX);
      released += batch.released;
      isMore ||= batch.isMore;
    }
    if (!isMore) await this.clocks.finishTimer(tx, id, now);
    else if (released === 0) await this.clocks.resumeTimer(tx, id, now + AGAIN_MS);
    return true;
  }
}
