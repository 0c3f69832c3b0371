import { describe, expect, it } from '@jest/globals';
import { escalate } from '../../src/lifecycle/clocks/escalation.js';
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

function recipientsOf(
  clock: typeof ofCompany,
  to: EscalationTarget,
  ownerId: string | null = 'ann',
  known = directory,
) {
  const leadCase = aCase({ ownerId });
  const work = aWork([leadCase], { directory: known });
  escalate(work, leadCase, clock, to, 'policy');
  return work.take().notifications.map(({ repId }) => repId);
}

describe('the rep who is notified of a miss', () => {
  it.each<[string, typeof ofCompany, EscalationTarget, string]>([
    ['the manager of the rep who missed it', ofRep('ann'), 'manager', 'mia'],
    ['the owner of the queue, where that rep has no manager', ofRep('bo'), 'manager', 'queue'],
    ['the manager of the owner, where the company missed it', ofCompany, 'manager', 'mia'],
    ['the owner of the queue', ofRep('ann'), 'queueOwner', 'queue'],
    ['a rep by name', ofRep('ann'), { repId: 'bo' }, 'bo'],
    ['the owner of the queue, where that rep is none any more', ofRep('ann'), { repId: 'gone' }, 'queue'],
  ])('is %s', (_, clock, to, repId) => expect(recipientsOf(clock, to)).toEqual([repId]));

  it('is the manager of the rep who missed it, not of the present owner', () => {
    expect(recipientsOf(ofRep('bo'), 'manager', 'ann')).toEqual(['queue']);
    expect(recipientsOf(ofRep('ann'), 'manager', 'bo')).toEqual(['mia']);
  });

  it('is the queue owner if the company missed it and the lead has no owner', () => {
    expect(recipientsOf(ofCompany, 'manager', null)).toEqual(['queue']);
  });
});

it('an escalation names the rep who missed the promise and the reason', () => {
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

it('an escalation is recorded even if there is no rep to notify', () => {
  const leadCase = aCase({ ownerId: 'bo' });
  const work = aWork([leadCase], { directory: aDirectory({ reps }) });
  escalate(work, leadCase, ofRep('bo'), 'manager', 'policy');
  const { events, notifications } = work.take();
  expect(events).toMatchObject([{ type: 'sla.escalated', data: { toRepId: null } }]);
  expect(notifications).toEqual([]);
});
