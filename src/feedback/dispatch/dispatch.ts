import { type Instant, MS_PER_MINUTE } from '../../platform/values/duration.js';
import { groupBy } from '../../platform/values/group.js';
import { type Delivery, type DeliveryKind, isAdjustment, type Stage, type WithheldReason } from '../delivery.js';
import { type DeliveryRow, originalOf, returnedRow, type Whose } from '../delivery-row.js';
import type { CompanySettings, Destination } from '../destinations/destination.js';
import { type ClickedForm, isBefore } from '../person/clicks.js';
import { consentOf, type DeliverablePerson, type FeedbackLead, identify } from '../person/identify.js';
import { type PersonChange, quotedOf } from '../person/quoting.js';
import { closingBehind } from '../planning/closing-behind.js';
import type { LeadEvent } from '../planning/lead-event.js';
import { sendOfStage } from '../planning/matching.js';
import { platformOf, transportOf } from '../platforms.js';
import type { OutgoingMessage, SentItem } from './outgoing.js';
import { cannotBeWritten, prepare, type WithheldDelivery } from './prepare.js';
import { windowOf } from './window.js';

export interface DueWork {
  readonly destination: Destination;
  readonly house: CompanySettings;
  readonly due: readonly DeliveryRow[];
  /** All rows of the leads that have an adjustment due. */
  readonly ofLeads: readonly DeliveryRow[];
  readonly leads: ReadonlyMap<string, FeedbackLead>;
  /** Changes of the person by lead, only for adjustments that quote the person's identifiers. */
  readonly changes: ReadonlyMap<string, readonly PersonChange[]>;
  /** Events of the leads that have a delivery due which may follow from a disposition, if the platform is told of those. */
  readonly events: ReadonlyMap<string, readonly LeadEvent[]>;
  readonly now: Instant;
  readonly format: OutgoingMessage['format'];
  readonly jobId: number;
}

/** What is sent, and the updated rows of what is not. */
interface DispatchResult {
  readonly outgoing: readonly OutgoingMessage[];
  readonly sent: ReadonlyMap<string, SentItem>;
  readonly kept: readonly DeliveryRow[];
}

/** How long a delivery that is too early waits. */
const A_MOMENT_MS = MS_PER_MINUTE;

/**
 * Writes the due deliveries with the lead's current data. What the person has denied since, or the platform no longer
 * accepts, is not sent. A file holds rows of one kind: only the first file is written, other rows wait.
 */
export function dispatch(work: DueWork): DispatchResult {
  const { destination, house, due, now, format, jobId } = work;
  const ofLead = groupBy(work.ofLeads, ({ leadId }) => leadId);
  const kept: DeliveryRow[] = [];
  const deliveries: Delivery[] = [];
  for (const given of due) {
    const row = unlessForgotten(lapsed(given, destination, now), destination, now);
    // A row that is still leased belongs to the caller's own batch, which is written again.
    if (row.state !== 'pending' && row.state !== 'leased') {
      kept.push(row);
      continue;
    }
    const read = readOf(row, ofLead.get(row.leadId) ?? [], work);
    if ('rule' in read) kept.push(refused(row, read, now));
    else if ('withheld' in read) kept.push(withheld(row, read.withheld));
    else if ('moved' in read) kept.push(read.moved);
    else deliveries.push(read);
  }
  const { platform, settings } = destination;
  const prepared = prepare(platform, { settings, deliveries, now, timeZone: house.timeZone, jobId });
  const byId = new Map(due.map((row) => [row.id, row]));
  kept.push(...prepared.refused.map((refusal) => refused(byId.get(refusal.id)!, refusal, now)));
  const outgoing = format === 'csv' ? prepared.outgoing.slice(0, 1) : prepared.outgoing;
  return { outgoing, sent: new Map(outgoing.flatMap(({ items }) => items.map((item) => [item.id, item]))), kept };
}

/** The kinds of deliveries that go to a destination in a format. */
export function kindsIn(
  { platform, settings }: Pick<Destination, 'platform' | 'settings'>,
  format: OutgoingMessage['format'],
): DeliveryKind[] {
  const kinds: DeliveryKind[] = ['conversion', 'stage', 'restate', 'retract'];
  return kinds.filter((kind) => transportOf(platform, settings, kind).format === format);
}

/** Whether the platform finds what is adjusted by the identifiers it was sent, so that these must not have changed. */
export function quotesPerson({ platform, settings }: Whose, kind: DeliveryKind): boolean {
  return transportOf(platform, settings, kind).quotesPerson === true;
}

export function leased(
  row: DeliveryRow,
  item: SentItem,
  lead: FeedbackLead | undefined,
  { batchId, now, until }: { readonly batchId: string; readonly now: Instant; readonly until: Instant },
): DeliveryRow {
  return {
    ...row,
    state: 'leased',
    mayHaveLeft: row.mayHaveLeft || row.state === 'leased',
    leftAt: row.leftAt ?? now,
    attempts: row.attempts + 1,
    batchId,
    leasedUntil: until,
    eventTimeAsSent: item.eventTimeAsSent,
    identifiersSent: item.identifiers,
    clickInquiryId: item.clickInquiryId,
    consentSent: lead === undefined ? null : consentOf(lead),
    errorCode: null,
    errorMessage: null,
  };
}

/** Returns the row after its lease has ended: it may have been sent, and no report will follow. */
export function lapsed(row: DeliveryRow, whose: Whose, now: Instant): DeliveryRow {
  if (row.state !== 'leased' || row.leasedUntil! > now) return row;
  return returnedRow({ ...row, mayHaveLeft: true }, whose);
}

/** Fails a delivery that may have been sent if the platform no longer knows its key and would count it twice. */
function unlessForgotten(row: DeliveryRow, { platform, settings }: Whose, now: Instant): DeliveryRow {
  const { knowsKeysForMs } = transportOf(platform, settings, row.kind);
  if (!row.mayHaveLeft || knowsKeysForMs === null || isAdjustment(row) || row.state !== 'pending') return row;
  if (now < row.leftAt! + knowsKeysForMs) return row;
  const errorMessage = 'Its sending was never confirmed, and the platform would now count it a second time.';
  return { ...row, state: 'failed', errorCode: 'mayHaveBeenSent', errorMessage };
}

/** A delivery that cannot be written must not block the others. */
function readOf(
  row: DeliveryRow,
  ofLead: readonly DeliveryRow[],
  work: DueWork,
): ReturnType<typeof deliveryOf> | WithheldDelivery {
  try {
    return deliveryOf(row, ofLead, work);
  } catch {
    return cannotBeWritten(row.id);
  }
}

function deliveryOf(
  row: DeliveryRow,
  ofLead: readonly DeliveryRow[],
  { destination, house, leads, changes, events }: DueWork,
): Delivery | { readonly withheld: WithheldReason } | { readonly moved: DeliveryRow } {
  const lead = leads.get(row.leadId);
  if (lead === undefined) return { withheld: 'noIdentifier' };
  const { identifiers } = platformOf(destination.platform);
  const original = row.originalId === null ? undefined : ofLead.find(({ id }) => id === row.originalId);
  const isUsed = isSentBefore(original ?? row)
    ? (form: ClickedForm) => form.inquiryId === (original ?? row).clickInquiryId
    : isBefore(row.eventAt);
  const known = identify(lead, identifiers, destination.settings, house, isUsed);
  if ('withheld' in known && !isAdjustment(row)) {
    const moved =
      known.withheld === 'noIdentifier' && !isSentBefore(row) ? movedTo(row, lead, destination, house) : null;
    return moved === null ? known : { moved };
  }
  // Its click was erased or replaced.
  const isLost = 'withheld' in known && known.withheld === 'noIdentifier' && original?.clickInquiryId !== undefined;
  if (isLost && quotesPerson(destination, row.kind)) return { withheld: 'contactChanged' };
  const quoted =
    'withheld' in known || original === undefined || !quotesPerson(destination, row.kind)
      ? known
      : { ...known, identifiers: quotedOf(known.identifiers, original, changes.get(lead.id) ?? []) };
  if ('identifiers' in quoted && Object.keys(quoted.identifiers).length === 0) return { withheld: 'contactChanged' };
  const { click, ...person } = 'withheld' in quoted ? nobody(lead) : quoted;
  const { id, leadId, kind, stage, dedupKey, eventAt, value } = row;
  return {
    id,
    leadId,
    kind,
    stage,
    dedupKey,
    send: sendOf(row, destination),
    eventAt,
    value,
    ...person,
    leadCreatedAt: lead.createdAt,
    clickedAt: click?.clickedAt ?? null,
    clickInquiryId: click?.inquiryId ?? null,
    closing: closingBehind(row, events.get(lead.id) ?? []),
    original: original === undefined ? null : originalOf(original, ofLead, id),
  };
}

/** Reports whether the platform may have it, so that it knows it by the click that it was sent with. */
function isSentBefore({ leftAt, identifiersSent }: DeliveryRow): boolean {
  return leftAt !== null && identifiersSent !== null;
}

/** Returns a delivery as of a click that came after what it tells of; null if there is none. */
function movedTo(
  row: DeliveryRow,
  lead: FeedbackLead,
  { platform, settings }: Destination,
  house: CompanySettings,
): DeliveryRow | null {
  const known = identify(lead, platformOf(platform).identifiers, settings, house);
  if ('withheld' in known || known.click === null) return null;
  const { identifiers, click } = known;
  const { clickedAt, from: eventAt } = click;
  const { windows } = transportOf(platform, settings, row.kind);
  const timed = { kind: row.kind, eventAt, identifiers, leadCreatedAt: lead.createdAt, clickedAt, original: null };
  const { from, to } = windowOf(windows, timed);
  return { ...stayed(row), eventAt, notBefore: Math.max(row.notBefore, from), sendBefore: to };
}

function nobody(lead: FeedbackLead): DeliverablePerson {
  return { identifiers: {}, click: null, consent: consentOf(lead), names: null, pageUrl: null };
}

/** Returns what was planned, plus fields that the rule has gained since, such as the name that files need. */
function sendOf({ stage, send }: DeliveryRow, { platform, settings, rules }: Destination): object {
  const now = sendOfStage(rules, stage as Stage);
  const { place } = platformOf(platform);
  return now !== undefined && place(settings, now) === place(settings, send) ? { ...now, ...send } : send;
}

function refused(row: DeliveryRow, { why, rule, message }: WithheldDelivery, now: Instant): DeliveryRow {
  switch (why) {
    case 'tooEarly':
      return { ...stayed(row), notBefore: now + A_MOMENT_MS };
    case 'windowClosed':
      return { ...stayed(row), state: 'expired' };
    case 'invalid':
      return { ...stayed(row), state: 'failed', errorCode: rule, errorMessage: message };
    default:
      return withheld(row, why);
  }
}

function withheld(row: DeliveryRow, reason: WithheldReason): DeliveryRow {
  return { ...stayed(row), state: 'withheld', withheldReason: reason };
}

function stayed(row: DeliveryRow): DeliveryRow {
  return { ...row, state: 'pending', leasedUntil: null, mayHaveLeft: row.mayHaveLeft || row.state === 'leased' };
}
