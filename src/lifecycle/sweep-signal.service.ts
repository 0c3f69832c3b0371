import { Injectable } from '@nestjs/common';

import type { Instant } from '../platform/instant.js';

/** Lets work that has just been committed wake the sweeps of this node, without a word to the database. */
@Injectable()
export class SweepSignal {
  private readonly sleepers: ((at: Instant) => void)[] = [];

  onWake(sleeper: (at: Instant) => void): void {
    this.sleepers.push(sleeper);
  }

  /** @param at when the next thing falls due */
  wake(at: Instant): void {
    for (const sleeper of this.sleepers) sleeper(at);
  }
}
