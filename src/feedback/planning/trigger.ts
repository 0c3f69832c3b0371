import { type Category, ERASED, type Intent } from '../../disposition/disposition.js';
import { type SentMilestone, type SideStage, STAGE_OF_MILESTONE, type Stage } from '../delivery.js';
import type { Money } from '../money.js';

/** What may call for deliveries: a stage that a lead reaches, or a disposition. */
export const TRIGGERS = [
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
export type Trigger = (typeof TRIGGERS)[number];

/** What a trigger calls for on any platform. `quietly`: if the platform cannot, the ledger does not record it. */
export type Action =
  /** Send a stage, to be counted. */
  | { readonly do: 'send'; readonly stage: Stage }
  /** Send an event that is no conversion, if a rule asks for it and the platform accepts such events. */
  | { readonly do: 'aside'; readonly stage: SideStage }
  /** Stop a stage from counting; if the platform cannot, set its value to zero. */
  | { readonly do: 'takeBack'; readonly stage: Stage; readonly quietly?: true }
  /** Change the value: to the one given, or to zero if the stage was sent with a value. */
  | { readonly do: 'restate'; readonly stage: Stage; readonly to: 'given' | 'zero'; readonly quietly?: true }
  /** Reduce the value to what is retained; if that is nothing, the stage no longer counts. */
  | { readonly do: 'reduce'; readonly stage: Stage }
  /** Cancel all deliveries that still wait. */
  | { readonly do: 'stop' }
  /** Count again what a disposition took back, except for what `next` takes back as well. */
  | { readonly do: 'restore'; readonly next: readonly Action[] };

const takeBack = (...stages: readonly Stage[]) => stages.map((stage) => ({ do: 'takeBack', stage }) as const);
const takeBackQuietly = (...stages: readonly Stage[]) =>
  takeBack(...stages).map((action) => ({ ...action, quietly: true }) as const);
const worthNothing = (...stages: readonly Stage[]) =>
  stages.map((stage) => ({ do: 'restate', stage, to: 'zero', quietly: true }) as const);

/** Sent to the company's own programs alone: ad platforms receive nothing more about such leads. */
const SUPPRESSED = { do: 'aside', stage: 'suppressed' } as const;

/** The actions of each trigger. An opportunity was a qualified lead first, so both are taken back together. */
export const ACTIONS: Readonly<Record<Trigger, readonly Action[]>> = {
  received: [{ do: 'send', stage: 'lead' }],
  qualified: [{ do: 'send', stage: 'qualified' }],
  opportunity: [{ do: 'send', stage: 'opportunity' }],
  won: [{ do: 'send', stage: 'won' }],
  valueChanged: [{ do: 'restate', stage: 'won', to: 'given' }],
  wonReversed: [{ do: 'reduce', stage: 'won' }],
  nurtured: [{ do: 'aside', stage: 'nurture' }],
  // The lead keeps its keys in its next cycle, so that nothing counts twice.
  recycled: [{ do: 'aside', stage: 'recycle' }],
  neverExisted: [...takeBack('lead', 'qualified', 'opportunity'), { do: 'stop' }, SUPPRESSED],
  notAProspect: [...takeBack('lead', 'qualified', 'opportunity'), { do: 'stop' }, SUPPRESSED],
  invalidContact: [...takeBack('lead'), { do: 'stop' }, SUPPRESSED],
  // The duplicate is taken back, never the lead that stays.
  duplicate: [...takeBack('lead'), { do: 'stop' }, SUPPRESSED],
  // The lead was real, so it still counts.
  doNotContact: [{ do: 'stop' }, SUPPRESSED],
  erased: [{ do: 'stop' }],
  notAFit: [...takeBackQuietly('qualified', 'opportunity'), { do: 'aside', stage: 'disqualified' }],
  // The conversion still counts, with an expected value of zero.
  realButLost: [...worthNothing('qualified', 'opportunity'), { do: 'aside', stage: 'lost' }],
  fraud: [...takeBack('lead', 'qualified', 'opportunity', 'won'), { do: 'stop' }, SUPPRESSED],
  reopened: [{ do: 'restore', next: [] }],
};

/**
 * What is taken back of a duplicate that was merged, beyond what is taken back of any: the lead that stays has its click,
 * and is sent the same stages. A win stays until it is reversed.
 */
export const TAKEN_OVER: readonly Action[] = takeBack('qualified', 'opportunity');

const OF_INTENT: Readonly<Record<Intent, Trigger>> = {
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

export interface ClosingParts {
  readonly category: Category;
  readonly reason: string;
  readonly intent: Intent;
}

/** The trigger of a disposition, or of taking one back (`reversed`). */
export function triggerOf({ category, reason, intent }: ClosingParts): Trigger {
  if (intent === 'realButNotNow' && category === 'recycle') return 'recycled';
  if (intent === 'stop' && reason === ERASED.reason) return 'erased';
  if (intent !== 'neverExisted') return OF_INTENT[intent];
  // A lead that was worked to its end and lost as fake was fraud throughout; an unreachable one only never existed.
  if (category === 'lost') return 'fraud';
  return reason.toLowerCase() === 'invalid_contact' ? 'invalidContact' : 'neverExisted';
}

/** Whether nothing more is sent of the lead until it is reopened. An erased lead is never reopened. */
export function stopsSending(happening: Trigger): boolean {
  return ACTIONS[happening].some((action) => action.do === 'stop');
}

/** The value that a rule sends: that of the milestone, possibly followed by what survived of it, or a fixed one. */
type SentValue = 'milestone' | `survived:${string}` | Money;

/** A rule that changes what was sent before. */
export type Correction =
  | { readonly retract: SentMilestone }
  | { readonly restate: SentMilestone; readonly value?: SentValue };

export function isCorrection(send: object): send is Correction {
  return 'retract' in send || 'restate' in send;
}

/** Returns the value to send: that of the rule, or that of the milestone. Null: send none. */
export function valueSentBy({ value }: { readonly value?: SentValue }, ofMilestone: Money | null): Money | null {
  return typeof value === 'string' ? ofMilestone : (value ?? null);
}

/**
 * Returns the actions of a trigger at a destination. The corrections of its rules replace those of the table; other
 * actions, such as `stop`, stay.
 */
export function actionsFor(trigger: Trigger, corrections: readonly Correction[]): readonly Action[] {
  if (corrections.length === 0) return ACTIONS[trigger];
  const others = ACTIONS[trigger].filter((action) => !['takeBack', 'restate', 'reduce'].includes(action.do));
  return [...corrections.map(actionOf), ...others];
}

function actionOf(correction: Correction): Action {
  return 'retract' in correction
    ? { do: 'takeBack', stage: STAGE_OF_MILESTONE[correction.retract] }
    : { do: 'restate', stage: STAGE_OF_MILESTONE[correction.restate], to: 'given' };
}
