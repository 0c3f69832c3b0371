import { expect, it } from '@jest/globals';
import { withRestored } from '../../../src/console/web/handoffs/form/changes.js';
import { EntryKeys, pointerWithout } from '../../../src/console/web/handoffs/form/entries.js';

it('keeps the keys of the other entries when one is removed', () => {
  const keys = new EntryKeys();
  const [first, second, third] = keys.of(3);
  expect(keys.removed(0)).toBe(first);
  expect(keys.of(2)).toEqual([second, third]);
  const [, , added] = keys.of(3);
  expect([first, second, third]).not.toContain(added);
  keys.restored(0, first!);
  expect(keys.of(4)).toEqual([first, second, third, added]);
});

it('adjusts a pointer after an entry is removed', () => {
  const removed = ['billing', 'lines', 1];
  expect(pointerWithout('/billing/lines/0/amount', removed)).toBe('/billing/lines/0/amount');
  expect(pointerWithout('/billing/lines/1/amount', removed)).toBeNull();
  expect(pointerWithout('/billing/lines/2/amount', removed)).toBe('/billing/lines/1/amount');
  expect(pointerWithout('/billing/lines', removed)).toBe('/billing/lines');
  expect(pointerWithout('/context', removed)).toBe('/context');
});

it('redirects input to its entry if an earlier removal is refused', () => {
  const removal = { path: ['lines', 0], value: undefined, from: { lines: ['a', 'b', 'c'] } };
  const typed = { path: ['lines', 1, 'note'], value: 'C', from: { lines: ['b', 'c'] } };
  expect(withRestored(typed, removal)).toEqual({ ...typed, path: ['lines', 2, 'note'], from: removal.from });
  const elsewhere = { ...typed, path: ['linesOfOthers', 1] };
  expect(withRestored(elsewhere, removal).path).toBe(elsewhere.path);
  const added = { path: ['lines', 2], value: 'd', from: null };
  expect(withRestored(added, removal)).toEqual({ ...added, path: ['lines', 3] });
});
