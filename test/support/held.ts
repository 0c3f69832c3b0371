/** A test compiles as it runs, and shares its process with the application, so it gets ten times the promised time. */
const SLACK = 10;
/** The longest block of the event loop by a single request, on a machine that does the reference work in its time. */
const HELD_MAX_MS = 100 * SLACK;
/** Processor time of the reference work, on the machine to which the promise refers. */
const KNOWN_TAKES_MS = 120;
const TICK_MS = 5;
const TRIES = 3;

/**
 * Reports whether work lets other work run in between, relative to the speed of this machine. Work that blocks the
 * event loop does so every time, unlike garbage collection or other programs, so one good try is enough.
 */
export async function isHeldByNobody(work: () => Promise<unknown>): Promise<boolean> {
  for (let tried = 0; tried < TRIES; tried++) {
    const slowness = Math.max(1, takenForKnown() / KNOWN_TAKES_MS);
    if ((await heldBy(work)) < HELD_MAX_MS * slowness) return true;
  }
  return false;
}

/**
 * Returns the longest block of this process's event loop during work, in which the application runs as well: the most
 * processor time between two ticks, which excludes the time of other programs.
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
    // The next tick notices the last block.
    await new Promise((resolve) => setTimeout(resolve, 4 * TICK_MS));
  } finally {
    clearInterval(ticks);
  }
  return longest;
}

/** Processor time in milliseconds for reference work that is always the same. */
function takenForKnown(): number {
  const began = process.cpuUsage();
  const rows = Array.from({ length: 60_000 }, (_, index) => ({ id: index, name: `${(index * 7_919) % 60_013}` }));
  const again: typeof rows = JSON.parse(JSON.stringify(rows));
  again.sort((one, other) => (one.name < other.name ? -1 : 1));
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1_000;
}
