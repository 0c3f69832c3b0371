import { Injectable } from '@nestjs/common';
import { MS_PER_MINUTE, MS_PER_SECOND } from '../platform/instant.js';
import { untilSpare } from '../platform/spare-time.js';
import { PackedDayStore } from '../reporting/packed-day.store.js';
import { Pulse } from './pulse.sweep.js';

/**
 * So many times as long as a round took it is rested after it: today's facts change all the time, and a day of very many
 * leads is packed for none of them alone.
 */
const RESTS = 60;
/** So long it rests at most, and waits for time to spare. */
const REST_MAX_MS = 10 * MS_PER_MINUTE;

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
    if (performance.now() < this.restsUntilMs) return;
    let packedMs = 0;
    for (const day of await this.days.readStale()) {
      if (!(await untilSpare(REST_MAX_MS, goOn))) return;
      const begunMs = performance.now();
      await this.days.pack(day);
      packedMs += performance.now() - begunMs;
    }
    this.restsUntilMs = performance.now() + Math.min(packedMs * RESTS, REST_MAX_MS);
  }
}
