import type { Deal } from '../../deals/deal.js';
import { type Day, daysAfter, wholeMonthsOf } from '../../platform/values/day.js';
import { amountIn } from '../../platform/values/money.js';
import {
  type Agreement,
  arrOn,
  type Contract,
  type ContractLine,
  isOwnOn,
  type Term,
  unitsOf,
} from '../contracts/contract.js';
import { linesWithin, type NextSpan, renewedLines } from '../contracts/contract-lines.js';

/* What a renewal is worth. Like every deal, it has the amount of its whole term. */

type Lines = Pick<Agreement, 'lines' | 'currency'>;

/** Returns the amount of a term that would follow at the ARR of a day. @param lastDay of the term before */
export function worthOver({ lines, currency }: Lines, lastDay: Day, next: NextSpan): string {
  return sumOf(renewedLines(lines, lastDay, next, currency), currency);
}

/** Returns the ARR of a day of what goes on with the next term, in minor units. @param lastDay of the term before */
export function arrGoingOn({ lines, currency }: Lines, lastDay: Day): bigint {
  const next = daysAfter(lastDay, 1);
  return arrOn({ lines: lines.filter((line) => isOwnOn(next, line)), currency }, lastDay);
}

/** Returns the amount of a term that was agreed, without usage. A term without an end is worth a year. */
export function worthOfTerm(
  { lines, currency }: Lines,
  { startsOn, endsOn }: Pick<Term, 'startsOn' | 'endsOn'>,
): string {
  if (endsOn === null) return amountIn(arrOn({ lines, currency }, startsOn), currency);
  const agreed = lines.filter(({ kind }) => kind !== 'usage');
  return sumOf(linesWithin(agreed, { from: startsOn, to: endsOn }, currency), currency);
}

function sumOf(lines: readonly ContractLine[], currency: string): string {
  const amounts = lines.flatMap(({ segments }) => segments.map(({ amount }) => unitsOf(amount, currency)));
  return amountIn(
    amounts.reduce((sum, amount) => sum + amount, 0n),
    currency,
  );
}

/**
 * Returns the amount of the whole term for a renewal that has the ARR as its amount, as all had that were made before.
 * @returns null for an amount that is not the ARR: somebody has reported it
 */
export function restatedWorth(
  { amount, currency, contractTerm, term }: Pick<Deal, 'amount' | 'currency' | 'contractTerm' | 'term'>,
  contract: Pick<Contract, 'currency' | 'lines' | 'terms'>,
): string | null {
  const [present, next] = [contract.terms[contractTerm! - 1], contract.terms[contractTerm!]];
  if (present === undefined || present.endsOn === null || amount === null || currency !== contract.currency)
    return null;
  const isArrOf = (day: Day) => Number(amount) === Number(amountIn(arrOn(contract, day), currency));
  if (next !== undefined) return isArrOf(next.startsOn) ? worthOfTerm(contract, next) : null;
  if (term === null || !isArrOf(present.endsOn)) return null;
  const { startsOn: from, endsOn: to } = term;
  return worthOver(contract, present.endsOn, { from, to, months: wholeMonthsOf(from, to) });
}
