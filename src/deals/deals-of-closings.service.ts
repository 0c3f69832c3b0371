import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/scope.js';
import type { RequestedAction, TimeAndDirectory } from '../lifecycle/lifecycle.service.js';
import type {
  ClosedWithDeal,
  DealSource,
  DealsByLead,
  OpenDeal,
  TimesByLead,
} from '../lifecycle/open-deals.service.js';
import type { Sql, Tx } from '../platform/sql/database.js';
import { groupBy } from '../platform/values/group.js';
import { concernsLead } from './deal.js';
import { DealStore } from './deal.store.js';
import { DealCases } from './deal-cases.service.js';
import { loseWithLead } from './deal-ends.js';
import { DealGate } from './deal-gate.service.js';
import { mayWorkOnDeal } from './deal-sight.js';

/** Tells those who close leads of the open deals, and loses deals with their leads. */
@Injectable()
export class DealsOfClosings implements DealSource {
  constructor(
    private readonly deals: DealStore,
    private readonly dealCases: DealCases,
    private readonly gate: DealGate,
  ) {}

  lock(tx: Tx): Promise<void> {
    return this.deals.lockAll(tx);
  }

  async find(sql: Sql, leadIds: readonly string[]): Promise<DealsByLead> {
    const open = await this.deals.readOpenOfLeads(sql, leadIds);
    return new Map(open.filter(concernsLead).map(({ leadId, ...deal }) => [leadId!, deal]));
  }

  async findTimes(sql: Sql, leadIds: readonly string[]): Promise<TimesByLead> {
    const times = (await this.deals.readOpenTimes(sql, leadIds)).filter(concernsLead);
    return groupBy(
      times.map(({ leadId, from, to }) => ({ leadId, from, to: to ?? Number.POSITIVE_INFINITY })),
      ({ leadId }) => leadId,
    );
  }

  mayLose(deal: OpenDeal, caller: Caller, at: TimeAndDirectory): boolean {
    return mayWorkOnDeal(deal, caller, at);
  }

  /** The caller holds the lock on all deals. */
  async lose({ context: { tx }, work }: RequestedAction, closed: readonly ClosedWithDeal[]): Promise<void> {
    const rows = new Map(closed.map(({ leadCase, row }) => [leadCase.lead.id, row]));
    const cases = (await this.dealCases.openOfLeads(tx, [...rows.keys()])).filter(({ row }) => concernsLead(row));
    work.advanceToLatest(cases);
    for (const deal of cases) loseWithLead(work, deal, rows.get(deal.row.leadId!)!);
    await this.dealCases.write(tx, { deals: cases });
    await this.gate.follow(tx, work, cases);
  }
}
