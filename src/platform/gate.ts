/**
 * Lets so many in at once, and when more come, each of those who wait gets its turn after every other: one that sends a
 * thousand requests does not keep one that sends a single request waiting for all of them. Alone, anyone may take all
 * the places there are.
 */
export class Gate {
  private inside = 0;
  /** Who waits, in the order of their turns; each with what goes on when it is let in. */
  private readonly queues = new Map<string, (() => void)[]>();

  /**
   * @param places for work under way
   * @param queuedMax that one may have waiting
   */
  constructor(
    private readonly places: number,
    private readonly queuedMax: number,
  ) {}

  /**
   * @param who takes turns with others
   * @param goOn is called when there is a place, which may be at once; its work ends with `leave`
   * @returns false when it has too many waiting already, and nothing is going to be called
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

  /** Whoever is next takes the place. */
  leave(): void {
    const next = this.queues.entries().next();
    if (next.done === true) {
      this.inside -= 1;
      return;
    }
    const [who, queue] = next.value;
    const goOn = queue.shift()!;
    this.queues.delete(who);
    // To the end: all others come before its next one.
    if (queue.length > 0) this.queues.set(who, queue);
    // Not from within the work that ends: that of hundreds would stand on one stack.
    queueMicrotask(goOn);
  }
}
