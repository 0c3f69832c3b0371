import type { Instant } from '../platform/duration.js';
import { Registry } from '../platform/registry.js';
import type { EventType, SubjectType } from './event.js';

/** What is told of a row, or held by it; instants as they are written in events. */
export type Fields = Readonly<Record<string, unknown>>;

/** Rows by what they are (`subject` that of the subject itself) and by their ids, as far as both the ledger and the tables speak of them. */
export type Rows = Record<string, Map<string, Fields>>;

/** What the ledger tells of a subject, up to one of its events. */
export interface Story {
  readonly subjectType: SubjectType;
  readonly subjectId: string;
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

/** What an event makes of the story of its subject. */
export type VerifiedEvent = (story: Story, event: ReplayedEvent) => void;

/** Subjects of a kind whose tables are held against what the ledger tells of them. */
export interface VerifiedSubjects {
  readonly subjectType: SubjectType;
  /** With which event the story of each begins. */
  readonly beginsWith: EventType;
  readonly tellings: Readonly<Partial<Record<EventType, VerifiedEvent>>>;
  /** SQL for its own row, as far as the ledger tells of it, and for those that are about it, by what they are; of ids behind `$1` and up to `$2`. */
  readonly row: string;
  readonly rowsAbout: Readonly<Record<string, string>>;
  /** What must hold of every subject: SQL for the rows that break it, by what holds. Nothing is asked where nothing of the kind is there. */
  readonly invariants: Readonly<Record<string, string>>;
}

export const VERIFIED_SUBJECTS = new Registry<VerifiedSubjects>();

/** SQL for the rows that break it, by what holds, by the table of which there has to be a row for it to be broken. */
export type Invariants = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What must hold of all that a satellite keeps. */
export const INVARIANTS = new Registry<Invariants>();

/** Instants as events have them, in SQL. */
export function isoOf(column: string): string {
  return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

/** Adds to what is known of a row. */
export function keep(rows: Rows, kept: string, id: string, fields: Fields): void {
  rows[kept] ??= new Map();
  rows[kept].set(id, { ...rows[kept].get(id), ...fields });
}

/** Adds to what is known of the subject itself. */
export function become({ rows, subjectId }: Story, fields: Fields): void {
  keep(rows, 'subject', subjectId, fields);
}
