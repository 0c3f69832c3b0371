import { Injectable } from '@nestjs/common';
import type { Disposition } from '../disposition/disposition.js';
import { DispositionStore } from '../disposition/disposition.store.js';
import type { MilestoneBody } from '../leads/activity.dto.js';
import { type MilestoneRow, MilestoneStore, type Value } from '../leads/milestone.store.js';
import { isWorth } from '../leads/touch.js';
import { requestDecision } from '../lifecycle/clocks/deciding.js';
import { DispositionRecorder } from '../lifecycle/closing/disposition-recorder.service.js';
import { ReopeningService } from '../lifecycle/closing/reopening.service.js';
import type { LeadCase } from '../lifecycle/lead-case.js';
import { LifecycleService, type RequestedAction, type TransactionContext } from '../lifecycle/lifecycle.service.js';
import { DecisionRequests } from '../lifecycle/milestones/decision-requests.service.js';
import { MilestoneMending, type Reversal } from '../lifecycle/milestones/milestone-mending.service.js';
import { MilestoneRecorder } from '../lifecycle/milestones/milestone-recorder.service.js';
import { winsNow } from '../lifecycle/milestones/wins.js';
import { faultsOfMilestone, type OpenReport } from '../lifecycle/touches/reading-touches.js';
import type { Fault } from '../platform/input/fault.js';
import { groupBy } from '../platform/values/group.js';
import type { Deal } from './deal.js';
import { DealStore } from './deal.store.js';
import { type LinkedDeal, Links } from './deal-links.js';
import { isExplained } from './losing.js';
import type { DealCase } from './row-case.js';

/** A deal after its change, with its lead if it has one, and what was reported of its end. */
export interface EndedDeal {
  readonly deal: DealCase;
  readonly lead: LeadCase | null;
  readonly wonAt?: string | undefined;
  /** The disposition that closes the lead of a lost deal; null if the lead stays open. */
  readonly closing?: Disposition | null;
}

type WithLead = EndedDeal & { readonly lead: LeadCase };

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
      .filter(({ deal }) => hasBecome(deal, 'lost') || hasBeenExplained(deal))
      .map(({ lead }) => lead.lead.id);
    // A lead with another open deal stays open for that.
    const open = new Set((await this.deals.findOpenOfLeads(acting.context.tx, lost)).keys());
    const links = new Links(followed, open);
    const back = [...(await this.undoWins(acting, followed, links)), ...(await this.undoLosses(acting, followed))];
    // A lead that came back may be closed again at once, so its new owner is saved first.
    if (back.length > 0) this.lifecycle.saveSoFar(acting.context.tx, acting.work);
    const misdated = await this.winLeads(acting, followed, links);
    await this.loseLeads(acting, followed, links);
    await this.deals.linkMany(acting.context.tx, links.changed());
    await this.revalueAll(acting, links.won());
    return misdated;
  }

  /** Reverses wins that no longer hold. A lead with another won deal stays won, with that deal's value. */
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
      const successor = winsNow(milestone, lead.lead) ? successors.get(lead.lead.id) : undefined;
      if (successor !== undefined) links.passOn(successor, milestone.id, lead);
      else if (milestone.reversedAt === null) {
        const disposition = deal.row.stage === 'lost' && !links.hasOpen(lead) ? closing : null;
        reversals.push({ leadCase: lead, milestone, note: NO_WIN, dealId: deal.row.id, disposition });
      }
    }
    const { closed, back } = await this.mending.reverse(acting, reversals, all);
    for (const { deal, lead } of undone) {
      const dispositionId = closed.get(lead);
      if (dispositionId !== undefined) links.set(deal, { dispositionId });
    }
    if (back.length > 0)
      await this.reopening.bringBack(acting, back, 'person', { because: { dealIds: dealIdsOf(undone) } });
    return back;
  }

  /** Withdraws decisions requested after lost deals, since the lead has an open deal again. */
  private async withdrawRequests(acting: RequestedAction, followed: readonly WithLead[]): Promise<void> {
    const open = followed.filter(({ deal, lead: { lead } }) => hasOpened(deal) && lead.status === 'open');
    const opening = open.map(({ deal, lead: leadCase }) => ({ leadCase, dealId: deal.row.id }));
    if (opening.length > 0) await this.requests.withdraw(acting, opening);
  }

  /** Reopens leads whose deal is no longer lost, if the disposition of the loss, corrected or not, still holds. */
  private async undoLosses(acting: RequestedAction, followed: readonly WithLead[]): Promise<readonly LeadCase[]> {
    const undone = followed.filter(
      ({ deal: { before, row }, lead: { lead } }) =>
        before?.dispositionId != null && row.stage !== 'lost' && lead.dispositionId !== null,
    );
    if (undone.length === 0) return [];
    const firstOf = await this.dispositions.readFirsts(
      acting.context.tx,
      undone.map(({ lead: { lead } }) => lead.dispositionId!),
    );
    const isOfLoss = ({ deal, lead: { lead } }: WithLead) =>
      firstOf.get(lead.dispositionId!) === deal.before!.dispositionId;
    const reopened = undone.filter(isOfLoss);
    const back = reopened.map(({ lead }) => lead);
    if (back.length > 0) await this.reopening.reopenMany(acting, back, { dealIds: dealIdsOf(reopened) });
    return back;
  }

  private async winLeads(acting: RequestedAction, followed: readonly WithLead[], links: Links): Promise<FaultsByDeal> {
    const won = followed.filter(({ deal }) => hasBecome(deal, 'won') && links.of(deal).milestoneId === null);
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
    const undated = again.map(({ deal, lead }) => ({ deal, lead }));
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
    const reports = won.map(({ deal, lead, wonAt }, index): OpenReport<MilestoneBody> => {
      const body = wonBodyOf(deal.row, wonAt);
      const faults = faultsOfMilestone(acting.context, lead, body.occurredAt, caller);
      if (faults.length > 0) misdated.set(deal, faults);
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
      const { deal, lead, closing } = each;
      const isLate = hasBeenExplained(deal) && closing != null && lead.lead.decisionPending;
      const isLost = hasBecome(deal, 'lost') || isLate;
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

/** Leads of erased people are not updated. */
function isFollowed(ended: EndedDeal): ended is WithLead {
  return ended.lead !== null && ended.lead.lead.erasedAt === null;
}

function hasBecome({ before, row }: DealCase, stage: Deal['stage']): boolean {
  return row.stage === stage && before?.stage !== stage;
}

/** Reports whether it has become the open deal of its lead. */
function hasOpened({ before, row }: DealCase): boolean {
  return row.stage === 'open' && (before?.stage !== 'open' || before.leadId !== row.leadId);
}

/** Reports whether the full reason of an earlier loss is known now. It closes the lead unless that is decided. */
function hasBeenExplained({ before, row }: DealCase): boolean {
  return before?.stage === 'lost' && row.stage === 'lost' && !isExplained(before) && isExplained(row);
}

/** Adds the note of the loss unless the disposition has one. */
function noted(closing: Disposition, { row }: DealCase): Disposition {
  return { ...closing, note: closing.note ?? row.lostNote };
}

function dealIdsOf(ended: readonly WithLead[]): ReadonlyMap<LeadCase, string> {
  return new Map(ended.map(({ deal, lead }) => [lead, deal.row.id]));
}

function wonBodyOf({ amount, currency }: Deal, wonAt: string | undefined): MilestoneBody {
  const value = amount !== null && currency !== null && { value: { amount, currency } };
  return { name: 'won', ...(wonAt !== undefined && { occurredAt: wonAt }), ...value };
}
