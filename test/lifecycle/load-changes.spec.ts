import { expect, it } from '@jest/globals';
import type { LeadState } from '../../src/leads/lead.js';
import { loadChanges } from '../../src/lifecycle/routing/load-changes.js';
import { newLeadState } from '../../src/lifecycle/tenures.js';

const lead = (facts: Partial<LeadState> = {}): LeadState => ({ ...newLeadState('lead', 0), ownerId: 'ann', ...facts });
const went = (before: LeadState | null, after: LeadState) => ({ before, lead: after });
const load = (repId: string, open: number, untouched: number) => ({ repId, open, untouched });

it.each([
  ['a lead that comes in is one more', went(null, lead()), [load('ann', 1, 1)]],
  ['a lead that comes in to wait is nobody’s', went(null, lead({ ownerId: null })), []],
  ['a lead out of the queue is one more', went(lead({ ownerId: null }), lead()), [load('ann', 1, 1)]],
  [
    'a lead that moves is one less and one more',
    went(lead(), lead({ ownerId: 'bo' })),
    [load('ann', -1, -1), load('bo', 1, 1)],
  ],
  [
    'a lead that is touched awaits its first touch no longer',
    went(lead(), lead({ workState: 'attempting' })),
    [load('ann', 0, -1)],
  ],
  [
    'a touched lead that goes on is no change',
    went(lead({ workState: 'attempting' }), lead({ workState: 'connected' })),
    [],
  ],
  ['an untouched lead that is closed is one less', went(lead(), lead({ status: 'lost' })), [load('ann', -1, -1)]],
  [
    'a touched lead that is closed is one less',
    went(lead({ workState: 'connected' }), lead({ workState: 'connected', status: 'won' })),
    [load('ann', -1, 0)],
  ],
  ['a closed lead is nobody’s load', went(lead({ status: 'lost' }), lead({ status: 'lost', eventSeq: 1 })), []],
  [
    'a closed lead that opens without an owner is nobody’s',
    went(lead({ status: 'lost' }), lead({ ownerId: null })),
    [],
  ],
  [
    'a closed lead that opens for its last owner is one more',
    went(lead({ status: 'lost' }), lead()),
    [load('ann', 1, 1)],
  ],
])('%s', (_, one, changes) => expect(loadChanges([one])).toEqual(changes));

it('the leads of a unit of work are counted together, and opposite changes cancel out', () => {
  const toBo = went(lead(), lead({ ownerId: 'bo' }));
  const toAnn = went(lead({ ownerId: 'bo' }), lead());
  expect(loadChanges([toBo, toBo])).toEqual([load('ann', -2, -2), load('bo', 2, 2)]);
  expect(loadChanges([toBo, toAnn])).toEqual([]);
});

it('leads that cancel out except for their first touch are a change', () => {
  const touched = lead({ workState: 'attempting' });
  expect(loadChanges([went(touched, { ...touched, ownerId: 'bo' }), went(lead({ ownerId: 'bo' }), lead())])).toEqual([
    load('ann', 0, 1),
    load('bo', 0, -1),
  ]);
});
