import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { Injectable, OnApplicationShutdown } from '@nestjs/common';
import { Periodic } from '../platform/running/periodic.sweep.js';
import { MS_PER_SECOND } from '../platform/values/duration.js';

/** Long enough that a single pause does not count. */
const WINDOW_MS = 5_000;
/** Each sample wakes the process, so an idle node takes few: a pause of a second shows all the same. */
const SAMPLE_MS = 100;
const NS_PER_MS = 1e6;

/** Measures the delay of the event loop. */
@Injectable()
export class LoopDelay implements OnApplicationShutdown {
  private readonly delays: IntervalHistogram = monitorEventLoopDelay({ resolution: SAMPLE_MS });
  private before = 0;

  constructor(periodic: Periodic) {
    periodic.add({
      name: 'loop-delay',
      everyMs: WINDOW_MS,
      run: () => this.beginWindow(),
      failing: 'The delay of the event loop is not measured',
      onEveryRole: true,
    });
  }

  /** Whether the event loop was repeatedly blocked for more than a second within the last seconds. */
  get isHeld(): boolean {
    return Math.max(this.before, this.secondLongestMs) > MS_PER_SECOND;
  }

  /** The first window begins seconds after the start, so that the load of the start does not count. */
  beginWindow(): void {
    this.delays.enable();
    this.before = this.secondLongestMs;
    this.delays.reset();
  }

  onApplicationShutdown(): void {
    this.delays.disable();
  }

  /** Long if the loop was blocked more than once in the window, however few samples that has by now. */
  private get secondLongestMs(): number {
    const { count } = this.delays;
    return count < 2 ? 0 : this.delays.percentile((100 * (count - 1)) / count) / NS_PER_MS;
  }
}
