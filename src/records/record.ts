import { nextTryAt } from '../deliveries/delivery.js';
import { type Duration, type Instant, MS_PER_MINUTE, parseDuration } from '../platform/duration.js';
import type { Row } from '../platform/table.js';
import type { RecordConnectorBody } from './connectors/record-connector.schema.js';
import type { RECORD } from './record.table.js';
import type { RenderedRequest } from './templates/request-template.js';
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
type FirstStep = 'find' | 'make' | 'giveUp';

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
export type RecordOutcome =
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
export function afterAsking(given: RecordRow, outcome: RecordOutcome, now: Instant, chance: number): RecordRow {
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
  const askedForMs = outcome.is === 'later' ? outcome.askedForMs : 0;
  const dueAt = outcome.is === 'refused' ? null : nextTryAt(record, askedForMs, now, chance);
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

/** What an answer means for the record that was asked for. */
type Judgement =
  | { readonly is: 'done' }
  /** The tool has understood, and will not: the same again would be no better. */
  | { readonly is: 'refused' }
  /** Of a record that was looked for: it is not there. */
  | { readonly is: 'absent' }
  /** @param mayBeMade whether the tool may have made it all the same */
  | { readonly is: 'later'; readonly mayBeMade: boolean }
  /** The tool does not know who asks: somebody has to mend that, and nothing was made. */
  | { readonly is: 'unknown' };

/** Of these the tool has done nothing: it was too busy, or somebody else is at it. */
const UNTOUCHED: readonly number[] = [409, 423, 425, 429];

/** @param status null where no answer came */
export function judge(status: number | null): Judgement {
  if (status === null || status === 408 || status >= 500) return { is: 'later', mayBeMade: true };
  if (status >= 200 && status < 300) return { is: 'done' };
  if (status === 401 || status === 403) return { is: 'unknown' };
  if (UNTOUCHED.includes(status)) return { is: 'later', mayBeMade: false };
  return status === 404 || status === 410 ? { is: 'absent' } : { is: 'refused' };
}

/** SQL for how much is still to be written, but for what waits for something in its own form. */
export function unwrittenSql(table: 'record' | 'record_update'): string {
  return `select count(*)::int as count, min(begun_at) as "oldestAt" from ${table} where state = 'pending' and waits_since is null`;
}

interface Answered {
  readonly status: number | null;
  readonly problem: string | null;
}

export function answeredBy({ status, problem }: Answered): string {
  return problem ?? `it answered ${status}`;
}

/** What an answer means that was no success. @param tool as the sentence about it calls it */
export function failureOf(
  said: Answered & { readonly askedForMs: number },
  tool = 'The tool',
): { readonly is: 'later' | 'refused'; readonly why: string; readonly askedForMs: number } {
  const { askedForMs } = said;
  const answered = answeredBy(said);
  const { is } = judge(said.status);
  if (is === 'later') return { is, why: `${tool} did not take it: ${answered}.`, askedForMs };
  if (is === 'unknown') return { is: 'later', why: `${tool} does not let us in: ${answered}.`, askedForMs };
  return { is: 'refused', why: `${tool} does not take it: ${answered}.`, askedForMs };
}

/** The request with the key by which its tool knows that it is sent once more. */
export function withKey(
  request: RenderedRequest,
  idempotency: RecordConnectorBody['idempotency'] | null | undefined,
  key: string,
): RenderedRequest {
  if (idempotency == null) return request;
  const { in: place, name } = idempotency;
  if (place === 'header') return { ...request, headers: { ...request.headers, [name.toLowerCase()]: key } };
  const joint = request.url.includes('?') ? '&' : '?';
  return { ...request, url: `${request.url}${joint}${name}=${encodeURIComponent(key)}` };
}

const HIDDEN = '***';

/** As it may be shown: what says who asks is hidden, and was never in the rest. */
export function shown({ method, url, headers, body }: RenderedRequest, secret: readonly string[]): RenderedRequest {
  const hidden = Object.fromEntries(secret.map((name) => [name, HIDDEN]));
  return { method, url, headers: { ...headers, ...hidden }, ...(body !== undefined && { body }) };
}
