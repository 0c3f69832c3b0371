import type { EventType } from '../events/event.js';
import type { Instant } from '../platform/instant.js';
import type { SubjectRef } from '../vocabulary/subjects.js';

/** Which rows are told of: that of the subject itself, and those that are about it. */
export type Kept = 'subject' | 'clock' | 'assignment' | 'disposition' | 'touch' | 'receiver' | 'question' | 'blocker';

/** What is told of a row, or held by it; instants as they are written in events. */
export type Fields = Readonly<Record<string, unknown>>;

/** Rows by their ids, as far as both the ledger and the tables speak of them. */
export type Rows = Readonly<Record<Kept, Map<string, Fields>>>;

/** What the ledger tells of a subject that somebody owns, up to one of its events. */
export interface Story extends SubjectRef {
  readonly rows: Rows;
}

/** An event as it is replayed. */
export interface ReplayedEvent {
  readonly type: EventType;
  readonly at: Instant;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly seq: number;
  readonly data: Readonly<Record<string, unknown>>;
}

export function noRows(): Rows {
  return {
    subject: new Map(),
    clock: new Map(),
    assignment: new Map(),
    disposition: new Map(),
    touch: new Map(),
    receiver: new Map(),
    question: new Map(),
    blocker: new Map(),
  };
}

/** Adds to what is known of a row. */
export function keep(rows: Rows, kept: Kept, id: string, fields: Fields): void {
  rows[kept].set(id, { ...rows[kept].get(id), ...fields });
}
