import type { Deal } from '../../deals/deal.js';
import type { DealArr } from '../../deals/deal-contracts.store.js';
import { isWorth } from '../../leads/touch.js';
import { type Day, wholeMonthsOf } from '../../platform/values/day.js';
import { amountIn, digitsOf, ratioOf, round } from '../../platform/values/money.js';
import { stepsOf } from '../contracts/arr-steps.js';
import { arrOn, type Contract } from '../contracts/contract.js';
import { withMoved } from '../contracts/moving.js';
import { yearOf } from '../contracts/segment-arr.js';
import { nextOf } from '../renewals/renewal.js';
import { arrGoingOn, worthOver } from '../renewals/renewal-worth.js';

/* What a deal is worth a year, and what it adds (ADR 129): by its contract where there is one, else by its amount. */

/** The deal, as far as its ARR follows from it. */
export type PricedDeal = Pick<
  Deal,
  'id' | 'type' | 'stage' | 'amount' | 'currency' | 'term' | 'oneOff' | 'pilotEndsOn' | 'contractId' | 'contractTerm'
>;

/** A contract that is in force, as far as ARR follows from it. */
export type PricedContract = Pick<
  Contract,
  'id' | 'dealId' | 'movedFromContractId' | 'currency' | 'lines' | 'terms' | 'notice' | 'heldBy' | 'autoRenewMonths'
>;

const UNKNOWN: DealArr = { arr: null, netNewArr: null };

/** @param contracts those that the deals sold, added to or renew, and those to which their lines have moved */
export function dealArrOf(deal: PricedDeal, contracts: readonly PricedContract[]): DealArr {
  if (deal.type === 'renewal') return renewalArrOf(deal, contracts);
  if (deal.stage !== 'won') return both(deal, arrOfAmount(deal));
  const sold = contracts.filter(
    ({ id, dealId, lines }) =>
      dealId === deal.id || (id === deal.contractId && lines.some((line) => line.dealId === deal.id)),
  );
  if (sold.length === 0) return both(deal, arrOfAmount(deal));
  if (sold.some(({ currency }) => currency !== deal.currency)) return UNKNOWN;
  const arr = sold.map((contract) => firstArrOf(deal, contract, contracts));
  return both(
    deal,
    arr.reduce((sum, each) => sum + each, 0n),
  );
}

/**
 * Returns a year's worth of the amount of a term, in minor units; null if there is no amount or no term. What is sold
 * once, or as a pilot, has none.
 */
function arrOfAmount({ amount, currency, term, oneOff, pilotEndsOn }: PricedDeal): bigint | null {
  if (currency !== null && (oneOff || pilotEndsOn !== null)) return 0n;
  if (amount === null || currency === null || term === null) return null;
  const [said, year] = [ratioOf(amount)!, yearOf(term.startsOn, term.endsOn)];
  const scale = 10n ** BigInt(digitsOf(currency));
  return round({ over: said.over * year.over * scale, under: said.under * year.under });
}

/** Returns what the lines of a deal are worth on the first day with ARR; 0 if nothing recurs. */
function firstArrOf({ id }: PricedDeal, contract: PricedContract, all: readonly PricedContract[]): bigint {
  const isSeller = contract.dealId === id;
  const changes = new Map<Day, bigint>();
  for (const each of withMoved(contract, all)) {
    const lines = each.lines.filter(({ dealId }) => (isSeller ? (dealId ?? id) : dealId) === id);
    for (const { onDay, change } of stepsOf({ ...each, lines }))
      changes.set(onDay, (changes.get(onDay) ?? 0n) + change);
  }
  let arr = 0n;
  for (const day of [...changes.keys()].sort()) {
    arr += changes.get(day)!;
    if (arr > 0n) return arr;
  }
  return 0n;
}

function renewalArrOf(deal: PricedDeal, contracts: readonly PricedContract[]): DealArr {
  const { currency, contractId, contractTerm } = deal;
  const contract = contractTerm === null ? undefined : contracts.find(({ id }) => id === contractId);
  const present = contract?.terms[contractTerm! - 1];
  if (contract === undefined || present === undefined || present.endsOn === null)
    return { ...both(deal, arrOfAmount(deal)), netNewArr: null };
  if (contract.currency !== currency) return UNKNOWN;
  const before = arrGoingOn(contract, present.endsOn);
  const next = contract.terms[contractTerm!];
  if (deal.stage === 'won' && next !== undefined) {
    const arr = arrOn(contract, next.startsOn);
    return shown(currency, arr, arr - before);
  }
  const arr = isAsProposed(deal, contract, present.endsOn) ? before : arrOfAmount(deal);
  return arr === null ? UNKNOWN : shown(currency, arr, arr - before);
}

/** Reports whether amount and term are what the contract proposes. A year's worth of the amount may be cents off. */
function isAsProposed(
  { amount, currency, term, contractTerm }: PricedDeal,
  contract: PricedContract,
  lastDay: Day,
): boolean {
  if (term === null) return false;
  const { startsOn: from, endsOn: to } = term;
  const terms = contract.terms.slice(0, contractTerm!);
  const spans = [nextOf({ ...contract, terms }), { from, to, months: wholeMonthsOf(from, to) }];
  return spans.some(
    (span) =>
      span.from === from &&
      span.to === to &&
      isWorth({ amount, currency }, { amount: worthOver(contract, lastDay, span), currency }),
  );
}

function both({ currency }: PricedDeal, arr: bigint | null): DealArr {
  return arr === null || currency === null ? UNKNOWN : shown(currency, arr, arr);
}

function shown(currency: string, arr: bigint, netNewArr: bigint): DealArr {
  return { arr: amountIn(arr, currency), netNewArr: amountIn(netNewArr, currency) };
}
