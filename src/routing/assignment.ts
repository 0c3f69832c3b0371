import type { Row } from '../platform/table.js';
import type { SubjectField } from '../vocabulary/subject.table.js';
import type { SubjectRef } from '../vocabulary/subjects.js';
import type { ASSIGNMENT } from './assignment.table.js';

export const ASSIGNMENT_CAUSES = [
  'intake',
  'given',
  'breach',
  'manual',
  'queue',
  'wake',
  'recycle',
  'absence',
  'reopen',
  'correction',
  'undone',
  'decline',
  'claim',
  'milestone',
  'inquiry',
  'offboard',
] as const;
export type AssignmentCause = (typeof ASSIGNMENT_CAUSES)[number];

/** What gives a lead back to whoever had it, as if it had never gone. */
export const GIVING_BACK = ['undone', 'correction'] as const satisfies readonly AssignmentCause[];

/** A time in which a rep owned a lead or another subject, or nobody did (`repId` null: it was in the queue). */
export interface Assignment extends SubjectRef, Omit<Row<typeof ASSIGNMENT>, SubjectField | Later> {}

/** What may be said of an assignment after it began. */
type Later = 'takenBackAt' | 'declinedFor' | 'creditedAt' | 'stayedAt' | 'stayedSnapshotId' | 'stayedTrace';

/** An assignment, with its subject. */
export type AssignmentRef = Pick<Assignment, 'id' | 'subjectType' | 'subjectId'>;

/** The parts of an assignment that decisions about its lead need: the rep, the cause, and from when to when. */
export type Tenure = Pick<
  Assignment,
  | 'id'
  | 'subjectType'
  | 'subjectId'
  | 'cycle'
  | 'repId'
  | 'poolId'
  | 'queueId'
  | 'rule'
  | 'cause'
  | 'fromAt'
  | 'untilAt'
  | 'poolChosen'
> &
  Partial<Pick<Row<typeof ASSIGNMENT>, 'takenBackAt' | 'declinedFor' | 'snapshotId'>>;
