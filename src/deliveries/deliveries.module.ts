import { Module } from '@nestjs/common';
import { AttemptStore } from './attempt.store.js';
import { DeliveryListStore } from './delivery-list.store.js';
import { DeliveryQueueStore } from './delivery-queue.store.js';
import { WebhookStore } from './webhook.store.js';
import { WebhookSecretStore } from './webhook-secret.store.js';

const OFFERED = [AttemptStore, DeliveryListStore, DeliveryQueueStore, WebhookSecretStore, WebhookStore];

@Module({ providers: OFFERED, exports: OFFERED })
export class DeliveriesModule {}
