/*
 * The time of the server, as near as it can be known here: deadlines are the server's, and clocks of computers differ by
 * minutes. What was answered fastest is trusted most.
 */

interface Reading {
  /** What is added to the clock of this computer, in milliseconds. */
  readonly offsetMs: number;
  /** By how much it may be wrong. */
  readonly withinMs: number;
}

/** Below that a countdown is not corrected: it would jump back before somebody's eyes. */
const TOLERATED_MS = 1_000;

export class ServerTime {
  private reading: Reading | null = null;

  constructor(private readonly clock: () => number = Date.now) {}

  /** Milliseconds since 1970. */
  now(): number {
    return this.clock() + (this.reading?.offsetMs ?? 0);
  }

  /**
   * Takes what an answer or a beat said.
   * @param serverTime in milliseconds since 1970
   * @param sentAt when it was asked for by the clock of this computer; a beat is not asked for
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
