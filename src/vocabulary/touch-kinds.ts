/** What a touch can be, and what can come of it: the words of policies and of whoever reports touches. */
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
