import { Injectable } from '@nestjs/common';
import { Metrics } from '../platform/running/metrics.js';
import { CHANNELS } from './delivery.js';
import { DeliveryMetricsStore } from './delivery-metrics.store.js';
import { Senders } from './senders.service.js';

@Injectable()
export class DeliveryMetrics {
  constructor(metrics: Metrics, store: DeliveryMetricsStore, senders: Senders) {
    const due = metrics.waiting(
      ['touchline_deliveries_due', 'Deliveries that are due and not yet sent'],
      ['touchline_deliveries_due_oldest_seconds', 'For how long the oldest of them has been due'],
      ['channel'],
    );
    const paused = metrics.gauge('touchline_webhooks_paused', 'Webhooks that get nothing until they are resumed');
    const stopped = metrics.gauge(
      'touchline_channels_stopped',
      'Channels to which nothing is posted until they are replaced',
    );
    const unwritten = metrics.waiting(
      [
        'touchline_tools_waiting',
        'Writes that are outstanding in the tools of receivers (record, update) and in CRMs (crm)',
      ],
      ['touchline_tools_waiting_oldest_seconds', 'For how long the oldest of them has waited'],
      ['what'],
    );
    metrics.onRead(async (now) => {
      due([...CHANNELS.map((channel) => ({ channel, count: 0, oldestAt: null })), ...(await store.readDue(now))], now);
      paused.set(await store.countPausedWebhooks());
      stopped.set(await store.countStoppedChannels());
      unwritten(await store.readUnwritten(senders.all.flatMap((sender) => sender.unwritten ?? [])), now);
    });
  }
}
