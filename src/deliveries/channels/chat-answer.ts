import type { OutboundAnswer } from '../../platform/outbound/outbound.js';
import type { Instant } from '../../platform/values/duration.js';
import { type Attempt, attemptOf } from '../attempt.js';

export interface ChatJudgement {
  /** Why it failed, in plain English; null on success. */
  readonly problem: string | null;
  /** Whether sending this message again is useless. */
  readonly isFinal: boolean;
  /** Why posts to the channel are permanently rejected, as Slack or Teams reports it; null if they are not. */
  readonly stops: string | null;
}

/** The bot is rejected wherever it posts (docs.slack.dev/reference/methods/chat.postMessage, "Errors"). */
const NOT_LET_IN = [
  ...['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired', 'no_permission'],
  ...['missing_scope', 'not_allowed_token_type', 'access_denied', 'org_login_required', 'team_access_not_granted'],
  ...['ekm_access_denied', 'two_factor_setup_required', 'deprecated_endpoint'],
];
/** The target does not exist, or not for the bot. A post stops its channel; a message to a rep only fails itself. */
const NO_PLACE = [
  ...['channel_not_found', 'not_in_channel', 'is_archived', 'restricted_action', 'restricted_action_read_only_channel'],
  ...['user_not_found', 'user_disabled', 'messages_tab_disabled', 'cannot_dm_bot', 'team_not_found'],
];
/** Slack is overloaded or failing, so a retry may succeed. */
const IN_TROUBLE = [
  ...['ratelimited', 'rate_limited', 'internal_error', 'fatal_error', 'service_unavailable', 'request_timeout'],
  ...['team_added_to_org', 'accesslimited', 'external_channel_migrating'],
];

/**
 * @param code Slack's error code; null for none
 * @param isTaken whether Slack accepted the message
 * @param isOfChannel whether it was a new post to the channel, not a message to a rep or an update
 */
export function judgeSlack(
  { status, problem }: OutboundAnswer,
  code: string | null,
  { isTaken, isOfChannel }: { readonly isTaken: boolean; readonly isOfChannel: boolean },
): ChatJudgement {
  if (isTaken) return { problem: null, isFinal: false, stops: null };
  if (status === null) return again(problem ?? 'No answer came');
  if (status === 429) return again('Slack limits the rate of requests (429)');
  if (status !== 200) return again(`Slack answered ${status}`);
  if (code === null) return again('The answer is not in the format of Slack');
  const sentence = `Slack answered ${code}`;
  if (NOT_LET_IN.includes(code)) return { problem: sentence, isFinal: false, stops: code };
  if (NO_PLACE.includes(code)) return { problem: sentence, isFinal: !isOfChannel, stops: isOfChannel ? code : null };
  return IN_TROUBLE.includes(code) ? again(sentence) : { problem: sentence, isFinal: true, stops: null };
}

/** The workflow is deleted or switched off, or its URL no longer grants access. */
const WORKFLOW_GONE = [401, 403, 404, 410];
const SWITCHED_OFF = /WorkflowTriggerIsNotEnabled|WorkflowNotFound|DirectApiAuthorizationRequired/;
/** How the former connectors of Teams reported a failure, with the status 200. */
const NOT_PASSED_ON = /^Webhook message delivery failed/;

export function judgeTeams({ status, problem, text }: OutboundAnswer): ChatJudgement {
  if (status === null) return again(problem ?? 'No answer came');
  const sentence = `The workflow answered ${status}`;
  if (status >= 200 && status < 300)
    return NOT_PASSED_ON.test(text)
      ? again('The workflow did not pass it on')
      : { problem: null, isFinal: false, stops: null };
  if (WORKFLOW_GONE.includes(status) || SWITCHED_OFF.test(text))
    return { problem: sentence, isFinal: false, stops: String(status) };
  if (status === 429 || status === 408 || status >= 500) return again(sentence);
  return { problem: sentence, isFinal: status >= 400, stops: null };
}

function again(problem: string): ChatJudgement {
  return { problem, isFinal: false, stops: null };
}

/** Does not store the answer to an accepted message, because it repeats the message. */
export function chatAttemptOf(
  answer: OutboundAnswer,
  { problem, isFinal }: ChatJudgement,
  at: Instant,
  tookMs: number,
): Attempt {
  const kept = problem === null && answer.status !== null ? { ...answer, text: '' } : answer;
  return attemptOf(kept, { problem, isFinal }, at, tookMs);
}
