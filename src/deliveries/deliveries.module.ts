import { Module } from '@nestjs/common';
import { AttemptStore } from './attempt.store.js';
import { ChannelStore } from './channels/channel.store.js';
import { ChannelAccesses } from './channels/channel-access.service.js';
import { DeliveryListStore } from './delivery-list.store.js';
import { DeliveryQueueStore } from './delivery-queue.store.js';
import { ActionLinks } from './links/action-links.service.js';
import { UsedLinkStore } from './links/used-link.store.js';
import { MessagePaceStore } from './message-pace.store.js';
import { MessageWayStore } from './message-way.store.js';
import { NotificationSettingsStore } from './notifications/notification-settings.store.js';
import { WebhookStore } from './webhooks/webhook.store.js';
import { WebhookSecretStore } from './webhooks/webhook-secret.store.js';

const OFFERED = [
  ActionLinks,
  AttemptStore,
  ChannelAccesses,
  ChannelStore,
  DeliveryListStore,
  DeliveryQueueStore,
  MessagePaceStore,
  MessageWayStore,
  NotificationSettingsStore,
  UsedLinkStore,
  WebhookSecretStore,
  WebhookStore,
];

@Module({ providers: OFFERED, exports: OFFERED })
export class DeliveriesModule {}
