import type { TouchInCycle } from '../../clocks/clock.js';
import { judgeTouch } from '../../clocks/judging-a-touch.js';
import type { TouchRow, UnjudgedTouch } from '../../leads/activity.store.js';
import { type WorkingTouch, workStateAfter } from '../../leads/touch.js';
import type { Instant } from '../../platform/values/duration.js';
import { pluck } from '../../platform/values/group.js';
import type { SlaPolicy } from '../../sla/policy.js';
import { ACCEPTANCE } from '../../sla/unpromised.js';
import { countsAsTouch } from '../../sla/what-counts.js';
import { announce } from '../clocks/announcing.js';
import { followTouch, judgeFormerSteps } from '../clocks/cadence.js';
import { concludeByMilestone } from '../clocks/deciding.js';
import type { LeadCase } from '../lead-case.js';
import { stayAt } from '../stays.js';
import { endOfCycle, firstOfCycle } from '../tenures.js';
import type { UnitOfWork } from '../unit-of-work.js';
import { touchFacts } from './reading-touches.js';

/**
 * Records a touch and applies it to its lead.
 * @param policy of the cycle of the touch, whose clocks have been read
 * @param isCounted whether it counts as contact whatever it was
 */
export function recordTouch(
  work: UnitOfWork,
  leadCase: LeadCase,
  reported: UnjudgedTouch,
  policy: SlaPolicy | null,
  isCounted = false,
): TouchRow {
  work.record(leadCase, 'lead.touched', touchFacts(reported));
  return { ...reported, counts: takeTouch(work, leadCase, reported, policy, isCounted), voided: null };
}

/**
 * Applies a touch to its lead. It belongs to the cycle and the owner of its time, whenever it is reported: it advances
 * the work state of the present cycle, and is judged by the clocks of its own cycle, even a closed one. A touch from a
 * time when the lead was closed is recorded without effect.
 * @param policy of the cycle of the touch, whose clocks have been read
 * @returns whether it counts as contact
 */
export function takeTouch(
  work: UnitOfWork,
  leadCase: LeadCase,
  touch: UnjudgedTouch,
  policy: SlaPolicy | null,
  isCounted = false,
): boolean {
  // A sender's clock may run ahead by minutes, so no touch is judged as later than now.
  const facts = { ...touch, occurredAt: Math.min(touch.occurredAt, work.now) };
  if (facts.occurredAt >= endOfCycle(leadCase, touch.cycle)) return false;
  const counts = isCounted || countsAsTouch(facts, policy);
  const isOfPresent = leadCase.lead.status === 'open' && touch.cycle === leadCase.lead.cycle;
  if (isOfPresent) moveOn(work, leadCase, { ...touch, counts });
  // Without a policy the lead may still have been handed over, with a promise to accept it.
  if (counts) judgeFirst(work, leadCase, facts, policy ?? ACCEPTANCE, touch.cycle);
  if (isOfPresent) followTouch(work, leadCase, facts, counts);
  else if (policy !== null) judgeFormerSteps(work, leadCase, facts, policy);
  return counts;
}

/**
 * Applies a milestone of the present cycle. It shows that the person was reached, even without a reported touch: it
 * counts as the first touch of the owner at the time, and ends what contact ends.
 */
export function takeMilestone(work: UnitOfWork, leadCase: LeadCase, occurredAt: Instant): void {
  const { policy, lead } = leadCase;
  const at = Math.min(occurredAt, work.now);
  const repId = stayAt(leadCase, at)?.tenure.repId ?? null;
  judgeFirst(work, leadCase, { occurredAt: at, repId }, policy ?? ACCEPTANCE, lead.cycle);
  concludeByMilestone(work, leadCase, at);
  leadCase.lead = { ...leadCase.lead, workState: 'qualified', updatedAt: work.now };
}

/** Judges the promises of a cycle that wait for a first touch or an acceptance. */
function judgeFirst(
  work: UnitOfWork,
  leadCase: LeadCase,
  touch: TouchInCycle['touch'],
  policy: SlaPolicy,
  cycle: number,
): void {
  const clocks = leadCase.clocks.filter((clock) => clock.cycle === cycle);
  const had = stayAt(leadCase, touch.occurredAt);
  const verdicts = judgeTouch(clocks, {
    touch,
    policy,
    firstAssignmentId: firstOfCycle(leadCase, cycle)?.id ?? null,
    tenures: leadCase.tenures,
    stay: had === undefined ? null : { assignmentIds: pluck(had.tenures, 'id'), repId: had.tenure.repId },
    now: work.now,
  });
  for (const verdict of verdicts) announce(work, leadCase, verdict);
}

function moveOn(work: UnitOfWork, leadCase: LeadCase, touch: WorkingTouch): void {
  const workState = workStateAfter(leadCase.lead.workState, touch);
  if (workState !== leadCase.lead.workState) leadCase.lead = { ...leadCase.lead, workState, updatedAt: work.now };
}
