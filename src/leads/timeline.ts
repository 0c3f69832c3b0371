import { awaited, clockSentence, passedOver } from '../clocks/clock-sentences.js';
import type { EventType, LedgerRow } from '../events/event.js';
import { eventView } from '../events/event.view.js';
import { durationInWords } from '../platform/values/duration.js';
import { moneyInWords } from '../platform/values/money.js';
import { inPlainWords } from '../platform/values/text.js';
import { QUEUED_WHY, queuedWhyIn } from '../routing/queues/queued-why.js';
import { KIND_WORDS, OUTCOME_WORDS } from '../vocabulary/touch-kinds.js';
import type { Names } from './lead.js';
import type { MilestoneName } from './touch.js';

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

/** The characters that an event adds to a page, without notes. */
const ENTRY_WEIGHT = 1_000;

const DECLINED: Readonly<Record<string, string>> = {
  wrongOwner: ', as it belongs to somebody else',
  conflict: ', because of a conflict of interest',
  noTime: ', for lack of time',
};

const CLOSED: Readonly<Record<string, string>> = {
  nurture: 'Set aside until later',
  recycle: 'Recycled, to come back to somebody else',
  suppress: 'Closed as suppressed',
  lost: 'Closed as lost',
};

const MILESTONE_WORDS: Readonly<Record<MilestoneName, string>> = {
  qualified: 'Qualified',
  opportunity: 'Became an opportunity',
  won: 'Won',
};

const PERSON_WORDS: Readonly<Record<string, string>> = {
  email: 'e-mail address',
  phone: 'phone number',
  clickId: 'click',
};

const HANDED_OVER: Readonly<Record<string, string>> = {
  qualified: 'handed over, as it is qualified',
  opportunity: 'handed over, as it has become an opportunity',
};

/** Notes that people wrote, by the ids of assignments, touches, pauses and holds; the ledger has no free text. */
export type Notes = ReadonlyMap<unknown, string>;

/** The actor is optional, since some callers do not know it. */
type SaidEvent = Pick<LedgerRow, 'type' | 'data'> & Partial<Pick<LedgerRow, 'actorType' | 'actorId'>>;

type LeadEvent = Extract<EventType, `lead.${string}` | `sla.${string}`>;

function isOfLeads(type: EventType): type is LeadEvent {
  return type.startsWith('lead.') || type.startsWith('sla.');
}

/** Returns a sentence for an event of a lead; the type itself for other events. */
export function sentenceOf(
  { type, data, actorType, actorId }: SaidEvent,
  names: Names,
  notes: Notes = new Map(),
): string {
  if (!isOfLeads(type)) return type;
  const rep = names.rep(data.repId);
  const by = actorType === 'rep' ? names.rep(actorId) : null;
  switch (type) {
    case 'lead.received':
      return `Received from ${data.source}${data.test === true ? ' as a test' : ''}`;
    case 'lead.updated':
      return updated(data, names);
    case 'lead.assigned':
      return `Assigned to ${rep}${data.poolId ? ` from ${names.pool(data.poolId)}` : ''}, ${causeOf(data, names, notes, by)}`;
    case 'lead.queued':
      return queued(data, names, notes, by);
    case 'lead.queueOverdue':
      return `Was to be out of the queue ${names.queue(data.queueId)} by ${names.when(data.dueAt)}, within ${durationInWords(String(data.within))}. ${whoWasToldOfQueue(data, names)}`;
    case 'lead.offered':
      return offered(data, names, notes, by);
    case 'lead.inquired':
      return `${data.became === 'woken' ? 'The person asked again, which brings it back' : 'The person asked again'}: a form from ${data.source}, known by their ${PERSON_WORDS[String(data.matchedBy)] ?? data.matchedBy}`;
    case 'lead.merged':
      return data.intoLeadId === undefined
        ? 'Another lead of the same person was merged into it'
        : 'Merged into another lead of the same person';
    case 'lead.unmerged':
      return data.intoLeadId === undefined
        ? 'A lead that was merged into it is a lead of its own again'
        : 'A lead of its own again: its merging was taken back';
    case 'lead.inquiryErased':
      return 'A form that had joined it was erased for the person who sent it';
    case 'lead.claimed':
      return `${rep} claimed it`;
    case 'lead.reassigned':
      return `Moved from ${names.rep(data.fromRepId)} to ${rep}: ${causeOf(data, names, notes, by)}`;
    case 'lead.declined':
      return `${rep} declined it${DECLINED[String(data.reason)] ?? ''}${data.countsAsTurn === true ? '' : '. It does not count as a turn of theirs'}`;
    case 'lead.credited':
      return `Credited back: it does not count as a turn of ${rep}`;
    case 'lead.creditWithdrawn':
      return `It counts as a turn of ${rep} after all`;
    case 'lead.touched':
      return `${touchedBy(data, rep)}: ${inPlainWords(KIND_WORDS, data.kind)}, ${inPlainWords(OUTCOME_WORDS, data.outcome)}${data.goodbye === true ? ', only to say goodbye' : ''}${lengthOf(data)}${quoted(noteOf(data, notes))}`;
    case 'lead.touchVoided':
      return `Taken back: ${inPlainWords(KIND_WORDS, data.kind)} of ${rep}${quoted(notes.get(`void ${data.touchId}`))}`;
    case 'lead.milestone':
      return `${inPlainWords(MILESTONE_WORDS, data.name)}${data.value === undefined ? '' : `, worth ${valueIn(data)}`}`;
    case 'lead.milestoneRevalued':
      return `${inPlainWords(MILESTONE_WORDS, data.name)}: worth ${valueIn(data)} now${data.dealId === undefined ? '' : `, as ${names.deal(data.dealId)} is`}`;
    case 'lead.milestoneReversed':
      return `Taken back: ${inPlainWords(MILESTONE_WORDS, data.name).toLowerCase()}${data.dealId === undefined ? quoted(notes.get(data.milestoneId)) : `, because ${names.deal(data.dealId)} is no longer won`}`;
    case 'lead.decisionRequested':
      return `Its owner has to decide what becomes of the lead, because ${names.deal(data.dealId)} was lost`;
    case 'lead.decisionWithdrawn':
      return `No decision is owed because of ${names.deal(data.dealId)} any more: ${data.openDealId === undefined ? 'it is open again' : 'another deal of the lead is open'}`;
    case 'lead.disposed':
      return closedWith(data, names);
    case 'lead.corrected':
      return `Corrected. ${closedWith(data, names)}`;
    case 'lead.reopened':
      return reopened(data, names, by);
    case 'lead.woken':
      return data.from === 'nurture' ? 'Woken from nurture' : 'Back from recycling';
    case 'lead.erased':
      return 'Erased: no personal data is kept';
    case 'sla.started':
    case 'sla.warned':
    case 'sla.breached':
    case 'sla.met':
    case 'sla.corrected':
    case 'sla.escalated':
    case 'sla.cancelled':
    case 'sla.replanned':
    case 'sla.resumed':
    case 'sla.acknowledged':
      return clockSentence({ type, data }, 'lead', names);
    case 'sla.struck':
      return `${clockSentence({ type, data }, 'lead', names)}${struckBy(data, by, notes)}`;
    case 'sla.paused':
    case 'sla.held':
      return `${clockSentence({ type, data }, 'lead', names)}${quoted(noteOf(data, notes))}`;
    default:
      return type satisfies never;
  }
}

/** @param rep the actor; null if no rep did it */
function reopened({ by, bulkId, dealId, why }: LedgerRow['data'], names: Names, rep: string | null): string {
  if (why === 'dealOpened') return `Open again, because ${names.deal(dealId)} is open`;
  if (why === 'dealWon') return `Open again, because ${names.deal(dealId)} was won`;
  if (dealId !== undefined)
    return rep === null
      ? `Open again, because ${names.deal(dealId)} was reopened`
      : `Open again, because ${rep} reopened ${names.deal(dealId)}`;
  if (bulkId !== undefined) return 'Reopened: the closing of many leads was undone';
  return by === 'contact' ? 'A new cycle: the contact asked again' : `Reopened by ${rep ?? 'hand'}`;
}

/** Leaves out `waiting`, which is no field that a sender sets. */
function updated({ fields: all, policy }: LedgerRow['data'], names: Names): string {
  const fields = all as readonly string[];
  if (policy !== undefined) {
    const { id, version } = policy as { readonly id: string; readonly version: number };
    return `Its policy is now version ${version} of ${names.policy(id)}`;
  }
  const sent = fields.filter((field) => field !== 'waiting');
  const words = [
    ...(sent.length === 0 ? [] : [`Updated: ${sent.join(', ')}`]),
    ...(sent.length === fields.length ? [] : ['Stays with its owner: it no longer waits for somebody else']),
  ];
  return words.join('. ');
}

function closedWith(data: LedgerRow['data'], names: Names): string {
  const { category, reason, restsOn, returnsAt, forGood, suppressionId, dealId, rule } = data;
  if (suppressionId !== undefined) return `Closed as it came in, because it is suppressed: ${names.reason(reason)}`;
  const how =
    forGood === true ? 'Recycled as often as its policy allows, so closed for good' : inPlainWords(CLOSED, category);
  const tried = Array.isArray(restsOn)
    ? `, after ${restsOn.length === 1 ? '1 attempt' : `${restsOn.length} attempts`} that reached nobody`
    : '';
  const because =
    rule !== undefined
      ? ` as it came in, by the rule “${rule}”`
      : dealId === undefined
        ? ''
        : `, because ${names.deal(dealId)} was lost`;
  return `${how}${because}: ${names.reason(reason)}${tried}${returnsAt ? `, back on ${names.when(returnsAt)}` : ''}`;
}

function valueIn({ value }: LedgerRow['data']): string {
  const { amount, currency } = value as { readonly amount: string; readonly currency: string };
  return moneyInWords(amount, currency);
}

/** Returns the actor of a touch; an automated one has no person. */
function touchedBy({ direction, automated }: LedgerRow['data'], rep: string): string {
  if (automated === true) return direction === 'inbound' ? 'Automated, from the contact' : 'Automated';
  return direction === 'inbound' ? 'The contact' : rep;
}

function queued(data: LedgerRow['data'], names: Names, notes: Notes, by: string | null): string {
  const where = data.queueId
    ? `the queue ${names.queue(data.queueId)}`
    : `the queue${data.poolId ? ` of ${names.pool(data.poolId)}` : ''}`;
  if (data.undoes !== undefined) return `Back in ${where}: ${causeOf(data, names, notes, by)}`;
  const why = QUEUED_WHY[queuedWhyIn(data.why)].words({ it: 'it', its: 'its', rule: 'its rule' });
  if (!data.fromRepId) return `Waits in ${where}: ${why}`;
  return `Moved from ${names.rep(data.fromRepId)} into ${where}: ${causeOf(data, names, notes, by)}; ${why}`;
}

function whoWasToldOfQueue(data: LedgerRow['data'], names: Names): string {
  const { toRepIds } = data;
  if (!Array.isArray(toRepIds)) return 'Others there were late already, of which somebody had been notified';
  if (toRepIds.length === 0) return 'There was nobody to notify';
  const away = passedOver(data, names);
  const people = new Intl.ListFormat('en').format(toRepIds.map((id) => names.rep(id)));
  return `${people} ${toRepIds.length === 1 ? 'was' : 'were'} notified${away === null ? '' : `, ${away}`}`;
}

function offered(data: LedgerRow['data'], names: Names, notes: Notes, by: string | null): string {
  const to = `${data.offeredTo === 1 ? '1 member' : `${data.offeredTo} members`} of ${names.pool(data.poolId)}, until ${names.when(data.until)}`;
  if (!data.fromRepId) return `Offered to ${to}`;
  return `Taken from ${names.rep(data.fromRepId)} and offered to ${to}: ${causeOf(data, names, notes, by)}`;
}

/** @param by the rep who did it; null if no rep did */
function causeOf(data: LedgerRow['data'], names: Names, notes: Notes, by: string | null): string {
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

/** Words who struck a miss, and why, if a person did it. @param rep the actor; null if no rep did it */
export function struckBy({ why, clockId }: LedgerRow['data'], rep: string | null, notes: Notes): string {
  if (why !== 'reason') return '';
  const note = notes.get(clockId);
  return `${rep === null ? '' : ` by ${rep}`}${note === undefined ? '' : `: ${note}`}`;
}

function noteOf({ assignmentId, touchId, pauseId, holdId }: LedgerRow['data'], notes: Notes): string | undefined {
  return notes.get(touchId ?? pauseId ?? assignmentId ?? holdId);
}

function quoted(note: unknown): string {
  return typeof note === 'string' ? ` (“${note}”)` : '';
}

/** `, 3 minutes 20 seconds` */
function lengthOf({ durationSeconds }: LedgerRow['data']): string {
  if (typeof durationSeconds !== 'number') return '';
  const [hours, minutes, seconds] = [
    Math.floor(durationSeconds / 3_600),
    Math.floor(durationSeconds / 60) % 60,
    durationSeconds % 60,
  ];
  const parts = `${hours > 0 ? `${hours}H` : ''}${minutes > 0 ? `${minutes}M` : ''}${seconds > 0 ? `${seconds}S` : ''}`;
  return `, ${durationInWords(parts || '0S')}`;
}

/** Words why somebody owns a lead, or no longer does. @param formerOwner the last owner, or `you` */
export function causeWords(
  { cause, kind, inactive, milestone, asked }: LedgerRow['data'],
  formerOwner = 'its owner',
): string {
  if (cause === 'breach') return `no ${awaited({ kind })} in time`;
  if (cause === 'decline') return `${formerOwner} declined it`;
  if (asked === true) return `${CAUSES[String(cause)]}: the person has asked again`;
  if (cause === 'milestone') return HANDED_OVER[String(milestone)] ?? 'handed over at a milestone';
  if (cause === 'offboard') return `${formerOwner} ${formerOwner === 'you' ? 'have' : 'has'} left`;
  if (cause !== 'absence') return CAUSES[String(cause)] ?? String(cause);
  const [is, has] = formerOwner === 'you' ? ['are', 'have'] : ['is', 'has'];
  return inactive === true ? `${formerOwner} ${has} left` : `${formerOwner} ${is} away`;
}

/** In characters, roughly: a note appears twice, as a field and in the sentence. */
export function weightInTimeline({ data }: LedgerRow, notes: Notes): number {
  return ENTRY_WEIGHT + 2 * (noteOf(data, notes)?.length ?? 0);
}

export function timelineEntry(row: LedgerRow, names: Names, notes: Notes) {
  const note = noteOf(row.data, notes);
  return { ...eventView(row), ...(note !== undefined && { note }), text: sentenceOf(row, names, notes) };
}
