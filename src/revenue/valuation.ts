import { amountIn, digitsOf, type Ratio, round, roundedTo } from '../platform/values/money.js';
import { MOVEMENT_KINDS, type MovementKind } from './movements.js';
import {
  type AccountHistory,
  type AccountWindow,
  netNewOf,
  type RevenueWindow,
  retentionOf,
  WindowTally,
} from './retention.js';

/**
 * Makes amounts in several currencies whole numbers that add up exactly: a minor unit of a currency is its factor, and
 * a minor unit of the currency of the report is `under`.
 */
export interface Scale {
  readonly factors: ReadonlyMap<string, bigint>;
  readonly under: bigint;
}

/** How a window is valued: opening and movements by the rates of its first day, the closing by those of its last. */
export interface Valuation {
  /** The currency of the report. */
  readonly in: string;
  readonly first: Scale;
  readonly last: Scale;
  /** Whether amounts are converted. */
  readonly isConverted: boolean;
}

export interface WindowView {
  readonly opening: string;
  readonly closing: string;
  readonly movements: Readonly<Record<MovementKind, string>> & { readonly fx?: string };
  readonly netNewArr: string;
  readonly nrr: string | null;
  readonly grr: string | null;
  readonly logoChurn: string | null;
}

export const SHARE_PLACES = 4;
const ONE: Ratio = { over: 1n, under: 1n };

/** @param rates the worth in `currency` of a unit of each currency */
export function scaleOf(currency: string, rates: ReadonlyMap<string, Ratio>): Scale {
  const worths = [...rates].map(([of, { over, under }]): [string, Ratio] => [
    of,
    reduced({ over: over * 10n ** BigInt(digitsOf(currency)), under: under * 10n ** BigInt(digitsOf(of)) }),
  ]);
  const under = worths.reduce((common, [, worth]) => (common / gcd(common, worth.under)) * worth.under, 1n);
  return { factors: new Map(worths.map(([of, worth]) => [of, worth.over * (under / worth.under)])), under };
}

/** For contracts that are all in the currency of the report. */
export function valuedIn(currency: string): Valuation {
  const scale = scaleOf(currency, new Map([[currency, ONE]]));
  return { in: currency, first: scale, last: scale, isConverted: false };
}

/** What happened to an account in a window, by the rates of its first and its last day. */
interface ValuedWindow {
  readonly atFirst: AccountWindow;
  readonly atLast: AccountWindow;
}

/** Adds up the histories of accounts with contracts in any currency. */
export class ValuedTally {
  private readonly atFirst: WindowTally;
  private readonly atLast: WindowTally;

  constructor(
    window: RevenueWindow,
    graceDays: number,
    private readonly valuation: Valuation,
  ) {
    this.atFirst = new WindowTally(window, graceDays);
    this.atLast = valuation.isConverted ? new WindowTally(window, graceDays) : this.atFirst;
  }

  /** @param historyIn returns an account with all amounts multiplied by the factors of a scale */
  add(historyIn: (scale: Scale) => AccountHistory): void {
    this.addRead(this.read(historyIn));
  }

  /** Returns what happened to an account, to be added to any tally of the same valuation. */
  read(historyIn: (scale: Scale) => AccountHistory): ValuedWindow {
    const { first, last, isConverted } = this.valuation;
    const atFirst = this.atFirst.read(historyIn(first));
    return { atFirst, atLast: isConverted ? this.atLast.read(historyIn(last)) : atFirst };
  }

  addRead({ atFirst, atLast }: ValuedWindow): void {
    this.atFirst.addRead(atFirst);
    if (this.valuation.isConverted) this.atLast.addRead(atLast);
  }

  /** Each amount is rounded once, from the exact sum. */
  view(): WindowView {
    const { first, last, isConverted } = this.valuation;
    const figures = this.atFirst.figures();
    const { closing } = this.atLast.figures();
    const fx = { over: closing * first.under - figures.closing * last.under, under: first.under * last.under };
    const atFirst = (units: bigint) => this.amount({ over: units, under: first.under });
    const { nrr, grr, logoChurn } = retentionOf(figures);
    const movements = MOVEMENT_KINDS.map((kind) => [kind, atFirst(figures.movements[kind])]);
    return {
      opening: atFirst(figures.opening),
      closing: this.amount({ over: closing, under: last.under }),
      movements: {
        ...(Object.fromEntries(movements) as Record<MovementKind, string>),
        ...(isConverted && { fx: this.amount(fx) }),
      },
      netNewArr: atFirst(netNewOf(figures)),
      nrr: share(nrr),
      grr: share(grr),
      logoChurn: share(logoChurn),
    };
  }

  /** Returns the ARR that came from accounts that are not added up here, less what went to them. */
  transferred(): string {
    const { transferred } = this.atFirst.figures();
    return this.amount({ over: transferred, under: this.valuation.first.under });
  }

  /** Returns how many accounts had ARR on the first day, and how many of them are lost. */
  cohort(): { readonly accounts: number; readonly lost: number } {
    const { accounts, lost } = this.atFirst.figures().cohort;
    return { accounts, lost };
  }

  private amount(exact: Ratio): string {
    return amountIn(round(exact), this.valuation.in);
  }
}

function share(ratio: Ratio | null): string | null {
  return ratio === null ? null : roundedTo(SHARE_PLACES, ratio);
}

function reduced({ over, under }: Ratio): Ratio {
  const by = gcd(over, under);
  return { over: over / by, under: under / by };
}

function gcd(one: bigint, other: bigint): bigint {
  return other === 0n ? one : gcd(other, one % other);
}
