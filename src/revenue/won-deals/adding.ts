import { isDeepStrictEqual } from 'node:util';
import type { ContractProblemCode } from '../../deals/contract-problem.js';
import { type Day, laterOf } from '../../platform/values/day.js';
import { amountIn } from '../../platform/values/money.js';
import { renewedTerm } from '../contracts/auto-renewal.js';
import {
  type Agreement,
  arrOn,
  type Contract,
  type ContractLine,
  type ContractTurn,
  endOf,
  presentTermOf,
} from '../contracts/contract.js';
import { amountUntil, joined } from '../contracts/contract-lines.js';
import { withLines, withUndoneTerms } from '../contracts/notice.js';
import type { SoldContract } from './sold.js';

/** Returns why a sale cannot be added to a contract, or null if it can. */
export function barredFrom(
  contract: Contract,
  { accountId, currency, startsOn }: SoldContract,
): ContractProblemCode | null {
  const end = endOf(contract);
  if (contract.withdrawnAt !== null) return 'withdrawnContract';
  if (contract.accountId !== accountId) return 'otherAccount';
  if (contract.currency !== currency) return 'otherCurrency';
  return startsOn < contract.startsOn || (end !== null && startsOn > end) ? 'outsideContract' : null;
}

/**
 * Adds what was sold to the lines of a contract, from its first day to the end of the present term: at the ARR of the term
 * that was sold, and with the part of the amount that falls on these days. What the deal added earlier is replaced.
 */
export function added(contract: Contract, sold: SoldContract, dealId: string): ContractTurn {
  return turned(contract, sold, dealId, (whole) => {
    const lines = soldUntil(presentTermOf(whole).endsOn, sold, dealId);
    return joined(without(whole, dealId), lines);
  });
}

/** Removes what a deal has added, as if it had never been there. */
export function takenOut(contract: Contract, sold: SoldContract, dealId: string): ContractTurn {
  return turned(contract, sold, dealId, (whole) => without(whole, dealId));
}

/** Returns the lines that a deal has added to a contract, also in terms that a notice has undone. */
export function linesOfDeal(contract: Contract, dealId: string): readonly ContractLine[] {
  return withUndoneTerms(contract).lines.filter((line) => line.dealId === dealId);
}

/**
 * Reports whether the lines of a deal are those that it added. It added them to the end that the contract had then;
 * since then the contract may have renewed by itself.
 */
export function isAsAdded(contract: Contract, sold: SoldContract, dealId: string): boolean {
  const whole = withUndoneTerms(contract);
  const own = worthOf(linesOfDeal(contract, dealId));
  const { terms, currency } = whole;
  const lastSigned = terms.findLastIndex(({ cause }) => cause !== 'auto');
  const ends = terms.slice(lastSigned).map((term, place) => ({ to: term.endsOn, count: lastSigned + place + 1 }));
  return [{ to: endOf(whole), count: terms.length }, ...ends].some(({ to, count }) => {
    let lines: readonly ContractLine[] = soldUntil(to, sold, dealId);
    for (let each = count; each < terms.length; each += 1)
      lines = joined(lines, renewedTerm(lines, terms.slice(0, each + 1), currency));
    return isDeepStrictEqual(own, worthOf(lines));
  });
}

function worthOf(lines: readonly ContractLine[]): unknown[] {
  return lines.map(({ product, kind, segments }) => [
    ...[product, kind],
    // The amount of a line with ARR is a share of it by days, and rounded.
    segments.map(({ from, to, amount, arr }) => [from, to, arr ?? amount]),
  ]);
}

/** What was sold, as lines of a contract up to its end. */
function soldUntil(to: Day | null, { lines, currency }: SoldContract, dealId: string): ContractLine[] {
  return lines.map((line) => ({
    ...line,
    dealId,
    segments: line.segments.map((segment) => ({
      ...segment,
      to,
      amount: to === null ? segment.amount : amountUntil(segment, to, line, currency),
    })),
  }));
}

function without({ lines }: Agreement, dealId: string): readonly ContractLine[] {
  return lines.filter((line) => line.dealId !== dealId);
}

function turned(
  contract: Contract,
  { startsOn }: SoldContract,
  byDealId: string,
  change: (whole: Contract) => readonly ContractLine[],
): ContractTurn {
  const { currency } = contract;
  const { lines, notice } = withLines(contract, change);
  const effectiveOn = laterOf(startsOn, contract.startsOn);
  const facts = {
    effectiveOn,
    formerArr: amountIn(arrOn(contract, effectiveOn), currency),
    arr: amountIn(arrOn({ lines, currency }, effectiveOn), currency),
    byDealId,
  };
  return { type: 'contract.amended', fields: { lines, notice }, facts };
}
