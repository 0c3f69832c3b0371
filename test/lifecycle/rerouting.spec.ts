import { expect, it } from '@jest/globals';
import type { DirectoryContent } from '../../src/directory/directory.js';
import { leadElsewhere } from '../../src/lifecycle/routing/asking-rules.js';

type Asked = Parameters<typeof leadElsewhere>[1];

/** North falls back to South, and the rulebook to Fallback. */
function content(fallbackPoolId: string | null): Pick<DirectoryContent, 'pools' | 'rulebook'> {
  const pools = [
    { id: 'north', fallbackPoolId: 'south' },
    { id: 'south', fallbackPoolId: null },
    { id: 'fallback', fallbackPoolId: null },
  ];
  return {
    pools: new Map(pools.map((pool) => [pool.id, pool])),
    rulebook: { fallbackPoolId },
  } as unknown as Pick<DirectoryContent, 'pools' | 'rulebook'>;
}

const lead = (ownerId: string | null, poolId: string | null, rule: string | null, queueId: string | null = null) => ({
  ownerId,
  poolId,
  rule,
  queueId,
});
const to = (rule: string | null, target: Asked['target']): Asked => ({ rule, target });
const NOWHERE = to(null, null);

it.each([
  ['the same pool by the same rule', lead('ann', 'north', 'N'), to('N', { poolId: 'north' }), false],
  ['the same pool by another rule', lead('ann', 'north', 'N'), to('M', { poolId: 'north' }), false],
  ['another pool', lead('ann', 'north', 'N'), to('S', { poolId: 'south' }), true],
  ['a pool that has helped out, by the same rule', lead('bo', 'south', 'N'), to('N', { poolId: 'north' }), false],
  ['a pool that happens to help out, by another rule', lead('bo', 'south', 'S'), to('N', { poolId: 'north' }), true],
  ['the fallback of all, by the same rule', lead('cy', 'fallback', 'N'), to('N', { poolId: 'north' }), false],
  ['another pool by the same rule, which was changed', lead('ann', 'north', 'N'), to('N', { poolId: 'south' }), true],
  ['the rep who has it', lead('ann', null, 'A'), to('A', { repId: 'ann' }), false],
  ['another rep', lead('ann', null, 'A'), to('B', { repId: 'bo' }), true],
  ['no rule, where none was', lead('ann', null, null), NOWHERE, false],
  ['no rule, where one was', lead('ann', 'north', 'N'), NOWHERE, true],
  ['no rule, where it is in the fallback', lead('cy', 'fallback', null), NOWHERE, false],
  ['a rule, where it is in the fallback', lead('cy', 'fallback', null), to('N', { poolId: 'north' }), true],
  ['a pool, from the queue', lead(null, null, null), to('N', { poolId: 'north' }), true],
  ['a queue', lead('ann', 'north', 'N'), to('Q', { queueId: 'review', queue: 'review' }), true],
  [
    'the queue in which it stands',
    lead(null, null, 'Q', 'review'),
    to('Q', { queueId: 'review', queue: 'review' }),
    false,
  ],
  ['a pool, from a named queue', lead(null, null, 'Q', 'review'), to('N', { poolId: 'north' }), true],
  ['the pool it waits for', lead(null, 'north', 'N'), to('N', { poolId: 'north' }), false],
])('leadElsewhere says whether a lead has to move: %s', (_, present, asked, expected) => {
  expect(leadElsewhere(present, asked, content('fallback'))).toBe(expected);
});

it('a lead that matches no rule any more stays if there is no fallback', () => {
  expect(leadElsewhere(lead('ann', 'north', 'N'), NOWHERE, content(null))).toBe(false);
});
