import { type EventType } from '../events/event.js';
import { OWNED_TYPES, type OwnedType } from '../vocabulary/subjects.js';
import { noRows, type ReplayedEvent, type Story } from './story.js';
import { TELLING } from './telling.js';

/** With which event the story of a subject begins. */
const BEGINNING: Readonly<Record<OwnedType, EventType>> = {
  lead: 'lead.received',
  handoff: 'handoff.drafted',
};

/** What became of replaying the events of one subject. */
export interface Replayed {
  readonly subjectType: string;
  readonly subjectId: string;
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

  take(event: ReplayedEvent): void {
    this.events += 1;
    const key = keyOf(event);
    const known = this.subjects.get(key);
    if (known !== undefined) number(known, event);
    const subject = known ?? beginning(event);
    this.subjects.set(key, subject);
    tell(subject, event);
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

function beginning({ subjectType, subjectId, seq, type }: ReplayedEvent): Replayed {
  const owned = OWNED_TYPES.find((each) => each === subjectType);
  const isTold = owned !== undefined && seq === 1;
  return {
    subjectType,
    subjectId,
    firstSeq: seq,
    lastSeq: seq,
    faults: isTold && type !== BEGINNING[owned] ? [`event 1 is ${type} and not ${BEGINNING[owned]}`] : [],
    story: isTold ? { subjectType: owned, subjectId, rows: noRows() } : null,
  };
}

/** Events of a subject are numbered one after the other. */
function number(subject: Replayed, { seq, type }: ReplayedEvent): void {
  const { lastSeq, faults } = subject;
  if (seq <= lastSeq) faults.push(`there is more than one event ${seq}`);
  else if (seq === lastSeq + 2) faults.push(`event ${lastSeq + 1} is missing`);
  else if (seq > lastSeq + 2) faults.push(`events ${lastSeq + 1} to ${seq - 1} are missing`);
  if (Object.values(BEGINNING).includes(type)) faults.push(`event ${seq} is ${type}, which is always the first`);
  subject.lastSeq = Math.max(lastSeq, seq);
}

function tell({ story, faults }: Replayed, event: ReplayedEvent): void {
  if (!Object.hasOwn(TELLING, event.type)) faults.push(`event ${event.seq} is ${event.type}, which is no event`);
  else if (story !== null) TELLING[event.type](story, event);
}
