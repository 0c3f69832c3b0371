import { daysAfter, startOfDay } from '../../platform/values/day.js';
import { type Interval, MS_PER_DAY } from '../../platform/values/duration.js';
import { changesOfHands } from '../map/diagnosis.js';
import type { PeriodFigures } from './diagnosis-figure.store.js';

/** What an action is about: an answer of the diagnosis, or an exception that keeps coming. */
export const ACTION_ABOUTS = ['hands', 'stalls', 'chased', 'redone', 'exception'] as const;
export type ActionAbout = (typeof ACTION_ABOUTS)[number];

export const ACTION_OUTCOMES = ['done', 'withdrawn'] as const;
export type ActionOutcome = (typeof ACTION_OUTCOMES)[number];

/** A workshop that ends with more than three actions ends with none. */
export const OPEN_ACTIONS_MAX = 3;

const MEASURED_MS = 28 * MS_PER_DAY;

/** The four weeks before an action was decided. */
export function before({ madeAt }: { readonly madeAt: number }): Interval {
  return { from: madeAt - MEASURED_MS, to: madeAt };
}

/** The four weeks after the day by which it was to be done. */
export function after({ dueOn }: { readonly dueOn: string }, timeZone: string): Interval {
  const from = startOfDay(daysAfter(dueOn, 1), timeZone);
  return { from, to: from + MEASURED_MS };
}

/** What the figure of an action counts, in words. */
export const FIGURES: Readonly<Record<ActionAbout, string>> = {
  hands: 'changes of hands',
  stalls: 'missed deadlines',
  chased: 'questions, warnings and escalations',
  redone: 'returns',
  exception: 'times',
};

/** Returns the figure that an action is to lower. */
export function figureOf(
  { about, exception }: { readonly about: ActionAbout; readonly exception: string | null },
  figures: PeriodFigures,
): number {
  switch (about) {
    case 'hands':
      return changesOfHands(figures);
    case 'stalls':
      return figures.missed;
    case 'chased':
      return figures.questions + figures.warnings + figures.escalations;
    case 'redone':
      return figures.returns;
    case 'exception':
      return timesOf(exception!, figures.exceptions);
    default:
      return about satisfies never;
  }
}

/** A text without its case and extra spaces, as the report compares reasons. */
function said(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ').toLowerCase();
}

/**
 * Counts how often an exception came, in whatever spelling. Once a kind knows it by a name that it contains, the report
 * counts it under that name, and so does this.
 */
export function timesOf(exception: string, rows: PeriodFigures['exceptions']): number {
  const meant = said(exception);
  const isMeant = ({ text, isKnown }: (typeof rows)[number]) =>
    said(text) === meant || (isKnown && meant.includes(said(text)));
  return rows.filter(isMeant).reduce((sum, { times }) => sum + times, 0);
}
