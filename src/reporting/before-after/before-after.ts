import type { RowFilter } from '../../figures/dimension.js';
import { seconds, shareOf } from '../../figures/figure.js';
import type { EndCount, GroupCodes, TimeCount } from '../counts.js';
import { isClosed } from '../disposition-counts.js';
import { ENDING } from '../facts/conclusion.js';

/** Leads that are alike in what a comparison counts. */
export interface AnswerCount extends GroupCodes {
  readonly isImported: boolean;
  readonly isTouched: boolean;
  /** Not touched, and not yet due. */
  readonly isAwaited: boolean;
  readonly leads: number;
}

/** The counts of one row. */
export interface ComparedCounts {
  readonly answers: readonly AnswerCount[];
  readonly ends: readonly EndCount[];
  /** Of answers, in elapsed time. */
  readonly times: TimeCount | undefined;
}

export type Period = 'before' | 'since';

/** A row of the comparison, without its key and label. */
export type ComparedRow = ReturnType<typeof comparedOf>;

export interface Compared extends ComparedRow {
  readonly key: { readonly period: Period } & Readonly<Record<string, unknown>>;
  readonly label: string;
  readonly filter: RowFilter | null;
}

/** @param namesNothing tells by its number whether a reason says nothing, as that of losses that came without one does */
export function comparedOf({ answers, ends, times }: ComparedCounts, namesNothing: (code: number) => boolean) {
  const count = (is: (row: AnswerCount) => boolean) => leadsIn(answers.filter(is));
  const leads = leadsIn(answers);
  const imported = count((row) => row.isImported);
  const touched = count((row) => row.isTouched);
  const notYetDue = count((row) => row.isAwaited);
  const untouched = leads - touched - notYetDue;
  const closings = ends.filter(isClosed);
  const closed = leadsIn(closings);
  const withReason = leadsIn(closings.filter(({ second }) => !namesNothing(second)));
  const won = leadsIn(ends.filter(({ ending }) => (ending & ENDING.won) !== 0));
  const inSeconds = (ms: number | null | undefined) => (ms == null ? null : seconds(ms));
  // A file that names no touch at all does not say that nobody was called.
  const isUntold = leads > 0 && touched === 0 && imported === leads;
  return {
    leads,
    imported,
    touched,
    untouched: isUntold ? null : untouched,
    notYetDue,
    untouchedShare: isUntold ? null : shareOf(untouched, touched + untouched),
    medianSeconds: inSeconds(times?.median),
    p90Seconds: inSeconds(times?.p90),
    closed,
    withReason,
    withReasonShare: shareOf(withReason, closed),
    won,
    wonShare: shareOf(won, leadsIn(ends)),
  };
}

function leadsIn(rows: readonly { readonly leads: number }[]): number {
  return rows.reduce((sum, { leads }) => sum + leads, 0);
}
