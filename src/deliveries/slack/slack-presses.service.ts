import { Injectable } from '@nestjs/common';
import { ForbiddenError } from '../../auth/auth.errors.js';
import type { Door, RequestHead } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { ClaimingService } from '../../lifecycle/moves/claiming.service.js';
import { TouchesService } from '../../lifecycle/touches/touches.service.js';
import { isId } from '../../platform/input/formats.js';
import { MalformedRequestError, Refusal } from '../../platform/input/refusal.js';
import { Slack } from '../../platform/outbound/slack.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database } from '../../platform/sql/database.js';
import { ChannelStore } from '../channels/channel.store.js';
import { type ChannelAccess, ChannelAccesses } from '../channels/channel-access.service.js';
import { NotificationSettingsStore } from '../notifications/notification-settings.store.js';
import {
  isSignedBy,
  maySign,
  pressOf,
  SIGNATURE,
  type SignedRequest,
  type SlackPress,
  slackActionOf,
  TIMESTAMP,
} from './slack-press.js';
import { SlackWorkspaces } from './slack-workspaces.service.js';

const NO_REP =
  'Nothing was noted: no rep is this member of Slack. An administrator can set slack.memberId in your notification settings.';
const NOT_SEEN = 'Nothing was noted: the lead is not yours any more.';
const ELSEWHERE = 'Nothing was noted: Touchline writes to people in another workspace of Slack.';
const NOT_SAID = 'Nothing was noted: Slack does not say which workspace this is. Press again in a minute.';

@Injectable()
export class SlackPresses implements Door {
  constructor(
    private readonly database: Database,
    private readonly channels: ChannelStore,
    private readonly accesses: ChannelAccesses,
    private readonly workspaces: SlackWorkspaces,
    private readonly settings: NotificationSettingsStore,
    private readonly directories: DirectoryService,
    private readonly touches: TouchesService,
    private readonly claiming: ClaimingService,
    private readonly slack: Slack,
    private readonly time: TimeSource,
  ) {}

  /** @throws ForbiddenError unless the headers may be those of a request that Slack has just signed */
  async admit({ headers }: RequestHead): Promise<string> {
    const { [TIMESTAMP]: timestamp = '', [SIGNATURE]: signature = '' } = headers;
    if (!maySign({ timestamp: String(timestamp), signature: String(signature) }, this.time.now())) throw unsigned();
    return 'Slack';
  }

  /** @throws ForbiddenError unless Slack has signed the request within the last five minutes */
  async take(signed: SignedRequest): Promise<void> {
    if (!maySign(signed, this.time.now())) throw unsigned();
    const channels = await this.accesses.readKind('slack');
    const secrets = new Set(channels.flatMap((channel) => channel.secrets?.signingSecret ?? []));
    const [secret] = [...secrets].filter((each) => isSignedBy(each, signed));
    const signers = channels.filter((channel) => secret !== undefined && channel.secrets?.signingSecret === secret);
    if (signers.length === 0) throw unsigned();
    const press = pressOf(signed.body);
    if (press === null) throw new MalformedRequestError('Expected a press of a button, as Slack sends it.');
    const reply = (await this.objectionTo(signers, channels)) ?? (await this.carryOut(press));
    // Slack waits three seconds for the response, so the result is sent separately.
    void this.slack.whisper(press.answerAt, reply);
  }

  /**
   * Returns why a press is rejected, or null. Member ids belong to the workspace of the bot that writes to reps. A
   * holder of the secret of an app in another workspace could sign presses in anybody's name.
   */
  private async objectionTo(
    signers: readonly ChannelAccess[],
    channels: readonly ChannelAccess[],
  ): Promise<string | null> {
    const writerId = await this.channels.findLikelyBot(this.database.reads);
    const writer = channels.find(({ id }) => id === writerId)?.secrets?.botToken;
    const tokens = signers.flatMap(({ secrets }) => secrets?.botToken ?? []);
    if (writer === undefined) return NOT_SAID;
    if (tokens.includes(writer)) return null;
    this.workspaces.keep(channels.flatMap(({ secrets }) => secrets?.botToken ?? []));
    const [home = null, ...others] = await Promise.all(
      [writer, ...new Set(tokens)].map((token) => this.workspaces.of(token)),
    );
    if (home !== null && others.includes(home)) return null;
    return home === null || others.includes(null) ? NOT_SAID : ELSEWHERE;
  }

  /** Carries out a press; a repeat records no second touch. @returns the answer to the person who pressed */
  private async carryOut({ memberId, actionId, about, id }: SlackPress): Promise<string> {
    const repId = await this.settings.findMember(this.database, memberId);
    if (repId === null || (await this.directories.now()).rep(repId)?.active !== true) return NO_REP;
    const action = slackActionOf(actionId);
    if (action === undefined || !isId(about)) return 'Nothing was noted: this button is out of date.';
    const caller: Caller = { keyId: repId, name: 'Slack', scopes: ['rep'], repId };
    const leadId = about.toLowerCase();
    try {
      if (action === 'claim') {
        await this.claiming.claim(leadId, {}, caller);
        return 'It is yours.';
      }
      const touch = {
        kind: 'call',
        direction: 'outbound',
        outcome: action.outcome,
        automated: false,
        goodbye: false,
      } as const;
      await this.touches.touch(leadId, { ...touch, repId, externalId: `slack ${id}` }, caller);
      return action.reply;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return error.kind === 'notFound'
        ? NOT_SEEN
        : `Nothing was ${action === 'claim' ? 'changed' : 'noted'}: ${error.message}`;
    }
  }
}

function unsigned(): ForbiddenError {
  return new ForbiddenError('Expected a request that Slack has signed within the last five minutes.');
}
