import { Injectable } from '@nestjs/common';
import { Counter, collectDefaultMetrics, Gauge, Histogram, type LabelValues, Registry } from 'prom-client';
import { type Instant, MS_PER_SECOND } from '../values/duration.js';

/**
 * Interval at which the event loop is measured. Each measurement wakes the process: at the usual 10 ms, they would be
 * most of what an idle node does.
 */
const LAG_EVERY_MS = 100;

/** How many items wait, and since when the oldest of them has. */
export interface WaitingFigure {
  readonly count: number;
  readonly oldestAt: Instant | null;
}

type NameAndHelp = readonly [name: string, help: string];

/** Metrics for Prometheus. Modules register theirs here and update them when Prometheus reads them. */
@Injectable()
export class Metrics {
  /**
   * Metrics of the process itself. Their collectors run as long as the process does, so one registry serves all
   * instances.
   */
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

  /** Adds two gauges of what waits: how much, and for how long the oldest of it has. @returns sets both */
  waiting<Label extends string = never>(counted: NameAndHelp, oldest: NameAndHelp, labelNames: readonly Label[] = []) {
    const [count, age] = [this.gauge(...counted, labelNames), this.gauge(...oldest, labelNames)];
    return (figures: readonly (WaitingFigure & Readonly<Record<Label, string | boolean>>)[], now: Instant): void => {
      count.reset();
      age.reset();
      for (const figure of figures) {
        const labels: LabelValues<Label> = {};
        for (const name of labelNames) labels[name] = String(figure[name]);
        count.set(labels, figure.count);
        age.set(labels, secondsSince(figure.oldestAt, now));
      }
    };
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
