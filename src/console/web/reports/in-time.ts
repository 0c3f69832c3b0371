import type { Schemas } from '../api/api.js';
import { percent } from '../parts/money.js';

/* Shares always say of how many they are. */

export type InTime = Schemas['SpeedToLeadRow']['leadsInTime'];

/** `63 % of 95`; a dash for none. */
export const percentOf = (share: number | null, all: number): string =>
  share === null ? '–' : `${percent(share)} of ${all}`;

const decidedOf = ({ kept, missed, overdue }: InTime): number => kept + missed + overdue;

/** Below this share of decided promises a bar would say more than is known. */
const BAR_FROM = 0.1;

/** The cell of a share of promises: of how many it is, and a bar if enough of them are decided. */
export function inTime<Row>(of: (row: Row) => InTime) {
  return {
    text: (row: Row) => percentOf(of(row).share, decidedOf(of(row))),
    bar: (row: Row) => barOf(of(row)),
  };
}

export function barOf(found: InTime): number | null {
  const decided = decidedOf(found);
  return decided < BAR_FROM * (decided + found.undecided) ? null : found.share;
}

/** ` 60 of 95 leads were answered in time (63 %).`; empty if none is decided. @param what with a plural subject */
export function inTimeWords(what: string, found: InTime): string {
  return found.share === null ? '' : ` ${found.kept} of ${decidedOf(found)} ${what} (${percent(found.share)}).`;
}

/** What stands apart from a share. */
export function undecidedWords({ overdue, undecided, closedUntouched }: InTime): string {
  const parts = [
    ...(overdue === 0 ? [] : [`${overdue} overdue`]),
    ...(undecided === 0 ? [] : [`${undecided} not yet due`]),
    ...(closedUntouched === 0 ? [] : [`${closedUntouched} closed before the deadline without a touch`]),
  ];
  return parts.length === 0 ? '' : ` ${parts.join(', ')}.`;
}
