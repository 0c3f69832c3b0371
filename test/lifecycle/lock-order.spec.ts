import { expect, it } from '@jest/globals';
import { LockOrder } from '../../src/lifecycle/lock-order.service.js';
import type { Tx } from '../../src/platform/sql/database.js';

const aTx = () => ({}) as Tx;

it('reps can be locked before leads, and several of each kind', () => {
  const locks = new LockOrder();
  const tx = aTx();
  for (const type of ['rep', 'rep', 'lead', 'lead'] as const) locks.enter(tx, type);
});

it('a rep cannot be locked after a lead in the same transaction, but can in another', () => {
  const locks = new LockOrder();
  const tx = aTx();
  locks.enter(tx, 'lead');
  expect(() => locks.enter(tx, 'rep')).toThrow('A rep is locked after a lead');
  expect(() => locks.enter(aTx(), 'rep')).not.toThrow();
});
