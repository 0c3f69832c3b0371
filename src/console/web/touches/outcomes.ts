import type { Schemas } from '../api/api.js';

export type TouchBody = Pick<Schemas['Touch'], 'kind' | 'outcome'> & {
  readonly note?: string;
  readonly meetingAt?: string;
};

export const OUTCOMES: Readonly<Record<Schemas['Touch']['outcome'], string>> = {
  connected: 'Connected',
  replied: 'Replied',
  noAnswer: 'No answer',
  voicemail: 'Left a voicemail',
  sent: 'Sent',
  bounced: 'Bounced',
  wrongNumber: 'Wrong number',
  booked: 'Booked a meeting',
  held: 'Held',
  noShow: 'Did not show up',
  cancelled: 'Cancelled',
};

export const OUTCOMES_OF: Readonly<
  Record<'call' | 'email' | 'sms' | 'chat' | 'meeting', readonly Schemas['Touch']['outcome'][]>
> = {
  call: ['connected', 'noAnswer', 'voicemail', 'booked', 'wrongNumber'],
  email: ['sent', 'replied', 'booked', 'bounced'],
  sms: ['sent', 'replied', 'booked', 'bounced'],
  chat: ['connected', 'sent', 'replied', 'booked', 'bounced'],
  meeting: ['booked', 'held', 'noShow', 'cancelled'],
};
