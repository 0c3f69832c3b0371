import { monitorEventLoopDelay } from 'node:perf_hooks';

/** The machine of a test is slower than the one it is promised for, and shared: ten times what is promised. */
const SLACK = 10;
/** Nothing that one request asks holds everybody else up for longer. */
export const HELD_MAX_MS = 100 * SLACK;

/** How long the event loop of this process, in which the application runs as well, was held at a time while work is done. */
export async function heldBy(work: () => Promise<unknown>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  try {
    await work();
    // What was held last is noticed by the next tick of the measurement.
    await new Promise((resolve) => setTimeout(resolve, 20));
  } finally {
    delay.disable();
  }
  return delay.max / 1e6;
}
