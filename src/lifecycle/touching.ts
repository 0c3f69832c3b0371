import { isAcquittal, judgeTouch } from '../clocks/judging-a-touch.js';
import type { Judging, Verdict } from '../clocks/verdict.js';
import type { ReportedTouch } from '../leads/activity.store.js';
import { type WorkingTouch, workStateAfter } from '../leads/touch.js';
import { toIso } from '../platform/instant.js';
import type { SlaPolicy } from '../sla/policy.js';
import { countsAsTouch } from '../sla/what-counts.js';
import { clockFacts, recordBreach } from './clocks.js';
import type { LeadCase } from './lead-case.js';
import { endOfCycle, firstOfCycle, tenureAt } from './tenures.js';
import type { UnitOfWork } from './unit-of-work.js';

/**
 * What a touch does to its lead. It speaks for the cycle and the owner of its time, whenever it is reported: it moves on
 * the work of the present cycle, and is judged by the clocks of its own, also when that is closed. What happened while
 * the lead was closed is recorded and does nothing.
 * @param policy of the cycle of the touch, whose clocks have been read
 * @returns whether it counts as contact
 */
export function takeTouch(
  work: UnitOfWork,
  leadCase: LeadCase,
  touch: ReportedTouch,
  policy: SlaPolicy | null,
): boolean {
  // A sender's clock may run ahead by minutes: nothing is judged as if it had happened after now.
  const facts = { ...touch, occurredAt: Math.min(touch.occurredAt, work.now) };
  if (facts.occurredAt >= endOfCycle(leadCase, touch.cycle)) return false;
  const counts = countsAsTouch(facts, policy);
  const isOfPresent = leadCase.lead.status === 'open' && touch.cycle === leadCase.lead.cycle;
  if (isOfPresent) moveOn(work, leadCase, { outcome: touch.outcome, automated: touch.automated, counts });
  if (!counts || policy === null) return counts;
  const clocks = leadCase.clocks.filter((clock) => clock.cycle === touch.cycle);
  const had = tenureAt(leadCase, facts.occurredAt);
  const judging: Judging = {
    touch: facts,
    policy,
    firstAssignmentId: firstOfCycle(leadCase, touch.cycle)?.id ?? null,
    tenure: had === undefined ? null : { assignmentId: had.id, repId: had.repId },
    now: work.now,
  };
  const verdicts = judgeTouch(clocks, judging);
  for (const verdict of verdicts) announce(work, leadCase, verdict);
  if (isOfPresent && answersForOwner(leadCase, judging, verdicts)) callOffMove(leadCase);
  return true;
}

function moveOn(work: UnitOfWork, leadCase: LeadCase, touch: WorkingTouch): void {
  const workState = workStateAfter(leadCase.lead.workState, touch);
  if (workState !== leadCase.lead.workState) leadCase.lead = { ...leadCase.lead, workState, updatedAt: work.now };
}

/** By the owner, or by anybody where anybody counts, since they have it; or what they were blamed for was no miss. */
function answersForOwner({ lead, tenures }: LeadCase, judging: Judging, verdicts: readonly Verdict[]): boolean {
  const { touch, policy } = judging;
  if (verdicts.some((verdict) => isAcquittal(verdict, judging))) return true;
  const isSince = touch.occurredAt >= (tenures.at(-1)?.fromAt ?? 0);
  return isSince && (policy.firstTouch.by === 'anyone' || touch.repId === lead.ownerId);
}

/** Whoever has answered keeps the lead: a move that waited for somebody else is off. */
function callOffMove(leadCase: LeadCase): void {
  if (leadCase.lead.waiting === 'move') leadCase.lead = { ...leadCase.lead, waiting: null, waitingSince: null };
}

function announce(work: UnitOfWork, leadCase: LeadCase, { kind, clock }: Verdict): void {
  work.replaceClock(leadCase, clock);
  const metAt = clock.metAt === null ? null : toIso(clock.metAt);
  switch (kind) {
    case 'met':
      work.record(leadCase, 'sla.met', { ...clockFacts(clock), metAt });
      return;
    case 'corrected':
      work.record(leadCase, 'sla.corrected', { ...clockFacts(clock), metAt, breachedAt: toIso(clock.breachedAt!) });
      return;
    case 'breached':
      recordBreach(work, leadCase, clock);
      work.record(leadCase, 'sla.met', { ...clockFacts(clock), metAt, late: true });
      return;
    case 'missed':
      recordBreach(work, leadCase, clock);
      return;
    case 'answeredLate':
      work.record(leadCase, 'sla.met', { ...clockFacts(clock), metAt, late: true });
      return;
    case 'alreadyTouched':
      work.record(leadCase, 'sla.cancelled', { ...clockFacts(clock), reason: 'alreadyTouched' });
      return;
    case 'silenced':
      return;
    default:
      kind satisfies never;
  }
}
