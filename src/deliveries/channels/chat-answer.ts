import type { Instant } from '../../platform/duration.js';
import type { OutboundAnswer } from '../../platform/outbound.js';
import { type Attempt, attemptOf } from '../delivery.js';

/** What an answer says: of the message, and of the channel. */
export interface ChatJudgement {
  /** Why it was no success, in plain English; null where it was one. */
  readonly problem: string | null;
  /** It is of no use to send this message again. */
  readonly isFinal: boolean;
  /** Why nothing can be posted to the channel any more, in the words of Slack or Teams; null where that is not so. */
  readonly stops: string | null;
}

/** The bot is not let in: whatever it is to post, and wherever (docs.slack.dev/reference/methods/chat.postMessage, "Errors"). */
const NOT_LET_IN = [
  ...['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired', 'no_permission'],
  ...['missing_scope', 'not_allowed_token_type', 'access_denied', 'org_login_required', 'team_access_not_granted'],
  ...['ekm_access_denied', 'two_factor_setup_required', 'deprecated_endpoint'],
];
/** There is no such place, or not for the bot: that stops a channel; what was for a person is about them alone. */
const NO_PLACE = [
  ...['channel_not_found', 'not_in_channel', 'is_archived', 'restricted_action', 'restricted_action_read_only_channel'],
  ...['user_not_found', 'user_disabled', 'messages_tab_disabled', 'cannot_dm_bot', 'team_not_found'],
];
/** Slack is busy, or unwell. */
const IN_TROUBLE = [
  ...['ratelimited', 'rate_limited', 'internal_error', 'fatal_error', 'service_unavailable', 'request_timeout'],
  ...['team_added_to_org', 'accesslimited', 'external_channel_migrating'],
];

/**
 * What an answer of Slack says.
 * @param code of its error; null where it said none
 * @param isTaken whether it has taken the message
 * @param isOfChannel whether it was for the channel, and not for a person or a message that is there
 */
export function judgeSlack(
  { status, problem }: OutboundAnswer,
  code: string | null,
  { isTaken, isOfChannel }: { readonly isTaken: boolean; readonly isOfChannel: boolean },
): ChatJudgement {
  if (isTaken) return { problem: null, isFinal: false, stops: null };
  if (status === null) return again(problem ?? 'No answer came');
  if (status === 429) return again('Slack asks to be left alone for a while (429)');
  if (status !== 200) return again(`Slack answered ${status}`);
  if (code === null) return again('The answer is none of Slack’s');
  const said = `Slack answered ${code}`;
  if (NOT_LET_IN.includes(code)) return { problem: said, isFinal: false, stops: code };
  if (NO_PLACE.includes(code)) return { problem: said, isFinal: !isOfChannel, stops: isOfChannel ? code : null };
  return IN_TROUBLE.includes(code) ? again(said) : { problem: said, isFinal: true, stops: null };
}

/** The workflow is gone, switched off, or does not let in who knows this address. */
const WORKFLOW_GONE = [401, 403, 404, 410];
const SWITCHED_OFF = /WorkflowTriggerIsNotEnabled|WorkflowNotFound|DirectApiAuthorizationRequired/;
/** What the connectors of former days said with the status 200. */
const NOT_PASSED_ON = /^Webhook message delivery failed/;

/** What an answer of a workflow of Teams says. */
export function judgeTeams({ status, problem, text }: OutboundAnswer): ChatJudgement {
  if (status === null) return again(problem ?? 'No answer came');
  const said = `The workflow answered ${status}`;
  if (status >= 200 && status < 300)
    return NOT_PASSED_ON.test(text)
      ? again('The workflow did not pass it on')
      : { problem: null, isFinal: false, stops: null };
  if (WORKFLOW_GONE.includes(status) || SWITCHED_OFF.test(text))
    return { problem: said, isFinal: false, stops: String(status) };
  if (status === 429 || status === 408 || status >= 500) return again(said);
  return { problem: said, isFinal: status >= 400, stops: null };
}

function again(problem: string): ChatJudgement {
  return { problem, isFinal: false, stops: null };
}

/** The answer to a message that was taken repeats the message, so it is not kept. */
export function chatAttemptOf(
  answer: OutboundAnswer,
  { problem, isFinal }: ChatJudgement,
  at: Instant,
  tookMs: number,
): Attempt {
  const kept = problem === null && answer.status !== null ? { ...answer, text: '' } : answer;
  return attemptOf(kept, { problem, isFinal }, at, tookMs);
}
