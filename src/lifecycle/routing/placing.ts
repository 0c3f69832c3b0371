import type { EventData } from '../../events/event.js';
import type { Offer, WaitingKind } from '../../leads/lead.js';
import type { Actor } from '../../platform/values/actor.js';
import { toIso } from '../../platform/values/duration.js';
import type { Assignment, AssignmentCause } from '../../routing/assignments/assignment.js';
import { offerEndsAt } from '../../routing/assignments/claiming.js';
import { isGivenBack } from '../../routing/assignments/stays.js';
import type { RoutingDecision } from '../../routing/deciding/outcome.js';
import { beginAcceptance } from '../clocks/accepting.js';
import { beginTenure } from '../clocks/cadence.js';
import { endOwnersClock, leaveHolds } from '../clocks/clocks.js';
import type { GivenPromises } from '../clocks/resuming.js';
import type { LeadCase } from '../lead-case.js';
import { movesTakenBack, workStateFrom } from '../tenures.js';
import type { UnitOfWork } from '../unit-of-work.js';

/**
 * How a move changes the number of moves that the policy limits: a move by breach counts, and a correction takes one
 * back.
 */
const COUNTED: Partial<Record<AssignmentCause, number>> = { breach: 1, correction: -1 };

/** The place of a lead, and the decision that chose it. */
export interface Placement {
  readonly repId: string | null;
  readonly poolId: string | null;
  /** The named queue in which it waits; none by default. */
  readonly queueId?: string | null;
  readonly rule: string | null;
  readonly snapshotId: string | null;
  readonly trace: object | null;
}

export interface PlacingOptions {
  readonly cause: AssignmentCause;
  /** Whether a person chose the pool; unchanged by default. */
  readonly poolChosen?: boolean;
  /** The reps who get the lead as soon as they can, if it has to wait. */
  readonly preferredRepIds?: readonly string[];
  /** The reason, in the words of the person who decided. */
  readonly note?: string;
  /** The actor who decided, if not the actor of the unit of work. */
  readonly actor?: Actor;
  /** No notification for this lead alone: the caller sends one for all. */
  readonly isQuiet?: boolean;
  /** A lead that stays with its owner also stays in its pool, and keeps its rule. */
  readonly mustMove?: boolean;
  /** What the new owner owed before, if the lead comes back to them as if it had never gone. */
  readonly given?: GivenPromises | undefined;
  /** How soon its owners have to accept it, if the lead is handed over; null for not at all. Unchanged by default. */
  readonly acceptWithin?: string | null;
  /** Data of the event: the missed clock, or the absence. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** Carries out a routing decision. A move for which there is no new owner is left to `awaitMove`. */
export function carryOut(
  work: UnitOfWork,
  leadCase: LeadCase,
  decision: RoutingDecision,
  snapshotId: string,
  placing: PlacingOptions,
): void {
  const common = { poolId: decision.poolId, rule: decision.rule, snapshotId, trace: decision.trace };
  switch (decision.kind) {
    case 'assigned':
      own(work, leadCase, { ...common, repId: decision.repId }, covering(placing, decision.covers));
      return;
    case 'queued':
      queue(
        work,
        leadCase,
        { ...common, repId: null, queueId: decision.queueId },
        { ...placing, facts: { ...placing.facts, why: decision.why } },
      );
      return;
    case 'offered':
      offer(
        work,
        leadCase,
        { ...common, repId: null, offer: offerOf(work, decision) },
        { ...placing, facts: { ...placing.facts, offeredTo: decision.repIds.length } },
      );
      return;
    case 'retained':
      if (placing.mustMove === true) return;
      retain(work, leadCase, { poolId: decision.poolId, rule: decision.rule }, placing);
      return;
    case 'stays':
      awaitMove(work, leadCase, common);
      return;
    default:
      decision satisfies never;
  }
}

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
  const why = whyOf(placing);
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

/** Returns the reps who still read the lead because they handed it over at a milestone. */
function giversAfter({ giverIds, ownerId }: LeadCase['lead'], { cause }: PlacingOptions): readonly string[] | null {
  if (cause !== 'milestone' || ownerId === null) return giverIds;
  return [...new Set([...(giverIds ?? []), ownerId])];
}

/** Reports whether a rep caused the change by declining or claiming the lead, or by their deal: they know of it. */
function isOwnDoing(placing: PlacingOptions, repId?: string | null): boolean {
  const { cause, actor } = placing;
  const isByDeal = cause === 'deal' && actor?.type === 'rep' && actor.id === repId;
  return cause === 'decline' || isByDeal || isClaimedBy(placing, repId);
}

function isClaimedBy({ cause, actor }: PlacingOptions, repId: string | null | undefined): boolean {
  return cause === 'claim' && actor?.type === 'rep' && actor.id === repId;
}

/**
 * Returns data of the notification: the missed promise, the milestone, whether the former owner is away or has left, or
 * whether the person of a lead with an open deal has asked again.
 */
function whyOf({ cause, facts }: PlacingOptions): EventData {
  return {
    cause,
    ...(facts?.kind !== undefined && { kind: facts.kind }),
    ...(facts?.milestone !== undefined && { milestone: facts.milestone }),
    ...(facts?.inactive !== undefined && { inactive: facts.inactive }),
    ...(facts?.coversRepId !== undefined && { coversRepId: facts.coversRepId }),
    ...(facts?.asked !== undefined && { asked: facts.asked }),
  };
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
function retain(
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

/** Puts the lead into the queue. */
export function queue(work: UnitOfWork, leadCase: LeadCase, place: Placement, placing: PlacingOptions): void {
  beginToWait(work, leadCase, place, placing, 'queue');
}

/** Names the members who may not claim the lead as well, so that reps who join the pool later may claim it. */
function offerOf(
  { directory }: UnitOfWork,
  { poolId, repIds, laterIds }: Extract<RoutingDecision, { kind: 'offered' }>,
): Offer {
  const to = [...repIds, ...laterIds];
  return { to, not: directory.pool(poolId)!.members.flatMap(({ repId }) => (to.includes(repId) ? [] : repId)) };
}

/** Offers the lead to members of its pool. The caller notifies them. */
function offer(
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

function beginAssignment(work: UnitOfWork, leadCase: LeadCase, place: Placement, placing: PlacingOptions): Assignment {
  // In a named queue the lead waits for a person, not for certain reps.
  const isForReps = place.repId === null && place.queueId == null;
  const [preferredRepId = null, ...others] = isForReps ? (placing.preferredRepIds ?? []) : [];
  const assignment: Assignment = {
    id: work.newId(),
    subjectType: leadCase.subjectType,
    subjectId: leadCase.subjectId,
    cycle: leadCase.lead.cycle,
    cause: placing.cause,
    fromAt: work.now,
    untilAt: null,
    note: placing.note ?? null,
    poolChosen: placing.poolChosen ?? leadCase.assignment?.poolChosen ?? false,
    preferredRepId,
    alsoPreferred: others.length === 0 ? null : others,
    isTest: leadCase.lead.test,
    ...place,
    queueId: place.queueId ?? null,
    teamId: place.repId === null ? null : (work.directory.teamOf(place.repId)?.id ?? null),
  };
  work.assign(leadCase, assignment);
  return assignment;
}
