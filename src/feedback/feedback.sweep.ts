import { Injectable } from '@nestjs/common';
import { Pulse } from '../engine/pulse.sweep.js';
import { MS_PER_MINUTE, MS_PER_SECOND } from '../platform/duration.js';
import { Periodic } from '../platform/periodic.sweep.js';
import { FeedbackUpkeep } from './feedback-upkeep.service.js';
import { FeedbackPlanning } from './planning/feedback-planning.service.js';

/** Keeps the ledger of what ad platforms are told a moment behind what happens. Its place is where it was when that fails. */
@Injectable()
export class FeedbackSweep {
  constructor(periodic: Periodic, pulse: Pulse, planning: FeedbackPlanning, upkeep: FeedbackUpkeep) {
    pulse.whenRecorded({
      name: 'feedback',
      everyMs: MS_PER_SECOND,
      run: (goOn) => planning.follow(async () => goOn()),
      failing: 'Feedback falls behind',
    });
    periodic.add({
      name: 'feedback-upkeep',
      everyMs: MS_PER_MINUTE,
      run: () => upkeep.look(),
      failing: 'Feedback does not expire in time',
    });
  }
}
