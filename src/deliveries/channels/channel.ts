import type { EventType, LedgerRow } from '../../events/event.js';
import type { Instant } from '../../platform/duration.js';
import { type Fault, step } from '../../platform/fault.js';
import { GIVEN_UP_AFTER_MS } from '../delivery.js';
import type { ChannelBody, ChannelDocument, ChannelSecrets } from './channel.schema.js';

/** Where many people look at one place. */
export const CHANNEL_KINDS = ['slack', 'teams'] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** Of Slack also where it goes to one person: a bot says it. */
export function isChannelKind(channel: string): channel is ChannelKind {
  return CHANNEL_KINDS.some((kind) => kind === channel);
}

export const STOPPED_BECAUSE = ['refused', 'failing'] as const;
export type ChannelStoppedBecause = (typeof STOPPED_BECAUSE)[number];

/** What is older when a channel goes on is not told there any more: as long as anything is tried (docs/adr/0058). */
export const NEWS_FOR_MS = GIVEN_UP_AFTER_MS;

/** Of what of leads channels are told. */
export const POSTED_TYPES = [
  'lead.assigned',
  'lead.reassigned',
  'lead.queued',
  'lead.offered',
  'sla.warned',
  'sla.breached',
] as const satisfies readonly EventType[];

/** After these a message about a lead may say what is no longer so. */
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

/** What a channel is told of, as far as it decides about what. */
export interface Listening {
  readonly id: string;
  readonly name: string;
  readonly kind: ChannelKind;
  readonly poolIds: readonly string[];
  readonly teamIds: readonly string[];
  /** Of what happened before, it is not told. */
  readonly createdAt: Instant;
}

/** Whom an event concerns. */
export interface Concerned {
  readonly poolIds: readonly string[];
  readonly teamIds: readonly string[];
}

/** One event on its way to a channel; where it rewrites a message, that is written anew because of it. */
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

/** Where a message of a bot stands, and whether what it says may change. */
export interface PostedMessage {
  /** The channel whose bot it was. */
  readonly by: string;
  readonly in: string;
  readonly as: string;
  /** Whether something can still be done with it. */
  readonly live: boolean;
}

/** A message that is out of date, and whose bot writes it anew. */
export interface Outdated {
  readonly messageId: string;
  readonly channelId: string;
  readonly subjectId: string;
}

/** @param posted of what channels are told */
export function isPosted({ type, data }: Pick<LedgerRow, 'type' | 'data'>, posted: readonly EventType[]): boolean {
  // What is taken back is told by no message for each lead.
  return posted.some((each) => each === type) && data.undoes === undefined;
}

/** What is made of events that channels are told of: one post for each channel that they concern, in the order of the events. */
export function postsOf(
  events: readonly LedgerRow[],
  channels: readonly Listening[],
  concernedBy: (event: LedgerRow) => Concerned,
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

/** What is made of messages that an event has made out of date: each is written anew once, whatever has happened meanwhile. */
export function rewritesOf(
  events: readonly LedgerRow[],
  outdated: readonly Outdated[],
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

/** What each kind asks for. */
const ASKED: Readonly<
  Record<
    ChannelKind,
    { readonly open: readonly (keyof Settings)[]; readonly secret: readonly (keyof ChannelSecrets)[] }
  >
> = {
  slack: { open: ['channelId'], secret: ['botToken', 'signingSecret'] },
  teams: { open: [], secret: ['url'] },
};

/** Takes what is secret out of the settings; ids are compared as text, in lower case. */
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

/** By which a bot of Slack is let in: neither a person nor an app as such, whose tokens begin otherwise. */
const BOT_TOKEN = /^(xoxe\.)?xoxb-[\w-]+$/;

/** @param isNew whether it has no secrets yet */
export function faultsOfSettings({ kind, settings, secrets = {} }: ChannelDocument, isNew: boolean): Fault[] {
  const { open, secret } = ASKED[kind];
  const given = { ...settings, ...secrets };
  const at = (name: string) => `/settings${step(name)}`;
  const asked = [...open, ...(isNew || Object.keys(secrets).length > 0 ? secret : [])];
  const missing = asked.filter((name) => given[name] === undefined);
  const foreign = Object.keys(given).filter((name) => ![...open, ...secret].some((each) => each === name));
  const isOfBot = kind !== 'slack' || given.botToken === undefined || BOT_TOKEN.test(given.botToken);
  return [
    ...(isOfBot
      ? []
      : [
          {
            pointer: at('botToken'),
            code: 'format',
            message: 'Expected the Bot User OAuth Token of the app, which begins with xoxb-.',
          },
        ]),
    ...missing.map((name) => ({ pointer: at(name), code: 'required', message: `A channel of ${kind} needs ${name}.` })),
    ...foreign.map((name) => ({ pointer: at(name), code: 'unknown', message: `A channel of ${kind} has no ${name}.` })),
  ];
}
