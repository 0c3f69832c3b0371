import type { AssignmentCause } from '../../routing/assignments/assignment.js';
import { isGivenBack } from '../../routing/assignments/stays.js';
import { beginAcceptance } from '../clocks/accepting.js';
import { beginTenure } from '../clocks/cadence.js';
import { endOwnersClock, leaveHolds } from '../clocks/clocks.js';
import type { LeadCase } from '../lead-case.js';
import { movesTakenBack, workStateFrom } from '../tenures.js';
import type { UnitOfWork } from '../unit-of-work.js';
import {
  beginAssignment,
  giversAfter,
  isClaimedBy,
  isOwnDoing,
  type Placement,
  type PlacingOptions,
  whyOf,
} from './placement.js';

/**
 * How a move changes the number of moves that the policy limits: a move by breach counts, and a correction takes one
 * back.
 */
const COUNTED: Partial<Record<AssignmentCause, number>> = { breach: 1, correction: -1 };

/**
 * Causes that are recorded as an absence if a rep gets the lead for another who is away. Other causes stay, because the
 * cycle depends on them.
 */
const BY_ABSENCE: ReadonlySet<AssignmentCause> = new Set(['intake', 'given', 'queue', 'wake', 'reopen', 'inquiry']);

/** @param repId the rep for whom the owner stands in */
export function covering(placing: PlacingOptions, repId: string | undefined): PlacingOptions {
  if (repId === undefined) return placing;
  const cause = BY_ABSENCE.has(placing.cause) ? 'absence' : placing.cause;
  return { ...placing, cause, facts: { ...placing.facts, coversRepId: repId } };
}

/** Gives the lead to a rep: ends the tenure of the former owner, and starts the new owner's clock. */
export function own(work: UnitOfWork, leadCase: LeadCase, place: Placement, placing: PlacingOptions): void {
  const { lead } = leadCase;
  const from = lead.ownerId;
  if (from === place.repId) {
    retain(work, leadCase, place, placing);
    return;
  }
  const isMove = from !== null;
  const reassignments = isMove ? movesAfter(leadCase, place.repId!, placing) : lead.reassignments;
  const assignment = beginAssignment(work, leadCase, place, placing);
  leadCase.lead = {
    ...leadCase.lead,
    workState: workStateFrom(lead.workState, placing.cause),
    ownerId: place.repId,
    poolId: place.poolId,
    rule: place.rule,
    waiting: null,
    waitingSince: null,
    queueId: null,
    reassignments,
    breachMoves: Math.max(0, lead.breachMoves + (isMove ? (COUNTED[placing.cause] ?? 0) : 0)),
    giverIds: giversAfter(lead, placing),
    acceptWithin: placing.acceptWithin === undefined ? lead.acceptWithin : placing.acceptWithin,
    updatedAt: work.now,
  };
  const facts = {
    assignmentId: assignment.id,
    repId: place.repId,
    poolId: place.poolId,
    rule: place.rule,
    cause: placing.cause,
    ...placing.facts,
  };
  const { arrival } = leadCase;
  const why = { ...whyOf(placing), ...(arrival !== 'live' && { arrival }) };
  if (isMove) {
    endOwnersClock(work, leadCase, 'reassigned');
    work.record(leadCase, 'lead.reassigned', { fromRepId: from, ...facts }, placing.actor);
    if (placing.isQuiet !== true) {
      if (!isOwnDoing(placing)) work.notify(from, 'lead.movedAway', leadCase, { toRepId: place.repId, ...why });
      work.notify(place.repId, 'lead.reassigned', leadCase, { fromRepId: from, ...why });
    }
  } else {
    work.record(leadCase, 'lead.assigned', facts, placing.actor);
    const isBack = placing.cause === 'wake' && leadCase.tenures.some(({ repId }) => repId === place.repId);
    if (placing.isQuiet !== true && !isOwnDoing(placing, place.repId))
      work.notify(place.repId, isBack ? 'lead.woken' : 'lead.assigned', leadCase, why);
  }
  const tenure = { ...assignment, repId: place.repId! };
  beginTenure(work, leadCase, tenure, placing.given);
  // A rep who claims it accepts it, and a rep who gets it back owes what they owed.
  if (!isClaimedBy(placing, place.repId) && placing.given === undefined) beginAcceptance(work, leadCase);
  if (place.poolId !== lead.poolId) leaveHolds(work, leadCase);
}

/** Returns how often the lead has moved after a move to a rep. Giving it back takes back the moves since. */
function movesAfter({ lead, tenures }: LeadCase, repId: string, { cause, facts }: PlacingOptions): number {
  if (!isGivenBack({ cause })) return lead.reassignments + 1;
  return lead.reassignments - movesTakenBack(tenures, repId, facts?.undoes);
}

/** Gives a lead to the owner that its sender names, or to the rep who stands in for them while they are away. */
export function assignToNamed(work: UnitOfWork, leadCase: LeadCase, ownerId: string): void {
  const repId = work.directory.standInFor(ownerId, work.now);
  const place = { repId, poolId: null, rule: null, snapshotId: null, trace: null };
  own(work, leadCase, place, covering({ cause: 'given' }, repId === ownerId ? undefined : ownerId));
}

/**
 * Gives a lead whose cycle begins to its owner so far, who knows it, or to the rep who stands in for them. Its pool and
 * its rule stay.
 */
export function assignToOwner(work: UnitOfWork, leadCase: LeadCase, ownerId: string, placing: PlacingOptions): void {
  const standInId = work.directory.standInFor(ownerId, work.now);
  if (standInId === ownerId) assignByHand(work, leadCase, ownerId, { ...placing, isQuiet: true });
  else assignByHand(work, leadCase, standInId, covering(placing, ownerId));
}

/**
 * Gives a lead to the rep whom a person names. What its rule requires of owners, and its pool, apply to later owners.
 */
export function assignByHand(work: UnitOfWork, leadCase: LeadCase, repId: string, placing: PlacingOptions): void {
  const { poolId, rule } = leadCase.lead;
  own(work, leadCase, { repId, poolId, rule, snapshotId: null, trace: null }, placing);
}

/** Keeps the lead with its owner, because the decision was for them. Their clock runs on. */
export function retain(
  work: UnitOfWork,
  leadCase: LeadCase,
  { poolId, rule }: Pick<Placement, 'poolId' | 'rule'>,
  { poolChosen }: PlacingOptions,
): void {
  if (poolChosen !== undefined) work.choosePool(leadCase, poolChosen && poolId !== null);
  const { lead } = leadCase;
  // The decision was for the owner, so a waiting move is called off.
  const fields = [
    ...(lead.poolId === poolId && lead.rule === rule ? [] : ['poolId']),
    ...(lead.waiting === 'move' ? ['waiting'] : []),
  ];
  if (fields.length === 0) return;
  leadCase.lead = { ...lead, poolId, rule, waiting: null, waitingSince: null, updatedAt: work.now };
  work.record(leadCase, 'lead.updated', { fields });
  if (lead.poolId !== poolId) leaveHolds(work, leadCase);
}
