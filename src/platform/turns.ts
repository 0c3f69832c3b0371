import { setImmediate as nextRound, setTimeout } from 'node:timers/promises';

/** A request, a heartbeat or a clock that falls due waits no longer than this for work that takes longer. */
const TURN_MS = 10;

/** Those who stand in line go on one after the other, one in each round of the event loop: everybody else has a turn between. */
export class Line {
  private readonly waiting: (() => void)[] = [];

  /** @param soon calls back when the next one may go on: by default in the next round of the event loop */
  constructor(private readonly soon: (goOn: () => void) => unknown = setImmediate) {}

  /** Goes on when it is the first of the line. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      if (this.waiting.length === 1) this.soon(() => this.goOn());
    });
  }

  /** One at a time: sixteen that went on together would keep everybody waiting sixteen times as long. */
  private goOn(): void {
    this.waiting.shift()!();
    if (this.waiting.length > 0) this.soon(() => this.goOn());
  }
}

/**
 * Work of any request that goes on when its turn comes, in the order in which it stopped. What has had few turns stands
 * apart from what has had many, and the two go on in turns: a single lead does not wait for forty long lists.
 */
const shortWork = new Line();
const longWork = new Line();
const FEW = 5;

/** Lets others have their turn in the middle of work that would keep everybody waiting. */
export class Turns {
  private endsAtMs = performance.now() + TURN_MS;
  private had = 0;

  /** To be asked between two parts of the work. */
  async next(): Promise<void> {
    if (performance.now() < this.endsAtMs) return;
    this.had += 1;
    await (this.had <= FEW ? shortWork : longWork).next();
    this.endsAtMs = performance.now() + TURN_MS;
  }
}

/** Goes on in the next round of the event loop: what has been sent leaves meanwhile, and answers come in. */
export function soon(): Promise<void> {
  return nextRound();
}

/** What the work comes to, when it has been done in turns with everything else. @param parts stops between two parts */
export async function inTurns<Result>(parts: Generator<void, Result>): Promise<Result> {
  const turns = new Turns();
  let part = parts.next();
  for (; part.done !== true; part = parts.next()) await turns.next();
  return part.value;
}

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
