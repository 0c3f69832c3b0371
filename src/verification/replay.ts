import { EVENT_TYPES, type EventType } from '../events/event.js';
import type { ReplayedEvent, Story, VerifiedEvent, VerifiedSubjects } from '../events/verified.js';

/** What became of replaying the events of one subject. */
export interface Replayed {
  readonly subjectType: string;
  readonly subjectId: string;
  /** Whether subjects of its kind have rows of their own, which are held against what is told. */
  readonly isTold: boolean;
  /** The number of the first event that there is: more than 1 where what was before has been removed. */
  readonly firstSeq: number;
  lastSeq: number;
  /** What is wrong with its events themselves. */
  readonly faults: string[];
  /** Null where there is none to be told: it is nobody's, or its beginning is missing. */
  readonly story: Story | null;
}

/** The events of subjects, given in the order of their numbers, as they are replayed. */
export class Replay {
  readonly subjects = new Map<string, Replayed>();
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
    this.tell(subject, event);
  }

  private beginning({ subjectType, subjectId, seq, type }: ReplayedEvent): Replayed {
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

  /** Events of a subject are numbered one after the other. */
  private number(subject: Replayed, { seq, type }: ReplayedEvent): void {
    const { lastSeq, faults } = subject;
    if (seq <= lastSeq) faults.push(`there is more than one event ${seq}`);
    else if (seq === lastSeq + 2) faults.push(`event ${lastSeq + 1} is missing`);
    else if (seq > lastSeq + 2) faults.push(`events ${lastSeq + 1} to ${seq - 1} are missing`);
    if (this.verified.some(({ beginsWith }) => beginsWith === type))
      faults.push(`event ${seq} is ${type}, which is always the first`);
    subject.lastSeq = Math.max(lastSeq, seq);
  }

  private tell({ story, faults }: Replayed, event: ReplayedEvent): void {
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
