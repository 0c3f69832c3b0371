import { enterStatus, type LeadState, type WorkState } from '../leads/lead.js';
import type { Instant } from '../platform/values/duration.js';
import type { AssignmentCause, Tenure } from '../routing/assignments/assignment.js';
import { isGivenBack, staysOf } from '../routing/assignments/stays.js';
import type { SlaPolicy } from '../sla/policy.js';
import { givenPolicy, pinPolicy } from './clocks/lead-clocks.js';
import { followCondition } from './clocks/pausing.js';
import type { LeadCase } from './lead-case.js';
import type { UnitOfWork } from './unit-of-work.js';

/** Returns the state of a new lead: open, without an owner, with no events. */
export function newLeadState(id: string, receivedAt: Instant, test = false): LeadCase['lead'] {
  return {
    id,
    test,
    status: 'open',
    workState: 'untouched',
    cycle: 1,
    cycleStartedAt: receivedAt,
    ownerId: null,
    poolId: null,
    rule: null,
    policyId: null,
    policyVersion: null,
    reassignments: 0,
    breachMoves: 0,
    waiting: null,
    waitingSince: null,
    queueId: null,
    dispositionId: null,
    decisionPending: false,
    offer: null,
    giverIds: null,
    acceptWithin: null,
    duplicateOf: null,
    mergedInto: null,
    erasedAt: null,
    eventSeq: 0,
    eventXid: null,
    updatedAt: receivedAt,
  };
}

/**
 * Begins a new cycle: the lead is open, untouched, and without an owner.
 * @param policy by default the first that matches
 */
export function beginCycle(work: UnitOfWork, leadCase: LeadCase, policy?: SlaPolicy): void {
  const { lead } = leadCase;
  leadCase.lead = {
    ...(lead.status === 'open' ? lead : enterStatus(lead, 'open')),
    workState: 'untouched',
    cycle: lead.cycle + 1,
    cycleStartedAt: work.now,
    ownerId: null,
    reassignments: 0,
    breachMoves: 0,
    dispositionId: null,
    mergedInto: null,
    acceptWithin: null,
    updatedAt: work.now,
  };
  if (policy === undefined) pinPolicy(work.directory, leadCase);
  else givenPolicy(leadCase, policy);
  followCondition(work, leadCase, work.now);
}

/** Reports whether a cycle has begun in this transaction. */
export function isJustBack({ before, lead }: Pick<LeadCase, 'before' | 'lead'>): boolean {
  return before !== null && before.cycle !== lead.cycle;
}

/** Returns when the response clock of the first cycle starts. */
export function promisedFrom({ document, policy }: Pick<LeadCase, 'document' | 'policy'>): Instant {
  const { receivedAt, submittedAt } = document!;
  return policy?.firstTouch.startFrom === 'submitted' && submittedAt !== null
    ? Math.min(submittedAt, receivedAt)
    : receivedAt;
}

/** The owner of a tenure, its cycle and its cause; time in the queue has no owner. */
export type PastOwner = Pick<Tenure, 'cycle' | 'repId' | 'cause' | 'declinedFor'> & {
  readonly snapshotId?: string | null | undefined;
};

/** A lead with all of its tenures, oldest first. */
export interface WithPast {
  readonly lead: Pick<LeadState, 'cycle' | 'ownerId'>;
  readonly tenures: readonly PastOwner[];
}

interface WithTenures extends WithPast {
  readonly tenures: readonly Tenure[];
}

interface CycleTenures extends WithTenures {
  readonly lead: Pick<LeadState, 'cycle' | 'ownerId' | 'cycleStartedAt' | 'status'>;
}

/**
 * Returns the cycle that an instant belongs to: the latest that had begun by then, even if none of its tenures was
 * read. Instants before all of them belong to the first.
 */
export function cycleAt({ lead, tenures }: CycleTenures, at: Instant): number {
  if (at >= lead.cycleStartedAt) return lead.cycle;
  let cycle = tenures[0]?.cycle === 0 ? 0 : Math.min(1, lead.cycle);
  for (const tenure of tenures) if (tenure.fromAt <= at) cycle = Math.max(cycle, tenure.cycle);
  return cycle;
}

/**
 * Returns the tenure at an instant, or the last one before it while the lead was closed. Instants before the first
 * belong to the first.
 */
export function tenureAt({ tenures }: Pick<WithTenures, 'tenures'>, at: Instant): Tenure | undefined {
  return tenures.findLast((tenure) => tenure.fromAt <= at) ?? tenures[0];
}

/** Returns the owner at an instant; null while the lead was in the queue. */
export function ownerAt(leadCase: Pick<WithTenures, 'tenures'>, at: Instant): string | null {
  return tenureAt(leadCase, at)?.repId ?? null;
}

/**
 * Returns when a cycle was closed; infinity while it lasts. A lead that a rule closed on arrival never had an owner, so
 * its cycle ended as it began.
 */
export function endOfCycle({ lead, tenures }: CycleTenures, cycle: number): Instant {
  if (tenures.length === 0 && lead.status !== 'open') return lead.cycleStartedAt;
  const last = tenures.findLast((tenure) => tenure.cycle === cycle);
  return last?.untilAt ?? Number.POSITIVE_INFINITY;
}

/** Returns the assignment with which a cycle began; undefined while it is beginning. */
export function firstOfCycle<Each extends PastOwner>(
  { tenures }: { readonly tenures: readonly Each[] },
  cycle: number,
): Each | undefined {
  return tenures.find((tenure) => tenure.cycle === cycle);
}

/** Returns the tenures that stand: a rep who got a lead by a mistake that was taken back may get it again. */
function standing(tenures: readonly PastOwner[]): PastOwner[] {
  return staysOf(tenures).map(({ tenure }) => tenure);
}

/**
 * Returns the tenure in which the latest owner really got the lead, as if what was taken back since had never been.
 * Undefined if there is no tenure yet.
 */
export function originOf<Each extends PastOwner & Pick<Tenure, 'takenBackAt'>>({
  tenures,
}: {
  readonly tenures: readonly Each[];
}): Each | undefined {
  const latest = tenures.at(-1);
  if (latest === undefined || !isGivenBack(latest)) return latest;
  const isOrigin = (tenure: Each) =>
    tenure.repId === latest.repId && !isGivenBack(tenure) && (tenure.takenBackAt ?? null) === null;
  return tenures.findLast(isOrigin) ?? latest;
}

/** Returns the tenures after the last one of a rep. */
export function givenSince({ tenures }: Pick<WithTenures, 'tenures'>, repId: string): Tenure[] {
  return tenures.slice(tenures.findLastIndex((tenure) => tenure.repId === repId) + 1);
}

/**
 * Returns how many moves between owners a lead takes back when it is given back to a rep.
 * @param undoes the assignment that began with the first of them; without it, they are those since the rep had the lead
 */
export function movesTakenBack(tenures: readonly MovingTenure[], repId: string, undoes: unknown): number {
  const stays = staysOf(tenures);
  const first =
    undoes === undefined
      ? stays.findLastIndex(({ tenure }) => tenure.repId === repId) + 1
      : stays.findIndex((stay) => stay.tenures.some(({ id }) => id === undoes));
  const isMove = (index: number) => stays[index]?.tenure.repId != null && stays[index - 1]?.tenure.repId != null;
  return stays.filter((_, index) => index >= first && isMove(index)).length;
}

type MovingTenure = Pick<Tenure, 'id' | 'repId' | 'cycle' | 'cause'>;

/** Returns the owners of the present cycle. */
export function ownersInCycle({ lead, tenures }: WithPast): string[] {
  const inCycle = tenures.filter((tenure) => tenure.cycle === lead.cycle);
  const owners = standing(inCycle).flatMap(({ repId }) => repId ?? []);
  return [...new Set(lead.ownerId === null ? owners : [...owners, lead.ownerId])];
}

/**
 * Returns the reps who may not get the lead: those who declined it in the present cycle, or in any because of a
 * conflict of interest.
 */
export function declinersOf({ lead, tenures }: WithPast): string[] {
  const decliners = tenures.flatMap(({ repId, cycle, declinedFor }, index) =>
    repId !== null && (declinedFor === 'conflict' || (cycle === lead.cycle && isDeclined(tenures, index))) ? repId : [],
  );
  return [...new Set(decliners)];
}

function isDeclined(tenures: readonly PastOwner[], index: number): boolean {
  return tenures[index + 1]?.cause === 'decline';
}

/** Returns the owners of earlier cycles, oldest first. */
export function ownersBefore({ lead, tenures }: WithPast): string[] {
  return standing(tenures.filter((tenure) => tenure.cycle < lead.cycle)).flatMap(({ repId }) => repId ?? []);
}

/** Returns the last owner of earlier cycles who did not give it back by declining it. */
export function lastOwnerBefore(past: WithPast): string | undefined {
  const hasDeclined = (repId: string) =>
    isDeclined(
      past.tenures,
      past.tenures.findLastIndex((tenure) => tenure.repId === repId),
    );
  return ownersBefore(past).findLast((repId) => !hasDeclined(repId));
}

/**
 * Returns the former owners of whom one may get the lead once more when everybody has had it, the owner of longest ago
 * first. That happens once a cycle, so the list is empty if an owner had it again already. After recycling, which
 * excludes the owners of earlier cycles, these count too.
 * @param began the cause with which the present cycle began
 */
export function ownersForAgain({ lead, tenures }: WithPast, began: AssignmentCause): string[] {
  const isRecycled = began === 'recycle';
  const round = standing(isRecycled ? tenures : tenures.filter(({ cycle }) => cycle === lead.cycle));
  // An absent owner may get it back for another reason, which is not another round.
  const bringsAgain: readonly AssignmentCause[] = isRecycled ? ['breach', 'recycle', 'queue'] : ['breach'];
  const owners = new Set<string>();
  for (const { repId, cycle, cause } of round) {
    if (repId === null) continue;
    // Deleted and added again, owners are in the order of their last tenures.
    if (owners.delete(repId) && cycle === lead.cycle && bringsAgain.includes(cause)) return [];
    owners.add(repId);
  }
  return [...owners].filter((repId) => repId !== lead.ownerId);
}

/**
 * Returns how far the work on a lead is once an assignment begins. A lead that opens because of its deal has been
 * qualified: somebody sells to the person already.
 */
export function workStateFrom(workState: WorkState, cause: AssignmentCause): WorkState {
  return cause === 'deal' ? 'qualified' : workState;
}

/** Returns the cause with which the present cycle began. @param beginning the result while the cycle is beginning */
export function causeOfCycle(leadCase: WithPast, beginning: AssignmentCause): AssignmentCause {
  return firstOfCycle(leadCase, leadCase.lead.cycle)?.cause ?? beginning;
}

/** Reports whether nobody has had a lead since it came in, so that it is still to be routed for the first time. */
export function isStillNew(past: WithPast): boolean {
  return causeOfCycle(past, 'intake') === 'intake' && ownersInCycle(past).length === 0;
}

/**
 * Returns the instant at which a reported event counts: a sender's clock may run ahead, but no event happens after it
 * was reported.
 */
export function takenAt({
  occurredAt,
  recordedAt,
}: {
  readonly occurredAt: Instant;
  readonly recordedAt: Instant;
}): Instant {
  return Math.min(occurredAt, recordedAt);
}
