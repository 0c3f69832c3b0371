import type { WorkState } from './lead.js';

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

const RANK: readonly WorkState[] = ['untouched', 'attempting', 'connected', 'qualified'];

/** How far the work on a lead is after a touch; it never goes back within a cycle. */
export function workStateAfter(before: WorkState, touch: { outcome: string; counts: boolean }): WorkState {
  const reached: WorkState = CONTACT.has(touch.outcome) ? 'connected' : touch.counts ? 'attempting' : 'untouched';
  return RANK.indexOf(reached) > RANK.indexOf(before) ? reached : before;
}
