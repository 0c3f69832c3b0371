import type { Instant } from '../platform/instant.js';
import type { SubjectRef } from '../vocabulary/subjects.js';

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
export interface Assignment extends SubjectRef {
  readonly id: string;
  readonly cycle: number;
  readonly repId: string | null;
  /** The team of the rep when it became theirs; null for none. */
  readonly teamId: string | null;
  readonly poolId: string | null;
  readonly rule: string | null;
  readonly cause: AssignmentCause;
  readonly fromAt: Instant;
  readonly untilAt: Instant | null;
  readonly snapshotId: string | null;
  readonly trace: object | null;
  /** Why, in the words of the person who decided it: kept here, because the ledger takes no free text. */
  readonly note: string | null;
  /** A person chose the pool: the rules do not take the lead out of it while it waits. */
  readonly poolChosen: boolean;
  /** While it waits: who gets it as soon as they can, whoever's turn it is. */
  readonly preferredRepId: string | null;
  /** Of a test lead: what somebody gets in a day or a week leaves it out. */
  readonly isTest: boolean;
}

/** Which assignment of what. */
export type AssignmentRef = Pick<Assignment, 'id' | 'subjectType' | 'subjectId'>;

/** What of an assignment matters for what becomes of its lead: who had it, why, from when to when. */
export type Tenure = Pick<
  Assignment,
  'id' | 'subjectType' | 'subjectId' | 'cycle' | 'repId' | 'poolId' | 'cause' | 'fromAt' | 'untilAt' | 'poolChosen'
>;
