import { Injectable } from '@nestjs/common';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { CHANNELS } from '../deliveries/delivery.js';
import { DueSweep } from '../engine/due-sweep.service.js';
import { EVENT_TYPES } from '../events/event.js';
import { EventTally } from '../events/event-tally.js';
import { FailureTally } from '../feedback/failure-tally.js';
import { PushTally } from '../feedback/posting/push-tally.js';
import { Bodies } from '../platform/body.js';
import { Database } from '../platform/database.js';
import { type Instant, MS_PER_SECOND } from '../platform/instant.js';
import { JsonLog, LEVELS } from '../platform/log.js';
import { Periodic } from '../platform/periodic.sweep.js';
import { TimeSource } from '../platform/time-source.js';
import { programVersion } from '../platform/version.js';
import { MetricsStore } from './metrics.store.js';

/** From a look at one lead to a report that takes as long as it may. */
const REQUEST_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
/** From a sweep that comes at once to a node that was away for an hour. */
const LATENESS_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3_600];
/** From a look that finds nothing to a run that goes through a backlog. */
const SWEEP_SECONDS = [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 60, 300];
/** Each look wakes the process up: at the 10 ms that are usual, that is the most that an idle node does. */
const LAG_EVERY_MS = 100;
/** By what leads that wait are told apart: for somebody (`queue`) or for somebody else (`move`), and tests. */
const QUEUED = ['waiting', 'test'] as const;
/** By what feedback is told apart. */
const TOLD = ['destination', 'platform'] as const;
const COUNTED = EVENT_TYPES.filter((type) => type.startsWith('lead.') || type.startsWith('sla.'));

/** What Prometheus is told: gauges are asked of the database when it looks, counters are those of this node. */
@Injectable()
export class MetricsService {
  private readonly registry = new Registry();
  private readonly gauges = {
    dueClocks: this.gauge('touchline_clocks_due', 'Clocks that are due and not yet acted on'),
    oldestDue: this.gauge('touchline_clocks_due_oldest_seconds', 'For how long the oldest of them has been due'),
    queued: this.gauge('touchline_queue_leads', 'Leads that GET /v1/routing/queue lists', QUEUED),
    oldestQueued: this.gauge('touchline_queue_oldest_seconds', 'For how long the oldest of them has waited', QUEUED),
    jobs: this.gauge('touchline_jobs_running', 'Jobs that are under way or wait for their turn'),
    holds: this.gauge('touchline_enforcement_holds', 'Holds on enforcement that are on'),
    feedLag: this.gauge(
      'touchline_feed_lag_seconds',
      'For how long the oldest running transaction has held back the event feed and the export',
    ),
  };
  private readonly deliveries = {
    due: this.gauge('touchline_deliveries_due', 'What is due to be told to the outside and was not yet', ['channel']),
    oldest: this.gauge('touchline_deliveries_due_oldest_seconds', 'For how long the oldest of it has been due', [
      'channel',
    ]),
    paused: this.gauge('touchline_webhooks_paused', 'Webhooks that are told nothing until somebody resumes them'),
    stopped: this.gauge(
      'touchline_channels_stopped',
      'Channels to which nothing is posted until somebody replaces them',
    ),
  };
  private readonly handoffs = this.gauge(
    'touchline_handoffs_running',
    'What was handed over, and is not processed by all who got it',
  );
  private readonly tools = {
    waiting: this.gauge(
      'touchline_tools_waiting',
      'What is still to be written into the tools of receivers (record, update) and into CRMs (crm)',
      ['what'],
    ),
    oldest: this.gauge('touchline_tools_waiting_oldest_seconds', 'For how long the oldest of it has waited', ['what']),
  };
  private readonly feedback = {
    unsent: this.gauge(
      'touchline_feedback_unsent',
      'What a platform could be told now, or was tried and not told',
      TOLD,
    ),
    oldest: this.gauge('touchline_feedback_unsent_oldest_seconds', 'How long ago the oldest of it happened', TOLD),
    stopped: this.gauge('touchline_feedback_stopped', 'Whether a destination is stopped', TOLD),
    pushes: new Counter({
      name: 'touchline_feedback_pushes_total',
      help: 'Requests by which this node has posted to ad platforms since it started, by what came of them',
      labelNames: [...TOLD, 'result'],
      registers: [this.registry],
    }),
    failed: new Counter({
      name: 'touchline_feedback_failed_total',
      help: 'Items that failed for good, as this node heard since it started, but for what is expected now and then',
      labelNames: [...TOLD],
      registers: [this.registry],
    }),
  };
  private readonly events = new Counter({
    name: 'touchline_events_total',
    help: 'Events of leads recorded by this node since it started, such as lead.received and sla.breached',
    labelNames: ['type'],
    registers: [this.registry],
  });

  readonly requests = new Histogram({
    name: 'touchline_http_request_duration_seconds',
    help: 'How long this node took to answer requests, by the template of the route and the status of the answer',
    labelNames: ['method', 'route', 'status'],
    buckets: REQUEST_SECONDS,
    registers: [this.registry],
  });

  private readonly lateness = new Histogram({
    name: 'touchline_enforcement_lateness_seconds',
    help: 'How long after its due instant this node has enforced each clock of a lead or a handoff',
    buckets: LATENESS_SECONDS,
    registers: [this.registry],
  });

  private readonly connections = this.gauge(
    'touchline_database_connections',
    'Connections to the database that this node has open, and those of them that are idle, by lane',
    ['lane', 'state'],
  );
  private readonly waiting = this.gauge(
    'touchline_database_waiting',
    'Work of this node that waits for a connection to the database, by lane',
    ['lane'],
  );

  private readonly logLines = new Counter({
    name: 'touchline_log_lines_total',
    help: 'Lines that this node has written to its log since it started, by level',
    labelNames: ['level'],
    registers: [this.registry],
  });

  private readonly uploadsAborted = new Counter({
    name: 'touchline_uploads_aborted_total',
    help: 'Bodies that have broken off since this node started: their sender hung up, or the network did',
    registers: [this.registry],
  });

  private readonly sweeps = {
    durations: new Histogram({
      name: 'touchline_sweep_duration_seconds',
      help: 'How long runs of what this node does by itself took, by what it does',
      labelNames: ['sweep'],
      buckets: SWEEP_SECONDS,
      registers: [this.registry],
    }),
    failures: new Counter({
      name: 'touchline_sweep_failures_total',
      help: 'Runs of it that have failed since this node started',
      labelNames: ['sweep'],
      registers: [this.registry],
    }),
  };

  constructor(
    private readonly store: MetricsStore,
    private readonly tally: EventTally,
    private readonly pushes: PushTally,
    private readonly failures: FailureTally,
    private readonly time: TimeSource,
    private readonly database: Database,
    private readonly log: JsonLog,
    private readonly bodies: Bodies,
    periodic: Periodic,
    dueSweep: DueSweep,
  ) {
    collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: LAG_EVERY_MS });
    periodic.onRun(({ task: sweep, tookMs, isFailed }) => {
      this.sweeps.durations.observe({ sweep }, tookMs / MS_PER_SECOND);
      this.sweeps.failures.inc({ sweep }, isFailed ? 1 : 0);
    });
    dueSweep.onEnforced((latenessMs) => {
      for (const each of latenessMs) this.lateness.observe(each / MS_PER_SECOND);
    });
    this.gauge('touchline_build_info', 'The version of this program and of Node, always 1', ['version', 'node']).set(
      { version: programVersion(), node: process.versions.node },
      1,
    );
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  async read(): Promise<string> {
    const now = this.time.now();
    const due = await this.store.readDueClocks(now);
    this.gauges.dueClocks.set(due.count);
    this.gauges.oldestDue.set(secondsSince(due.oldestAt, now));
    for (const { waiting, test, count, oldestAt } of await this.store.readQueue()) {
      const labels = { waiting, test: String(test) };
      this.gauges.queued.set(labels, count);
      this.gauges.oldestQueued.set(labels, secondsSince(oldestAt, now));
    }
    this.gauges.holds.set(await this.store.countHolds(now));
    this.gauges.jobs.set(await this.store.countJobs());
    this.gauges.feedLag.set(await this.store.readFeedLagSeconds());
    await this.readDeliveries(now);
    await this.readFeedback(now);
    this.handoffs.set(await this.store.countHandoffs());
    await this.readTools(now);
    this.readNode();
    this.events.reset();
    for (const type of COUNTED) this.events.inc({ type }, this.tally.of(type));
    return this.registry.metrics();
  }

  /** What is known without asking the database. */
  private readNode(): void {
    const { database } = this;
    for (const [lane, { connections }] of Object.entries({
      requests: database,
      engine: database.engine,
      reads: database.reads,
    })) {
      this.connections.set({ lane, state: 'open' }, connections.open);
      this.connections.set({ lane, state: 'idle' }, connections.idle);
      this.waiting.set({ lane }, connections.waiting);
    }
    this.uploadsAborted.reset();
    this.uploadsAborted.inc(this.bodies.aborted);
    this.logLines.reset();
    for (const level of LEVELS) this.logLines.inc({ level }, this.log.linesOf(level));
  }

  private async readDeliveries(now: Instant): Promise<void> {
    const { due, oldest, paused, stopped } = this.deliveries;
    const waiting = new Map((await this.store.readDeliveries(now)).map((each) => [each.channel, each]));
    for (const channel of CHANNELS) {
      due.set({ channel }, waiting.get(channel)?.count ?? 0);
      oldest.set({ channel }, secondsSince(waiting.get(channel)?.oldestAt ?? null, now));
    }
    paused.set(await this.store.countPausedWebhooks());
    stopped.set(await this.store.countStoppedChannels());
  }

  private async readTools(now: Instant): Promise<void> {
    for (const { what, count, oldestAt } of await this.store.readTools()) {
      this.tools.waiting.set({ what }, count);
      this.tools.oldest.set({ what }, secondsSince(oldestAt, now));
    }
  }

  /** Destinations that are gone are not told of. */
  private async readFeedback(now: Instant): Promise<void> {
    const { unsent, oldest, stopped, pushes, failed } = this.feedback;
    for (const metric of [unsent, oldest, stopped, pushes, failed]) metric.reset();
    for (const { destination, platform, ...each } of await this.store.readFeedback(now)) {
      unsent.set({ destination, platform }, each.count);
      oldest.set({ destination, platform }, secondsSince(each.oldestAt, now));
      stopped.set({ destination, platform }, each.stopped);
    }
    for (const { count, ...labels } of this.pushes.all()) pushes.inc(labels, count);
    for (const { count, ...labels } of this.failures.all()) failed.inc(labels, count);
  }

  private gauge(name: string, help: string, labelNames: readonly string[] = []): Gauge {
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }
}

function secondsSince(at: Instant | null, now: Instant): number {
  return at === null ? 0 : Math.max(0, now - at) / MS_PER_SECOND;
}
