import { ForbiddenError } from '../../auth/auth.errors.js';
import { authorOf, type Caller, may } from '../../auth/scope.js';
import type { Directory } from '../../directory/directory.js';
import type { DispositionRow } from '../../disposition/disposition.store.js';
import type { KnownBy } from '../../disposition/suppression.js';
import type { Warning } from '../../documents/version.schema.js';
import type { LeadTouchBody, TouchBody } from '../../leads/activity.dto.js';
import type { TouchRow, UnjudgedTouch } from '../../leads/activity.store.js';
import { LeadErasedError, type LeadStateError, type OpenDealsError } from '../../leads/lead.errors.js';
import type { LeadDocument } from '../../leads/lead.js';
import { faultsOfReportedInstant } from '../../leads/reported-instant.js';
import { touchKey } from '../../leads/touch.js';
import { sightOf } from '../../leads/visibility.js';
import { collectFaults, type Fault, fault } from '../../platform/input/fault.js';
import { instantOf } from '../../platform/input/formats.js';
import { InvalidRequestError, Refusal } from '../../platform/input/refusal.js';
import { type Instant, MS_PER_DAY, toIso } from '../../platform/values/duration.js';
import { isPersonAsking } from '../../sla/what-counts.js';
import { faultsOfGoodbye, faultsOfMeeting } from '../../vocabulary/outcomes.js';
import { faultsOfOutcome } from '../../vocabulary/touch-kinds.js';
import type { LeadCase } from '../lead-case.js';
import type { TimeAndDirectory } from '../lifecycle.service.js';
import { stayAt } from '../stays.js';
import { cycleAt, endOfCycle, isJustBack, ownerAt } from '../tenures.js';

/** A touch with its lead, and why it cannot be recorded. */
export interface JudgedTouch extends OpenReport<LeadTouchBody> {
  readonly refusal: ReportRefusal | undefined;
}

/** The ids of touches by `touchKey`; touches without an external id have none. */
export type KnownTouches = Map<string | undefined, string>;

/** Returns undefined without an external id. */
export function keyOf(leadId: string, { externalId }: TouchBody): string | undefined {
  return externalId === undefined ? undefined : touchKey({ leadId, externalId });
}

/**
 * Returns why something cannot have happened to a lead at that time, or why the caller may not date it back that far.
 * @param leadCase null if the lead is not known
 */
export function faultsOfReport(
  { now, directory }: TimeAndDirectory,
  leadCase: Pick<LeadCase, 'document'> | null,
  occurredAt: string | undefined,
  caller: Caller,
): Fault[] {
  if (occurredAt === undefined) return [];
  const { backdating } = directory.content.settings;
  return faultsOfReportedInstant(instantOf(occurredAt), '/occurredAt', {
    now,
    backdating: may(caller, 'integration') ? backdating.integration : backdating.rep,
    notBefore: leadCase && submission(leadCase.document!),
  });
}

/**
 * Returns why a milestone cannot have been reached at that time, or why the caller may not say so. It counts for the
 * owner of its time, so a rep dates none back into the time of a former owner.
 */
export function faultsOfMilestone(
  present: TimeAndDirectory,
  leadCase: LeadCase,
  occurredAt: string | undefined,
  caller: Caller,
): Fault[] {
  const faults = faultsOfReport(present, leadCase, occurredAt, caller);
  if (faults.length > 0 || occurredAt === undefined || isJustBack(leadCase)) return faults;
  const owner = stayAt(leadCase, instantOf(occurredAt))?.tenure.repId ?? null;
  if (owner === null || owner === leadCase.lead.ownerId || speaksFor(caller, owner, present)) return [];
  return [fault('/occurredAt', 'formerOwner', OF_FORMER_OWNER)];
}

/** As for whatever people agree on for a later day; a date years ahead is a slip. */
const MEETING_MAX_MS = 400 * MS_PER_DAY;

const OF_FORMER_OWNER =
  'Expected an instant since the present owner got the lead: before, it counts for the former owner.';

/**
 * Returns when the lead was submitted. A sender's clock may run ahead, but no lead was submitted after it was received.
 */
function submission({ submittedAt, receivedAt }: Pick<LeadDocument, 'submittedAt' | 'receivedAt'>): Instant {
  return Math.min(submittedAt ?? receivedAt, receivedAt);
}

/** A follower of milestones refuses a milestone. */
export abstract class BarredError extends Refusal {
  /** The name of the entry in the response to a batch. */
  abstract readonly fault: string;
}

/** A report in a batch, with its place. */
export interface TouchReport<Body> {
  readonly index: number;
  readonly body: Body;
}

/** A report whose lead is known. */
export interface LeadReport<Body> extends TouchReport<Body> {
  readonly leadId: string;
  /** The id that the touch gets; a new one by default. */
  readonly id?: string;
}

/** A report whose lead is locked, by a caller who may work on it. */
export interface OpenReport<Body> extends LeadReport<Body> {
  readonly leadCase: LeadCase;
}

export type ReportRefusal =
  | InvalidRequestError
  | ForbiddenError
  | LeadErasedError
  | LeadStateError
  | OpenDealsError
  | BarredError;

/** The result of a report. */
export type TouchResult =
  | {
      readonly status: 'recorded' | 'existing';
      readonly id: string;
      readonly leadId: string;
      readonly warnings?: readonly Warning[];
    }
  /** `why` is absent if the report could only name its lead by the id. */
  | { readonly status: 'noMatch'; readonly why?: Fault }
  | { readonly status: 'refused'; readonly refusal: ReportRefusal }
  /** This report alone made its transaction fail. */
  | { readonly status: 'failed'; readonly cause: unknown };

/** Results by the places of the reports. */
export type AllTaken = Map<number, TouchResult>;

/** All faults of a touch of a lead beyond its schema. @param leadCase null if the lead is not known */
export function faultsOfLeadTouch(
  present: TimeAndDirectory,
  leadCase: Pick<LeadCase, 'document'> | null,
  body: LeadTouchBody,
  caller: Caller,
): Fault[] {
  return collectFaults(
    faultsOfTouch(present, leadCase, body, caller),
    faultsOfGoodbye(body),
    faultsOfMeeting(body),
    body.meetingAt !== undefined &&
      instantOf(body.meetingAt) > present.now + MEETING_MAX_MS &&
      fault('/meetingAt', 'tooFar', 'Expected an instant within 400 days.'),
  );
}

/** All faults of a touch beyond its schema, whatever it is about. @param leadCase null if its lead is not known */
export function faultsOfTouch(
  present: TimeAndDirectory,
  leadCase: Pick<LeadCase, 'document'> | null,
  body: TouchBody,
  caller: Caller,
): Fault[] {
  const isUnknown = body.repId !== undefined && present.directory.rep(body.repId.toLowerCase()) === undefined;
  return collectFaults(
    isUnknown && fault('/repId', 'unknownId', `There is no rep ${body.repId}.`),
    faultsOfOutcome(body.kind, body.outcome, '/outcome'),
    faultsOfReport(present, leadCase, body.occurredAt, caller),
  );
}

/** Returns why a touch of a lead is not recorded; undefined if it is. */
export function refusalOf(
  present: TimeAndDirectory,
  leadCase: LeadCase,
  body: LeadTouchBody,
  caller: Caller,
): ReportRefusal | undefined {
  const { erasedAt } = leadCase.lead;
  if (erasedAt !== null) return new LeadErasedError(erasedAt);
  const faults = faultsOfLeadTouch(present, leadCase, body, caller);
  if (faults.length > 0) return new InvalidRequestError(faults);
  const made = madeBy(body, leadCase, Math.min(happenedAt(body, present.now), present.now), caller);
  if (made === null || speaksFor(caller, made, present)) return undefined;
  return new ForbiddenError('A rep may report touches of their own, a manager also those of their reps.');
}

/**
 * Reports whether a touch is of the time in which the caller, or a rep of theirs, had a lead that they may not work on any
 * more: they may still report it, which may correct their miss.
 */
export function isOfFormerOwner(
  { directory }: Pick<TimeAndDirectory, 'directory'>,
  leadCase: LeadCase,
  { occurredAt }: TouchBody,
  caller: Caller,
): boolean {
  if (occurredAt === undefined) return false;
  const at = instantOf(occurredAt);
  const had = leadCase.tenures.find(
    ({ fromAt, untilAt }) => fromAt <= at && at < (untilAt ?? Number.POSITIVE_INFINITY),
  );
  return had?.repId != null && sightOf(caller, directory).repIds.includes(had.repId);
}

/** Reports whether a caller may report, and take back, what a rep did: a program of all, a manager of the reps below. */
export function speaksFor(caller: Caller, repId: string, { directory }: Pick<TimeAndDirectory, 'directory'>): boolean {
  return may(caller, 'integration') || sightOf(caller, directory).repIds.includes(repId);
}

/** Returns who made a touch: by default the owner at that time; the caller if the lead had none. */
function madeBy({ repId }: TouchBody, leadCase: LeadCase, at: Instant, caller: Caller): string | null {
  return repId?.toLowerCase() ?? ownerAt(leadCase, at) ?? caller.repId;
}

/** Returns when what is reported happened; now if the report does not say. */
export function happenedAt({ occurredAt }: Pick<TouchBody, 'occurredAt'>, now: Instant): Instant {
  return occurredAt === undefined ? now : instantOf(occurredAt);
}

/** @param at when it is recorded @param now when it happened, if the report does not say */
export function readTouch(
  { id, body, caller }: { id: string; body: LeadTouchBody; caller: Caller },
  leadCase: LeadCase,
  { at, now }: { at: Instant; now: Instant },
): UnjudgedTouch {
  const occurredAt = happenedAt(body, now);
  const takenAt = Math.min(occurredAt, at);
  const author = authorOf(caller);
  return {
    id,
    leadId: leadCase.lead.id,
    cycle: cycleAt(leadCase, takenAt),
    repId: madeBy(body, leadCase, takenAt, caller),
    kind: body.kind,
    direction: body.direction,
    outcome: body.outcome,
    occurredAt,
    durationSeconds: body.durationSeconds ?? null,
    automated: body.automated,
    goodbye: body.goodbye,
    meetingAt: body.meetingAt === undefined ? null : instantOf(body.meetingAt),
    note: body.note ?? null,
    externalId: body.externalId ?? null,
    recordedAt: at,
    actorType: author.type,
    actorId: author.type === 'system' ? caller.connectionId! : author.id,
  };
}

/** How a lead was closed. */
export interface PutAway {
  /** Closed by rule as unreachable. */
  readonly byRule: boolean;
  /** Whether the lead comes back if the person asks again. */
  readonly reopens: boolean;
}

/** @param closing the disposition of the closed lead, if it has one */
export function howPutAway(
  closing: Pick<DispositionRow, 'restsOn' | 'reason'> | undefined,
  { content }: Directory,
): PutAway {
  const reason = content.reasons.find(({ code }) => code === closing?.reason);
  return { byRule: (closing?.restsOn ?? null) !== null, reopens: reason?.reopens ?? true };
}

/**
 * Reports whether an inbound touch brings a closed lead back. People who were nurtured, recycled or lost may come back
 * by themselves; autoresponders, bounces and goodbyes do not. For a lead that was closed as unreachable, anything that the person
 * asked in its cycle shows that the rule was wrong.
 */
export function asksAgain(leadCase: LeadCase, touch: TouchRow, { byRule, reopens }: PutAway): boolean {
  const { cycle, occurredAt } = touch;
  const { lead } = leadCase;
  const isLost = lead.status === 'lost' && (reopens || byRule);
  const isAway = lead.status === 'nurturing' || lead.status === 'recycled' || isLost;
  if (!isAway || !isPersonAsking(touch) || cycle !== lead.cycle) return false;
  return byRule || occurredAt >= endOfCycle(leadCase, cycle);
}

/** Returns what a person is known by who calls or writes: the number or the address that they used. */
export function knownByTouch({ document }: LeadCase, { kind }: Pick<TouchRow, 'kind'>): KnownBy {
  const { emailKey, phoneKey } = document!;
  const isByNumber = kind === 'call' || kind === 'sms';
  return { emailKey: kind === 'email' ? emailKey : null, phoneKey: isByNumber ? phoneKey : null, company: null };
}

export function touchFacts(touch: UnjudgedTouch): Record<string, unknown> {
  const { id, repId, kind, direction, outcome, occurredAt, automated, goodbye, meetingAt, durationSeconds } = touch;
  const facts = { touchId: id, repId, kind, direction, outcome, occurredAt: toIso(occurredAt), automated };
  return {
    ...facts,
    ...(goodbye && { goodbye }),
    ...(meetingAt !== null && { meetingAt: toIso(meetingAt) }),
    ...(durationSeconds !== null && { durationSeconds }),
  };
}
