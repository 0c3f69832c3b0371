import type { EventType, LedgerRow } from '../../events/event.js';
import { collectFaults, type Fault, fault, step } from '../../platform/input/fault.js';
import type { Instant } from '../../platform/values/duration.js';
import { GIVEN_UP_AFTER_MS } from '../attempt.js';
import type { ChannelBody, ChannelDocument, ChannelSecrets } from './channel.schema.js';

/** Shared channels, which many people read. */
export const CHANNEL_KINDS = ['slack', 'teams'] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** Reports whether a bot or workflow posts to it. In Slack this includes messages to one rep. */
export function isChannelKind(channel: string): channel is ChannelKind {
  return CHANNEL_KINDS.some((kind) => kind === channel);
}

export const STOPPED_BECAUSE = ['refused', 'failing'] as const;
export type ChannelStoppedBecause = (typeof STOPPED_BECAUSE)[number];

/** Older posts are left out when a channel resumes; as long as deliveries are tried (docs/adr/0058). */
export const NEWS_FOR_MS = GIVEN_UP_AFTER_MS;

/** The events about leads that are posted to channels. */
export const POSTED_TYPES = [
  'lead.assigned',
  'lead.reassigned',
  'lead.queued',
  'lead.offered',
  'sla.warned',
  'sla.breached',
] as const satisfies readonly EventType[];

/** The events after which an earlier message about a lead may be outdated. */
export const OUTDATING_TYPES = [
  'lead.assigned',
  'lead.reassigned',
  'lead.queued',
  'lead.offered',
  'lead.touched',
  'lead.touchVoided',
  'lead.milestone',
  'lead.milestoneReversed',
  'lead.disposed',
  'lead.corrected',
  'lead.reopened',
  'lead.woken',
  'lead.erased',
] as const satisfies readonly EventType[];

/** A channel, with the pools and teams whose events it receives. */
export interface ListeningChannel {
  readonly id: string;
  readonly name: string;
  readonly kind: ChannelKind;
  readonly poolIds: readonly string[];
  readonly teamIds: readonly string[];
  /** Earlier events are not posted to it. */
  readonly createdAt: Instant;
}

export interface PoolsAndTeams {
  readonly poolIds: readonly string[];
  readonly teamIds: readonly string[];
}

/** A post of an event to a channel. With `rewrites`, the event made an earlier message outdated, which is updated. */
export interface NewPost {
  readonly id: string;
  readonly channel: ChannelKind;
  readonly channelId: string;
  readonly type: EventType;
  readonly eventId: string;
  readonly eventAt: Instant;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly subjectSeq: number;
  readonly rewrites: string | null;
  readonly createdAt: Instant;
}

export interface PostedMessage {
  /** The channel whose bot posted it. */
  readonly by: string;
  readonly in: string;
  readonly as: string;
  /** Whether it can still be acted on. */
  readonly live: boolean;
}

/** A message to be updated by the bot of the channel. */
export interface OutdatedMessage {
  readonly messageId: string;
  readonly channelId: string;
  readonly subjectId: string;
}

export function isPosted({ type, data }: Pick<LedgerRow, 'type' | 'data'>, posted: readonly EventType[]): boolean {
  // An undo affects many leads and is not posted for each.
  return posted.some((each) => each === type) && data.undoes === undefined;
}

/** Returns a post for each event and channel that it concerns, in the order of the events. */
export function postsOf(
  events: readonly LedgerRow[],
  channels: readonly ListeningChannel[],
  concernedBy: (event: LedgerRow) => PoolsAndTeams,
  now: Instant,
  newId: () => string,
): NewPost[] {
  return events.flatMap((event) => {
    const concerned = concernedBy(event);
    return channels
      .filter(({ createdAt }) => event.occurredAt >= createdAt)
      .filter(({ poolIds, teamIds }) => meet(poolIds, concerned.poolIds) || meet(teamIds, concerned.teamIds))
      .map((channel) => postOf(event, { channel: channel.kind, channelId: channel.id, rewrites: null }, now, newId));
  });
}

/** Returns one rewrite for each outdated message, however many events made it outdated. */
export function rewritesOf(
  events: readonly LedgerRow[],
  outdated: readonly OutdatedMessage[],
  now: Instant,
  newId: () => string,
): NewPost[] {
  const last = new Map(events.map((event) => [event.subjectId, event]));
  return outdated.map(({ messageId, channelId, subjectId }) =>
    postOf(last.get(subjectId)!, { channel: 'slack', channelId, rewrites: messageId }, now, newId),
  );
}

function postOf(
  event: LedgerRow,
  to: Pick<NewPost, 'channel' | 'channelId' | 'rewrites'>,
  now: Instant,
  newId: () => string,
): NewPost {
  const { type, id: eventId, occurredAt: eventAt, subjectType, subjectId, subjectSeq } = event;
  return { id: newId(), ...to, type, eventId, eventAt, subjectType, subjectId, subjectSeq, createdAt: now };
}

function meet(some: readonly string[], others: readonly string[]): boolean {
  return some.some((each) => others.includes(each));
}

type Settings = ChannelBody['settings'];

/** The settings that each kind requires. */
const SETTING_NAMES: Readonly<
  Record<
    ChannelKind,
    { readonly open: readonly (keyof Settings)[]; readonly secret: readonly (keyof ChannelSecrets)[] }
  >
> = {
  slack: { open: ['channelId'], secret: ['botToken', 'signingSecret'] },
  teams: { open: [], secret: ['url'] },
};

/** Separates the secrets from the settings, and lower-cases ids, because they are compared as text. */
export function apart({ settings, poolIds, teamIds, ...body }: ChannelBody): ChannelDocument {
  const { channelId, ...secrets } = settings;
  return {
    ...body,
    settings: channelId === undefined ? {} : { channelId },
    poolIds: poolIds.map((id) => id.toLowerCase()),
    teamIds: teamIds.map((id) => id.toLowerCase()),
    ...(Object.keys(secrets).length > 0 && { secrets }),
  };
}

/** A bot's token. Tokens of users and apps have other prefixes. */
const BOT_TOKEN = /^(xoxe\.)?xoxb-[\w-]+$/;

export function faultsOfSettings({ kind, settings, secrets = {} }: ChannelDocument, isNew: boolean): Fault[] {
  const { open, secret } = SETTING_NAMES[kind];
  const given = { ...settings, ...secrets };
  const at = (name: string) => `/settings${step(name)}`;
  const required = [...open, ...(isNew || Object.keys(secrets).length > 0 ? secret : [])];
  const missing = required.filter((name) => given[name] === undefined);
  const foreign = Object.keys(given).filter((name) => ![...open, ...secret].some((each) => each === name));
  const isOfBot = kind !== 'slack' || given.botToken === undefined || BOT_TOKEN.test(given.botToken);
  return collectFaults(
    !isOfBot &&
      fault(at('botToken'), 'format', 'Expected the Bot User OAuth Token of the app, which begins with xoxb-.'),
    missing.map((name) => fault(at(name), 'required', `A channel of ${kind} needs ${name}.`)),
    foreign.map((name) => fault(at(name), 'unknown', `A channel of ${kind} has no ${name}.`)),
  );
}

export function isPostedNowhere({
  poolIds,
  teamIds,
}: {
  readonly poolIds: readonly string[];
  readonly teamIds: readonly string[];
}): boolean {
  return poolIds.length + teamIds.length === 0;
}

/** Says that nothing is posted to a channel. @param isBot whether its bot writes to reps who have a Slack member id */
export function postedNowhere({ id, name }: { readonly id: string; readonly name: string }, isBot = false): string {
  const [nobody, orMembers] = isBot
    ? [', and its bot writes to nobody', ', PUT /v1/reps/{id}/notification-settings with a memberId']
    : ['', ''];
  return `The channel "${name}" names no pools and no teams, so nothing is posted to it${nobody}: PUT /v1/channels/${id} with poolIds or teamIds${orMembers}, or DELETE it.`;
}
