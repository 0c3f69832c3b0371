import type { SetupCheck, SetupWarning } from '../directory/setup-checks.js';
import { type Environment, publicUrlOf } from '../platform/running/environment.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import { type ChannelKind, type ChannelStoppedBecause, isPostedNowhere, postedNowhere } from './channels/channel.js';
import { readListening, readStoppedChannels } from './channels/channel.store.js';
import type { PausedBecause } from './endpoint.js';
import { readHasMembers } from './notifications/notification-settings.store.js';
import { readPausedWebhooks } from './webhooks/webhook.store.js';

export const DELIVERY_CHECK: SetupCheck = {
  codes: ['linksLeadHere', 'channelToldNothing', 'channelStopped', 'webhookPaused'],
  find: async ({ sql, environment }) => [
    ...lostLinksIn(environment),
    ...unusedChannelWarnings(await readListening(sql), await readHasMembers(sql)),
    ...stoppedWarnings(await readStoppedChannels(sql), await readPausedWebhooks(sql)),
  ],
};

/** Warns that links in mails point to this machine, if mails with links are sent without a PUBLIC_URL. */
function lostLinksIn({ smtpUrl, secretsKey, publicUrl, ...listening }: Environment): SetupWarning[] {
  if (smtpUrl === undefined || secretsKey === undefined || publicUrl !== undefined) return [];
  const text = `Links in mails begin with ${publicUrlOf({ ...listening })}, where reps may find nothing: set PUBLIC_URL to the address by which they reach this program.`;
  return [{ code: 'linksLeadHere', text }];
}

/**
 * Warns of channels without pools and teams. Only the oldest Slack channel may be of use then: its bot writes to reps.
 * @param channels oldest first @param hasMembers whether any rep has a Slack member id
 */
function unusedChannelWarnings(channels: readonly NotifiedChannel[], hasMembers: boolean): SetupWarning[] {
  const bot = channels.find(({ kind }) => kind === 'slack');
  return channels
    .filter((each) => isPostedNowhere(each) && !(each === bot && hasMembers))
    .map((each) => ({ code: 'channelToldNothing', text: postedNowhere(each, each === bot) }));
}

interface NotifiedChannel {
  readonly id: string;
  readonly name: string;
  readonly kind: ChannelKind;
  readonly poolIds: readonly string[];
  readonly teamIds: readonly string[];
}

const CHANNEL_STOPPED: Readonly<Record<ChannelStoppedBecause, string>> = {
  refused: 'it takes no posts of the bot or the workflow',
  failing: 'every post failed for three days',
};

const WEBHOOK_PAUSED: Readonly<Record<PausedBecause, string>> = {
  gone: 'it answered 410 (gone)',
  failing: 'every delivery failed for three days',
  person: 'somebody paused it',
};

interface Stop<Because> {
  readonly id: string;
  readonly at: Instant;
  readonly why: Because;
}

/** Warns of channels and webhooks to which nothing is sent until somebody resumes them. */
function stoppedWarnings(
  channels: readonly (Stop<ChannelStoppedBecause> & { readonly name: string })[],
  webhooks: readonly (Stop<PausedBecause> & { readonly url: string })[],
): SetupWarning[] {
  return [
    ...channels.map(({ id, name, at, why }) => ({
      code: 'channelStopped',
      text: `The channel "${name}" has been stopped since ${toIso(at)}, because ${CHANNEL_STOPPED[why]}. Its posts wait: PUT /v1/channels/${id} to go on, or DELETE it.`,
    })),
    ...webhooks.map(({ id, url, at, why }) => ({
      code: 'webhookPaused',
      // The rest of the URL may be secret.
      text: `The webhook to ${new URL(url).host} has been paused since ${toIso(at)}, because ${WEBHOOK_PAUSED[why]}. Its events wait: POST /v1/webhooks/${id}/resume to go on, or DELETE it.`,
    })),
  ];
}
