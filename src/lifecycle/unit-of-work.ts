import type { Clock } from '../clocks/clock.js';
import type { StruckClock } from '../clocks/clock-columns.store.js';
import type { Pause } from '../clocks/pause.js';
import type { Directory } from '../directory/directory.js';
import type { EventData, EventType, NewEvent } from '../events/event.js';
import type { NewNotification, NotificationType } from '../notifications/notification.js';
import { oneMessageEach } from '../notifications/one-message.js';
import type { Actor } from '../platform/values/actor.js';
import type { Instant } from '../platform/values/duration.js';
import { partition } from '../platform/values/group.js';
import type { Assignment } from '../routing/assignments/assignment.js';
import type { ChosenPool, EndedAssignment, FailedMove } from '../routing/assignments/assignment.store.js';
import type { OwnedType } from '../vocabulary/subjects.js';
import type { LeadCase } from './lead-case.js';
import type { OwnedSubject, Subject } from './subject.js';

/** The case of each kind of subject. A satellite declares its own here by declaration merging. */
export interface Cases {
  readonly lead: LeadCase;
}

/** The case of a type of subject; any owned subject if no satellite has declared one. */
export type CaseOf<Type extends OwnedType> = Type extends keyof Cases ? Cases[Type] : OwnedSubject;

/** What a unit of work has gathered, to be stored. */
export interface GatheredChanges {
  readonly events: readonly NewEvent[];
  readonly newClocks: readonly Clock[];
  readonly changedClocks: readonly Clock[];
  /** Ended clocks that run again: written after the clocks that ran in their place have ended. */
  readonly revivedClocks: readonly Clock[];
  /** Changed clocks whose promise changed as well. */
  readonly restatedClocks: readonly Clock[];
  /** Changed clocks whose miss was struck. */
  readonly struckClocks: readonly StruckClock[];
  readonly newPauses: readonly Pause[];
  readonly changedPauses: readonly Pause[];
  readonly newAssignments: readonly Assignment[];
  readonly endedAssignments: readonly EndedAssignment[];
  readonly chosenPools: readonly ChosenPool[];
  readonly stays: readonly FailedMove[];
}

/** Everything gathered, with the notifications, which are known only when all is decided. */
interface AllChanges extends GatheredChanges {
  readonly notifications: readonly NewNotification[];
}

type NotifiedAbout = Pick<OwnedSubject, 'subjectType' | 'subjectId' | 'latestXid'>;

/**
 * A unit of work on any number of subjects. Decisions gather here and are written together, in a handful of statements
 * whatever the number.
 */
export class UnitOfWork {
  private events: NewEvent[] = [];
  private notifications: NewNotification[] = [];
  private readonly newClocks = new Map<string, Clock>();
  private readonly changedClocks = new Map<string, Clock>();
  private readonly restated = new Set<string>();
  private readonly revived = new Set<string>();
  private readonly struck = new Map<string, StruckClock>();
  private readonly newPauses = new Map<string, Pause>();
  private readonly changedPauses = new Map<string, Pause>();
  private readonly newAssignments = new Map<string, Assignment>();
  private endedAssignments: EndedAssignment[] = [];
  private chosenPools: ChosenPool[] = [];
  private stays: FailedMove[] = [];

  private readonly subjects: OwnedSubject[] = [];
  private readonly opened = new Set<OwnedSubject>();
  private at: Instant;

  constructor(
    subjects: readonly OwnedSubject[],
    readonly directory: Directory,
    now: Instant,
    readonly actor: Actor,
    private readonly makeId: (at: Instant) => string,
    /** Whether nobody is told: what is brought along happened elsewhere, long ago. */
    private readonly isSilent = false,
  ) {
    this.at = now;
    this.join(subjects);
  }

  /** Adds subjects that were opened or made during the work. */
  join(subjects: readonly OwnedSubject[]): void {
    for (const subject of subjects) {
      this.subjects.push(subject);
      this.opened.add(subject);
    }
    this.advanceToLatest(subjects);
  }

  /**
   * The instant of what is decided now. It is never before the latest event of a subject: a transaction that waited for
   * a lock may have read its clock earlier than the one that held it, and the clocks of nodes differ slightly.
   */
  get now(): Instant {
    return this.at;
  }

  /** Moves the instant of the work forward, after a wait. */
  advanceTo(now: Instant): void {
    this.at = Math.max(this.at, now);
  }

  /** Moves it to the latest event of each subject at least, so that new events come later. */
  advanceToLatest(subjects: Iterable<Pick<Subject, 'latestAt'>>): void {
    for (const { latestAt } of subjects) if (latestAt !== null) this.advanceTo(latestAt);
  }

  of<Type extends OwnedType>(type: Type): CaseOf<Type>[] {
    return this.subjects.filter((subject) => subject.subjectType === type) as CaseOf<Type>[];
  }

  newId(): string {
    return this.makeId(this.now);
  }

  /** Appends an event to the ledger. */
  record(subject: Subject, type: EventType, data: EventData, actor: Actor = subject.actor ?? this.actor): void {
    this.requireOpened(subject);
    const { subjectType, subjectId, latestXid: formerXid } = subject;
    const subjectSeq = subject.numberEvent(this.now);
    this.events.push({ type, at: this.now, subjectType, subjectId, subjectSeq, formerXid, actor, data });
  }

  /** Gathers a notification, unless there is no rep to notify. @param about null if it is about no single subject */
  notify(repId: string | null, type: NotificationType, about: NotifiedAbout | null, data: EventData): void {
    if (repId === null || this.isSilent) return;
    const { subjectType = null, subjectId = null, latestXid: formerXid = null } = about ?? {};
    this.notifications.push({ repId, type, subjectType, subjectId, formerXid, at: this.now, data });
  }

  addClock<Owned extends OwnedSubject>(subject: Owned, clock: Owned['clocks'][number]): void {
    this.requireOpened(subject);
    subject.clocks.push(clock);
    this.newClocks.set(clock.id, clock);
  }

  replaceClock<Owned extends OwnedSubject>(subject: Owned, clock: Owned['clocks'][number]): void {
    this.requireOpened(subject);
    const index = subject.clocks.findIndex((each) => each.id === clock.id);
    if (index === -1)
      throw new Error(`Clock ${clock.id} does not belong to ${subject.subjectType} ${subject.subjectId}`);
    if (clock.state === 'running' && subject.clocks[index]!.state !== 'running') this.revived.add(clock.id);
    subject.clocks[index] = clock;
    (this.newClocks.has(clock.id) ? this.newClocks : this.changedClocks).set(clock.id, clock);
  }

  /** Replaces a clock whose promise changed as well. */
  restateClock<Owned extends OwnedSubject>(subject: Owned, clock: Owned['clocks'][number]): void {
    this.replaceClock(subject, clock);
    this.restated.add(clock.id);
  }

  /** Strikes the miss of a clock. @param clock the clock as it becomes @param reason of a person */
  strikeClock<Owned extends OwnedSubject>(subject: Owned, clock: Owned['clocks'][number], reason: string | null): void {
    this.replaceClock(subject, clock);
    this.struck.set(clock.id, { clock, reason });
  }

  addPause(subject: OwnedSubject, pause: Pause): void {
    this.requireOpened(subject);
    subject.pauses.push(pause);
    this.newPauses.set(pause.id, pause);
  }

  replacePause(subject: OwnedSubject, pause: Pause): void {
    this.requireOpened(subject);
    subject.pauses = subject.pauses.map((each) => (each.id === pause.id ? pause : each));
    (this.newPauses.has(pause.id) ? this.newPauses : this.changedPauses).set(pause.id, pause);
  }

  endAssignment(subject: OwnedSubject): void {
    this.requireOpened(subject);
    const { assignment } = subject;
    subject.assignment = null;
    if (assignment === null) return;
    // A lead may go back to an absent owner, and on to whoever stands in for them.
    const begun = this.newAssignments.get(assignment.id);
    if (begun === undefined) this.endedAssignments.push({ ...assignment, untilAt: this.now });
    else this.newAssignments.set(begun.id, { ...begun, untilAt: this.now });
  }

  /** Ends the present assignment and begins another. */
  assign(subject: OwnedSubject, next: Assignment): void {
    this.endAssignment(subject);
    subject.assignment = next;
    this.newAssignments.set(next.id, next);
  }

  /** Stores whether a person or the rules chose the pool. The owner stays. */
  choosePool(subject: OwnedSubject, poolChosen: boolean): void {
    if (subject.assignment === null || subject.assignment.poolChosen === poolChosen) return;
    subject.assignment = { ...subject.assignment, poolChosen };
    this.chosenPools.push(subject.assignment);
  }

  /** Keeps the owner of a lead that was to move, because nobody else could take it. */
  stay(subject: OwnedSubject, why: Pick<FailedMove, 'snapshotId' | 'trace'>): void {
    this.requireOpened(subject);
    const { subjectType, subjectId } = subject;
    if (subject.assignment !== null)
      this.stays.push({ id: subject.assignment.id, subjectType, subjectId, at: this.now, ...why });
  }

  /**
   * Checks that a subject was opened. @throws Error if its row would not be written, which is a fault of the program
   */
  private requireOpened(subject: Subject): void {
    if (isOwned(subject) && !this.opened.has(subject))
      throw new Error(`The ${subject.subjectType} ${subject.subjectId} has not been opened for this work`);
  }

  /** The events recorded since the last call of `take` or `takeSoFar`. */
  get recorded(): readonly NewEvent[] {
    return this.events;
  }

  /** Returns what has gathered since the last call, with all notifications. */
  take(): AllChanges {
    const notifications = oneMessageEach(this.notifications);
    this.notifications = [];
    return { ...this.takeSoFar(), notifications };
  }

  /** Returns what has gathered since the last call, without notifications, while more is still to be decided. */
  takeSoFar(): GatheredChanges {
    const { events, endedAssignments, chosenPools, stays } = this;
    const newAssignments = [...this.newAssignments.values()];
    const newClocks = [...this.newClocks.values()];
    const [revivedClocks, changedClocks] = partition([...this.changedClocks.values()], ({ id }) =>
      this.revived.has(id),
    );
    this.events = [];
    this.newAssignments.clear();
    this.endedAssignments = [];
    this.chosenPools = [];
    this.stays = [];
    const restatedClocks = [...changedClocks, ...revivedClocks].filter(({ id }) => this.restated.has(id));
    const struckClocks = [...this.struck.values()];
    const newPauses = [...this.newPauses.values()];
    const changedPauses = [...this.changedPauses.values()];
    for (const taken of [this.newClocks, this.changedClocks, this.newPauses, this.changedPauses]) taken.clear();
    this.restated.clear();
    this.revived.clear();
    this.struck.clear();
    return {
      events,
      newClocks,
      changedClocks,
      revivedClocks,
      restatedClocks,
      struckClocks,
      newPauses,
      changedPauses,
      newAssignments,
      endedAssignments,
      chosenPools,
      stays,
    };
  }

  /** Like `takeSoFar`, but leaves out clocks of new subjects, which are stored after the rows of these. */
  takeOfExisting(): GatheredChanges {
    const fresh = new Set(this.subjects.filter(({ latestAt }) => latestAt === null).map(({ subjectId }) => subjectId));
    const later = [...this.newClocks.values()].filter(({ subjectId }) => fresh.has(subjectId));
    for (const { id } of later) this.newClocks.delete(id);
    const gathered = this.takeSoFar();
    for (const clock of later) this.newClocks.set(clock.id, clock);
    return gathered;
  }
}

/**
 * Reports whether a subject was opened with its clocks. A deal of which only the row changes is recorded without them.
 */
function isOwned(subject: Subject): subject is OwnedSubject {
  return 'clocks' in subject;
}
