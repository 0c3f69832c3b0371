import { afterAttempt } from '../deliveries/trying-again.js';
import { type Duration, parseDuration } from '../platform/duration.js';
import { type Instant, MS_PER_MINUTE } from '../platform/instant.js';
import type { Row } from '../platform/table.js';
import type { RecordConnectorBody } from './connectors/record-connector.dto.js';
import type { RECORD } from './record.table.js';
import type { FieldStates } from './updates/update-decision.js';

export const RECORD_STATES = ['pending', 'made', 'failed'] as const;
export type RecordState = (typeof RECORD_STATES)[number];

/** Something that is made in the tool of a receiver. */
export type RecordRow = Omit<Row<typeof RECORD>, 'erasures'>;

export function newRecord(
  given: Pick<RecordRow, 'id' | 'handoffId' | 'place' | 'connectorId'>,
  now: Instant,
): RecordRow {
  const nothing = { ref: null, url: null, failure: null, askedAt: null, waitsSince: null, endedAt: null };
  return { ...given, ...nothing, state: 'pending', attempts: 0, begunAt: now, dueAt: now };
}

/** How its tool keeps a record from being there twice. */
export type Safety = Pick<RecordConnectorBody, 'idempotency' | 'find'> | SafetyOfRow;
interface SafetyOfRow {
  readonly idempotency: RecordConnectorBody['idempotency'] | null;
  readonly find: RecordConnectorBody['find'] | null;
}

/** What is asked first: for the record by its key, to make it, or nothing, as it may be there and nobody can tell. */
export type FirstStep = 'find' | 'make' | 'giveUp';

export function firstStepOf(
  { askedAt }: Pick<RecordRow, 'askedAt'>,
  { idempotency, find }: Safety,
  now: Instant,
): FirstStep {
  const canFind = find != null;
  if (idempotency == null) return canFind ? 'find' : 'make';
  if (askedAt === null || now - askedAt < keptForMs(idempotency)) return 'make';
  return canFind ? 'find' : 'giveUp';
}

/** A minute less than the tool says: a request takes its time, and clocks differ. */
function keptForMs({ keptFor }: NonNullable<RecordConnectorBody['idempotency']>): number {
  const { days, ms } = parseDuration(keptFor) as Duration;
  return days * 24 * 60 * MS_PER_MINUTE + ms - MS_PER_MINUTE;
}

/** What came of asking. */
export type Outcome =
  | {
      readonly is: 'made';
      readonly ref: string;
      readonly url: string | null;
      /** What stands in its fields, as far as that is known; null where its connector updates nothing. */
      readonly fields: FieldStates | null;
    }
  /** @param askedAt as in the record: what is known by now of requests that may have made it */
  | { readonly is: 'refused'; readonly why: string; readonly askedAt: Instant | null }
  | { readonly is: 'later'; readonly why: string; readonly askedAt: Instant | null; readonly askedForMs: number }
  /** Nothing can be asked before somebody has seen to something: that is no failure, and has no end. */
  | { readonly is: 'waits'; readonly why: string }
  /** The program itself has failed: what the row says of requests that may have made it still holds. */
  | { readonly is: 'broken'; readonly why: string };

/** What may have been made just now a search may not know yet. */
const SEARCH_LAG_MS = MS_PER_MINUTE;
/** So often it is looked whether what it waits for is there. */
export const WAITING_PACE_MS = 15 * MS_PER_MINUTE;

/** What becomes of a record. @param chance from 0 to 1 */
export function afterAsking(given: RecordRow, outcome: Outcome, now: Instant, chance: number): RecordRow {
  if (outcome.is === 'made') {
    const { ref, url } = outcome;
    const ended = { askedAt: null, waitsSince: null, dueAt: null, endedAt: now };
    return { ...given, ...ended, state: 'made', ref, url, failure: null };
  }
  const { why: failure } = outcome;
  if (outcome.is === 'waits') {
    const waitsSince = given.waitsSince ?? now;
    return { ...given, failure, waitsSince, attempts: 0, dueAt: now + WAITING_PACE_MS };
  }
  const record = noLongerWaiting(given, now);
  const { askedAt } = outcome.is === 'broken' ? record : outcome;
  const isFinal = outcome.is === 'refused';
  const problem = { problem: failure, askedForMs: outcome.is === 'later' ? outcome.askedForMs : 0, isFinal };
  const { dueAt } = afterAttempt({ attempts: record.attempts, createdAt: record.begunAt }, problem, now, chance);
  if (dueAt === null) return { ...record, state: 'failed', failure, askedAt, dueAt: null, endedAt: now };
  return { ...record, failure, askedAt, dueAt: askedAt === null ? dueAt : Math.max(dueAt, now + SEARCH_LAG_MS) };
}

/** Its three days begin when it can be asked for. */
export function noLongerWaiting<Waiting extends Pick<RecordRow, 'waitsSince' | 'begunAt'>>(
  waiting: Waiting,
  now: Instant,
): Waiting {
  return waiting.waitsSince === null ? waiting : { ...waiting, waitsSince: null, begunAt: now };
}

/** Somebody has mended what was in the way. What may have been made meanwhile is not forgotten. */
export function tryAgain(record: RecordRow, now: Instant): RecordRow {
  const dueAt = record.askedAt === null ? now : Math.max(now, record.askedAt + SEARCH_LAG_MS);
  const anew = { waitsSince: null, attempts: 0, begunAt: now, dueAt, endedAt: null };
  return { ...record, ...anew, state: 'pending', failure: null };
}

/** Whether to try again might make it twice: it may be there, and its tool could not tell. */
export function isGuess({ askedAt }: Pick<RecordRow, 'askedAt'>, { idempotency, find }: Safety): boolean {
  return askedAt !== null && idempotency == null && find == null;
}
