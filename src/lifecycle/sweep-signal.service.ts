import { Injectable } from '@nestjs/common';
import type { Instant } from '../platform/values/duration.js';

/** Lets committed work wake the sweeps of this node without asking the database. */
@Injectable()
export class SweepSignal {
  private readonly sleepers: ((at: Instant) => void)[] = [];

  onWake(sleeper: (at: Instant) => void): void {
    this.sleepers.push(sleeper);
  }

  /** @param at when the next clock falls due */
  wake(at: Instant): void {
    for (const sleeper of this.sleepers) sleeper(at);
  }
}
