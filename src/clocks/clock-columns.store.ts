import type { Departure } from '../people/departure.js';
import { columnsFor } from '../platform/columns.js';
import { newId } from '../platform/ids.js';
import type { Instant } from '../platform/instant.js';
import { subjectColumns } from '../vocabulary/subject-columns.store.js';
import { type OwnedType, SUBJECT_COLUMNS, type SubjectRef } from '../vocabulary/subjects.js';
import type { Clock, RepClockKind, SystemClockKind } from './clock.js';

/** The columns that are read of the clocks of a kind of subject. */
export const clockColumns = (of: OwnedType) => `clock.id, clock.kind, '${of}' as "subjectType",
  clock.${SUBJECT_COLUMNS[of]} as "subjectId", clock.owner_id as "repId",
  clock.assignment_id as "assignmentId", clock.cycle, clock.policy_id as "policyId",
  clock.policy_version as "policyVersion", clock.state, clock.started_at as "startedAt", clock.step, clock.wait, clock.opens_at as "opensAt", clock.target, clock.basis,
  clock.calendar_id as "calendarId", clock.calendar_version as "calendarVersion", clock.time_zone as "timeZone", clock.reach,
  clock.due_at as "dueAt", clock.next_at as "nextAt", clock.held_by as "heldBy", clock.progress, clock.paused_at as "pausedAt", clock.resumes_at as "resumesAt",
  clock.acknowledged_at as "acknowledgedAt", clock.grace_from as "graceFrom", clock.grace_at as "graceAt", clock.grace_why as "graceWhy", clock.planned_revision as "plannedRevision", clock.met_at as "metAt",
  clock.breached_at as "breachedAt", clock.struck_miss_at as "struckBreachAt", clock.ended_at as "endedAt", clock.end_reason as "endReason"`;

const { uuid, text, int, instant } = columnsFor<Clock>();

/** The columns that change only with the policy of a clock. */
export const PROMISED = [
  int('policy_version', (clock) => clock.policyVersion),
  text('wait', (clock) => clock.wait),
  text('target', (clock) => clock.target),
  text('basis', (clock) => clock.basis),
];

/** A clock whose miss is struck, with the person's reason; null if none was given. */
export interface StruckClock {
  readonly clock: Clock;
  readonly reason: string | null;
}

const struck = columnsFor<Struck>();
type Struck = SubjectRef & Pick<Clock, 'id'> & StruckClock;
/** The columns that only strikes write. */
export const STRUCK = [struck.instant('struck_miss_at', ({ clock }) => clock.struckBreachAt)];
export const STRUCK_WITH_REASON = [...STRUCK, struck.text('strike_reason', ({ reason }) => reason)];

const FIXED = [
  text('kind', (clock) => clock.kind),
  uuid('owner_id', (clock) => clock.repId),
  uuid('assignment_id', (clock) => clock.assignmentId),
  int('cycle', (clock) => clock.cycle),
  uuid('policy_id', (clock) => clock.policyId),
  instant('started_at', (clock) => clock.startedAt),
  int('step', (clock) => clock.step),
];

export const CHANGING = [
  text('state', (clock) => clock.state),
  uuid('calendar_id', (clock) => clock.calendarId),
  int('calendar_version', (clock) => clock.calendarVersion),
  text('time_zone', (clock) => clock.timeZone),
  text('reach', (clock) => clock.reach),
  instant('opens_at', (clock) => clock.opensAt),
  instant('due_at', (clock) => clock.dueAt),
  instant('next_at', (clock) => clock.nextAt),
  // Once nothing more happens to a clock, it waits for no hold.
  uuid('held_by', (clock) => (clock.nextAt === null ? null : clock.heldBy)),
  int('progress', (clock) => clock.progress),
  instant('paused_at', (clock) => clock.pausedAt),
  instant('resumes_at', (clock) => clock.resumesAt),
  instant('acknowledged_at', (clock) => clock.acknowledgedAt),
  instant('grace_from', (clock) => clock.graceFrom),
  instant('grace_at', (clock) => clock.graceAt),
  text('grace_why', (clock) => clock.graceWhy),
  int('planned_revision', (clock) => clock.plannedRevision),
  instant('met_at', (clock) => clock.metAt),
  instant('breached_at', (clock) => clock.breachedAt),
  instant('ended_at', (clock) => clock.endedAt),
  text('end_reason', (clock) => clock.endReason),
];

export const CLOCK = [...subjectColumns<Clock>(), uuid('id', (clock) => clock.id), ...FIXED, ...PROMISED, ...CHANGING];
/** A clock of a rep, or of the organisation. */
export interface NewTimer {
  /** A new one by default. */
  readonly id?: string;
  readonly kind: RepClockKind | SystemClockKind;
  readonly repId?: string;
  readonly absenceId?: string;
  readonly openLeads?: Departure['openLeads'];
  /** When it is due. */
  readonly at: Instant;
  /** When it is set. */
  readonly now: Instant;
}

const timer = columnsFor<NewTimer>();
export const TIMER = [
  timer.uuid('id', ({ id, now }) => id ?? newId(now)),
  timer.text('kind', ({ kind }) => kind),
  timer.uuid('rep_id', ({ repId }) => repId ?? null),
  timer.uuid('absence_id', ({ absenceId }) => absenceId ?? null),
  timer.text('open_leads', ({ openLeads }) => openLeads ?? null),
  timer.text('state', () => 'running'),
  timer.instant('started_at', ({ now }) => now),
  timer.instant('due_at', ({ at }) => at),
  timer.instant('next_at', ({ at }) => at),
];
