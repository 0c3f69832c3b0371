import type { Offer, WaitingKind } from '../../leads/lead.js';
import { toIso } from '../../platform/values/duration.js';
import { offerEndsAt } from '../../routing/assignments/claiming.js';
import type { RoutingDecision } from '../../routing/deciding/outcome.js';
import { endOwnersClock, leaveHolds } from '../clocks/clocks.js';
import type { LeadCase } from '../lead-case.js';
import { workStateFrom } from '../tenures.js';
import type { UnitOfWork } from '../unit-of-work.js';
import { beginAssignment, giversAfter, isOwnDoing, type Placement, type PlacingOptions, whyOf } from './placement.js';

/** Puts the lead into the queue. */
export function queue(work: UnitOfWork, leadCase: LeadCase, place: Placement, placing: PlacingOptions): void {
  beginToWait(work, leadCase, place, placing, 'queue');
}

/** Names the members who may not claim the lead as well, so that reps who join the pool later may claim it. */
export function offerOf(
  { directory }: UnitOfWork,
  { poolId, repIds, laterIds }: Extract<RoutingDecision, { kind: 'offered' }>,
): Offer {
  const to = [...repIds, ...laterIds];
  return { to, not: directory.pool(poolId)!.members.flatMap(({ repId }) => (to.includes(repId) ? [] : repId)) };
}

/** Offers the lead to members of its pool. The caller notifies them. */
export function offer(
  work: UnitOfWork,
  leadCase: LeadCase,
  { offer: made, ...place }: Placement & { readonly offer: Offer },
  placing: PlacingOptions,
): void {
  leadCase.lead = { ...leadCase.lead, offer: made };
  const until = toIso(offerEndsAt(work.directory.pool(place.poolId)!, work.now));
  beginToWait(work, leadCase, place, { ...placing, facts: { ...placing.facts, until } }, 'claim');
}

/** Takes the lead from its owner and lets it wait, in the queue or for a claim. */
function beginToWait(
  work: UnitOfWork,
  leadCase: LeadCase,
  place: Placement,
  placing: PlacingOptions,
  waiting: Exclude<WaitingKind, 'move'>,
): void {
  const { lead } = leadCase;
  const assignment = beginAssignment(work, leadCase, place, placing);
  leadCase.lead = {
    ...leadCase.lead,
    workState: workStateFrom(lead.workState, placing.cause),
    ownerId: null,
    poolId: place.poolId,
    rule: place.rule,
    waiting,
    queueId: place.queueId ?? null,
    waitingSince: lead.waiting === 'queue' && waiting === 'queue' ? lead.waitingSince : work.now,
    giverIds: giversAfter(lead, placing),
    acceptWithin: placing.acceptWithin === undefined ? lead.acceptWithin : placing.acceptWithin,
    updatedAt: work.now,
  };
  if (lead.ownerId !== null) {
    endOwnersClock(work, leadCase, 'reassigned');
    if (!isOwnDoing(placing) && placing.isQuiet !== true)
      work.notify(lead.ownerId, 'lead.movedAway', leadCase, { toRepId: null, ...whyOf(placing) });
  }
  work.record(leadCase, waiting === 'queue' ? 'lead.queued' : 'lead.offered', {
    assignmentId: assignment.id,
    ...(lead.ownerId !== null && { fromRepId: lead.ownerId }),
    poolId: place.poolId,
    ...(place.queueId != null && { queueId: place.queueId }),
    rule: place.rule,
    cause: placing.cause,
    ...placing.facts,
  });
  if (place.poolId !== lead.poolId) leaveHolds(work, leadCase);
}

/**
 * Lets the lead wait to move: only former owners could take it, so the owner keeps it until somebody else can. An
 * earlier reason to wait stays.
 */
export function awaitMove(
  work: UnitOfWork,
  leadCase: LeadCase,
  { snapshotId, trace }: Pick<Placement, 'snapshotId' | 'trace'>,
): void {
  if (leadCase.lead.waiting !== null) return;
  work.stay(leadCase, { snapshotId, trace });
  leadCase.lead = { ...leadCase.lead, waiting: 'move', waitingSince: work.now, updatedAt: work.now };
}
