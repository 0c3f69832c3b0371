import type { ToldAs } from '../../notifications/news-of-acts.js';
import type { Row } from '../../platform/sql/table.js';
import type { SubjectField } from '../../vocabulary/subject.table.js';
import type { SubjectRef } from '../../vocabulary/subjects.js';
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
  'deal',
] as const;
export type AssignmentCause = (typeof ASSIGNMENT_CAUSES)[number];

/** How reps are told of a lead that changes hands for a cause. */
export const TOLD_AS: Readonly<Record<AssignmentCause, ToldAs>> = {
  intake: 'arrival',
  given: 'arrival',
  breach: 'alone',
  manual: 'act',
  queue: 'act',
  wake: 'act',
  recycle: 'act',
  absence: 'act',
  reopen: 'act',
  correction: 'alone',
  undone: 'act',
  decline: 'alone',
  claim: 'alone',
  milestone: 'alone',
  inquiry: 'alone',
  offboard: 'act',
  deal: 'alone',
};

/** Causes that return a lead to its former owner, as if it had never moved. */
export const GIVING_BACK = ['undone', 'correction'] as const satisfies readonly AssignmentCause[];

/** A time in which a rep owned a lead or another subject, or nobody did (`repId` null: it was in the queue). */
export interface Assignment extends SubjectRef, Omit<Row<typeof ASSIGNMENT>, SubjectField | Later> {}

/** Fields that are set only after an assignment began. */
type Later = 'takenBackAt' | 'declinedFor' | 'creditedAt' | 'stayedAt' | 'stayedSnapshotId' | 'stayedTrace';

export type AssignmentRef = Pick<Assignment, 'id' | 'subjectType' | 'subjectId'>;

/** The fields of an assignment that decisions about its subject need. */
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
