import { Injectable } from '@nestjs/common';
import { actorOf, type Caller, may } from '../../auth/scope.js';
import { inLocalWords } from '../../calendar/zone.js';
import type { ClaimBody } from '../../leads/activity.dto.js';
import { AlreadyClaimedError, LeadStateError, NotClaimableError } from '../../leads/lead.errors.js';
import { sightOf, wasOffered } from '../../leads/visibility.js';
import { NotificationStore } from '../../notifications/notification.store.js';
import { fault } from '../../platform/input/fault.js';
import { InvalidRequestError } from '../../platform/input/refusal.js';
import { toIso } from '../../platform/values/duration.js';
import { type ClaimRefusal, offerEndsAt } from '../../routing/assignments/claiming.js';
import { KEPT_BY } from '../../routing/queues/next-chance.js';
import { ActingService, type LeadAction } from '../acting.service.js';
import { LeadAccounts } from '../lead-accounts.service.js';
import type { LeadCase } from '../lead-case.js';
import type { TransactionContext } from '../lifecycle.service.js';
import { own } from '../routing/owning.js';
import { carryOut } from '../routing/placing.js';
import { Router } from '../routing/router.service.js';
import { RoutingDecisions } from '../routing/routing-decisions.service.js';
import { requestClaim } from '../routing/routing-requests.js';

/**
 * Lets members of a pool claim leads that it offers, and those who see a named queue the leads in it. Of all who try,
 * exactly one gets a lead.
 */
@Injectable()
export class ClaimingService {
  constructor(
    private readonly acting: ActingService,
    private readonly router: Router,
    private readonly accounts: LeadAccounts,
    private readonly routing: RoutingDecisions,
    private readonly notifications: NotificationStore,
  ) {}

  /**
   * Claims a lead. A repeated claim by the same rep succeeds without any effect.
   * @throws NotFoundError InvalidRequestError LeadStateError AlreadyClaimedError NotClaimableError
   */
  claim(id: string, body: ClaimBody, caller: Caller): Promise<LeadCase> {
    // Reps to whom the lead was offered may try too, so that the error tells them who has it.
    const mayToo = ({ lead }: LeadCase, { directory }: TransactionContext) =>
      wasOffered(sightOf(caller, directory), lead);
    return this.acting.change({ id, caller, mayToo }, async (opened) => {
      const repId = claimantOf(body, caller, opened.context);
      if (isClaimedBy(repId, opened.leadCase)) return;
      if (isInNamedQueue(opened.leadCase)) return this.takeOut(opened, repId, caller);
      requireOffered(opened);
      await this.give(opened, repId, caller);
    });
  }

  /** Gives a lead that waits in a named queue to the rep who claims it, as the queue's owner could. */
  private async takeOut({ context: { tx }, work, leadCase }: LeadAction, repId: string, caller: Caller): Promise<void> {
    if (work.directory.rep(repId)?.active !== true) throw refused({ excludedBy: 'inactive' });
    const { rule, queueId } = leadCase.lead;
    const waited = leadCase.tenures.at(-1)!;
    work.advanceTo(await this.router.lock(tx));
    work.record(leadCase, 'lead.claimed', { assignmentId: waited.id, repId, poolId: null, queueId });
    const place = { repId, poolId: null, rule, snapshotId: null, trace: null };
    own(work, leadCase, place, { cause: 'claim', actor: actorOf(caller) });
  }

  /**
   * Gives an offered lead to a member of its pool.
   * @throws NotClaimableError before anything is changed
   */
  async give({ context, work, leadCase }: LeadAction, repId: string, caller: Caller): Promise<void> {
    const { tx } = context;
    const { poolId } = leadCase.lead;
    const offered = leadCase.tenures.at(-1)!;
    work.advanceTo(await this.router.lock(tx));
    await this.accounts.knowToRoute(tx, work.directory, [leadCase]);
    const request = requestClaim(work.directory, leadCase, repId);
    const decided = await this.routing.decideClaim(tx, request, repId, work.directory, work.now);
    if ('excludedBy' in decided) throw refused(decided);
    work.record(leadCase, 'lead.claimed', { assignmentId: offered.id, repId, poolId });
    const placing = { cause: 'claim', actor: actorOf(caller) } as const;
    carryOut(work, leadCase, decided.decisions[0]!, decided.snapshotId, placing);
    const others = work.directory
      .pool(poolId)!
      .members.flatMap((member) => (member.repId === repId ? [] : member.repId));
    const about = { type: 'lead.offered', leadId: leadCase.lead.id, since: offered.fromAt } as const;
    for (const each of await this.notifications.readNotifiedReps(tx, others, about))
      work.notify(each, 'lead.claimed', leadCase, { repId });
  }
}

function isInNamedQueue({ lead }: LeadCase): boolean {
  return lead.status === 'open' && lead.queueId !== null;
}

function isClaimedBy(repId: string, { lead, assignment }: LeadCase): boolean {
  return lead.status === 'open' && lead.ownerId === repId && assignment?.cause === 'claim';
}

function claimantOf({ repId: given }: ClaimBody, caller: Caller, { directory }: TransactionContext): string {
  const repId = given?.toLowerCase() ?? caller.repId;
  if (repId === null) throw invalid('required', 'Expected a repId, who claims it: this key is not the key of a rep.');
  if (repId === caller.repId) return repId;
  if (directory.rep(repId) === undefined) throw invalid('unknownId', `There is no rep ${given}.`);
  const mayForThem = may(caller, 'integration') || sightOf(caller, directory).repIds.includes(repId);
  if (!mayForThem) throw invalid('notYours', 'Expected no repId, or your own: with this key you claim for yourself.');
  return repId;
}

function invalid(code: string, message: string): InvalidRequestError {
  return new InvalidRequestError([fault('/repId', code, message)]);
}

function requireOffered({ work: { directory, now }, leadCase }: LeadAction): void {
  const { lead, assignment, tenures } = leadCase;
  if (lead.status !== 'open') throw new LeadStateError('Only an open lead is claimed', lead);
  if (lead.waiting === 'claim') {
    const until = offerEndsAt(directory.pool(lead.poolId)!, lead.waitingSince!);
    if (now < until) return;
    const words = inLocalWords(until, directory.timeZoneOf(null));
    throw new NotClaimableError('notOffered', `It was offered until ${words}, and is about to be dealt.`);
  }
  if (lead.ownerId === null)
    throw new NotClaimableError('notOffered', 'It waits in the queue and is not offered to anybody at present.');
  const since = tenures.at(-1)!.fromAt;
  throw new AlreadyClaimedError({
    ownerId: lead.ownerId,
    name: directory.rep(lead.ownerId)?.name ?? lead.ownerId,
    since: toIso(since),
    sinceInWords: inLocalWords(since, directory.timeZoneOf(null)),
    isClaimed: assignment!.cause === 'claim',
  });
}

function refused({ excludedBy, detail }: ClaimRefusal): NotClaimableError {
  const kept = excludedBy === 'notMember' ? 'is not a member of the pool that offers it' : KEPT_BY[excludedBy][0];
  return new NotClaimableError(
    excludedBy,
    `The rep who claims it ${kept}${detail === undefined ? '' : `: ${detail}`}.`,
  );
}
