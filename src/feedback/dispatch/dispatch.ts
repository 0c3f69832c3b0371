import { type Instant, MS_PER_MINUTE } from '../../platform/duration.js';
import { groupBy } from '../../platform/group.js';
import { type Delivery, type DeliveryKind, isAdjustment, type Stage, type WithheldReason } from '../delivery.js';
import { broughtBack, type DeliveryRow, originalOf, type Whose } from '../delivery-row.js';
import type { Destination, House } from '../destinations/destination.js';
import { consentOf, type FeedbackLead, identify } from '../person/identify.js';
import { type PersonChange, quotedOf } from '../person/quoting.js';
import { sendOfStage } from '../planning/matching.js';
import { platformOf, transportOf } from '../platforms.js';
import type { Outgoing, SentItem } from './outgoing.js';
import { cannotBeWritten, prepare, type WithheldDelivery } from './prepare.js';

/** The deliveries of a destination that are due, with what is needed to write them. */
export interface Due {
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

/** What is sent, and the new rows of what is not. */
export interface Dispatched {
  readonly outgoing: readonly Outgoing[];
  readonly sent: ReadonlyMap<string, SentItem>;
  readonly kept: readonly DeliveryRow[];
}

/** How long a delivery waits that was too early by a moment. */
const A_MOMENT_MS = MS_PER_MINUTE;

/**
 * Writes the deliveries that are due, as they are now: what a person has denied since, and what the platform no longer
 * takes, is not sent. A file holds rows of one kind: the first file is written, the rows of others wait for the next batch.
 */
export function dispatch(asked: Due): Dispatched {
  const { destination, house, due, now, format, jobId } = asked;
  const ofLead = groupBy(asked.ofLeads, ({ leadId }) => leadId);
  const kept: DeliveryRow[] = [];
  const deliveries: Delivery[] = [];
  for (const given of due) {
    const row = unlessForgotten(lapsed(given, destination, now), destination, now);
    // What the caller has in hand already is written anew.
    if (row.state !== 'pending' && row.state !== 'leased') {
      kept.push(row);
      continue;
    }
    const read = readOf(row, ofLead.get(row.leadId) ?? [], asked);
    if ('rule' in read) kept.push(refused(row, read, now));
    else if ('withheld' in read) kept.push(withheld(row, read.withheld));
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
  format: Outgoing['format'],
): DeliveryKind[] {
  const kinds: DeliveryKind[] = ['conversion', 'stage', 'restate', 'retract'];
  return kinds.filter((kind) => transportOf(platform, settings, kind).format === format);
}

/** Whether the platform finds what is adjusted by the identifiers it was sent, so that these must not have changed. */
export function quotesPerson({ platform, settings }: Whose, kind: DeliveryKind): boolean {
  return transportOf(platform, settings, kind).quotesPerson === true;
}

/** The row as handed out. */
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

/** The row once its lease is over: it may have been sent, and nobody will report on it. */
export function lapsed(row: DeliveryRow, whose: Whose, now: Instant): DeliveryRow {
  if (row.state !== 'leased' || row.leasedUntil! > now) return row;
  return broughtBack({ ...row, mayHaveLeft: true }, whose);
}

/** Fails what the platform would count twice, because it no longer knows its key. */
function unlessForgotten(row: DeliveryRow, { platform, settings }: Whose, now: Instant): DeliveryRow {
  const { knowsKeysForMs } = transportOf(platform, settings, row.kind);
  if (!row.mayHaveLeft || knowsKeysForMs === null || isAdjustment(row) || row.state !== 'pending') return row;
  if (now < row.leftAt! + knowsKeysForMs) return row;
  const errorMessage = 'Nobody said whether it was sent, and by now the platform would count it again.';
  return { ...row, state: 'failed', errorCode: 'mayHaveBeenSent', errorMessage };
}

/** A delivery that cannot be written holds up no other. */
function readOf(
  row: DeliveryRow,
  ofLead: readonly DeliveryRow[],
  asked: Due,
): ReturnType<typeof deliveryOf> | WithheldDelivery {
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
  { destination, house, leads, changes }: Due,
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

/** What the rule sends, with fields that it has gained since for the same place: files need a name that requests do not. */
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
