import { type SentMilestone, STAGE_OF_MILESTONE } from '../delivery.js';
import type { Money } from '../money.js';
import { ACTIONS, type Action, type Trigger } from './trigger.js';

/** The value that a rule sends: that of the milestone, or a fixed one. */
export type SentValue = 'milestone' | Money;

/** A rule that changes what was sent before. */
export type Correction =
  | { readonly retract: SentMilestone }
  | { readonly restate: SentMilestone; readonly value?: SentValue };

export function isCorrection(send: object): send is Correction {
  return 'retract' in send || 'restate' in send;
}

/** The value to send: that of the rule, or that of the milestone. Null: send none. */
export function valueSentBy({ value }: { readonly value?: SentValue }, ofMilestone: Money | null): Money | null {
  return value === 'milestone' ? ofMilestone : (value ?? null);
}

/**
 * The actions of a trigger at a destination. Corrections that its rules ask for replace those of the table; other actions,
 * such as `stop`, stay.
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
