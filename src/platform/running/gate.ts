/**
 * Limits how much work is under way at once. Waiting callers take turns, so that one with a thousand requests does not
 * delay one with a single request. A caller that is alone may use all places.
 */
export class Gate {
  private inside = 0;
  /** Waiting callers in the order of their turns, each with the callbacks of its requests. */
  private readonly queues = new Map<string, (() => void)[]>();

  /**
   * @param places for work under way
   * @param queuedMax requests that one caller may have waiting
   */
  constructor(
    private readonly places: number,
    private readonly queuedMax: number,
  ) {}

  /**
   * @param who the caller that takes turns with others
   * @param goOn is called when there is a place, which may be at once; its work ends with `leave`
   * @returns false if the caller has too many requests waiting, and `goOn` is never called
   */
  enter(who: string, goOn: () => void): boolean {
    if (this.inside < this.places) {
      this.inside += 1;
      goOn();
      return true;
    }
    const queue = this.queues.get(who);
    if (queue === undefined) this.queues.set(who, [goOn]);
    else if (queue.length >= this.queuedMax) return false;
    else queue.push(goOn);
    return true;
  }

  /** Passes the place on to the next caller. */
  leave(): void {
    const next = this.queues.entries().next();
    if (next.done === true) {
      this.inside -= 1;
      return;
    }
    const [who, queue] = next.value;
    const goOn = queue.shift()!;
    this.queues.delete(who);
    // To the end: all others come before its next request.
    if (queue.length > 0) this.queues.set(who, queue);
    // Not called directly: the calls of hundreds of requests would nest on one stack.
    queueMicrotask(goOn);
  }
}
