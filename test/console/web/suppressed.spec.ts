import { expect, it } from '@jest/globals';
import type { Schemas } from '../../../src/console/web/api/api.js';
import { isSuppressed } from '../../../src/console/web/leads/suppressed.js';

const UNTIL = '2026-03-02T15:00:00.000Z';
const AT = Date.parse(UNTIL);
const suppression: Omit<Schemas['LeadSuppression'], 'until'> = {
  id: '00000000-0000-7000-8000-000000000001',
  kind: 'email',
  reason: 'spam',
  label: 'Spam',
  createdAt: '2026-03-01T15:00:00.000Z',
  doNot: [],
};

it('a person is suppressed until their suppression ends by itself', () => {
  expect([AT - 1, AT].map((now) => isSuppressed({ suppression: { ...suppression, until: UNTIL } }, now))).toEqual([
    true,
    false,
  ]);
  expect(isSuppressed({ suppression: { ...suppression, until: null } }, AT)).toBe(true);
  expect(isSuppressed({ suppression: null }, AT)).toBe(false);
});
