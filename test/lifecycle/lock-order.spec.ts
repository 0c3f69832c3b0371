import { expect, it } from '@jest/globals';
import { LockOrder } from '../../src/lifecycle/lock-order.service.js';
import type { Tx } from '../../src/platform/database.js';

const aTx = () => ({}) as Tx;

it('reps are locked before leads, those of a kind as often as needed', () => {
  const locks = new LockOrder();
  const tx = aTx();
  for (const type of ['rep', 'rep', 'lead', 'lead'] as const) locks.enter(tx, type);
});

it('a rep is not locked after a lead by the same transaction, but by another', () => {
  const locks = new LockOrder();
  const tx = aTx();
  locks.enter(tx, 'lead');
  expect(() => locks.enter(tx, 'rep')).toThrow('A rep is locked after a lead');
  expect(() => locks.enter(aTx(), 'rep')).not.toThrow();
});
