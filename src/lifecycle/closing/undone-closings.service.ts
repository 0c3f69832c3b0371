import { Injectable } from '@nestjs/common';
import { ActivityStore, type TouchRow } from '../../leads/activity.store.js';
import { pluck } from '../../platform/values/group.js';
import { staysOf } from '../../routing/assignments/stays.js';
import type { LeadAction } from '../acting.service.js';
import { Suppressing } from '../arrivals/suppressing.service.js';
import { takenAwayFrom } from '../clocks/resuming.js';
import type { LeadCase } from '../lead-case.js';
import { LifecycleService } from '../lifecycle.service.js';
import { giveBack, whyNotBackTo } from '../moves/giving-back.js';
import type { ToRoute } from '../routing/decided-leads.js';
import { Router } from '../routing/router.service.js';
import { requestDuringAbsence } from '../routing/routing-requests.js';
import { catchUp, followMissesAgain, openAgain, reclaimPromises } from './opening-again.js';
import { ReopeningService } from './reopening.service.js';
import { SinceClosingReader } from './since-closing.service.js';

/** What undid the closing: that of many leads, or a merge. */
type Undoing = { readonly bulkId: string } | { readonly why: 'unmerged' };

type Work = Pick<LeadAction, 'context' | 'work'>;

/** Takes back closings of many leads, and merges: the leads are as if they had never been closed. */
@Injectable()
export class UndoneClosings {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly reopening: ReopeningService,
    private readonly suppressing: Suppressing,
    private readonly router: Router,
    private readonly activity: ActivityStore,
    private readonly since: SinceClosingReader,
  ) {}

  /**
   * Opens leads again in their cycle, for whoever had them, with all that was owed. If an owner has left, or is away
   * without a stand-in, their leads go where those of others who are away go. After a bulk closing, owners get one
   * notification for all of their leads, when it ends.
   * @returns those that are open again: leads of persons who were suppressed meanwhile stay closed
   */
  async takeBack({ context, work }: Work, cases: readonly LeadCase[], undoing: Undoing): Promise<readonly LeadCase[]> {
    await this.reopening.reverse({ context, work }, cases);
    const isOfMany = 'bulkId' in undoing;
    for (const leadCase of cases) openAgain(work, leadCase, undoing);
    const admitted = await this.suppressing.admit(context.tx, work, cases, {
      undoneBulkId: isOfMany ? undoing.bulkId : null,
    });
    const since = await this.since.readMany(context.tx, admitted);
    for (const leadCase of admitted) reclaimPromises(work, leadCase, since.get(leadCase)!);
    this.lifecycle.saveSoFar(context.tx, work);
    work.advanceTo(await this.router.lock(context.tx));
    const counting: TouchRow[] = [];
    const meanwhile = (leadCase: LeadCase) => counting.push(...catchUp(work, leadCase, since.get(leadCase)!));
    const toRoute = admitted.flatMap((leadCase) => this.giveBack(work, leadCase, isOfMany, meanwhile) ?? []);
    await this.router.route(context.tx, work, toRoute);
    for (const { leadCase } of toRoute) meanwhile(leadCase);
    await this.activity.countMany(context.tx, pluck(counting, 'id'));
    return admitted;
  }

  /** @returns how the lead is routed if it does not go back */
  private giveBack(
    work: LeadAction['work'],
    leadCase: LeadCase,
    isQuiet: boolean,
    meanwhile: (leadCase: LeadCase) => unknown,
  ): ToRoute | null {
    const former = staysOf(leadCase.tenures).at(-1)!;
    const { repId } = former.tenure;
    const why = repId === null ? null : whyNotBackTo(repId, null, work.directory, work.now);
    if (why !== null) {
      const request = requestDuringAbsence(work.directory, leadCase);
      const facts = { insteadOf: [repId], ...(why === 'ownerLeft' && { inactive: true }) };
      return { leadCase, request, placing: { cause: 'absence', isQuiet, facts } };
    }
    const owed = takenAwayFrom(work, leadCase, former, false);
    const given = { ...owed, stoodStill: true };
    giveBack(work, leadCase, former, { cause: 'reopen', isQuiet, given, onceBack: () => meanwhile(leadCase) });
    if (leadCase.lead.ownerId === repId) followMissesAgain(work, leadCase, owed.missed);
    return null;
  }
}
