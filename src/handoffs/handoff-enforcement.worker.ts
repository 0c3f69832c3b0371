import { Injectable } from '@nestjs/common';
import { HANDOFF_CLOCK_KINDS } from '../clocks/clock.js';
import { DueSweep, type SubjectEnforcement } from '../engine/due-sweep.service.js';
import type { Worker } from '../engine/worker.js';
import type { Demand } from '../lifecycle/clocks/enforcing.js';
import type { TransactionContext } from '../lifecycle/lifecycle.service.js';
import type { UnitOfWork } from '../lifecycle/unit-of-work.js';
import type { Tx } from '../platform/sql/database.js';
import { oweDecision } from './decisions/decision.js';
import type { Handoff } from './handoff.js';
import { HANDOFF_COLUMNS } from './handoff.store.js';
import type { HandoffCase } from './handoff-case.js';
import { HandoffCases } from './handoff-cases.service.js';
import { clientIsSettled } from './handoff-ending.js';
import { TO_CLIENT } from './handoff-promises.js';
import { passOn } from './succession/handoff-successors.js';

/**
 * Warns people of what they owe of handoffs, and notifies deciders of what was missed. A miss never moves a handoff.
 */
@Injectable()
export class HandoffEnforcementWorker implements Worker, SubjectEnforcement<Handoff, HandoffCase> {
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

  /** Passes promises on first, so that no rep is warned of a promise that is now another's. */
  prepare(work: UnitOfWork, subjects: readonly HandoffCase[]): void {
    for (const subject of subjects) passOn(work, subject);
  }

  /** Holds apply to sources, pools and policies of leads, so never to handoffs. */
  async holdsOn(): Promise<() => null> {
    return () => null;
  }

  /**
   * Requests a decision about a miss that was escalated. A missed promise to the client does not keep a handoff from
   * being done.
   */
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
