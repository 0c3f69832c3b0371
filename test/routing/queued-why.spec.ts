import { expect, it } from '@jest/globals';
import { QUEUED_WHY, queuedWhyIn } from '../../src/routing/queued-why.js';

const ONE = { it: 'it', its: 'its', rule: 'its rule' } as const;
const told = (why: unknown) => QUEUED_WHY[queuedWhyIn(why)].told(ONE);

it('the reason for waiting names a lead put back, and a test lead without a pool', () => {
  expect(told('putBack')).toBe('a person put it back there');
  expect(told('noTestPool')).toBe('it is a test lead, and the settings name no pool for these');
});

it('the reason for waiting is that no rep can take the lead, if no other is known', () => {
  for (const why of [undefined, 'nobodyEligible', 'toString']) expect(told(why)).toBe('nobody can take it');
});

it('the reason for waiting is one sentence for several leads', () => {
  const several = { it: 'them', its: 'their', rule: 'a rule' } as const;
  expect(QUEUED_WHY.rule.told(several)).toBe('a rule sends them there, for a person to decide');
  expect(QUEUED_WHY.limit.told(several)).toBe('more leads came from their source within a minute than are routed');
});
