import { Injectable } from '@nestjs/common';
import { ClockStore } from '../clocks/clock.store.js';
import { Holding } from '../lifecycle/clocks/holding.service.js';
import { LifecycleService, type TransactionContext } from '../lifecycle/lifecycle.service.js';
import { system } from '../platform/values/actor.js';
import { type EndingHold, HoldStore } from '../sla/hold.store.js';
import { OWNED_TYPES } from '../vocabulary/subjects.js';
import type { Worker } from './worker.js';

/** Small enough not to keep work on such a lead waiting. */
const BATCH_MAX = 1_000;
/** Pause before the next look if another transaction has locked a lead that was to be released. */
const AGAIN_MS = 50;

/**
 * Ends holds. Clocks that waited for a hold that ends by itself are due by then. Those that waited for a deleted hold
 * are made due, batch by batch, and enforced like any others.
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

  /** Handles one batch of the hold that ended first. @returns whether anything was done */
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
    // Moves that wait for another rep may now go on.
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
