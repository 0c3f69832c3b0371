import { Injectable } from '@nestjs/common';
import { ForbiddenError } from '../../auth/auth.errors.js';
import type { Caller } from '../../auth/scope.js';
import { ClockStore } from '../../clocks/clock.store.js';
import { DispositionStore } from '../../disposition/disposition.store.js';
import { NotCreditableError } from '../../leads/lead.errors.js';
import { pluck } from '../../platform/values/group.js';
import { AssignmentStore, type DealtLead } from '../../routing/assignments/assignment.store.js';
import { ActingService, type LeadAction } from '../acting.service.js';
import type { LeadCase } from '../lead-case.js';
import { Router } from '../routing/router.service.js';
import { originOf } from '../tenures.js';
import { isFoundInTime, isJunk } from './crediting.js';
import { TakingLeadsBack } from './taking-leads-back.service.js';

const BY_OTHERS = 'You cannot credit back a lead that was dealt to you: ask a manager above you or an admin.';

/** Credits turns back for leads that turned out to be junk, and withdraws a credit if they did not. */
@Injectable()
export class CreditingService {
  constructor(
    private readonly acting: ActingService,
    private readonly router: Router,
    private readonly assignments: AssignmentStore,
    private readonly takingBack: TakingLeadsBack,
    private readonly clocks: ClockStore,
    private readonly dispositions: DispositionStore,
  ) {}

  /**
   * Credits the turn of a lead's last owner: the fairness of the pool is as if the lead had not been dealt. A second
   * credit changes nothing.
   */
  credit(id: string, caller: Caller): Promise<LeadCase> {
    return this.acting.change({ id, caller }, async (opened) => {
      const { context, work, leadCase } = opened;
      const { tx } = context;
      if ((await this.assignments.readCredited(tx, [id])).length > 0) return;
      const turn = await this.creditable(opened);
      if (turn.repId === caller.repId) throw new ForbiddenError(BY_OTHERS);
      work.advanceTo(await this.router.lock(tx));
      await this.takingBack.takeBack(tx, work, [turn]);
      await this.assignments.credit(tx, turn, work.now);
      work.record(leadCase, 'lead.credited', factsOf(turn));
      // The lead itself does not change, but its former owner may now get another one.
      tx.send(this.clocks.pokeQueue(tx, work.now));
    });
  }

  /**
   * Withdraws the credits of leads whose closing was taken back or corrected to another reason: they count as turns
   * after all.
   */
  async withdraw({ context, work }: Pick<LeadAction, 'context' | 'work'>, cases: readonly LeadCase[]): Promise<void> {
    const { tx } = context;
    const turns = await this.assignments.readCredited(tx, pluck(cases, 'subjectId'));
    if (turns.length === 0) return;
    work.advanceTo(await this.router.lock(tx));
    await this.takingBack.countAgain(tx, work, turns);
    for (const turn of turns)
      work.record(cases.find(({ lead }) => lead.id === turn.leadId)!, 'lead.creditWithdrawn', factsOf(turn));
  }

  private async creditable({ context, work, leadCase }: LeadAction): Promise<DealtLead> {
    const { lead } = leadCase;
    const closing =
      lead.dispositionId === null ? null : await this.dispositions.readChain(context.tx, lead.dispositionId);
    if (closing === null || !isJunk(closing.former))
      throw new NotCreditableError(
        'notJunk',
        'Only a lead that is closed because it was never one, is no prospect, or is a duplicate is credited back.',
      );
    const origin = originOf(leadCase);
    const isOfCycle = origin !== undefined && leadCase.tenures.at(-1)!.cycle === lead.cycle;
    const [dealt] = isOfCycle ? await this.assignments.readDealt(context.tx, [{ leadId: lead.id, id: origin.id }]) : [];
    if (dealt === undefined)
      throw new NotCreditableError(
        'notDealt',
        'Its last owner did not get it from a pool, or got it back without another turn.',
      );
    if (!isFoundInTime(dealt.fromAt, closing.firstAt))
      throw new NotCreditableError('tooLate', 'It was closed more than a day after its owner had got it.');
    if (work.directory.pool(dealt.poolId)?.members.some(({ repId }) => repId === dealt.repId) !== true)
      throw new NotCreditableError('noMember', 'Its last owner is no longer a member of the pool that dealt it.');
    return dealt;
  }
}

function factsOf({ id: assignmentId, repId, poolId }: DealtLead) {
  return { assignmentId, repId, poolId };
}
