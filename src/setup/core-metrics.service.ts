import { Injectable } from '@nestjs/common';
import { DueSweep } from '../engine/due-sweep.service.js';
import { EVENT_TYPES } from '../events/event.js';
import { EventTally } from '../events/event-tally.js';
import { Bodies } from '../platform/bodies/body.js';
import { JsonLog, LEVELS } from '../platform/running/log.js';
import { Metrics } from '../platform/running/metrics.js';
import { Periodic } from '../platform/running/periodic.sweep.js';
import { programVersion } from '../platform/running/version.js';
import { Database } from '../platform/sql/database.js';
import { type Instant, MS_PER_SECOND } from '../platform/values/duration.js';
import { CoreMetricsStore } from './core-metrics.store.js';

/** From a sweep on time to a node that was away for an hour. */
const LATENESS_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3_600];
/** From a sweep that finds nothing to one that works off a backlog. */
const SWEEP_SECONDS = [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 60, 300];
/** Labels of waiting leads: what they wait for, and whether they are tests. */
const QUEUED = ['waiting', 'test'] as const;
const COUNTED = EVENT_TYPES.filter((type) => type.startsWith('lead.') || type.startsWith('sla.'));

/** The metrics of the core. Gauges query the database when Prometheus scrapes; counters are those of this node. */
@Injectable()
export class CoreMetrics {
  constructor(
    private readonly metrics: Metrics,
    private readonly store: CoreMetricsStore,
    private readonly tally: EventTally,
    private readonly database: Database,
    private readonly log: JsonLog,
    private readonly bodies: Bodies,
    periodic: Periodic,
    dueSweep: DueSweep,
  ) {
    this.addLeads();
    this.addEngine(periodic, dueSweep);
    this.addNode();
  }

  private addLeads(): void {
    const { metrics, store } = this;
    const due = metrics.waiting(
      ['touchline_clocks_due', 'Clocks that are due and not yet processed'],
      ['touchline_clocks_due_oldest_seconds', 'For how long the oldest due clock has been due'],
    );
    const queued = metrics.waiting(
      ['touchline_queue_leads', 'Leads that GET /v1/routing/queue lists'],
      ['touchline_queue_oldest_seconds', 'For how long the oldest lead that GET /v1/routing/queue lists has waited'],
      QUEUED,
    );
    const named = metrics.waiting(
      ['touchline_named_queue_leads', 'Leads in each named queue'],
      ['touchline_named_queue_oldest_seconds', 'For how long the oldest lead in each named queue has waited'],
      ['queue'],
    );
    const events = metrics.counter(
      'touchline_events_total',
      'Events of leads recorded by this node since it started, such as lead.received and sla.breached',
      ['type'],
    );
    metrics.onRead(async (now) => {
      due([await store.readDueClocks(now)], now);
      queued(await store.readQueue(), now);
      named(await store.readNamedQueues(), now);
      events.reset();
      for (const type of COUNTED) events.inc({ type }, this.tally.of(type));
    });
  }

  private addEngine(periodic: Periodic, dueSweep: DueSweep): void {
    const { metrics, store } = this;
    const jobs = metrics.gauge('touchline_jobs_running', 'Jobs that are running or wait for their turn');
    const holds = metrics.gauge('touchline_enforcement_holds', 'Active holds on enforcement');
    const feedLag = metrics.gauge(
      'touchline_feed_lag_seconds',
      'For how long the oldest running transaction has delayed the event feed and the export',
    );
    const lateness = metrics.histogram(
      'touchline_enforcement_lateness_seconds',
      'How long after its due instant this node has enforced each clock of a lead, deal or handoff',
      LATENESS_SECONDS,
    );
    const durations = metrics.histogram(
      'touchline_sweep_duration_seconds',
      'Duration of runs of background tasks on this node, by task',
      SWEEP_SECONDS,
      ['sweep'],
    );
    const failures = metrics.counter(
      'touchline_sweep_failures_total',
      'Runs of background tasks that have failed since this node started, by task',
      ['sweep'],
    );
    periodic.onRun(({ task: sweep, tookMs, isFailed }) => {
      durations.observe({ sweep }, tookMs / MS_PER_SECOND);
      failures.inc({ sweep }, isFailed ? 1 : 0);
    });
    dueSweep.onEnforced((latenessMs) => {
      for (const each of latenessMs) lateness.observe(each / MS_PER_SECOND);
    });
    metrics.onRead(async (now: Instant) => {
      holds.set(await store.countHolds(now));
      jobs.set(await store.countJobs());
      feedLag.set(await store.readFeedLagSeconds());
    });
  }

  /** Adds metrics that need no query. */
  private addNode(): void {
    const { metrics, database } = this;
    const connections = metrics.gauge(
      'touchline_database_connections',
      'Open and idle connections of this node to the database, by lane',
      ['lane', 'state'],
    );
    const waiting = metrics.gauge(
      'touchline_database_waiting',
      'Work of this node that waits for a connection to the database, by lane',
      ['lane'],
    );
    const logLines = metrics.counter(
      'touchline_log_lines_total',
      'Lines that this node has written to its log since it started, by level',
      ['level'],
    );
    const uploadsAborted = metrics.counter(
      'touchline_uploads_aborted_total',
      'Request bodies that were cut off since this node started, by their sender or by the network',
    );
    const build = ['version', 'node'] as const;
    metrics
      .gauge('touchline_build_info', 'The version of this program and of Node, always 1', build)
      .set({ version: programVersion(), node: process.versions.node }, 1);
    metrics.onRead(() => {
      const lanes = { requests: database, engine: database.engine, reads: database.reads };
      for (const [lane, { connections: those }] of Object.entries(lanes)) {
        connections.set({ lane, state: 'open' }, those.open);
        connections.set({ lane, state: 'idle' }, those.idle);
        waiting.set({ lane }, those.waiting);
      }
      uploadsAborted.reset();
      uploadsAborted.inc(this.bodies.aborted);
      logLines.reset();
      for (const level of LEVELS) logLines.inc({ level }, this.log.linesOf(level));
    });
  }
}
