import { amountIn, digitsOf, type Ratio, round, roundedTo } from '../platform/money.js';
import { MOVEMENT_KINDS, type MovementKind } from './movements.js';
import { netNewOf, retentionOf, type WindowFigures } from './retention.js';

/** Of what contracts are in, and what it is reported in. */
export interface Currencies {
  readonly of: string;
  readonly in: string;
  /** How much of the one reported in a unit of the other is worth, on the first and the last day of the window. */
  readonly rates: { readonly first: Ratio; readonly last: Ratio };
}

/** Figures as they are told: amounts and shares as decimals. */
export interface WindowView {
  readonly opening: string;
  readonly closing: string;
  readonly movements: Readonly<Record<MovementKind, string>> & { readonly fx?: string };
  readonly netNewArr: string;
  readonly nrr: string | null;
  readonly grr: string | null;
  readonly logoChurn: string | null;
}

const SHARE_PLACES = 4;
const ONE: Ratio = { over: 1n, under: 1n };

/** What the figures of a window are in one currency. */
export function viewOf(figures: WindowFigures, currency: string): WindowView {
  return view(figures, { of: currency, in: currency, rates: { first: ONE, last: ONE } }, {});
}

/**
 * The same in another currency: what there was and what moved at the rate of the first day, the closing at that of the
 * last, and `fx` what is left between them. Each amount is rounded once, from the exact sum.
 */
export function convertedView(figures: WindowFigures, currencies: Currencies): WindowView {
  const { first, last } = currencies.rates;
  const rise = { over: last.over * first.under - first.over * last.under, under: first.under * last.under };
  return view(figures, currencies, { fx: amount(figures.closing, rise, currencies) });
}

function view(figures: WindowFigures, currencies: Currencies, fx: { fx?: string }): WindowView {
  const { first, last } = currencies.rates;
  const atFirst = (units: bigint) => amount(units, first, currencies);
  const { nrr, grr, logoChurn } = retentionOf(figures);
  const movements = MOVEMENT_KINDS.map((kind) => [kind, atFirst(figures.movements[kind])]);
  return {
    opening: atFirst(figures.opening),
    closing: amount(figures.closing, last, currencies),
    movements: { ...(Object.fromEntries(movements) as Record<MovementKind, string>), ...fx },
    netNewArr: atFirst(netNewOf(figures)),
    nrr: share(nrr),
    grr: share(grr),
    logoChurn: share(logoChurn),
  };
}

/** @param units minor units of the currency of the contracts */
function amount(units: bigint, rate: Ratio, { of, in: told }: Omit<Currencies, 'rates'>): string {
  const over = units * rate.over * 10n ** BigInt(digitsOf(told));
  const minorUnits = round({ over, under: rate.under * 10n ** BigInt(digitsOf(of)) });
  return amountIn(minorUnits, told);
}

function share(ratio: Ratio | null): string | null {
  return ratio === null ? null : roundedTo(SHARE_PLACES, ratio);
}
