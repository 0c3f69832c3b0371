import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/scope.js';
import { localPeriods } from '../conditions/condition-value.js';
import type { DeclineBody } from '../leads/activity.dto.js';
import { ActivityStore } from '../leads/activity.store.js';
import { LeadStateError, NotDeclinableError } from '../leads/lead.errors.js';
import type { AssignmentCause, Tenure } from '../routing/assignment.js';
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
  private async requireUntouched({ context, leadCase }: Opened, { repId, origin }: Declinable): Promise<void> {
    if (leadCase.lead.workState === 'untouched') return;
    const worked = await this.activity.readWorked(context.tx, [leadCase.lead.id], origin.fromAt);
    // At the very instant of the assignment, a touch or a milestone may still be the former owner's.
    if (!worked.some((each) => each.repId === repId || each.at > origin.fromAt)) return;
    throw new NotDeclinableError(
      'touched',
      'It has been worked on, so it can no longer be declined: give it to another rep (POST /v1/leads/{id}/reassign).',
    );
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

/** Causes by which a person gives a lead to a rep by name, or has a pool deal it. */
const BY_HAND: ReadonlySet<AssignmentCause> = new Set(['manual', 'given', 'offboard']);

interface Declinable {
  readonly repId: string;
  readonly poolId: string;
  readonly assignmentId: string;
  /** The tenure in which they really got the lead. */
  readonly origin: Tenure;
  /** The name of the pool. */
  readonly name: string;
  readonly pool: NonNullable<ReturnType<Opened['work']['directory']['pool']>>['decline'] & object;
}

/** Returns the declined assignment. @throws LeadStateError NotDeclinableError if it may not be declined now */
function declinable({ work, leadCase }: Opened): Declinable {
  const { lead, assignment } = leadCase;
  const { directory, now } = work;
  const tenure = leadCase.tenures.at(-1);
  if (lead.status !== 'open' || lead.ownerId === null || assignment === null || tenure === undefined)
    throw new LeadStateError('Only an open lead is declined, by its owner', lead);
  const pool = directory.pool(lead.poolId);
  // A lead that had gone and was brought back is declined as it was dealt.
  const origin = originOf(leadCase)!;
  if (pool === undefined)
    throw new NotDeclinableError('noPool', 'Only leads that a pool has dealt are declined, and this one came without.');
  if (BY_HAND.has(origin.cause) && origin.snapshotId == null)
    throw new NotDeclinableError(
      'notDealt',
      'Only leads that a pool dealt can be declined, and a person assigned this one: ask them to give it to another rep.',
    );
  if (pool.decline === null)
    throw new NotDeclinableError(
      'notAllowed',
      `The pool "${pool.name}" does not allow declining: PUT /v1/pools/{id} with \`decline\`.`,
    );
  const until = mayDeclineUntil(pool.decline, tenure.fromAt, directory.hours.ofOwner(lead.ownerId, pool.id).working);
  if (now > until)
    throw new NotDeclinableError(
      'tooLate',
      `The pool "${pool.name}" allowed declining it only until ${new Date(until).toISOString()}.`,
    );
  return {
    repId: lead.ownerId,
    poolId: pool.id,
    assignmentId: assignment.id,
    origin,
    name: pool.name,
    pool: pool.decline,
  };
}
