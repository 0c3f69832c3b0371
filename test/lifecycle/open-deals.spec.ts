import { describe, expect, it } from '@jest/globals';
import type { Caller } from '../../src/auth/scope.js';
import type { DealsChoice } from '../../src/leads/activity.dto.js';
import { OpenDeals, warningsOfKept } from '../../src/lifecycle/open-deals.service.js';

const DEAL = { id: 'd1', name: 'Website', ownerRepId: 'ann' };
const SESSION = { id: 's1', isOfUser: true };
const caller = (scope: Caller['scopes'][number], session?: Caller['session']): Caller => ({
  keyId: 'k1',
  name: 'Key',
  scopes: [scope],
  repId: null,
  ...(session && { session }),
});

/** The open deals of a satellite in which only Ann's deals may be lost. */
function openDeals(): OpenDeals {
  const deals = new OpenDeals();
  deals.provide({
    lock: async () => undefined,
    find: async () => new Map(),
    findTimes: async () => new Map(),
    mayLose: ({ ownerRepId }) => ownerRepId === 'ann',
    lose: async () => undefined,
  });
  return deals;
}

describe('whoever closes a lead with an open deal', () => {
  const cases: readonly [string, Caller, DealsChoice | undefined, string | undefined][] = [
    ['a rep without a choice', caller('rep'), undefined, 'open-deals'],
    ['a manager without a choice', caller('manager'), undefined, 'open-deals'],
    ['a session of an admin without a choice', caller('admin', SESSION), undefined, 'open-deals'],
    ['a session with integration without a choice', caller('integration', SESSION), undefined, 'open-deals'],
    ['a program without a choice', caller('integration'), undefined, undefined],
    ['an admin key without a choice', caller('admin'), undefined, undefined],
    ['a rep who keeps it', caller('rep'), 'keep', undefined],
    ['a rep who loses it', caller('rep'), 'lose', undefined],
  ];
  it.each(cases)('%s', (_who, by, deals, code) => {
    const refusal = openDeals().refusalOf(DEAL, { deals }, by, {} as never);
    expect(refusal?.code).toBe(code);
  });

  it('loses no deal that they may not work on', () => {
    const refusal = openDeals().refusalOf({ ...DEAL, ownerRepId: 'bo' }, { deals: 'lose' }, caller('rep'), {} as never);
    expect(refusal?.code).toBe('invalid-request');
  });

  it('is not asked if the lead has none', () => {
    expect(openDeals().refusalOf(undefined, {}, caller('rep'), {} as never)).toBeUndefined();
  });

  it('is warned only without a choice', () => {
    expect(warningsOfKept(DEAL, undefined)).toMatchObject([{ pointer: '/deals' }]);
    expect([warningsOfKept(DEAL, 'keep'), warningsOfKept(undefined, undefined)]).toEqual([[], []]);
  });
});
