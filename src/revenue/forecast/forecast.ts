import { COUNTED_CATEGORIES, COUNTED_FIGURES } from '../../deals/forecast-day.js';
import type { DealType, ForecastCategory } from '../../deals/pipeline.js';
import { digitsOf, type Ratio, roundedTo, scaledOf } from '../../platform/values/money.js';

/** Deals that count alike, added up. */
export interface ForecastCell {
  /** The month in which they start, or are expected to be signed: `2026-03`; null without a date. */
  readonly month: string | null;
  readonly ownerRepId: string | null;
  readonly type: DealType;
  readonly currency: string;
  /** If not, they are open. */
  readonly isWon: boolean;
  readonly category: ForecastCategory;
  /** A decimal from 0 to 1; null if not reported. */
  readonly probability: string | null;
  /** Renewals that their owner fears to lose. */
  readonly isAtRisk: boolean;
  readonly deals: number;
  /** Open deals whose day is over. */
  readonly overdue: number;
  /** Of whole terms: a decimal with at most four places. */
  readonly amount: string;
}

/** What each figure of a forecast adds up (ADR 129). */
export const FORECAST_UNIT = 'amount';

/** The figures of a forecast. Each up to `pipeline` includes those before it. */
export const FORECAST_FIGURES = ['closed', 'commit', 'bestCase', 'pipeline', 'weighted', 'worst'] as const;
export type ForecastFigure = (typeof FORECAST_FIGURES)[number];

/** Default probabilities, in ten-thousandths. Omitted deals are in no figure. */
const LIKELY: Readonly<Record<Exclude<ForecastCategory, 'omitted'>, bigint>> = {
  pipeline: 2_500n,
  bestCase: 5_000n,
  commit: 9_000n,
};

/** Decimal places of amounts and of probabilities. */
const PLACES = 4;
const SCALE = 10n ** BigInt(2 * PLACES);
const CERTAIN = 10n ** BigInt(PLACES);

/** In 1 / SCALE of the currency. */
type Sums = Record<ForecastFigure, bigint>;

const NOTHING: Sums = { closed: 0n, commit: 0n, bestCase: 0n, pipeline: 0n, weighted: 0n, worst: 0n };

/**
 * Sums cells: `closed`; `commit` adds committed deals, `bestCase` best cases, and `pipeline` all other open ones.
 * `weighted` counts open deals by their probability; `worst` is `commit` without the renewals at risk.
 */
function sumsOf(cells: readonly ForecastCell[]): Sums {
  const sums = { ...NOTHING };
  for (const { isWon, category, probability, isAtRisk, amount } of cells) {
    const units = scaledOf(amount, PLACES)!;
    const whole = units * CERTAIN;
    const add = (figures: readonly ForecastFigure[]) => {
      for (const figure of figures) sums[figure] += whole;
    };
    if (isWon) {
      add(FORECAST_FIGURES);
      continue;
    }
    if (isAtRisk) sums.worst -= whole;
    if (category === 'omitted') continue;
    sums.weighted += units * (probability === null ? LIKELY[category] : scaledOf(probability, PLACES)!);
    add(COUNTED_FIGURES.filter((figure) => COUNTED_CATEGORIES[figure].some((each) => each === category)));
    if (category === 'commit') add(['worst']);
  }
  return sums;
}

/**
 * Returns the figures of a row in one currency, each rounded once.
 * @param rateOf the worth of a unit of another currency
 */
export function forecastOf(
  cells: readonly ForecastCell[],
  currency: string,
  rateOf: (currency: string) => Ratio,
): Record<ForecastFigure, string> {
  const currencies = [...new Set(cells.map((cell) => cell.currency))];
  const parts = currencies.map((each) => ({
    rate: rateOf(each),
    sums: sumsOf(cells.filter((cell) => cell.currency === each)),
  }));
  const converted = (figure: ForecastFigure): [ForecastFigure, string] => {
    const sum = parts.reduce<Ratio>((all, { rate, sums }) => plus(all, times(rate, sums[figure])), ZERO);
    return [figure, roundedTo(digitsOf(currency), { over: sum.over, under: sum.under * SCALE })];
  };
  return Object.fromEntries(FORECAST_FIGURES.map(converted)) as Record<ForecastFigure, string>;
}

const ZERO: Ratio = { over: 0n, under: 1n };

function times({ over, under }: Ratio, factor: bigint): Ratio {
  return { over: over * factor, under };
}

function plus(one: Ratio, other: Ratio): Ratio {
  return one.under === other.under
    ? { over: one.over + other.over, under: one.under }
    : { over: one.over * other.under + other.over * one.under, under: one.under * other.under };
}
