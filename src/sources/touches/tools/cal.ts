import { idOf, listOf, recordOf } from '../../products/product.js';
import { ASIDE, contact, type ReadContact } from '../reported-contact.js';

const OUTCOMES = {
  BOOKING_CREATED: 'booked',
  BOOKING_RESCHEDULED: 'booked',
  BOOKING_CANCELLED: 'cancelled',
  BOOKING_NO_SHOW_UPDATED: 'noShow',
} as const;

/** Reads a meeting of Cal.com, of its first attendee. Source: Cal.com, "Webhooks", payloads of triggers. */
export function readCal(payload: unknown): ReadContact {
  const { triggerEvent, createdAt, payload: sent } = recordOf(payload);
  if (typeof triggerEvent !== 'string' || !Object.hasOwn(OUTCOMES, triggerEvent)) return ASIDE;
  const outcome = OUTCOMES[triggerEvent as keyof typeof OUTCOMES];
  const booking = recordOf(sent);
  const attendees = listOf(booking.attendees).map(recordOf);
  // A no-show of the host, or one that was taken back, is none of an attendee.
  const attendee = outcome === 'noShow' ? attendees.find(({ noShow }) => noShow === true) : attendees[0];
  if (attendee === undefined) return ASIDE;
  const uid = idOf(booking.uid) ?? idOf(booking.bookingUid);
  const isMoved = triggerEvent === 'BOOKING_RESCHEDULED';
  return contact({
    ref: uid === null ? null : [uid, outcome, ...(isMoved ? [idOf(booking.startTime)] : [])].join(' '),
    kind: 'meeting',
    direction: 'inbound',
    outcome,
    occurredAt: idOf(createdAt),
    meetingAt: outcome === 'booked' ? idOf(booking.startTime) : null,
    email: idOf(attendee.email),
    phone: idOf(attendee.phoneNumber),
    name: idOf(attendee.name),
    repEmail: idOf(recordOf(booking.organizer).email),
    note: idOf(outcome === 'cancelled' ? booking.cancellationReason : booking.title),
  });
}
