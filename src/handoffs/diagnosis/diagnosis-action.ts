import { daysAfter, startOfDay } from '../../platform/values/day.js';
import { type Interval, MS_PER_DAY } from '../../platform/values/duration.js';
import { type LeadCounts, lateAt, type PromisedStage } from '../lead-map/lead-map.js';
import { changesOfHands } from '../map/diagnosis.js';
import type { PeriodFigures } from './diagnosis-figure.store.js';

/** What an action is about: an answer of the diagnosis, an exception that keeps coming, or a step of the way of leads. */
export const ACTION_ABOUTS = ['hands', 'stalls', 'chased', 'redone', 'exception', 'leads'] as const;
export type ActionAbout = (typeof ACTION_ABOUTS)[number];

export const ACTION_OUTCOMES = ['done', 'withdrawn'] as const;
export type ActionOutcome = (typeof ACTION_OUTCOMES)[number];

/** A workshop that ends with more than three actions ends with none. */
export const OPEN_ACTIONS_MAX = 3;

export interface AboutAction {
  readonly about: ActionAbout;
  readonly exception: string | null;
  /** The step of the way of leads; null for other actions. */
  readonly step: PromisedStage | null;
}

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
export function countsOf({ about, step }: AboutAction): string {
  return about === 'leads' ? `leads that ${lateAt(step!)}` : COUNTS[about];
}

type AboutHandoffs = Exclude<ActionAbout, 'leads'>;
type OfHandoffs<Of extends AboutAction> = Of & { readonly about: AboutHandoffs };

export function isOfHandoffs<Of extends AboutAction>(action: Of): action is OfHandoffs<Of> {
  return action.about !== 'leads';
}

const COUNTS: Readonly<Record<AboutHandoffs, string>> = {
  hands: 'changes of hands',
  stalls: 'missed deadlines',
  chased: 'questions, warnings and escalations',
  redone: 'returns',
  exception: 'times',
};

/** Returns the figure that an action on the way of leads is to lower. */
export function missedIn({ step }: AboutAction, { steps }: LeadCounts): number {
  return steps[step!]?.missed ?? 0;
}

/** Returns the figure that any other action is to lower. */
export function figureOf({ about, exception }: OfHandoffs<AboutAction>, figures: PeriodFigures): number {
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
