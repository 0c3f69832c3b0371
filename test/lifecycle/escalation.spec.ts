import { describe, expect, it } from '@jest/globals';
import { escalate } from '../../src/lifecycle/escalation.js';
import type { EscalationTarget } from '../../src/sla/policy.js';
import { aDirectory } from '../leads/directory.builder.js';
import { leadsClock, ownersClock, policy } from '../sla/sla.builder.js';
import { aCase, aWork, RECEIVED, said } from './lifecycle.builder.js';

const reps = [
  { id: 'mia', name: 'Mia' },
  { id: 'ann', name: 'Ann', managerId: 'mia' },
  { id: 'bo', name: 'Bo' },
];
const directory = aDirectory({ reps, queueOwnerId: 'queue' });
const ofCompany = leadsClock({ at: RECEIVED, policy: policy() });
const ofRep = (repId: string) => ownersClock({ at: RECEIVED, policy: policy(), repId });

function toldOf(clock: typeof ofCompany, to: EscalationTarget, ownerId: string | null = 'ann', known = directory) {
  const leadCase = aCase({ ownerId });
  const work = aWork([leadCase], { directory: known });
  escalate(work, leadCase, clock, to, 'policy');
  return work.take().notifications.map(({ repId }) => repId);
}

describe('who is told of a promise that was missed', () => {
  it.each<[string, typeof ofCompany, EscalationTarget, string]>([
    ['the manager of the rep who missed it', ofRep('ann'), 'manager', 'mia'],
    ['the owner of the queue, where that rep has no manager', ofRep('bo'), 'manager', 'queue'],
    ['the manager of the owner, where the company missed it', ofCompany, 'manager', 'mia'],
    ['the owner of the queue', ofRep('ann'), 'queueOwner', 'queue'],
    ['a rep by name', ofRep('ann'), { repId: 'bo' }, 'bo'],
    ['the owner of the queue, where that rep is none any more', ofRep('ann'), { repId: 'gone' }, 'queue'],
  ])('is %s', (_, clock, to, repId) => expect(toldOf(clock, to)).toEqual([repId]));

  it('is the manager of the rep who missed it, not of whoever has the lead now', () => {
    expect(toldOf(ofRep('bo'), 'manager', 'ann')).toEqual(['queue']);
    expect(toldOf(ofRep('ann'), 'manager', 'bo')).toEqual(['mia']);
  });

  it('is the owner of the queue, where the company missed it and the lead has no owner', () => {
    expect(toldOf(ofCompany, 'manager', null)).toEqual(['queue']);
  });
});

it('an escalation says whose promise it was and why it came about', () => {
  const leadCase = aCase({ ownerId: 'bo' });
  const work = aWork([leadCase], { directory });
  escalate(work, leadCase, ofRep('ann'), 'manager', 'nobodyElse');
  const facts = { clockId: 'clock', kind: 'firstTouch', why: 'nobodyElse' };
  expect(said(work)).toEqual({
    events: [
      ['sla.escalated', { ...facts, repId: 'ann', dueAt: '2026-03-02T09:05:00.000Z', to: 'manager', toRepId: 'mia' }],
    ],
    notifications: [['mia', 'sla.escalated', { ...facts, missedByRepId: 'ann' }]],
  });
});

it('an escalation is recorded also where there is nobody to tell', () => {
  const leadCase = aCase({ ownerId: 'bo' });
  const work = aWork([leadCase], { directory: aDirectory({ reps }) });
  escalate(work, leadCase, ofRep('bo'), 'manager', 'policy');
  const { events, notifications } = work.take();
  expect(events).toMatchObject([{ type: 'sla.escalated', data: { toRepId: null } }]);
  expect(notifications).toEqual([]);
});
