import type { Day } from '../platform/day.js';
import type { Ratio } from '../platform/money.js';
import { type AccountArrStep, MOVEMENT_KINDS, type MovementKind, movementsOf, withoutLapses } from './movements.js';

/** The days that are compared. What moved on the first is in its opening. */
export interface RevenueWindow {
  readonly first: Day;
  readonly last: Day;
}

/** What a window comes to, in minor units of the currency of the contracts. */
interface WindowFigures {
  /** ARR on the first day. */
  readonly opening: bigint;
  /** ARR on the last day: the opening and all movements. */
  readonly closing: bigint;
  readonly movements: Readonly<Record<MovementKind, bigint>>;
  /** What came from other accounts, less what went to them. */
  readonly transferred: bigint;
  /** Of the accounts that had ARR on the first day, or have what another one had then. */
  readonly cohort: {
    readonly accounts: number;
    /** Of all of them together the opening of the window. */
    readonly opening: bigint;
    /** Without ARR on the last day. */
    readonly lost: number;
    readonly closing: bigint;
    /** Of each the smaller of its opening and its closing. */
    readonly kept: bigint;
  };
}

/** Shares of what there was on the first day; null where there was nothing. */
interface Retention {
  readonly nrr: Ratio | null;
  readonly grr: Ratio | null;
  readonly logoChurn: Ratio | null;
}

/** What is known of an account. */
export interface AccountHistory {
  /** By day, each day once; all that are known, also after the window. */
  readonly steps: readonly AccountArrStep[];
  /** Whether it had ARR before the first of them. */
  readonly isKnown?: boolean;
  /** Of what came from other accounts in the window: what it was worth to them on the first day; negative for what went to them. */
  readonly carried?: bigint;
}

/** Adds up the histories of accounts, one after the other. */
export class WindowTally {
  private opening = 0n;
  private closing = 0n;
  private readonly movements = Object.fromEntries(MOVEMENT_KINDS.map((kind) => [kind, 0n])) as Record<
    MovementKind,
    bigint
  >;
  private transferred = 0n;
  private readonly cohort = { accounts: 0, opening: 0n, lost: 0, closing: 0n, kept: 0n };

  constructor(
    private readonly window: RevenueWindow,
    private readonly graceDays: number,
  ) {}

  add({ steps, isKnown, carried = 0n }: AccountHistory): void {
    const { first, last } = this.window;
    let opening = 0n;
    let moved = 0n;
    for (const { on, kind, amount } of movementsOf(withoutLapses(steps, this.graceDays), isKnown)) {
      if (on > last) break;
      if (on <= first) opening += amount;
      else {
        moved += amount;
        if (kind === 'transfer') this.transferred += amount;
        else this.movements[kind] += amount;
      }
    }
    this.opening += opening;
    this.closing += opening + moved;
    // What has changed hands is compared where it is in the end: nobody has lost it.
    if (opening + carried > 0n) this.addToCohort(opening + carried, opening + moved);
  }

  figures(): WindowFigures {
    const { opening, closing, transferred } = this;
    return { opening, closing, transferred, movements: { ...this.movements }, cohort: { ...this.cohort } };
  }

  private addToCohort(opening: bigint, closing: bigint): void {
    this.cohort.accounts += 1;
    this.cohort.opening += opening;
    if (closing === 0n) this.cohort.lost += 1;
    this.cohort.closing += closing;
    this.cohort.kept += closing < opening ? closing : opening;
  }
}

/** The sum of all movements. */
export function netNewOf({ movements }: Pick<WindowFigures, 'movements'>): bigint {
  return MOVEMENT_KINDS.reduce((sum, kind) => sum + movements[kind], 0n);
}

/**
 * Compares two days: what moved back and forth between them is not lost. At the rate of the first day throughout, which
 * all of it would be multiplied by, so that no rate changes a share.
 */
export function retentionOf({ cohort }: Pick<WindowFigures, 'cohort'>): Retention {
  const ofOpening = (over: bigint) => (cohort.opening === 0n ? null : { over, under: cohort.opening });
  return {
    nrr: ofOpening(cohort.closing),
    grr: ofOpening(cohort.kept),
    logoChurn: cohort.accounts === 0 ? null : { over: BigInt(cohort.lost), under: BigInt(cohort.accounts) },
  };
}
