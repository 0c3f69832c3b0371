import { expect, it } from '@jest/globals';
import type { Caller } from '../../src/auth/scope.js';
import { withoutOthers } from '../../src/figures/individuals.js';

const caller = (fields: Partial<Caller>): Caller => ({
  keyId: 'key',
  name: '',
  scopes: ['manager'],
  repId: 'mia',
  ...fields,
});
const atAScreen = caller({ session: { id: 'session', isOfUser: true } });
const total = { key: {} };

it.each([
  [{ rep: 'ann' }, false],
  [{ rep: 'mia' }, true],
  [{ rep: null }, true],
  [{ source: 'web' }, true],
  [{ source: 'web', rep: 'ann' }, false],
  [{ giver: 'ann' }, false],
  [{ receiver: 'ann' }, false],
  [{ giver: 'mia', receiver: 'ann' }, false],
  [{ team: 'ann' }, true],
])('the row of %j is shown in a session: %s', (key, isSeen) => {
  const report = { data: [{ key }], total };
  expect(withoutOthers(report, atAScreen, { individualReports: 'self' })).toEqual(
    isSeen ? report : { data: [], total: null, withheld: 1 },
  );
  expect(withoutOthers(report, atAScreen, { individualReports: 'managers' })).toBe(report);
  expect(withoutOthers(report, caller({}), { individualReports: 'self' })).toBe(report);
});

it('the total stays as long as it tells the figures of no single person', () => {
  const of = (...reps: (string | null)[]) => {
    const report = { data: reps.map((rep) => ({ key: { source: 'web', rep } })), total };
    return withoutOthers(report, atAScreen, { individualReports: 'self' }).total;
  };
  expect([of('mia'), of('mia', null), of('ann', 'bo'), of('ann', 'ann'), of('mia', 'ann', null)]).toEqual([
    total,
    total,
    total,
    null,
    null,
  ]);
});
