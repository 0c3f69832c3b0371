import type { AgreedTerm, Deal } from '../../deals/deal.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import { type Day, dayIn, daysAfter } from '../../platform/day.js';
import type { KindVersion } from '../kinds/handoff-kind.js';

/** Whether a deal renews a contract: what is due of it is due while that is not decided. */
export function isRenewal({ contractTerm }: Pick<Deal, 'contractTerm'>): boolean {
  return contractTerm !== null;
}

/**
 * The last day on which a deal is renewed, or not: of one that renews a contract while it is open, of others of their
 * terms once they are won.
 * @returns null where there is nothing to renew, or not yet
 */
export function renewableUntil({ stage, term, contractTerm, lastDayForNotice }: RenewableDeal): Day | null {
  if (contractTerm !== null) return stage === 'open' ? lastDayForNotice : null;
  return stage === 'won' && term !== null ? lastDayOf(term) : null;
}

type RenewableDeal = Pick<Deal, 'stage' | 'term' | 'contractTerm' | 'lastDayForNotice'>;

/** The last day on which notice can be given; where none is agreed, the last one of the term. */
export function lastDayOf({ endsOn, noticeDays }: AgreedTerm): Day {
  return daysAfter(endsOn, -(noticeDays ?? 0));
}

/** The last days up to which a renewal is due on a day, so many days before. */
export function dueThrough(today: Day, daysBefore: number): Day {
  return daysAfter(today, daysBefore);
}

/** In the zone of the company: a contract is the company’s, whoever looks after it. */
export function todayOf({ directory, now }: UnitOfWork): Day {
  return dayIn(now, directory.timeZoneOf(null));
}

/** Up to which last days renewals of a kind are due. */
export function throughOf({ body }: KindVersion, today: Day): Day {
  // A kind that begins in another way by now has none.
  return dueThrough(today, body.start.daysBefore ?? 0);
}
