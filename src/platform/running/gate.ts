import { OverloadError } from '../input/refusal.js';

/**
 * Limits how much work is under way at once. Waiting callers take turns, so that one with a thousand requests does not
 * delay one with a single request. None has more than its share of the places, so that others find one free however long
 * its work takes.
 */
export class Gate {
  private inside = 0;
  /** How many places each caller has. */
  private readonly taken = new Map<string, number>();
  /** Waiting callers in the order of their turns, each with the callbacks of its requests. */
  private readonly queues = new Map<string, (() => void)[]>();

  /**
   * @param places for work under way
   * @param queuedMax requests that one caller may have waiting
   * @param share places that one caller may have
   */
  constructor(
    private readonly places: number,
    private readonly queuedMax: number,
    private readonly share = places,
  ) {}

  /**
   * @param who the caller that takes turns with others
   * @param goOn is called when there is a place, which may be at once; its work ends with `leave`
   * @returns false if the caller has too many requests waiting, and `goOn` is never called
   */
  enter(who: string, goOn: () => void): boolean {
    if (this.inside < this.places && this.hasShareLeft(who)) {
      this.inside += 1;
      this.take(who);
      goOn();
      return true;
    }
    const queue = this.queues.get(who);
    if (queue === undefined) this.queues.set(who, [goOn]);
    else if (queue.length >= this.queuedMax) return false;
    else queue.push(goOn);
    return true;
  }

  /** Passes the place on to the next caller. @param who leaves */
  leave(who: string): void {
    const left = this.taken.get(who)! - 1;
    if (left === 0) this.taken.delete(who);
    else this.taken.set(who, left);
    const next = this.next();
    if (next === undefined) this.inside -= 1;
    // Not called directly: the calls of hundreds of requests would nest on one stack.
    else queueMicrotask(next);
  }

  /**
   * Does work when it is the caller's turn.
   * @param refused what is thrown if the caller has too many requests waiting
   */
  async inTurn<Result>(
    who: string,
    work: () => Promise<Result>,
    refused = (): Error => new OverloadError('Too much is waiting. Try again in a moment.'),
  ): Promise<Result> {
    await new Promise<void>((goOn, refuse) => {
      if (!this.enter(who, goOn)) refuse(refused());
    });
    try {
      return await work();
    } finally {
      this.leave(who);
    }
  }

  private next(): (() => void) | undefined {
    for (const [who, queue] of this.queues) {
      if (!this.hasShareLeft(who)) continue;
      const goOn = queue.shift()!;
      this.queues.delete(who);
      // To the end: all others come before its next request.
      if (queue.length > 0) this.queues.set(who, queue);
      this.take(who);
      return goOn;
    }
    return undefined;
  }

  private hasShareLeft(who: string): boolean {
    return (this.taken.get(who) ?? 0) < this.share;
  }

  private take(who: string): void {
    this.taken.set(who, (this.taken.get(who) ?? 0) + 1);
  }
}
