import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { IdempotencyStore } from '../../auth/idempotency.store.js';
import { actorOf, type Caller } from '../../auth/scope.js';
import { ConfigurationService } from '../../configuration/configuration.service.js';
import { ResourceService } from '../../configuration/resource.service.js';
import { noKey, placeOf } from '../../configuration/sealed-field.service.js';
import { fault } from '../../platform/input/fault.js';
import { instantOf } from '../../platform/input/formats.js';
import { NotFoundError, refuse } from '../../platform/input/refusal.js';
import { Secrets } from '../../platform/outbound/secrets.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database, type Tx } from '../../platform/sql/database.js';
import { type Instant, isoOrNull, MS_PER_DAY } from '../../platform/values/duration.js';
import { newId } from '../../platform/values/ids.js';
import type { DeliveryView } from '../delivery.schema.js';
import { deliveryFields } from '../delivery.view.js';
import { makeAllDue } from '../delivery-columns.store.js';
import { DeliveryListStore, type ListedDelivery, type ListedWebhookDelivery } from '../delivery-list.store.js';
import { DeliveryQueueStore } from '../delivery-queue.store.js';
import { replayOf, SECRET_BYTES, secretOf } from './webhook.js';
import { WEBHOOK } from './webhook.kind.js';
import type { RotatedView, WebhookReplayBody } from './webhook.schema.js';
import { WEBHOOK_SECRETS, WebhookSecretStore, WebhookStore } from './webhook.store.js';
import { WEBHOOKS } from './webhook.table.js';

/** How long the former secret still signs. */
const FORMER_SIGNS_MS = MS_PER_DAY;
const REPLAYED_MAX = 50_000;
const HURRIED_AT_ONCE = 5_000;
/** Limits a request to a few seconds. The rest is sent when its own retry is due. */
const HURRIED_SLICES_MAX = 20;

@Injectable()
export class WebhookToolsService {
  constructor(
    private readonly database: Database,
    private readonly configuration: ConfigurationService,
    private readonly resources: ResourceService,
    private readonly webhooks: WebhookStore,
    private readonly secrets: Secrets,
    private readonly sealed: WebhookSecretStore,
    private readonly deliveries: DeliveryQueueStore,
    private readonly lists: DeliveryListStore,
    private readonly requests: IdempotencyStore,
    private readonly time: TimeSource,
  ) {}

  async rotate(id: string, caller: Caller): Promise<RotatedView> {
    if (!this.secrets.isReady) refuse(noKey(''));
    const secret = secretOf(randomBytes(SECRET_BYTES));
    const sealed = this.secrets.seal(JSON.stringify(secret), placeOf(WEBHOOK.kind, id));
    const formerUntil = await this.change(id, 'rotated', caller, async (tx, now) => {
      // A former secret that was sealed with a lost key cannot sign.
      const former = await WEBHOOK_SECRETS.read(tx, id);
      const signs = former !== null && this.secrets.canOpen(former, placeOf(WEBHOOK.kind, id));
      const until = signs ? now + FORMER_SIGNS_MS : null;
      await this.sealed.rotate(tx, id, sealed, until);
      await tx.repository(WEBHOOKS).update({ id }, { secretSetAt: now });
      return until;
    });
    return { secret, formerUntil: isoOrNull(formerUntil) };
  }

  async pause(id: string, reason: string, caller: Caller) {
    await this.changeOnce(id, 'paused', caller, (tx, now) => this.webhooks.pause(tx, id, 'person', reason, now));
    return this.resources.get(WEBHOOK, id);
  }

  async resume(id: string, caller: Caller) {
    await this.changeOnce(id, 'resumed', caller, (tx, now) => this.webhooks.resume(tx, id, now));
    // Also if it was not paused: an earlier request may have resumed it and then failed.
    await this.hurry(id);
    return this.resources.get(WEBHOOK, id);
  }

  /** Makes retries due at once: the cause of the failures has presumably been mended, and a retry may be hours away. */
  private async hurry(id: string): Promise<void> {
    const now = this.time.now();
    for (let slice = 0; slice < HURRIED_SLICES_MAX; slice += 1)
      if (
        (await this.database.transaction((tx) => makeAllDue(tx, { webhookId: id }, now, HURRIED_AT_ONCE))) <
        HURRIED_AT_ONCE
      )
        return;
  }

  async replay(
    id: string,
    { from, to, failed }: WebhookReplayBody,
    { requestId }: Caller,
  ): Promise<{ deliveries: number }> {
    await this.resources.get(WEBHOOK, id);
    const span = { from: instantOf(from), to: instantOf(to) };
    if (span.to <= span.from) refuse(fault('/to', 'order', 'Expected an instant after `from`.'));
    return this.database.transaction(async (tx) => {
      const ended = await this.lists.readEnded(tx, id, span, failed, REPLAYED_MAX + 1);
      if (ended.length > REPLAYED_MAX) {
        const message = `Expected a shorter span: this one has more than ${REPLAYED_MAX.toLocaleString('en')} deliveries.`;
        refuse(fault('/to', 'tooMany', message));
      }
      const now = this.time.now();
      const hasActed = await this.requests.hasActed(tx, requestId);
      const again = hasActed ? [] : ended.map((delivery) => replayOf(delivery, newId(now), now));
      await this.deliveries.insertMany(tx, again);
      return { deliveries: ended.length };
    });
  }

  async replayOne(webhookId: string, id: string, { requestId }: Caller): Promise<DeliveryView> {
    // Deliveries of a deleted webhook exist a little longer than the webhook.
    await this.resources.get(WEBHOOK, webhookId);
    return this.database.transaction(async (tx) => {
      const found = await this.lists.findOfWebhook(tx, webhookId, id);
      if (found === undefined) throw new NotFoundError('delivery', id);
      const hasActed = await this.requests.hasActed(tx, requestId);
      const made = hasActed
        ? ((await this.lists.find(tx, requestId!)) ?? found)
        : await this.sendAgain(tx, found, requestId);
      return { ...deliveryFields(made), lastAttempt: null };
    });
  }

  private async sendAgain(
    tx: Tx,
    found: ListedWebhookDelivery,
    requestId: string | undefined,
  ): Promise<ListedDelivery> {
    const now = this.time.now();
    if (found.state === 'waiting') await this.deliveries.hurry(tx, found.id, now);
    const again = found.state === 'waiting' ? found : replayOf(found, requestId ?? newId(now), now);
    if (again !== found) await this.deliveries.insertMany(tx, [again]);
    return (await this.lists.find(tx, again.id))!;
  }

  /** Leaves a webhook as it is if this request has acted before: a person may have changed it back since. */
  private changeOnce(
    id: string,
    change: 'paused' | 'resumed',
    caller: Caller,
    work: (tx: Tx, now: Instant) => Promise<boolean>,
  ): Promise<boolean> {
    return this.change(id, change, caller, async (tx, now) => {
      if (await this.requests.hasActed(tx, caller.requestId)) return false;
      return work(tx, now);
    });
  }

  /** Runs work under the configuration lock and records it as an event. @returns what the work returns */
  private async change<Done>(
    id: string,
    change: 'rotated' | 'paused' | 'resumed',
    caller: Caller,
    work: (tx: Tx, now: Instant) => Promise<Done>,
  ): Promise<Done> {
    return this.configuration.change(async (tx, at) => {
      if (!(await tx.repository(WEBHOOKS).existsBy({ id }))) throw new NotFoundError(WEBHOOK.kind, id);
      const done = await work(tx, at);
      if (done === false) return done;
      const data = { kind: WEBHOOK.kind, change };
      const actor = actorOf(caller);
      await this.configuration.record(tx, { type: 'config.changed', kind: WEBHOOK.kind, id, at, actor, data });
      return done;
    });
  }
}
