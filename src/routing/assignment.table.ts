import { boolean, code, instant, int, json, table, text, uuid } from '../platform/table.js';
import { subjectFields } from '../vocabulary/subject.table.js';
import type { AssignmentCause } from './assignment.js';
import type { DeclineReason } from './declining.js';

/** Who had something, from when to when, and why. */
export const ASSIGNMENT = table('assignment', 'leads', {
  ...subjectFields,
  id: uuid(),
  cycle: int(),
  repId: uuid().nullable(),
  /** The team of the rep at the beginning; null for none. */
  teamId: uuid().nullable(),
  poolId: uuid().nullable(),
  /** The named queue in which it stood; null for none. */
  queueId: uuid().nullable(),
  rule: text().nullable().harmless(),
  cause: code<AssignmentCause>(),
  fromAt: instant(),
  untilAt: instant().nullable(),
  snapshotId: uuid().nullable(),
  trace: json<object>().nullable().personal(),
  /** Why, in the words of the person who decided it: kept here, because the ledger takes no free text. */
  note: text().nullable().personal(),
  /** A person chose the pool, so the rules do not take the waiting lead out of it. */
  poolChosen: boolean().default('false'),
  /** While it waits: the rep who gets it as soon as they can, out of turn. */
  preferredRepId: uuid().nullable(),
  /** Of a test lead, which does not count towards capacities. */
  isTest: boolean().default('false').named('test'),
  /** When it was taken back: it counts in no day of the rep, and in no turn of the pool that dealt it. */
  takenBackAt: instant().nullable(),
  /** Why the rep declined it, if they did. */
  declinedFor: code<DeclineReason>().nullable(),
  /** When it was taken back the last time because the lead was junk. */
  creditedAt: instant().nullable(),
  /** When it was to move last, and nobody else could take it; with the explanation of that. */
  stayedAt: instant().nullable(),
  stayedSnapshotId: uuid().nullable(),
  stayedTrace: json<object>().nullable().personal(),
});
