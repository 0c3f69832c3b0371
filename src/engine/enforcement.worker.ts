import { Injectable, Logger } from '@nestjs/common';
import { LEAD_CLOCK_KINDS, type LeadClock } from '../clocks/clock.js';
import { ClockStore } from '../clocks/clock.store.js';
import type { Effect, Terms } from '../clocks/clock-rules.js';
import { rulesOf } from '../clocks/kinds.js';
import type { LeadState } from '../leads/lead.js';
import { LeadStore } from '../leads/lead.store.js';
import { beginLeadsClock, clockFacts, missFacts, recordBreach } from '../lifecycle/clocks.js';
import { beginCycle } from '../lifecycle/cycle.js';
import { escalate } from '../lifecycle/escalation.js';
import type { LeadCase } from '../lifecycle/lead-case.js';
import { LeadCases } from '../lifecycle/lead-cases.service.js';
import { LifecycleService, type Scene } from '../lifecycle/lifecycle.service.js';
import { Router, type ToRoute } from '../lifecycle/router.service.js';
import { goesByRules, requestByRules, requestMove } from '../lifecycle/routing-requests.js';
import type { UnitOfWork } from '../lifecycle/unit-of-work.js';
import { system } from '../platform/actor.js';
import { partition } from '../platform/group.js';
import { toIso } from '../platform/instant.js';
import { WHEN_IT_MAY_MOVE_NO_MORE, whenNobodyElseCan } from '../sla/escalation-targets.js';
import { DueLeadsStore } from './due-leads.store.js';
import { downToTheCulprit, SET_ASIDE_MS, whyOf } from './set-aside.js';
import type { Worker } from './worker.js';

/** Large enough to share the cost of a transaction, small enough that nobody waits for it. */
const BATCH_MAX = 1_000;
/** A backlog is worked on by two at a time: what one decides, the other is still reading or already storing. */
const SIDE_BY_SIDE = 2;
/** After so many batches each, whatever else is due has its turn. */
const TURNS = 10;

type Return = Extract<Effect, { kind: 'return' }>;

/** What a clock asks for that takes routing: a move, or a return. */
interface Demand<Asked extends Effect = Effect> {
  readonly leadCase: LeadCase;
  readonly clock: LeadClock;
  readonly effect: Asked;
}

/** Makes every due clock of a lead do what it is there for. Any number of nodes may sweep side by side. */
@Injectable()
export class EnforcementWorker implements Worker {
  readonly serves = LEAD_CLOCK_KINDS;
  private readonly logger = new Logger('enforcement');

  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly cases: LeadCases,
    private readonly leads: LeadStore,
    private readonly clocks: ClockStore,
    private readonly dueLeads: DueLeadsStore,
    private readonly router: Router,
  ) {}

  /**
   * Batch after batch while there is a backlog, but not for ever.
   * @returns whether anything was due that nobody else works on
   */
  async round(isStopping: () => boolean): Promise<boolean> {
    const first = await this.sweepOnce();
    if (first < BATCH_MAX) return first > 0;
    const lane = async () => {
      for (let turn = 0; turn < TURNS && !isStopping(); turn += 1) if ((await this.sweepOnce()) === 0) return;
    };
    const ends = await Promise.allSettled(Array.from({ length: SIDE_BY_SIDE }, lane));
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    return true;
  }

  /** One batch. @returns how many leads had something due; 0 when nothing is left that nobody else works on */
  async sweepOnce(): Promise<number> {
    return downToTheCulprit<LeadState, number>(
      BATCH_MAX,
      (limit, claimed) =>
        this.lifecycle.performDue(async (scene) => {
          const rows = await this.dueLeads.claimWithDueClocks(scene.tx, scene.now, limit);
          claimed(rows);
          return this.sweepBatch(scene, rows);
        }),
      ({ id }, cause) => this.setAside(id, cause),
    );
  }

  /** One lead that cannot be enforced must not keep all others from it: it is logged, and tried again later. */
  private async setAside(id: string, cause: unknown): Promise<number> {
    await this.lifecycle.performDue(async ({ tx, now }) => {
      await this.leads.lockMany(tx, [id], false);
      await this.clocks.postponeOfLead(tx, id, now, now + SET_ASIDE_MS);
    });
    this.logger.error(`Lead ${id} cannot be enforced and is set aside for a minute: ${whyOf(cause)}`);
    return 1;
  }

  /** @param rows leads that are locked */
  private async sweepBatch(scene: Scene, rows: readonly LeadState[]): Promise<number> {
    const { tx, now } = scene;
    if (rows.length === 0) return 0;
    const cases = await this.cases.openLocked(tx, rows, { withDocuments: false });
    const work = this.lifecycle.workOn(cases, scene, system('sla'));

    const demands = cases.flatMap((leadCase) =>
      leadCase.clocks
        .filter(({ nextAt }) => nextAt !== null && nextAt <= now)
        .flatMap((clock) => enforceOne(work, leadCase, clock)),
    );
    const missed = demands.filter((demand) => demand.effect.kind === 'reassign').filter(isOfOwner);
    // Owner's and lead's clock may ask for the same move at once: a lead moves once.
    const moves = [...new Map(missed.map((each) => [each.leadCase, each])).values()];
    const [allowed, exhausted] = partition(moves, mayMoveAgain);
    for (const { leadCase, clock } of exhausted)
      escalate(work, leadCase, clock, WHEN_IT_MAY_MOVE_NO_MORE, 'maxReassignments');
    await this.routeAll(scene, work, allowed, demands.filter(isReturn));
    await this.lifecycle.save(tx, work);
    return rows.length;
  }

  private async routeAll(
    scene: Scene,
    work: UnitOfWork,
    moves: readonly Demand[],
    returns: readonly Demand<Return>[],
  ): Promise<void> {
    if (moves.length + returns.length === 0) return;
    const byRules = [...returns, ...moves.filter(({ leadCase }) => goesByRules(leadCase))];
    await this.cases.readDocuments(
      scene.tx,
      byRules.map(({ leadCase }) => leadCase),
    );
    const toReturn = returns.map((demand) => returnToWork(work, demand));
    this.lifecycle.saveSoFar(scene.tx, work);
    work.advanceTo(await this.router.lock(scene.tx));
    const toMove: ToRoute[] = moves.map(({ leadCase, clock }) => ({
      leadCase,
      request: requestMove(work.directory, leadCase),
      placing: { cause: 'breach', facts: missFacts(clock) },
    }));
    const stayed = new Set(await this.router.route(scene.tx, work, [...toMove, ...toReturn]));
    for (const { leadCase, clock } of moves) {
      if (stayed.has(leadCase)) escalate(work, leadCase, clock, whenNobodyElseCan(leadCase.policy!), 'nobodyElse');
    }
    for (const { leadCase } of toReturn) beginLeadsClock(work, leadCase, work.now);
  }
}

/** @returns what is left to be done with others, because it takes the routing lock */
function enforceOne(work: UnitOfWork, leadCase: LeadCase, due: LeadClock): Demand[] {
  const { directory } = work;
  // Looked up when they are asked for: a backlog has a clock for each lead, and each asks for one of the two.
  const terms: Terms = {
    policy: leadCase.policy,
    get hours() {
      return directory.hoursOfClock(due).working;
    },
    get chainHours() {
      return directory.hoursOfChain(due).working;
    },
  };
  const { clock, effects } = rulesOf(due).enforce(due, terms, work.now);
  work.replaceClock(leadCase, clock);
  return effects.flatMap((effect) => carryOutEffect(work, leadCase, clock, effect));
}

function carryOutEffect(work: UnitOfWork, leadCase: LeadCase, clock: LeadClock, effect: Effect): Demand[] {
  switch (effect.kind) {
    case 'warned':
      work.record(leadCase, 'sla.warned', { ...clockFacts(clock), share: effect.share });
      work.tell(clock.repId, 'sla.warned', leadCase, {
        clockId: clock.id,
        kind: clock.kind,
        dueAt: toIso(clock.dueAt!),
      });
      return [];
    case 'breached':
      recordBreach(work, leadCase, clock);
      return [];
    case 'escalate':
      escalate(work, leadCase, clock, effect.action.to, 'policy');
      return [];
    case 'reassign':
    case 'return':
      return [{ leadCase, clock, effect }];
    default:
      return effect satisfies never;
  }
}

function isReturn(demand: Demand): demand is Demand<Return> {
  return demand.effect.kind === 'return';
}

/** Only the present owner can lose a lead, and only by their present tenure: who gets it back owes nothing for the time before. */
function isOfOwner({ leadCase: { lead, assignment }, clock }: Demand): boolean {
  if (lead.ownerId === null || lead.waiting !== null) return false;
  return clock.assignmentId === null || clock.assignmentId === assignment?.id;
}

/** A lead moves only so often: then its last owner keeps it, and a person is told. */
function mayMoveAgain({ leadCase }: Demand): boolean {
  return leadCase.lead.breachMoves < leadCase.policy!.firstTouch.maxReassignments;
}

/**
 * A lead that was put away comes back as a new cycle: from nurture to its last owner when eligible, from recycle as a
 * fresh lead would, never to anybody who has had it.
 */
function returnToWork(work: UnitOfWork, { leadCase, clock, effect: { from, cause } }: Demand<Return>): ToRoute {
  beginCycle(work, leadCase);
  work.record(leadCase, 'lead.woken', { clockId: clock.id, from, cycle: leadCase.lead.cycle }, system(clock.kind));
  return { leadCase, request: requestByRules(work.directory, leadCase, cause), placing: { cause } };
}
