import { describe, expect, it } from '@jest/globals';
import { type Category, readDisposition } from '../../src/disposition/disposition.js';
import type { ReasonRow } from '../../src/disposition/reason.table.js';
import { DAY } from '../support/instants.js';

const NOW = Date.parse('2026-03-02T15:00:00.000Z');
const at = (offset: number) => new Date(NOW + offset).toISOString();

function aReason(code: string, category: Category, facts: Partial<ReasonRow> = {}): ReasonRow {
  return {
    code,
    category,
    label: `The label of ${code}`,
    requires: [],
    fieldTypes: {},
    intent: 'realButLost',
    active: true,
    ...facts,
  } as ReasonRow;
}
const REASONS = [
  aReason('not_now', 'nurture'),
  aReason('unreachable', 'recycle'),
  aReason('spam', 'suppress'),
  aReason('price', 'lost', { requires: ['amount', 'competitor', 'note'] }),
  aReason('former', 'lost', { active: false }),
  aReason('no_need', 'lost'),
];

function judge(category: Category, reason: string, rest: { note?: string; fields?: Record<string, string> } = {}) {
  return readDisposition({ category, reason, ...rest }, REASONS, NOW);
}
function faultsOf(...asked: Parameters<typeof judge>) {
  const judged = judge(...asked);
  return 'faults' in judged ? judged.faults.map(({ pointer, code }) => `${pointer} ${code}`) : [];
}
function madeOf(...asked: Parameters<typeof judge>) {
  const judged = judge(...asked);
  if ('faults' in judged) throw new Error(JSON.stringify(judged.faults));
  return judged.disposition;
}

describe('the reason of a disposition', () => {
  it('is found whatever the case, and stored as the taxonomy writes it', () =>
    expect(madeOf('suppress', 'SPAM')).toMatchObject({ reason: 'spam', label: 'The label of spam' }));

  it('must be in the taxonomy; the fault lists those of the category', () => {
    expect(judge('lost', 'weather')).toEqual({
      faults: [
        {
          pointer: '/reason',
          code: 'unknownReason',
          message: 'There is no reason "weather"; for lost there are price, no_need.',
        },
      ],
    });
  });

  it('must be active', () => expect(faultsOf('lost', 'former')).toEqual(['/reason inactive']));
  it('must be of the category', () => expect(faultsOf('lost', 'spam')).toEqual(['/reason otherCategory']));
});

describe('the requirements of a reason', () => {
  const ALL = { note: 'n', fields: { amount: '1200.00', competitor: 'Acme' } };

  it('are sufficient', () => expect(madeOf('lost', 'price', ALL)).toMatchObject({ note: 'n', fields: ALL.fields }));
  it('are reported together if they are missing', () =>
    expect(faultsOf('lost', 'price')).toEqual([
      '/note required',
      '/fields/amount required',
      '/fields/competitor required',
    ]));
  it('are the only fields that it accepts', () => {
    expect(faultsOf('lost', 'no_need', { fields: { amount: '1' } })).toEqual(['/fields/amount unknown']);
    expect(faultsOf('lost', 'no_need', { fields: { recycleAfter: 'P1D' } })).toEqual(['/fields/recycleAfter unknown']);
  });

  it.each([
    ['a whole number', '1200', true],
    ['four decimals', '-0.1234', true],
    ['five decimals', '0.12345', false],
    ['fifteen digits', '1'.repeat(15), true],
    ['sixteen digits', '1'.repeat(16), false],
    ['a comma', '1,5', false],
  ])('can include an amount: %s', (_, amount, isOne) => {
    const faults = faultsOf('lost', 'price', { ...ALL, fields: { ...ALL.fields, amount } });
    expect(faults).toEqual(isOne ? [] : ['/fields/amount amount']);
  });
});

describe('a nurtured lead', () => {
  it('needs a day on which it wakes', () =>
    expect(faultsOf('nurture', 'not_now')).toEqual(['/fields/wakeAt required']));

  it.each([
    ['in the past', -1, ['/fields/wakeAt past']],
    ['now', 0, ['/fields/wakeAt past']],
    ['in the future', 1, []],
  ])('wakes at an instant in the future: %s', (_, offset, faults) =>
    expect(faultsOf('nurture', 'not_now', { fields: { wakeAt: at(offset) } })).toEqual(faults),
  );

  it('wakes at a valid instant', () =>
    expect(faultsOf('nurture', 'not_now', { fields: { wakeAt: 'soon' } })).toEqual(['/fields/wakeAt instant']));
  it('comes back at that instant', () =>
    expect(madeOf('nurture', 'not_now', { fields: { wakeAt: at(DAY) } }).returnsAt).toBe(NOW + DAY));
});

describe('a recycled lead', () => {
  it('comes back after ninety days by default', () =>
    expect(madeOf('recycle', 'unreachable')).toMatchObject({
      returnsAt: NOW + 90 * DAY,
      fields: { recycleAfter: 'P90D' },
    }));
  it('can come back after another period', () =>
    expect(madeOf('recycle', 'unreachable', { fields: { recycleAfter: 'PT1H' } }).returnsAt).toBe(NOW + DAY / 24));
  it('cannot come back at once', () =>
    expect(faultsOf('recycle', 'unreachable', { fields: { recycleAfter: 'PT0S' } })).toEqual([
      '/fields/recycleAfter duration',
    ]));
});

it.each(['suppress', 'lost'] as const)('a lead that is closed as %s does not come back by itself', (category) =>
  expect(madeOf(category, category === 'lost' ? 'no_need' : 'spam').returnsAt).toBeNull(),
);
