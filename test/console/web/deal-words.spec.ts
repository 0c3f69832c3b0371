import { expect, it } from '@jest/globals';
import { closingDay, type Deal } from '../../../src/console/web/deals/deal-words.js';

const now = Date.parse('2026-10-05T10:00:00Z');
const open = { stage: 'open', wonAt: null, lostAt: null, expectedCloseAt: '2026-10-05T09:59:59Z' } as Deal;

it.each([
  ['5 Oct 2026, past', open],
  ['5 Oct 2026', { ...open, expectedCloseAt: '2026-10-05T10:00:00Z' }],
  ['', { ...open, expectedCloseAt: null }],
  ['1 Sept 2026', { ...open, stage: 'won', wonAt: '2026-09-01T10:00:00Z' }],
] as const)('says of the day on which a deal closes: %s', (expected, deal) => {
  expect(closingDay(deal as Deal, { timeZone: 'Europe/Berlin', now })).toBe(expected);
});
