import type { ContractProblemCode } from '../../deals/contracts/contract-problem.js';
import { laterOf } from '../../platform/day.js';
import { amountIn } from '../../platform/money.js';
import {
  arrOn,
  type Contract,
  type ContractLine,
  type ContractTurn,
  endOf,
  presentTermOf,
} from '../contracts/contract.js';
import { amountUntil, joined } from '../contracts/contract-lines.js';
import type { Sold } from './sold.js';

/** Returns why a sale cannot be added to a contract, or null if it can. */
export function barredFrom(contract: Contract, { accountId, currency, startsOn }: Sold): ContractProblemCode | null {
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
export function added(contract: Contract, sold: Sold, dealId: string): ContractTurn {
  const { endsOn: to } = presentTermOf(contract);
  const { currency } = contract;
  const lines = sold.lines.map(
    (line): ContractLine => ({
      ...line,
      dealId,
      segments: line.segments.map((segment) => ({
        ...segment,
        to,
        amount: to === null ? segment.amount : amountUntil(segment, to, line, currency),
      })),
    }),
  );
  return turned(contract, joined(without(contract, dealId), lines), sold, dealId);
}

/** Removes what a deal has added, as if it had never been there. */
export function takenOut(contract: Contract, sold: Sold, dealId: string): ContractTurn {
  return turned(contract, without(contract, dealId), sold, dealId);
}

function without({ lines }: Contract, dealId: string): readonly ContractLine[] {
  return lines.filter((line) => line.dealId !== dealId);
}

function turned(
  contract: Contract,
  lines: readonly ContractLine[],
  { startsOn }: Sold,
  byDealId: string,
): ContractTurn {
  const { currency } = contract;
  const effectiveOn = laterOf(startsOn, contract.startsOn);
  const facts = {
    effectiveOn,
    formerArr: amountIn(arrOn(contract, effectiveOn), currency),
    arr: amountIn(arrOn({ lines, currency }, effectiveOn), currency),
    byDealId,
  };
  return { type: 'contract.amended', fields: { lines }, facts };
}
