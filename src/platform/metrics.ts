import { Injectable } from '@nestjs/common';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { type Instant, MS_PER_SECOND } from './duration.js';

/** Each look wakes the process up: at the 10 ms that are usual, that is the most that an idle node does. */
const LAG_EVERY_MS = 100;

/** How much of something waits, and since when the oldest of it does. */
export interface WaitingFigure {
  readonly count: number;
  readonly oldestAt: Instant | null;
}

/** What Prometheus is told. Whoever has a metric makes it here, and brings it up to date when Prometheus looks. */
@Injectable()
export class Metrics {
  /** Of the process itself: whoever watches it for them does so as long as it runs, and is needed once. */
  private static ofProcess: Registry | null = null;

  private readonly registry = new Registry();
  private readonly readers: ((now: Instant) => Promise<void> | void)[] = [];

  constructor() {
    if (Metrics.ofProcess !== null) return;
    Metrics.ofProcess = new Registry();
    collectDefaultMetrics({ register: Metrics.ofProcess, eventLoopMonitoringPrecision: LAG_EVERY_MS });
  }

  gauge<Label extends string = never>(name: string, help: string, labelNames: readonly Label[] = []): Gauge<Label> {
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }

  counter<Label extends string = never>(name: string, help: string, labelNames: readonly Label[] = []): Counter<Label> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  histogram<Label extends string = never>(
    name: string,
    help: string,
    buckets: readonly number[],
    labelNames: readonly Label[] = [],
  ): Histogram<Label> {
    return new Histogram({ name, help, labelNames, buckets: [...buckets], registers: [this.registry] });
  }

  onRead(reader: (now: Instant) => Promise<void> | void): void {
    this.readers.push(reader);
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  async read(now: Instant): Promise<string> {
    for (const reader of this.readers) await reader(now);
    return (await Metrics.ofProcess!.metrics()) + (await this.registry.metrics());
  }
}

export function secondsSince(at: Instant | null, now: Instant): number {
  return at === null ? 0 : Math.max(0, now - at) / MS_PER_SECOND;
}
