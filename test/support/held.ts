/** A test compiles as it runs, and shares its process with the application: ten times what is promised. */
const SLACK = 10;
/** Nothing that one request asks holds everybody else up for longer, on a machine that does what is known in its time. */
const HELD_MAX_MS = 100 * SLACK;
/** Of processor time, on the machine that the promise is for. */
const KNOWN_TAKES_MS = 120;
const TICK_MS = 5;
const TRIES = 3;

/**
 * Whether work leaves turns to others, told by how long this machine takes for what is known. What holds everybody up
 * does so each time; what the collector of garbage or another program takes does not: one time without is enough.
 */
export async function isHeldByNobody(work: () => Promise<unknown>): Promise<boolean> {
  for (let tried = 0; tried < TRIES; tried++) {
    const slowness = Math.max(1, takenForKnown() / KNOWN_TAKES_MS);
    if ((await heldBy(work)) < HELD_MAX_MS * slowness) return true;
  }
  return false;
}

/**
 * How long the event loop of this process, in which the application runs as well, was held at a time while work is done:
 * the most processor time between two of its ticks, for what other programs take away from it meanwhile is not its doing.
 */
async function heldBy(work: () => Promise<unknown>): Promise<number> {
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

/** Processor time in milliseconds for work that is the same each time. */
function takenForKnown(): number {
  const began = process.cpuUsage();
  const rows = Array.from({ length: 60_000 }, (_, index) => ({ id: index, name: `${(index * 7_919) % 60_013}` }));
  const again: typeof rows = JSON.parse(JSON.stringify(rows));
  again.sort((one, other) => (one.name < other.name ? -1 : 1));
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1_000;
}
