import { type Instant, MS_PER_SECOND } from '../values/duration.js';

/** The one source of the present. Nothing else in the program reads the time; SQL never calls now(). */
export abstract class TimeSource {
  abstract now(): Instant;

  /** Whether it stands still because the clock that it follows was set back. */
  get standsStill(): boolean {
    return false;
  }
}

/** Clocks that differ by more than this are reported: slow answers of a busy database make less. */
export const NOTICED_MS = 10 * MS_PER_SECOND;

/** A single answer may be late by chance. */
const QUESTIONS = 3;

/**
 * The database's clock, carried on by the process's monotonic clock. So nodes agree whatever their machines' clocks
 * say, and setting a machine's clock changes nothing. The uncertainty of a measurement is subtracted: the corrected
 * time is never ahead of the database's, so that nothing happens early. It never runs backwards, so that events of one
 * node stay in order.
 */
export class SystemTime extends TimeSource {
  /** Added to the monotonic clock. Until the database has been queried, the machine's clock is used. */
  private baseMs = Date.now() - performance.now();
  private latest: Instant = 0;

  now(): Instant {
    this.latest = Math.max(this.latest, Math.floor(this.baseMs + performance.now()));
    return this.latest;
  }

  override get standsStill(): boolean {
    return this.latest - (this.baseMs + performance.now()) > NOTICED_MS;
  }

  /**
   * Measures the database's clock a few times and uses the fastest answer.
   * @param ask returns the database's time, in epoch milliseconds
   * @returns how far the database's clock is ahead of the last measurement, or of the machine's clock at first
   */
  async calibrate(ask: () => Promise<number>): Promise<number> {
    const formerMs = this.baseMs;
    let fastestMs = Number.POSITIVE_INFINITY;
    for (let question = 0; question < QUESTIONS; question += 1) {
      const startedMs = performance.now();
      const database = await ask();
      const roundTripMs = performance.now() - startedMs;
      if (roundTripMs >= fastestMs) continue;
      fastestMs = roundTripMs;
      // The database read its clock at some moment of the round trip. The middle is the estimate and half the trip its
      // uncertainty; estimate minus uncertainty means that it was read at the very end.
      this.baseMs = database - performance.now();
    }
    return this.baseMs - formerMs;
  }
}

/** A clock that stands still until it is moved: tests and the demo travel in time with it. */
export class SteppedTime extends TimeSource {
  constructor(private at: Instant) {
    super();
  }

  now(): Instant {
    return this.at;
  }

  /** @throws RangeError when moved back: no clock of this program ever goes back */
  moveTo(at: Instant): void {
    if (at < this.at) throw new RangeError(`The clock is at ${this.at} and cannot go back to ${at}`);
    this.at = at;
  }
}
