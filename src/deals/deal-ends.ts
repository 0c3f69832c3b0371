import type { UnitOfWork } from '../lifecycle/unit-of-work.js';
import { type Instant, toIso } from '../platform/instant.js';
import { type Deal, lose, reopen, win } from './deal.js';
import { factsOf } from './deal-making.js';
import type { DealCase } from './row-case.js';

/** @param value what it is worth, where that is told with the win */
export function winDeal(
  work: UnitOfWork,
  deal: DealCase,
  wonAt: Instant,
  value: Pick<Deal, 'amount' | 'currency'> | null,
): void {
  deal.row = win(deal.row, wonAt, value);
  work.record(deal, 'deal.won', { ...factsOf(deal.row), wonAt: toIso(wonAt) });
}

/** @param deliveredAt since when */
export function deliverDeal(work: UnitOfWork, deal: DealCase, deliveredAt: Instant): void {
  deal.row = { ...deal.row, deliveredAt };
  work.record(deal, 'deal.delivered', { ...factsOf(deal.row), deliveredAt: toIso(deliveredAt) });
}

/** @param reason in the words of whoever says so; null where a program does not say */
export function loseDeal(work: UnitOfWork, deal: DealCase, reason: string | null): void {
  deal.row = lose(deal.row, work.now, reason);
  work.record(deal, 'deal.lost', factsOf(deal.row));
}

export function reopenDeal(work: UnitOfWork, deal: DealCase, why: 'person' | 'milestoneReversed'): void {
  const { stage } = deal.row;
  deal.row = reopen(deal.row);
  work.record(deal, 'deal.reopened', { ...factsOf(deal.row), from: stage, why });
}
