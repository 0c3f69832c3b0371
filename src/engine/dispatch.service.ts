import { randomInt } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { AttemptStore } from '../deliveries/attempt.store.js';
import { type Attempt, isSuccess } from '../deliveries/delivery.js';
import { DeliveryQueueStore, type Settled, type TakenDelivery } from '../deliveries/delivery-queue.store.js';
import { faringOf, type PausedBecause } from '../deliveries/endpoint.js';
import { nextTryAt } from '../deliveries/trying-again.js';
import { WebhookStore } from '../deliveries/webhook.store.js';
import { DirectoryService } from '../directory/directory.service.js';
import { LedgerStore } from '../events/ledger.store.js';
import { NotificationStore } from '../notifications/notification.store.js';
import { Database, type Tx } from '../platform/database.js';
import { Gatherer } from '../platform/gatherer.js';
import { groupBy } from '../platform/group.js';
import { type Instant, MS_PER_MINUTE } from '../platform/instant.js';
import { TimeSource } from '../platform/time-source.js';
import { WebhookSender } from './webhook-sender.service.js';

/** So many to one endpoint at once from this node, and so many in all. */
const AT_ONCE = 16;
const AT_ONCE_IN_ALL = 512;
/** Three times as long as a request may take: what dies in the middle is taken by another node then. */
const TAKEN_FOR_MS = MS_PER_MINUTE;
/** As long as something is under way it is looked so often whether more is due. */
const LOOK_MS = 50;
const SETTLED_AT_ONCE = 500;
const CHANCES = 1_000;

/** What was sent, and what came of it. */
interface Sent {
  readonly delivery: TakenDelivery;
  readonly attempt: Attempt;
}

/**
 * Delivers what waits, on any number of nodes: each takes some for a minute, sends them, and says what came of it. What it
 * has not said by then another one sends once more, under the same id (docs/adr/0036).
 */
@Injectable()
export class Dispatch {
  private readonly logger = new Logger('deliveries');
  /** Those under way from this node, by endpoint. */
  private readonly busy = new Map<string, number>();
  private readonly underWay = new Set<Promise<void>>();
  private readonly settling = new Gatherer<Sent, undefined>((sent) => this.settle(sent), SETTLED_AT_ONCE);

  constructor(
    private readonly database: Database,
    private readonly deliveries: DeliveryQueueStore,
    private readonly attempts: AttemptStore,
    private readonly webhooks: WebhookStore,
    private readonly notifications: NotificationStore,
    private readonly ledger: LedgerStore,
    private readonly sender: WebhookSender,
    private readonly directories: DirectoryService,
    private readonly time: TimeSource,
  ) {}

  /** Until nothing is due and nothing is under way. @param goOn whether to take more */
  async look(goOn: () => boolean = () => true): Promise<void> {
    while (goOn()) {
      const taken = this.underWay.size < AT_ONCE_IN_ALL ? await this.take() : 0;
      if (taken === 0 && this.underWay.size === 0) return;
      await Promise.race([...this.underWay, setTimeout(LOOK_MS, undefined, { ref: false })]);
    }
    await Promise.all(this.underWay);
  }

  /** @returns how many are under way now that were not */
  private async take(): Promise<number> {
    const now = this.time.now();
    const taken = await this.database.engine.transaction((tx) =>
      this.deliveries.take(tx, now, now + TAKEN_FOR_MS, this.busy, AT_ONCE),
    );
    if (taken.length === 0) return 0;
    const events = await this.ledger.readSome(taken);
    const eventOf = new Map(events.map((event) => [event.id, event]));
    const ofEach = groupBy(taken, (each) => each.webhookId);
    const secrets = await this.sender.readSecrets([...ofEach.keys()]);
    for (const [webhookId, some] of ofEach) {
      this.busy.set(webhookId, (this.busy.get(webhookId) ?? 0) + some.length);
      const send = (delivery: TakenDelivery) =>
        this.sender.send(delivery, eventOf.get(delivery.eventId) ?? null, secrets.get(webhookId) ?? []);
      const sending = this.sendAll(some, send).finally(() => this.underWay.delete(sending));
      this.underWay.add(sending);
    }
    return taken.length;
  }

  /** To one endpoint, side by side. */
  private async sendAll(
    taken: readonly TakenDelivery[],
    send: (delivery: TakenDelivery) => Promise<Attempt>,
  ): Promise<void> {
    const sending = taken.map(async (delivery) => {
      try {
        await this.settling.add({ delivery, attempt: await send(delivery) });
      } catch (error) {
        // It is taken again when its time is over.
        this.logger.warn(error instanceof Error ? `A delivery is left as it is: ${error.message}` : 'A delivery fails');
      }
      this.leave(delivery.webhookId);
    });
    await Promise.all(sending);
  }

  private leave(webhookId: string): void {
    const left = this.busy.get(webhookId)! - 1;
    if (left === 0) this.busy.delete(webhookId);
    else this.busy.set(webhookId, left);
  }

  private async settle(sent: readonly Sent[]): Promise<undefined[]> {
    const now = this.time.now();
    await this.database.engine.transaction(async (tx) => {
      const settled = sent.map((each) => settledOf(each, now));
      await this.settleEndpoints(tx, sent, now);
      await this.deliveries.settle(tx, settled);
      await this.attempts.insertMany(tx, settled);
    });
    return sent.map(() => undefined);
  }

  private async settleEndpoints(tx: Tx, sent: readonly Sent[], now: Instant): Promise<void> {
    const ofEach = groupBy(sent, ({ delivery }) => delivery.webhookId);
    const before = await this.webhooks.lockEndpoints(tx, [...ofEach.keys()]);
    const farings = [...before].map(([id, endpoint]) => {
      const outcomes = ofEach
        .get(id)!
        .map(({ attempt }) => ({ ...attempt, at: attempt.at, isSuccess: isSuccess(attempt) }))
        .sort((one, other) => one.at + one.tookMs - (other.at + other.tookMs));
      return { id, endpoint, faring: faringOf(endpoint, outcomes, now) };
    });
    const changed = farings.filter(({ endpoint, faring }) => faring.endpoint !== endpoint);
    await this.webhooks.writeEndpoints(tx, new Map(changed.map(({ id, faring }) => [id, faring.endpoint])));
    for (const { id, faring } of farings) {
      if (faring.pauses !== null && (await this.webhooks.pause(tx, id, faring.pauses, null, now)))
        await this.tell(tx, 'webhook.paused', { webhookId: id, why: faring.pauses satisfies PausedBecause }, now);
      if (faring.tells) await this.tell(tx, 'webhook.failing', { webhookId: id }, now);
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

function settledOf({ delivery, attempt }: Sent, now: Instant): Settled {
  if (isSuccess(attempt)) return { ...delivery, attempt, state: 'delivered', dueAt: null };
  const dueAt = nextTryAt({ ...delivery, askedForMs: attempt.askedForMs }, now, randomInt(CHANCES) / CHANCES);
  return { ...delivery, attempt, state: dueAt === null ? 'failed' : 'waiting', dueAt };
}
