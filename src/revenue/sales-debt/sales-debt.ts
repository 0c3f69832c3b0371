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
  /** Days after the start. */
  readonly days: readonly number[];
}

/**
 * Returns what is left of a contract on the given days: the least ARR that it had from its first day on. What is added
 * later does not make up for what was lost.
 * @param steps of its own lines, whoever has them @returns null for a contract that never had ARR
 */
export function wonContractOf(steps: readonly AccountArrStep[], { graceDays, today, days }: Terms): WonContract | null {
  const history = withoutLapses(steps, graceDays);
  const begin = history.find(({ arr }) => arr > 0n);
  if (begin === undefined) return null;
  const live = days.map((after): bigint | null => {
    const day = daysAfter(begin.on, after);
    if (day >= today) return null;
    return history.filter(({ on }) => begin.on <= on && on <= day).reduce(least, begin.arr);
  });
  return { won: begin.arr, live };
}

const least = (most: bigint, { arr }: AccountArrStep): bigint => (arr < most ? arr : most);

export function survivalOf(contracts: readonly WonContract[], index: number): Survival {
  const finished = contracts.filter(({ live }) => live[index] !== null);
  const won = finished.reduce((sum, contract) => sum + contract.won, 0n);
  const live = finished.reduce((sum, contract) => sum + contract.live[index]!, 0n);
  const share = won === 0n ? null : { over: live, under: won };
  return { won, live, share, unfinished: contracts.length - finished.length };
}
