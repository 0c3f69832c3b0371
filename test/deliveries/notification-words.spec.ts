import { expect, it } from '@jest/globals';
import '../../src/app.module.js';
import { textSubjectOf } from '../../src/deliveries/notifications/notification-text.js';
import type { Names } from '../../src/leads/lead.js';
import { NOTIFICATION_TYPES } from '../../src/notifications/notification.js';

const NAMES = new Proxy({}, { get: () => () => 'Ann' }) as Names & Parameters<typeof textSubjectOf>[2];

it.each(NOTIFICATION_TYPES)('%s has a sentence as its text', (type) => {
  const data = { counts: [], fields: [], kind: 'firstTouch', why: 'policy', cause: 'intake', per: 'PT1H' };
  const { text } = textSubjectOf({ type, data, subjectType: null, subjectId: null }, () => 'It', NAMES);
  expect(text.length).toBeGreaterThan(10);
});
