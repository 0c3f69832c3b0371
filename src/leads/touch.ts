import { WORK_STATES, type WorkState } from './lead.js';

/** Somebody was reached, not only attempted, unless no person made the touch. What counts for a policy is another question: sla/what-counts.ts. */
const REACHED: ReadonlySet<string> = new Set(['connected', 'replied', 'booked', 'held']);

/** What the work on a lead follows from. */
export interface WorkingTouch {
  readonly outcome: string;
  readonly automated: boolean;
  readonly counts: boolean;
}

/** How far the work on a lead is after a touch; it never goes back within a cycle. */
export function workStateAfter(before: WorkState, touch: WorkingTouch): WorkState {
  const reached: WorkState =
    REACHED.has(touch.outcome) && !touch.automated ? 'connected' : touch.counts ? 'attempting' : 'untouched';
  return WORK_STATES.indexOf(reached) > WORK_STATES.indexOf(before) ? reached : before;
}
