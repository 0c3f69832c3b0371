import type { EscalationTarget, SlaPolicy } from './policy.js';

/** Who is told where nothing says who. */
export const BY_DEFAULT: EscalationTarget = 'manager';

/** Of a lead that has moved as often as its policy allows, and stays with whoever missed it last. */
export const WHEN_IT_MAY_MOVE_NO_MORE: EscalationTarget = BY_DEFAULT;

/** Of a lead that nobody else can take: at once whom the policy itself would tell later. */
export function whenNobodyElseCan({ firstTouch }: Pick<SlaPolicy, 'firstTouch'>): EscalationTarget {
  const action = firstTouch.onBreach.find((each) => each.do === 'escalate');
  return action?.do === 'escalate' ? action.to : BY_DEFAULT;
}
