import { WORK_STATES, type WorkState } from './lead.js';

export const TOUCH_KINDS = ['call', 'email', 'sms', 'chat', 'meeting', 'other'] as const;
export const TOUCH_OUTCOMES = [
  'connected',
  'replied',
  'noAnswer',
  'voicemail',
  'sent',
  'bounced',
  'wrongNumber',
  'booked',
  'held',
  'noShow',
  'cancelled',
] as const;

/** Somebody was there: contact, not only an attempt at it. */
const CONTACT: ReadonlySet<string> = new Set(['connected', 'replied', 'booked', 'held']);

/** How far the work on a lead is after a touch; it never goes back within a cycle. */
export function workStateAfter(before: WorkState, touch: { outcome: string; counts: boolean }): WorkState {
  const reached: WorkState = CONTACT.has(touch.outcome) ? 'connected' : touch.counts ? 'attempting' : 'untouched';
  return WORK_STATES.indexOf(reached) > WORK_STATES.indexOf(before) ? reached : before;
}
