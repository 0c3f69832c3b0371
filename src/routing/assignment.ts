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
] as const;
export type AssignmentCause = (typeof ASSIGNMENT_CAUSES)[number];

/** A stretch of time in which one rep owned a lead or another subject, or nobody did (`repId` null: it stood in the queue). */
export interface Assignment
  extends SubjectRef,
    Omit<Row<typeof ASSIGNMENT>, SubjectField | 'stayedAt' | 'stayedSnapshotId' | 'stayedTrace'> {}

/** Which assignment of what. */
export type AssignmentRef = Pick<Assignment, 'id' | 'subjectType' | 'subjectId'>;

/** What of an assignment matters for what becomes of its lead: who had it, why, from when to when. */
export type Tenure = Pick<
  Assignment,
  'id' | 'subjectType' | 'subjectId' | 'cycle' | 'repId' | 'poolId' | 'cause' | 'fromAt' | 'untilAt' | 'poolChosen'
>;
