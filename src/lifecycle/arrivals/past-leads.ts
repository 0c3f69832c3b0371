import type { Disposition, DispositionRequest } from '../../disposition/disposition.js';
import { readDisposition } from '../../disposition/disposition.js';
import type { DispositionRow } from '../../disposition/disposition.store.js';
import type { ReasonRow } from '../../disposition/reason.table.js';
import type { SuppressionRow } from '../../disposition/suppression.store.js';
import { IMPORT_RULE } from '../../events/event.js';
import type { TouchRow } from '../../leads/activity.store.js';
import { PAST_CYCLE } from '../../leads/imported.js';
import type { KnownByPerson } from '../../leads/lead.store.js';
import type { MilestoneRow, Value } from '../../leads/milestone.store.js';
import type { Fault } from '../../platform/input/fault.js';
import { type CallerType, system } from '../../platform/values/actor.js';
import { type Instant, MS_PER_DAY, toIso } from '../../platform/values/duration.js';
import { caseless } from '../../platform/values/text.js';
import { queueNamed, REVIEW } from '../../routing/queues/queue.dto.js';
import type { TouchKind, TouchOutcome } from '../../vocabulary/touch-kinds.js';
import { givenPolicy } from '../clocks/lead-clocks.js';
import { dispose } from '../closing/disposing.js';
import type { LeadCase } from '../lead-case.js';
import { reachMilestone } from '../milestones/reaching.js';
import { own } from '../routing/owning.js';
import { queue } from '../routing/waiting.js';
import { recordTouch } from '../touches/touching.js';
import type { UnitOfWork } from '../unit-of-work.js';
import { keepOut } from './closing-by-rule.js';
import type { Arrival, ReadArrival } from './reading-arrivals.js';
import { receivedFacts } from './received-facts.js';

/** Who causes the events of what is brought along. Webhooks, streams and channels leave them out. */
export const BROUGHT_ALONG = system(IMPORT_RULE);

/** After which a lead of history comes back that was put away without a day. */
const COMES_BACK_MS = 90 * MS_PER_DAY;
/** As long as durations are. */
const RECYCLED_DAYS_MAX = 400;

interface PastTouch {
  readonly at: Instant;
  readonly kind: TouchKind;
  readonly outcome: TouchOutcome;
}

export type PastEnd =
  | { readonly kind: 'won'; readonly at: Instant; readonly value: Value | null }
  | { readonly kind: 'closed'; readonly at: Instant; readonly disposition: Disposition };

/** A lead that was worked on elsewhere. Its arrival is dated when its person asked; nothing happened before that. */
export interface PastLead {
  readonly arrival: Arrival;
  /** The last rep who had it, whether they are still there or not; null if that is not known. */
  readonly ownerId: string | null;
  readonly touch: PastTouch | null;
  /** How it ended; null if it is open. */
  readonly end: PastEnd | null;
  /** The deal that it became, or is to become; null for none. */
  readonly deal: { readonly name: string; readonly value: Value | null } | null;
  /** Who brings it along. */
  readonly by: { readonly type: CallerType; readonly id: string };
}

/**
 * Returns when a lead comes back that was put away without a day: every 90 days since, the next time from now on. So
 * those of a whole file come back spread over 90 days, by the days on which they were put away.
 */
export function comesBackAt(putAwayAt: Instant, now: Instant): Instant {
  const times = Math.floor(Math.max(0, now - putAwayAt) / COMES_BACK_MS) + 1;
  return Math.min(putAwayAt, now) + times * COMES_BACK_MS;
}

/**
 * Reads how a lead was closed. Reasons that are no longer in use count too.
 * @param now of the import
 * @param wakesAt when it comes back, if it does; later than `now`
 */
export function readPastClosing(
  reason: ReasonRow,
  reasons: readonly ReasonRow[],
  { now, wakesAt }: { readonly now: Instant; readonly wakesAt: Instant },
): { readonly disposition: Disposition } | { readonly faults: readonly Fault[] } {
  const { code, category } = reason;
  const fields = fieldsOfReturn(category, wakesAt, now);
  const request: DispositionRequest = { category, reason: code, note: 'Brought along.', fields };
  const all = reasons.map((each) => ({ ...each, active: true, requires: [] }));
  const read = readDisposition(request, all, now);
  return 'faults' in read ? read : { disposition: { ...read.disposition, note: null } };
}

function fieldsOfReturn(category: string, wakesAt: Instant, now: Instant): Readonly<Record<string, string>> {
  if (category === 'nurture') return { wakeAt: toIso(wakesAt) };
  if (category !== 'recycle') return {};
  const days = Math.min(RECYCLED_DAYS_MAX, Math.ceil((wakesAt - now) / MS_PER_DAY));
  return { recycleAfter: `P${days}D` };
}

/** Takes the promises of a lead away that it would have got, had it come in now. */
export function asPast(read: ReadArrival): ReadArrival {
  if ('faults' in read) return read;
  const { leadCase } = read;
  givenPolicy(leadCase, null);
  leadCase.lead = { ...leadCase.lead, cycle: PAST_CYCLE };
  return { ...read, duplicates: 'separate' };
}

/** Returns what a lead is known by that has no id of its own: its person, its source and when they asked. */
export function withoutExternalId(read: ReadArrival): KnownByPerson[] {
  if ('faults' in read || read.keys.length > 0) return [];
  const { source, receivedAt, emailKey, phoneKey } = read.leadCase.document!;
  return [{ id: read.leadCase.lead.id, source, receivedAt, emailKey, phoneKey }];
}

/** Returns by what rows of one file that mean the same lead are alike; the id of its source counts before its person. */
export function likenessOf(read: ReadArrival): string | undefined {
  if (read.keys.length > 0) return read.keys[0];
  const [known] = withoutExternalId(read);
  return known && JSON.stringify([caseless(known.source), known.receivedAt, known.emailKey ?? known.phoneKey]);
}

/** What is stored of leads beside their own rows. */
export class PastRows {
  readonly touches: TouchRow[] = [];
  readonly milestones: MilestoneRow[] = [];
  readonly dispositions: { readonly leadCase: LeadCase; readonly row: DispositionRow }[] = [];
}

/** A lead of history that is new here. */
export interface FreshPastLead {
  readonly past: PastLead;
  readonly leadCase: LeadCase;
  /** By which its person must not be contacted; undefined for none. */
  readonly suppression: SuppressionRow | undefined;
}

/** Lets all that happened to leads happen in its order, as if they had been here. @param now of the import */
export function liveThrough(work: UnitOfWork, leads: readonly FreshPastLead[], now: Instant): PastRows {
  const rows = new PastRows();
  const deeds = leads.flatMap((lead) => deedsOf(work, lead, rows, now));
  for (const { at, happen } of deeds.sort((a, b) => a.at - b.at)) {
    work.advanceTo(at);
    happen();
  }
  return rows;
}

interface Deed {
  readonly at: Instant;
  readonly happen: () => void;
}

function deedsOf(work: UnitOfWork, lead: FreshPastLead, rows: PastRows, now: Instant): Deed[] {
  const { past, leadCase, suppression } = lead;
  const { touch, end } = past;
  const deeds = [{ at: leadCase.document!.receivedAt, happen: () => begin(work, lead) }];
  if (touch !== null) deeds.push({ at: touch.at, happen: () => rows.touches.push(touchOf(work, lead, touch)) });
  if (end?.kind === 'won')
    deeds.push({ at: end.at, happen: () => rows.milestones.push(winOf(work, leadCase, end.value)) });
  if (end?.kind === 'closed')
    deeds.push({
      at: end.at,
      happen: () => rows.dispositions.push({ leadCase, row: closingOf(work, lead, end.disposition) }),
    });
  if (end === null && suppression !== undefined)
    deeds.push({
      at: now,
      happen: () => rows.dispositions.push({ leadCase, row: keepOut(work, leadCase, suppression, BROUGHT_ALONG) }),
    });
  return deeds;
}

/** An open lead whose owner is not there waits for a person: nobody is dealt a past. */
function begin(work: UnitOfWork, { past: { ownerId, end }, leadCase }: FreshPastLead): void {
  work.record(leadCase, 'lead.received', { ...receivedFacts(leadCase), imported: true });
  const nowhere = { poolId: null, rule: null, snapshotId: null, trace: null };
  const isThere = ownerId !== null && (end !== null || work.directory.rep(ownerId)?.active === true);
  if (isThere) own(work, leadCase, { ...nowhere, repId: ownerId }, { cause: 'given', isQuiet: true });
  else if (end === null) {
    const review = queueNamed(work.directory.content.queues, REVIEW)!;
    const place = { ...nowhere, repId: null, queueId: review.id };
    queue(work, leadCase, place, { cause: 'given', facts: { why: 'imported' } });
  }
}

function touchOf(work: UnitOfWork, { past, leadCase }: FreshPastLead, { kind, outcome }: PastTouch): TouchRow {
  const reported = {
    id: work.newId(),
    leadId: leadCase.lead.id,
    cycle: PAST_CYCLE,
    repId: past.ownerId,
    kind,
    direction: 'outbound',
    outcome,
    occurredAt: work.now,
    durationSeconds: null,
    automated: false,
    goodbye: false,
    note: null,
    meetingAt: null,
    externalId: null,
    recordedAt: work.now,
    actorType: past.by.type,
    actorId: past.by.id,
  } as const;
  // Whatever it was, a file that calls it a touch says that somebody attempted to reach the person.
  return recordTouch(work, leadCase, reported, null, true);
}

function winOf(work: UnitOfWork, leadCase: LeadCase, value: Value | null): MilestoneRow {
  const { id: leadId, cycle } = leadCase.lead;
  const at = work.now;
  const milestone = {
    id: work.newId(),
    leadId,
    cycle,
    name: 'won',
    occurredAt: at,
    recordedAt: at,
    value,
    reversedAt: null,
  } as const;
  reachMilestone(work, leadCase, milestone);
  return milestone;
}

function closingOf(work: UnitOfWork, { past, leadCase }: FreshPastLead, disposition: Disposition): DispositionRow {
  const attempts = past.touch === null ? 0 : 1;
  return dispose(work, leadCase, disposition, { attempts, restsOn: null, actor: BROUGHT_ALONG });
}
