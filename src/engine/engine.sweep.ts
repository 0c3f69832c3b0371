import { BeforeApplicationShutdown, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { SweepSignal } from '../lifecycle/sweep-signal.service.js';
import { Complaints } from '../platform/running/complaints.js';
import { Disk, DiskFullError } from '../platform/running/disk.js';
import { Environment } from '../platform/running/environment.js';
import { whyOf } from '../platform/running/failure.js';
import { Periodic } from '../platform/running/periodic.sweep.js';
import { TimeSource } from '../platform/running/time-source.js';
import { isBroken } from '../platform/sql/database.js';
import { type Instant, MS_PER_SECOND } from '../platform/values/duration.js';
import { Engine } from './engine.service.js';
import { Pulse } from './pulse.sweep.js';

const TIMER = 'engine';
/** Pause before the next look if work is due that could not be done here, because another node is working on it. */
const TRY_AGAIN_MS = 10;
/** Pause after a failure: the database restarts, or is failing over. */
const AFTER_FAILURE_MS = 1_000;
/**
 * Longest time between sweeps. If the pulse fails, the sweep then fails too; otherwise the engine would seem to stand
 * still.
 */
const SLEEP_MAX_MS = 10 * MS_PER_SECOND;

/**
 * The timer that drives the engine. It sleeps until the next due instant; the pulse reports those that other nodes have
 * set.
 */
@Injectable()
export class EngineSweep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly complaints = new Complaints('engine');
  private running: Promise<void> | null = null;
  private isStopping = false;
  /** When the timer fires, by the process's monotonic clock. */
  private armedForMs = Number.POSITIVE_INFINITY;
  /** How soon a clock falls due that was reported while a sweep was under way. */
  private wantedInMs = Number.POSITIVE_INFINITY;
  /** After a failure, the pulse does not wake the engine before this. */
  private restsUntilMs = 0;
  private lastStepMs = performance.now();
  private lastTurnMs = performance.now();

  constructor(
    private readonly engine: Engine,
    private readonly time: TimeSource,
    private readonly schedule: SchedulerRegistry,
    private readonly environment: Environment,
    private readonly signal: SweepSignal,
    private readonly disk: Disk,
    private readonly pulse: Pulse,
    private readonly periodic: Periodic,
  ) {}

  onApplicationBootstrap(): void {
    if (this.environment.role === 'api') return;
    this.signal.onWake((at) => this.wake(at));
    this.pulse.onBeat(({ nextClockAt }) => this.hear(nextClockAt));
    this.arm(0);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    this.disarm();
    await this.running;
  }

  /** Milliseconds since the last step, by which the health check notices an engine that stands still. */
  get idleMs(): number {
    return performance.now() - this.lastStepMs;
  }

  /**
   * Milliseconds since the last step or failure. Every wait has a limit, so a long silence means that the engine hangs.
   */
  get silentMs(): number {
    return performance.now() - this.lastTurnMs;
  }

  /** @param nextAt when the next clock falls due, whichever node has set it */
  private hear(nextAt: Instant | null): void {
    if (this.running !== null || performance.now() < this.restsUntilMs) return;
    // An idle engine does not count as one that stands still.
    this.step();
    if (nextAt !== null) this.wake(nextAt);
  }

  /** Makes the next sweep come no later than an instant at which something falls due. */
  private wake(at: Instant): void {
    const delayMs = Math.max(at - this.time.now(), 0);
    if (this.running !== null) this.wantedInMs = Math.min(this.wantedInMs, delayMs);
    else if (performance.now() + delayMs < this.armedForMs) this.arm(delayMs);
  }

  private arm(delayMs: number): void {
    this.disarm();
    if (this.isStopping) return;
    const sleepMs = Math.min(delayMs, SLEEP_MAX_MS);
    this.armedForMs = performance.now() + sleepMs;
    this.schedule.addTimeout(
      TIMER,
      setTimeout(() => this.tick(), sleepMs),
    );
  }

  private disarm(): void {
    if (this.schedule.doesExist('timeout', TIMER)) this.schedule.deleteTimeout(TIMER);
  }

  private tick(): void {
    if (this.running !== null || this.isStopping) return;
    this.wantedInMs = Number.POSITIVE_INFINITY;
    this.lastTurnMs = performance.now();
    this.running = this.sweep().then((delayMs) => {
      this.running = null;
      this.lastTurnMs = performance.now();
      this.arm(Math.min(this.wantedInMs, delayMs));
    });
  }

  private async sweep(): Promise<number> {
    try {
      const next = await this.periodic.measured('engine', () => this.engine.settle(() => this.step()));
      this.complaints.end();
      if (next === null) return SLEEP_MAX_MS;
      const leftMs = next - this.time.now();
      return leftMs <= 0 ? TRY_AGAIN_MS : leftMs;
    } catch (error) {
      // No work is lost: what was due is still due, and the next sweep tries again.
      const explained = this.disk.explained(error);
      if (explained instanceof DiskFullError) this.complaints.error(explained.logged);
      else if (!isBroken(explained)) this.complaints.error(`Due work is not done yet: ${whyOf(explained)}`);
      this.restsUntilMs = performance.now() + AFTER_FAILURE_MS;
      return AFTER_FAILURE_MS;
    }
  }

  /** Records progress. @returns whether to stop */
  private step(): boolean {
    this.lastStepMs = performance.now();
    this.lastTurnMs = this.lastStepMs;
    return this.isStopping;
  }
}
