import { Injectable } from '@nestjs/common';
import { LEAD_CLOCK_KINDS } from '../clocks/clock.js';
import type { LeadState } from '../leads/lead.js';
import { STATE_COLUMNS } from '../leads/lead-columns.store.js';
import { Suppressing } from '../lifecycle/arrivals/suppressing.service.js';
import { goOnAfterMiss } from '../lifecycle/clocks/cadence.js';
import { missFacts } from '../lifecycle/clocks/clocks.js';
import { type Demand, demandsOf } from '../lifecycle/clocks/enforcing.js';
import { escalate } from '../lifecycle/clocks/escalation.js';
import { Holding } from '../lifecycle/clocks/holding.service.js';
import { beginLeadsClock } from '../lifecycle/clocks/lead-clocks.js';
import { type Move, StormBreaker } from '../lifecycle/clocks/storm-breaker.service.js';
import { isReturn, type Return, returnToWork } from '../lifecycle/closing/disposing.js';
import { giveToOwnersOfDeals } from '../lifecycle/closing/giving-for-deals.js';
import type { LeadCase } from '../lifecycle/lead-case.js';
import { LeadCases } from '../lifecycle/lead-cases.service.js';
import { LifecycleService, type TransactionContext } from '../lifecycle/lifecycle.service.js';
import { OpenDeals } from '../lifecycle/open-deals.service.js';
import type { ToRoute } from '../lifecycle/routing/decided-leads.js';
import { isOfOwner, mayMoveAgain, movesRequested } from '../lifecycle/routing/moves-by-breach.js';
import { Router } from '../lifecycle/routing/router.service.js';
import { isReadToRoute, requestMove } from '../lifecycle/routing/routing-requests.js';
import type { UnitOfWork } from '../lifecycle/unit-of-work.js';
import type { Tx } from '../platform/sql/database.js';
import { pluck } from '../platform/values/group.js';
import { whenNobodyElseCan } from '../sla/escalation-targets.js';
import type { Hold } from '../sla/hold.js';
import { DueSweep, type SubjectEnforcement } from './due-sweep.service.js';
import type { Worker } from './worker.js';

type Ask = Demand<LeadCase>;

/** Carries out the due clocks of leads: a missed lead moves on, one that was put away comes back. */
@Injectable()
export class LeadEnforcementWorker implements Worker, SubjectEnforcement<LeadState, LeadCase> {
  readonly serves = LEAD_CLOCK_KINDS;
  readonly subjectType = 'lead';
  readonly columns = STATE_COLUMNS;

  constructor(
    private readonly sweep: DueSweep,
    private readonly lifecycle: LifecycleService,
    private readonly cases: LeadCases,
    private readonly router: Router,
    private readonly holding: Holding,
    private readonly breaker: StormBreaker,
    private readonly suppressing: Suppressing,
    private readonly openDeals: OpenDeals,
  ) {}

  round(isStopping: () => boolean): Promise<boolean> {
    return this.sweep.round(this, isStopping);
  }

  openLocked(tx: Tx, rows: readonly LeadState[]): Promise<LeadCase[]> {
    return this.cases.openLocked(tx, rows, { withDocuments: false });
  }

  async holdsOn(
    { tx }: TransactionContext,
    work: UnitOfWork,
    cases: readonly LeadCase[],
  ): Promise<(leadCase: LeadCase) => Hold | null> {
    const standing = await this.holding.on(tx, work, cases);
    const free = cases.filter((leadCase) => standing(leadCase) === null);
    const { held, hold } = await this.breaker.holdBack(tx, work, () =>
      free.flatMap((each) => moveOf(work, each) ?? []),
    );
    return (leadCase) => (held.has(leadCase) ? hold : standing(leadCase));
  }

  async carryOut(context: TransactionContext, work: UnitOfWork, demands: readonly Ask[]): Promise<void> {
    await this.routeAll(context, work, movesRequested(work, demands), demands.filter(isReturn));
    // After the moves, because a new owner begins with the step that was missed.
    for (const { subject, clock } of demands.filter(({ effect }) => effect.kind === 'goOn'))
      goOnAfterMiss(work, subject, clock);
    this.breaker.count(context.tx, work);
  }

  private async routeAll(
    context: TransactionContext,
    work: UnitOfWork,
    moves: readonly Ask[],
    returns: readonly Return[],
  ): Promise<void> {
    if (moves.length + returns.length === 0) return;
    const unread = [...returns, ...moves.filter(({ subject }) => isReadToRoute(work.directory, subject))];
    await this.cases.readDocuments(context.tx, pluck(unread, 'subject'));
    const back = returns.map(
      (demand): ToRoute => ({
        leadCase: demand.subject,
        request: returnToWork(work, demand),
        placing: { cause: demand.effect.cause },
      }),
    );
    const admitted = await this.suppressing.admit(context.tx, work, pluck(back, 'leadCase'));
    const deals = await this.openDeals.find(context.tx, pluck(admitted, 'subjectId'));
    this.lifecycle.saveSoFar(context.tx, work);
    work.advanceTo(await this.router.lock(context.tx));
    const isAdmitted = ({ leadCase }: ToRoute) => admitted.includes(leadCase);
    const { others: toReturn, ownerless } = giveToOwnersOfDeals(work, back.filter(isAdmitted), deals);
    const toMove: ToRoute[] = moves.map(({ subject: leadCase, clock }) => ({
      leadCase,
      request: requestMove(work.directory, leadCase),
      placing: { cause: 'breach', facts: missFacts(clock) },
    }));
    const stayed = new Set(
      await this.router.route(context.tx, work, [...toMove, ...toReturn, ...ownerless], () =>
        this.lifecycle.saveSoFar(context.tx, work),
      ),
    );
    for (const { subject, clock } of moves) {
      if (stayed.has(subject))
        escalate(work, subject, clock, whenNobodyElseCan(subject.policyOf(clock)!), 'nobodyElse');
    }
    for (const { leadCase } of toReturn) beginLeadsClock(work, leadCase, work.now);
  }
}

/** Returns the due move of a lead, or null if there is none. */
function moveOf(work: UnitOfWork, leadCase: LeadCase): Move | null {
  const asks = demandsOf(work, leadCase).filter(({ effect }) => effect.kind === 'reassign');
  const move = asks.find(({ clock }) => isOfOwner(leadCase, clock) && mayMoveAgain(leadCase));
  return move === undefined ? null : { leadCase, missedAt: move.clock.breachedAt };
}
