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

/** A time in which a rep owned a lead or another subject, or nobody did (`repId` null: it was in the queue). */
export interface Assignment extends SubjectRef {
  readonly id: string;
  readonly cycle: number;
  readonly repId: string | null;
  /** The team of the rep at the beginning; null for none. */
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
  /** A person chose the pool, so the rules do not take the waiting lead out of it. */
  readonly poolChosen: boolean;
  /** While it waits: the rep who gets it as soon as they can, out of turn. */
  readonly preferredRepId: string | null;
  /** Of a test lead, which does not count towards capacities. */
  readonly isTest: boolean;
}

/** An assignment, with its subject. */
export type AssignmentRef = Pick<Assignment, 'id' | 'subjectType' | 'subjectId'>;

/** The parts of an assignment that decisions about its lead need: the rep, the cause, and from when to when. */
export type Tenure = Pick<
  Assignment,
  'id' | 'subjectType' | 'subjectId' | 'cycle' | 'repId' | 'poolId' | 'cause' | 'fromAt' | 'untilAt' | 'poolChosen'
>;
