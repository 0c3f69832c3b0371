import { Injectable } from '@nestjs/common';
import type {
  DealOfPastLead,
  MadeOfPastLeads,
  PastLeadDeals,
} from '../lifecycle/arrivals/deals-of-past-leads.service.js';
import type { TransactionContext } from '../lifecycle/lifecycle.service.js';
import type { Tx } from '../platform/sql/database.js';
import { pluck } from '../platform/values/group.js';
import { accountNameOf } from './accounts/account.js';
import { DealStore } from './deal.store.js';
import { type PastDeal, type PastDealEnd, PastDeals } from './past-deals.service.js';
import { PLAIN } from './pipeline.js';
import { UNSAID_SOLD_FOR } from './sold-for.js';

/** Makes the deals of leads that are brought along, with their accounts. */
@Injectable()
export class DealsOfPastLeadsHere implements PastLeadDeals {
  constructor(
    private readonly deals: DealStore,
    private readonly pasts: PastDeals,
  ) {}

  lock(tx: Tx): Promise<void> {
    return this.deals.lockAll(tx);
  }

  async make(context: TransactionContext, leads: readonly DealOfPastLead[]): Promise<MadeOfPastLeads> {
    const { deals, newAccountIds } = await this.pasts.bring(context, leads.map(pastDeal));
    return { dealIds: pluck(deals, 'subjectId'), accountIds: newAccountIds };
  }
}

function pastDeal({ leadCase, deal, ownerId, win, closing }: DealOfPastLead): PastDeal {
  const { receivedAt } = leadCase.document!;
  const end: PastDealEnd | null =
    win !== null
      ? { kind: 'won', at: win.occurredAt, milestoneId: win.id }
      : closing === null
        ? null
        : { kind: 'lost', at: closing.at, loss: { lostReason: closing.reason, lostNote: null, lostFields: null } };
  return {
    fields: {
      name: deal.name,
      externalId: null,
      refs: {},
      product: null,
      ...PLAIN,
      ...(deal.value ?? { amount: null, currency: null }),
      expectedCloseAt: null,
      ...UNSAID_SOLD_FOR,
    },
    account: accountNameOf(leadCase.document!),
    lead: leadCase,
    ownerRepId: ownerId,
    madeAt: receivedAt,
    end,
  };
}
