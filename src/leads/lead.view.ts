import type { LeadClock } from '../clocks/clock.js';
import type { Directory } from '../directory/directory.js';
import { type Instant, isoOrNull, MS_PER_SECOND, toIso } from '../platform/instant.js';
import { toldOf } from './as-sent.js';
import type { LeadDocument, LeadState } from './lead.js';

export interface DispositionSummary {
  readonly id: string;
  readonly category: string;
  readonly reason: string;
  readonly label: string;
  readonly note: string | null;
  readonly fields: Readonly<Record<string, string>>;
  readonly decidedAt: Instant;
}

/** A lead as the API shows it. Seconds that remain are working seconds: what the owner really has left. */
export function leadView(
  lead: LeadState,
  document: LeadDocument,
  seen: { clocks: readonly LeadClock[]; disposition: DispositionSummary | null; directory: Directory; now: Instant },
) {
  const { disposition } = seen;
  return {
    id: lead.id,
    ...toldOf(document),
    receivedAt: toIso(document.receivedAt),
    status: lead.status,
    workState: lead.workState,
    cycle: lead.cycle,
    ownerId: lead.ownerId,
    poolId: lead.poolId,
    rule: lead.rule,
    policy: lead.policyId === null ? null : { id: lead.policyId, version: lead.policyVersion },
    clocks: seen.clocks
      .filter((clock) => clock.cycle === lead.cycle)
      .map((clock) => clockView(clock, seen.directory, seen.now)),
    reassignments: lead.reassignments,
    disposition: disposition && { ...disposition, decidedAt: toIso(disposition.decidedAt) },
    ...(document.issues.length > 0 && { issues: document.issues }),
    waitingSince: isoOrNull(lead.waitingSince),
    updatedAt: toIso(lead.updatedAt),
  };
}

export type LeadView = ReturnType<typeof leadView>;

export function clockView(clock: LeadClock, directory: Directory, now: Instant) {
  return {
    id: clock.id,
    kind: clock.kind,
    state: clock.state,
    ...(clock.repId !== null && { repId: clock.repId }),
    startedAt: toIso(clock.startedAt),
    ...(clock.step !== null && { step: clock.step }),
    ...(clock.opensAt !== null && { opensAt: toIso(clock.opensAt) }),
    dueAt: isoOrNull(clock.dueAt),
    remainingSeconds: remainingSeconds(clock, directory, now),
    ...(clock.metAt !== null && { metAt: toIso(clock.metAt) }),
    ...(clock.breachedAt !== null && { breachedAt: toIso(clock.breachedAt) }),
    ...(clock.target !== null && { target: clock.target }),
    ...(clock.endReason !== null && { endReason: clock.endReason }),
  };
}

function remainingSeconds(clock: LeadClock, directory: Directory, now: Instant): number | null {
  if (clock.state !== 'running' || clock.dueAt === null) return null;
  const from = Math.max(now, clock.startedAt);
  if (from >= clock.dueAt) return 0;
  return Math.floor(directory.hoursOfClock(clock).working.workingMsBetween(from, clock.dueAt) / MS_PER_SECOND);
}
