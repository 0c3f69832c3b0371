import { Module } from '@nestjs/common';
import { ActionLinks } from './action-links.service.js';
import { AttemptStore } from './attempt.store.js';
import { ChannelStore } from './channel.store.js';
import { ChannelAccesses } from './channel-access.service.js';
import { DeliveryListStore } from './delivery-list.store.js';
import { DeliveryQueueStore } from './delivery-queue.store.js';
import { MessagePaceStore } from './message-pace.store.js';
import { MessageWayStore } from './message-way.store.js';
import { NotificationSettingsStore } from './notification-settings.store.js';
import { UsedLinkStore } from './used-link.store.js';
import { WebhookStore } from './webhook.store.js';
import { WebhookSecretStore } from './webhook-secret.store.js';

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
