import { Injectable } from '@nestjs/common';
import type { Caller } from '../../auth/scope.js';
import { localPeriods } from '../../conditions/condition-value.js';
import type { DeclineBody } from '../../leads/activity.dto.js';
import { ActivityStore } from '../../leads/activity.store.js';
import { LeadStateError, NotDeclinableError } from '../../leads/lead.errors.js';
import type { LeadState } from '../../leads/lead.js';
import type { Sql } from '../../platform/sql/database.js';
import type { Instant } from '../../platform/values/duration.js';
import { groupBy } from '../../platform/values/group.js';
import { AssignmentStore, type PoolMember } from '../../routing/assignments/assignment.store.js';
import { ActingService, type LeadAction } from '../acting.service.js';
import type { LeadCase } from '../lead-case.js';
import { Router } from '../routing/router.service.js';
import { requestAfterDecline } from '../routing/routing-requests.js';
import type { UnitOfWork } from '../unit-of-work.js';
import { type Declinable, declinableOf } from './declinable.js';
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
   * Returns until when leads may be declined, for those that may. Reads nothing of leads whose pool does not allow it,
   * which most do not.
   */
  async readUntil(
    sql: Sql,
    leads: readonly LeadState[],
    { directory, now }: Pick<UnitOfWork, 'directory' | 'now'>,
  ): Promise<ReadonlyMap<string, Instant>> {
    const dealt = leads.filter(
      ({ status, ownerId, poolId }) => status === 'open' && ownerId !== null && directory.pool(poolId)?.decline != null,
    );
    if (dealt.length === 0) return new Map();
    const ids = dealt.map(({ id }) => id);
    const tenures = groupBy(await this.assignments.readTenures(sql, 'lead', ids), ({ subjectId }) => subjectId);
    const declinable = dealt.flatMap((lead) => {
      const found = declinableOf({ lead, tenures: tenures.get(lead.id)! }, directory);
      return found instanceof NotDeclinableError || found.until < now
        ? []
        : [{ ...found, leadId: lead.id, repId: lead.ownerId! }];
    });
    const hasUsedUp = await this.readUsedUp(sql, declinable, { directory, now });
    return new Map(declinable.flatMap((each) => (hasUsedUp(each) ? [] : [[each.leadId, each.until] as const])));
  }

  /**
   * Checks that the owner has not worked on the lead. What former owners did before it was moved or handed over does
   * not count.
   */
  private async requireUntouched({ context, leadCase }: LeadAction, { repId, origin }: DeclinedLead): Promise<void> {
    if (leadCase.lead.workState === 'untouched') return;
    const worked = await this.activity.readWorked(context.tx, [leadCase.lead.id], origin.fromAt);
    // At the very instant of the assignment, a touch or a milestone may still be the former owner's.
    if (!worked.some((each) => each.repId === repId || each.at > origin.fromAt)) return;
    throw new NotDeclinableError(
      'touched',
      'It has been worked on, so it can no longer be declined: give it to another rep (POST /v1/leads/{id}/reassign).',
    );
  }

  private async requireOneLeft({ context, work }: LeadAction, declined: DeclinedLead): Promise<void> {
    const hasUsedUp = await this.readUsedUp(context.tx, [declined], work);
    if (!hasUsedUp(declined)) return;
    throw new NotDeclinableError(
      'tooMany',
      `A member of the pool "${declined.name}" may decline ${declined.pool.perDay} of its leads a day, and has.`,
    );
  }

  /** Returns who has declined as many leads of a pool as it allows a day. */
  private async readUsedUp(
    sql: Sql,
    members: readonly LimitedMember[],
    { directory, now }: Pick<UnitOfWork, 'directory' | 'now'>,
  ): Promise<(member: LimitedMember) => boolean> {
    const limited = new Map(
      members.flatMap((each) => (each.pool.perDay === undefined ? [] : [[keyOf(each), each] as const])),
    );
    if (limited.size === 0) return () => false;
    const asked = [...limited.values()].map(({ repId, poolId }) => {
      return { repId, poolId, since: localPeriods(directory.timeZoneOf(repId), now).day.from };
    });
    const counted = await this.assignments.countDeclined(sql, asked);
    const counts = new Map(counted.map((each) => [keyOf(each), each.count]));
    return (member) => (counts.get(keyOf(member)) ?? 0) >= (member.pool.perDay ?? Number.POSITIVE_INFINITY);
  }
}

type LimitedMember = PoolMember & Pick<Declinable, 'pool'>;

function keyOf({ repId, poolId }: PoolMember): string {
  return `${repId} ${poolId}`;
}

interface DeclinedLead extends Declinable {
  readonly repId: string;
  readonly assignmentId: string;
}

/** Returns the declined assignment. @throws LeadStateError NotDeclinableError if it may not be declined now */
function declinable({ work, leadCase }: LeadAction): DeclinedLead {
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
