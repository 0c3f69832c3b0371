import { groupBy } from '../../platform/group.js';
import { type Instant, MS_PER_MINUTE } from '../../platform/instant.js';
import { broughtBack, type Whose } from '../bringing-back.js';
import { type Delivery, type DeliveryKind, isAdjustment, type Stage, type WithheldReason } from '../delivery.js';
import { type DeliveryRow, originalOf } from '../delivery-row.js';
import type { Destination, House } from '../destinations/destination.js';
import { consentOf, type FeedbackLead, identify } from '../person/identify.js';
import { type PersonChange, quotedOf } from '../person/quoting.js';
import { sendOfStage } from '../planning/matching.js';
import { platformOf, transportOf } from '../platforms.js';
import type { Outgoing, SentItem } from './outgoing.js';
import { cannotBeWritten, prepare, type Refusal } from './prepare.js';

/** What may leave now, and what is known of it. */
export interface Leaving {
  readonly destination: Destination;
  readonly house: House;
  readonly due: readonly DeliveryRow[];
  /** All rows of the leads of which something is adjusted. */
  readonly ofLeads: readonly DeliveryRow[];
  readonly leads: ReadonlyMap<string, FeedbackLead>;
  /** What has changed of the person, by lead; of those alone of which something is adjusted by what was told of them. */
  readonly changes: ReadonlyMap<string, readonly PersonChange[]>;
  readonly now: Instant;
  readonly format: Outgoing['format'];
  readonly jobId: number;
}

/** What leaves, and what has become of what does not. */
export interface Left {
  readonly outgoing: readonly Outgoing[];
  readonly leaving: ReadonlyMap<string, SentItem>;
  readonly staying: readonly DeliveryRow[];
}

/** What is asked again a little later because it is too early by a moment. */
const A_MOMENT_MS = MS_PER_MINUTE;

/**
 * Writes what is due, as it is now: what a person has denied since, and what a platform takes no longer, stays. Files
 * hold rows of one kind: the first is written, what would stand in others waits for the next batch.
 */
export function leave(asked: Leaving): Left {
  const { destination, house, due, now, format, jobId } = asked;
  const ofLead = groupBy(asked.ofLeads, ({ leadId }) => leadId);
  const staying: DeliveryRow[] = [];
  const deliveries: Delivery[] = [];
  for (const given of due) {
    const row = unlessForgotten(lapsed(given, destination, now), destination, now);
    // What whoever asks has in hand already is written anew.
    if (row.state !== 'pending' && row.state !== 'leased') {
      staying.push(row);
      continue;
    }
    const read = readOf(row, ofLead.get(row.leadId) ?? [], asked);
    if ('rule' in read) staying.push(refused(row, read, now));
    else if ('withheld' in read) staying.push(withheld(row, read.withheld));
    else deliveries.push(read);
  }
  const { platform, settings } = destination;
  const prepared = prepare(platform, { settings, deliveries, now, timeZone: house.timeZone, jobId });
  const byId = new Map(due.map((row) => [row.id, row]));
  staying.push(...prepared.refused.map((refusal) => refused(byId.get(refusal.id)!, refusal, now)));
  const outgoing = format === 'csv' ? prepared.outgoing.slice(0, 1) : prepared.outgoing;
  return { outgoing, leaving: new Map(outgoing.flatMap(({ items }) => items.map((item) => [item.id, item]))), staying };
}

/** The kinds of deliveries that go to a destination in a format. */
export function kindsIn(
  { platform, settings }: Pick<Destination, 'platform' | 'settings'>,
  format: Outgoing['format'],
): DeliveryKind[] {
  const kinds: DeliveryKind[] = ['conversion', 'stage', 'restate', 'retract'];
  return kinds.filter((kind) => transportOf(platform, settings, kind).format === format);
}

/** Whether a platform finds what is adjusted by what it was told of the person, so that this has to be the same still. */
export function quotesPerson({ platform, settings }: Whose, kind: DeliveryKind): boolean {
  return transportOf(platform, settings, kind).quotesPerson === true;
}

/** A row that was handed out. */
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
    consentSent: lead === undefined ? null : consentOf(lead),
    errorCode: null,
    errorMessage: null,
  };
}

/** A row that nobody will say anything of any more: what was handed out long ago may have been sent. */
export function lapsed(row: DeliveryRow, whose: Whose, now: Instant): DeliveryRow {
  if (row.state !== 'leased' || row.leasedUntil! > now) return row;
  return broughtBack({ ...row, mayHaveLeft: true }, whose);
}

/** Later a platform would not know its key again, and count it twice. */
function unlessForgotten(row: DeliveryRow, { platform, settings }: Whose, now: Instant): DeliveryRow {
  const { knowsKeysForMs } = transportOf(platform, settings, row.kind);
  if (!row.mayHaveLeft || knowsKeysForMs === null || isAdjustment(row) || row.state !== 'pending') return row;
  if (now < row.leftAt! + knowsKeysForMs) return row;
  const errorMessage = 'Nobody said whether it was sent, and by now the platform would count it again.';
  return { ...row, state: 'failed', errorCode: 'mayHaveBeenSent', errorMessage };
}

/** One of which nothing can be made holds up no other. */
function readOf(
  row: DeliveryRow,
  ofLead: readonly DeliveryRow[],
  asked: Leaving,
): ReturnType<typeof deliveryOf> | Refusal {
  try {
    return deliveryOf(row, ofLead, asked);
  } catch {
    return cannotBeWritten(row.id);
  }
}

/** @param ofLead all rows of its lead */
function deliveryOf(
  row: DeliveryRow,
  ofLead: readonly DeliveryRow[],
  { destination, house, leads, changes }: Leaving,
): Delivery | { readonly withheld: WithheldReason } {
  const lead = leads.get(row.leadId);
  if (lead === undefined) return { withheld: 'noIdentifier' };
  const { identifiers } = platformOf(destination.platform);
  const known = identify(lead, identifiers, destination.settings, house.defaultCountry);
  if ('withheld' in known && !isAdjustment(row)) return known;
  const original = row.originalId === null ? undefined : ofLead.find(({ id }) => id === row.originalId);
  const quoted =
    'withheld' in known || original === undefined || !quotesPerson(destination, row.kind)
      ? known
      : { ...known, identifiers: quotedOf(known.identifiers, original, changes.get(lead.id) ?? []) };
  if ('identifiers' in quoted && Object.keys(quoted.identifiers).length === 0) return { withheld: 'contactChanged' };
  const { clickedAt } = lead.clickIds ?? {};
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
    ...('withheld' in quoted ? { identifiers: {}, consent: consentOf(lead), names: null, pageUrl: null } : quoted),
    leadCreatedAt: lead.createdAt,
    clickedAt: clickedAt === undefined ? null : Date.parse(clickedAt),
    original: original === undefined ? null : originalOf(original, ofLead, id),
  };
}

/** What a rule did not say when it was planned, and says now of the same place: files need a name that requests do not. */
function sendOf({ stage, send }: DeliveryRow, { platform, settings, rules }: Destination): object {
  const now = sendOfStage(rules, stage as Stage);
  const { place } = platformOf(platform);
  return now !== undefined && place(settings, now) === place(settings, send) ? { ...now, ...send } : send;
}

function refused(row: DeliveryRow, { why, rule, message }: Refusal, now: Instant): DeliveryRow {
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
