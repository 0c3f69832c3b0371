import type { Deal } from '../../deals/deal.js';
import type { AgreedTerm } from '../../deals/sold-for.js';
import { type Day, daysAfter } from '../../platform/values/day.js';
import type { KindVersion } from '../kinds/handoff-kind.js';

/** Whether a deal renews a contract, so that its renewal is due while the deal is open. */
export function isRenewal({ contractTerm }: Pick<Deal, 'contractTerm'>): boolean {
  return contractTerm !== null;
}

/**
 * Returns the last day to decide on a renewal: for an open deal that renews a contract, the last day for notice; for
 * any other deal that is won, the last day of its term.
 * @returns null if there is nothing to renew, or not yet
 */
export function renewableUntil({ stage, term, contractTerm, lastDayForNotice }: RenewableDeal): Day | null {
  if (contractTerm !== null) return stage === 'open' ? lastDayForNotice : null;
  return stage === 'won' && term !== null ? lastDayOf(term) : null;
}

/** A handoff that began before a term ends. */
export interface BegunRenewal {
  readonly dealId: string;
  /** The last day for which it began. */
  readonly renewsOn: Day;
  /** The end of the term of its deal, by that day. */
  readonly endsOn: Day;
}

/**
 * Whether a handoff is the one before the renewal of a deal. For the renewal of a contract it may have begun about the
 * deal by which the contract was sold. That deal ends with the same term, but its own last day for notice may be another.
 */
export function isRenewedBy(deal: Deal, { dealId, renewsOn, endsOn }: BegunRenewal): boolean {
  if (dealId === deal.id) return renewsOn >= renewableUntil(deal)!;
  if (!isRenewal(deal) || dealId !== deal.follows) return false;
  return renewsOn >= renewableUntil(deal)! || (deal.term !== null && endsOn >= daysAfter(deal.term.startsOn, -1));
}

type RenewableDeal = Pick<Deal, 'stage' | 'term' | 'contractTerm' | 'lastDayForNotice'>;

/** Returns the last day on which notice can be given; if none is agreed, the last day of the term. */
export function lastDayOf({ endsOn, noticeDays }: Pick<AgreedTerm, 'endsOn' | 'noticeDays'>): Day {
  return daysAfter(endsOn, -(noticeDays ?? 0));
}

/** Returns the latest last day for which a renewal is due today. */
export function dueThrough(today: Day, daysBefore: number): Day {
  return daysAfter(today, daysBefore);
}

/** Returns the latest last day for which renewals of a kind are due. */
export function throughOf({ body }: KindVersion, today: Day): Day {
  // Absent if the kind has another start by now.
  return dueThrough(today, body.start.daysBefore ?? 0);
}
