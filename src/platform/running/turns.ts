import { setImmediate as nextRound, setTimeout } from 'node:timers/promises';

/** Longest time that a request, a heartbeat or a due clock waits for longer work. */
const TURN_MS = 10;

/**
 * Lets waiting work continue one at a time, one in each round of the event loop, so that all other work has a turn
 * between.
 */
export class Line {
  private readonly waiting: (() => void)[] = [];

  /** @param soon calls back when the next may continue: by default in the next round of the event loop */
  constructor(private readonly soon: (goOn: () => void) => unknown = setImmediate) {}

  /** Resolves when the caller is the first of the line. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      if (this.waiting.length === 1) this.soon(() => this.goOn());
    });
  }

  /** One at a time: sixteen that continued together would block everything else sixteen times as long. */
  private goOn(): void {
    this.waiting.shift()!();
    if (this.waiting.length > 0) this.soon(() => this.goOn());
  }
}

/**
 * Lines for the work of all requests, which continues in the order in which it paused. Work that has had few turns
 * waits in another line than work that has had many, and the two lines alternate: a single lead does not wait for forty
 * long lists.
 */
const shortWork = new Line();
const longWork = new Line();
const FEW = 5;

/** Lets other work have its turn in the middle of long work. */
export class Turns {
  private endsAtMs = performance.now() + TURN_MS;
  private had = 0;

  /** Whether others wait for too long. A promise for each of many small parts takes longer than the part. */
  get isOver(): boolean {
    return performance.now() >= this.endsAtMs;
  }

  /** Called between two parts of the work. */
  async next(): Promise<void> {
    if (!this.isOver) return;
    this.had += 1;
    await (this.had <= FEW ? shortWork : longWork).next();
    this.endsAtMs = performance.now() + TURN_MS;
  }
}

/** Continues in the next round of the event loop; meanwhile data that was sent leaves, and answers arrive. */
export function soon(): Promise<void> {
  return nextRound();
}

/** Does work in turns with everything else, and returns its result. @param parts yields between two parts */
export async function inTurns<Result>(parts: Generator<void, Result>): Promise<Result> {
  const turns = new Turns();
  let part = parts.next();
  for (; part.done !== true; part = parts.next()) if (turns.isOver) await turns.next();
  return part.value;
}

/**
 * How many times as long as its last part background work rests at most, and how often it checks whether it still has
 * to.
 */
const RESTS = 6;
const LOOK_MS = 50;
/** The share of its time in use above which a node is busy. */
const BUSY = 0.4;

/**
 * Lets requests go before background work: while the node is busy, each part of such work is followed by a rest of
 * several times its length. Otherwise intake would be half as fast; still, the background work gets a seventh of the
 * time at least.
 * @param goOn whether it is worth waiting. @returns the same, after the rest
 */
export function restAfter(tookMs: number, goOn: () => boolean): Promise<boolean> {
  return waitWhileBusy(tookMs * RESTS, goOn);
}

/**
 * Waits while the node is busy, up to a limit. @param goOn whether it is worth waiting. @returns the same, afterwards
 */
export async function waitWhileBusy(mostMs: number, goOn: () => boolean): Promise<boolean> {
  const untilMs = performance.now() + mostMs;
  for (let isBusy = true; isBusy && performance.now() < untilMs && goOn(); ) {
    const before = performance.eventLoopUtilization();
    await setTimeout(LOOK_MS);
    isBusy = performance.eventLoopUtilization(before).utilization > BUSY;
  }
  return goOn();
}
