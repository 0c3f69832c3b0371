import { type Day, daysAfter, monthsAfter, monthsBetween, wholeMonthsOf } from '../../platform/values/day.js';
import type { Term } from './contract.js';

/* Terms follow each other in months that are counted from an anchor: the first day of the earliest term that fits. */

/** A term that follows others. */
export interface MonthSpan {
  readonly from: Day;
  readonly to: Day;
  readonly months: number;
}

type Begun = Pick<Term, 'startsOn'>;

/**
 * Returns the term that follows. From the 31st, monthly terms begin on the last day of each month for ever; those of a
 * year from 29 February begin on 28 February, and on the 29th in leap years.
 * @param terms before it, of which the last ends on `end`
 */
export function monthsFollowing(terms: readonly Begun[], end: Day, months: number): MonthSpan {
  const from = daysAfter(end, 1);
  const anchor = anchorOf(terms, from);
  return { from, to: daysAfter(monthsAfter(anchor, monthsBetween(anchor, from) + months), -1), months };
}

/**
 * Returns the months of a term, counted in the same way; null if they are not whole.
 * @param terms up to it, of which it is the last and ends on `end`
 */
export function monthsOfTerm(terms: readonly Begun[], end: Day): number | null {
  const { startsOn } = terms.at(-1)!;
  const after = daysAfter(end, 1);
  const anchor = anchorOf(terms, after);
  return anchor !== after && isMonthsAfter(anchor, startsOn)
    ? monthsBetween(startsOn, after)
    : wholeMonthsOf(startsOn, end);
}

function anchorOf(terms: readonly Begun[], day: Day): Day {
  return terms.find(({ startsOn }) => isMonthsAfter(startsOn, day))?.startsOn ?? day;
}

function isMonthsAfter(one: Day, other: Day): boolean {
  return one <= other && monthsAfter(one, monthsBetween(one, other)) === other;
}
