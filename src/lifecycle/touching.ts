import { isAcquittal, judgeTouch } from '../clocks/judging-a-touch.js';
import type { Judging, Verdict } from '../clocks/verdict.js';
import type { ReportedTouch } from '../leads/activity.store.js';
import { type WorkingTouch, workStateAfter } from '../leads/touch.js';
import type { SlaPolicy } from '../sla/policy.js';
import { countsAsTouch } from '../sla/what-counts.js';
import { announce } from './announcing.js';
import { followTouch, judgeFormerSteps } from './cadence.js';
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
  if (counts && policy !== null) judgeFirst(work, leadCase, { touch: facts, policy, isOfPresent });
  if (isOfPresent) followTouch(work, leadCase, facts, counts);
  else if (policy !== null) judgeFormerSteps(work, leadCase, facts, policy);
  return counts;
}

/** By the promises that wait for a first touch. */
function judgeFirst(
  work: UnitOfWork,
  leadCase: LeadCase,
  { touch, policy, isOfPresent }: { touch: ReportedTouch; policy: SlaPolicy; isOfPresent: boolean },
): void {
  const clocks = leadCase.clocks.filter((clock) => clock.cycle === touch.cycle);
  const had = tenureAt(leadCase, touch.occurredAt);
  const judging: Judging = {
    touch,
    policy,
    firstAssignmentId: firstOfCycle(leadCase, touch.cycle)?.id ?? null,
    tenure: had === undefined ? null : { assignmentId: had.id, repId: had.repId },
    now: work.now,
  };
  const verdicts = judgeTouch(clocks, judging);
  for (const verdict of verdicts) announce(work, leadCase, verdict);
  if (isOfPresent && answersForOwner(leadCase, judging, verdicts)) callOffMove(leadCase);
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
