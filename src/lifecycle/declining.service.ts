import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/scope.js';
import { localPeriods } from '../conditions/condition-value.js';
import type { DeclineBody } from '../leads/activity.dto.js';
import { LeadStateError, NotDeclinableError } from '../leads/lead.errors.js';
import { AssignmentStore } from '../routing/assignment.store.js';
import { mayDeclineUntil } from '../routing/declining.js';
import { ActingService, type Opened } from './acting.service.js';
import type { LeadCase } from './lead-case.js';
import { Router } from './router.service.js';
import { requestAfterDecline } from './routing-requests.js';
import { TakingLeadsBack } from './taking-leads-back.service.js';
import { originOf } from './tenures.js';

/** Lets owners decline leads that a pool has dealt them, as the pool allows. */
@Injectable()
export class DecliningService {
  constructor(
    private readonly acting: ActingService,
    private readonly router: Router,
    private readonly assignments: AssignmentStore,
    private readonly takingBack: TakingLeadsBack,
  ) {}

  /**
   * The lead goes to somebody else in the pool and its fallbacks, or waits in the queue.
   * @throws NotFoundError LeadStateError NotDeclinableError
   */
  decline(id: string, { reason, note }: DeclineBody, caller: Caller): Promise<LeadCase> {
    return this.acting.change({ id, caller }, async (opened) => {
      const { context, work, leadCase } = opened;
      const { tx } = context;
      const declined = declinable(opened);
      work.advanceTo(await this.router.lock(tx));
      await this.requireOneLeft(opened, declined);
      const { repId, poolId, assignmentId, pool } = declined;
      // Where it had gone and was brought back, it is declined as it was dealt.
      if (!pool.countsAsTurn) await this.takingBack.takeBack(tx, work, [{ leadId: id, id: originOf(leadCase)!.id }]);
      const { countsAsTurn } = pool;
      work.record(leadCase, 'lead.declined', { assignmentId, repId, poolId, reason, countsAsTurn });
      const request = requestAfterDecline(work.directory, leadCase, poolId);
      const placing = { cause: 'decline', ...(note !== undefined && { note }) } as const;
      await this.router.route(tx, work, [{ leadCase, request, placing }]);
    });
  }

  private async requireOneLeft({ context, work }: Opened, { repId, poolId, pool, name }: Declinable): Promise<void> {
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

interface Declinable {
  readonly repId: string;
  readonly poolId: string;
  readonly assignmentId: string;
  /** The name of the pool. */
  readonly name: string;
  readonly pool: NonNullable<ReturnType<Opened['work']['directory']['pool']>>['decline'] & object;
}

/** What is declined, if it may be just now. */
function declinable({ work, leadCase }: Opened): Declinable {
  const { lead, assignment } = leadCase;
  const { directory, now } = work;
  const tenure = leadCase.tenures.at(-1);
  if (lead.status !== 'open' || lead.ownerId === null || assignment === null || tenure === undefined)
    throw new LeadStateError('Only an open lead is declined, by its owner', lead);
  const pool = directory.pool(lead.poolId);
  if (pool === undefined)
    throw new NotDeclinableError('noPool', 'Only leads that a pool has dealt are declined, and this one came without.');
  if (pool.decline === null)
    throw new NotDeclinableError(
      'notAllowed',
      `The pool "${pool.name}" lets nobody decline: PUT /v1/pools/{id} with \`decline\`.`,
    );
  if (lead.workState !== 'untouched')
    throw new NotDeclinableError(
      'touched',
      'It has been worked on: give it to somebody else (POST /v1/leads/{id}/reassign).',
    );
  const until = mayDeclineUntil(pool.decline, tenure.fromAt, directory.hours.ofOwner(lead.ownerId, pool.id).working);
  if (now > until)
    throw new NotDeclinableError(
      'tooLate',
      `It could be declined until ${new Date(until).toISOString()}, as the pool "${pool.name}" says.`,
    );
  return {
    repId: lead.ownerId,
    poolId: pool.id,
    assignmentId: assignment.id,
    name: pool.name,
    pool: pool.decline,
  };
}
