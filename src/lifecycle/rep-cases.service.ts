import { Injectable } from '@nestjs/common';
import { LedgerStore } from '../events/ledger.store.js';
import { RepStore } from '../people/rep.store.js';
import type { Tx } from '../platform/database.js';
import { LockOrder } from './lock-order.service.js';
import { RepCase } from './rep-case.js';

/** Opens reps for units of work. */
@Injectable()
export class RepCases {
  constructor(
    private readonly reps: RepStore,
    private readonly ledger: LedgerStore,
    private readonly locks: LockOrder,
  ) {}

  /** Locks and opens them. */
  async open(tx: Tx, repIds: readonly string[]): Promise<RepCase[]> {
    this.locks.enter(tx, 'rep');
    await this.reps.lockMany(tx, repIds);
    const seqs = await this.ledger.latestSeqs(tx, repIds);
    return repIds.map((id) => new RepCase(id, seqs.get(id) ?? 0));
  }
}
