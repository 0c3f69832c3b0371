import type { Clock } from '../clocks/clock.js';
import type { Pause } from '../clocks/pause.js';
import type { SubjectType } from '../events/event.js';
import type { LatestEvent } from '../events/ledger.store.js';
import type { Sql, Tx } from '../platform/sql/database.js';
import type { Actor } from '../platform/values/actor.js';
import type { Instant } from '../platform/values/duration.js';
import type { Assignment } from '../routing/assignments/assignment.js';
import type { LoadChange } from '../routing/deciding/roster.store.js';
import type { Commitment } from '../sla/policy.js';
import type { OwnedType, SubjectRef } from '../vocabulary/subjects.js';

/**
 * A subject of events, opened for a unit of work: a lead, a rep. Its events are numbered from 1 without a gap, so it
 * must have been locked, in the order of `LockOrder`.
 */
export interface Subject {
  readonly subjectType: SubjectType;
  readonly subjectId: string;
  /** The instant of its latest event: no event may be recorded before it. Null if it has none. */
  readonly latestAt: Instant | null;
  /** The `xid` of its latest event, after which its next ones are told; null if it has none. */
  readonly latestXid: string | null;
  /** The actor of its events, if not that of the unit of work: leads of many senders come in together. */
  readonly actor?: Actor | undefined;
  /** @returns the number of its next event */
  numberEvent(at: Instant): number;
}

/** A subject that has an owner and promises. */
export interface OwnedSubject extends Subject, SubjectRef {
  readonly subjectType: OwnedType;
  /** The present assignment, to a rep or to the queue; null before the first and while it is closed. */
  assignment: OpenAssignment | null;
  /** The present owner; null if there is none. A closed lead has its last owner. */
  readonly ownerId: string | null;
  /** Whether the rep who stands in for its owner is notified too, because it stays with an owner who is away. */
  readonly isCovered?: true;
  clocks: Clock[];
  /** Its pauses, in any cycle. */
  pauses: Pause[];
  /** The policy of clocks that begin now; null if nothing is promised. */
  readonly policy: Commitment | null;
  /** Returns the policy of a clock: an ended one has the version under which it ended. */
  policyOf(clock: Clock): Commitment | null;
}

/** The parts of the present assignment that decisions need. */
export type OpenAssignment = Pick<
  Assignment,
  'id' | 'subjectType' | 'subjectId' | 'cycle' | 'cause' | 'poolId' | 'poolChosen'
>;

/** How a kind of owned subject is opened and written. */
export interface SubjectKind<Case extends OwnedSubject = OwnedSubject> {
  /** Locks and opens those that are not locked elsewhere, in the order of their ids; leaves out the others. */
  openFree(tx: Tx, ids: readonly string[]): Promise<Case[]>;
  /** Reads them without locks, for previews. */
  look(sql: Sql, ids: readonly string[]): Promise<Case[]>;
  /** Writes the rows of new subjects, before the rows that refer to them. */
  writeNew(tx: Tx, cases: readonly Case[]): Promise<void>;
  /**
   * Writes the rows of changed subjects, after the rows that refer to them: checking a foreign key against a row that
   * has just changed locks it again.
   * @throws Error if a change of state is none of the kind's transitions
   */
  writeChanged(tx: Tx, cases: readonly Case[]): void;
  /** Returns how the unit of work changes the loads of reps, each rep once, if such subjects count towards them. */
  loadChanges?(cases: readonly Case[]): LoadChange[];
  /** Reports whether the queue has to look: a lead began to wait, or a rep may have room now. */
  servesQueue?(cases: readonly Case[]): boolean;
}

/** A rep who is locked by this transaction. */
export class RepCase implements Subject {
  readonly subjectType = 'rep';
  readonly latestAt = null;

  private eventSeq: number;
  readonly latestXid: string | null;

  /** @param latest undefined if there is none */
  constructor(
    readonly subjectId: string,
    latest: LatestEvent | undefined,
  ) {
    this.eventSeq = latest?.seq ?? 0;
    this.latestXid = latest?.xid ?? null;
  }

  numberEvent(_at: Instant): number {
    this.eventSeq += 1;
    return this.eventSeq;
  }
}
