import type { LineKind } from '../../forms/contract-lines.dto.js';
import { amountIn } from '../../platform/values/money.js';
import { unitsOf } from '../contracts/contract.js';
import { arrOf, hasArr } from '../contracts/segment-arr.js';
import type { SoldContract } from '../won-deals/sold.js';
import { keyOf, underPresentNames } from './present-names.js';
import type { DeliveredSale, Difference, Proposal, ProposedChange } from './proposal.js';

interface Priced {
  readonly product: string;
  readonly kind: LineKind;
  readonly amount: bigint;
  readonly arr: bigint;
}

/**
 * Returns what was delivered otherwise than it was sold, beside the proposals of the deal, under the names that products
 * have by now. One-off amounts that are lower than sold are left out: they were due with the sale.
 */
export function differenceOf(sale: DeliveredSale, proposals: readonly Proposal[]): Difference {
  const { sold, delivered } = sale;
  const after = sold.from === 'term' ? asOneLine(sold, delivered) : pricesOf(delivered);
  const own = underPresentNames(proposals, pricesOf(sold), after);
  return { own, changes: changesBetween(soldUntilNow(sold, own), after, sold) };
}

function changesBetween(
  before: ReadonlyMap<string, Priced>,
  after: ReadonlyMap<string, Priced>,
  { currency }: SoldContract,
): ProposedChange[] {
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  return keys.flatMap((key) => {
    const { product, kind } = (before.get(key) ?? after.get(key))!;
    const [was, is] = [before.get(key) ?? NOTHING, after.get(key) ?? NOTHING];
    const isOther = hasArr(kind) ? was.arr !== is.arr : kind === 'oneOff' && is.amount > was.amount;
    if (!isOther) return [];
    const money = (units: bigint) => amountIn(units, currency);
    const perYear = (units: bigint) => (hasArr(kind) ? money(units) : null);
    return [
      {
        ...{ product, kind, soldAmount: money(was.amount), amount: money(is.amount) },
        ...{ soldArr: perYear(was.arr), arr: perYear(is.arr) },
      },
    ];
  });
}

const NOTHING = { amount: 0n, arr: 0n };

function soldUntilNow(sold: SoldContract, own: readonly Proposal[]): Map<string, Priced> {
  const prices = pricesOf(sold);
  const units = (amount: string | null) => unitsOf(amount, sold.currency);
  for (const change of own.filter(({ state }) => state === 'applied').flatMap(({ changes }) => changes)) {
    const former = prices.get(keyOf(change)) ?? NOTHING;
    const amount = former.amount + units(change.amount) - units(change.soldAmount);
    prices.set(keyOf(change), { ...change, amount, arr: former.arr + units(change.arr) - units(change.soldArr) });
  }
  return prices;
}

function pricesOf({ lines, currency }: SoldContract): Map<string, Priced> {
  const prices = new Map<string, Priced>();
  for (const { product, kind, segments } of lines) {
    const former = prices.get(keyOf({ product, kind })) ?? NOTHING;
    const [amount, arr] = (['amount', 'arr'] as const).map((field) =>
      segments.reduce((sum, segment) => sum + unitsOf(segment[field], currency), former[field]),
    ) as [bigint, bigint];
    prices.set(keyOf({ product, kind }), { product, kind, amount, arr });
  }
  return prices;
}

/** A sale without billing lines is one line with the amount of the deal, and so is what was delivered of it. */
function asOneLine(sold: SoldContract, { lines, currency }: SoldContract): Map<string, Priced> {
  const { product, kind } = sold.lines[0]!;
  const amount = lines
    .flatMap(({ segments }) => segments)
    .reduce((sum, segment) => sum + unitsOf(segment.amount, currency), 0n);
  const segment = { from: sold.startsOn, to: sold.endsOn };
  return new Map([[keyOf({ product, kind }), { product, kind, amount, arr: arrOf({ ...segment, amount })! }]]);
}
