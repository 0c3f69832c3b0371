import { expect, it } from '@jest/globals';
import { asSaved, DEFAULTS } from '../../src/deliveries/notifications/notification-settings.js';

it('settings saved before summaries had a period keep their meaning', () => {
  expect(asSaved({ quietHours: 'offHours', dailySummary: false })).toEqual({
    ...DEFAULTS,
    quietHours: 'offHours',
    summary: 'none',
  });
  expect(asSaved({ dailySummary: true })).toEqual(DEFAULTS);
  expect(asSaved({ summary: 'week' })).toEqual({ ...DEFAULTS, summary: 'week' });
});
