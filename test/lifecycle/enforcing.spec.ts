import { describe, expect, it } from '@jest/globals';
import type { LeadClock } from '../../src/clocks/clock.js';
import { startReturn } from '../../src/clocks/start.js';
import { enforceDue } from '../../src/lifecycle/clocks/enforcing.js';
import type { SlaPolicy } from '../../src/sla/policy.js';
import { aDirectory } from '../leads/directory.builder.js';
import { leadsClock, ownersClock, policy } from '../sla/sla.builder.js';
import { aCase, aWork, MINUTE, NOW, said } from './lifecycle.builder.js';

const chain = policy({
  warnAt: [0.5],
  onBreach: [
    { do: 'reassign', after: 'PT0S' },
    { do: 'escalate', to: 'manager', after: 'PT1H' },
  ],
});
const directory = aDirectory({
  reps: [
    { id: 'mia', name: 'Mia' },
    { id: 'ann', name: 'Ann', managerId: 'mia' },
  ],
});

function enforced(clocks: readonly LeadClock[], under: SlaPolicy | null, now = NOW) {
  const subject = aCase({ ownerId: 'ann' }, { policy: under, clocks });
  const work = aWork([subject], { directory, now });
  const demands = enforceDue(work, subject);
  return { demands, subject, ...said(work) };
}

const types = (events: readonly unknown[]) => events.map((event) => (event as [string])[0]);

describe('a due clock', () => {
  it('does not act before it is due', () => {
    const clock = ownersClock({ at: NOW, policy: chain });
    const { demands, subject, events } = enforced([clock], chain);
    expect(demands).toEqual([]);
    expect(events).toEqual([]);
    expect(subject.clocks).toEqual([clock]);
  });

  it('warns its owner', () => {
    const { demands, events, notifications } = enforced([ownersClock({ at: NOW - 3 * MINUTE, policy: chain })], chain);
    expect(demands).toEqual([]);
    expect(types(events)).toEqual(['sla.warned']);
    expect(notifications).toMatchObject([['ann', 'sla.warned', { kind: 'firstTouch' }]]);
  });

  it('is missed, and leaves the move to its caller', () => {
    const { demands, subject, events } = enforced([ownersClock({ at: NOW - 5 * MINUTE, policy: chain })], chain);
    expect(types(events)).toEqual(['sla.breached']);
    expect(demands).toMatchObject([{ effect: { kind: 'reassign' }, clock: { state: 'breached' } }]);
    expect(demands[0]!.subject).toBe(subject);
    // A second call at the same instant finds nothing to do.
    expect(enforceDue(aWork([subject], { directory }), subject)).toEqual([]);
  });

  it('escalates an hour later', () => {
    const missed = enforced([ownersClock({ at: NOW - 5 * MINUTE, policy: chain })], chain).subject
      .clocks as LeadClock[];
    const { demands, events, notifications } = enforced(missed, chain, NOW + 60 * MINUTE);
    expect(demands).toEqual([]);
    expect(types(events)).toEqual(['sla.escalated']);
    expect(notifications).toMatchObject([['mia', 'sla.escalated', { why: 'policy' }]]);
  });

  it('returns the lead, which is left to the caller too', () => {
    const clock = startReturn({ id: 'wake', subjectId: 'lead', cycle: 1, at: NOW - MINUTE }, 'nurtureWake', NOW);
    const { demands, events } = enforced([clock], null);
    expect(demands).toMatchObject([{ effect: { kind: 'return', from: 'nurture' }, clock: { state: 'met' } }]);
    expect(events).toEqual([]);
  });

  it('is enforced in turn with the other clocks', () => {
    const both = policy({
      leadWithin: 'PT5M',
      onBreach: [{ do: 'reassign', after: 'PT0S' }],
      onLeadBreach: [{ do: 'escalate', to: 'manager', after: 'PT0S' }],
    });
    const at = NOW - 5 * MINUTE;
    const { events, demands } = enforced([ownersClock({ at, policy: both }), leadsClock({ at, policy: both })], both);
    expect(types(events)).toEqual(['sla.breached', 'sla.breached', 'sla.escalated']);
    expect(demands).toHaveLength(1);
  });
});
