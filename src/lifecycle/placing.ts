import type { EventData } from '../events/event.js';
import type { Actor } from '../platform/actor.js';
import type { Assignment, AssignmentCause } from '../routing/assignment.js';
import type { RoutingDecision } from '../routing/decision.js';
import { beginTenure } from './cadence.js';
import { endOwnersClock, leaveHolds } from './clocks.js';
import type { LeadCase } from './lead-case.js';
import type { UnitOfWork } from './unit-of-work.js';

/** What a move is to the number that the policy allows: a miss that was none moved nothing. */
const COUNTED: Partial<Record<AssignmentCause, number>> = { breach: 1, correction: -1 };

/** Where a lead goes, by a decision of the engine or of a person. */
export interface Placement {
  readonly repId: string | null;
  readonly poolId: string | null;
  readonly rule: string | null;
  readonly snapshotId: string | null;
  readonly trace: object | null;
}

export interface Placing {
  readonly cause: AssignmentCause;
  /** Whether a person chose the pool; as it was until then by default. */
  readonly poolChosen?: boolean;
  /** Who gets it as soon as they can, should it have to wait. */
  readonly preferredRepId?: string | undefined;
  /** Why, in the words of the person who decided it. */
  readonly note?: string;
  /** Where that is not whoever does the work. */
  readonly actor?: Actor;
  /** Nobody is told of this lead by itself: whoever places it tells of all at once. */
  readonly isQuiet?: boolean;
  /** Facts for the event: the clock that was missed, the absence. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** Carries out a decision of routing. A move that found nobody is no placement: see `awaitMove`. */
export function carryOut(
  work: UnitOfWork,
  leadCase: LeadCase,
  decision: RoutingDecision,
  snapshotId: string,
  placing: Placing,
): void {
  const common = { poolId: decision.poolId, rule: decision.rule, snapshotId, trace: decision.trace };
  switch (decision.kind) {
    case 'assigned':
      own(work, leadCase, { ...common, repId: decision.repId }, placing);
      return;
    case 'queued':
      queue(work, leadCase, { ...common, repId: null }, { ...placing, facts: { ...placing.facts, why: decision.why } });
      return;
    case 'retained':
      retain(work, leadCase, { poolId: decision.poolId, rule: decision.rule }, placing);
      return;
    case 'stays':
      awaitMove(work, leadCase, common);
      return;
    default:
      decision satisfies never;
  }
}

/** Somebody owns the lead from now on: whoever had it does not, and the new owner's clock runs. */
export function own(work: UnitOfWork, leadCase: LeadCase, place: Placement, placing: Placing): void {
  const { lead } = leadCase;
  const from = lead.ownerId;
  if (from === place.repId) {
    retain(work, leadCase, place, placing);
    return;
  }
  const assignment = beginAssignment(work, leadCase, place, placing);
  const isMove = from !== null;
  leadCase.lead = {
    ...leadCase.lead,
    ownerId: place.repId,
    poolId: place.poolId,
    rule: place.rule,
    waiting: null,
    waitingSince: null,
    reassignments: lead.reassignments + (isMove ? 1 : 0),
    breachMoves: Math.max(0, lead.breachMoves + (isMove ? (COUNTED[placing.cause] ?? 0) : 0)),
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
      work.tell(from, 'lead.movedAway', leadCase, { toRepId: place.repId, ...why });
      work.tell(place.repId, 'lead.reassigned', leadCase, { fromRepId: from, ...why });
    }
  } else {
    work.record(leadCase, 'lead.assigned', facts);
    const isBack = placing.cause === 'wake' && leadCase.tenures.some(({ repId }) => repId === place.repId);
    if (placing.isQuiet !== true) work.tell(place.repId, isBack ? 'lead.woken' : 'lead.assigned', leadCase, why);
  }
  beginTenure(work, leadCase, { ...assignment, repId: place.repId! });
  if (place.poolId !== lead.poolId) leaveHolds(work, leadCase);
}

/** For who is told: of a miss, what was waited for; of an owner who is gone, whether they have left. */
function whyOf({ cause, facts }: Placing): EventData {
  return {
    cause,
    ...(facts?.kind !== undefined && { kind: facts.kind }),
    ...(facts?.inactive !== undefined && { inactive: facts.inactive }),
  };
}

/** Nobody but its owner could take it: it stays theirs, and their promise runs on. */
function retain(
  work: UnitOfWork,
  leadCase: LeadCase,
  { poolId, rule }: Pick<Placement, 'poolId' | 'rule'>,
  { poolChosen }: Placing,
): void {
  if (poolChosen !== undefined) work.choosePool(leadCase, poolChosen);
  const { lead } = leadCase;
  // Somebody has decided who has it: a move that waited is off.
  const fields = [
    ...(lead.poolId === poolId && lead.rule === rule ? [] : ['poolId']),
    ...(lead.waiting === 'move' ? ['waiting'] : []),
  ];
  if (fields.length === 0) return;
  leadCase.lead = { ...lead, poolId, rule, waiting: null, waitingSince: null, updatedAt: work.now };
  work.record(leadCase, 'lead.updated', { fields });
  if (lead.poolId !== poolId) leaveHolds(work, leadCase);
}

/** Nobody can have it now: it stands in the queue, and is dealt out when somebody can. */
export function queue(work: UnitOfWork, leadCase: LeadCase, place: Placement, placing: Placing): void {
  const { lead } = leadCase;
  const assignment = beginAssignment(work, leadCase, place, placing);
  leadCase.lead = {
    ...leadCase.lead,
    ownerId: null,
    poolId: place.poolId,
    rule: place.rule,
    waiting: 'queue',
    waitingSince: lead.waiting === 'queue' ? lead.waitingSince : work.now,
    updatedAt: work.now,
  };
  if (lead.ownerId !== null) {
    endOwnersClock(work, leadCase, 'reassigned');
    work.tell(lead.ownerId, 'lead.movedAway', leadCase, { toRepId: null, ...whyOf(placing) });
  }
  work.record(leadCase, 'lead.queued', {
    assignmentId: assignment.id,
    ...(lead.ownerId !== null && { fromRepId: lead.ownerId }),
    poolId: place.poolId,
    rule: place.rule,
    cause: placing.cause,
    ...placing.facts,
  });
  if (place.poolId !== lead.poolId) leaveHolds(work, leadCase);
}

/** Nobody but those who had it could take it: the owner keeps it until somebody else can. Why is kept the first time. */
export function awaitMove(
  work: UnitOfWork,
  leadCase: LeadCase,
  { snapshotId, trace }: Pick<Placement, 'snapshotId' | 'trace'>,
): void {
  if (leadCase.lead.waiting !== null) return;
  work.stay(leadCase, { snapshotId, trace });
  leadCase.lead = { ...leadCase.lead, waiting: 'move', waitingSince: work.now, updatedAt: work.now };
}

function beginAssignment(work: UnitOfWork, leadCase: LeadCase, place: Placement, placing: Placing): Assignment {
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
    preferredRepId: place.repId === null ? (placing.preferredRepId ?? null) : null,
    isTest: leadCase.lead.test,
    ...place,
    teamId: place.repId === null ? null : (work.directory.teamOf(place.repId)?.id ?? null),
  };
  work.assign(leadCase, assignment);
  return assignment;
}
