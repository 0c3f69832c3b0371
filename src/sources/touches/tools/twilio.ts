import { MS_PER_SECOND, toIso } from '../../../platform/values/duration.js';
import type { TouchOutcome } from '../../../vocabulary/touch-kinds.js';
import { idOf, recordOf } from '../../products/product.js';
import { ASIDE, contact, type ReadContact, type ReportedContact } from '../reported-contact.js';

type Json = Readonly<Record<string, unknown>>;

const SECONDS_PER_DAY = 86_400;
const LOST: ReadonlySet<unknown> = new Set(['failed', 'undelivered']);
const SENT: ReadonlySet<unknown> = new Set(['sent', 'delivered', 'read']);
const UNANSWERED: ReadonlySet<unknown> = new Set(['busy', 'no-answer', 'canceled']);

/**
 * Reads the status of a call or a message, once it is final. Sources: Twilio, "Call resource" and `<Number>`
 * (`statusCallback`), "Track outbound message status", "Twilio's request to your webhook URL".
 */
export function readTwilio(payload: unknown): ReadContact {
  const sent = recordOf(payload);
  if (sent.CallSid !== undefined) return readCall(sent);
  return sent.MessageSid === undefined && sent.SmsSid === undefined ? ASIDE : readMessage(sent);
}

function readCall(sent: Json): ReadContact {
  const { CallSid: id, CallStatus: status, Direction: direction, From: from, To: to, CallDuration: duration } = sent;
  const isInbound = direction === 'inbound';
  const seconds = secondsIn(duration);
  const outcome = outcomeOf(sent, seconds);
  // An incoming call is answered by TwiML, whether or not anybody speaks: the leg to whoever picks up says so.
  if (outcome === null || (isInbound && status === 'completed')) return ASIDE;
  const endedAt = Date.parse(idOf(sent.Timestamp) ?? '');
  return contact({
    ref: idOf(id),
    kind: 'call',
    direction: isInbound ? 'inbound' : 'outbound',
    outcome,
    occurredAt: Number.isNaN(endedAt) ? null : toIso(endedAt - seconds * MS_PER_SECOND),
    durationSeconds: outcome === 'connected' ? seconds : null,
    phone: numberIn(isInbound ? from : to),
    caller: direction === 'outbound-dial' ? callerIn(sent, outcome) : null,
  });
}

/** A leg that was dialled leads to the person, or it passes on the call of one, perhaps to several at once. */
function callerIn({ From: from, ParentCallSid: call }: Json, outcome: TouchOutcome): ReportedContact['caller'] {
  const phone = numberIn(from);
  const ref = idOf(call) === null ? null : `${idOf(call)} ${outcome}`;
  return phone === null ? null : { phone, ref };
}

function outcomeOf({ CallStatus: status, AnsweredBy: by }: Json, seconds: number): TouchOutcome | null {
  if (UNANSWERED.has(status)) return 'noAnswer';
  if (status !== 'completed') return null;
  const answeredBy = idOf(by) ?? '';
  if (answeredBy.startsWith('machine')) return 'voicemail';
  return seconds > 0 && answeredBy !== 'fax' ? 'connected' : 'noAnswer';
}

function readMessage(sent: Json): ReadContact {
  const status = sent.MessageStatus ?? sent.SmsStatus;
  const isInbound = status === 'received' || status === 'receiving';
  const outcome = isInbound ? 'replied' : LOST.has(status) ? 'bounced' : SENT.has(status) ? 'sent' : null;
  if (outcome === null) return ASIDE;
  const id = idOf(sent.MessageSid) ?? idOf(sent.SmsSid);
  const number = isInbound ? sent.From : sent.To;
  return contact({
    ref: id === null ? null : `${id} ${outcome}`,
    kind: String(number).startsWith('whatsapp:') ? 'chat' : 'sms',
    direction: isInbound ? 'inbound' : 'outbound',
    outcome,
    phone: numberIn(number),
    name: idOf(sent.ProfileName),
  });
}

/** Whole seconds, within a day. */
function secondsIn(duration: unknown): number {
  const text = idOf(duration) ?? '';
  return /^\d{1,5}$/.test(text) ? Math.min(Number(text), SECONDS_PER_DAY) : 0;
}

/** People have numbers; devices have other addresses, such as `client:ann`. */
function numberIn(address: unknown): string | null {
  const text = (idOf(address) ?? '').replace(/^whatsapp:/, '').replace(/^ (?=\d)/, '+');
  return /^\+?\d[\d ]*$/.test(text) ? text : null;
}
