import { BeforeApplicationShutdown, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { isBroken } from '../sql/database.js';
import { Complaints } from './complaints.js';
import { Environment } from './environment.js';
import { whyOf } from './failure.js';
import { Outage } from './outage.js';

/** Tasks with the same interval run apart from each other, so that they use the same connection. */
const APART_MS = 1_000;

/** Work that a node does periodically. */
export interface Task {
  /** Name in logs and metrics, unique among all tasks. */
  readonly name: string;
  /** It first runs after this time, so what is due once a day looks more often, and asks a table whether it is due. */
  readonly everyMs: number;
  /** @param goOn false once the node stops: work that can wait for the next start is then left */
  run(goOn: () => boolean): unknown;
  /** What a failure means, for the log. Failed work is tried again when it is next due. */
  readonly failing: string;
  /** Describes a failure whose message may hold what a person typed, for the log. */
  readonly why?: (error: unknown) => string;
  /** Whether nodes of the role `api` run it too, which run no other tasks. */
  readonly onEveryRole?: boolean;
  /** Whether a run may begin before another has ended. */
  readonly mayOverlap?: boolean;
}

/** The outcome of a run of a task. */
export interface Run {
  readonly task: string;
  readonly tookMs: number;
  readonly isFailed: boolean;
}

/**
 * Runs the tasks of the node's role, one run of a task at a time unless it may overlap, and waits for them when the
 * node stops.
 */
@Injectable()
export class Periodic implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly timed: Task[] = [];
  private readonly running = new Map<Promise<void>, string>();
  private readonly listeners: ((run: Run) => void)[] = [];
  private readonly complaints = new Map<string, Complaints>();
  private readonly outage = new Outage();
  private isStopping = false;
  private readonly goOn = () => !this.isStopping;

  constructor(
    private readonly schedule: SchedulerRegistry,
    private readonly environment: Environment,
  ) {}

  /** Runs a task by a timer of its own, from the start of the node on. */
  add(task: Task): void {
    this.timed.push(task);
  }

  /** Calls the listener after every run. */
  onRun(listener: (run: Run) => void): void {
    this.listeners.push(listener);
  }

  /** The timers do not keep a process from ending: the server does that while the node runs. */
  onApplicationBootstrap(): void {
    for (const [index, task] of this.timed.filter((each) => this.isOurs(each)).entries()) {
      const repeat = () =>
        this.schedule.addInterval(task.name, setInterval(() => void this.begin(task), task.everyMs).unref());
      this.schedule.addTimeout(task.name, setTimeout(repeat, (index * APART_MS) % task.everyMs).unref());
    }
  }

  /** Waits for runs that have begun: otherwise the answers to requests already sent would be lost. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    for (const { name } of this.timed) {
      if (this.schedule.doesExist('timeout', name)) this.schedule.deleteTimeout(name);
      if (this.schedule.doesExist('interval', name)) this.schedule.deleteInterval(name);
    }
    await Promise.all(this.running.keys());
  }

  /** Runs a task now. @returns null if the task is not for this node, the node stops, or the last run has not ended */
  begin(task: Task): Promise<void> | null {
    if (this.isStopping || !this.isOurs(task)) return null;
    if (task.mayOverlap !== true && [...this.running.values()].includes(task.name)) return null;
    const run = this.run(task).finally(() => this.running.delete(run));
    this.running.set(run, task.name);
    return run;
  }

  /**
   * Does some work, and reports its duration and outcome to the listeners.
   * @throws the failure of the work; if the database could not be reached, the log says so already
   */
  async measured<Result>(task: string, work: () => Result | Promise<Result>): Promise<Result> {
    const begunMs = performance.now();
    let isFailed = true;
    try {
      const result = await work();
      isFailed = false;
      this.outage.endFor(task);
      return result;
    } catch (error) {
      this.outage.noteFailure(task, error);
      throw error;
    } finally {
      for (const listener of this.listeners) listener({ task, tookMs: performance.now() - begunMs, isFailed });
    }
  }

  private async run(task: Task): Promise<void> {
    const complaints = this.complaints.get(task.name) ?? new Complaints(task.name);
    this.complaints.set(task.name, complaints);
    try {
      await this.measured(task.name, () => task.run(this.goOn));
      complaints.end();
    } catch (error) {
      if (!isBroken(error)) complaints.warn(`${task.failing}: ${(task.why ?? whyOf)(error)}`);
    }
  }

  private isOurs({ onEveryRole }: Task): boolean {
    return this.environment.role !== 'api' || onEveryRole === true;
  }
}
