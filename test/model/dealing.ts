import { beginNextCycle, cyclesOf, ownerOfDeal, whoGetsItAgain } from './cycles.js';
import { requestDecision, withdrawRequests } from './deciding.js';
import type { ModelLead } from './model-lead.js';
import { type Milestone, reach } from './touching.js';

export interface Deal {
  readonly owner: number;
  /** Whether it says what it is worth. */
  readonly hasAmount: boolean;
  stage: 'open' | 'won' | 'lost';
  /** The win of its lead, if it has won it. */
  win: Milestone | null;
}

/** What is done with a deal, once it is known which; the lead is then in the returned cycle. */
export type Dealing = 'openDeal' | 'winDeal' | 'loseDeal' | 'loseDealAlone' | 'reopenDeal';

/** @returns the cycle in which the lead is then, or null if it is not allowed */
export function deal(lead: ModelLead, what: Dealing, owner: number, now: number): ModelLead | null {
  const open = openDealOf(lead);
  switch (what) {
    case 'openDeal':
      if (open !== undefined || lead.status === 'suppressed') return null;
      lead.deals.push({ owner, hasAmount: true, stage: 'open', win: null });
      return openFor(lead, lead.deals.at(-1)!, 'dealOpened', now);
    case 'winDeal':
      return open === undefined ? null : win(lead, open, now);
    case 'loseDeal':
    case 'loseDealAlone':
      return open === undefined ? null : lose(lead, open, what === 'loseDealAlone', now);
    case 'reopenDeal': {
      const ended = lead.deals.findLast(({ stage }) => stage !== 'open');
      return open !== undefined || ended === undefined ? null : reopen(lead, ended, now);
    }
  }
}

export function openDealOf({ deals }: Pick<ModelLead, 'deals'>): Deal | undefined {
  return deals.find(({ stage }) => stage === 'open');
}

/** An opportunity has a deal, which belongs to the owner of the lead. */
export function beginDeal(lead: ModelLead): void {
  if (openDealOf(lead) === undefined)
    lead.deals.push({ owner: lead.owner!, hasAmount: false, stage: 'open', win: null });
}

/** A win of the lead wins its open deal, and is worth what that is worth. */
export function winOpenDeal(lead: ModelLead, milestone: Milestone): void {
  const open = openDealOf(lead);
  if (open === undefined) return;
  Object.assign(open, { stage: 'won', win: milestone });
  tellWorth(lead, open, milestone.recordedAt);
}

function tellWorth(lead: ModelLead, { hasAmount, win: milestone }: Deal, now: number): void {
  if (!hasAmount || milestone === null || milestone.hasValue) return;
  milestone.hasValue = true;
  lead.record(now, 'lead.milestoneRevalued');
}

/** The lead is won, whatever it has become; a lead that was won before is won by the deal. */
function win(lead: ModelLead, won: Deal, now: number): ModelLead {
  won.stage = 'won';
  const present = openFor(lead, won, 'dealWon', now);
  if (present.isOpen) {
    won.win = { name: 'won', at: now, recordedAt: now, hasValue: won.hasAmount, isReversed: false };
    reach(present, won.win);
  } else {
    const isFree = (each: Milestone) => !each.isReversed && lead.deals.every((deal) => deal.win !== each);
    won.win = present.milestones.find((each) => each.name === 'won' && isFree(each)) ?? null;
    tellWorth(present, won, now);
  }
  return present;
}

/** An open lead is closed with its deal, about which nobody has decided, or it is kept for somebody to decide. */
function lose(lead: ModelLead, lost: Deal, isKept: boolean, now: number): ModelLead {
  lost.stage = 'lost';
  if (!lead.isOpen) return lead;
  if (isKept) {
    lead.diary.push({ what: 'requested', deal: lost, isWithdrawn: false, at: now });
    requestDecision(lead, now);
    return lead;
  }
  lead.endCycle('lost', now);
  lead.record(now, 'lead.disposed');
  return lead;
}

/** The lead is open again, unless another deal has won it. */
function reopen(lead: ModelLead, ended: Deal, now: number): ModelLead {
  const { win: milestone } = ended;
  Object.assign(ended, { stage: 'open', win: null });
  if (milestone === null) return openFor(lead, ended, 'dealReopened', now);
  const successor = lead.deals.find(({ stage, win: another }) => stage === 'won' && another === null);
  if (successor !== undefined) {
    successor.win = milestone;
    return lead;
  }
  milestone.isReversed = true;
  lead.record(now, 'lead.milestoneReversed');
  return openWith(lead, ended, 'dealReopened', now);
}

/** Opens a lead that was closed without a win. */
function openFor(lead: ModelLead, deal: Deal, why: string, now: number): ModelLead {
  if (lead.isOpen && deal.stage === 'open') withdrawRequests(lead, (each) => each === deal, now);
  return isPutAway(lead) ? openWith(lead, deal, why, now) : lead;
}

function openWith(lead: ModelLead, deal: Deal, why: string, now: number): ModelLead {
  return beginNextCycle(lead, { by: 'person', why }, ownerOfDeal(deal), now);
}

/**
 * Takes back the win of a lead by its milestone: the deal that had won it is open again, and so is the lead.
 * @returns the cycle in which the lead is then, or null if another deal is open or won
 */
export function takeBackWin(lead: ModelLead, milestone: Milestone, now: number): ModelLead | null {
  const { deals } = lead;
  const deal = deals.find(({ win: each }) => each === milestone);
  const isBarred = deals.some(({ stage, win: each }) => stage === 'open' || (stage === 'won' && each === null));
  if (deal !== undefined && isBarred) return null;
  milestone.isReversed = true;
  lead.record(now, 'lead.milestoneReversed');
  if (deal !== undefined) Object.assign(deal, { stage: 'open', win: null });
  const open = openDealOf(lead);
  const endsWin = lead.status === 'won' && !cyclesOf(lead).some((cycle) => winsNow(lead, cycle));
  if (open !== undefined && (endsWin || (deal !== undefined && isPutAway(lead))))
    return openWith(lead, open, 'dealReopened', now);
  return endsWin ? beginNextCycle(lead, { by: 'person' }, whoGetsItAgain(lead, 'returned', now), now) : lead;
}

/** Reports whether a milestone of a cycle has won the lead as it is now, even if it is dated before the lead came back. */
function winsNow(lead: ModelLead, { milestones }: ModelLead): boolean {
  const began = lead.tenures[0]!.from;
  const isOfPresent = (each: Milestone) => lead.milestones.includes(each) || each.recordedAt > began;
  return milestones.some((each) => each.name === 'won' && !each.isReversed && isOfPresent(each));
}

function isPutAway({ isOpen, status }: ModelLead): boolean {
  return !isOpen && status !== 'won';
}
