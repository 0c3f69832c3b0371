import type { Clock } from '../clocks/clock.js';
import type { Pause } from '../clocks/pause.js';
import type { SubjectType } from '../events/event.js';
import type { Actor } from '../platform/actor.js';
import type { Sql, Tx } from '../platform/database.js';
import type { Instant } from '../platform/instant.js';
import type { Assignment } from '../routing/assignment.js';
import type { LoadChange } from '../routing/roster.store.js';
import type { Commitment } from '../sla/policy.js';
import type { OwnedType, SubjectRef } from '../vocabulary/subjects.js';

/**
 * Something that things happen to, opened for a unit of work: a lead, a rep. Its events are numbered from 1 without a gap,
 * so whoever opens it has it locked, in the order of lock-order.ts.
 */
export interface Subject {
  readonly subjectType: SubjectType;
  readonly subjectId: string;
  /** When the latest thing happened to it: nothing happens before. Null when nothing has. */
  readonly latestAt: Instant | null;
  /** On whose account things happen to it where that is not whoever does the work: leads of many senders come in together. */
  readonly actor?: Actor | undefined;
  /** @returns the number of the event that happens to it now */
  numberEvent(at: Instant): number;
}

/** One that somebody owns, and about which promises are made. */
export interface OwnedSubject extends Subject, SubjectRef {
  readonly subjectType: OwnedType;
  /** Who has it, or that it waits; null before the first and while it is closed. */
  assignment: OpenAssignment | null;
  /** Null while it waits, and while it is closed. */
  readonly ownerId: string | null;
  clocks: Clock[];
  /** When promises about it stand still, of whatever cycle. */
  pauses: Pause[];
  /** By which clocks promise that begin now; null where nothing is promised. */
  readonly policy: Commitment | null;
  /** By which a clock of it promises: what has ended keeps the version under which it did. */
  policyOf(clock: Clock): Commitment | null;
}

/** What of the present assignment decisions ask for. */
export type OpenAssignment = Pick<
  Assignment,
  'id' | 'subjectType' | 'subjectId' | 'cycle' | 'cause' | 'poolId' | 'poolChosen'
>;

/** What a kind of owned subject does for whoever serves subjects of any kind. */
export interface SubjectKind<Case extends OwnedSubject = OwnedSubject> {
  /** Locks those that nobody works on and opens them, in the order of their ids; the others are left out. */
  openFree(tx: Tx, ids: readonly string[]): Promise<Case[]>;
  /** Reads them as they are, for whoever foresees what would become of them. */
  look(sql: Sql, ids: readonly string[]): Promise<Case[]>;
  /** Writes the rows of new ones, before all that refers to them. */
  writeNew(tx: Tx, cases: readonly Case[]): Promise<void>;
  /**
   * Writes the rows of those that have changed, after all that refers to them: a foreign key checked against a row that
   * has just been changed locks it once more. @throws Error where what became of one is no step of its kind
   */
  writeChanged(tx: Tx, cases: readonly Case[]): void;
  /** How the loads of reps differ after the work from what they were before, a rep once. */
  loadChanges(cases: readonly Case[]): LoadChange[];
  /** Whether one came to wait, or somebody may have room now: then the queue is looked at. */
  servesQueue(cases: readonly Case[]): boolean;
}
