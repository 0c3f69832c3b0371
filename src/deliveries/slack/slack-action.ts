import type { PostAction } from '../channels/post-text.js';

/** What may be pressed about a lead in Slack, and which touch that is. */
const ACTIONS = {
  'call.connected': { label: 'Called: reached', outcome: 'connected', said: 'Noted: you called, and reached them.' },
  'call.noAnswer': { label: 'Called: no answer', outcome: 'noAnswer', said: 'Noted: you called, without an answer.' },
} as const;
export type SlackActionId = keyof typeof ACTIONS;

export const SLACK_ACTIONS: readonly PostAction[] = Object.entries(ACTIONS).map(([id, { label }]) => ({ id, label }));

/** Undefined where there is no such button. */
export function slackActionOf(id: string): (typeof ACTIONS)[SlackActionId] | undefined {
  return Object.hasOwn(ACTIONS, id) ? ACTIONS[id as SlackActionId] : undefined;
}
