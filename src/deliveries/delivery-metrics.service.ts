import { Injectable } from '@nestjs/common';
import { Metrics, secondsSince } from '../platform/metrics.js';
import { CHANNELS } from './delivery.js';
import { DeliveryMetricsStore } from './delivery-metrics.store.js';
import { Senders } from './senders.service.js';

@Injectable()
export class DeliveryMetrics {
  constructor(metrics: Metrics, store: DeliveryMetricsStore, senders: Senders) {
    const channel = ['channel'] as const;
    const due = metrics.gauge('touchline_deliveries_due', 'Deliveries that are due and not yet sent', channel);
    const oldest = metrics.gauge(
      'touchline_deliveries_due_oldest_seconds',
      'For how long the oldest of them has been due',
      channel,
    );
    const paused = metrics.gauge('touchline_webhooks_paused', 'Webhooks that get nothing until they are resumed');
    const stopped = metrics.gauge(
      'touchline_channels_stopped',
      'Channels to which nothing is posted until they are replaced',
    );
    const unwritten = metrics.gauge(
      'touchline_tools_waiting',
      'Writes that are outstanding in the tools of receivers (record, update) and in CRMs (crm)',
      ['what'],
    );
    const oldestUnwritten = metrics.gauge(
      'touchline_tools_waiting_oldest_seconds',
      'For how long the oldest of them has waited',
      ['what'],
    );
    metrics.onRead(async (now) => {
      const waiting = new Map((await store.readDue(now)).map((each) => [each.channel, each]));
      for (const name of CHANNELS) {
        due.set({ channel: name }, waiting.get(name)?.count ?? 0);
        oldest.set({ channel: name }, secondsSince(waiting.get(name)?.oldestAt ?? null, now));
      }
      paused.set(await store.countPausedWebhooks());
      stopped.set(await store.countStoppedChannels());
      const toTools = await store.readUnwritten(senders.all.flatMap((sender) => sender.unwritten ?? []));
      for (const { what, count, oldestAt } of toTools) {
        unwritten.set({ what }, count);
        oldestUnwritten.set({ what }, secondsSince(oldestAt, now));
      }
    });
  }
}
