import type { LeadClock } from '../../clocks/clock.js';
import { rulesOf } from '../../clocks/kinds.js';
import { promisedBy } from '../../clocks/other-version.js';
import type { SlaPolicy } from '../../sla/policy.js';
import type { LeadCase } from '../lead-case.js';
import type { UnitOfWork } from '../unit-of-work.js';
import { reconsider, resumeCadence } from './cadence.js';
import { cancelClock, startClock } from './clocks.js';
import { beginHere, isOfThePast } from './first-promise.js';
import { hoursBy } from './hours-of-version.js';
import { leadsClock, ownersClock } from './lead-clocks.js';
import { followCondition } from './pausing.js';
import { announceReplanned, planBy, withGrace } from './replanning.js';

/**
 * Moves an open lead to another version of its policy. Running clocks get the promise of that version, counted from
 * their beginning; those that it does not promise end, and promises that it adds begin. Misses stay, and their chains
 * follow the version under which they were missed.
 */
export function adoptPolicy(work: UnitOfWork, leadCase: LeadCase, policy: SlaPolicy): void {
  const { lead } = leadCase;
  leadCase.policy = policy;
  leadCase.lead = { ...lead, policyVersion: policy.version, updatedAt: work.now };
  work.record(leadCase, 'lead.updated', {
    fields: ['policy'],
    formerPolicyVersion: lead.policyVersion,
    policy: { id: policy.id, version: policy.version },
  });
  const isPromised = (clock: LeadClock) => rulesOf(clock).owedBy !== null && clock.policyId !== null;
  const running = leadCase.clocks.filter(
    (clock) => clock.state === 'running' && clock.cycle === lead.cycle && isPromised(clock),
  );
  for (const clock of running) restate(work, leadCase, clock, policy);
  followCondition(work, leadCase, work.now);
  // A step that the new version requires may be one that the person does not allow.
  if (policy.followUp !== null) reconsider(work, leadCase);
  resumeCadence(work, leadCase);
}

/**
 * Gives an open lead that has no policy its first one. What it promises begins now, with at least its grace: nothing is
 * owed for the time before. A lead that was brought along begins its first cycle here with it.
 */
export function givePolicy(work: UnitOfWork, leadCase: LeadCase, policy: SlaPolicy): void {
  const { lead } = leadCase;
  if (isOfThePast(leadCase)) {
    // One that waits for a person is left to them.
    if (lead.ownerId !== null) beginHere(work, leadCase, lead.ownerId, { isQuiet: true, policy });
    return;
  }
  leadCase.policy = policy;
  leadCase.lead = { ...lead, policyId: policy.id, policyVersion: policy.version, updatedAt: work.now };
  work.record(leadCase, 'lead.updated', { fields: ['policy'], policy: { id: policy.id, version: policy.version } });
  followCondition(work, leadCase, work.now);
  // A decision that was requested is all that its owner owes.
  if (lead.workState !== 'untouched' || lead.decisionPending) {
    resumeCadence(work, leadCase);
    return;
  }
  if (lead.ownerId !== null && leadCase.assignment !== null) {
    const promised = ownersClock(work, leadCase, policy, { ...leadCase.assignment, repId: lead.ownerId }, work.now);
    startClock(work, leadCase, withGrace(work, leadCase, promised, 'policyGiven'));
  }
  startClock(work, leadCase, withGrace(work, leadCase, leadsClock(work, leadCase, policy, work.now), 'policyGiven'));
}

function restate(work: UnitOfWork, leadCase: LeadCase, clock: LeadClock, policy: SlaPolicy): void {
  const hours = hoursBy(work, leadCase, clock, policy);
  const promised = promisedBy(clock, { policy, hours: hours.working, calendar: hours.calendar });
  if (promised === null) {
    cancelClock(work, leadCase, clock, 'policyChanged');
    return;
  }
  work.restateClock(leadCase, promised);
  const anew = planBy(work, leadCase, promised, hours);
  announceReplanned(work, leadCase, { former: clock, anew, why: 'policyChanged' });
}
