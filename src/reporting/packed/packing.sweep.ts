import { Injectable } from '@nestjs/common';
import { Pulse } from '../../engine/pulse.sweep.js';
import { Metrics } from '../../platform/running/metrics.js';
import { Periodic } from '../../platform/running/periodic.sweep.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { restAfter, waitWhileBusy } from '../../platform/running/turns.js';
import { MS_PER_DAY, MS_PER_MINUTE, MS_PER_SECOND } from '../../platform/values/duration.js';
import { ReportFacts } from '../facts/report-facts.service.js';
import { DAYS_WAIT, PackedDayStore } from './packed-day.store.js';

/** The pause after a round, as a multiple of its length: recent days change constantly and are costly to pack. */
const RESTS = 60;
/** How often leads that are untouched for long, or are many, get facts. */
const SETTLES_EVERY_MS = MS_PER_MINUTE;
const REST_MAX_MS = 10 * MS_PER_MINUTE;
/** The longest wait for idle time before each day: a hundred days are packed within ten minutes on a busy node. */
const WAIT_MAX_MS = 5 * MS_PER_SECOND;

/** Packs past days whose facts changed (docs/adr/0033); until then reports read the facts of the ten latest. */
@Injectable()
export class PackingSweep {
  private restsUntilMs = 0;

  constructor(
    pulse: Pulse,
    periodic: Periodic,
    private readonly days: PackedDayStore,
    private readonly facts: ReportFacts,
    private readonly time: TimeSource,
    metrics: Metrics,
  ) {
    const waiting = metrics.waiting(
      ['touchline_report_days_waiting', 'Past days whose facts have changed and that are not packed for reports yet'],
      ['touchline_report_days_waiting_oldest_seconds', 'How long ago the oldest of them ended'],
    );
    metrics.onRead(async (now) => waiting([await days.readWaiting(now)], now));
    pulse.whileWaiting(DAYS_WAIT, {
      name: 'packing',
      everyMs: 10 * MS_PER_SECOND,
      run: (goOn) => this.pack(goOn),
      failing: 'Days are not packed for reports',
    });
    periodic.add({
      name: 'untouched',
      everyMs: SETTLES_EVERY_MS,
      run: (goOn) => this.facts.settleUntouched(this.time.now(), (tookMs) => restAfter(tookMs, goOn)),
      failing: 'Reports work out the facts of ever more untouched leads',
    });
  }

  /** Uses separate transactions for each day: writers of its facts wait for the last one. */
  private async pack(goOn: () => boolean): Promise<void> {
    if (performance.now() < this.restsUntilMs) return;
    let packedMs = 0;
    const today = Math.floor(this.time.now() / MS_PER_DAY);
    for (const day of await this.days.readStale(today)) {
      if (!(await waitWhileBusy(WAIT_MAX_MS, goOn))) return;
      const begunMs = performance.now();
      await this.facts.packDay(day, (tookMs) => restAfter(tookMs, goOn));
      packedMs += performance.now() - begunMs;
    }
    this.restsUntilMs = performance.now() + Math.min(packedMs * RESTS, REST_MAX_MS);
  }
}
