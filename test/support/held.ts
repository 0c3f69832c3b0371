/** The machine of a test is slower than the one it is promised for: ten times what is promised. */
const SLACK = 10;
/** Nothing that one request asks holds everybody else up for longer. */
export const HELD_MAX_MS = 100 * SLACK;
const TICK_MS = 5;

/**
 * How long the event loop of this process, in which the application runs as well, was held at a time while work is done:
 * the most processor time between two of its ticks, for what other programs take away from it meanwhile is not its doing.
 */
export async function heldBy(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = process.cpuUsage();
  const tick = () => {
    const { user, system } = process.cpuUsage(last);
    longest = Math.max(longest, (user + system) / 1_000);
    last = process.cpuUsage();
  };
  const ticks = setInterval(tick, TICK_MS);
  try {
    await work();
    // What was held last is noticed by the next tick.
    await new Promise((resolve) => setTimeout(resolve, 4 * TICK_MS));
  } finally {
    clearInterval(ticks);
  }
  return longest;
}
