import type { SetupWarning } from '../directory/setup-checks.js';
import { type Environment, publicUrlOf } from '../platform/environment.js';
import type { ChannelKind } from './channels/channel.js';

/** Warns that links in mails point to this machine, if mails with links are sent without a PUBLIC_URL. */
export function lostLinksIn({ smtpUrl, secretsKey, publicUrl, ...listening }: Environment): SetupWarning[] {
  if (smtpUrl === undefined || secretsKey === undefined || publicUrl !== undefined) return [];
  const text = `Links in mails begin with ${publicUrlOf({ ...listening })}, where reps may find nothing: set PUBLIC_URL to the address by which they reach this program.`;
  return [{ code: 'linksLeadHere', text }];
}

/**
 * Warns of channels without pools and teams. Only the oldest Slack channel is of use then: its bot writes to reps.
 * @param channels oldest first
 */
export function unusedChannelWarnings(channels: readonly NotifiedChannel[]): SetupWarning[] {
  const writesToReps = channels.find(({ kind }) => kind === 'slack');
  return channels
    .filter((each) => each.poolIds.length + each.teamIds.length === 0 && each !== writesToReps)
    .map(({ id, name }) => ({
      code: 'channelToldNothing',
      text: `The channel "${name}" names no pools and no teams, so nothing is posted to it: PUT /v1/channels/${id} with poolIds or teamIds, or DELETE it.`,
    }));
}

interface NotifiedChannel {
  readonly id: string;
  readonly name: string;
  readonly kind: ChannelKind;
  readonly poolIds: readonly string[];
  readonly teamIds: readonly string[];
}
