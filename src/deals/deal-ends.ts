import type { DispositionRow } from '../disposition/disposition.store.js';
import type { LeadCase } from '../lifecycle/lead-case.js';
import type { UnitOfWork } from '../lifecycle/unit-of-work.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import { type Loss, lose, reopen, type Win, win } from './deal.js';
import { factsOf } from './deal-making.js';
import { additionTo } from './losing.js';
import { renewalFacts } from './renewals/renewal-deal.js';
import type { DealCase } from './row-case.js';
import { saidFacts } from './sold-for.js';

export function winDeal(work: UnitOfWork, deal: DealCase, known: Win): void {
  deal.row = win(deal.row, known);
  work.record(deal, 'deal.won', {
    ...factsOf(deal.row),
    wonAt: toIso(known.wonAt),
    ...(known.answer != null && saidFacts(known.answer)),
    ...renewalFacts(deal.row),
  });
}

export function deliverDeal(work: UnitOfWork, deal: DealCase, deliveredAt: Instant): void {
  deal.row = { ...deal.row, deliveredAt };
  work.record(deal, 'deal.delivered', { ...factsOf(deal.row), deliveredAt: toIso(deliveredAt) });
}

export function loseDeal(work: UnitOfWork, deal: DealCase, loss: Loss): void {
  deal.row = lose(deal.row, work.now, loss);
  work.record(deal, 'deal.lost', { ...factsOf(deal.row), reason: loss.lostReason, ...renewalFacts(deal.row) });
}

/** Loses a deal for the reason for which its lead was closed, so that reopening it takes the closing back. */
export function loseWithLead(work: UnitOfWork, deal: DealCase, { id, reason, note, fields }: DispositionRow): void {
  loseDeal(work, deal, { lostReason: reason, lostNote: note, lostFields: fields });
  deal.row = { ...deal.row, dispositionId: id };
}

/** Records a reason learned after the loss. Does nothing if it is known, or if one is and the lead is closed. */
export function explainLoss(
  work: UnitOfWork,
  { deal, lead }: { readonly deal: DealCase; readonly lead: LeadCase | null },
  reported: Loss,
): void {
  if (deal.row.lostReason !== null && lead !== null && lead.lead.status !== 'open') return;
  const loss = additionTo(deal.row, reported);
  if (loss === null) return;
  const { lostReason: reason } = loss;
  deal.row = { ...deal.row, ...loss };
  const fields = reason === null ? ['lostNote'] : ['lostReason'];
  work.record(deal, 'deal.updated', { ...factsOf(deal.row), fields, ...(reason !== null && { reason }) });
}

/** Reopens an ended deal: in its source system, a won deal may become a lost one in one step. */
export function leaveEnd(work: UnitOfWork, deal: DealCase): void {
  if (deal.row.stage !== 'open') reopenDeal(work, deal, 'person');
}

export function reopenDeal(work: UnitOfWork, deal: DealCase, why: 'contract' | 'person' | 'milestoneReversed'): void {
  const { stage, milestoneId, dispositionId } = deal.row;
  deal.row = reopen(deal.row);
  const facts = { ...(milestoneId !== null && { milestoneId }), ...(dispositionId !== null && { dispositionId }) };
  work.record(deal, 'deal.reopened', { ...factsOf(deal.row), from: stage, why, ...facts, ...renewalFacts(deal.row) });
}
