import { STAGE_OF_MILESTONE, type ToldMilestone } from '../delivery.js';
import type { Money } from '../money.js';
import { ACTIONS, type Action, type Happening } from './happening.js';

/** What a rule says of worth. */
export type ToldValue = 'milestone' | Money;

/** What a rule sends that changes what was told. */
export type Correction =
  | { readonly retract: ToldMilestone }
  | { readonly restate: ToldMilestone; readonly value?: ToldValue };

export function isCorrection(send: object): send is Correction {
  return 'retract' in send || 'restate' in send;
}

/** The value that is told: that of the rule, or what the milestone is worth. Null: none is told. */
export function valueToldBy({ value }: { readonly value?: ToldValue }, ofMilestone: Money | null): Money | null {
  return value === 'milestone' ? ofMilestone : (value ?? null);
}

/**
 * What follows of something that happened, where rules of the destination may say what becomes of what was told: they
 * stand in place of what the table changes. What else follows, as that nothing more is told, stays.
 */
export function actionsFor(happening: Happening, corrections: readonly Correction[]): readonly Action[] {
  if (corrections.length === 0) return ACTIONS[happening];
  const others = ACTIONS[happening].filter((action) => !['takeBack', 'restate', 'reduce'].includes(action.do));
  return [...corrections.map(actionOf), ...others];
}

function actionOf(correction: Correction): Action {
  return 'retract' in correction
    ? { do: 'takeBack', stage: STAGE_OF_MILESTONE[correction.retract] }
    : { do: 'restate', stage: STAGE_OF_MILESTONE[correction.restate], to: 'given' };
}
