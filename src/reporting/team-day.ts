import type { CauseCount, GroupCodes, PromiseCount, ResponseCount } from './counts.js';
import { breachesOf } from './promise-counts.js';

/** The numbers of a daily summary, for one rep or several. */
export interface DayNumbers {
  /** Leads that became theirs in that time. */
  readonly received: number;
  /** Those of `received` that they answered. */
  readonly touched: number;
  /** Results of promises about leads received in that time. */
  readonly met: number;
  readonly breached: number;
  /** How often one of these leads moved from them to another owner. */
  readonly moved: number;
  /** Leads open now, whenever received. */
  readonly open: number;
  readonly untouched: number;
  /** Promises due by the end of the next day. */
  readonly due: number;
}

/** What is still to be done, which says nothing about what somebody has done. */
export type OpenWork = Pick<DayNumbers, 'open' | 'untouched' | 'due'>;

export const EMPTY_DAY: DayNumbers = {
  received: 0,
  touched: 0,
  met: 0,
  breached: 0,
  moved: 0,
  open: 0,
  untouched: 0,
  due: 0,
};

export interface CountedByRep {
  readonly responses: readonly ResponseCount[];
  readonly promises: readonly PromiseCount[];
  readonly movesAway: readonly CauseCount[];
}

/** Returns the reported numbers of one rep. @param code undefined if no report has them */
export function reportedOf(
  code: number | undefined,
  { responses, promises, movesAway }: CountedByRep,
): Pick<DayNumbers, 'received' | 'touched' | 'met' | 'breached' | 'moved'> {
  const own = <Row extends GroupCodes>(rows: readonly Row[]) => rows.filter(({ first }) => first === code);
  const leads = (rows: readonly ResponseCount[]) => rows.reduce((sum, row) => sum + row.leads, 0);
  const { met, breached } = breachesOf(own(promises));
  return {
    received: leads(own(responses)),
    touched: leads(own(responses).filter(({ band }) => band !== 'never')),
    met,
    breached,
    moved: own(movesAway).reduce((sum, { moves }) => sum + moves, 0),
  };
}

export function together(all: readonly DayNumbers[]): DayNumbers {
  const sum = (pick: (numbers: DayNumbers) => number) => all.reduce((total, numbers) => total + pick(numbers), 0);
  return {
    received: sum(({ received }) => received),
    touched: sum(({ touched }) => touched),
    met: sum(({ met }) => met),
    breached: sum(({ breached }) => breached),
    moved: sum(({ moved }) => moved),
    open: sum(({ open }) => open),
    untouched: sum(({ untouched }) => untouched),
    due: sum(({ due }) => due),
  };
}

export function isAnything(numbers: DayNumbers): boolean {
  return Object.values(numbers).some((count) => count > 0);
}
