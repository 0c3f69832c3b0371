import type { LeadClock } from '../clocks/clock.js';
import type { Directory } from '../directory/directory.js';
import type { EventData, EventType, NewEvent } from '../events/event.js';
import type { LeadDocument, LeadState } from '../leads/lead.js';
import type { NewNotification, NotificationType } from '../notifications/notification.js';
import type { Actor } from '../platform/actor.js';
import type { Instant } from '../platform/instant.js';
import type { Assignment, Tenure } from '../routing/assignment.js';
import type { SlaPolicy } from '../sla/policy.js';

/** A lead with everything a decision about it needs. The work replaces the parts that change. */
export interface LeadCase {
  lead: LeadState;
  /** What it was when it was read: what differs now is written. Null for a lead that is only just coming in. */
  readonly before: LeadState | null;
  /** What we were told; read only where rules are asked or sentences shown. */
  document: LeadDocument | null;
  /** The policy of its present cycle; null where none matched. */
  policy: SlaPolicy | null;
  /** Who has it, or that it waits; null before the first and while it is closed. */
  assignment: Pick<Assignment, 'id' | 'leadId' | 'cycle' | 'cause' | 'poolId' | 'poolChosen'> | null;
  /** Everyone who has had it, as it was read. */
  readonly tenures: readonly Tenure[];
  /** All clocks of the present cycle, and any other that still runs. */
  clocks: LeadClock[];
  /** On whose account things happen to it where that is not whoever does the work: leads of many senders come in together. */
  readonly actor?: Actor;
}

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
export class Work {
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
    this.at = cases.reduce((latest, { before }) => Math.max(latest, before?.updatedAt ?? latest), now);
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

  /** Appends to the ledger of a lead. */
  record(leadCase: LeadCase, type: EventType, data: EventData, actor: Actor = leadCase.actor ?? this.actor): void {
    // What was read stays as it was read.
    if (leadCase.lead === leadCase.before) leadCase.lead = { ...leadCase.lead };
    leadCase.lead.eventSeq += 1;
    leadCase.lead.updatedAt = this.now;
    const subjectSeq = leadCase.lead.eventSeq;
    this.events.push({ type, at: this.now, subjectType: 'lead', subjectId: leadCase.lead.id, subjectSeq, actor, data });
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
