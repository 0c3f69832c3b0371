import type { Directory } from '../../directory/directory.js';
import { goOnAfterMiss } from '../../lifecycle/cadence.js';
import { isReturn, type Return } from '../../lifecycle/disposing.js';
import { type Demand, enforceDue } from '../../lifecycle/enforcing.js';
import type { LeadCase } from '../../lifecycle/lead-case.js';
import { movesAsked } from '../../lifecycle/moving.js';
import { type Gathered, UnitOfWork } from '../../lifecycle/unit-of-work.js';
import { type Actor, system } from '../../platform/actor.js';
import type { Instant } from '../../platform/duration.js';
import type { Hold } from '../../sla/hold.js';

/** What a lead is played in: who gets it when it moves or comes back, and what is heard of all that happens. */
export interface PlayedSurroundings {
  /** Null where enforcement goes on. */
  holdOn(work: UnitOfWork): Hold | null;
  /** It is to move because of a miss. */
  move(work: UnitOfWork, demand: Demand<LeadCase>): void;
  /** It was put away, and its time has come. */
  comeBack(work: UnitOfWork, demand: Return): void;
  hear(gathered: Gathered, at: Instant): void;
}

/**
 * Plays the life of one lead in memory, by the very functions that enforce: they act on it at every instant at which
 * something is due, as an engine would that is never late. Nothing is read, and nothing is written.
 */
export class Player {
  private now: Instant = Number.NEGATIVE_INFINITY;
  private made = 0;

  constructor(
    readonly leadCase: LeadCase,
    private readonly directory: Directory,
    private readonly stage: PlayedSurroundings,
    private readonly actor: Actor = system('sla'),
  ) {}

  /** The next instant at which a clock is due, up to an end; null for none. */
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
      for (const move of movesAsked(work, demands)) stage.move(work, move);
      for (const demand of demands.filter(isReturn)) stage.comeBack(work, demand);
      // After the move: who is new begins with what was missed.
      for (const { clock, effect } of demands) if (effect.kind === 'goOn') goOnAfterMiss(work, leadCase, clock);
    });
  }

  /** Something happens at an instant. */
  at(now: Instant, act: (work: UnitOfWork) => void): void {
    this.now = now;
    const makeId = () => {
      this.made += 1;
      // Of two that began at once the later id is the later: these come after all that there are.
      return `new ${String(this.made).padStart(9, '0')}`;
    };
    const work = new UnitOfWork([this.leadCase], this.directory, now, this.actor, makeId);
    act(work);
    const gathered = work.takeSoFar();
    this.keep(gathered);
    this.stage.hear(gathered, work.now);
  }

  /** The lead is opened once for all that happens to it, so each time it is known who has had it by then. */
  private keep({ newAssignments, endedAssignments }: Gathered): void {
    if (newAssignments.length + endedAssignments.length === 0) return;
    const ends = new Map(endedAssignments.map(({ id, untilAt }) => [id, untilAt]));
    const { leadCase } = this;
    leadCase.tenures = [...leadCase.tenures, ...newAssignments].map((tenure) =>
      ends.has(tenure.id) ? { ...tenure, untilAt: ends.get(tenure.id)! } : tenure,
    );
  }
}
