import { Injectable } from '@nestjs/common';
import { DirectoryService } from '../../directory/directory.service.js';
import { Slack, type SlackAnswer } from '../../platform/outbound/slack.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database } from '../../platform/sql/database.js';
import { MS_PER_MINUTE } from '../../platform/values/duration.js';
import { groupBy } from '../../platform/values/group.js';
import { neverSent } from '../attempt.js';
import { DeliveryQueueStore, SLACK_WAITS, type TakenMessage, type TakenPost } from '../delivery-queue.store.js';
import { MessageWriting, type WrittenMessages } from '../messages/message-writing.service.js';
import { splitObsolete } from '../messages/obsolete.js';
import { NotificationSettingsStore } from '../notifications/notification-settings.store.js';
import { Unwritable } from '../rendered-text.js';
import type { Busy, Sender, SendTask } from '../senders.service.js';
import { type SentTogether, Settling } from '../settling.service.js';
import { ChannelStore } from './channel.store.js';
import { type ChannelAccess, ChannelAccesses, UNREADABLE } from './channel-access.service.js';
import { chatAttemptOf, judgeSlack } from './chat-answer.js';
import { PostWriting, type WrittenPost } from './post-writing.service.js';

/** Concurrent posts to one channel from this node. Slack accepts about one a second. */
const AT_ONCE = 4;
const PEOPLE_AT_ONCE = 10;
/** Three times the longest duration of a request. If this node dies meanwhile, another takes the delivery then. */
const TAKEN_FOR_MS = MS_PER_MINUTE;
const PEOPLE = 'people';

@Injectable()
export class SlackSender implements Sender {
  readonly channel = 'slack';
  readonly waits = SLACK_WAITS;

  constructor(
    private readonly database: Database,
    private readonly queue: DeliveryQueueStore,
    private readonly channels: ChannelStore,
    private readonly accesses: ChannelAccesses,
    private readonly posts: PostWriting,
    private readonly messages: MessageWriting,
    private readonly settings: NotificationSettingsStore,
    private readonly directories: DirectoryService,
    private readonly slack: Slack,
    private readonly settling: Settling,
    private readonly time: TimeSource,
  ) {}

  async take(busy: Busy): Promise<readonly SendTask[]> {
    const [posts, people] = await Promise.all([this.takePosts(busy), this.takePeople(busy)]);
    return [...posts, ...people];
  }

  private async takePosts(busy: Busy): Promise<SendTask[]> {
    const now = this.time.now();
    const ofChannels = new Map([...busy].filter(([target]) => target !== PEOPLE));
    const taken = await this.database.engine.transaction((tx) =>
      this.queue.takePosts(tx, 'slack', now, now + TAKEN_FOR_MS, ofChannels, AT_ONCE),
    );
    if (taken.length === 0) return [];
    const written = await this.posts.writeMany('slack', taken);
    const ids = [...taken.map(({ channelId }) => channelId), ...written.flatMap(({ posted }) => posted?.by ?? [])];
    const accesses = await this.accesses.readMany([...new Set(ids)]);
    return taken.map((post, index) => ({
      target: post.channelId,
      takenUntil: post.takenUntil,
      send: async () => {
        // Another node may have shown something newer: the time of a machine that was suspended stands still.
        if (post.rewrites !== null && !(await this.queue.isStillTaken(this.database.engine, post))) return;
        await this.settling.add('slack', await this.sendPost(post, written[index]!, accesses));
      },
    }));
  }

  /** Messages to reps wait while there is no bot that could send them. */
  private async takePeople(busy: Busy): Promise<SendTask[]> {
    const now = this.time.now();
    const free = PEOPLE_AT_ONCE - (busy.get(PEOPLE) ?? 0);
    const botId = free > 0 ? await this.channels.findBot(this.database.reads, now) : null;
    if (botId === null) return [];
    const taken = await this.database.engine.transaction((tx) =>
      this.queue.takeMessages(tx, 'slack', now, now + TAKEN_FOR_MS, free),
    );
    if (taken.length === 0) return [];
    const messages = [...groupBy(taken, ({ messageId }) => messageId).values()];
    const addressed = messages.map((together) => ({
      repId: together[0]!.repId,
      notificationIds: together.map(({ notificationId }) => notificationId),
    }));
    const written = await this.messages.readItems(addressed);
    const members = await this.membersOf(addressed.map(({ repId }) => repId));
    const bot = (await this.accesses.readMany([botId])).get(botId)!;
    return messages.map((together, index) => ({
      target: PEOPLE,
      takenUntil: together[0]!.takenUntil,
      send: async () =>
        this.settling.add(
          'slack',
          await this.sendToPerson(together, written[index]!, members.get(together[0]!.repId)!, bot),
        ),
    }));
  }

  /** Returns each rep's Slack member id, or why they get no message. */
  private async membersOf(repIds: readonly string[]): Promise<ReadonlyMap<string, { memberId?: string; why: string }>> {
    const directory = await this.directories.now();
    const own = new Map(
      (await this.settings.readMany(this.database.reads, repIds)).map((row) => [row.repId, row.body]),
    );
    return new Map(
      repIds.map((repId) => {
        if (directory.rep(repId)?.active !== true) return [repId, { why: 'they do not work here any more' }];
        const memberId = own.get(repId)?.slack.memberId ?? null;
        return [repId, { ...(memberId !== null && { memberId }), why: 'they get no messages in Slack any more' }];
      }),
    );
  }

  private async sendPost(
    post: TakenPost,
    { payload, obsolete, posted, isLive }: WrittenPost,
    accesses: ReadonlyMap<string, ChannelAccess>,
  ): Promise<SentTogether> {
    // Only the bot that posted a message can update it.
    const access = accesses.get(posted?.by ?? post.channelId);
    const why = access === undefined ? 'the channel of its bot is gone' : obsolete;
    if (payload === null || access === undefined || why !== null)
      return { sent: [], obsolete: [{ ...post, why: why ?? 'nothing is left to report' }], attempt: null };
    const at = this.time.now();
    const sent = { sent: [post], endpointId: access.id };
    if (payload instanceof Unwritable) return { ...sent, attempt: neverSent(payload.problem, at) };
    if (post.rewrites !== null && posted === null)
      return { sent: [post], attempt: neverSent('The post that it updates has not been sent yet', at) };
    const token = access.secrets?.botToken;
    if (token === undefined) return { ...sent, attempt: neverSent(UNREADABLE, at) };
    if (posted !== null) {
      const update = () => this.slack.update(token, posted, payload);
      return this.ask(sent, update, { messageId: post.rewrites!, isLive, isOfChannel: false });
    }
    const send = () => this.slack.post(token, access.channelId!, post.messageId, payload);
    return this.ask(sent, send, { messageId: post.messageId, isLive, isOfChannel: true });
  }

  private async sendToPerson(
    together: readonly TakenMessage[],
    { items, obsolete }: WrittenMessages,
    { memberId, why }: { memberId?: string; why: string },
    bot: ChannelAccess,
  ): Promise<SentTogether> {
    const { repId, messageId } = together[0]!;
    const split = splitObsolete(together, ({ notificationId }) =>
      memberId === undefined ? why : obsolete.get(notificationId),
    );
    if (split.sent.length === 0 || items.length === 0) return { ...split, attempt: null };
    const at = this.time.now();
    const sent = { ...split, endpointId: bot.id, repId };
    const token = bot.secrets?.botToken;
    if (token === undefined) return { ...sent, attempt: neverSent(UNREADABLE, at) };
    const payload = this.posts.payloadOf(items);
    if (payload instanceof Unwritable) return { ...sent, attempt: neverSent(payload.problem, at) };
    const isLive = items.some((item) => item.isLive);
    const send = () => this.slack.post(token, memberId!, messageId, payload);
    return this.ask(sent, send, { messageId, isLive, isOfChannel: false });
  }

  private async ask(
    sent: Omit<SentTogether, 'attempt'> & { readonly endpointId: string },
    send: () => Promise<SlackAnswer>,
    { messageId, isLive, isOfChannel }: { messageId: string; isLive: boolean; isOfChannel: boolean },
  ): Promise<SentTogether> {
    const at = this.time.now();
    const begunMs = performance.now();
    const { answer, code, place } = await send();
    const judgement = judgeSlack(answer, code, { isTaken: place !== null, isOfChannel });
    return {
      ...sent,
      attempt: chatAttemptOf(answer, judgement, at, performance.now() - begunMs),
      stops: judgement.stops,
      ...(place !== null && { posted: [messageId, { by: sent.endpointId, ...place, live: isLive }] }),
    };
  }
}
