import { clockSentence } from '../clocks/clock-sentences.js';
import type { EventType, LedgerRow } from '../events/event.js';
import { eventView } from '../events/event.view.js';
import { durationInWords } from '../platform/values/duration.js';
import { moneyInWords } from '../platform/values/money.js';
import { inPlainWords } from '../platform/values/text.js';
import { KIND_WORDS, OUTCOME_WORDS } from '../vocabulary/touch-kinds.js';
import { closedWith, reopened } from './closing-sentences.js';
import type { Names } from './lead.js';
import { type Notes, noteOf, quoted } from './notes.js';
import { assigned, offered, queued, queueOverdue, reassigned } from './placing-sentences.js';
import type { MilestoneName } from './touch.js';

/** The characters that an event adds to a page, without notes. */
const ENTRY_WEIGHT = 1_000;

const DECLINED: Readonly<Record<string, string>> = {
  wrongOwner: ', as it belongs to somebody else',
  conflict: ', because of a conflict of interest',
  noTime: ', for lack of time',
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
      return `${data.imported === true ? 'Brought along by an import, from' : 'Received from'} ${names.source(data.source)}${data.test === true ? ' as a test' : ''}`;
    case 'lead.updated':
      return updated(data, names);
    case 'lead.assigned':
      return assigned(data, { names, notes, by });
    case 'lead.queued':
      return queued(data, { names, notes, by });
    case 'lead.queueOverdue':
      return queueOverdue(data, names);
    case 'lead.offered':
      return offered(data, { names, notes, by });
    case 'lead.inquired':
      return inquired(data, names);
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
      return reassigned(data, { names, notes, by });
    case 'lead.declined':
      return `${rep} declined it${DECLINED[String(data.reason)] ?? ''}${data.countsAsTurn === true ? '' : '. It does not count as a turn of theirs'}`;
    case 'lead.credited':
      return `Credited back: it does not count as a turn of ${rep}`;
    case 'lead.creditWithdrawn':
      return `It counts as a turn of ${rep} after all`;
    case 'lead.touched':
      return `${touchedBy(data, names, by)}: ${inPlainWords(KIND_WORDS, data.kind)}, ${inPlainWords(OUTCOME_WORDS, data.outcome)}${data.goodbye === true ? ', only to say goodbye' : ''}${typeof data.meetingAt === 'string' ? ` for ${names.when(data.meetingAt)}` : ''}${lengthOf(data)}${quoted(noteOf(data, notes))}`;
    case 'lead.touchVoided':
      return `Taken back: ${inPlainWords(KIND_WORDS, data.kind)} of ${rep}${quoted(notes.get(`void ${data.touchId}`))}`;
    case 'lead.noted':
      return `${by === null ? 'Noted' : `${by} noted`}${quoted(noteOf(data, notes))}`;
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

function valueIn({ value }: LedgerRow['data']): string {
  const { amount, currency } = value as { readonly amount: string; readonly currency: string };
  return moneyInWords(amount, currency);
}

/** Returns who made a touch; an automated one has no person. @param by the rep who reported it; null if no rep did */
function touchedBy({ direction, automated, repId }: LedgerRow['data'], names: Names, by: string | null): string {
  if (automated === true) return direction === 'inbound' ? 'Automated, from the contact' : 'Automated';
  if (direction === 'inbound') return 'The contact';
  return repId ? names.rep(repId) : (by ?? 'Somebody');
}

/** What a form means for the first touch. */
const FIRST_TOUCH: Readonly<Record<string, string>> = {
  begins: '. A first touch is owed because of it',
  stillOwed: '. The first touch is still owed',
  waits: '. It still waits for an owner',
  none: '. No first touch is owed because of it',
};

function inquired({ became, source, matchedBy, firstTouch }: LedgerRow['data'], names: Names): string {
  const back = became === 'woken' ? ', which brings it back' : '';
  const form = `a form from ${names.source(source)}, known by their ${inPlainWords(PERSON_WORDS, matchedBy)}`;
  return `The person asked again${back}: ${form}${FIRST_TOUCH[String(firstTouch)] ?? ''}`;
}

/** Words who struck a miss, and why, if a person did it. @param rep the actor; null if no rep did it */
export function struckBy({ why, clockId }: LedgerRow['data'], rep: string | null, notes: Notes): string {
  if (why !== 'reason') return '';
  const note = notes.get(clockId);
  return `${rep === null ? '' : ` by ${rep}`}${note === undefined ? '' : `: ${note}`}`;
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

/** In characters, roughly: a note appears twice, as a field and in the sentence. */
export function weightInTimeline({ data }: LedgerRow, notes: Notes): number {
  return ENTRY_WEIGHT + 2 * (noteOf(data, notes)?.length ?? 0);
}

export function timelineEntry(row: LedgerRow, names: Names, notes: Notes) {
  const note = noteOf(row.data, notes);
  return { ...eventView(row), ...(note !== undefined && { note }), text: sentenceOf(row, names, notes) };
}
