import { setImmediate as nextRound } from 'node:timers/promises';

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
