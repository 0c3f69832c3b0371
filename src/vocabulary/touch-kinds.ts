import { type Fault, fault } from '../platform/input/fault.js';

/** The kinds and outcomes of touches, as policies and reporters of touches use them. */
export const TOUCH_KINDS = ['call', 'email', 'sms', 'chat', 'meeting', 'other'] as const;
export type TouchKind = (typeof TOUCH_KINDS)[number];

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
export type TouchOutcome = (typeof TOUCH_OUTCOMES)[number];

/** Outcomes in which the person was reached. */
export const CONTACT_OUTCOMES = ['connected', 'replied', 'booked', 'held'] as const satisfies readonly TouchOutcome[];

/** The possible outcomes of each kind: an SMS is not held, a call does not bounce. */
export const OUTCOMES_OF: Readonly<Record<TouchKind, readonly TouchOutcome[]>> = {
  call: ['connected', 'noAnswer', 'voicemail', 'wrongNumber', 'booked'],
  email: ['sent', 'replied', 'bounced', 'booked'],
  sms: ['sent', 'replied', 'bounced', 'booked'],
  chat: ['connected', 'sent', 'replied', 'bounced', 'booked'],
  meeting: ['booked', 'held', 'noShow', 'cancelled'],
  other: TOUCH_OUTCOMES,
};

export const KIND_WORDS: Readonly<Record<TouchKind, string>> = {
  call: 'call',
  email: 'e-mail',
  sms: 'text message',
  chat: 'chat',
  meeting: 'meeting',
  other: 'contact of another kind',
};
/** What somebody did who got in touch in each way: "the person called". */
export const ASKED_BY: Readonly<Record<TouchKind, string>> = {
  call: 'called',
  email: 'sent an e-mail',
  sms: 'sent a text message',
  chat: 'wrote in the chat',
  meeting: 'asked for a meeting',
  other: 'got in touch',
};
export const OUTCOME_WORDS: Readonly<Record<TouchOutcome, string>> = {
  connected: 'connected',
  replied: 'replied',
  noAnswer: 'no answer',
  voicemail: 'voicemail',
  sent: 'sent',
  bounced: 'bounced',
  wrongNumber: 'wrong number',
  booked: 'meeting booked',
  held: 'held',
  noShow: 'nobody came',
  cancelled: 'cancelled',
};

export function faultsOfOutcome(kind: TouchKind, outcome: TouchOutcome, pointer: string): Fault[] {
  const possible = OUTCOMES_OF[kind];
  if (possible.includes(outcome)) return [];
  const allowed = new Intl.ListFormat('en', { type: 'disjunction' }).format(possible.map((each) => `"${each}"`));
  return [
    fault(pointer, 'contradiction', `The outcome of a touch of the kind "${kind}" is ${allowed}, not "${outcome}".`),
  ];
}
