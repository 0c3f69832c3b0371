import { BeforeApplicationShutdown, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { Complaints } from './complaints.js';
import { Environment } from './environment.js';
import { whyOf } from './failure.js';

/** Work that a node does by itself, again and again. */
export interface Task {
  /** By which logs and metrics know it; no other task has it. */
  readonly name: string;
  readonly everyMs: number;
  /** @param goOn false once the node stops: what can wait for the next start is left then */
  run(goOn: () => boolean): unknown;
  /** What a failure means, for the log. Failed work begins again when its time comes. */
  readonly failing: string;
  /** What the log says of a failure whose message may hold what a person typed. */
  readonly why?: (error: unknown) => string;
  /** Nodes of the role `api` do such work too, and no other. */
  readonly onEveryRole?: boolean;
  /** A run may begin while another has not ended. */
  readonly mayOverlap?: boolean;
}

/** How a run of a task went. */
export interface Run {
  readonly task: string;
  readonly tookMs: number;
  readonly isFailed: boolean;
}

/** Runs tasks where the node's role has them, one run of a task at a time, and waits for them when the node stops. */
@Injectable()
export class Periodic implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly timed: Task[] = [];
  private readonly running = new Map<Promise<void>, string>();
  private readonly listeners: ((run: Run) => void)[] = [];
  private readonly complaints = new Map<string, Complaints>();
  private isStopping = false;
  private readonly goOn = () => !this.isStopping;

  constructor(
    private readonly schedule: SchedulerRegistry,
    private readonly environment: Environment,
  ) {}

  /** Has a task run by a timer of its own, from the start of the node on. */
  add(task: Task): void {
    this.timed.push(task);
  }

  /** Tells of every run that has ended. */
  onRun(listener: (run: Run) => void): void {
    this.listeners.push(listener);
  }

  onApplicationBootstrap(): void {
    for (const task of this.timed.filter((each) => this.isOurs(each)))
      this.schedule.addInterval(
        task.name,
        setInterval(() => void this.begin(task), task.everyMs),
      );
  }

  /** A run that has begun ends: what a request that has left was answered is not known otherwise. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    for (const { name } of this.timed)
      if (this.schedule.doesExist('interval', name)) this.schedule.deleteInterval(name);
    await Promise.all(this.running.keys());
  }

  /** Runs a task now. @returns null where it is not this node's, or has not ended since it last began */
  begin(task: Task): Promise<void> | null {
    if (this.isStopping || !this.isOurs(task)) return null;
    if (task.mayOverlap !== true && [...this.running.values()].includes(task.name)) return null;
    const run = this.run(task).finally(() => this.running.delete(run));
    this.running.set(run, task.name);
    return run;
  }

  /** Does some work, and tells how that went. */
  async measured<Result>(task: string, work: () => Result | Promise<Result>): Promise<Result> {
    const begunMs = performance.now();
    let isFailed = true;
    try {
      const result = await work();
      isFailed = false;
      return result;
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
      complaints.warn(`${task.failing}: ${(task.why ?? whyOf)(error)}`);
    }
  }

  private isOurs({ onEveryRole }: Task): boolean {
    return this.environment.role !== 'api' || onEveryRole === true;
  }
}
