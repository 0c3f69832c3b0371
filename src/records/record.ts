import { nextTryAt } from '../deliveries/attempt.js';
import type { Row } from '../platform/sql/table.js';
import { type Duration, type Instant, MS_PER_MINUTE, parseDuration } from '../platform/values/duration.js';
import type { RecordConnectorBody } from './connectors/record-connector.schema.js';
import type { RECORD } from './record.table.js';
import type { RenderedRequest } from './templates/request-template.js';
import type { FieldStates } from './updates/update-decision.js';

export const RECORD_STATES = ['pending', 'made', 'failed'] as const;
export type RecordState = (typeof RECORD_STATES)[number];

export type RecordRow = Omit<Row<typeof RECORD>, 'erasures'>;

export function newRecord(
  given: Pick<RecordRow, 'id' | 'handoffId' | 'place' | 'connectorId'>,
  now: Instant,
): RecordRow {
  const nothing = { ref: null, url: null, failure: null, askedAt: null, waitsSince: null, endedAt: null };
  return { ...given, ...nothing, state: 'pending', attempts: 0, begunAt: now, dueAt: now };
}

/** How the tool prevents duplicates. */
export type Safety = Pick<RecordConnectorBody, 'idempotency' | 'find'> | SafetyOfRow;
interface SafetyOfRow {
  readonly idempotency: RecordConnectorBody['idempotency'] | null;
  readonly find: RecordConnectorBody['find'] | null;
}

/** A search may not find what was created less than this ago. */
export const SEARCH_LAG_MS = MS_PER_MINUTE;

/**
 * The first step: search by key, create, wait until a search finds what may just have been created, or give up because
 * it may exist and there is no way to tell.
 */
type FirstStep = 'find' | 'make' | 'wait' | 'giveUp';

export function firstStepOf(
  { askedAt }: Pick<RecordRow, 'askedAt'>,
  { idempotency, find }: Safety,
  now: Instant,
): FirstStep {
  const isKeyKnown = idempotency != null && (askedAt === null || now - askedAt < keptForMs(idempotency));
  if (isKeyKnown) return 'make';
  if (find == null) return idempotency == null ? 'make' : 'giveUp';
  // A node that stopped for a while may have sent its request just before this one took the record.
  return askedAt !== null && now - askedAt < SEARCH_LAG_MS ? 'wait' : 'find';
}

/** A minute less than the tool states, for the duration of a request and differing clocks. */
function keptForMs({ keptFor }: NonNullable<RecordConnectorBody['idempotency']>): number {
  const { days, ms } = parseDuration(keptFor) as Duration;
  return days * 24 * 60 * MS_PER_MINUTE + ms - MS_PER_MINUTE;
}

export type RecordOutcome =
  | {
      readonly is: 'made';
      readonly ref: string;
      readonly url: string | null;
      /** The states of its fields, as far as known; null if its connector does not update. */
      readonly fields: FieldStates | null;
    }
  /** @param askedAt as in the record: since when it may have been created, by what is known now */
  | { readonly is: 'refused'; readonly why: string; readonly askedAt: Instant | null }
  | { readonly is: 'later'; readonly why: string; readonly askedAt: Instant | null; readonly askedForMs: number }
  /** The attempt needs a person to fix something first. That is no failure, and has no time limit. */
  | { readonly is: 'waits'; readonly why: string }
  /** An error of our own program; the row's `askedAt` remains valid. */
  | { readonly is: 'broken'; readonly why: string };

/** How often a waiting record is checked again. */
export const WAITING_PACE_MS = 15 * MS_PER_MINUTE;

/** Returns the record after an attempt. @param chance from 0 to 1 */
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

/** Whether it waits for a value, and is not being sent at this moment: only then does it count no attempt. */
export function isResting({ waitsSince, attempts }: Pick<RecordRow, 'waitsSince' | 'attempts'>): boolean {
  return waitsSince !== null && attempts === 0;
}

/** Starts the three days once the wait is over. */
export function noLongerWaiting<Waiting extends Pick<RecordRow, 'waitsSince' | 'begunAt'>>(
  waiting: Waiting,
  now: Instant,
): Waiting {
  return waiting.waitsSince === null ? waiting : { ...waiting, waitsSince: null, begunAt: now };
}

/** Tries again after a person fixed the cause. `askedAt` stays. */
export function tryAgain(record: RecordRow, now: Instant): RecordRow {
  const dueAt = record.askedAt === null ? now : Math.max(now, record.askedAt + SEARCH_LAG_MS);
  const anew = { waitsSince: null, attempts: 0, begunAt: now, dueAt, endedAt: null };
  return { ...record, ...anew, state: 'pending', failure: null };
}

/** Whether trying again might create a duplicate: it may exist, and the tool cannot tell. */
export function isGuess({ askedAt }: Pick<RecordRow, 'askedAt'>, { idempotency, find }: Safety): boolean {
  return askedAt !== null && idempotency == null && find == null;
}

type Judgement =
  | { readonly is: 'done' }
  /** The tool rejects it, so repeating it is useless. */
  | { readonly is: 'refused' }
  | { readonly is: 'absent' }
  /** @param mayBeMade whether the tool may have created it nevertheless */
  | { readonly is: 'later'; readonly mayBeMade: boolean }
  /** The tool rejects our credentials. A person must fix them; nothing was created. */
  | { readonly is: 'unknown' };

/** Statuses with which the tool has done nothing: it is too busy, or in conflict with another request. */
const UNTOUCHED: readonly number[] = [409, 423, 425, 429];

/** @param status null if no answer came */
export function judge(status: number | null): Judgement {
  if (status === null || status === 408 || status >= 500) return { is: 'later', mayBeMade: true };
  if (status >= 200 && status < 300) return { is: 'done' };
  if (status === 401 || status === 403) return { is: 'unknown' };
  if (UNTOUCHED.includes(status)) return { is: 'later', mayBeMade: false };
  return status === 404 || status === 410 ? { is: 'absent' } : { is: 'refused' };
}

/** SQL for the size of the backlog, without rows that wait for values of their own form. */
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

/** The result for an answer that was no success. @param tool its name in the sentence */
export function failureOf(
  reply: Answered & { readonly askedForMs: number },
  tool = 'The tool',
): { readonly is: 'later' | 'refused'; readonly why: string; readonly askedForMs: number } {
  const { askedForMs } = reply;
  const answered = answeredBy(reply);
  const { is } = judge(reply.status);
  if (is === 'later') return { is, why: `${tool} did not accept the request: ${answered}.`, askedForMs };
  if (is === 'unknown') return { is: 'later', why: `${tool} denies access: ${answered}.`, askedForMs };
  return { is: 'refused', why: `${tool} rejects the request: ${answered}.`, askedForMs };
}

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

/** Masks the given headers so that the request can be displayed; `auth` occurs nowhere else. */
export function shown({ method, url, headers, body }: RenderedRequest, secret: readonly string[]): RenderedRequest {
  const hidden = Object.fromEntries(secret.map((name) => [name, HIDDEN]));
  return { method, url, headers: { ...headers, ...hidden }, ...(body !== undefined && { body }) };
}
