/** A request whose caller is not known yet. */
export interface Waiting {
  /** Whether its sender has hung up, so that it needs no turn. */
  isGone(): boolean;
  goOn(): void;
  /** It does not get a turn: others need the room more. */
  turnAway(): void;
}

/** Looking for two keys at once leaves the connections of the database to those who are known. */
const PLACES = 2;
/** At most 16 KiB of headers each. */
const LONGEST = 2_000;

/**
 * The one line of all requests without a known caller, whatever they ask for. They take turns by name, such as their
 * network, and one of them continues in each round of the event loop, so that known callers have their turns between.
 */
export class StrangersLine {
  private inside = 0;
  private waiting = 0;
  private isCalling = false;
  /** By name, in the order of their turns. */
  private readonly queues = new Map<string, Waiting[]>();

  /**
   * @param soon calls back when the next may continue
   * @param places for requests that have had their turn, until `leave`
   * @param longest how many may wait
   */
  constructor(
    private readonly soon: (goOn: () => void) => unknown = setImmediate,
    private readonly places = PLACES,
    private readonly longest = LONGEST,
  ) {}

  /** Lets a request wait for its turn. If the line is full, the last one of the name with the most has to go. */
  enter(name: string, request: Waiting): void {
    if (this.waiting >= this.longest && !this.makeRoomFor(name)) {
      request.turnAway();
      return;
    }
    const queue = this.queues.get(name);
    if (queue === undefined) this.queues.set(name, [request]);
    else queue.push(request);
    this.waiting += 1;
    this.call();
  }

  /** Ends a turn. */
  leave(): void {
    this.inside -= 1;
    this.call();
  }

  private makeRoomFor(name: string): boolean {
    let longest = this.queues.get(name) ?? [];
    const own = longest.length;
    for (const queue of this.queues.values()) if (queue.length > longest.length) longest = queue;
    if (longest.length <= own + 1) return false;
    this.waiting -= 1;
    longest.pop()!.turnAway();
    return true;
  }

  private call(): void {
    if (this.isCalling || this.waiting === 0 || this.inside >= this.places) return;
    this.isCalling = true;
    this.soon(() => {
      this.isCalling = false;
      const next = this.next();
      if (next === undefined) return;
      this.inside += 1;
      next.goOn();
      this.call();
    });
  }

  private next(): Waiting | undefined {
    for (;;) {
      const first = this.queues.entries().next();
      if (first.done === true) return undefined;
      const [name, queue] = first.value;
      const request = queue.shift()!;
      this.waiting -= 1;
      this.queues.delete(name);
      // To the end: all other names come before its next request.
      if (queue.length > 0) this.queues.set(name, queue);
      if (!request.isGone()) return request;
    }
  }
}
