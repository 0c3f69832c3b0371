import { describe, expect, it } from '@jest/globals';
import { gatheredUntil, whenToSend } from '../../src/deliveries/messages/when-to-send.js';
import { MINUTE } from '../support/instants.js';

const NOW = Date.parse('2026-03-02T09:00:00Z');
const told = (digest: string, fields: Partial<Parameters<typeof whenToSend>[0]> = {}) =>
  (whenToSend(
    {
      settings: { quietHours: 'none' },
      way: { types: [], digest },
      lastAt: null,
      gatheredAt: null,
      actBy: null,
      atWorkFrom: (at) => at,
      ...fields,
    },
    NOW,
  ) -
    NOW) /
  MINUTE;

describe('the minutes until a notification is sent to a rep', () => {
  it.each([
    ['who wants no digest', 'PT0S', { lastAt: NOW }, 0],
    ['who was never written to', 'PT1H', {}, 0],
    ['who was written to just now', 'PT1H', { lastAt: NOW }, 60],
    ['who was written to a while ago', 'PT1H', { lastAt: NOW - 45 * MINUTE }, 15],
    ['who was written to exactly so long ago', 'PT1H', { lastAt: NOW - 60 * MINUTE }, 0],
    ['who has to act before that', 'PT1H', { lastAt: NOW, actBy: NOW + 20 * MINUTE }, 10],
    ['who has to act when half of it is just the digest', 'PT1H', { lastAt: NOW, actBy: NOW + 120 * MINUTE }, 60],
    ['who should have acted already', 'PT1H', { lastAt: NOW, actBy: NOW - MINUTE }, 0],
    ['to whom a mail is planned', 'PT0S', { gatheredAt: NOW + 5 * MINUTE }, 5],
    ['who has to act before twice that time', 'PT0S', { gatheredAt: NOW + 5 * MINUTE, actBy: NOW + 4 * MINUTE }, 2],
  ] as const)('%s', (_who, digest, fields, minutes) => expect(told(digest, fields)).toBe(minutes));

  it('last until working hours for a rep who wants quiet, and are none if there are no such hours', () => {
    const quiet = { settings: { quietHours: 'offHours' as const } };
    expect(told('PT0S', { ...quiet, atWorkFrom: (at) => at + 600 * MINUTE })).toBe(600);
    expect(told('PT0S', { ...quiet, atWorkFrom: () => null })).toBe(0);
    expect(told('PT0S', { atWorkFrom: (at) => at + 600 * MINUTE })).toBe(0);
  });
});

describe('the minutes until a mail about a lead that comes in', () => {
  it.each([
    ['is sent at once, if there was none before', null, 0],
    ['is sent at once, if the last is five minutes ago', -5, 0],
    ['passes until the last is five minutes ago', -4, 1],
    ['are five, if the last went out in this moment', 0, 5],
    ['are those until the planned one, which it joins', 3, 3],
    ['is sent at once, if the planned one waits for the end of quiet hours', 6, 0],
  ] as const)('%s', (_when, planned, minutes) => {
    const plannedAt = planned === null ? null : NOW + planned * MINUTE;
    expect((gatheredUntil(plannedAt, NOW) - NOW) / MINUTE).toBe(minutes);
  });
});
