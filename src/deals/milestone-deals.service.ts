import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/scope.js';
import type { DispositionRow } from '../disposition/disposition.store.js';
import type { MilestoneRow, Value } from '../leads/milestone.store.js';
import { isWorth, keptValue, type MilestoneName } from '../leads/touch.js';
import type { MilestoneFollower, ReachedMilestone, ReportedMilestone } from '../lifecycle/following-leads.service.js';
import type { LeadCase } from '../lifecycle/lead-case.js';
import type { TransactionContext } from '../lifecycle/lifecycle.service.js';
import type { BarredError } from '../lifecycle/touches/reading-touches.js';
import type { UnitOfWork } from '../lifecycle/unit-of-work.js';
import type { Tx } from '../platform/sql/database.js';
import { accountNameOf } from './accounts/account.js';
import { DealAccounts } from './accounts/deal-accounts.service.js';
import { anotherIsOpen, anotherIsWon, TermMissingError } from './deal.errors.js';
import { concernsLead, type Deal } from './deal.js';
import { DealStore } from './deal.store.js';
import { DealCases } from './deal-cases.service.js';
import { findWithoutAnswer, readDecided } from './deal-contracts.store.js';
import { loseWithLead, reopenDeal, winDeal } from './deal-ends.js';
import { DealGate, type UnmadeDeal } from './deal-gate.service.js';
import { DealLeads } from './deal-leads.service.js';
import { begin, change, channelOfLead } from './deal-making.js';
import { PLAIN } from './pipeline.js';
import { RenewalOwners } from './renewals/renewal-owners.service.js';
import type { AccountCase, DealCase } from './row-case.js';
import { UNSAID_SOLD_FOR } from './sold-for.js';

const BY_DEALS: readonly MilestoneName[] = ['opportunity', 'won'];

/** Updates deals after milestones of leads: an opportunity begins a deal, a win ends it. */
@Injectable()
export class MilestoneDeals implements MilestoneFollower {
  constructor(
    private readonly deals: DealStore,
    private readonly dealCases: DealCases,
    private readonly dealAccounts: DealAccounts,
    private readonly gate: DealGate,
    private readonly renewalOwners: RenewalOwners,
    private readonly leads: DealLeads,
  ) {}

  async lock(tx: Tx, names: readonly MilestoneName[] | null): Promise<void> {
    if (names === null || names.some((name) => BY_DEALS.includes(name))) await this.deals.lockAll(tx);
  }

  /**
   * Returns the leads that people may not win yet because their deals cannot be handed over, or do not say for how long
   * they are sold, or because there is no deal of which that could be said. Programs are not barred, since they report what has happened already. The caller holds the lock on all deals.
   */
  async barredFrom(
    { tx, directory }: TransactionContext,
    reported: readonly ReportedMilestone[],
    caller: Caller,
  ): Promise<ReadonlyMap<string, BarredError>> {
    if (caller.scopes.includes('integration')) return new Map();
    const wins = reported.filter(({ body }) => body.name === 'won');
    const leadIds = wins.map(({ leadId }) => leadId);
    const open = await this.deals.lockOpenOfLeads(tx, leadIds);
    const hasOpen = new Set(open.map(({ leadId }) => leadId));
    // The first win of a lead ends its deal, and sets what that is worth.
    const worth = firstValues(wins);
    const won = new Map<string, Deal | UnmadeDeal>(
      open.filter(concernsLead).map((deal) => [deal.leadId!, { ...deal, ...worth.get(deal.leadId!) }]),
    );
    // An opportunity reported in the same request makes the deal that the win ends.
    for (const [leadId, value] of madeAndWon(reported))
      if (!won.has(leadId)) won.set(leadId, { ...UNMADE, ...value, ...worth.get(leadId) });
    const barred = await this.gate.handover.barredFrom(tx, won);
    const dealless = new Map<string, UnmadeDeal>(
      wins
        .filter(({ leadId, leadCase: { lead } }) => !lead.test && !won.has(leadId) && !hasOpen.has(leadId))
        .map(({ leadId }) => [leadId, { ...UNMADE, ...worth.get(leadId) }]),
    );
    for (const [leadId, refusal] of await this.gate.handover.barredWithoutDeal(tx, dealless))
      barred.set(leadId, refusal);
    if (directory.content.settings.termAtWin !== 'required') return barred;
    const silent = await findWithoutAnswer(tx, [...won.values()].filter(isMade));
    const handoffs = await this.gate.handover.read(tx, [...silent]);
    for (const [leadId, { id }] of [...won, ...dealless])
      if (id === null || (silent.has(id) && handoffs.get(id)?.term == null))
        barred.set(leadId, new TermMissingError(id));
    return barred;
  }

  /**
   * The caller holds the lock on all deals. Milestones of an earlier cycle are ignored, except a win, which closes the
   * lead as it is now. A renewal is about a contract: no milestone of its lead ends it.
   */
  async follow(context: TransactionContext, work: UnitOfWork, reached: readonly ReachedMilestone[]): Promise<void> {
    const { tx } = context;
    const counted = reached.filter(
      ({ leadCase: { lead }, milestone: { name, cycle } }) =>
        BY_DEALS.includes(name) && (name === 'won' || cycle === lead.cycle) && !lead.test,
    );
    if (counted.length === 0) return;
    const open = await this.dealCases.openOfLeads(
      tx,
      counted.map(({ milestone }) => milestone.leadId),
    );
    work.advanceToLatest(open);
    const byLead = new Map(open.map((deal) => [deal.row.leadId!, deal]));
    const accounts = await this.makeDeals(tx, work, counted, byLead);
    for (const { milestone } of counted) {
      const deal = byLead.get(milestone.leadId);
      if (milestone.name === 'won' && deal !== undefined && concernsLead(deal.row))
        winDeal(work, deal, {
          wonAt: milestone.occurredAt,
          milestoneId: milestone.id,
          ...milestone.value,
        });
    }
    const deals = [...byLead.values()];
    await this.dealCases.write(tx, { accounts, deals });
    await this.gate.follow(tx, work, deals);
    const leads = new Map(counted.map(({ leadCase }) => [leadCase.lead.id, leadCase]));
    // A lead that was won without a value gets that of its deal.
    const won = deals
      .filter(({ row }) => concernsLead(row))
      .map((deal) => ({ deal, lead: leads.get(deal.row.leadId!) ?? null }));
    await this.leads.revalue({ context, work }, won);
  }

  async revalue({ tx }: TransactionContext, work: UnitOfWork, { id, value }: MilestoneRow): Promise<void> {
    const deal = await this.dealCases.openOfMilestone(tx, id);
    if (deal === undefined || value === null || isWorth(deal.row, value)) return;
    work.advanceToLatest([deal]);
    change(work, deal, { ...deal.row, ...value });
    await this.dealCases.write(tx, { deals: [deal] });
    await this.gate.follow(tx, work, [deal]);
  }

  /**
   * Reopens the deal whose win of the lead is reversed. Only unlinks it if it renews a contract that has decided
   * otherwise.
   * @throws DealExistsError if the lead has another deal that is open or won: a deal would stay won, and its lead would
   * not
   */
  async takeBack(
    context: TransactionContext,
    work: UnitOfWork,
    { id }: MilestoneRow,
    lostWith: DispositionRow | null,
  ): Promise<Deal | undefined> {
    const { tx } = context;
    const deal = await this.dealCases.openOfMilestone(tx, id);
    if (deal === undefined) return undefined;
    const decided = await readDecided(context, [{ deal: deal.row, stage: 'open' }]);
    if (decided.size > 0) {
      await this.deals.linkMany(tx, [{ ...deal.row, milestoneId: null }]);
      return undefined;
    }
    const other = await this.deals.readOpenOfLead(tx, deal.row.leadId!);
    if (other !== undefined) throw anotherIsOpen(other.id);
    const won = (await this.deals.findUnlinkedWins(tx, [deal.row.leadId!])).get(deal.row.leadId!);
    if (won !== undefined) throw anotherIsWon(won.id);
    work.advanceToLatest([deal]);
    reopenDeal(work, deal, 'milestoneReversed');
    if (lostWith !== null) loseWithLead(work, deal, lostWith);
    await this.renewalOwners.bringBack(tx, work, deal);
    await this.dealCases.write(tx, { deals: [deal] });
    await this.gate.follow(tx, work, [deal]);
    return concernsLead(deal.row) ? deal.row : undefined;
  }

  /** Creates a deal for each lead that has become an opportunity and has no open one. */
  private async makeDeals(
    tx: Tx,
    work: UnitOfWork,
    reported: readonly ReachedMilestone[],
    byLead: Map<string, DealCase>,
  ): Promise<readonly AccountCase[]> {
    const first = new Map<string, ReachedMilestone>();
    for (const each of reported) {
      const { name, leadId } = each.milestone;
      if (name === 'opportunity' && !byLead.has(leadId) && !first.has(leadId)) first.set(leadId, each);
    }
    const making = [...first.values()].map((each) => ({ ...each, company: accountNameOf(each.leadCase.document!) }));
    const named = making.flatMap(({ leadCase, company }) =>
      company === null ? [] : [{ leadId: leadCase.lead.id, name: company, ownerRepId: ownerOf(leadCase) }],
    );
    const barred = await this.dealAccounts.findBarred(tx, named);
    const own = named.filter(({ leadId }) => !barred.has(leadId));
    const { accountIds, cases } = await this.dealAccounts.find(tx, work, own);
    const accountOf = new Map(own.map(({ leadId }, place) => [leadId, accountIds[place]!]));
    for (const { leadCase, milestone, company } of making) {
      const { source } = leadCase.document!;
      const deal = begin(work, {
        name: company?.name ?? `Opportunity from ${source}`,
        externalId: null,
        refs: {},
        accountId: accountOf.get(milestone.leadId) ?? null,
        leadId: milestone.leadId,
        ...channelOfLead(leadCase),
        product: null,
        ...PLAIN,
        ownerRepId: ownerOf(leadCase),
        ...(milestone.value ?? { amount: null, currency: null }),
        expectedCloseAt: null,
        ...UNSAID_SOLD_FOR,
      });
      byLead.set(milestone.leadId, deal);
    }
    return cases;
  }
}

function isMade(deal: Deal | UnmadeDeal): deal is Deal {
  return deal.id !== null;
}

const UNMADE: UnmadeDeal = { id: null, type: 'new', amount: null, currency: null, product: null, term: null };

function firstValues(reported: readonly ReportedMilestone[]): Map<string, Value | null> {
  return new Map(
    [...reported]
      .reverse()
      .map(({ leadId, body: { value } }) => [leadId, value === undefined ? null : keptValue(value)]),
  );
}

/** The leads that become an opportunity and are won after that, with the value of the opportunity. */
function madeAndWon(reported: readonly ReportedMilestone[]): Map<string, Value | null> {
  const made = firstValues(reported.filter(({ body }) => body.name === 'opportunity'));
  const seen = new Set<string>();
  const won = new Map<string, Value | null>();
  for (const { leadId, body } of reported) {
    if (body.name === 'opportunity') seen.add(leadId);
    if (body.name === 'won' && seen.has(leadId)) won.set(leadId, made.get(leadId)!);
  }
  return won;
}

/** The owner at the time of the report: a won lead has none any more. */
function ownerOf({ before, lead }: LeadCase): string | null {
  return lead.ownerId ?? before?.ownerId ?? null;
}
