import type { Day } from '../platform/values/day.js';
import type { Ratio } from '../platform/values/money.js';
import {
  type AccountArrStep,
  MOVEMENT_KINDS,
  type Movement,
  type MovementKind,
  movementsOf,
  withoutLapses,
} from './movements.js';

/** The days that are compared. What changed on the first is in the opening. */
export interface RevenueWindow {
  readonly first: Day;
  readonly last: Day;
}

/** The figures of a window, in minor units of the currency of the contracts. */
interface WindowFigures {
  readonly opening: bigint;
  /** ARR on the last day: the opening, all movements and all transfers. */
  readonly closing: bigint;
  readonly movements: Readonly<Record<MovementKind, bigint>>;
  /** What came from other accounts, less what went to them. */
  readonly transferred: bigint;
  /** The accounts that had ARR on the first day, or that hold what another account had then. */
  readonly cohort: {
    readonly accounts: number;
    /** The sum of this is the opening of the window. */
    readonly opening: bigint;
    /** The number of accounts without ARR on the last day. */
    readonly lost: number;
    readonly closing: bigint;
    /** The sum of the smaller of opening and closing of each account. */
    readonly kept: bigint;
  };
}

/** Shares of the cohort on the first day; null if there was none. */
interface Retention {
  readonly nrr: Ratio | null;
  readonly grr: Ratio | null;
  readonly logoChurn: Ratio | null;
}

export interface AccountHistory {
  /** By day, each day once; all known steps, also those after the window. */
  readonly steps: readonly AccountArrStep[];
  /** Whether the account had ARR before the first of them. */
  readonly isKnown?: boolean;
  /** The ARR on the first day of what came from other accounts in the window; negative for what went to them. */
  readonly carried?: bigint;
}

/** What happened to an account in a window. */
export interface AccountWindow {
  readonly opening: bigint;
  /** After the first day. */
  readonly movements: readonly Movement[];
  /** As in its history. */
  readonly carried: bigint;
}

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

  add(history: AccountHistory): void {
    this.addRead(this.read(history));
  }

  /** Returns what happened to an account, to be added to any tally of the same window. */
  read({ steps, isKnown, carried = 0n }: AccountHistory): AccountWindow {
    const { first, last } = this.window;
    const movements: Movement[] = [];
    let opening = 0n;
    for (const movement of movementsOf(withoutLapses(steps, this.graceDays), isKnown)) {
      if (movement.on > last) break;
      if (movement.on <= first) opening += movement.amount;
      else movements.push(movement);
    }
    return { opening, movements, carried };
  }

  addRead({ opening, movements, carried }: AccountWindow): void {
    let closing = opening;
    for (const { kind, amount } of movements) {
      closing += amount;
      if (kind === 'transfer') this.transferred += amount;
      else this.movements[kind] += amount;
    }
    this.opening += opening;
    this.closing += closing;
    // A contract that changed hands is compared at the account that has it in the end, so it is not lost.
    if (opening + carried > 0n) this.addToCohort(opening + carried, closing);
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

export function netNewOf({ movements }: Pick<WindowFigures, 'movements'>): bigint {
  return MOVEMENT_KINDS.reduce((sum, kind) => sum + movements[kind], 0n);
}

/**
 * Compares two days: what moved back and forth between them is not lost. All is at the rate of the first day, which
 * would multiply both sides, so that no rate changes a share.
 */
export function retentionOf({ cohort }: Pick<WindowFigures, 'cohort'>): Retention {
  const ofOpening = (over: bigint) => (cohort.opening === 0n ? null : { over, under: cohort.opening });
  return {
    nrr: ofOpening(cohort.closing),
    grr: ofOpening(cohort.kept),
    logoChurn: cohort.accounts === 0 ? null : { over: BigInt(cohort.lost), under: BigInt(cohort.accounts) },
  };
}
