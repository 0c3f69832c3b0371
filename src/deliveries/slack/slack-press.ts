import { createHmac, timingSafeEqual } from 'node:crypto';
import type { LeadState } from '../../leads/lead.js';
import { isRecord } from '../../platform/sql/sql.js';
import { type Instant, MS_PER_MINUTE, MS_PER_SECOND } from '../../platform/values/duration.js';
import type { PostAction } from '../channels/post-text.js';

/** The buttons of a lead's owner in Slack, and the touch that each records. */
const TOUCHES = {
  'call.connected': { label: 'Called: reached', outcome: 'connected', reply: 'Noted: you called, and reached them.' },
  'call.noAnswer': { label: 'Called: no answer', outcome: 'noAnswer', reply: 'Noted: you called, without an answer.' },
} as const;
type TouchPress = keyof typeof TOUCHES;

const CLAIM: PostAction = { id: 'claim', label: 'Claim it' };

const TOUCH_BUTTONS: readonly PostAction[] = Object.entries(TOUCHES).map(([id, { label }]) => ({ id, label }));

/** Returns the buttons for a lead: those of its owner, or of the reps who may claim it. */
export function buttonsFor(lead: Pick<LeadState, 'ownerId' | 'waiting'> | null): readonly PostAction[] {
  if (lead?.waiting === 'claim') return [CLAIM];
  return lead === null || lead.ownerId === null ? [] : TOUCH_BUTTONS;
}

export function slackActionOf(id: string): 'claim' | (typeof TOUCHES)[TouchPress] | undefined {
  if (id === CLAIM.id) return 'claim';
  return Object.hasOwn(TOUCHES, id) ? TOUCHES[id as TouchPress] : undefined;
}

export interface SlackPress {
  readonly memberId: string;
  readonly actionId: string;
  /** The id of the lead. */
  readonly about: string;
  /** The same if Slack repeats the request. */
  readonly id: string;
  readonly answerAt: string;
}

/** @param body a form, as Slack sends it @returns null if it is no press of a button */
export function pressOf(body: string): SlackPress | null {
  const payload = parsed(new URLSearchParams(body).get('payload') ?? '');
  if (payload === null || payload.type !== 'block_actions') return null;
  const action: unknown = Array.isArray(payload.actions) ? payload.actions[0] : undefined;
  const memberId = isRecord(payload.user) ? textOf(payload.user.id) : '';
  const messageAt = isRecord(payload.container) ? payload.container.message_ts : undefined;
  if (!isRecord(action) || memberId === '') return null;
  return {
    memberId,
    actionId: textOf(action.action_id),
    about: textOf(action.value),
    id: [memberId, textOf(messageAt), textOf(action.action_id), textOf(action.action_ts)].join(' '),
    answerAt: textOf(payload.response_url),
  };
}

function parsed(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const read: unknown = JSON.parse(text);
    return isRecord(read) ? read : null;
  } catch {
    return null;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Older requests are rejected: they may have been captured and replayed. */
const FRESH_MS = 5 * MS_PER_MINUTE;

/** Slack's signature of a request (docs.slack.dev/authentication/verifying-requests-from-slack). */
export interface SignedRequest {
  /** In seconds since 1970. */
  readonly timestamp: string;
  readonly signature: string;
  /** The raw body. */
  readonly body: string;
}

export const TIMESTAMP = 'x-slack-request-timestamp';
export const SIGNATURE = 'x-slack-signature';

/** Reports whether the timestamp is recent and the signature well-formed, before the body is read. */
export function maySign({ timestamp, signature }: Omit<SignedRequest, 'body'>, now: Instant): boolean {
  const isFresh = /^\d{1,12}$/.test(timestamp) && Math.abs(now - Number(timestamp) * MS_PER_SECOND) <= FRESH_MS;
  return isFresh && /^v0=[0-9a-f]{64}$/.test(signature);
}

export function isSignedBy(secret: string, { timestamp, signature, body }: SignedRequest): boolean {
  const expected = Buffer.from(`v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`);
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
