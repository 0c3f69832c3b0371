import { expect, it } from '@jest/globals';
import { isSuppressed } from '../../../src/console/web/leads/suppressed.js';

const UNTIL = '2026-03-02T15:00:00.000Z';
const AT = Date.parse(UNTIL);
const suppression = {
  id: '00000000-0000-7000-8000-000000000001',
  kind: 'email',
  reason: 'spam',
  label: 'Spam',
  createdAt: '2026-03-01T15:00:00.000Z',
} as const;

it('a person is suppressed until their suppression ends by itself', () => {
  expect([AT - 1, AT].map((now) => isSuppressed({ suppression: { ...suppression, until: UNTIL } }, now))).toEqual([
    true,
    false,
  ]);
  expect(isSuppressed({ suppression: { ...suppression, until: null } }, AT)).toBe(true);
  expect(isSuppressed({ suppression: null }, AT)).toBe(false);
});
