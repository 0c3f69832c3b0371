import { latest, REACHED } from '../../clocks/cadence.js';
import { judge, silence } from '../../clocks/judging-one-clock.js';
import type { Instant } from '../../platform/values/duration.js';
import type { LeadCase } from '../lead-case.js';
import type { UnitOfWork } from '../unit-of-work.js';
import { announce } from './announcing.js';
import { beginNext, beginUnpromised, ofCycle } from './beginning-next.js';
import { cancelClock, endClock } from './clocks.js';

/** Why a decision is requested, in the data of events. */
const DEAL_LOST = 'dealLost';

/** Ends the follow-up at a milestone, which shows that the lead was reached and decided about. */
export function concludeByMilestone(work: UnitOfWork, leadCase: LeadCase, at: Instant): void {
  endCadence(work, leadCase, at, { by: 'milestone' });
  decide(work, leadCase, at);
}

/** Ends the decision clocks of a lead that was decided about, and the reminders of missed ones. */
export function decide(work: UnitOfWork, leadCase: LeadCase, at: Instant): void {
  const last = latest(ofCycle(leadCase));
  if (leadCase.lead.decisionPending) leadCase.lead = { ...leadCase.lead, decisionPending: false };
  if (last?.kind === 'decide')
    for (const verdict of judge(last, { touch: { occurredAt: Math.min(at, work.now) }, now: work.now }))
      announce(work, leadCase, verdict);
  silenceDecisions(work, leadCase);
}

/**
 * Requests a decision about a lead that stays open although its deal is lost. The request is pending until somebody
 * decides; for a lead in the queue that is its next owner.
 */
export function requestDecision(work: UnitOfWork, leadCase: LeadCase, dealId: string): void {
  endCadence(work, leadCase, work.now, { by: DEAL_LOST });
  leadCase.lead = { ...leadCase.lead, decisionPending: true, updatedAt: work.now };
  work.record(leadCase, 'lead.decisionRequested', { dealId });
  beginRequested(work, leadCase, { dealId });
}

/**
 * Starts the pending decision, unless it runs already: in the time of the policy, or in five days if the policy
 * promises no decision.
 * @param facts the deal, when the request is made
 */
export function beginRequested(work: UnitOfWork, leadCase: LeadCase, facts: { readonly dealId?: string } = {}): void {
  if (ofCycle(leadCase).some(({ kind, state }) => kind === 'decide' && state === 'running')) return;
  const more = { by: DEAL_LOST, ...facts };
  if (leadCase.policy?.decide == null) beginUnpromised(work, leadCase, more);
  else beginNext(work, leadCase, { kind: 'decide' }, work.now, more);
}

/** Ends the chains of missed decisions, which may be those of former owners. */
export function silenceDecisions(work: UnitOfWork, leadCase: LeadCase): void {
  for (const clock of ofCycle(leadCase))
    if (clock.kind === 'decide' && clock.state === 'breached')
      for (const verdict of silence(clock)) announce(work, leadCase, verdict);
}

/**
 * Ends the running step and the chains of missed ones. A running step whose deadline has passed is a miss, whether or
 * not a sweep has enforced it.
 */
export function endCadence(
  work: UnitOfWork,
  leadCase: LeadCase,
  at: Instant,
  what: { readonly by?: 'milestone' | typeof DEAL_LOST } = {},
): void {
  for (const clock of ofCycle(leadCase)) {
    if (clock.kind !== 'followUp') continue;
    if (clock.state === 'running' && clock.dueAt !== null && clock.dueAt < at) endClock(work, leadCase, clock, REACHED);
    else if (clock.state === 'running') cancelClock(work, leadCase, clock, REACHED, what);
    // The cadence ended before the deadline of the step.
    else if (clock.state === 'breached' && clock.startedAt <= at && at <= clock.dueAt!)
      for (const verdict of judge(clock, { touch: { occurredAt: at }, now: work.now }))
        announce(work, leadCase, verdict);
    else for (const verdict of silence(clock)) announce(work, leadCase, verdict);
  }
}
