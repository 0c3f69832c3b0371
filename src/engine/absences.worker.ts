import { Injectable, Logger } from '@nestjs/common';
import { OffboardingService } from '../admin/people/offboarding.service.js';
import { REP_CLOCK_KINDS } from '../clocks/clock.js';
import { ClockStore } from '../clocks/clock.store.js';
import { CLOCK_KINDS } from '../clocks/kinds.js';
import { type RepTimer, RepTimerStore } from '../clocks/rep-timers.store.js';
import type { Directory } from '../directory/directory.js';
import type { LeadState } from '../leads/lead.js';
import { LeadCases, RepCases } from '../lifecycle/lead-cases.service.js';
import { LifecycleService, type TransactionContext } from '../lifecycle/lifecycle.service.js';
import type { ToRoute } from '../lifecycle/routing/decided-leads.js';
import { Router } from '../lifecycle/routing/router.service.js';
import { isReadToRoute, requestDuringAbsence } from '../lifecycle/routing/routing-requests.js';
import type { RepCase } from '../lifecycle/subject.js';
import { OffboardingStore } from '../people/offboarding.store.js';
import { RepStore } from '../people/rep.store.js';
import { Refusal } from '../platform/input/refusal.js';
import { whyOf } from '../platform/running/failure.js';
import { TimeSource } from '../platform/running/time-source.js';
import { isUnavailable } from '../platform/sql/database.js';
import { BatchSize, isolateFailing } from '../platform/sql/isolate-failing.js';
import { system } from '../platform/values/actor.js';
import { type Instant, MS_PER_SECOND } from '../platform/values/duration.js';
import { DueLeadsStore } from './due-leads.store.js';
import { SET_ASIDE_MS, SetAside } from './set-aside.js';
import type { Worker } from './worker.js';

const LEADS_MAX = 1_000;
const NOTHING_TO_MOVE = { moved: 0, left: 0, resting: 0 };
/**
 * A node whose clock is milliseconds behind may assign the rep a lead after the others have moved them all. So the
 * leads are checked once more after this time.
 */
const CLOCKS_DIFFER_MS = MS_PER_SECOND;

/** A rep with a timer that is due. */
interface DueRep {
  readonly timer: RepTimer;
  readonly rep: RepCase;
}

/** How many leads to move at once, and the callback that receives those that were locked. */
interface Batch {
  readonly limit: number;
  readonly claimed: (rows: readonly LeadState[]) => void;
}

/** Carries out the timers of reps: they go away or leave, their leads are moved as configured, they come back. */
@Injectable()
export class AbsencesWorker implements Worker {
  readonly serves = REP_CLOCK_KINDS;
  private readonly logger = new Logger('repTimers');
  private readonly batchSize = new BatchSize(LEADS_MAX);

  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly cases: LeadCases,
    private readonly repCases: RepCases,
    private readonly timers: RepTimerStore,
    private readonly reps: RepStore,
    private readonly dueLeads: DueLeadsStore,
    private readonly router: Router,
    private readonly clocks: ClockStore,
    private readonly spoilt: SetAside,
    private readonly plans: OffboardingStore,
    private readonly offboarding: OffboardingService,
    private readonly time: TimeSource,
  ) {}

  /** Carries out one due timer, or a batch of its leads. @returns whether anything was done */
  async round(): Promise<boolean> {
    let timer: RepTimer | undefined;
    let leaving: string | null = null;
    try {
      const isDone = await isolateFailing<LeadState, boolean>(
        this.batchSize,
        (limit, claimed) =>
          this.lifecycle.performDue(async (context) => {
            timer = await this.timers.claimDue(context.tx, context.now);
            leaving = timer === undefined ? null : await this.leavingBy(context, timer);
            if (leaving !== null) return true;
            return timer !== undefined && (await this.carryOut(context, timer, { limit, claimed }));
          }),
        async ({ id }, cause) => {
          this.spoilt.add(id, this.time.now(), cause);
          this.logger.error(`Lead ${id} cannot be taken over and is set aside for a minute: ${whyOf(cause)}`);
          return true;
        },
      );
      // A planned departure changes the configuration, which takes a transaction of its own.
      if (leaving !== null) await this.offboarding.carryOutPlanned(leaving);
      return isDone;
    } catch (error) {
      if (timer === undefined || isUnavailable(error)) throw error;
      return this.setAside(timer, error);
    }
  }

  /** Returns the rep who leaves by a timer and a plan made before; null if there is none. */
  private async leavingBy({ tx }: TransactionContext, { kind, repId }: RepTimer): Promise<string | null> {
    if (kind !== 'departure') return null;
    return (await this.plans.find(tx, repId)) === undefined ? null : repId;
  }

  /** Postpones a timer that cannot be carried out, so that it does not block everything else that is due. */
  private async setAside({ id, kind, repId, dueAt }: RepTimer, cause: unknown): Promise<boolean> {
    const wasDue = await this.lifecycle.performDue(({ tx, now }) =>
      this.clocks.postponeTimer(tx, id, now, now + SET_ASIDE_MS),
    );
    // The setup says what is refused and how to go on, so the log says it only once.
    const isRepeated = cause instanceof Refusal && this.time.now() >= dueAt + SET_ASIDE_MS;
    if (wasDue && !isRepeated)
      this.logger.error(`${kind} of rep ${repId} cannot be carried out and is set aside for a minute: ${whyOf(cause)}`);
    return wasDue;
  }

  /** @returns whether anything was done */
  private async carryOut(context: TransactionContext, timer: RepTimer, batch: Batch): Promise<boolean> {
    const { tx, now } = context;
    const [rep] = await this.repCases.open(tx, [timer.repId]);
    const { due } = CLOCK_KINDS[timer.kind];
    switch (due) {
      case 'goesAway':
        return this.beginAbsence(context, { timer, rep: rep! }, batch);
      case 'comesBack':
        await this.record(context, 'rep.back', { timer, rep: rep! });
        await this.clocks.finishTimer(tx, timer.id, now);
        await this.clocks.pokeQueue(tx, now);
        return true;
      case 'becomesAvailable':
        await this.reps.makeAvailable(tx, timer.repId);
        await this.record(context, 'rep.back', { timer, rep: rep! });
        await this.clocks.finishTimer(tx, timer.id, now);
        await this.clocks.pokeQueue(tx, now);
        return true;
      case 'leaves':
        return this.moveOut(context, timer, batch);
      default:
        return due satisfies never;
    }
  }

  /** Moves the leads of a rep who has left. The departure itself was recorded when it was decided. */
  private async moveOut(context: TransactionContext, timer: RepTimer, batch: Batch): Promise<boolean> {
    const { tx, now } = context;
    const { moved, left, resting } = await this.moveLeads(context, timer, batch);
    if (left > 0) return moved > 0;
    if (resting > 0) await this.clocks.resumeTimer(tx, timer.id, this.spoilt.nextAt!);
    else await this.clocks.finishTimer(tx, timer.id, now);
    return true;
  }

  private async beginAbsence(context: TransactionContext, due: DueRep, batch: Batch): Promise<boolean> {
    const { timer } = due;
    const { tx, now, directory } = context;
    // Set aside until after the rep came back: it is too late to report that they went away.
    if (await this.timers.hasEnded(tx, timer.absenceId!)) {
      await this.clocks.finishTimer(tx, timer.id, now);
      return true;
    }
    // In a transaction of its own, because a failure here is not the fault of a lead.
    if (!timer.isAnnounced) {
      await this.record(context, 'rep.away', due);
      await this.clocks.resumeTimer(tx, timer.id, now);
      // Leads that wait for this rep may go to their cover.
      if (directory.coverOf(timer.repId, now) !== null) await this.clocks.pokeQueue(tx, now);
      return true;
    }
    // A rep who was back before the engine got to the timer keeps all leads.
    const moves = timer.openLeads !== 'keep' && isAbsent(directory, timer.repId, now);
    const { moved, left, resting } = moves ? await this.moveLeads(context, timer, batch) : NOTHING_TO_MOVE;
    // There is more than a batch, or another transaction has locked one of the leads. The timer stays due, and the next
    // round moves the rest.
    if (left > 0) return moved > 0;
    const again = this.nextLook(timer, resting, now);
    if (again === null) await this.clocks.finishTimer(tx, timer.id, now);
    else await this.clocks.resumeTimer(tx, timer.id, again);
    return true;
  }

  /** Returns when an absence whose leads are moved has to be checked again; null if it need not be. */
  private nextLook({ dueAt }: RepTimer, resting: number, now: Instant): Instant | null {
    if (resting > 0) return this.spoilt.nextAt;
    return now < dueAt + CLOCKS_DIFFER_MS ? dueAt + CLOCKS_DIFFER_MS : null;
  }

  /**
   * Moves a batch of leads. @returns how many were moved, how many are left to be moved, and how many others are set
   * aside
   */
  private async moveLeads(
    context: TransactionContext,
    timer: RepTimer,
    { limit, claimed }: Batch,
  ): Promise<typeof NOTHING_TO_MOVE> {
    const { tx, now } = context;
    const which = { untouchedOnly: timer.openLeads === 'reassignUntouched', except: this.spoilt.at(now) };
    const rows = await this.dueLeads.claimOfRep(tx, timer.repId, which, limit);
    claimed(rows);
    const cases = await this.cases.openLocked(tx, rows, { withDocuments: false });
    const isDeparture = timer.kind === 'departure';
    const work = this.lifecycle.workOn(cases, context, system(isDeparture ? 'departure' : 'absence'));
    const unread = cases.filter((leadCase) => isReadToRoute(work.directory, leadCase));
    await this.cases.readDocuments(tx, unread);
    work.advanceTo(await this.router.lock(tx));
    // Counted under the routing lock: a lead that was assigned before the absence began is visible by now.
    const { leads: all, resting } = await this.dueLeads.countOfRep(tx, timer.repId, which);
    const toRoute = cases.map(
      (leadCase): ToRoute => ({
        leadCase,
        request: requestDuringAbsence(work.directory, leadCase),
        placing: { cause: 'absence', facts: isDeparture ? { inactive: true } : { absenceId: timer.absenceId } },
      }),
    );
    await this.router.route(tx, work, toRoute);
    await this.lifecycle.save(tx, work);
    return { moved: rows.length, left: all - resting - rows.length, resting };
  }

  private record(context: TransactionContext, type: 'rep.away' | 'rep.back', { timer, rep }: DueRep): Promise<void> {
    const work = this.lifecycle.workOn([], context, system(timer.kind));
    work.record(rep, type, timer.absenceId === null ? {} : { absenceId: timer.absenceId });
    return this.lifecycle.save(context.tx, work);
  }
}

function isAbsent(directory: Directory, repId: string, now: Instant): boolean {
  return directory.absencesOf(repId).some(({ from, to }) => from <= now && now < to);
}
