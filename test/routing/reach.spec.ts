import { expect, it } from '@jest/globals';
import { withinReach } from '../../src/routing/deciding/roster.js';
import { aRequest, aRoster, rosterMember, rosterPool } from './roster.builder.js';

const roster = aRoster({
  reps: [],
  pools: [
    rosterPool('red', [rosterMember('ann'), rosterMember('bo')], { fallbackPoolId: 'blue' }),
    rosterPool('blue', [rosterMember('cy')]),
    rosterPool('green', [rosterMember('dan')]),
    rosterPool('grey', [rosterMember('eve')]),
  ],
  fallbackPoolId: 'green',
});
const reached = (...requests: Parameters<typeof aRequest>[0][]) =>
  [...withinReach(requests.map(aRequest), roster).repIds].sort();

it('withinReach returns the members of the pool, of its fallbacks, and of the last fallback', () => {
  expect(reached({ target: { poolId: 'red' } })).toEqual(['ann', 'bo', 'cy', 'dan']);
  expect(reached({ target: null })).toEqual(['dan']);
});

it('withinReach leaves out pools that the lead cannot come to', () => {
  const { poolIds } = withinReach([aRequest({ target: { poolId: 'red' } })], roster);
  expect([...poolIds].sort()).toEqual(['blue', 'green', 'red']);
});

it('withinReach includes the rep whom a rule names, the last owner, and the present one', () => {
  expect(reached({ target: { repId: 'ann' }, preferredRepId: 'bo' })).toEqual(['ann', 'bo', 'dan']);
  const currentOwner = { repId: 'ann', untouched: true };
  expect(reached({ target: { poolId: 'blue' }, currentOwner })).toEqual(['ann', 'cy', 'dan']);
});

it('withinReach covers all of the leads', () => {
  expect(reached({ target: { poolId: 'blue' } }, { target: { poolId: 'grey' } })).toEqual(['cy', 'dan', 'eve']);
});
