import { Injectable } from '@nestjs/common';
import { DirectoryService } from '../../directory/directory.service.js';
import { LedgerStore } from '../../events/ledger.store.js';
import { NotificationStore } from '../../notifications/notification.store.js';
import { chance } from '../../platform/chance.js';
import { Database, type Tx } from '../../platform/database.js';
import { type Instant, MS_PER_MINUTE } from '../../platform/duration.js';
import { Gatherer } from '../../platform/gatherer.js';
import { groupBy } from '../../platform/group.js';
import { TimeSource } from '../../platform/time-source.js';
import { AttemptStore } from '../attempt.store.js';
import { type Attempt, afterAttempt, isSuccess } from '../delivery.js';
import { DeliveryQueueStore, type Settled, type TakenDelivery, WEBHOOKS_WAIT } from '../delivery-queue.store.js';
import { healthAfter } from '../endpoint.js';
import type { Busy, Sender, Sending } from '../senders.service.js';
import { WebhookStore } from './webhook.store.js';
import { WebhookPoster } from './webhook-poster.service.js';

/** So many to one endpoint at once from this node. */
const AT_ONCE = 16;
/** Three times as long as a request may take: what dies in the middle is taken by another node then. */
const TAKEN_FOR_MS = MS_PER_MINUTE;
const SETTLED_AT_ONCE = 500;

/** What was sent, and what came of it. */
interface Sent {
  readonly delivery: TakenDelivery;
  readonly attempt: Attempt;
}

/** Tells webhooks of events. */
@Injectable()
export class WebhookSender implements Sender {
  readonly channel = 'webhook';
  readonly waits = WEBHOOKS_WAIT;
  private readonly settling = new Gatherer<Sent, undefined>((sent) => this.settle(sent), SETTLED_AT_ONCE);

  constructor(
    private readonly database: Database,
    private readonly queue: DeliveryQueueStore,
    private readonly attempts: AttemptStore,
    private readonly webhooks: WebhookStore,
    private readonly notifications: NotificationStore,
    private readonly ledger: LedgerStore,
    private readonly poster: WebhookPoster,
    private readonly directories: DirectoryService,
    private readonly time: TimeSource,
  ) {}

  async take(busy: Busy): Promise<readonly Sending[]> {
    const now = this.time.now();
    const taken = await this.database.engine.transaction((tx) =>
      this.queue.take(tx, now, now + TAKEN_FOR_MS, busy, AT_ONCE),
    );
    if (taken.length === 0) return [];
    const events = new Map((await this.ledger.readSome(taken)).map((event) => [event.id, event]));
    const secrets = await this.poster.readSecrets([...new Set(taken.map(({ webhookId }) => webhookId))]);
    return taken.map((delivery) => ({
      target: delivery.webhookId,
      takenUntil: delivery.takenUntil,
      send: async () => {
        const event = events.get(delivery.eventId) ?? null;
        const attempt = await this.poster.send(delivery, event, secrets.get(delivery.webhookId) ?? []);
        await this.settling.add({ delivery, attempt });
      },
    }));
  }

  private async settle(sent: readonly Sent[]): Promise<undefined[]> {
    const now = this.time.now();
    await this.database.engine.transaction(async (tx) => {
      const settled = sent.map(
        ({ delivery, attempt }): Settled => ({
          ...delivery,
          attempt,
          ...afterAttempt({ ...delivery, createdAt: delivery.triedFrom }, attempt, now, chance()),
        }),
      );
      await this.settleEndpoints(tx, sent, now);
      await this.queue.settle(tx, settled);
      await this.attempts.insertMany(tx, settled);
    });
    return sent.map(() => undefined);
  }

  private async settleEndpoints(tx: Tx, sent: readonly Sent[], now: Instant): Promise<void> {
    const ofEach = groupBy(sent, ({ delivery }) => delivery.webhookId);
    const before = await this.webhooks.lockEndpoints(tx, [...ofEach.keys()]);
    const healths = [...before].map(([id, endpoint]) => {
      const outcomes = ofEach
        .get(id)!
        .map(({ attempt }) => ({ ...attempt, isSuccess: isSuccess(attempt) }))
        .sort((one, other) => one.at + one.tookMs - (other.at + other.tookMs));
      return { id, endpoint, health: healthAfter(endpoint, outcomes, now) };
    });
    const changed = healths.filter(({ endpoint, health }) => health.endpoint !== endpoint);
    await this.webhooks.writeEndpoints(tx, new Map(changed.map(({ id, health }) => [id, health.endpoint])));
    for (const { id, health } of healths) {
      if (health.pauses !== null && (await this.webhooks.pause(tx, id, health.pauses, null, now)))
        await this.tell(tx, 'webhook.paused', { webhookId: id, why: health.pauses }, now);
      if (health.tells) await this.tell(tx, 'webhook.failing', { webhookId: id }, now);
    }
  }

  private async tell(tx: Tx, type: 'webhook.paused' | 'webhook.failing', data: object, at: Instant): Promise<void> {
    const { alerted } = await this.directories.current(tx);
    const about = { subjectType: null, subjectId: null } as const;
    await this.notifications.insertMany(
      tx,
      alerted.map((repId) => ({ repId, type, ...about, at, data: { ...data } })),
    );
  }
}
