import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/scope.js';
import { DispositionStore } from '../disposition/disposition.store.js';
import { NotCreditableError } from '../leads/lead.errors.js';
import { dayIn } from '../platform/day.js';
import { AssignmentStore, type CreditedTurn } from '../routing/assignment.store.js';
import { RosterStore } from '../routing/roster.store.js';
import { amongWhom, missedByWhom } from '../routing/trace-reading.js';
import { ActingService, type Opened } from './acting.service.js';
import { isFoundInTime, isJunk } from './crediting.js';
import type { LeadCase } from './lead-case.js';
import { Router } from './router.service.js';

/** Gives turns back for leads that turned out to be junk, and takes them again if they did not. */
@Injectable()
export class CreditingService {
  constructor(
    private readonly acting: ActingService,
    private readonly router: Router,
    private readonly assignments: AssignmentStore,
    private readonly rosters: RosterStore,
    private readonly dispositions: DispositionStore,
  ) {}

  /**
   * The fairness of the pool is as if the lead had not been dealt. A second credit changes nothing.
   * @throws NotFoundError NotCreditableError
   */
  credit(id: string, caller: Caller): Promise<LeadCase> {
    return this.acting.change({ id, caller }, async (opened) => {
      const { context, work, leadCase } = opened;
      const { tx } = context;
      if ((await this.assignments.readCredited(tx, [id])).length > 0) return;
      const turn = await this.creditable(opened);
      work.advanceTo(await this.router.lock(tx));
      await this.shift(opened, turn, -1);
      await this.assignments.credit(tx, turn, work.now);
      work.record(leadCase, 'lead.credited', factsOf(turn));
    });
  }

  /** What closed these leads is taken back, or was something else: they have been turns after all. */
  async withdraw({ context, work }: Pick<Opened, 'context' | 'work'>, cases: readonly LeadCase[]): Promise<void> {
    const { tx } = context;
    const turns = await this.assignments.readCredited(
      tx,
      cases.map(({ lead }) => lead.id),
    );
    if (turns.length === 0) return;
    work.advanceTo(await this.router.lock(tx));
    for (const turn of turns) {
      await this.shift({ context, work }, turn, 1);
      await this.assignments.credit(tx, turn, null);
      work.record(cases.find(({ lead }) => lead.id === turn.leadId)!, 'lead.creditWithdrawn', factsOf(turn));
    }
  }

  private async creditable({ context, work, leadCase }: Opened): Promise<CreditedTurn> {
    const { lead } = leadCase;
    const tenure = leadCase.tenures.at(-1);
    const closing =
      lead.dispositionId === null ? null : await this.dispositions.readChain(context.tx, lead.dispositionId);
    if (closing === null || !isJunk(closing.former))
      throw new NotCreditableError(
        'notJunk',
        'Only a lead that is closed because it was never one, is no prospect, or is a duplicate is credited back.',
      );
    if (tenure === undefined || tenure.repId === null || tenure.poolId === null || tenure.cycle !== lead.cycle)
      throw new NotCreditableError('notDealt', 'No pool has dealt it to whoever had it last.');
    if (!isFoundInTime(tenure.fromAt, closing.firstAt))
      throw new NotCreditableError('tooLate', 'It was closed more than a day after its owner had got it.');
    if (work.directory.pool(tenure.poolId)?.members.some(({ repId }) => repId === tenure.repId) !== true)
      throw new NotCreditableError('noMember', 'Whoever had it last is no longer a member of the pool that dealt it.');
    const { id, repId, poolId, fromAt } = tenure;
    return { leadId: lead.id, id, repId, poolId, fromAt };
  }

  /** @param by 1 to count it as dealt, -1 to take that back */
  private async shift(
    { context, work }: Pick<Opened, 'context' | 'work'>,
    turn: CreditedTurn,
    by: 1 | -1,
  ): Promise<void> {
    const { leadId, id, repId, poolId, fromAt } = turn;
    const traced = await this.assignments.readTurn(context.tx, leadId, id);
    if (traced === undefined) throw new NotCreditableError('notDealt', 'No pool has dealt it to whoever had it last.');
    const { timeZone } = work.directory.content.settings;
    const [among, missed] = [amongWhom(traced, poolId), missedByWhom(traced, poolId)];
    const dealt = { poolId, repId, among, missed, day: dayIn(fromAt, timeZone) };
    await this.rosters.countTurn(context.tx, dealt, by);
  }
}

function factsOf({ id: assignmentId, repId, poolId }: CreditedTurn) {
  return { assignmentId, repId, poolId };
}
