import type { AgreedTerm, Deal } from '../../deals/deal.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import { type Day, dayIn, daysAfter } from '../../platform/day.js';
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

type RenewableDeal = Pick<Deal, 'stage' | 'term' | 'contractTerm' | 'lastDayForNotice'>;

/** Returns the last day on which notice can be given; if none is agreed, the last day of the term. */
export function lastDayOf({ endsOn, noticeDays }: AgreedTerm): Day {
  return daysAfter(endsOn, -(noticeDays ?? 0));
}

/** Returns the latest last day for which a renewal is due today. */
export function dueThrough(today: Day, daysBefore: number): Day {
  return daysAfter(today, daysBefore);
}

/** Returns today in the zone of the company, as a contract is with the company, whoever looks after it. */
export function todayOf({ directory, now }: UnitOfWork): Day {
  return dayIn(now, directory.timeZoneOf(null));
}

/** Returns the latest last day for which renewals of a kind are due. */
export function throughOf({ body }: KindVersion, today: Day): Day {
  // Absent if the kind has another start by now.
  return dueThrough(today, body.start.daysBefore ?? 0);
}
