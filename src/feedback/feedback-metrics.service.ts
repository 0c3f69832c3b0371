import { Injectable } from '@nestjs/common';
import { Metrics } from '../platform/running/metrics.js';
import { FeedbackMetricsStore } from './feedback-metrics.store.js';
import { FailureTally, PushTally } from './posting/push-tally.js';

const LABELS = ['destination', 'platform'] as const;

/** Metrics of unsent deliveries and of posting, by destination. The gauges leave out destinations that are gone. */
@Injectable()
export class FeedbackMetrics {
  constructor(metrics: Metrics, store: FeedbackMetricsStore, pushTally: PushTally, failureTally: FailureTally) {
    const unsent = metrics.waiting(
      ['touchline_feedback_unsent', 'Items that could be sent to a platform now, or whose sending failed'],
      ['touchline_feedback_unsent_oldest_seconds', 'How long ago the oldest of it happened'],
      LABELS,
    );
    const stopped = metrics.gauge('touchline_feedback_stopped', 'Whether a destination is stopped', LABELS);
    const pushes = metrics.counter(
      'touchline_feedback_pushes_total',
      'Requests that this node has posted to ad platforms since it started, by result',
      [...LABELS, 'result'],
    );
    const failed = metrics.counter(
      'touchline_feedback_failed_total',
      'Items that failed for good, as reported to this node since it started, except failures that are expected now and then',
      LABELS,
    );
    metrics.onRead(async (now) => {
      for (const metric of [stopped, pushes, failed]) metric.reset();
      const found = await store.read(now);
      unsent(found, now);
      for (const { destination, platform, ...each } of found) stopped.set({ destination, platform }, each.stopped);
      for (const { count, ...labels } of pushTally.all()) pushes.inc(labels, count);
      for (const { count, ...labels } of failureTally.all()) failed.inc(labels, count);
    });
  }
}
