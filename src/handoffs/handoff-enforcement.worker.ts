import { Injectable } from '@nestjs/common';
import { HANDOFF_CLOCK_KINDS } from '../clocks/clock.js';
import { DueSweep, type Enforced } from '../engine/due-sweep.service.js';
import type { Worker } from '../engine/worker.js';
import type { Tx } from '../platform/database.js';
import type { Handoff } from './handoff.js';
import { HANDOFF_COLUMNS } from './handoff.store.js';
import type { HandoffCase } from './handoff-case.js';
import { HandoffCases } from './handoff-cases.service.js';

/** Tells people what they owe of handoffs, and whoever decides what was missed. Nothing moves by itself. */
@Injectable()
export class HandoffEnforcementWorker implements Worker, Enforced<Handoff, HandoffCase> {
  readonly serves = HANDOFF_CLOCK_KINDS;
  readonly subjectType = 'handoff';
  readonly columns = HANDOFF_COLUMNS;

  constructor(
    private readonly sweep: DueSweep,
    private readonly cases: HandoffCases,
  ) {}

  round(isStopping: () => boolean): Promise<boolean> {
    return this.sweep.round(this, isStopping);
  }

  openLocked(tx: Tx, rows: readonly Handoff[]): Promise<HandoffCase[]> {
    return this.cases.openLocked(tx, rows);
  }

  /** Holds are of sources, pools and policies of leads. */
  async holdsOn(): Promise<() => null> {
    return () => null;
  }

  /** Everything that follows a miss is told. */
  async carryOut(): Promise<void> {}
}
