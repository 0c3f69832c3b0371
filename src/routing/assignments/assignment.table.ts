import { boolean, code, instant, int, json, jsonb, table, text, uuid } from '../../platform/sql/table.js';
import { subjectFields } from '../../vocabulary/subject.table.js';
import type { AssignmentCause } from './assignment.js';
import type { DeclineReason } from './declining.js';

/** Who owned a subject, from when to when, and why. */
export const ASSIGNMENT = table('assignment', 'leads', {
  ...subjectFields,
  id: uuid(),
  cycle: int(),
  repId: uuid().nullable(),
  /** The team of the rep when it began; null for none. */
  teamId: uuid().nullable(),
  poolId: uuid().nullable(),
  /** The named queue in which it waited; null for none. */
  queueId: uuid().nullable(),
  rule: text().nullable().harmless(),
  cause: code<AssignmentCause>(),
  fromAt: instant(),
  untilAt: instant().nullable(),
  snapshotId: uuid().nullable(),
  trace: json<object>().nullable().personal(),
  /** The reason given by the person who decided it. It is stored here because the ledger takes no free text. */
  note: text().nullable().personal(),
  /** Whether a person chose the pool, so that the rules do not take the waiting lead out of it. */
  poolChosen: boolean().default('false'),
  /** While it waits: the rep who gets it out of turn as soon as they can. */
  preferredRepId: uuid().nullable(),
  /** The other reps who get it so. */
  alsoPreferred: jsonb<readonly string[]>().nullable().harmless(),
  /** Whether it is of a test lead, which does not count towards capacities. */
  isTest: boolean().default('false'),
  /** When it was taken back: it then counts for no day of the rep, and for no turn of the pool that dealt it. */
  takenBackAt: instant().nullable(),
  /** Why the rep declined it; null if they did not. */
  declinedFor: code<DeclineReason>().nullable(),
  /** When it was last taken back because the lead was junk. */
  creditedAt: instant().nullable(),
  /** When it last failed to move because nobody else could take it, with the explanation. */
  stayedAt: instant().nullable(),
  stayedSnapshotId: uuid().nullable(),
  stayedTrace: json<object>().nullable().personal(),
});
