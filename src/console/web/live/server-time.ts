/*
 * An estimate of the server's time: deadlines are the server's, and computers' clocks are off by minutes. The reading
 * with the shortest round trip is trusted most.
 */

interface Reading {
  /** Added to this computer's clock, in milliseconds. */
  readonly offsetMs: number;
  /** The largest possible error, in milliseconds. */
  readonly withinMs: number;
}

/** Smaller differences are not corrected, because a running countdown would visibly jump. */
const TOLERATED_MS = 1_000;

export class ServerTime {
  private reading: Reading | null = null;

  constructor(private readonly clock: () => number = Date.now) {}

  /** Milliseconds since 1970. */
  now(): number {
    return this.clock() + (this.reading?.offsetMs ?? 0);
  }

  /**
   * @param serverTime in milliseconds since 1970, from a response or a beat
   * @param sentAt when the request was sent, by this computer's clock; absent for a beat
   */
  read(serverTime: number, sentAt?: number): void {
    const arrivedAt = this.clock();
    const withinMs = sentAt === undefined ? TOLERATED_MS : (arrivedAt - sentAt) / 2;
    const offsetMs = serverTime - arrivedAt + (sentAt === undefined ? 0 : withinMs);
    const known = this.reading;
    const differs = known === null || Math.abs(offsetMs - known.offsetMs) > TOLERATED_MS + withinMs;
    if (differs || withinMs < known.withinMs) this.reading = { offsetMs, withinMs };
  }
}

export const serverTime = new ServerTime();
