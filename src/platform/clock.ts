import type { Instant } from './instant.js';

/** The one source of the present. Nothing else in the program reads the time; SQL never calls now(). */
export abstract class Clock {
  abstract now(): Instant;
}

/**
 * The machine's clock, corrected by the database's, so that two nodes whose clocks differ agree.
 * The uncertainty of a measurement is subtracted, so the corrected time is never ahead of the database's and nothing
 * is early; and it never runs backwards, so that events of one node stay in order.
 */
export class SystemClock extends Clock {
  private offsetMs = 0;
  private latest: Instant = 0;

  now(): Instant {
    this.latest = Math.max(this.latest, Math.floor(Date.now() + this.offsetMs));
    return this.latest;
  }

  /** Measures the database's clock by one question. @param ask answers with the database's time, epoch milliseconds */
  async calibrate(ask: () => Promise<number>): Promise<void> {
    const before = Date.now();
    const wallMs = performance.now();
    const database = await ask();
    const roundTripMs = performance.now() - wallMs;
    // The answer was read at some moment of the round trip; assuming its start and end are equally likely, the middle
    // is the estimate and half the trip its uncertainty. Estimate minus uncertainty is `database` as of the end.
    this.offsetMs = database - (before + roundTripMs);
  }
}

/** A clock that stands still until it is moved: tests and the demo travel in time with it. */
export class SteppedClock extends Clock {
  constructor(private at: Instant) {
    super();
  }

  now(): Instant {
    return this.at;
  }

  /** @throws RangeError when asked to go back: no clock of this program ever does */
  moveTo(at: Instant): void {
    if (at < this.at) throw new RangeError(`The clock stands at ${this.at} and cannot go back to ${at}`);
    this.at = at;
  }
}
