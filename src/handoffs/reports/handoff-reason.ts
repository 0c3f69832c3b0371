import { counted } from '../../platform/values/words.js';
import { timesInWords } from '../map/span-words.js';

/**
 * A reason for exceptions or blockers: one that several people gave in the same words, or that the kind knows by name.
 */
export interface HandoffReason {
  readonly what: 'exception' | 'blocker';
  /** The name by which the kind knows it, else the latest wording. */
  readonly text: string;
  readonly times: number;
  readonly handoffs: number;
  /** How the present kinds of these handoffs treat it; empty if none knows it. */
  readonly treatments: readonly string[];
  /** The reps who decided, the most frequent first. */
  readonly deciders: readonly { readonly repId: string; readonly times: number }[];
  /** For exceptions: whether the form was completed in time, was not, or still may be. */
  readonly madeUpFor: number;
  readonly overdue: number;
  readonly pending: number;
  /** For blockers: the number that is not resolved. */
  readonly open: number;
  /** What to do differently next time, the latest first. */
  readonly lessons: readonly string[];
  readonly kindIds: readonly string[];
}

/** SQL for a text without its case and extra spaces, by which equal reasons are found. */
export function saidSql(text: string): string {
  return `lower(btrim(regexp_replace(${text}, '\\s+', ' ', 'g')))`;
}

const TREATED: Readonly<Record<string, string>> = {
  standardise: 'It is known, and handled in the same way each time.',
  automate: 'It is known, and a program does it.',
  escalate: 'It is known, and decided each time.',
};

interface Decider {
  readonly name: string;
  readonly times: number;
}

export function reasonInWords(reason: HandoffReason, deciders: readonly Decider[]): string {
  const { what, text, times, handoffs, treatments, madeUpFor, overdue, pending, open, lessons } = reason;
  const many = handoffs < times ? ` in ${counted(handoffs, 'handoff')}` : '';
  const known = treatments.map((treatment) => TREATED[treatment] ?? '');
  const sentence = `“${text}” ${timesInWords(times)}${many}`;
  if (what === 'blocker') {
    const learnt = lessons.map((lesson) => `Learnt: ${lesson}${/[.!?]$/.test(lesson) ? '' : '.'}`);
    return [`${sentence} held it up: ${open === 0 ? 'all resolved' : `${open} still open`}.`, ...learnt, ...known].join(
      ' ',
    );
  }
  const by = deciders.map((each) => `${each.name}${deciders.length > 1 ? ` (${each.times})` : ''}`).join(', ');
  const became = [
    ...(madeUpFor > 0 ? [`${madeUpFor} completed in time`] : []),
    ...(overdue > 0 ? [`${overdue} not completed in time`] : []),
    ...(pending > 0 ? [`${pending} still to be completed`] : []),
  ].join(', ');
  return [`${sentence}: granted by ${by}${became === '' ? '' : `; ${became}`}.`, ...known].join(' ');
}
