import { Injectable } from '@nestjs/common';
import { MS_PER_MINUTE } from '../platform/duration.js';
import { Periodic } from '../platform/periodic.sweep.js';
import { DailySummary } from './daily-summary.service.js';

/** Looks every minute whose day has ended. */
@Injectable()
export class DailySummarySweep {
  constructor(periodic: Periodic, summary: DailySummary) {
    periodic.add({
      name: 'summaries',
      everyMs: MS_PER_MINUTE,
      run: () => summary.look(),
      failing: 'Nobody was told of their day',
    });
  }
}
