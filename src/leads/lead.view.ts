import { type Clock, isOutOfReach, type LeadClock, remainingMs } from '../clocks/clock.js';
import { nextClockOf } from '../clocks/next-clock.js';
import { type Pause, pausesOf, presentOf } from '../clocks/pause.js';
import { contactZoneOf } from '../contact/contact-zone.js';
import { reachOf, writeReach } from '../contact/reach.js';
import type { Directory } from '../directory/directory.js';
import { promiseOfQueue } from '../directory/queue-promises.js';
import { linksOf } from '../directory/ref-links.js';
import type { Hours } from '../directory/working-hours.js';
import { closedThrough } from '../disposition/closed-through.js';
import type { ClosingRow } from '../disposition/disposition.store.js';
import { channelsForbiddenBy } from '../disposition/suppression.js';
import type { SuppressionRow } from '../disposition/suppression.store.js';
import { type Instant, isoOrNull, MS_PER_SECOND, toIso } from '../platform/values/duration.js';
import { offerEndsAt } from '../routing/assignments/claiming.js';
import { nameOfQueue } from '../routing/queues/queue.dto.js';
import type { TouchOfList, TouchRow } from './activity.store.js';
import { PAST_CYCLE } from './imported.js';
import { knownNameOf, type LeadDocument, type LeadState, leadInputOf, type NamedLead } from './lead.js';
import type { MilestoneRow } from './milestone.store.js';

interface ViewContext {
  readonly pauses: readonly Pause[];
  readonly directory: Directory;
  readonly now: Instant;
}

/** Returns a clock for the API. Its remaining seconds count only its own working time, without pauses. */
export function clockView(clock: Clock, { pauses, directory, now }: ViewContext) {
  const { working } = directory.hours.ofClock(clock);
  const leftMs = remainingMs(clock, working, pausesOf(clock, pauses), now);
  return {
    id: clock.id,
    kind: clock.kind,
    state: clock.pausedAt === null ? clock.state : 'paused',
    ...(clock.repId !== null && { repId: clock.repId }),
    startedAt: toIso(clock.startedAt),
    ...(clock.step !== null && { step: clock.step }),
    ...(clock.opensAt !== null && { opensAt: toIso(clock.opensAt) }),
    dueAt: isoOrNull(clock.dueAt),
    ...(isOutOfReach(clock) && { outOfReach: true }),
    remainingSeconds: leftMs === null ? null : Math.floor(leftMs / MS_PER_SECOND),
    ...tickingOf(clock, working, now),
    ...(clock.pausedAt !== null && { pausedAt: toIso(clock.pausedAt) }),
    ...(clock.graceAt !== null && { graceUntil: toIso(clock.graceAt) }),
    ...(clock.acknowledgedAt !== null && { acknowledgedAt: toIso(clock.acknowledgedAt) }),
    ...(clock.metAt !== null && { metAt: toIso(clock.metAt) }),
    ...(clock.breachedAt !== null && { breachedAt: toIso(clock.breachedAt) }),
    ...(clock.struckBreachAt !== null && { struckBreachAt: toIso(clock.struckBreachAt) }),
    ...(clock.target !== null && { target: clock.target }),
    ...(clock.endReason !== null && { endReason: clock.endReason }),
  };
}

/** Whether its time runs at this moment; if not, when it resumes, if that is known. */
function tickingOf(clock: Clock, working: Hours['working'], now: Instant) {
  if (clock.state !== 'running') return { ticking: false };
  const stands = clock.pausedAt !== null;
  if (!stands && working.isOpenAt(now)) {
    const closesAt = working.closes(now);
    const closesFirst = closesAt !== null && clock.dueAt !== null && closesAt < clock.dueAt;
    return { ticking: true, ...(closesFirst && { ticksUntil: toIso(closesAt) }) };
  }
  const from = stands ? clock.resumesAt : now;
  const resumesAt = from === null ? null : working.nextOpening(Math.max(from, now));
  return { ticking: false, ...(resumesAt !== null && { resumesAt: toIso(resumesAt) }) };
}

function milestoneView({ id, name, cycle, occurredAt, value, reversedAt }: MilestoneRow) {
  return { id, name, occurredAt: toIso(occurredAt), value, cycle, reversedAt: isoOrNull(reversedAt) };
}

export function pauseView({ id, kind, cycle, fromAt, untilAt, reason, madeBy }: Pause) {
  return { id, kind, cycle, from: toIso(fromAt), until: isoOrNull(untilAt), reason, by: madeBy };
}

function dispositionView(closing: ClosingRow, { ownerId }: Pick<LeadState, 'ownerId'>) {
  const { id, category, reason, label, note, fields, decidedAt, actorType, actorId, bulkId } = closing;
  return {
    id,
    category,
    reason,
    label,
    note,
    fields,
    decidedAt: toIso(decidedAt),
    by: { type: actorType, id: actorId },
    through: closedThrough(closing, ownerId, closing.cycle === PAST_CYCLE),
    ...(bulkId !== null && { bulkId }),
  };
}

/** What the named queue promises in which a lead has been since an instant; absent for none. */
function queuePromiseOf({ queueId }: LeadState, since: Instant | null, directory: Directory) {
  const promise = since === null ? null : promiseOfQueue(directory, queueId);
  if (promise === null) return {};
  const { within, ownerId, outBy } = promise;
  return { queuePromise: { within, outBy: isoOrNull(outBy(since!)), ownerRepId: ownerId } };
}

export function leadView(
  lead: LeadState,
  document: LeadDocument,
  seen: {
    clocks: readonly LeadClock[];
    pauses: readonly Pause[];
    disposition: ClosingRow | null;
    /** Since when it is in its named queue; null if that promises nothing. */
    queuedSince: Instant | null;
    suppression: SuppressionRow | null;
    milestones: readonly MilestoneRow[];
    declinableUntil: Instant | null;
    directory: Directory;
    now: Instant;
  },
) {
  const { disposition, suppression, declinableUntil, queuedSince, directory } = seen;
  const pause = presentOf(seen.pauses, lead.cycle, seen.now);
  const clocks = ofCycle(seen.clocks, lead);
  return {
    id: lead.id,
    ...leadInputOf(document),
    receivedAt: toIso(document.receivedAt),
    contactZone: contactZoneOf(document.contact, document.phoneKey),
    callableFrom: isoOrNull(callableFrom(lead, document, seen)),
    status: lead.status,
    workState: lead.workState,
    cycle: lead.cycle,
    ownerId: lead.ownerId,
    poolId: lead.poolId,
    queue: nameOfQueue(directory.content.queues, lead.queueId),
    ...queuePromiseOf(lead, queuedSince, directory),
    rule: lead.rule,
    policy: lead.policyId === null ? null : { id: lead.policyId, version: lead.policyVersion },
    clocks: clocks.map((clock) => clockView(clock, seen)),
    nextClockId: nextClockOfLead(clocks, lead)?.id ?? null,
    pause: pause === undefined ? null : pauseView(pause),
    reassignments: lead.reassignments,
    ...(document.importId !== null && { importId: document.importId }),
    ...(lead.duplicateOf !== null && { duplicateOf: lead.duplicateOf }),
    ...(lead.mergedInto !== null && { mergedInto: lead.mergedInto }),
    ...(lead.giverIds !== null && { giverIds: lead.giverIds }),
    disposition: disposition && dispositionView(disposition, lead),
    suppression: suppression && suppressionView(suppression, document, directory),
    milestones: seen.milestones.map(milestoneView),
    ...linksOf('lead', document.refs, directory.content.settings),
    ...(document.issues.length > 0 && lead.erasedAt === null && { issues: document.issues }),
    waitingSince: isoOrNull(lead.waitingSince),
    ...claimableOf(lead, directory),
    ...(declinableUntil !== null && { declinableUntil: toIso(declinableUntil) }),
    ...(lead.erasedAt !== null && { erasedAt: toIso(lead.erasedAt) }),
    updatedAt: toIso(lead.updatedAt),
  };
}

function suppressionView(
  suppression: SuppressionRow,
  lead: Pick<LeadDocument, 'emailKey' | 'contact'>,
  { content }: Directory,
) {
  const { id, kind, reason, createdAt, untilAt } = suppression;
  const label = content.reasons.find(({ code }) => code === reason)?.label ?? reason;
  const doNot = [...channelsForbiddenBy(suppression, lead)];
  return { id, kind, reason, label, createdAt: toIso(createdAt), until: isoOrNull(untilAt), doNot };
}

function ofCycle(clocks: readonly LeadClock[], { cycle }: Pick<LeadState, 'cycle'>): LeadClock[] {
  return clocks.filter((clock) => clock.cycle === cycle);
}

function nextClockOfLead(ofLead: readonly LeadClock[], { ownerId, status }: LeadState): LeadClock | undefined {
  return nextClockOf(ofLead, { ownerId, isOpen: status === 'open' });
}

export function slimLeadView(
  lead: NamedLead,
  seen: ViewContext & { readonly clocks: readonly LeadClock[]; readonly suppression: SuppressionRow | null },
) {
  const clock = nextClockOfLead(ofCycle(seen.clocks, lead), lead);
  return {
    id: lead.id,
    name: knownNameOf(lead) ?? lead.contact.email ?? lead.contact.phone ?? null,
    companyName: lead.company?.name ?? null,
    source: lead.source,
    test: lead.test,
    receivedAt: toIso(lead.receivedAt),
    status: lead.status,
    workState: lead.workState,
    cycle: lead.cycle,
    ownerId: lead.ownerId,
    poolId: lead.poolId,
    queue: nameOfQueue(seen.directory.content.queues, lead.queueId),
    policy: lead.policyId === null ? null : { id: lead.policyId, version: lead.policyVersion },
    clock: clock === undefined ? null : clockView(clock, seen),
    suppression: seen.suppression && suppressionView(seen.suppression, lead, seen.directory),
    reassignments: lead.reassignments,
    waitingSince: isoOrNull(lead.waitingSince),
    ...claimableOf(lead, seen.directory),
    updatedAt: toIso(lead.updatedAt),
  };
}
export type SlimLeadView = ReturnType<typeof slimLeadView>;

/** Returns the end of the offer, for a lead that is offered. */
function claimableOf({ waiting, poolId, waitingSince }: LeadState, directory: Directory) {
  const pool = waiting === 'claim' ? directory.pool(poolId) : undefined;
  return pool === undefined ? {} : { claimableUntil: toIso(offerEndsAt(pool, waitingSince!)) };
}

/** Returns the first instant from now on at which the person may be called; null for never. */
function callableFrom(
  { status, erasedAt }: LeadState,
  document: LeadDocument,
  { suppression, directory, now }: Pick<Parameters<typeof leadView>[2], 'suppression' | 'directory' | 'now'>,
): Instant | null {
  // A person may be suppressed while a lead of theirs is open.
  const isSuppressed = status === 'suppressed' || suppression !== null;
  const isUnwanted = isSuppressed || document.contact.doNot?.includes('call') === true;
  if (isUnwanted || erasedAt !== null) return null;
  // Without contact hours for calls, the person's zone does not matter.
  if (directory.content.settings.contactHours.call === undefined) return now;
  const reach = reachOf(document, ['call']);
  const time = reach === null ? null : directory.hours.contactTime(writeReach(reach));
  return time === null ? now : time.nextOpening(now);
}

export type LeadView = ReturnType<typeof leadView>;

export function touchView(touch: TouchRow) {
  return {
    id: touch.id,
    leadId: touch.leadId,
    cycle: touch.cycle,
    kind: touch.kind,
    direction: touch.direction,
    outcome: touch.outcome,
    occurredAt: toIso(touch.occurredAt),
    durationSeconds: touch.durationSeconds,
    repId: touch.repId,
    automated: touch.automated,
    goodbye: touch.goodbye,
    meetingAt: isoOrNull(touch.meetingAt),
    note: touch.note,
    externalId: touch.externalId,
    recordedAt: toIso(touch.recordedAt),
    reportedBy: { type: touch.actorType, id: touch.actorId },
    voided: touch.voided && { ...touch.voided, at: toIso(touch.voided.at) },
  };
}

export function touchOfListView(touch: TouchOfList) {
  return { ...touchView(touch), firstTouch: touch.firstTouch };
}
