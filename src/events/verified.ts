import { Registry } from '../platform/registry.js';
import type { Instant } from '../platform/values/duration.js';
import type { EventType, SubjectType } from './event.js';

/** The fields of a row, with instants as events have them. */
export type Fields = Readonly<Record<string, unknown>>;

/** Rows by kind (`subject` is the subject itself) and id, with the fields that both the ledger and the tables have. */
export type Rows = Record<string, Map<string, Fields>>;

/** What the ledger says of a subject, up to one of its events. */
export interface Story {
  readonly subjectType: SubjectType;
  readonly subjectId: string;
  readonly rows: Rows;
}

export interface ReplayedEvent {
  readonly type: EventType;
  readonly at: Instant;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly seq: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Applies an event to the story of its subject. */
export type VerifiedEvent = (story: Story, event: ReplayedEvent) => void;

/** A type of subject whose tables are compared with the ledger. */
export interface VerifiedSubjects {
  readonly subjectType: SubjectType;
  /** The first event of each subject. */
  readonly beginsWith: EventType;
  /** The last event of a subject whose rows are deleted; others keep theirs for good. */
  readonly endsWith?: EventType;
  readonly tellings: Readonly<Partial<Record<EventType, VerifiedEvent>>>;
  /**
   * SQL for the subjects' own rows, and for rows about them by kind, with the ledger's fields; ids after `$1` up to
   * `$2`.
   */
  readonly row: string;
  readonly rowsAbout: Readonly<Record<string, string>>;
  /** SQL for the rows that violate a rule, by rule. Not queried if there are no subjects of the type. */
  readonly invariants: Readonly<Record<string, string>>;
}

export const VERIFIED_SUBJECTS = new Registry<VerifiedSubjects>();

/** SQL for the rows that violate a rule, by rule, by table. The rules of an empty table are not queried. */
export type Invariants = Readonly<Record<string, Readonly<Record<string, string>>>>;

export const INVARIANTS = new Registry<Invariants>();

/** SQL for an instant in the format of events. */
export function isoOf(column: string): string {
  return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

export function keep(rows: Rows, kept: string, id: string, fields: Fields): void {
  rows[kept] ??= new Map();
  rows[kept].set(id, { ...rows[kept].get(id), ...fields });
}

export function become({ rows, subjectId }: Story, fields: Fields): void {
  keep(rows, 'subject', subjectId, fields);
}
