import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BUILT_IN_REASONS } from '../../../src/admin/first-start/built-in.js';
import type { ReasonRow } from '../../../src/disposition/reason.table.js';
import {
  PAST_FIELDS,
  PAST_STATUSES,
  type PastField,
  type PastPlan,
  readPast,
} from '../../../src/imports/subjects/leads/past-row.js';
import { ofPast } from '../../../src/imports/subjects/leads/suggesting-past.js';
import { comesBackAt } from '../../../src/lifecycle/arrivals/past-leads.js';

const NOW = Date.parse('2026-03-02T10:00:00Z');
const DAY = 86_400_000;
const ASKED = Date.parse('2025-06-02T09:00:00Z');
const reps = [
  { id: 'ann', name: 'Ann Lee', email: 'ann@example.com', refs: { crm: '0051' } },
  { id: 'bo', name: 'Bo Kim', email: 'bo@example.com', refs: {} },
  { id: 'bo2', name: 'bo kim', email: 'bo2@example.com', refs: {} },
];
const PLAN: PastPlan = {
  reps,
  reasons: BUILT_IN_REASONS as unknown as ReasonRow[],
  currency: 'EUR',
  timeZone: 'UTC',
  now: NOW,
};

function read(texts: Partial<Record<PastField, string>>) {
  const given = Object.entries(texts).map(([field, text]) => [field as PastField, { text, order: 'DMY' }] as const);
  return readPast(new Map(given), ASKED, PLAN);
}

describe('the past of a row', () => {
  it.each([
    ['ANN@example.com', 'ann'],
    ['Ann Lee', 'ann'],
    ['0051', 'ann'],
    // Two have this name.
    ['Bo Kim', null],
    ['Somebody', null],
  ])('knows its owner by %s', (owner, id) => {
    expect(read({ owner })).toMatchObject({ ownerId: id, unread: id === null ? ['owner'] : [] });
  });

  it.each([
    [
      { status: 'Won', dealAmount: '1.250,50 €' },
      { kind: 'won', at: ASKED, value: { amount: '1250.50', currency: 'EUR' } },
    ],
    [{ wonAt: '2025-07-01' }, { kind: 'won', at: Date.parse('2025-07-01'), value: null }],
    [
      { status: 'lost', reason: 'Price', closedAt: '2025-06-09' },
      { kind: 'closed', at: Date.parse('2025-06-09') },
    ],
    [{ reason: 'spam' }, { kind: 'closed', disposition: { category: 'suppress', reason: 'spam', returnsAt: null } }],
    [{ status: 'lost' }, { kind: 'closed', disposition: { reason: 'unknown' } }],
    [
      { reason: 'no_budget_now', closedAt: '2026-03-01' },
      { kind: 'closed', disposition: { category: 'nurture', returnsAt: Date.parse('2026-05-30') } },
    ],
    // Every 90 days since it was put away.
    [
      { reason: 'no_budget_now', closedAt: '2025-12-02 10:00' },
      { kind: 'closed', disposition: { returnsAt: Date.parse('2026-05-31T10:00:00Z') } },
    ],
    [
      { reason: 'unreachable', closedAt: '2025-12-10' },
      { kind: 'closed', disposition: { category: 'recycle', returnsAt: NOW + 8 * DAY } },
    ],
    [
      { reason: 'no_budget_now', wakeAt: '1.6.2026' },
      { kind: 'closed', disposition: { returnsAt: Date.parse('2026-06-01') } },
    ],
    [
      { reason: 'unreachable', wakeAt: '2026-03-05 10:00' },
      { kind: 'closed', disposition: { returnsAt: NOW + 3 * DAY } },
    ],
  ])('ends as %j says', (texts, end) => {
    expect(read(texts)).toMatchObject({ end });
  });

  it.each([
    [{ status: 'Converted' }, /"Converted" is no status: say in the mapping whether it is open, won/],
    [{ reason: 'because' }, /There is no reason "because"/],
    [{ status: 'nurture', reason: 'price' }, /"Price" is one of lost, but its status is nurture/],
    [{ status: 'recycle' }, /It needs a reason, because its status is recycle: unreachable/],
  ])('is refused for %j', (texts, why) => {
    expect(read(texts)).toEqual({ why: expect.stringMatching(why) });
  });

  it.each([
    [{ touchedAt: '2026-13-45' }, 'touchedAt', /^"2026-13-45" is no date that can be read: write 2026-03-31 or/],
    [{ closedAt: 'soon' }, 'closedAt', /is no date/],
    [{ status: 'won', wonAt: '31.02.2026' }, 'wonAt', /is no date/],
    [{ status: 'nurture', reason: 'no_budget_now', wakeAt: 'later' }, 'wakeAt', /is no date/],
    [{ status: 'lost', closedAt: '2026-03-03' }, 'closedAt', /^"2026-03-03" is still to come: expected a date that/],
    [{ dealAmount: 'abc' }, 'dealAmount', /^"abc" is no amount: write 1500 or 1500.00\.$/],
    [{ dealAmount: '1.500 €' }, 'dealAmount', /^"1.500 €" may be 1500 or 1.5: write 1500 or 1500.00\.$/],
    [
      { dealAmount: '5', dealCurrency: 'Euros' },
      'dealCurrency',
      /^"Euros" is no currency: write its code, such as EUR/,
    ],
  ])('is refused rather than made up: %j', (texts, field, why) => {
    expect(read(texts)).toEqual({ why: expect.stringMatching(why), field });
  });

  it('of an open lead may say when it is expected to close', () => {
    expect(read({ status: 'open', closedAt: '2026-04-01' })).toMatchObject({ end: null, unread: ['closedAt'] });
  });

  it('has no touch before its person asked, and none that is still to come', () => {
    expect(read({ touchedAt: '2025-06-02 08:59' })).toMatchObject({ touch: null, unread: ['touchedAt'] });
    expect(read({ touchedAt: '2026-03-03' })).toMatchObject({ touch: null, unread: ['touchedAt'] });
    expect(read({ touchedAt: '2025-06-02 09:30', touchKind: 'Call', touchOutcome: 'No answer' })).toMatchObject({
      touch: { at: ASKED + 1_800_000, kind: 'call', outcome: 'noAnswer' },
      unread: [],
    });
  });

  it('comes back on a day that is still to come, if it was put away', () => {
    expect(read({ reason: 'no_budget_now', wakeAt: '2026-03-02 10:00' })).toMatchObject({ unread: ['wakeAt'] });
    expect(read({ reason: 'no_budget_now', wakeAt: '2026-03-02 10:01' })).toMatchObject({ unread: [] });
    expect(read({ reason: 'price', wakeAt: '2026-04-01' })).toMatchObject({ unread: ['wakeAt'] });
  });

  it('comes back within 90 days without such a day, and those of different days on different ones', () => {
    const days = Array.from({ length: 90 }, (_, place) => comesBackAt(NOW - place * DAY, NOW));
    expect(new Set(days).size).toBe(90);
    for (const at of days) expect([at > NOW, at <= NOW + 90 * DAY]).toEqual([true, true]);
    expect(comesBackAt(NOW + DAY, NOW)).toBe(NOW + 90 * DAY);
  });

  it('never ends before it was touched, nor before its person asked, nor after now', () => {
    const day = fc.date({ min: new Date('2024-01-01'), max: new Date('2027-01-01'), noInvalidDate: true });
    const dates = fc.record({ touchedAt: day, closedAt: day, wonAt: day }, { requiredKeys: [] });
    fc.assert(
      fc.property(dates, fc.constantFrom('won', 'lost', 'open'), (given, status) => {
        const texts = Object.entries(given).map(([field, date]) => [field, date.toISOString()]);
        const past = read({ ...Object.fromEntries(texts), status });
        if ('why' in past) {
          expect(past.why).toMatch(/is still to come/);
          expect([given.closedAt, given.wonAt].some((at) => at !== undefined && at.getTime() > NOW)).toBe(true);
          return;
        }
        const { touch, end } = past;
        if (touch !== null) expect([touch.at >= ASKED, touch.at <= NOW]).toEqual([true, true]);
        if (end !== null) expect([end.at >= (touch?.at ?? ASKED), end.at <= NOW]).toEqual([true, true]);
      }),
    );
  });
});

describe('columns of the past', () => {
  it.each([
    ['Converted', ['0', '1'], { to: 'status', values: { 0: null, 1: 'won' } }],
    [
      'Lead Status',
      ['Open', 'Closed - Converted', 'Junk'],
      { to: 'status', values: { Open: 'open', 'Closed - Converted': 'won', Junk: 'suppress' } },
    ],
    ['Contact owner', ['Ann Lee'], { to: 'owner' }],
    ['Last Contacted', ['02.06.2025'], { to: 'touchedAt', format: 'DMY' }],
    ['Stage', ['A', 'B'], null],
    ['Country', ['India'], null],
  ])('%s is recognised', (name, values, target) => {
    expect(ofPast({ name, values, distinct: 0.5 })).toEqual(target);
  });

  it('are all fields that a row is read by', () => {
    expect(
      PAST_STATUSES.every(
        (status) => !('why' in read({ status, ...(REASON_OF[status] !== undefined && { reason: REASON_OF[status] }) })),
      ),
    ).toBe(true);
    expect(new Set(PAST_FIELDS).size).toBe(PAST_FIELDS.length);
  });
});

const REASON_OF: Readonly<Record<string, string>> = {
  lost: 'price',
  nurture: 'not_now',
  recycle: 'unreachable',
  suppress: 'spam',
};
