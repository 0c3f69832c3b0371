import { Injectable } from '@nestjs/common';
import { DispositionStore } from '../disposition/disposition.store.js';
import type { MilestoneBody } from '../leads/activity.dto.js';
import { isPutAway } from '../leads/lead.js';
import { type MilestoneRow, MilestoneStore, type Value } from '../leads/milestone.store.js';
import { isWorth } from '../leads/touch.js';
import { requestDecision } from '../lifecycle/clocks/deciding.js';
import { DispositionRecorder } from '../lifecycle/closing/disposition-recorder.service.js';
import { type OpeningByDeal, ReopeningService } from '../lifecycle/closing/reopening.service.js';
import type { LeadCase } from '../lifecycle/lead-case.js';
import { LifecycleService, type RequestedAction, type TransactionContext } from '../lifecycle/lifecycle.service.js';
import { DecisionRequests } from '../lifecycle/milestones/decision-requests.service.js';
import { MilestoneMending, type Reversal } from '../lifecycle/milestones/milestone-mending.service.js';
import { MilestoneRecorder } from '../lifecycle/milestones/milestone-recorder.service.js';
import { winsNow } from '../lifecycle/milestones/wins.js';
import { faultsOfMilestone, type OpenReport } from '../lifecycle/touches/reading-touches.js';
import type { Fault } from '../platform/input/fault.js';
import { groupBy } from '../platform/values/group.js';
import { DealStore } from './deal.store.js';
import { type LinkedDeal, Links } from './deal-links.js';
import {
  type EndedDeal,
  hasBecome,
  hasBeenExplained,
  isFollowed,
  noted,
  opensLead,
  type WithLead,
  wasWon,
  whyOpened,
  wonBodyOf,
} from './followed-deal.js';
import type { DealCase } from './row-case.js';

/** Why a lead was not won at the reported instant, by its deal. */
type FaultsByDeal = Map<DealCase, readonly Fault[]>;

/** The note on a win that is reversed with its deal, as the export shows it. */
const NO_WIN = 'Its deal is no longer won.';

/**
 * Updates leads after changes of their deals: wins, losses, reopenings and values. The caller holds the lock on all
 * deals, has opened the leads and has written the deals. Leads that come back are routed, so this runs after all else
 * that locks rows.
 */
@Injectable()
export class DealLeads {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly deals: DealStore,
    private readonly milestones: MilestoneStore,
    private readonly dispositions: DispositionStore,
    private readonly mending: MilestoneMending,
    private readonly reaching: MilestoneRecorder,
    private readonly closing: DispositionRecorder,
    private readonly reopening: ReopeningService,
    private readonly requests: DecisionRequests,
  ) {}

  /** @returns faults of reported instants of wins; those leads are won as of now instead */
  async follow(acting: RequestedAction, ended: readonly EndedDeal[]): Promise<FaultsByDeal> {
    const followed = ended.filter(isFollowed);
    if (followed.length === 0) return new Map();
    await this.withdrawRequests(acting, followed);
    const lost = followed
      .filter((each) => hasBecome(each, 'lost') || hasBeenExplained(each))
      .map(({ lead }) => lead.lead.id);
    // A lead with another open deal stays open for that.
    const open = new Set((await this.deals.findOpenOfLeads(acting.context.tx, lost)).keys());
    const links = new Links(followed, open);
    const unwon = new Set(await this.undoWins(acting, followed, links));
    await this.openLeads(acting, followed, unwon);
    const misdated = await this.winLeads(acting, followed, links);
    await this.loseLeads(acting, followed, links);
    await this.deals.linkMany(acting.context.tx, links.changed());
    await this.revalueAll(acting, links.won());
    return misdated;
  }

  /**
   * Reverses wins that no longer hold. One of a lead with another won deal is that deal's from now on, with its value,
   * whatever has become of the lead since.
   */
  private async undoWins(
    acting: RequestedAction,
    followed: readonly WithLead[],
    links: Links,
  ): Promise<readonly LeadCase[]> {
    const { tx } = acting.context;
    const undone = followed.filter(
      ({ deal: { before, row } }) => before?.milestoneId != null && row.milestoneId === null,
    );
    if (undone.length === 0) return [];
    const all = await this.milestonesOf(tx, undone);
    const successors = await this.deals.findUnlinkedWins(
      tx,
      undone.map(({ lead }) => lead.lead.id),
    );
    const reversals: Reversal[] = [];
    for (const { deal, lead, closing = null } of undone) {
      const milestone = all.get(lead.lead.id)!.find(({ id }) => id === deal.before!.milestoneId)!;
      if (milestone.reversedAt !== null) continue;
      const successor = successors.get(lead.lead.id);
      if (successor !== undefined) links.passOn(successor, milestone.id, lead);
      else {
        const disposition = deal.row.stage === 'lost' && !links.hasOpen(lead) ? closing : null;
        reversals.push({ leadCase: lead, milestone, note: NO_WIN, dealId: deal.row.id, disposition });
      }
    }
    const { closed, back } = await this.mending.reverse(acting, reversals, all);
    for (const { deal, lead } of undone) {
      const row = closed.get(lead);
      if (row !== undefined) links.set(deal, { dispositionId: row.id });
    }
    return back;
  }

  /** Withdraws decisions requested after lost deals, since the lead has an open deal again. */
  private async withdrawRequests(acting: RequestedAction, followed: readonly WithLead[]): Promise<void> {
    const open = followed.filter((each) => hasBecome(each, 'open') && each.lead.lead.status === 'open');
    const opening = open.map(({ deal, lead: leadCase }) => ({ leadCase, dealId: deal.row.id }));
    if (opening.length > 0) await this.requests.withdraw(acting, opening);
  }

  /**
   * Opens leads that are closed, if one of their deals is open again, was made open, or is won. A lead that was won stays
   * so whatever its other deals do. @param unwon leads whose win was just reversed
   */
  private async openLeads(
    acting: RequestedAction,
    followed: readonly WithLead[],
    unwon: ReadonlySet<LeadCase>,
  ): Promise<void> {
    const closed = followed.filter((each) => unwon.has(each.lead) || (isPutAway(each.lead.lead) && opensLead(each)));
    if (closed.length === 0) return;
    const firstOf = await this.dispositions.readFirsts(
      acting.context.tx,
      closed.flatMap(({ lead: { lead } }) => lead.dispositionId ?? []),
    );
    const openings = new Map<LeadCase, OpeningByDeal>();
    for (const each of closed) {
      const { deal, lead } = each;
      const why = whyOpened(each);
      const ofLoss = deal.before?.dispositionId ?? null;
      const isOwnClosing = ofLoss !== null && firstOf.get(lead.lead.dispositionId ?? '') === ofLoss;
      const opening = { leadCase: lead, deal: deal.row, why, isOwnClosing } as const;
      if (why === 'dealWon' || !openings.has(lead)) openings.set(lead, opening);
    }
    await this.reopening.openForDeals(acting, [...openings.values()]);
    // A lead that came back may be closed again at once, so its new owner is saved first.
    this.lifecycle.saveSoFar(acting.context.tx, acting.work);
  }

  private async winLeads(acting: RequestedAction, followed: readonly WithLead[], links: Links): Promise<FaultsByDeal> {
    const won = followed.filter((each) => hasBecome(each, 'won') && links.of(each.deal).milestoneId === null);
    const misdated: FaultsByDeal = new Map();
    if (won.length === 0) return misdated;
    await this.adoptWins(acting, won, links);
    const reports = new Map<LeadCase, WithLead>();
    // Two deals of a lead may be won at once; the lead is won once.
    for (const each of won)
      if (each.lead.lead.status === 'open' && !reports.has(each.lead)) reports.set(each.lead, each);
    await this.reach(acting, [...reports.values()], links, misdated);
    // A win at the same instant in an earlier cycle does not win this one, so report it without the instant.
    const again = [...reports.values()].filter(({ lead }) => lead.lead.status === 'open');
    const undated = again.map(({ deal, lead }) => ({ deal, lead, isUndated: true }));
    if (undated.length > 0) await this.reach(acting, undated, links, misdated);
    return misdated;
  }

  /** Links deals to wins that their leads had before; from now on the deal decides what the lead is worth. */
  private async adoptWins({ context: { tx } }: RequestedAction, won: readonly WithLead[], links: Links): Promise<void> {
    const before = won.filter(({ lead: { lead } }) => lead.status === 'won');
    if (before.length === 0) return;
    const all = await this.milestonesOf(tx, before);
    const taken = await this.deals.findMilestones(
      tx,
      before.map(({ lead }) => lead.lead.id),
    );
    for (const { deal, lead } of before) {
      const free = all.get(lead.lead.id)!.find((each) => winsNow(each, lead.lead) && !taken.has(each.id));
      if (free === undefined) continue;
      taken.add(free.id);
      links.set(deal, { milestoneId: free.id });
    }
  }

  private async reach(
    acting: RequestedAction,
    won: readonly WithLead[],
    links: Links,
    misdated: FaultsByDeal,
  ): Promise<void> {
    const { requestId: _, ...caller } = acting.caller;
    const reports = won.map((each, index): OpenReport<MilestoneBody> => {
      const { deal, lead } = each;
      const body = wonBodyOf(each);
      const faults = faultsOfMilestone(acting.context, lead, body.occurredAt, caller);
      // What was stored before is dated as well as possible, and refused no more.
      if (faults.length > 0 && !wasWon(each)) misdated.set(deal, faults);
      const { occurredAt: __, ...undated } = body;
      return { index, leadId: lead.lead.id, leadCase: lead, body: faults.length > 0 ? undated : body };
    });
    const { taken } = await this.reaching.record({ ...acting, caller }, reports);
    for (const [index, { deal }] of won.entries()) {
      const became = taken.get(index)!;
      if (became.status === 'recorded') links.set(deal, { milestoneId: became.id });
    }
  }

  /** Closes leads with the reasons of their lost deals; requests a decision about those that stay open. */
  private async loseLeads(acting: RequestedAction, followed: readonly WithLead[], links: Links): Promise<void> {
    const lost = new Map<LeadCase, WithLead>();
    for (const each of followed) {
      const { lead, closing } = each;
      const isLate = hasBeenExplained(each) && closing != null && lead.lead.decisionPending;
      const isLost = hasBecome(each, 'lost') || isLate;
      if (isLost && lead.lead.status === 'open' && !links.hasOpen(lead)) lost.set(lead, each);
    }
    const closings = [...lost.values()].flatMap(({ deal, lead, closing }) =>
      closing == null ? [] : [{ deal, leadCase: lead, disposition: noted(closing, deal), dealId: deal.row.id }],
    );
    const rows = await this.closing.closeMany(acting, closings);
    for (const [index, { deal }] of closings.entries()) links.set(deal, { dispositionId: rows[index]!.id });
    for (const { deal, lead, closing } of lost.values())
      if (closing == null) requestDecision(acting.work, lead, deal.row.id);
  }

  async revalue(acting: Pick<RequestedAction, 'context' | 'work'>, deals: readonly EndedDeal[]): Promise<void> {
    const won = deals.filter(isFollowed).filter(({ deal }) => deal.row.milestoneId !== null);
    await this.revalueAll(
      acting,
      won.map(({ deal: { row }, lead }) => ({ row, lead })),
    );
  }

  private async revalueAll(
    acting: Pick<RequestedAction, 'context' | 'work'>,
    won: readonly LinkedDeal[],
  ): Promise<void> {
    if (won.length === 0) return;
    const all = await this.milestonesOf(acting.context.tx, won);
    const revaluations = won.flatMap(({ row, lead }) => {
      const milestone = all.get(lead.lead.id)!.find(({ id }) => id === row.milestoneId)!;
      const { amount, currency } = row;
      if (milestone.reversedAt !== null || amount === null || currency === null) return [];
      return isWorth(milestone.value, { amount, currency })
        ? []
        : [{ leadCase: lead, milestone, value: { amount, currency } satisfies Value, dealId: row.id }];
    });
    await this.mending.revalue(acting, revaluations);
  }

  private async milestonesOf(
    tx: TransactionContext['tx'],
    deals: readonly { readonly lead: LeadCase }[],
  ): Promise<ReadonlyMap<string, readonly MilestoneRow[]>> {
    const ids = [...new Set(deals.map(({ lead }) => lead.lead.id))];
    const found = groupBy(await this.milestones.readOf(tx, ids), ({ leadId }) => leadId);
    return new Map(ids.map((id) => [id, found.get(id) ?? []]));
  }
}
