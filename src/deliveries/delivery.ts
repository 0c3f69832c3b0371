import type { EventType } from '../events/event.js';
import type { NotificationType } from '../notifications/notification.js';
import { type Instant, MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from '../platform/duration.js';
import { type OutboundAnswer, retryAfterMs } from '../platform/outbound.js';
import type { About } from '../vocabulary/subjects.js';

/** Ways to somebody who works here, to places where many of them look, and to programs. */
export const PERSONAL_CHANNELS = ['email', 'slack'] as const;
export type PersonalChannel = (typeof PERSONAL_CHANNELS)[number];
export const CHANNELS = ['webhook', ...PERSONAL_CHANNELS, 'teams'] as const;
export type Channel = (typeof CHANNELS)[number];

export const DELIVERY_STATES = ['waiting', 'delivered', 'failed', 'withdrawn'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** One event on its way to one webhook. */
export interface NewDelivery {
  readonly id: string;
  readonly webhookId: string;
  readonly type: EventType;
  readonly eventId: string;
  readonly eventAt: Instant;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly subjectSeq: number;
  /** The delivery that is done once more. */
  readonly replayOf: string | null;
  readonly createdAt: Instant;
}

/** One notification on its way to a person. */
export interface NewMessage extends About {
  readonly id: string;
  readonly channel: PersonalChannel;
  readonly repId: string;
  readonly notificationId: string;
  readonly type: NotificationType;
  readonly createdAt: Instant;
  /** When it may go. */
  readonly dueAt: Instant;
}

/** What came of one attempt. */
export interface Attempt {
  readonly at: Instant;
  readonly tookMs: number;
  /** Null: no answer came. */
  readonly status: number | null;
  /** How it begins; null where none came. */
  readonly answer: string | null;
  /** Why it was no success, in plain English; null where it was one. */
  readonly problem: string | null;
  /** For how long the endpoint asks to be left alone. */
  readonly askedForMs: number;
  /** It was refused for good: it is of no use to try again. */
  readonly isFinal: boolean;
}

/** An attempt that ended before anything was sent. */
export function unsent(problem: string, at: Instant): Attempt {
  return { at, tookMs: 0, status: null, answer: null, problem, askedForMs: 0, isFinal: false };
}

const KEPT_CHARACTERS = 1_024;

/** An attempt that was answered. */
export function attemptOf(
  { status, text, headers }: OutboundAnswer,
  judged: Pick<Attempt, 'problem' | 'isFinal'>,
  at: Instant,
  tookMs: number,
): Attempt {
  const answer = status === null ? null : text.slice(0, KEPT_CHARACTERS).replaceAll('\0', '\uFFFD');
  const askedForMs = retryAfterMs(headers['retry-after'], at);
  return { at, tookMs: Math.round(tookMs), status, answer, askedForMs, ...judged };
}

/** For so long it is tried to deliver something. */
export const GIVEN_UP_AFTER_MS = 3 * MS_PER_DAY;
/**
 * What waited for longer before anybody could try it, for its digest, its turn or a node, is tried so often at least, which
 * takes three quarters of an hour: one answer of a server that is busy must not end it. Of a lead that is never taken, what
 * follows does not wait for three days each.
 */
const TRIES_MIN = 6;
/** After each failure; then by the last one. Standard Webhooks recommends a schedule like it. */
const PAUSES_MS = [
  ...[5 * MS_PER_SECOND, 30 * MS_PER_SECOND, 2 * MS_PER_MINUTE, 10 * MS_PER_MINUTE, 30 * MS_PER_MINUTE],
  ...[MS_PER_HOUR, 2 * MS_PER_HOUR, 4 * MS_PER_HOUR, 8 * MS_PER_HOUR, 12 * MS_PER_HOUR],
] as const;
/** Pauses are longer by up to this share, so that what failed together does not come back together. */
const JITTER = 0.25;
/** No endpoint may ask for more. */
const ASKED_FOR_MAX_MS = 12 * MS_PER_HOUR;

/** Something that was tried to be sent. */
export interface Tried {
  /** So far, this one included. */
  readonly attempts: number;
  /** From then on it is tried for three days. */
  readonly begunAt: Instant;
}

/**
 * What an attempt makes of a delivery: it has arrived, is tried again, or is given up.
 * @param chance from 0 to 1
 */
export function afterAttempt(
  tried: Tried,
  attempt: Pick<Attempt, 'problem' | 'askedForMs' | 'isFinal'>,
  now: Instant,
  chance: number,
): { readonly state: DeliveryState; readonly dueAt: Instant | null; readonly endedAt: Instant | null } {
  if (attempt.problem === null) return { state: 'delivered', dueAt: null, endedAt: now };
  const dueAt = attempt.isFinal ? null : nextTryAt(tried, attempt.askedForMs, now, chance);
  return dueAt === null ? { state: 'failed', dueAt, endedAt: now } : { state: 'waiting', dueAt, endedAt: null };
}

/**
 * When something that failed is tried again; null where that would be more than three days after it began, and it has been
 * tried often enough.
 * @param askedForMs for how long the tool asks to be left alone; @param chance from 0 to 1
 */
export function nextTryAt(
  { attempts, begunAt }: Tried,
  askedForMs: number,
  now: Instant,
  chance: number,
): Instant | null {
  const pauseMs = PAUSES_MS[Math.min(attempts, PAUSES_MS.length) - 1]! * (1 + JITTER * chance);
  const at = now + Math.round(Math.max(pauseMs, Math.min(askedForMs, ASKED_FOR_MAX_MS)));
  return at > begunAt + GIVEN_UP_AFTER_MS && attempts >= TRIES_MIN ? null : at;
}

/** A message that its template makes nothing of. It does not say of what: a message names people. */
export class Unwritable {
  readonly problem: string;

  /** @param template the folder of what was to be filled in */
  constructor(template: string) {
    this.problem = `It cannot be written: see what was changed in ${template}`;
  }
}

const HIGH_SURROGATE = /[\uD800-\uDBFF]$/;

/**
 * At most so many UTF-16 units, and never half of a sign. The filter of liquidjs counts an emoji as one, of which a message
 * may then hold more than whoever takes it allows.
 */
export function cut(value: unknown, most: number): string {
  const text = String(value ?? '');
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(HIGH_SURROGATE, '')}…`;
}

/** An ending of a sentence; the point of an abbreviation, as in a name, is none. */
const SENTENCE_END = /(?<=[a-z]{4})\. (?=[A-Z\d])/g;

/** The first sentences that fit, without the last point; a first one that is longer is cut. */
export function cutAtSentence(value: unknown, most: number): string {
  const text = String(value ?? '');
  if (text.length <= most) return text;
  const ends = [...text.matchAll(SENTENCE_END)].map(({ index }) => index).filter((end) => end <= most);
  return ends.length === 0 ? cut(text, most) : text.slice(0, ends.at(-1));
}
