import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/scope.js';
import { LeadCases } from '../lifecycle/lead-cases.service.js';
import { LifecycleService } from '../lifecycle/lifecycle.service.js';
import { system } from '../platform/values/actor.js';
import { DealStore } from './deal.store.js';
import { DealCases } from './deal-cases.service.js';
import { DealLeads } from './deal-leads.service.js';

/** Deals processed in one transaction, which holds the lock on all deals. */
const AT_ONCE = 50;

/** Wins are dated as programs date them. */
const PROGRAM: Caller = { keyId: '', name: 'deals', scopes: ['integration'], repId: null };

/**
 * Brings leads up to date that do not agree with their deals: closed by a rule under an open deal, or not won although
 * the deal is. Earlier versions left them so.
 */
@Injectable()
export class OverdueLeads {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly leadCases: LeadCases,
    private readonly deals: DealStore,
    private readonly dealCases: DealCases,
    private readonly leads: DealLeads,
  ) {}

  async catchUp(goOn: () => boolean = () => true): Promise<void> {
    let after: string | null = null;
    do after = await this.catchUpSome(after);
    while (after !== null && goOn());
  }

  /** @param after the lead to go on after @returns the last lead if there may be more; it may still be overdue */
  private catchUpSome(after: string | null): Promise<string | null> {
    return this.lifecycle.performDue(async (context) => {
      const { tx } = context;
      await this.deals.lockAll(tx);
      const overdue = await this.deals.readOverdue(tx, after, AT_ONCE);
      if (overdue.length === 0) return null;
      const leads = await this.leadCases.open(
        tx,
        overdue.map(({ leadId }) => leadId),
        { withDocuments: true },
      );
      const deals = await this.dealCases.openDeals(
        tx,
        overdue.map(({ id }) => id),
      );
      const work = this.lifecycle.workOn(leads, context, system('deal'));
      work.advanceToLatest(deals);
      const leadOf = new Map(leads.map((each) => [each.lead.id, each]));
      await this.leads.follow(
        { context, work, caller: PROGRAM },
        deals.map((deal) => ({ deal, lead: leadOf.get(deal.row.leadId!) ?? null, isOverdue: true })),
      );
      await this.lifecycle.save(tx, work);
      return overdue.length === AT_ONCE ? overdue.at(-1)!.leadId : null;
    });
  }
}
