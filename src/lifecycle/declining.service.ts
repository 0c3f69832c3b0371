import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/scope.js';
import { localPeriods } from '../conditions/condition-value.js';
import type { DeclineBody } from '../leads/activity.dto.js';
import { ActivityStore } from '../leads/activity.store.js';
import { LeadStateError, NotDeclinableError } from '../leads/lead.errors.js';
import { AssignmentStore } from '../routing/assignment.store.js';
import { ActingService, type Opened } from './acting.service.js';
import { type Declinable, declinableOf } from './declinable.js';
import type { LeadCase } from './lead-case.js';
import { Router } from './router.service.js';
import { requestAfterDecline } from './routing-requests.js';
import { TakingLeadsBack } from './taking-leads-back.service.js';

/** Lets owners decline leads that a pool has dealt them, as the pool allows. */
@Injectable()
export class DecliningService {
  constructor(
    private readonly acting: ActingService,
    private readonly router: Router,
    private readonly activity: ActivityStore,
    private readonly assignments: AssignmentStore,
    private readonly takingBack: TakingLeadsBack,
  ) {}

  /**
   * Declines a lead. It goes to another rep in the pool and its fallbacks, or waits in the queue.
   * @throws NotFoundError LeadStateError NotDeclinableError
   */
  decline(id: string, { reason, note }: DeclineBody, caller: Caller): Promise<LeadCase> {
    return this.acting.change({ id, caller }, async (opened) => {
      const { context, work, leadCase } = opened;
      const { tx } = context;
      const declined = declinable(opened);
      await this.requireUntouched(opened, declined);
      work.advanceTo(await this.router.lock(tx));
      await this.requireOneLeft(opened, declined);
      const { repId, poolId, assignmentId, pool } = declined;
      const leadId = leadCase.lead.id;
      await this.assignments.decline(tx, { leadId, id: assignmentId }, reason);
      if (!pool.countsAsTurn) await this.takingBack.takeBack(tx, work, [{ leadId, id: declined.origin.id }]);
      const { countsAsTurn } = pool;
      work.record(leadCase, 'lead.declined', { assignmentId, repId, poolId, reason, countsAsTurn });
      const request = requestAfterDecline(work.directory, leadCase, poolId);
      const placing = { cause: 'decline', ...(note !== undefined && { note }) } as const;
      await this.router.route(tx, work, [{ leadCase, request, placing }]);
    });
  }

  /**
   * Checks that the owner has not worked on the lead. What former owners did before it was moved or handed over does
   * not count.
   */
  private async requireUntouched({ context, leadCase }: Opened, { repId, origin }: Declined): Promise<void> {
    if (leadCase.lead.workState === 'untouched') return;
    const worked = await this.activity.readWorked(context.tx, [leadCase.lead.id], origin.fromAt);
    // At the very instant of the assignment, a touch or a milestone may still be the former owner's.
    if (!worked.some((each) => each.repId === repId || each.at > origin.fromAt)) return;
    throw new NotDeclinableError(
      'touched',
      'It has been worked on, so it can no longer be declined: give it to another rep (POST /v1/leads/{id}/reassign).',
    );
  }

  private async requireOneLeft({ context, work }: Opened, { repId, poolId, pool, name }: Declined): Promise<void> {
    if (pool.perDay === undefined) return;
    const { day } = localPeriods(work.directory.timeZoneOf(repId), work.now);
    const declined = await this.assignments.countDeclined(context.tx, { repId, poolId }, day.from);
    if (declined < pool.perDay) return;
    throw new NotDeclinableError(
      'tooMany',
      `A member of the pool "${name}" may decline ${pool.perDay} of its leads a day, and has.`,
    );
  }
}

interface Declined extends Declinable {
  readonly repId: string;
  readonly assignmentId: string;
}

/** Returns the declined assignment. @throws LeadStateError NotDeclinableError if it may not be declined now */
function declinable({ work, leadCase }: Opened): Declined {
  const { lead, assignment } = leadCase;
  if (lead.status !== 'open' || lead.ownerId === null || assignment === null)
    throw new LeadStateError('Only an open lead is declined, by its owner', lead);
  const found = declinableOf(leadCase, work.directory);
  if (found instanceof NotDeclinableError) throw found;
  if (work.now > found.until)
    throw new NotDeclinableError(
      'tooLate',
      `The pool "${found.name}" allowed declining it only until ${new Date(found.until).toISOString()}.`,
    );
  return { ...found, repId: lead.ownerId, assignmentId: assignment.id };
}
