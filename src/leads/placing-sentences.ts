import { awaited, passedOver } from '../clocks/clock-sentences.js';
import type { LedgerRow } from '../events/event.js';
import { durationInWords } from '../platform/values/duration.js';
import { inPlainWords } from '../platform/values/text.js';
import { QUEUED_WHY, queuedWhyIn } from '../routing/queues/queued-why.js';
import { ASKED_BY } from '../vocabulary/touch-kinds.js';
import type { Names } from './lead.js';
import { type Notes, noteOf, quoted } from './notes.js';

type Data = LedgerRow['data'];

/** What sentences about the place of a lead are made of. */
export interface PlacingWords {
  readonly names: Names;
  readonly notes: Notes;
  /** The rep who did it; null if no rep did. */
  readonly by: string | null;
}

const CAUSES: Readonly<Record<string, string>> = {
  manual: 'by hand',
  queue: 'after it had waited',
  claim: 'who claimed it first',
  wake: 'woken from nurture',
  recycle: 'back from recycling',
  reopen: 'reopened',
  inquiry: 'after the person asked again',
  deal: 'because of its deal',
  correction: 'touched in time after all',
  undone: 'its reassignment was undone',
  given: 'as its source requested',
  intake: 'when it came in',
};

const HANDED_OVER: Readonly<Record<string, string>> = {
  qualified: 'handed over, as it is qualified',
  opportunity: 'handed over, as it has become an opportunity',
};

/** A lead that its owner keeps, or that a person moves, has a pool as well, which did not deal it. */
function fromPool({ poolId, dealt, cause }: Data, names: Names): string {
  return poolId && (dealt === true || cause === 'claim') ? ` from ${names.pool(poolId)}` : '';
}

export function assigned(data: Data, words: PlacingWords): string {
  const { names } = words;
  const passing = passingOverWords(data, names);
  const why = passing !== null && data.cause === 'absence' ? passing : causeOf(data, words);
  const instead = passing === null || data.cause === 'absence' ? '' : `, ${passing}`;
  return `Assigned to ${names.rep(data.repId)}${fromPool(data, names)}, ${why}${instead}`;
}

/** Returns `as Cy is away`, if a lead would have gone to somebody who is away, or has left; else null. */
export function passingOverWords(data: Data, names: Names): string | null {
  const { insteadOf, inactive } = data;
  if (inactive !== true || !Array.isArray(insteadOf)) return passedOver(data, names);
  return `as ${causeWords({ cause: 'absence', inactive }, names.rep(insteadOf[0]))}`;
}

export function reassigned(data: Data, words: PlacingWords): string {
  const { names } = words;
  return `Moved from ${names.rep(data.fromRepId)} to ${names.rep(data.repId)}: ${causeOf(data, words)}`;
}

export function queued(data: Data, words: PlacingWords): string {
  const { names } = words;
  const where = data.queueId
    ? `the queue ${names.queue(data.queueId)}`
    : `the queue${data.poolId ? ` of ${names.pool(data.poolId)}` : ''}`;
  if (data.undoes !== undefined) return `Back in ${where}: ${causeOf(data, words)}`;
  // Nobody decided anew where it goes.
  if (data.cause === 'reopen' && data.why === undefined) return `Back in ${where}: what had closed it was undone`;
  const why = QUEUED_WHY[queuedWhyIn(data.why)].words({ it: 'it', its: 'its', rule: 'its rule' });
  if (!data.fromRepId) return `Waits in ${where}: ${why}`;
  return `Moved from ${names.rep(data.fromRepId)} into ${where}: ${causeOf(data, words)}; ${why}`;
}

export function queueOverdue(data: Data, names: Names): string {
  const promised = `by ${names.when(data.dueAt)}, within ${durationInWords(String(data.within))}`;
  return `Was to be out of the queue ${names.queue(data.queueId)} ${promised}. ${whoWasToldOfQueue(data, names)}`;
}

function whoWasToldOfQueue(data: Data, names: Names): string {
  const { toRepIds } = data;
  if (!Array.isArray(toRepIds)) return 'Others there were late already, of which somebody had been notified';
  if (toRepIds.length === 0) return 'There was nobody to notify';
  const away = passedOver(data, names);
  const people = new Intl.ListFormat('en').format(toRepIds.map((id) => names.rep(id)));
  return `${people} ${toRepIds.length === 1 ? 'was' : 'were'} notified${away === null ? '' : `, ${away}`}`;
}

export function offered(data: Data, words: PlacingWords): string {
  const { names } = words;
  const to = `${data.offeredTo === 1 ? '1 member' : `${data.offeredTo} members`} of ${names.pool(data.poolId)}, until ${names.when(data.until)}`;
  if (!data.fromRepId) return `Offered to ${to}`;
  return `Taken from ${names.rep(data.fromRepId)} and offered to ${to}: ${causeOf(data, words)}`;
}

function causeOf(data: Data, { names, notes, by }: PlacingWords): string {
  // Undoing has no cause of its own: these events have the cause `manual`.
  if (data.undoes !== undefined) {
    if (data.bulkId === undefined) return 'its move after a missed deadline was undone';
    return by === null ? CAUSES.undone! : `${by} undid its reassignment`;
  }
  if (data.cause === 'breach' && typeof data.within === 'string')
    return `no ${awaited({ kind: data.kind })} within ${durationInWords(data.within)}`;
  if (data.coversRepId !== undefined) return `in place of ${names.rep(data.coversRepId)}, who is away`;
  const note = noteOf(data, notes) ?? data.reason;
  const words = causeWords(data, data.fromRepId ? names.rep(data.fromRepId) : undefined);
  return `${data.cause === 'manual' && by !== null ? `by ${by}` : words}${quoted(note)}`;
}

/** Words why somebody owns a lead, or no longer does. @param formerOwner the last owner, or `you` */
export function causeWords(
  { cause, kind, inactive, milestone, asked, touchKind }: Data,
  formerOwner = 'its owner',
): string {
  if (cause === 'breach') return `no ${awaited({ kind })} in time`;
  if (cause === 'decline') return `${formerOwner} declined it`;
  if (touchKind !== undefined) return `after the person ${inPlainWords(ASKED_BY, touchKind)}`;
  if (asked === true) return `${CAUSES[String(cause)]}: the person has asked again`;
  if (cause === 'milestone') return HANDED_OVER[String(milestone)] ?? 'handed over at a milestone';
  if (cause === 'offboard') return `${formerOwner} ${formerOwner === 'you' ? 'have' : 'has'} left`;
  if (cause !== 'absence') return CAUSES[String(cause)] ?? String(cause);
  const [is, has] = formerOwner === 'you' ? ['are', 'have'] : ['is', 'has'];
  return inactive === true ? `${formerOwner} ${has} left` : `${formerOwner} ${is} away`;
}
