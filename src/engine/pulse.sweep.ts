import { Injectable } from '@nestjs/common';
import { Periodic, type Task } from '../platform/running/periodic.sweep.js';
import { TimeSource } from '../platform/running/time-source.js';
import { type Beat, PulseStore } from './pulse.store.js';

/** Longest delay until this node sees the work of another node. */
const EVERY_MS = 250;

/** A task that follows the ledger. */
interface FollowingTask extends Task {
  /** @returns whether it reached the end of the ledger, as of when it began */
  run(goOn: () => boolean): Promise<boolean>;
}

/**
 * Queries all waiting work at once, and starts the tasks that have some. Tasks without work cost an idle node nothing.
 */
@Injectable()
export class Pulse {
  private readonly listeners: ((beat: Beat) => void)[] = [];

  constructor(
    private readonly periodic: Periodic,
    private readonly store: PulseStore,
    private readonly time: TimeSource,
  ) {
    periodic.add({
      name: 'pulse',
      everyMs: EVERY_MS,
      run: async () => this.notifyListeners(await this.store.read(this.time.now())),
      failing: 'The amount of due work is not known',
    });
  }

  onBeat(listener: (beat: Beat) => void): void {
    this.listeners.push(listener);
  }

  /** Starts a task while work for it waits. @param question SQL that tells whether it does; see `PulseStore` */
  whileWaiting(question: string, task: Task): void {
    this.store.ask(task.name, question);
    const begin = this.paced(task.everyMs);
    this.onBeat(({ waiting }) => {
      if (waiting.includes(task.name)) begin(task);
    });
  }

  /** Starts a task when the ledger has advanced since the task reached its end. */
  whenRecorded(task: FollowingTask): void {
    const begin = this.paced(task.everyMs);
    let followedTo: string | null = null;
    this.onBeat(({ latest }) => {
      if (latest === followedTo) return;
      const run = async (goOn: () => boolean) => {
        if (await task.run(goOn)) followedTo = latest;
      };
      begin({ ...task, run });
    });
  }

  private notifyListeners(beat: Beat): void {
    for (const listener of this.listeners) listener(beat);
  }

  /** Starts tasks at most once in an interval. A beat that comes slightly early counts. */
  private paced(everyMs: number): (task: Task) => void {
    let notBeforeMs = 0;
    return (task) => {
      const nowMs = performance.now();
      if (nowMs < notBeforeMs) return;
      if (this.periodic.begin(task) !== null) notBeforeMs = nowMs + everyMs - EVERY_MS / 2;
    };
  }
}
