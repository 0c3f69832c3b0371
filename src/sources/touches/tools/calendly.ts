import { idOf, recordOf } from '../../products/product.js';
import { ASIDE, contact, type ReadContact } from '../reported-contact.js';

const OUTCOMES = {
  'invitee.created': 'booked',
  'invitee.canceled': 'cancelled',
  'invitee_no_show.created': 'noShow',
} as const;

/**
 * Reads a meeting of Calendly. Whoever moves one is reported twice, as a cancellation and as a booking: the booking
 * alone is the move. Source: Calendly, API, "Webhook payload" and "Webhook payloads for rescheduled events".
 */
export function readCalendly(payload: unknown): ReadContact {
  const { event, created_at: reportedAt, payload: sent } = recordOf(payload);
  if (!isKnown(event)) return ASIDE;
  const invitee = recordOf(sent);
  if (event === 'invitee.canceled' && invitee.rescheduled === true) return ASIDE;
  const meeting = recordOf(invitee.scheduled_event);
  const [host] = Array.isArray(meeting.event_memberships) ? meeting.event_memberships : [];
  const outcome = OUTCOMES[event];
  const uri = idOf(invitee.uri);
  return contact({
    ref: uri === null ? null : `${uri} ${outcome}`,
    kind: 'meeting',
    direction: 'inbound',
    outcome,
    occurredAt: idOf(reportedAt),
    meetingAt: outcome === 'booked' ? idOf(meeting.start_time) : null,
    email: idOf(invitee.email),
    phone: idOf(invitee.text_reminder_number),
    name: idOf(invitee.name),
    repEmail: idOf(recordOf(host).user_email),
    note: idOf(outcome === 'cancelled' ? recordOf(invitee.cancellation).reason : meeting.name),
  });
}

function isKnown(event: unknown): event is keyof typeof OUTCOMES {
  return typeof event === 'string' && Object.hasOwn(OUTCOMES, event);
}
