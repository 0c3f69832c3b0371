import { EVENT_TYPES, type EventType } from '../events/event.js';
import type { ReplayedEvent, Story, VerifiedEvent, VerifiedSubjects } from '../events/verified.js';

export interface ReplayedSubject {
  readonly subjectType: string;
  readonly subjectId: string;
  /** Whether subjects of its kind have rows that are compared with the events. */
  readonly isTold: boolean;
  /** The number of the first remaining event; more than 1 if earlier ones were removed. */
  readonly firstSeq: number;
  lastSeq: number;
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

  take(event: ReplayedEvent): void {
    this.events += 1;
    const key = keyOf(event);
    const known = this.subjects.get(key);
    if (known !== undefined) this.number(known, event);
    const subject = known ?? this.beginning(event);
    this.subjects.set(key, subject);
    this.apply(subject, event);
  }

  private beginning({ subjectType, subjectId, seq, type }: ReplayedEvent): ReplayedSubject {
    const verified = this.verified.find((each) => each.subjectType === subjectType);
    const begins = verified !== undefined && seq === 1;
    return {
      subjectType,
      subjectId,
      isTold: verified !== undefined,
      firstSeq: seq,
      lastSeq: seq,
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

  private apply({ story, faults }: ReplayedSubject, event: ReplayedEvent): void {
    if (!EVENT_TYPES.includes(event.type)) faults.push(`event ${event.seq} is ${event.type}, which is no event`);
    else if (story !== null) this.tellings[event.type]?.(story, event);
  }
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
