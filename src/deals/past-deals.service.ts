import { Injectable } from '@nestjs/common';
import { BROUGHT_ALONG } from '../lifecycle/arrivals/past-leads.js';
import type { LeadCase } from '../lifecycle/lead-case.js';
import { LifecycleService, type TransactionContext } from '../lifecycle/lifecycle.service.js';
import { UnitOfWork } from '../lifecycle/unit-of-work.js';
import type { Instant } from '../platform/values/duration.js';
import { newId } from '../platform/values/ids.js';
import type { AccountName } from './accounts/account.js';
import { AccountTypes } from './accounts/account-types.service.js';
import { DealAccounts } from './accounts/deal-accounts.service.js';
import { type Loss } from './deal.js';
import { DealCases } from './deal-cases.service.js';
import { loseDeal, winDeal } from './deal-ends.js';
import { begin, channelOfLead } from './deal-making.js';
import type { fieldsOf } from './reading-deals.js';
import type { AccountCase, DealCase } from './row-case.js';

export type PastDealEnd =
  /** @param milestoneId the win of its lead, which is worth as much; null without a lead */
  | { readonly kind: 'won'; readonly at: Instant; readonly milestoneId: string | null }
  | { readonly kind: 'lost'; readonly at: Instant; readonly loss: Loss };

/** A deal that began elsewhere, whatever has become of it there. */
export interface PastDeal {
  readonly fields: ReturnType<typeof fieldsOf>;
  /** By its id or, if it may have to be made, its name; null for none. */
  readonly account: { readonly id: string } | AccountName | null;
  readonly lead: LeadCase | null;
  readonly ownerRepId: string | null;
  readonly madeAt: Instant;
  /** Null if it is open. */
  readonly end: PastDealEnd | null;
}

interface BroughtDeals {
  /** In the order of those that were given. */
  readonly deals: readonly DealCase[];
  readonly newAccountIds: readonly string[];
}

/**
 * Brings deals along with what happened to them, at its dates. Nobody is told, no handoff begins, no contract is made and
 * nothing is promised of them; their accounts become customers.
 */
@Injectable()
export class PastDeals {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly dealAccounts: DealAccounts,
    private readonly dealCases: DealCases,
    private readonly accountTypes: AccountTypes,
  ) {}

  /** The caller holds the lock on all deals, and has written the leads and their wins. Everything is saved. */
  async bring({ tx, directory, now }: TransactionContext, pasts: readonly PastDeal[]): Promise<BroughtDeals> {
    if (pasts.length === 0) return { deals: [], newAccountIds: [] };
    const present = new UnitOfWork([], directory, now, BROUGHT_ALONG, newId, true);
    const { accountIds, cases } = await this.accountsOf(tx, present, pasts);
    const past = new UnitOfWork(
      [],
      directory,
      Math.min(now, ...pasts.map(({ madeAt }) => madeAt)),
      BROUGHT_ALONG,
      newId,
      true,
    );
    const deals = liveThrough(past, pasts, accountIds);
    await this.dealCases.writeUnpromised(tx, { accounts: cases, deals });
    await this.accountTypes.follow(tx, present, deals);
    await this.lifecycle.savePortion(tx, past);
    await this.lifecycle.savePortion(tx, present);
    this.lifecycle.saveShared(tx, [past, present]);
    return { deals, newAccountIds: cases.filter(({ before }) => before === null).map(({ subjectId }) => subjectId) };
  }

  private async accountsOf(
    tx: TransactionContext['tx'],
    work: UnitOfWork,
    pasts: readonly PastDeal[],
  ): Promise<{ readonly accountIds: readonly (string | null)[]; readonly cases: readonly AccountCase[] }> {
    const named = pasts.flatMap(({ account, ownerRepId }) =>
      account === null || 'id' in account ? [] : [{ name: account, ownerRepId }],
    );
    const found = await this.dealAccounts.find(tx, work, named);
    let next = 0;
    const accountIds = pasts.map(({ account }) => {
      if (account === null) return null;
      return 'id' in account ? account.id : found.accountIds[next++]!;
    });
    return { accountIds, cases: found.cases };
  }
}

/** Lets all happen in its order. */
function liveThrough(
  work: UnitOfWork,
  pasts: readonly PastDeal[],
  accountIds: readonly (string | null)[],
): readonly DealCase[] {
  const deals: DealCase[] = [];
  const deeds = pasts.flatMap(({ fields, lead, ownerRepId, madeAt, end }, place) => {
    const accountId = accountIds[place]!;
    const leadId = lead?.lead.id ?? null;
    const make = () => {
      deals[place] = begin(work, { ...fields, accountId, leadId, ownerRepId, ...channelOfLead(lead) });
    };
    if (end === null) return [{ at: madeAt, happen: make }];
    return [
      { at: madeAt, happen: make },
      { at: Math.max(end.at, madeAt), happen: () => endOf(work, deals[place]!, end) },
    ];
  });
  for (const { at, happen } of deeds.sort((a, b) => a.at - b.at)) {
    work.advanceTo(at);
    happen();
  }
  return deals;
}

function endOf(work: UnitOfWork, deal: DealCase, end: PastDealEnd): void {
  if (end.kind === 'lost') loseDeal(work, deal, end.loss);
  else winDeal(work, deal, { wonAt: end.at, milestoneId: end.milestoneId });
  deal.row = { ...deal.row, broughtAlong: true };
}
