import { Injectable } from '@nestjs/common';
import { ResourceService } from '../configuration/resource.service.js';
import { LedgerStore } from '../events/ledger.store.js';
import { type Page, type PageRequest, readPage } from '../platform/http/page.js';
import { NotFoundError } from '../platform/input/refusal.js';
import { Database } from '../platform/sql/database.js';
import { AttemptStore } from './attempt.store.js';
import { isChannelKind } from './channels/channel.js';
import { PostWriting } from './channels/post-writing.service.js';
import type { DeliveriesQuery, DeliveryView, OwnDeliveriesQuery, WholeDeliveryView } from './delivery.schema.js';
import { attemptView, deliveryFields } from './delivery.view.js';
import {
  type DeliveryFilter,
  DeliveryListStore,
  type ListedDelivery,
  type ListedWebhookDelivery,
} from './delivery-list.store.js';
import { MessageWriting } from './messages/message-writing.service.js';
import { payloadOf } from './webhooks/webhook.js';
import { WEBHOOK } from './webhooks/webhook.kind.js';

@Injectable()
export class DeliveriesService {
  constructor(
    private readonly database: Database,
    private readonly deliveries: DeliveryListStore,
    private readonly attempts: AttemptStore,
    private readonly ledger: LedgerStore,
    private readonly resources: ResourceService,
    private readonly messages: MessageWriting,
    private readonly posts: PostWriting,
  ) {}

  list({ state, channel, leadId, repId, channelId, ...page }: DeliveriesQuery): Promise<Page<DeliveryView>> {
    const ids = { leadId: leadId?.toLowerCase(), repId: repId?.toLowerCase(), channelId: channelId?.toLowerCase() };
    return this.read({ state, channel, ...ids }, page);
  }

  async listOf(webhookId: string, { state, ...page }: OwnDeliveriesQuery): Promise<Page<DeliveryView>> {
    await this.resources.get(WEBHOOK, webhookId);
    return this.read({ webhookId, state }, page);
  }

  async get(id: string): Promise<WholeDeliveryView> {
    const row = await this.deliveries.find(this.database.reads, id);
    if (row === undefined) throw new NotFoundError('delivery', id);
    const tried = await this.attempts.readOf(this.database.reads, id);
    return { ...deliveryFields(row), tried: tried.map(attemptView), body: await this.bodyOf(row) };
  }

  private async bodyOf(row: ListedDelivery): Promise<string | null> {
    const { channel } = row;
    if (isChannelKind(channel)) return this.posts.bodyOf(channel, row);
    if (row.notificationId !== null) return this.messages.textOf(row.repId!, [row.notificationId]);
    const [event] = await this.ledger.readSome([row as ListedWebhookDelivery]);
    return event === undefined ? null : payloadOf(event);
  }

  private async read(filter: DeliveryFilter, request: PageRequest): Promise<Page<DeliveryView>> {
    const read = (key: [number] | null, limit: number) => this.deliveries.readPage(filter, key?.[0] ?? null, limit);
    const page = await readPage(request, ['number'], read, ({ turn }) => [turn]);
    return { ...page, data: await this.views(page.data) };
  }

  private async views(rows: readonly ListedDelivery[]): Promise<DeliveryView[]> {
    const ids = rows.map(({ id }) => id);
    const last = new Map((await this.attempts.readLast(this.database.reads, ids)).map((row) => [row.deliveryId, row]));
    return rows.map((row) => {
      const attempt = last.get(row.id);
      return { ...deliveryFields(row), lastAttempt: attempt === undefined ? null : attemptView(attempt) };
    });
  }
}
