import { shareOf } from '../figures/figure.js';
import type { InTimeCount } from './counts.js';
import { OUTCOME } from './facts/verdict.js';

/** Promises of a first touch by how they ended. */
export interface InTime {
  readonly kept: number;
  /** Missed and not owed any more: answered late, moved on, or closed. */
  readonly missed: number;
  /** Missed and still owed. */
  readonly overdue: number;
  /** Not yet due. */
  readonly undecided: number;
  /** Closed before they were due, without a touch. */
  readonly closedUntouched: number;
  /** `kept` divided by `kept`, `missed` and `overdue` together; null if all are 0. */
  readonly share: number | null;
}

export function inTimeOf(rows: readonly InTimeCount[]): InTime {
  const count = (is: (outcome: number) => boolean) =>
    rows.reduce((sum, { outcome, promises }) => sum + (is(outcome) ? promises : 0), 0);
  const has = (bit: number) => (outcome: number) => (outcome & bit) !== 0;
  const [kept, overdue] = [count(has(OUTCOME.kept)), count(has(OUTCOME.overdue))];
  const missed = count(has(OUTCOME.missed)) - overdue;
  return {
    kept,
    missed,
    overdue,
    undecided: count(has(OUTCOME.undecided)),
    closedUntouched: count(has(OUTCOME.closedUntouched)),
    share: shareOf(kept, kept + missed + overdue),
  };
}
