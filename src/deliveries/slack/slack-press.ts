import { isRecord } from '../../platform/record.js';

/** Somebody pressed a button of a message. */
export interface SlackPress {
  readonly memberId: string;
  readonly actionId: string;
  /** What the button is about: a lead. */
  readonly about: string;
  /** The same when Slack says the same again. */
  readonly id: string;
  /** Where whoever pressed is answered. */
  readonly answerAt: string;
}

/** @param body a form, as Slack sends it @returns null where it is something else */
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
