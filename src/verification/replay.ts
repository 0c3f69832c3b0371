import { EVENT_TYPES, type EventType } from '../events/event.js';
import { isBefore } from '../events/feed.js';
import type { ReplayedEvent, Story, VerifiedEvent, VerifiedSubjects } from '../events/verified.js';

/** An event with its position in the feed. */
export interface PlacedEvent extends ReplayedEvent {
  readonly epoch: number;
  readonly xid: string;
  readonly feedSeq: number;
  /** Whether it must follow its subject's event before it: former versions did not keep the order. */
  readonly isOrdered: boolean;
  /** Whether it is of the present epoch. */
  readonly isOfEpoch: boolean;
}

export interface ReplayedSubject {
  readonly subjectType: string;
  readonly subjectId: string;
  /** Whether subjects of its kind have rows that are compared with the events. */
  readonly isTold: boolean;
  /** Whether its last event says that its rows are deleted. */
  isOver: boolean;
  /** The number of the first remaining event; more than 1 if earlier ones were removed. */
  readonly firstSeq: number;
  lastSeq: number;
  latest: PlacedEvent;
  /** Faults of the events themselves. */
  readonly faults: string[];
  /** Null if its kind is not verified, or its first events are missing. */
  readonly story: Story | null;
}

/** Replays events, which must arrive in the order of their numbers within each subject. */
export class Replay {
  readonly subjects = new Map<string, ReplayedSubject>();
  events = 0;
  private readonly tellings: Readonly<Partial<Record<EventType, VerifiedEvent>>>;

  constructor(private readonly verified: readonly VerifiedSubjects[]) {
    this.tellings = Object.assign({}, ...verified.map(({ tellings }) => tellings));
  }

  take(event: PlacedEvent): void {
    this.events += 1;
    const key = keyOf(event);
    const known = this.subjects.get(key);
    if (known !== undefined) {
      this.number(known, event);
      this.place(known, event);
    }
    const subject = known ?? this.beginning(event);
    this.subjects.set(key, subject);
    this.apply(subject, event);
  }

  private beginning(event: PlacedEvent): ReplayedSubject {
    const { subjectType, subjectId, seq, type } = event;
    const verified = this.verified.find((each) => each.subjectType === subjectType);
    const begins = verified !== undefined && seq === 1;
    return {
      subjectType,
      subjectId,
      isTold: verified !== undefined,
      isOver: false,
      firstSeq: seq,
      lastSeq: seq,
      latest: event,
      faults: begins && type !== verified.beginsWith ? [`event 1 is ${type} and not ${verified.beginsWith}`] : [],
      story: begins ? { subjectType: verified.subjectType, subjectId, rows: {} } : null,
    };
  }

  /** Checks that the events of a subject are numbered consecutively. */
  private number(subject: ReplayedSubject, { seq, type }: ReplayedEvent): void {
    const { lastSeq, faults } = subject;
    if (seq <= lastSeq) faults.push(`there is more than one event ${seq}`);
    else if (seq === lastSeq + 2) faults.push(`event ${lastSeq + 1} is missing`);
    else if (seq > lastSeq + 2) faults.push(`events ${lastSeq + 1} to ${seq - 1} are missing`);
    if (this.verified.some(({ beginsWith }) => beginsWith === type))
      faults.push(`event ${seq} is ${type}, which is always the first`);
    subject.lastSeq = Math.max(lastSeq, seq);
  }

  /** Checks that the feed tells the events of a subject in the order of their numbers. */
  private place(subject: ReplayedSubject, event: PlacedEvent): void {
    if (event.seq === subject.latest.seq) return;
    if (event.isOrdered && isBefore(positionOf(event), positionOf(subject.latest)))
      subject.faults.push(`event ${event.seq} comes before event ${subject.latest.seq} in the feed`);
    subject.latest = event;
  }

  private apply(subject: ReplayedSubject, event: ReplayedEvent): void {
    const { story, faults } = subject;
    subject.isOver = this.verified.some(({ endsWith }) => endsWith === event.type);
    if (!EVENT_TYPES.includes(event.type)) faults.push(`event ${event.seq} is ${event.type}, which is no event`);
    else if (story !== null) this.tellings[event.type]?.(story, event);
  }
}

function positionOf({ epoch, xid, feedSeq }: PlacedEvent) {
  return { epoch, xid, seq: feedSeq };
}

export function keyOf({
  subjectType,
  subjectId,
}: {
  readonly subjectType: string;
  readonly subjectId: string;
}): string {
  return `${subjectType} ${subjectId}`;
}
