import { Injectable } from '@nestjs/common';
import { Alarms } from '../directory/alarms.service.js';
import { Gatherer } from '../platform/running/gatherer.js';
import { TimeSource } from '../platform/running/time-source.js';
import { Database, type Tx } from '../platform/sql/database.js';
import { chance } from '../platform/values/chance.js';
import type { Instant } from '../platform/values/duration.js';
import { groupBy } from '../platform/values/group.js';
import { type Attempt, afterAttempt } from './attempt.js';
import { AttemptStore } from './attempt.store.js';
import type { PostedMessage } from './channels/channel.js';
import { ChannelStore } from './channels/channel.store.js';
import { CHANNELS, type Channel } from './delivery.js';
import { DeliveryQueueStore, type SettledDelivery, type WithdrawnDelivery } from './delivery-queue.store.js';
import { type EndpointHealth, healthAfter } from './endpoint.js';
import { type EndpointKind, EndpointStore } from './endpoint.store.js';
import { MessagePaceStore } from './messages/message-way.store.js';
import { WebhookStore } from './webhooks/webhook.store.js';

/** Deliveries that were sent together, as one message, and their common outcome. */
export interface SentTogether {
  readonly sent: readonly (Omit<SettledDelivery, 'attempt' | 'state' | 'dueAt' | 'endedAt'> & {
    readonly createdAt: Instant;
  })[];
  readonly obsolete?: readonly WithdrawnDelivery[];
  /** Null if none was left to send. */
  readonly attempt: Attempt | null;
  readonly endpointId?: string;
  /** Why the channel permanently rejects posts; see `ChatJudgement`. */
  readonly stops?: string | null;
  readonly repId?: string;
  readonly posted?: readonly [messageId: string, posted: PostedMessage];
}

const AT_ONCE = 500;

/** Stores the outcome of deliveries, and the health of the endpoints they went to, in one transaction for many. */
@Injectable()
export class Settling {
  private readonly gatherers = new Map(
    CHANNELS.map((channel) => [
      channel,
      new Gatherer<SentTogether, undefined>((all) => this.settle(channel, all), AT_ONCE),
    ]),
  );

  constructor(
    private readonly database: Database,
    private readonly queue: DeliveryQueueStore,
    private readonly attempts: AttemptStore,
    private readonly endpoints: EndpointStore,
    private readonly webhooks: WebhookStore,
    private readonly channels: ChannelStore,
    private readonly pace: MessagePaceStore,
    private readonly alarms: Alarms,
    private readonly time: TimeSource,
  ) {}

  async add(channel: Channel, sent: SentTogether): Promise<void> {
    await this.gatherers.get(channel)!.add(sent);
  }

  private async settle(channel: Channel, all: readonly SentTogether[]): Promise<undefined[]> {
    const now = this.time.now();
    const settled = all.flatMap(({ sent, attempt }) => (attempt === null ? [] : settledOf(sent, attempt, now)));
    const reached = all.flatMap(({ repId, attempt }) => (attempt?.problem === null ? (repId ?? []) : []));
    await this.database.engine.transaction(async (tx) => {
      await this.settleEndpoints(tx, channel === 'webhook' ? 'webhook' : 'channel', all, now);
      await this.queue.withdraw(
        tx,
        all.flatMap(({ obsolete }) => obsolete ?? []),
        now,
      );
      await this.queue.settle(tx, settled);
      await this.queue.notePosted(tx, new Map(all.flatMap(({ posted }) => (posted === undefined ? [] : [posted]))));
      await this.attempts.insertMany(tx, settled);
      await this.pace.writeMany(tx, channel, [...new Set(reached)], now);
    });
    return all.map(() => undefined);
  }

  private async settleEndpoints(tx: Tx, kind: EndpointKind, all: readonly SentTogether[], now: Instant): Promise<void> {
    const attempted = all.filter(({ attempt, endpointId }) => attempt !== null && endpointId !== undefined);
    if (attempted.length === 0) return;
    const ofEach = groupBy(attempted, ({ endpointId }) => endpointId!);
    const before = await this.endpoints.lockMany(tx, kind, [...ofEach.keys()]);
    const healths = [...before].map(([id, endpoint]) => {
      const outcomes = ofEach
        .get(id)!
        // An endpoint that permanently rejects one message is healthy.
        .map(({ attempt }) => ({ ...attempt!, isSuccess: attempt!.problem === null || attempt!.isFinal }))
        .sort((one, other) => one.at + one.tookMs - (other.at + other.tookMs));
      return { id, endpoint, health: healthAfter(endpoint, outcomes, now) };
    });
    const changed = healths.filter(({ endpoint, health }) => health.endpoint !== endpoint);
    await this.endpoints.writeMany(tx, kind, new Map(changed.map(({ id, health }) => [id, health.endpoint])));
    for (const { id, health } of healths)
      if (kind === 'webhook') await this.alarmOfWebhook(tx, id, health, now);
      else await this.alarmOfChannel(tx, id, health, ofEach.get(id)!.find(({ stops }) => stops)?.stops ?? null, now);
  }

  private async alarmOfWebhook(tx: Tx, webhookId: string, { pausedBecause, isReported }: EndpointHealth, at: Instant) {
    if (pausedBecause !== null && (await this.webhooks.pause(tx, webhookId, pausedBecause, null, at)))
      await this.alarms.notify(tx, 'webhook.paused', { webhookId, why: pausedBecause }, at);
    if (isReported) await this.alarms.notify(tx, 'webhook.failing', { webhookId }, at);
  }

  private async alarmOfChannel(
    tx: Tx,
    channelId: string,
    { pausedBecause, isReported }: EndpointHealth,
    note: string | null,
    at: Instant,
  ) {
    const why = note !== null ? 'refused' : pausedBecause !== null ? 'failing' : null;
    if (why === null && isReported) await this.alarms.notify(tx, 'channel.failing', { channelId }, at);
    if (why !== null && (await this.channels.stop(tx, channelId, why, note, at)))
      await this.alarms.notify(tx, 'channel.stopped', { channelId, why, note }, at);
  }
}

/** Deliveries sent together are retried together, as long as the oldest of them would be. */
function settledOf(sent: SentTogether['sent'], attempt: Attempt, now: Instant): SettledDelivery[] {
  const attempts = Math.max(...sent.map((each) => each.attempts));
  const begunAt = Math.min(...sent.map((each) => each.createdAt));
  const after = afterAttempt({ attempts, begunAt }, attempt, now, chance());
  return sent.map((each) => ({ ...each, attempt, ...after }));
}
