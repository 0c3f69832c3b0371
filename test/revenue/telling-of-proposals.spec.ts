import { describe, expect, it } from '@jest/globals';
import type { Deal } from '../../src/deals/deal.js';
import type { Directory } from '../../src/directory/directory.js';
import type { UnitOfWork } from '../../src/lifecycle/unit-of-work.js';
import { tellOfOverdue, tellOfProposal } from '../../src/revenue/proposals/telling.js';

const directory = { rep: () => ({ active: true }), managerOf: () => null } as unknown as Directory;

/** Returns which event notifications come after. */
function placesOf(tell: (work: UnitOfWork) => void): unknown[] {
  const places: unknown[] = [];
  const notify: UnitOfWork['notify'] = (_, __, about) => places.push(about?.latestXid);
  tell({ directory, notify } as unknown as UnitOfWork);
  return places;
}

describe('what is told of a proposal', () => {
  it.each([
    ['of the deal', '900', undefined, '900'],
    ['of the deal and its contract, whichever is later', '900', '1000', '1000'],
    ['of the deal, if its contract is new', '900', null, '900'],
  ])('comes after the events %s', (_, ofDeal, ofContract, place) => {
    const deal = { id: 'deal', ownerRepId: 'ann', eventXid: ofDeal } as Deal;
    const contract = ofContract === undefined ? undefined : { latestXid: ofContract };
    const concerned = { deal, account: undefined, delivered: undefined, contract };
    expect(placesOf((work) => tellOfProposal(work, concerned, { outcome: 'proposed' }))).toEqual([place]);
    expect(placesOf((work) => tellOfOverdue(work, concerned, {}))).toEqual([place]);
  });
});
