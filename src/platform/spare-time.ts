import { setTimeout } from 'node:timers/promises';

/** So many times as long as its last part took, work that nobody waits for rests at most, and looks so often whether it has to. */
const RESTS = 6;
const LOOK_MS = 50;
/** The share of its time in which a node has something to do. */
const BUSY = 0.4;

/**
 * Whoever waits for an answer comes before work that nobody waits for: as long as the node has much to do besides, each
 * part of such work is followed by a rest of several times its length. So taking leads in is not half as fast, and yet
 * what follows it has a seventh of the time at least.
 * @param goOn whether it is worth waiting. @returns the same, after the rest
 */
export function restAfter(tookMs: number, goOn: () => boolean): Promise<boolean> {
  return untilSpare(tookMs * RESTS, goOn);
}

/** Waits while the node has much to do, for so long at most. @param goOn whether it is worth waiting. @returns the same, afterwards */
export async function untilSpare(mostMs: number, goOn: () => boolean): Promise<boolean> {
  const untilMs = performance.now() + mostMs;
  for (let isBusy = true; isBusy && performance.now() < untilMs && goOn(); ) {
    const before = performance.eventLoopUtilization();
    await setTimeout(LOOK_MS);
    isBusy = performance.eventLoopUtilization(before).utilization > BUSY;
  }
  return goOn();
}
