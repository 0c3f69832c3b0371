import type { LeadClock } from '../clocks/clock.js';
import type { Directory } from '../directory/directory.js';
import type { EventData, EventType, NewEvent } from '../events/event.js';
import type { NewNotification, NotificationType } from '../notifications/notification.js';
import type { Actor } from '../platform/actor.js';
import type { Instant } from '../platform/instant.js';
import type { Assignment } from '../routing/assignment.js';
import type { LeadCase } from './lead-case.js';
import type { Subject } from './subject.js';

type Ended = Pick<Assignment, 'id' | 'leadId'>;
type ChosenPool = Pick<Assignment, 'id' | 'leadId' | 'poolChosen'>;

/** What a work has gathered, to be stored. */
interface Gathered {
  readonly events: readonly NewEvent[];
  readonly notifications: readonly NewNotification[];
  readonly newClocks: readonly LeadClock[];
  readonly changedClocks: readonly LeadClock[];
  readonly newAssignments: readonly Assignment[];
  readonly endedAssignments: readonly Ended[];
  readonly chosenPools: readonly ChosenPool[];
}

/**
 * One unit of work on any number of leads: what is decided gathers here and is written at once, a handful of
 * statements whatever the number of leads.
 */
export class UnitOfWork {
  private events: NewEvent[] = [];
  private notifications: NewNotification[] = [];
  private readonly newClocks = new Map<string, LeadClock>();
  private readonly changedClocks = new Map<string, LeadClock>();
  private newAssignments: Assignment[] = [];
  private endedAssignments: Ended[] = [];
  private chosenPools: ChosenPool[] = [];

  private at: Instant;

  constructor(
    readonly cases: readonly LeadCase[],
    readonly directory: Directory,
    now: Instant,
    readonly actor: Actor,
    private readonly makeId: (at: Instant) => string,
  ) {
    this.at = cases.reduce((latest, { latestAt }) => Math.max(latest, latestAt ?? latest), now);
  }

  /**
   * When what is decided happens. Never before what has happened to one of the leads already: whoever waited for a
   * lead's lock read the clock before the one who held it did, and nodes' clocks differ by a little.
   */
  get now(): Instant {
    return this.at;
  }

  /** Time has passed since the work began: what is decided from now on happens then. */
  advanceTo(now: Instant): void {
    this.at = Math.max(this.at, now);
  }

  newId(): string {
    return this.makeId(this.now);
  }

  /** Appends to the ledger of a subject. */
  record(subject: Subject, type: EventType, data: EventData, actor: Actor = subject.actor ?? this.actor): void {
    const { subjectType, subjectId } = subject;
    const subjectSeq = subject.numberEvent(this.now);
    this.events.push({ type, at: this.now, subjectType, subjectId, subjectSeq, actor, data });
  }

  tell(repId: string | null, type: NotificationType, leadId: string | null, data: EventData): void {
    if (repId !== null) this.notifications.push({ repId, type, leadId, at: this.now, data });
  }

  addClock(leadCase: LeadCase, clock: LeadClock): void {
    leadCase.clocks.push(clock);
    this.newClocks.set(clock.id, clock);
  }

  replaceClock(leadCase: LeadCase, clock: LeadClock): void {
    const index = leadCase.clocks.findIndex((each) => each.id === clock.id);
    leadCase.clocks[index] = clock;
    (this.newClocks.has(clock.id) ? this.newClocks : this.changedClocks).set(clock.id, clock);
  }

  /** Whoever had it has it no longer. */
  endAssignment(leadCase: LeadCase): void {
    if (leadCase.assignment !== null) this.endedAssignments.push(leadCase.assignment);
    leadCase.assignment = null;
  }

  /** Ends who had it, begins who has it now. */
  assign(leadCase: LeadCase, next: Assignment): void {
    this.endAssignment(leadCase);
    leadCase.assignment = next;
    this.newAssignments.push(next);
  }

  /** Whoever has it keeps it, in a pool that a person chose, or the rules. */
  choosePool(leadCase: LeadCase, poolChosen: boolean): void {
    const { assignment } = leadCase;
    if (assignment === null || assignment.poolChosen === poolChosen) return;
    leadCase.assignment = { ...assignment, poolChosen };
    this.chosenPools.push({ id: assignment.id, leadId: assignment.leadId, poolChosen });
  }

  /** Hands out what has gathered since the last time. */
  take(): Gathered {
    const { events, notifications, newAssignments, endedAssignments, chosenPools } = this;
    const newClocks = [...this.newClocks.values()];
    const changedClocks = [...this.changedClocks.values()];
    this.events = [];
    this.notifications = [];
    this.newAssignments = [];
    this.endedAssignments = [];
    this.chosenPools = [];
    this.newClocks.clear();
    this.changedClocks.clear();
    return { events, notifications, newClocks, changedClocks, newAssignments, endedAssignments, chosenPools };
  }
}
