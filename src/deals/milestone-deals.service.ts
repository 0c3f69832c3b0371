import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/scope.js';
import type { MilestoneRow, Value } from '../leads/milestone.store.js';
import { isWorth, keptValue, type MilestoneName } from '../leads/touch.js';
import type { MilestoneFollower, Reached, ReportedMilestone } from '../lifecycle/following-leads.service.js';
import type { LeadCase } from '../lifecycle/lead-case.js';
import type { TransactionContext } from '../lifecycle/lifecycle.service.js';
import type { BarredError } from '../lifecycle/reading-touches.js';
import type { UnitOfWork } from '../lifecycle/unit-of-work.js';
import type { Tx } from '../platform/database.js';
import { accountNameOf } from './accounts/account.js';
import { DealAccounts } from './accounts/deal-accounts.service.js';
import type { Deal } from './deal.js';
import { DealStore } from './deal.store.js';
import { DealCases } from './deal-cases.service.js';
import { reopenDeal, winDeal } from './deal-ends.js';
import { DealGate, type UnmadeDeal } from './deal-gate.service.js';
import { DealLeads } from './deal-leads.service.js';
import { begin, change, channelOfLead } from './deal-making.js';
import { PLAIN } from './pipeline.js';
import type { AccountCase, DealCase } from './row-case.js';

const BY_DEALS: readonly MilestoneName[] = ['opportunity', 'won'];

/** What milestones of leads do to deals: an opportunity begins one, a win ends it. */
@Injectable()
export class MilestoneDeals implements MilestoneFollower {
  constructor(
    private readonly deals: DealStore,
    private readonly dealCases: DealCases,
    private readonly dealAccounts: DealAccounts,
    private readonly gate: DealGate,
    private readonly leads: DealLeads,
  ) {}

  async lock(tx: Tx, names: readonly MilestoneName[] | null): Promise<void> {
    if (names === null || names.some((name) => BY_DEALS.includes(name))) await this.deals.lockAll(tx);
  }

  /**
   * The leads whose deals are not won by people before they can be handed over; a program tells what is so already.
   * Whoever calls has the lock of all deals.
   */
  async barredFrom(
    tx: Tx,
    told: readonly ReportedMilestone[],
    caller: Caller,
  ): Promise<ReadonlyMap<string, BarredError>> {
    if (caller.scopes.includes('integration')) return new Map();
    const wins = told.filter(({ body }) => body.name === 'won');
    const leadIds = wins.map(({ leadId }) => leadId);
    const open = await this.deals.lockOpenOfLeads(tx, leadIds);
    // The first win of a lead ends its deal, which is worth from then on what was told with that.
    const worth = firstValues(wins);
    const won = new Map<string, Deal | UnmadeDeal>(
      open.map((deal) => [deal.leadId!, { ...deal, ...worth.get(deal.leadId!) }]),
    );
    // Told together, the opportunity makes the deal that is won a moment later.
    for (const [leadId, value] of madeAndWon(told))
      if (!won.has(leadId)) won.set(leadId, { ...UNMADE, ...value, ...worth.get(leadId) });
    return this.gate.barredFrom(tx, won);
  }

  /**
   * Whoever calls has the lock of all deals. What an earlier cycle of a lead had reached says nothing of this one, but for a
   * win, which closes the lead as it is now.
   */
  async follow(context: TransactionContext, work: UnitOfWork, reached: readonly Reached[]): Promise<void> {
    const { tx } = context;
    const told = reached.filter(
      ({ leadCase: { lead }, milestone: { name, cycle } }) =>
        BY_DEALS.includes(name) && (name === 'won' || cycle === lead.cycle) && !lead.test,
    );
    if (told.length === 0) return;
    const open = await this.dealCases.openOfLeads(
      tx,
      told.map(({ milestone }) => milestone.leadId),
    );
    this.dealCases.at(work, open);
    const byLead = new Map(open.map((deal) => [deal.row.leadId!, deal]));
    const accounts = await this.makeDeals(tx, work, told, byLead);
    for (const { milestone } of told) {
      const deal = byLead.get(milestone.leadId);
      if (milestone.name === 'won' && deal !== undefined)
        winDeal(work, deal, {
          ...{ wonAt: milestone.occurredAt, milestoneId: milestone.id },
          ...milestone.value,
        });
    }
    const deals = [...byLead.values()];
    await this.dealCases.write(tx, { accounts, deals });
    await this.gate.follow(tx, work, deals);
    const leads = new Map(told.map(({ leadCase }) => [leadCase.lead.id, leadCase]));
    // Won without a word of what it is worth, the lead is worth what its deal is.
    const won = deals.map((deal) => ({ deal, lead: leads.get(deal.row.leadId!) ?? null }));
    await this.leads.revalue({ context, work }, won);
  }

  /** What the lead is worth, its deal is. */
  async revalue({ tx }: TransactionContext, work: UnitOfWork, { id, value }: MilestoneRow): Promise<void> {
    const deal = await this.dealCases.openOfMilestone(tx, id);
    if (deal === undefined || value === null || isWorth(deal.row, value)) return;
    this.dealCases.at(work, [deal]);
    change(work, deal, { ...deal.row, ...value });
    await this.dealCases.write(tx, { deals: [deal] });
    await this.gate.follow(tx, work, [deal]);
  }

  /** The lead was not won after all, and so neither was the deal that won it, unless there is another by now. */
  async takeBack({ tx }: TransactionContext, work: UnitOfWork, { id }: MilestoneRow): Promise<void> {
    const deal = await this.dealCases.openOfMilestone(tx, id);
    if (deal === undefined) return;
    if ((await this.deals.readOpenOfLead(tx, deal.row.leadId!)) !== undefined) {
      await this.deals.linkMany(tx, [{ ...deal.row, milestoneId: null }]);
      return;
    }
    this.dealCases.at(work, [deal]);
    reopenDeal(work, deal, 'milestoneReversed');
    await this.dealCases.write(tx, { deals: [deal] });
    await this.gate.follow(tx, work, [deal]);
  }

  /** One for each lead that has become an opportunity and has none that is open. */
  private async makeDeals(
    tx: Tx,
    work: UnitOfWork,
    told: readonly Reached[],
    byLead: Map<string, DealCase>,
  ): Promise<readonly AccountCase[]> {
    const first = new Map<string, Reached>();
    for (const each of told) {
      const { name, leadId } = each.milestone;
      if (name === 'opportunity' && !byLead.has(leadId) && !first.has(leadId)) first.set(leadId, each);
    }
    const making = [...first.values()].map((each) => ({ ...each, account: accountNameOf(each.leadCase.document!) }));
    const named = making.flatMap(({ leadCase, account }) =>
      account === null ? [] : [{ name: account, ownerRepId: ownerOf(leadCase) }],
    );
    const { accountIds, cases } = await this.dealAccounts.find(tx, work, named);
    const ids = [...accountIds];
    for (const { leadCase, milestone, account } of making) {
      const { source } = leadCase.document!;
      const deal = begin(work, {
        name: account?.name ?? `Opportunity from ${source}`,
        externalId: null,
        refs: {},
        accountId: account === null ? null : ids.shift()!,
        leadId: milestone.leadId,
        ...channelOfLead(leadCase),
        ...{ product: null, contractId: null },
        ...PLAIN,
        ownerRepId: ownerOf(leadCase),
        ...(milestone.value ?? { amount: null, currency: null }),
        expectedCloseAt: null,
        term: null,
      });
      byLead.set(milestone.leadId, deal);
    }
    return cases;
  }
}

const UNMADE: UnmadeDeal = { id: null, amount: null, currency: null, product: null, term: null };

/** The value that each lead was first told with. */
function firstValues(told: readonly ReportedMilestone[]): Map<string, Value | null> {
  return new Map(
    [...told].reverse().map(({ leadId, body: { value } }) => [leadId, value === undefined ? null : keptValue(value)]),
  );
}

/** The leads that become an opportunity and are won after that, with what the opportunity is worth. */
function madeAndWon(told: readonly ReportedMilestone[]): Map<string, Value | null> {
  const made = firstValues(told.filter(({ body }) => body.name === 'opportunity'));
  const seen = new Set<string>();
  const won = new Map<string, Value | null>();
  for (const { leadId, body } of told) {
    if (body.name === 'opportunity') seen.add(leadId);
    if (body.name === 'won' && seen.has(leadId)) won.set(leadId, made.get(leadId)!);
  }
  return won;
}

/** Whose it was when it was told: a lead that is won is nobody's any more. */
function ownerOf({ before, lead }: LeadCase): string | null {
  return lead.ownerId ?? before?.ownerId ?? null;
}
