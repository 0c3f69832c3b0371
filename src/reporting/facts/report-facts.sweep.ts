import { Injectable } from '@nestjs/common';
import { Pulse } from '../../engine/pulse.sweep.js';
import { MS_PER_SECOND } from '../../platform/duration.js';
import { restAfter } from '../../platform/turns.js';
import { ReportFacts } from './report-facts.service.js';

/** Brings reports up to date, a moment behind what happens. Their place in the ledger is where it was when that fails. */
@Injectable()
export class ReportFactsSweep {
  constructor(pulse: Pulse, facts: ReportFacts) {
    pulse.whenRecorded({
      name: 'reports',
      everyMs: MS_PER_SECOND,
      run: (goOn) => facts.follow((tookMs) => restAfter(tookMs, goOn)),
      failing: 'Reports fall behind',
    });
  }
}
