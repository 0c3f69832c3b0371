import { instantIn } from '../../../platform/input/written-instant.js';
import { MS_PER_SECOND, toIso } from '../../../platform/values/duration.js';
import { idOf, recordOf } from '../../products/product.js';
import { ASIDE, contact, type ReadContact } from '../reported-contact.js';

/**
 * Reads a call of Aircall once it is over: earlier events say nothing that is not said then. Source: Aircall, Public
 * API, "Call events".
 */
export function readAircall(payload: unknown): ReadContact {
  const { event, data } = recordOf(payload);
  if (event !== 'call.ended') return ASIDE;
  const call = recordOf(data);
  const { id, direction, raw_digits: digits, voicemail, answered_at: answered, ended_at: ended } = call;
  const from = secondOf(answered);
  const until = secondOf(ended);
  const isInbound = direction === 'inbound';
  const isLeft = isInbound && idOf(voicemail) !== null;
  const startedAt = instantIn(idOf(call.started_at) ?? '');
  return contact({
    ref: idOf(id),
    kind: 'call',
    direction: isInbound ? 'inbound' : 'outbound',
    outcome: from !== null ? 'connected' : isLeft ? 'voicemail' : 'noAnswer',
    occurredAt: startedAt === null ? null : toIso(startedAt),
    durationSeconds: from === null || until === null ? null : Math.max(0, until - from),
    phone: idOf(digits),
    name: nameOf(recordOf(call.contact)),
    repEmail: idOf(recordOf(call.user).email),
  });
}

function secondOf(written: unknown): number | null {
  const at = instantIn(idOf(written) ?? '');
  return at === null ? null : Math.round(at / MS_PER_SECOND);
}

function nameOf({ first_name: first, last_name: last }: Readonly<Record<string, unknown>>): string | null {
  return [first, last].flatMap((each) => idOf(each) ?? []).join(' ') || null;
}
