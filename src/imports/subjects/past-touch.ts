import type { TouchKind, TouchOutcome } from '../../vocabulary/touch-kinds.js';

/** What an attempt came to whose outcome nobody noted: it reached nobody, so that no figure gets better by it. */
export const UNNOTED: Readonly<Record<TouchKind, TouchOutcome>> = {
  call: 'noAnswer',
  email: 'sent',
  sms: 'sent',
  chat: 'sent',
  meeting: 'held',
  other: 'sent',
};
