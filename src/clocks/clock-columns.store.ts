import type { Departure } from '../people/departure.js';
import { selectList } from '../platform/sql/table.js';
import type { Instant } from '../platform/values/duration.js';
import { newId } from '../platform/values/ids.js';
import { SUBJECT_FIELDS } from '../vocabulary/subject.table.js';
import { subjectColumns } from '../vocabulary/subject-columns.store.js';
import { type OwnedType, SUBJECT_COLUMNS, type SubjectRef } from '../vocabulary/subjects.js';
import type { Clock, RepClockKind, SystemClockKind } from './clock.js';
import { CLOCK } from './clock.table.js';

/** The columns read of clocks, for one type of subject. */
export const clockColumns = (of: OwnedType) =>
  `${selectList(CLOCK.without(...SUBJECT_FIELDS, 'aboutRepId', 'absenceId', 'openLeads', 'strikeReason'), 'clock')},
  '${of}' as "subjectType", clock.${SUBJECT_COLUMNS[of]} as "subjectId"`;

/** The columns that change only with the policy of a clock. */
export const PROMISED = CLOCK.columns('policyVersion', 'wait', 'target', 'basis');

/** A clock whose miss is struck, with the person's reason; null if none was given. */
export interface StruckClock {
  readonly clock: Clock;
  readonly reason: string | null;
}

type Struck = SubjectRef & Pick<Clock, 'id'> & StruckClock;
/** The columns that only strikes write. */
export const STRUCK = [CLOCK.column('struckBreachAt', ({ clock }: Struck) => clock.struckBreachAt)];
export const STRUCK_WITH_REASON = [...STRUCK, CLOCK.column('strikeReason', ({ reason }: Struck) => reason)];

export const CHANGING = [
  ...CLOCK.columns('state', 'calendarId', 'calendarVersion', 'timeZone', 'reach', 'opensAt', 'dueAt', 'nextAt'),
  // A clock with no next instant no longer waits for a hold.
  CLOCK.column('heldBy', (clock: Clock) => (clock.nextAt === null ? null : clock.heldBy)),
  ...CLOCK.columns('progress', 'pausedAt', 'resumesAt', 'acknowledgedAt', 'graceFrom', 'graceAt', 'graceWhy'),
  ...CLOCK.columns('plannedRevision', 'metAt', 'breachedAt', 'endedAt', 'endReason'),
];

export const ALL = [
  ...subjectColumns<Clock>(),
  ...CLOCK.columns('id', 'kind', 'repId', 'assignmentId', 'cycle', 'policyId', 'startedAt', 'step'),
  ...PROMISED,
  ...CHANGING,
];

/** A clock of a rep, or of the organisation. */
export interface NewTimer {
  /** A new id by default. */
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

export const TIMER = [
  CLOCK.column('id', ({ id, now }: NewTimer) => id ?? newId(now)),
  CLOCK.column('kind', ({ kind }: NewTimer) => kind),
  CLOCK.column('aboutRepId', ({ repId }: NewTimer) => repId ?? null),
  CLOCK.column('absenceId', ({ absenceId }: NewTimer) => absenceId ?? null),
  CLOCK.column('openLeads', ({ openLeads }: NewTimer) => openLeads ?? null),
  CLOCK.column('state', () => 'running'),
  CLOCK.column('startedAt', ({ now }: NewTimer) => now),
  CLOCK.column('dueAt', ({ at }: NewTimer) => at),
  CLOCK.column('nextAt', ({ at }: NewTimer) => at),
];
