import { Injectable } from '@nestjs/common';
import { AbsencesWorker } from './absences.worker.js';
import { HoldsWorker } from './holds.worker.js';
import { LeadEnforcementWorker } from './lead-enforcement.worker.js';
import { QueueWorker } from './queue.worker.js';
import { ReplanningWorker } from './replanning.worker.js';
import type { Worker } from './worker.js';

/** What the engine does, in the order of turns. A satellite adds its worker when its module is made. */
@Injectable()
export class Workers {
  readonly inTurn: Worker[];

  constructor(
    absences: AbsencesWorker,
    holds: HoldsWorker,
    leads: LeadEnforcementWorker,
    queue: QueueWorker,
    replanning: ReplanningWorker,
  ) {
    // Reps first: who goes away hands over leads whose clocks would else be carried out for nothing.
    this.inTurn = [absences, holds, leads, queue, replanning];
  }
}
