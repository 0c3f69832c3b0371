import type { Deal } from '../../deals/deal.js';
import type { BilledLines } from '../../forms/billing.js';
import { LINES_MAX, type LineKind } from '../../forms/contract-lines.dto.js';
import { pricedLine, type TermAndCurrency } from '../../forms/priced-line.js';
import type { Day } from '../../platform/values/day.js';
import { amountIn, minorUnitsOf, withoutZeros } from '../../platform/values/money.js';
import { unitsOf } from '../contracts/contract.js';
import { productOf } from '../won-deals/sold.js';
import { keyOf, underPresentNames } from './present-names.js';
import type { Difference, Proposal, ProposedChange } from './proposal.js';

/** A sale without a contract, with what the form of its delivery says. */
export interface DeliveredWithoutContract {
  readonly deal: Deal;
  /** Null if the form of the win has no billing lines, so that the amount of the deal stands for them. */
  readonly sold: BilledLines | null;
  readonly delivered: BilledLines;
  readonly wonOn: Day;
}

interface Priced {
  readonly product: string;
  readonly kind: LineKind;
  readonly amount: bigint;
}
type Prices = ReadonlyMap<string, Priced>;

/**
 * Returns what was delivered otherwise than it was sold, beside the proposals of the deal, under the names that products
 * have by now. What is less in all proposes nothing, since no deal is worth less than nothing.
 * @returns null if prices are not known
 */
export function expansionOfDelivery(sale: DeliveredWithoutContract, proposals: readonly Proposal[]): Difference | null {
  const { deal, sold, delivered, wonOn } = sale;
  const { currency } = deal;
  if (currency === null) return null;
  const agreed = agreedBy(deal, currency, wonOn);
  const now = pricesOf(delivered, deal, agreed);
  const before = sold === null ? wholeOf(deal, currency) : pricesOf(sold, deal, agreed);
  if (now === null || before === null) return null;
  const after = sold === null ? asOneLine(deal, sumOf(now)) : now;
  const own = underPresentNames(proposals, before, after);
  const until = withApplied(before, own, currency);
  const changes = [...new Set([...until.keys(), ...after.keys()])].flatMap((key) => {
    const { product, kind } = (until.get(key) ?? after.get(key))!;
    const [was, is] = [until.get(key)?.amount ?? 0n, after.get(key)?.amount ?? 0n];
    const money = (units: bigint) => amountIn(units, currency);
    return was === is ? [] : [{ product, kind, soldAmount: money(was), amount: money(is), soldArr: null, arr: null }];
  });
  return { own, changes: moreIn(changes, currency) > 0n ? changes : [] };
}

/** Returns what is billed more than was sold, as a decimal. */
export function worthOf({ changes, currency }: Pick<Proposal, 'changes' | 'currency'>): string {
  return amountIn(moreIn(changes, currency), currency);
}

function moreIn(changes: readonly ProposedChange[], currency: string): bigint {
  return changes.reduce(
    (sum, { amount, soldAmount }) => sum + unitsOf(amount, currency) - unitsOf(soldAmount, currency),
    0n,
  );
}

/** A pilot lasts from its win to its last day; without days, only amounts have a price. */
function agreedBy({ pilotEndsOn }: Deal, currency: string, wonOn: Day): TermAndCurrency | { currency: string } {
  if (pilotEndsOn === null || pilotEndsOn < wonOn) return { currency };
  return { currency, startsOn: wonOn, endsOn: pilotEndsOn };
}

/** Returns null if a line has no price. */
function pricesOf(
  { lines }: BilledLines,
  deal: Deal,
  agreed: TermAndCurrency | { readonly currency: string },
): Prices | null {
  if (lines.length > LINES_MAX) return null;
  const prices = new Map<string, Priced>();
  for (const line of lines) {
    const priced = pricedLine(line, agreed);
    if (typeof priced === 'string') return null;
    const product = productOf(line, deal);
    const key = keyOf({ product, kind: priced.kind });
    prices.set(key, { product, kind: priced.kind, amount: (prices.get(key)?.amount ?? 0n) + priced.amount });
  }
  return prices;
}

/** Returns null if the deal has no amount, or one that its currency does not have. */
function wholeOf(deal: Deal, currency: string): Prices | null {
  const amount = deal.amount === null ? null : minorUnitsOf(withoutZeros(deal.amount), currency);
  return amount === null ? null : asOneLine(deal, amount);
}

function asOneLine(deal: Deal, amount: bigint): Prices {
  const one = { product: productOf({}, deal), kind: 'oneOff' as const, amount };
  return new Map([[keyOf(one), one]]);
}

/** What was applied counts as sold beside what is said to be sold by now. */
function withApplied(sold: Prices, own: readonly Proposal[], currency: string): Prices {
  const prices = new Map(sold);
  for (const { product, kind, ...change } of own
    .filter(({ state }) => state === 'applied')
    .flatMap(({ changes }) => changes)) {
    const key = keyOf({ product, kind });
    const more = unitsOf(change.amount, currency) - unitsOf(change.soldAmount, currency);
    prices.set(key, { product, kind, amount: (prices.get(key)?.amount ?? 0n) + more });
  }
  return prices;
}

const sumOf = (prices: Prices) => [...prices.values()].reduce((sum, { amount }) => sum + amount, 0n);
