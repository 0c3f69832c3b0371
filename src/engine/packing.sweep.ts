import { Injectable } from '@nestjs/common';
import { MS_PER_SECOND } from '../platform/instant.js';
import { PackedDayStore } from '../reporting/packed-day.store.js';
import { Pulse } from './pulse.sweep.js';

/** So many times as long as a round took it is rested after it: a day of very many leads is not packed all the time. */
const RESTS = 6;

/** Packs the days whose facts have changed (docs/adr/0033). Until then reports read those facts themselves, which is slower. */
@Injectable()
export class PackingSweep {
  private restsUntilMs = 0;

  constructor(
    pulse: Pulse,
    private readonly days: PackedDayStore,
  ) {
    pulse.whileWaiting('days', {
      name: 'packing',
      everyMs: 10 * MS_PER_SECOND,
      run: (goOn) => this.pack(goOn),
      failing: 'Days are not packed for reports',
    });
  }

  /** Each day in a transaction of its own: whoever settles facts of it waits for that. */
  private async pack(goOn: () => boolean): Promise<void> {
    const begunMs = performance.now();
    if (begunMs < this.restsUntilMs) return;
    for (const day of await this.days.readStale()) if (goOn()) await this.days.pack(day);
    this.restsUntilMs = performance.now() + (performance.now() - begunMs) * RESTS;
  }
}
