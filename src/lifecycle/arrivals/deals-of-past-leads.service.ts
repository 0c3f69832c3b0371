import { Injectable } from '@nestjs/common';
import type { MilestoneRow, Value } from '../../leads/milestone.store.js';
import type { Tx } from '../../platform/sql/database.js';
import type { Instant } from '../../platform/values/duration.js';
import type { LeadCase } from '../lead-case.js';
import type { TransactionContext } from '../lifecycle.service.js';

/** The deal of a lead that is brought along, with how the lead ended. */
export interface DealOfPastLead {
  readonly leadCase: LeadCase;
  readonly deal: { readonly name: string; readonly value: Value | null };
  readonly ownerId: string | null;
  /** Null if it is not won. */
  readonly win: MilestoneRow | null;
  /** How it was closed otherwise; null if it was not. */
  readonly closing: { readonly at: Instant; readonly reason: string } | null;
}

export interface MadeOfPastLeads {
  readonly dealIds: readonly string[];
  readonly accountIds: readonly string[];
}

/** What makes these deals, which a satellite provides. */
export interface PastLeadDeals {
  /** Takes the lock that comes before those of leads. */
  lock(tx: Tx): Promise<void>;
  /** The leads and their ends are written. */
  make(context: TransactionContext, leads: readonly DealOfPastLead[]): Promise<MadeOfPastLeads>;
}

/** The deals of leads that are brought along. Without the satellite of deals, none are made. */
@Injectable()
export class DealsOfPastLeads {
  private deals: PastLeadDeals | null = null;

  provide(deals: PastLeadDeals): void {
    this.deals = deals;
  }

  async lock(tx: Tx): Promise<void> {
    await this.deals?.lock(tx);
  }

  async make(context: TransactionContext, leads: readonly DealOfPastLead[]): Promise<MadeOfPastLeads> {
    if (this.deals === null || leads.length === 0) return { dealIds: [], accountIds: [] };
    return this.deals.make(context, leads);
  }
}
