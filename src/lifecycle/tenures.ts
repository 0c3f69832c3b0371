import { enterStatus, type LeadState } from '../leads/lead.js';
import type { Instant } from '../platform/duration.js';
import { type AssignmentCause, GIVING_BACK, type Tenure } from '../routing/assignment.js';
import type { LeadCase } from './lead-case.js';
import { pinPolicy } from './lead-clocks.js';
import { followCondition } from './pausing.js';
import type { UnitOfWork } from './unit-of-work.js';

/** The state of a new lead: open, without an owner, with nothing recorded. */
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
    duplicateOf: null,
    mergedInto: null,
    erasedAt: null,
    eventSeq: 0,
    updatedAt: receivedAt,
  };
}

/** The state of a lead that begins a new cycle: open, untouched, without an owner. */
export function beginCycle(work: UnitOfWork, leadCase: LeadCase): void {
  leadCase.lead = {
    ...enterStatus(leadCase.lead, 'open'),
    workState: 'untouched',
    cycle: leadCase.lead.cycle + 1,
    cycleStartedAt: work.now,
    ownerId: null,
    reassignments: 0,
    breachMoves: 0,
    dispositionId: null,
    mergedInto: null,
    updatedAt: work.now,
  };
  pinPolicy(work.directory, leadCase);
  followCondition(work, leadCase, work.now);
}

/** When the response clock of the first cycle starts. */
export function promisedFrom({ document, policy }: Pick<LeadCase, 'document' | 'policy'>): Instant {
  const { receivedAt, submittedAt } = document!;
  return policy?.firstTouch.startFrom === 'submitted' && submittedAt !== null
    ? Math.min(submittedAt, receivedAt)
    : receivedAt;
}

/** Who had a lead, in which of its cycles, and why it came to them; time in the queue has no owner. */
export type PastOwner = Pick<Tenure, 'cycle' | 'repId' | 'cause' | 'declinedFor'>;

/** A lead with all who had it, oldest first. */
export interface WithPast {
  readonly lead: Pick<LeadState, 'cycle' | 'ownerId'>;
  readonly tenures: readonly PastOwner[];
}

interface WithTenures extends WithPast {
  readonly tenures: readonly Tenure[];
}

interface CycleTenures extends WithTenures {
  readonly lead: Pick<LeadState, 'cycle' | 'ownerId' | 'cycleStartedAt'>;
}

/**
 * The cycle that an instant belongs to: the latest that has begun by then, also where nobody has been read yet who has the
 * lead in it. What came before all of them is the first's.
 */
export function cycleAt({ lead, tenures }: CycleTenures, at: Instant): number {
  if (at >= lead.cycleStartedAt) return lead.cycle;
  let cycle = 1;
  for (const tenure of tenures) if (tenure.fromAt <= at) cycle = Math.max(cycle, tenure.cycle);
  return cycle;
}

/**
 * The tenure at an instant, or the last one before it while the lead was closed. Instants before the first belong to
 * the first.
 */
export function tenureAt({ tenures }: Pick<WithTenures, 'tenures'>, at: Instant): Tenure | undefined {
  return tenures.findLast((tenure) => tenure.fromAt <= at) ?? tenures[0];
}

/** The owner at an instant; null while the lead was in the queue. */
export function ownerAt(leadCase: Pick<WithTenures, 'tenures'>, at: Instant): string | null {
  return tenureAt(leadCase, at)?.repId ?? null;
}

/** When a cycle was closed; infinity while it lasts. */
export function endOfCycle({ tenures }: WithTenures, cycle: number): Instant {
  const last = tenures.findLast((tenure) => tenure.cycle === cycle);
  return last?.untilAt ?? Number.POSITIVE_INFINITY;
}

/** The assignment with which a cycle began; undefined while it is beginning. */
export function firstOfCycle<Each extends PastOwner>(
  { tenures }: { readonly tenures: readonly Each[] },
  cycle: number,
): Each | undefined {
  return tenures.find((tenure) => tenure.cycle === cycle);
}

/** Tenures without those that an undone move began: a rep who got a lead by mistake may get it again. */
function withoutUndone(tenures: readonly PastOwner[]): PastOwner[] {
  const standing: PastOwner[] = [];
  for (const tenure of tenures) {
    // Undo takes back the last moves in a row, down to the owner before them.
    // A reassignment of many leads is one move by hand.
    if (tenure.cause === 'undone' && standing.at(-1)?.cause === 'manual') standing.pop();
    else if (tenure.cause === 'undone')
      while (standing.at(-1)?.cause === 'breach' && standing.at(-1)!.repId !== tenure.repId) standing.pop();
    standing.push(tenure);
  }
  return standing;
}

const GIVES_BACK: ReadonlySet<AssignmentCause> = new Set(GIVING_BACK);

/** Whether a lead came to somebody as if it had never gone from them. */
export function isGivenBack({ cause }: { readonly cause: AssignmentCause }): boolean {
  return GIVES_BACK.has(cause);
}

/**
 * How the latest owner really got the lead: what was taken back since is as if it had never been. Undefined if nobody had
 * it yet.
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

/** Who got the lead after somebody had it for the last time. */
export function givenSince({ tenures }: Pick<WithTenures, 'tenures'>, repId: string): Tenure[] {
  return tenures.slice(tenures.findLastIndex((tenure) => tenure.repId === repId) + 1);
}

/** The owners of the present cycle. */
export function ownersInCycle({ lead, tenures }: WithPast): string[] {
  const inCycle = tenures.filter((tenure) => tenure.cycle === lead.cycle);
  const owners = withoutUndone(inCycle).flatMap(({ repId }) => repId ?? []);
  return [...new Set(lead.ownerId === null ? owners : [...owners, lead.ownerId])];
}

/** Who does not get the lead: who has declined it in the present cycle, or in any because of a conflict of interest. */
export function declinersOf({ lead, tenures }: WithPast): string[] {
  const decliners = tenures.flatMap(({ repId, cycle, declinedFor }, index) =>
    repId !== null && (declinedFor === 'conflict' || (cycle === lead.cycle && isDeclined(tenures, index))) ? repId : [],
  );
  return [...new Set(decliners)];
}

function isDeclined(tenures: readonly PastOwner[], index: number): boolean {
  return tenures[index + 1]?.cause === 'decline';
}

/** The owners of earlier cycles, oldest first. */
export function ownersBefore({ lead, tenures }: WithPast): string[] {
  return withoutUndone(tenures.filter((tenure) => tenure.cycle < lead.cycle)).flatMap(({ repId }) => repId ?? []);
}

/** The last owner of earlier cycles; nobody who gave it back by declining it. */
export function lastOwnerBefore(past: WithPast): string | undefined {
  const hasDeclined = (repId: string) =>
    isDeclined(
      past.tenures,
      past.tenures.findLastIndex((tenure) => tenure.repId === repId),
    );
  return ownersBefore(past).findLast((repId) => !hasDeclined(repId));
}

/**
 * The former owners of whom one may get the lead once more when everybody has had it, whoever had it longest ago first.
 * That happens once a cycle: nobody may, where somebody had it again already. After recycling, which is for none of the
 * owners of earlier cycles, these count, too.
 * @param began how the present cycle began
 */
export function ownersForAgain({ lead, tenures }: WithPast, began: AssignmentCause): string[] {
  const isRecycled = began === 'recycle';
  const round = withoutUndone(isRecycled ? tenures : tenures.filter(({ cycle }) => cycle === lead.cycle));
  // Somebody absent may have it back for another reason, which is no further round.
  const bringsAgain: readonly AssignmentCause[] = isRecycled ? ['breach', 'recycle', 'queue'] : ['breach'];
  const owners = new Set<string>();
  for (const { repId, cycle, cause } of round) {
    if (repId === null) continue;
    // Taken out and put in again, they stand in the order of the last time.
    if (owners.delete(repId) && cycle === lead.cycle && bringsAgain.includes(cause)) return [];
    owners.add(repId);
  }
  return [...owners].filter((repId) => repId !== lead.ownerId);
}

/** How the present cycle began. @param beginning the answer while the cycle is beginning */
export function causeOfCycle(leadCase: WithPast, beginning: AssignmentCause): AssignmentCause {
  return firstOfCycle(leadCase, leadCase.lead.cycle)?.cause ?? beginning;
}

/**
 * The instant at which a reported event counts: a sender's clock may run ahead, but nothing happens after it is
 * reported.
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
