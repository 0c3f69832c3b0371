import { expect, it } from '@jest/globals';
import { closedAtOnce } from '../../../src/console/web/leads/closed-at-once.js';

type Lead = Parameters<typeof closedAtOnce>[0];

const lead = (through: string, ownerId: string | null = null) =>
  ({ ownerId, rule: 'Students', disposition: { through, label: 'Spam' } }) as unknown as Lead;

it('a lead that was closed as it came in says why, and no other does', () => {
  expect(closedAtOnce(lead('suppression'))).toBe('was closed as it came in, because its person is suppressed: Spam');
  expect(closedAtOnce(lead('rule'))).toBe('was closed as it came in, by the rule “Students”: Spam');
  expect(closedAtOnce(lead('import'))).toBeUndefined();
  expect(closedAtOnce(lead('person', 'ann'))).toBeUndefined();
  expect(closedAtOnce({ ...lead('rule'), disposition: null })).toBeUndefined();
});
