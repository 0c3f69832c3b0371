import { expect, it } from '@jest/globals';
import { EntryKeys, pointerWithout } from '../../../src/console/web/handoffs/form/entries.js';

it('keeps the keys of entries where an earlier one is removed', () => {
  const keys = new EntryKeys();
  const [first, second, third] = keys.of(3);
  keys.removed(0);
  expect(keys.of(2)).toEqual([second, third]);
  const [, , added] = keys.of(3);
  expect([first, second, third]).not.toContain(added);
});

it('says where something stands once an entry is removed', () => {
  const removed = ['billing', 'lines', 1];
  expect(pointerWithout('/billing/lines/0/amount', removed)).toBe('/billing/lines/0/amount');
  expect(pointerWithout('/billing/lines/1/amount', removed)).toBeNull();
  expect(pointerWithout('/billing/lines/2/amount', removed)).toBe('/billing/lines/1/amount');
  expect(pointerWithout('/billing/lines', removed)).toBe('/billing/lines');
  expect(pointerWithout('/context', removed)).toBe('/context');
});
