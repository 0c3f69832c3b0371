import { MS_PER_SECOND, toIso } from '../../../platform/values/duration.js';
import { idOf, listOf, recordOf } from '../../products/product.js';
import { ASIDE, contact, type ReadContact } from '../reported-contact.js';

type Json = Readonly<Record<string, unknown>>;

/** Later ones are no instants in JavaScript. */
const LATEST_MS = 8.64e15;

/**
 * Reads a call of Dialpad once it is over, or a message. Each leg of a call to a group is reported, with the id of the
 * call to the group: so that it was answered is recorded once, and that somebody did not answer once. Sources: Dialpad,
 * "Call events" and "SMS events".
 */
export function readDialpad(payload: unknown): ReadContact {
  const event = recordOf(payload);
  if (event.is_internal === true) return ASIDE;
  if (event.call_id !== undefined) return readCall(event);
  return event.from_number !== undefined && event.to_number !== undefined ? readMessage(event) : ASIDE;
}

function readCall(event: Json): ReadContact {
  const { state, direction, call_id: id, entry_point_call_id: entry, date_started: started } = event;
  if (state !== 'hangup' && state !== 'missed') return ASIDE;
  const { date_connected: connected, date_ended: ended, voicemail_link: voicemail, external_number: number } = event;
  const person = recordOf(event.contact);
  const from = numberOf(connected);
  const until = numberOf(ended);
  const isInbound = direction === 'inbound';
  const outcome = from !== null ? 'connected' : isInbound && idOf(voicemail) !== null ? 'voicemail' : 'noAnswer';
  const call = idOf(entry) ?? idOf(id);
  return contact({
    ref: call === null ? null : `${call} ${from === null ? 'unanswered' : 'answered'}`,
    kind: 'call',
    direction: isInbound ? 'inbound' : 'outbound',
    outcome,
    occurredAt: instantOf(started),
    durationSeconds: from === null || until === null ? null : Math.max(0, Math.round((until - from) / MS_PER_SECOND)),
    phone: idOf(number) ?? idOf(person.phone),
    email: idOf(person.email),
    name: idOf(person.name),
    repEmail: repOf(event),
  });
}

function readMessage(event: Json): ReadContact {
  const { id, direction, created_date: sentAt, from_number: from, to_number: to, message_status: status } = event;
  const isInbound = direction === 'inbound';
  const isLost = ['undelivered', 'failed', 'rejected'].includes(String(status));
  if (!isInbound && status === 'pending') return ASIDE;
  const outcome = isInbound ? 'replied' : isLost ? 'bounced' : 'sent';
  return contact({
    ref: idOf(id) === null ? null : `${idOf(id)} ${outcome}`,
    kind: 'sms',
    direction: isInbound ? 'inbound' : 'outbound',
    outcome,
    occurredAt: instantOf(sentAt),
    phone: idOf(isInbound ? from : (listOf(to)[0] ?? to)),
    name: idOf(recordOf(event.contact).name),
    repEmail: repOf(event),
  });
}

/** The target of a call to a group is the group. */
function repOf({ target }: Json): string | null {
  const { type, email } = recordOf(target);
  return type === undefined || type === 'user' ? idOf(email) : null;
}

function instantOf(ms: unknown): string | null {
  const at = numberOf(ms);
  return at === null || at > LATEST_MS ? null : toIso(Math.round(at));
}

function numberOf(ms: unknown): number | null {
  const text = idOf(ms);
  return text === null || !/^\d+(\.\d+)?$/.test(text) ? null : Number(text);
}
