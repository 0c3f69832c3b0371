import type { LeadState } from '../leads/lead.js';
import type { Instant } from '../platform/instant.js';
import type { AssignmentCause, Tenure } from '../routing/assignment.js';

/** A lead with everyone who has had it, oldest first; stretches in the queue have nobody. */
interface WithTenures {
  readonly lead: Pick<LeadState, 'cycle' | 'ownerId'>;
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

/** Whose the lead was at an instant, or last before it while it was closed; what came before all is the first's. */
export function tenureAt({ tenures }: Pick<WithTenures, 'tenures'>, at: Instant): Tenure | undefined {
  return tenures.findLast((tenure) => tenure.fromAt <= at) ?? tenures[0];
}

/** Who owned the lead at an instant; null while it stood in the queue. */
export function ownerAt(leadCase: Pick<WithTenures, 'tenures'>, at: Instant): string | null {
  return tenureAt(leadCase, at)?.repId ?? null;
}

/** When a cycle was closed; infinity while it lasts. */
export function endOfCycle({ tenures }: WithTenures, cycle: number): Instant {
  const last = tenures.findLast((tenure) => tenure.cycle === cycle);
  return last?.untilAt ?? Number.POSITIVE_INFINITY;
}

/** The assignment with which a cycle began; undefined while it is only just beginning. */
export function firstOfCycle({ tenures }: WithTenures, cycle: number): Tenure | undefined {
  return tenures.find((tenure) => tenure.cycle === cycle);
}

/** Stretches of ownership without those that an undone move had begun: who got a lead by mistake may get it again. */
export function withoutUndone(tenures: readonly Tenure[]): Tenure[] {
  const standing: Tenure[] = [];
  for (const tenure of tenures) {
    // Undo takes back the last moves in a row, down to whoever had the lead before them.
    if (tenure.cause === 'undone')
      while (standing.at(-1)?.cause === 'breach' && standing.at(-1)!.repId !== tenure.repId) standing.pop();
    standing.push(tenure);
  }
  return standing;
}

/** Those who have had the lead in its present cycle. */
export function ownersInCycle({ lead, tenures }: WithTenures): string[] {
  const inCycle = tenures.filter((tenure) => tenure.cycle === lead.cycle);
  const owners = withoutUndone(inCycle).flatMap(({ repId }) => repId ?? []);
  return [...new Set(lead.ownerId === null ? owners : [...owners, lead.ownerId])];
}

/** Those who had the lead in the cycles before the present one, oldest first. */
export function ownersBefore({ lead, tenures }: WithTenures): string[] {
  return withoutUndone(tenures.filter((tenure) => tenure.cycle < lead.cycle)).flatMap(({ repId }) => repId ?? []);
}

/** How the present cycle began. @param beginning how it begins where nobody has been looked for yet */
export function causeOfCycle(leadCase: WithTenures, beginning: AssignmentCause): AssignmentCause {
  return firstOfCycle(leadCase, leadCase.lead.cycle)?.cause ?? beginning;
}

/** When something that was told is taken to have happened: a sender's clock may run ahead, but nothing happens after it was told. */
export function takenAt({
  occurredAt,
  recordedAt,
}: {
  readonly occurredAt: Instant;
  readonly recordedAt: Instant;
}): Instant {
  return Math.min(occurredAt, recordedAt);
}
