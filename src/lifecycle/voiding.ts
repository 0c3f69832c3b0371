import { latest, meaningOf, nextAfter, REACHED, VOIDED } from '../clocks/cadence.js';
import type { Clock, LeadClock } from '../clocks/clock.js';
import { leadRulesOf, rulesOf } from '../clocks/kinds.js';
import type { Judging } from '../clocks/verdict.js';
import { judgedAnew, withoutTouch } from '../clocks/voiding.js';
import type { TouchRow } from '../leads/activity.store.js';
import { workStateAfter } from '../leads/touch.js';
import { type Instant, isoOrNull, toIso } from '../platform/instant.js';
import type { SlaPolicy } from '../sla/policy.js';
import { beginNext } from './beginning-next.js';
import { askedOf, cancelClock, clockFacts, recordPaused } from './clocks.js';
import type { LeadCase } from './lead-case.js';
import { beginOwnersClock } from './lead-clocks.js';
import { endOfGrace, planAnew, withGrace } from './replanning.js';
import type { OwnedSubject } from './subject.js';
import { firstOfCycle, tenureAt } from './tenures.js';
import type { UnitOfWork } from './unit-of-work.js';

/**
 * Takes back what a touch has done to the clocks of an open lead: what it kept is promised again, with the grace of the
 * policy, what it began ends. What has been enforced meanwhile is not undone.
 * @param others the touches of the cycle that stand
 */
export function undoTouch(work: UnitOfWork, leadCase: LeadCase, touch: TouchRow, others: readonly TouchRow[]): void {
  const { policy, lead } = leadCase;
  const standing = [...others].sort((a, b) => takenAt(a) - takenAt(b));
  if (lead.workState !== 'qualified') {
    const workState = standing.reduce(workStateAfter, 'untouched');
    if (workState !== lead.workState) leadCase.lead = { ...lead, workState, updatedAt: work.now };
  }
  if (policy === null || standing.some((other) => isSame(other, touch))) return;
  const begun = endWhatBegan(work, leadCase, touch, standing, policy);
  for (const { before, clock } of keptBy(leadCase, touch, standing, policy, work.now))
    restore(work, leadCase, before, clock);
  goOnWithout(work, leadCase, { touch, begun, standing, policy });
}

/** Told of twice: what it did, the other has done as well. */
function isSame(one: TouchRow, other: TouchRow): boolean {
  return (
    takenAt(one) === takenAt(other) &&
    one.kind === other.kind &&
    one.direction === other.direction &&
    one.outcome === other.outcome &&
    one.repId === other.repId &&
    one.automated === other.automated &&
    one.counts === other.counts
  );
}

/** When it was made, as far as that can be believed: not after it was told of. */
export function takenAt({ occurredAt, recordedAt }: Pick<TouchRow, 'occurredAt' | 'recordedAt'>): Instant {
  return Math.min(occurredAt, recordedAt);
}

function ofCycle({ clocks, lead }: LeadCase): LeadClock[] {
  return clocks.filter(({ cycle }) => cycle === lead.cycle);
}

/** What comes next after the touch, where it still waits and no other has begun it. */
function endWhatBegan(
  work: UnitOfWork,
  leadCase: LeadCase,
  touch: TouchRow,
  standing: readonly TouchRow[],
  policy: SlaPolicy,
): LeadClock | null {
  const last = latest(ofCycle(leadCase));
  if (last?.state !== 'running' || !isOfItsBeginning(touch, last)) return null;
  const others = standing.filter((other) => isOfItsBeginning(other, last));
  if (others.some((other) => begins(leadCase, other, last, policy))) return null;
  cancelClock(work, leadCase, last, VOIDED);
  return last;
}

/** Happened or was told at the instant at which a clock begins: several are, when many are told together. */
function isOfItsBeginning(touch: TouchRow, { startedAt }: LeadClock): boolean {
  return startedAt === takenAt(touch) || startedAt === touch.recordedAt;
}

/** Behind a cadence somebody decides once the person was reached, or the last step was kept. */
function begins(leadCase: LeadCase, touch: TouchRow, { kind }: LeadClock, policy: SlaPolicy): boolean {
  const meaning = meaningOf(touch, policy);
  if (kind !== 'decide' || policy.followUp === null) return touch.counts || meaning !== 'nothing';
  return (
    meaning === 'contact' ||
    ofCycle(leadCase).some((clock) => clock.kind === 'followUp' && clock.metAt === takenAt(touch))
  );
}

/** What the touch has kept, and how that stands by the others; of a former owner's promise nothing runs again. */
function keptBy(leadCase: LeadCase, touch: TouchRow, standing: readonly TouchRow[], policy: SlaPolicy, now: Instant) {
  const last = latest(ofCycle(leadCase));
  const kept = withoutTouch(ofCycle(leadCase), takenAt(touch)).filter(({ before, clock }) => {
    if (clock.state !== 'running' || before.assignmentId === null) return true;
    // Of the cadence one step runs at a time: what another touch has begun goes on.
    const isBehind = leadRulesOf(clock).touched === null && last?.id !== clock.id;
    return before.assignmentId === leadCase.assignment?.id && !isBehind;
  });
  const firsts = kept.filter(({ clock }) => leadRulesOf(clock).touched !== null).map(({ clock }) => clock);
  const judgings = standing
    .filter(({ counts }) => counts)
    .map((other): Judging => {
      const had = tenureAt(leadCase, takenAt(other));
      return {
        touch: { ...other, occurredAt: takenAt(other) },
        policy,
        firstAssignmentId: firstOfCycle(leadCase, leadCase.lead.cycle)?.id ?? null,
        tenure: had === undefined ? null : { assignmentId: had.id, repId: had.repId },
        now,
      };
    });
  const anew = new Map(judgedAnew(firsts, judgings).map((clock) => [clock.id, clock]));
  return kept.map(({ before, clock }) => ({ before, clock: anew.get(clock.id) ?? clock }));
}

/** A promise as it stands without what had kept it: whoever owes it is told. */
export function restore(work: UnitOfWork, subject: OwnedSubject, before: Clock, clock: Clock): void {
  const restored =
    clock.state === 'running'
      ? withGrace(work, subject, planAnew(work, subject, clock), VOIDED)
      : withWhatFollows(work, subject, clock);
  work.replaceClock(subject, restored);
  const { state, metAt, breachedAt } = restored;
  if (state === before.state && metAt === before.metAt) return;
  work.record(subject, 'sla.corrected', {
    ...clockFacts(restored),
    state,
    metAt: isoOrNull(metAt),
    ...(breachedAt !== null && { breachedAt: toIso(breachedAt) }),
    why: VOIDED,
  });
  if (restored.pausedAt !== null) recordPaused(work, subject, restored);
  if (state === 'running' && rulesOf(restored).owedBy === 'owner' && subject.policyOf(restored)!.mode !== 'measure')
    work.tell(restored.repId, 'sla.corrected', subject, {
      clockId: restored.id,
      kind: restored.kind,
      dueAt: isoOrNull(restored.dueAt),
      ...askedOf(subject, restored),
    });
}

/** A miss that nobody has answered after all: what is still to follow it does, after the grace, while its owner has the lead. */
function withWhatFollows(work: UnitOfWork, subject: OwnedSubject, clock: Clock): Clock {
  const isPresent = clock.assignmentId === null || clock.assignmentId === subject.assignment?.id;
  if (clock.state !== 'breached' || clock.metAt !== null || !isPresent) return clock;
  const graceAt = endOfGrace(work, subject, clock);
  return planAnew(work, subject, { ...clock, graceFrom: work.now, graceAt, graceWhy: VOIDED });
}

/**
 * What was waited for before is waited for again, where nothing of it runs by now: of a lead that nobody has touched the
 * first touch, also by whoever got it because of the one that was none.
 */
function goOnWithout(
  work: UnitOfWork,
  leadCase: LeadCase,
  {
    touch,
    begun,
    standing,
    policy,
  }: { touch: TouchRow; begun: LeadClock | null; standing: readonly TouchRow[]; policy: SlaPolicy },
): void {
  const clocks = ofCycle(leadCase);
  const isWaitedFor = clocks.some(({ state, kind }) => state === 'running' && kind !== 'leadResponse');
  if (isWaitedFor) return;
  if (!standing.some(({ counts }) => counts)) {
    oweFirstTouch(work, leadCase);
    return;
  }
  // The step that the touch ended as contact, or the decision that it put off because nobody came.
  const ended = clocks.findLast(
    ({ endedAt, endReason }) => endedAt === touch.recordedAt && (endReason === REACHED || endReason === 'noShow'),
  );
  const at = ended ?? begun;
  const isReached = standing.some(
    (other) => takenAt(other) >= takenAt(touch) && meaningOf(other, policy) === 'contact',
  );
  if (at === null) return;
  const step = at.kind === 'followUp' && !isReached ? at.step! - 1 : Number.POSITIVE_INFINITY;
  beginNext(work, leadCase, nextAfter(step, policy), work.now);
}

/** Unless its present owner has missed it: that stays as it was missed. */
function oweFirstTouch(work: UnitOfWork, leadCase: LeadCase): void {
  const { assignment, lead } = leadCase;
  if (assignment === null || lead.ownerId === null || lead.workState !== 'untouched') return;
  const isMissed = ofCycle(leadCase).some(
    ({ state, assignmentId }) => state === 'breached' && assignmentId === assignment.id,
  );
  if (!isMissed) beginOwnersClock(work, leadCase, { ...assignment, repId: lead.ownerId });
}
