import { Injectable } from '@nestjs/common';
import { DealStore } from '../../deals/deal.store.js';
import { TakingBackDeals } from '../../deals/taking-back.service.js';
import { LifecycleService, type TransactionContext } from '../../lifecycle/lifecycle.service.js';
import type { FileImport } from '../import.store.js';
import { MadeStore } from '../made.store.js';
import { workOf } from './own-transaction.service.js';
import type { Undoer } from './subject.js';

const AT_ONCE = 200;
/** Deals before accounts, which they name. */
const KINDS = ['deal', 'account'] as const;
type Kind = (typeof KINDS)[number];
/** From where on only accounts are left. */
export const FROM_ACCOUNTS = 'account ';

/** Takes back the deals and accounts that an import has made, whatever its rows are. */
@Injectable()
export class DealsTakenBack {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly deals: DealStore,
    private readonly takingBack: TakingBackDeals,
    private readonly made: MadeStore,
  ) {}

  /** @param after what was returned last; null at first @returns how far it is; null when it is done */
  async takeBackSome(of: FileImport, after: string | null, by: Undoer): Promise<string | null> {
    const [kind, last] = after === null ? [KINDS[0], null] : (after.split(' ') as [Kind, string]);
    const next = await this.takeBack(of, kind, last || null, by);
    if (next !== null) return `${kind} ${next}`;
    const following = KINDS[KINDS.indexOf(kind) + 1];
    return following === undefined ? null : `${following} `;
  }

  /** Takes back the deals that an import has made of leads. The caller holds the lock on all deals. */
  async takeBackOfLeads(context: TransactionContext, of: FileImport, leadIds: readonly string[]): Promise<void> {
    const { tx } = context;
    const ids = await this.made.findAmong(tx, of.id, 'deal', await this.deals.findOfLeads(tx, leadIds));
    if (ids.length === 0) return;
    const work = workOf(this.lifecycle, context, of);
    const taken = await this.takingBack.takeBackDeals(tx, work, ids);
    await this.lifecycle.savePortion(tx, work);
    await this.made.noteUndone(tx, of.id, 'deal', taken);
  }

  private takeBack(of: FileImport, kind: Kind, after: string | null, by: Undoer): Promise<string | null> {
    return this.lifecycle.performDue(async (context) => {
      const { tx } = context;
      await this.deals.lockAll(tx);
      const ids = await this.made.find(tx, of.id, kind, after, AT_ONCE);
      if (ids.length === 0) return null;
      const work = workOf(this.lifecycle, context, of, by);
      const taken =
        kind === 'deal'
          ? await this.takingBack.takeBackDeals(tx, work, ids)
          : await this.takingBack.takeBackAccounts(tx, work, ids);
      await this.lifecycle.save(tx, work);
      await this.made.noteUndone(tx, of.id, kind, taken);
      return ids.at(-1)!;
    });
  }
}
