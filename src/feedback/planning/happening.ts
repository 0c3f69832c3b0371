import { ERASED } from '../../disposition/erased.js';
import type { Category, Intent } from '../../disposition/taxonomy.js';
import type { SideStage, Stage } from '../delivery.js';

/** What a platform has to hear of: how far a lead has come, and what became of it. */
export const HAPPENINGS = [
  'received',
  'qualified',
  'opportunity',
  'won',
  'valueChanged',
  'wonReversed',
  'nurtured',
  'recycled',
  'neverExisted',
  'notAProspect',
  'invalidContact',
  'duplicate',
  'doNotContact',
  'erased',
  'notAFit',
  'realButLost',
  'fraud',
  'reopened',
] as const;
export type Happening = (typeof HAPPENINGS)[number];

/** What follows of it, whatever the platform can do; `quietly`: where it cannot, there is nothing to say of that. */
export type Action =
  /** Count a stage. */
  | { readonly do: 'tell'; readonly stage: Stage }
  /** Tell what is no conversion, where a rule asks for it and the platform takes such events. */
  | { readonly do: 'aside'; readonly stage: SideStage }
  /** Make a stage count no longer; where that cannot be, worth nothing. */
  | { readonly do: 'takeBack'; readonly stage: Stage; readonly quietly?: true }
  /** Another value: the one that comes with it, or nothing where a stage had been told with a value. */
  | { readonly do: 'restate'; readonly stage: Stage; readonly to: 'given' | 'zero'; readonly quietly?: true }
  /** What is retained of a value, or nothing of it: then it counts no longer. */
  | { readonly do: 'reduce'; readonly stage: Stage }
  /** Nothing that waits may leave any more. */
  | { readonly do: 'stop' }
  /** What was taken back because of a disposition counts again, but for what `next` takes back as well. */
  | { readonly do: 'restore'; readonly next: readonly Action[] };

const takeBack = (...stages: readonly Stage[]) => stages.map((stage) => ({ do: 'takeBack', stage }) as const);
const takeBackQuietly = (...stages: readonly Stage[]) =>
  takeBack(...stages).map((action) => ({ ...action, quietly: true }) as const);
const worthNothing = (...stages: readonly Stage[]) =>
  stages.map((stage) => ({ do: 'restate', stage, to: 'zero', quietly: true }) as const);

/** Only to programs of one's own: a platform hears nothing more of such leads. */
const SUPPRESSED = { do: 'aside', stage: 'suppressed' } as const;

/** What follows of each. An opportunity is a lead that was qualified, and goes with it. */
export const ACTIONS: Readonly<Record<Happening, readonly Action[]>> = {
  received: [{ do: 'tell', stage: 'lead' }],
  qualified: [{ do: 'tell', stage: 'qualified' }],
  opportunity: [{ do: 'tell', stage: 'opportunity' }],
  won: [{ do: 'tell', stage: 'won' }],
  valueChanged: [{ do: 'restate', stage: 'won', to: 'given' }],
  wonReversed: [{ do: 'reduce', stage: 'won' }],
  nurtured: [{ do: 'aside', stage: 'nurture' }],
  // It has the same keys in its next life, so that nothing counts twice.
  recycled: [{ do: 'aside', stage: 'recycle' }],
  neverExisted: [...takeBack('lead', 'qualified', 'opportunity'), { do: 'stop' }, SUPPRESSED],
  notAProspect: [...takeBack('lead', 'qualified', 'opportunity'), { do: 'stop' }, SUPPRESSED],
  invalidContact: [...takeBack('lead'), { do: 'stop' }, SUPPRESSED],
  // This lead's, never that of the one which stays.
  duplicate: [...takeBack('lead'), { do: 'stop' }, SUPPRESSED],
  // It was real.
  doNotContact: [{ do: 'stop' }, SUPPRESSED],
  erased: [{ do: 'stop' }],
  notAFit: [...takeBackQuietly('qualified', 'opportunity'), { do: 'aside', stage: 'disqualified' }],
  // The count stays; what was only expected to come of it is worth nothing.
  realButLost: [...worthNothing('qualified', 'opportunity'), { do: 'aside', stage: 'lost' }],
  fraud: [...takeBack('lead', 'qualified', 'opportunity', 'won'), { do: 'stop' }, SUPPRESSED],
  reopened: [{ do: 'restore', next: [] }],
};

const OF_INTENT: Readonly<Record<Intent, Happening>> = {
  neverExisted: 'neverExisted',
  notAProspect: 'notAProspect',
  duplicate: 'duplicate',
  stop: 'doNotContact',
  realButNotNow: 'nurtured',
  realButLost: 'realButLost',
  notAFit: 'notAFit',
  reversed: 'reopened',
};

const IS_JUNK: Readonly<Record<Intent, boolean>> = {
  neverExisted: true,
  notAProspect: true,
  duplicate: true,
  stop: false,
  realButNotNow: false,
  realButLost: false,
  notAFit: false,
  reversed: false,
};
/** Intents of leads that should never have been bought. */
export const JUNK = (Object.keys(IS_JUNK) as Intent[]).filter((intent) => IS_JUNK[intent]);

/** What a disposition, or taking one back (`reversed`), is for platforms. */
export function happeningOf(disposition: {
  readonly category: Category;
  readonly reason: string;
  readonly intent: Intent;
}): Happening {
  const { category, reason, intent } = disposition;
  if (intent === 'realButNotNow' && category === 'recycle') return 'recycled';
  if (intent === 'stop' && reason === ERASED.reason) return 'erased';
  if (intent !== 'neverExisted') return OF_INTENT[intent];
  // Of a lead that was worked on to its end, all was deceit; of one that cannot be reached, only that it came.
  if (category === 'lost') return 'fraud';
  return reason.toLowerCase() === 'invalid_contact' ? 'invalidContact' : 'neverExisted';
}

/** What follows where a disposition is replaced by another: the first had never been made. */
export function actionsOfCorrection(next: Happening): readonly Action[] {
  return [{ do: 'restore', next: ACTIONS[next] }, ...ACTIONS[next]];
}

/** Whether nothing more of a lead is told from then on, until it is reopened. Of an erased one never. */
export function stopsTelling(happening: Happening): boolean {
  return ACTIONS[happening].some((action) => action.do === 'stop');
}
