import { Injectable } from '@nestjs/common';
import { AbsencesWorker } from './absences.worker.js';
import { HoldsWorker } from './holds.worker.js';
import { LeadEnforcementWorker } from './lead-enforcement.worker.js';
import { QueueWorker } from './queue.worker.js';
import { ReplanningWorker } from './replanning.worker.js';
import type { Worker } from './worker.js';

/** What the engine does. A satellite adds its worker when its module is made. */
@Injectable()
export class Workers {
  private readonly workers: Worker[];

  constructor(
    absences: AbsencesWorker,
    holds: HoldsWorker,
    leads: LeadEnforcementWorker,
    queue: QueueWorker,
    replanning: ReplanningWorker,
  ) {
    // Reps first: who goes away hands over leads whose clocks would else be carried out for nothing.
    this.workers = [absences, holds, leads, queue, replanning];
  }

  /** Its turn comes after those that are there already. */
  add(worker: Worker): void {
    this.workers.push(worker);
  }

  get inTurn(): readonly Worker[] {
    return this.workers;
  }
}
