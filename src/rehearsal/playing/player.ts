import type { Directory } from '../../directory/directory.js';
import { goOnAfterMiss } from '../../lifecycle/clocks/cadence.js';
import { type Demand, enforceDue } from '../../lifecycle/clocks/enforcing.js';
import { isReturn, type Return } from '../../lifecycle/closing/disposing.js';
import type { LeadCase } from '../../lifecycle/lead-case.js';
import { movesRequested } from '../../lifecycle/routing/moves-by-breach.js';
import { type GatheredChanges, UnitOfWork } from '../../lifecycle/unit-of-work.js';
import { type Actor, system } from '../../platform/values/actor.js';
import type { Instant } from '../../platform/values/duration.js';
import type { Hold } from '../../sla/hold.js';

/** The environment of a simulated lead: routes it on moves and returns, and receives its events. */
export interface SimulatedEnvironment {
  /** Returns the hold that suspends enforcement; null for none. */
  holdOn(work: UnitOfWork): Hold | null;
  /** Called if the lead is to move because of a miss. */
  move(work: UnitOfWork, demand: Demand<LeadCase>): void;
  /** Called if a lead that was set aside is due to return. */
  comeBack(work: UnitOfWork, demand: Return): void;
  hear(gathered: GatheredChanges, at: Instant): void;
}

/**
 * Plays the life of one lead in memory with the functions of real enforcement, at each instant at which something is
 * due. It reads and writes nothing.
 */
export class Player {
  private now: Instant = Number.NEGATIVE_INFINITY;
  private made = 0;

  constructor(
    readonly leadCase: LeadCase,
    private readonly directory: Directory,
    private readonly stage: SimulatedEnvironment,
    private readonly actor: Actor = system('sla'),
  ) {}

  /** Returns the next instant at which a clock is due, up to an end; null for none. */
  nextDue(end: Instant): Instant | null {
    let next = Number.POSITIVE_INFINITY;
    for (const { nextAt } of this.leadCase.clocks) if (nextAt !== null && nextAt < next) next = nextAt;
    return next <= end ? Math.max(next, this.now) : null;
  }

  enforceUntil(end: Instant): void {
    for (let due = this.nextDue(end); due !== null; due = this.nextDue(end)) this.enforceAt(due);
  }

  enforceAt(at: Instant): void {
    this.at(at, (work) => {
      const { leadCase, stage } = this;
      const demands = enforceDue(work, leadCase, stage.holdOn(work));
      for (const move of movesRequested(work, demands)) stage.move(work, move);
      for (const demand of demands.filter(isReturn)) stage.comeBack(work, demand);
      // After the move, since a new owner begins with the missed step.
      for (const { clock, effect } of demands) if (effect.kind === 'goOn') goOnAfterMiss(work, leadCase, clock);
    });
  }

  at(now: Instant, act: (work: UnitOfWork) => void): void {
    this.now = now;
    const makeId = () => {
      this.made += 1;
      // At equal start, a clock with a greater id counts as later; these ids sort after all real ones.
      return `new ${String(this.made).padStart(9, '0')}`;
    };
    const work = new UnitOfWork([this.leadCase], this.directory, now, this.actor, makeId);
    act(work);
    const gathered = work.takeSoFar();
    this.keep(gathered);
    this.stage.hear(gathered, work.now);
  }

  /** Updates the tenures: the lead stays open across units of work, which read them. */
  private keep({ newAssignments, endedAssignments }: GatheredChanges): void {
    if (newAssignments.length + endedAssignments.length === 0) return;
    const ends = new Map(endedAssignments.map(({ id, untilAt }) => [id, untilAt]));
    const { leadCase } = this;
    leadCase.tenures = [...leadCase.tenures, ...newAssignments].map((tenure) =>
      ends.has(tenure.id) ? { ...tenure, untilAt: ends.get(tenure.id)! } : tenure,
    );
  }
}
