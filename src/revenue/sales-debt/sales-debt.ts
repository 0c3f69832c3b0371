import { type Day, daysAfter } from '../../platform/values/day.js';
import type { Ratio } from '../../platform/values/money.js';
import { type AccountArrStep, withoutLapses } from '../movements.js';

/** A contract that was won, from its start on. */
export interface WonContract {
  /** Its ARR on its first day. */
  readonly won: bigint;
  /** What is left of that on each requested day; null if the day is not over. */
  readonly live: readonly (bigint | null)[];
}

/** What is left on one of the days of all that was won. */
interface Survival {
  /** Of contracts for which the day is over. */
  readonly won: bigint;
  readonly live: bigint;
  /** Null if the day is over for no contract. */
  readonly share: Ratio | null;
  /** The number of contracts for which it is not over. */
  readonly unfinished: number;
}

interface Terms {
  readonly graceDays: number;
  readonly today: Day;
  /** Days after the start, ascending. */
  readonly days: readonly number[];
}

/**
 * Returns a function for what is left of contracts on the given days: the least ARR that each had from its first day on.
 * What is added later does not make up for what was lost. It takes the steps of a contract's own lines, whoever has
 * them, and returns null for a contract that never had ARR.
 */
export function survivorOf({
  graceDays,
  today,
  days,
}: Terms): (steps: readonly AccountArrStep[]) => WonContract | null {
  // Most of many thousand contracts begin on the same few hundred days.
  const ends = new Map<Day, readonly Day[]>();
  return (steps) => {
    const history = withoutLapses(steps, graceDays);
    let next = history.findIndex(({ arr }) => arr > 0n);
    if (next === -1) return null;
    const begin = history[next]!;
    const last = ends.get(begin.on) ?? days.map((after) => daysAfter(begin.on, after));
    ends.set(begin.on, last);
    let least = begin.arr;
    const live = last.map((day): bigint | null => {
      for (; next < history.length && history[next]!.on <= day; next += 1)
        if (history[next]!.arr < least) least = history[next]!.arr;
      return day >= today ? null : least;
    });
    return { won: begin.arr, live };
  };
}

/** Adds up what is left of contracts, one by one. */
export class SurvivalTally {
  contracts = 0;
  won = 0n;
  /** By requested day. */
  private readonly finished: Finished[];

  /** @param days how many days are requested */
  constructor(days: number) {
    this.finished = Array.from({ length: days }, () => ({ contracts: 0, won: 0n, live: 0n }));
  }

  add({ won, live }: WonContract): void {
    this.contracts += 1;
    this.won += won;
    for (let index = 0; index < live.length; index += 1) {
      const left = live[index]!;
      if (left !== null) addTo(this.finished[index]!, 1, won, left);
    }
  }

  addAll(other: SurvivalTally): void {
    this.contracts += other.contracts;
    this.won += other.won;
    for (const [index, { contracts, won, live }] of other.finished.entries())
      addTo(this.finished[index]!, contracts, won, live);
  }

  on(index: number): Survival {
    const { contracts, won, live } = this.finished[index]!;
    const share = won === 0n ? null : { over: live, under: won };
    return { won, live, share, unfinished: this.contracts - contracts };
  }
}

/** The contracts for which a day is over. */
interface Finished {
  contracts: number;
  won: bigint;
  live: bigint;
}

function addTo(sum: Finished, contracts: number, won: bigint, live: bigint): void {
  sum.contracts += contracts;
  sum.won += won;
  sum.live += live;
}
