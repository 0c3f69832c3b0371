import { expect, it } from '@jest/globals';
import { QUEUED_WHY, queuedWhyIn } from '../../src/routing/queues/queued-why.js';

const ONE = { it: 'it', its: 'its', rule: 'its rule' } as const;
const words = (why: unknown) => QUEUED_WHY[queuedWhyIn(why)].words(ONE);

it('the reason for waiting names a lead put back, and a test lead without a pool', () => {
  expect(words('putBack')).toBe('a person put it back there');
  expect(words('noTestPool')).toBe('it is a test lead, and the settings name no pool for these');
});

it('the reason for waiting is that no rep can take the lead, if no other is known', () => {
  for (const why of [undefined, 'nobodyEligible', 'toString']) expect(words(why)).toBe('nobody can take it');
});

it('the reason for waiting is one sentence for several leads', () => {
  const several = { it: 'them', its: 'their', rule: 'a rule' } as const;
  expect(QUEUED_WHY.rule.words(several)).toBe('a rule sends them there, for a person to decide');
  expect(QUEUED_WHY.limit.words(several)).toBe('more leads came from their source within a minute than are routed');
});
