import { isContact } from '../sla/what-counts.js';
import { WORK_STATES, type WorkState } from './lead.js';

/** What the work on a lead follows from. */
export interface WorkingTouch {
  readonly outcome: string;
  readonly automated: boolean;
  readonly counts: boolean;
}

/** How far the work on a lead is after a touch; it never goes back within a cycle. */
export function workStateAfter(before: WorkState, touch: WorkingTouch): WorkState {
  const reached: WorkState = isContact(touch) ? 'connected' : touch.counts ? 'attempting' : 'untouched';
  return WORK_STATES.indexOf(reached) > WORK_STATES.indexOf(before) ? reached : before;
}

/** What tells one touch of a lead from another where it came from. */
export interface TouchKey {
  readonly leadId: string;
  readonly externalId: string;
}

/** One text for what the unique index compares. */
export function touchKey({ leadId, externalId }: TouchKey): string {
  return `${leadId} ${externalId}`;
}
