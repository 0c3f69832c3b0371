import { Injectable } from '@nestjs/common';
import { DirectoryService } from '../../directory/directory.service.js';
import { NotificationStore } from '../../notifications/notification.store.js';
import { chance } from '../../platform/chance.js';
import { Database, type Tx } from '../../platform/database.js';
import type { Instant } from '../../platform/duration.js';
import { Gatherer } from '../../platform/gatherer.js';
import { groupBy } from '../../platform/group.js';
import { type OutboundAnswer, retryAfterMs } from '../../platform/outbound.js';
import { TimeSource } from '../../platform/time-source.js';
import { AttemptStore } from '../attempt.store.js';
import { type Attempt, afterAttempt } from '../delivery.js';
import { DeliveryQueueStore, type Settled, type TakenMessage, type TakenPost } from '../delivery-queue.store.js';
import { healthAfter } from '../endpoint.js';
import { MessagePaceStore } from '../messages/message-way.store.js';
import type { Posted, StoppedBecause } from './channel.js';
import { ChannelStore } from './channel.store.js';
import type { Judgement } from './chat-answer.js';

const SETTLED_AT_ONCE = 100;
const KEPT_CHARACTERS = 1_024;

/** What came of a message: of those that are told together the same, but for those that nobody has to be told. */
export interface SentChat {
  /** Where it went, or by whose bot. */
  readonly channelId: string;
  readonly told: readonly (TakenPost | TakenMessage)[];
  readonly obsolete: readonly { readonly id: string; readonly why: string }[];
  /** Null: nothing was left to tell. */
  readonly attempt: Attempt | null;
  /** Whether it says something of the channel. */
  readonly isAsked: boolean;
  /** As of `Judgement`. */
  readonly stops: string | null;
  /** Who was written to; null: a channel was posted to. */
  readonly repId: string | null;
  /** Where it stands, by its id; null where nothing is known of that. */
  readonly posted: readonly [messageId: string, posted: Posted] | null;
}

/** Settles what came of messages to channels, and of those of bots to people. */
@Injectable()
export class ChatSettling {
  private readonly settling = new Gatherer<SentChat, undefined>((sent) => this.settle(sent), SETTLED_AT_ONCE);

  constructor(
    private readonly database: Database,
    private readonly queue: DeliveryQueueStore,
    private readonly attempts: AttemptStore,
    private readonly pace: MessagePaceStore,
    private readonly channels: ChannelStore,
    private readonly notifications: NotificationStore,
    private readonly directories: DirectoryService,
    private readonly time: TimeSource,
  ) {}

  async add(sent: SentChat): Promise<void> {
    await this.settling.add(sent);
  }

  /** @param begunMs of `performance` */
  attemptOf(answer: OutboundAnswer, { problem, isFinal }: Judgement, at: Instant, begunMs: number): Attempt {
    return {
      at,
      tookMs: Math.round(performance.now() - begunMs),
      status: answer.status,
      // What was taken is answered with all that it says, which is nobody's to keep.
      answer: answer.status === null ? null : problem === null ? '' : keptOf(answer.text),
      problem,
      askedForMs: retryAfterMs(answer.headers['retry-after'], at),
      isFinal,
    };
  }

  /** Nothing was asked. */
  without(problem: string): Attempt {
    return { at: this.time.now(), tookMs: 0, status: null, answer: null, problem, askedForMs: 0, isFinal: false };
  }

  private async settle(sent: readonly SentChat[]): Promise<undefined[]> {
    const now = this.time.now();
    const settled = sent.flatMap(({ told, attempt }) => (attempt === null ? [] : settledOf(told, attempt, now)));
    const obsolete = sent.flatMap((each) => each.obsolete);
    const reached = sent.flatMap(({ repId, attempt }) => (attempt?.problem === null ? (repId ?? []) : []));
    await this.database.engine.transaction(async (tx) => {
      await this.settleChannels(tx, sent, now);
      if (obsolete.length > 0) await this.queue.withdraw(tx, obsolete, now);
      await this.queue.settle(tx, settled);
      await this.queue.notePosted(tx, new Map(sent.flatMap(({ posted }) => (posted === null ? [] : [posted]))));
      await this.attempts.insertMany(tx, settled);
      if (reached.length > 0) await this.pace.writeMany(tx, 'slack', [...new Set(reached)], now);
    });
    return sent.map(() => undefined);
  }

  private async settleChannels(tx: Tx, sent: readonly SentChat[], now: Instant): Promise<void> {
    const ofEach = groupBy(
      sent.filter(({ attempt, isAsked }) => attempt !== null && isAsked),
      ({ channelId }) => channelId,
    );
    const before = await this.channels.lockEndpoints(tx, [...ofEach.keys()]);
    const healths = [...before].map(([id, endpoint]) => {
      const outcomes = ofEach
        .get(id)!
        // Who refuses one message is well.
        .map(({ attempt }) => ({ ...attempt!, isSuccess: attempt!.problem === null || attempt!.isFinal }))
        .sort((one, other) => one.at + one.tookMs - (other.at + other.tookMs));
      return { id, endpoint, health: healthAfter(endpoint, outcomes, now) };
    });
    const changed = healths.filter(({ endpoint, health }) => health.endpoint !== endpoint);
    await this.channels.writeEndpoints(tx, new Map(changed.map(({ id, health }) => [id, health.endpoint])));
    for (const { id, health } of healths) {
      const stops = ofEach.get(id)!.find((each) => each.stops !== null)?.stops ?? null;
      if (stops !== null) await this.stop(tx, id, 'refused', stops, now);
      else if (health.pauses !== null) await this.stop(tx, id, 'failing', null, now);
      else if (health.tells) await this.tell(tx, 'channel.failing', { channelId: id }, now);
    }
  }

  private async stop(tx: Tx, channelId: string, why: StoppedBecause, note: string | null, at: Instant): Promise<void> {
    if (await this.channels.stop(tx, channelId, why, note, at))
      await this.tell(tx, 'channel.stopped', { channelId, why, note }, at);
  }

  private async tell(tx: Tx, type: 'channel.failing' | 'channel.stopped', data: object, at: Instant): Promise<void> {
    const { alerted } = await this.directories.current(tx);
    const about = { subjectType: null, subjectId: null } as const;
    await this.notifications.insertMany(
      tx,
      alerted.map((repId) => ({ repId, type, ...about, at, data: { ...data } })),
    );
  }
}

function keptOf(text: string): string {
  return text.slice(0, KEPT_CHARACTERS).replaceAll('\0', '\uFFFD');
}

/** What was told together is tried again together, for as long as the first of it would be. */
function settledOf(told: SentChat['told'], attempt: Attempt, now: Instant): Settled[] {
  const attempts = Math.max(...told.map((message) => message.attempts));
  const createdAt = Math.min(...told.map((message) => message.createdAt));
  const after = afterAttempt({ attempts, createdAt }, attempt, now, chance());
  return told.map((message) => ({ ...message, attempt, ...after }));
}
