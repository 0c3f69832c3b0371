import { Injectable } from '@nestjs/common';
import { HANDOFF_CLOCK_KINDS } from '../clocks/clock.js';
import { DueSweep, type Enforced } from '../engine/due-sweep.service.js';
import type { Worker } from '../engine/worker.js';
import type { Demand } from '../lifecycle/enforcing.js';
import type { TransactionContext } from '../lifecycle/lifecycle.service.js';
import type { UnitOfWork } from '../lifecycle/unit-of-work.js';
import type { Tx } from '../platform/database.js';
import { oweDecision } from './decisions/decision.js';
import type { Handoff } from './handoff.js';
import { HANDOFF_COLUMNS } from './handoff.store.js';
import type { HandoffCase } from './handoff-case.js';
import { HandoffCases } from './handoff-cases.service.js';
import { clientIsSettled } from './handoff-ending.js';
import { TO_CLIENT } from './handoff-promises.js';
import { passOn } from './succession/handoff-successors.js';

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

  /** Nobody is warned of a promise that somebody else has by now. */
  prepare(work: UnitOfWork, subjects: readonly HandoffCase[]): void {
    for (const subject of subjects) passOn(work, subject);
  }

  /** Holds are of sources, pools and policies of leads. */
  async holdsOn(): Promise<() => null> {
    return () => null;
  }

  /** A miss that was escalated is decided about; a client who was not told in time keeps no handoff from being done. */
  async carryOut(
    _context: TransactionContext,
    work: UnitOfWork,
    demands: readonly Demand<HandoffCase>[],
  ): Promise<void> {
    for (const { subject, clock } of demands) {
      if (clock.kind === TO_CLIENT.kind) clientIsSettled(work, subject, 'clientMissed');
      oweDecision(work, subject);
    }
  }
}
