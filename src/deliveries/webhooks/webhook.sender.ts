import { Injectable } from '@nestjs/common';
import { LedgerStore } from '../../events/ledger.store.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database } from '../../platform/sql/database.js';
import { MS_PER_MINUTE } from '../../platform/values/duration.js';
import { DeliveryQueueStore, WEBHOOKS_WAIT } from '../delivery-queue.store.js';
import type { Busy, Sender, SendTask } from '../senders.service.js';
import { Settling } from '../settling.service.js';
import { WebhookPoster } from './webhook-poster.service.js';

const AT_ONCE = 16;
/** Three times the longest duration of a request. If this node dies meanwhile, another takes the delivery then. */
const TAKEN_FOR_MS = MS_PER_MINUTE;

@Injectable()
export class WebhookSender implements Sender {
  readonly channel = 'webhook';
  readonly waits = WEBHOOKS_WAIT;

  constructor(
    private readonly database: Database,
    private readonly queue: DeliveryQueueStore,
    private readonly ledger: LedgerStore,
    private readonly poster: WebhookPoster,
    private readonly settling: Settling,
    private readonly time: TimeSource,
  ) {}

  async take(busy: Busy): Promise<readonly SendTask[]> {
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
        await this.settling.add('webhook', { sent: [delivery], attempt, endpointId: delivery.webhookId });
      },
    }));
  }
}
