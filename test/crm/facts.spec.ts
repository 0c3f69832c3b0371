import { describe, expect, it } from '@jest/globals';
import { mapObject } from '../../src/crm/objects.js';
import type { RevenueKind } from '../../src/crm/reported-kinds.js';
import { type CrmFact, newestFacts } from '../../src/crm/revenue/crm-facts.js';
import { readFact } from '../../src/crm/revenue/fact-kinds.js';
import { readRevenueMapping } from '../../src/crm/revenue/revenue-mapping.js';
import type { RevenueMappings } from '../../src/crm/revenue/revenue-mapping.schema.js';

function read<Kind extends RevenueKind>(kind: Kind, written: RevenueMappings[Kind], item: unknown, timeZone = 'UTC') {
  const read = readRevenueMapping(kind, written);
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  const { mapping } = read;
  return readFact(kind, mapObject(mapping, { payload: item, item }), { ...mapping, timeZone });
}
const told = (...all: Parameters<typeof read>) => {
  const fact = read(...all);
  if (fact.is !== 'reported') throw new Error(JSON.stringify(fact));
  return fact.reported.body as Record<string, unknown>;
};
const faults = (...all: Parameters<typeof read>) => {
  const fact = read(...all);
  return fact.is === 'refused' ? fact.faults.map(({ pointer, code }) => `${pointer} ${code}`) : [];
};

const USAGE = {
  ref: 'u',
  contractRef: 'c',
  product: 'Suite',
  from: '{{ item.from }}',
  to: '2030-12-31',
  quantity: '1',
};
const CONTRACT = {
  ref: 'c',
  accountRef: 'a',
  currency: '{{ item.currency }}',
  startsOn: '2026-01-01',
  lines: {
    each: 'item.lines',
    product: '{{ line.product }}',
    amount: '{{ line.amount }}',
    from: '{{ line.from }}',
    before: '{{ line.until }}',
  },
};

describe('a day that a tool reports', () => {
  it.each([
    ['2026-05-01', 'America/New_York', '2026-05-01'],
    ['2026-05-01T00:00:00Z', 'America/New_York', '2026-05-01'],
    ['2026-05-01T00:00:00.000+0200', 'America/New_York', '2026-05-01'],
    ['2026-05-01 00:00', 'Asia/Tokyo', '2026-05-01'],
    // A time one second after midnight is not a date.
    ['2026-05-01T00:00:01Z', 'America/New_York', '2026-04-30'],
    ['2026-04-30T22:30:00Z', 'Europe/Berlin', '2026-05-01'],
    [Date.UTC(2026, 4, 1), 'America/New_York', '2026-05-01'],
    [Date.UTC(2026, 4, 1) / 1000, 'America/New_York', '2026-05-01'],
    [Date.UTC(2026, 4, 1) / 1000 + 1, 'America/New_York', '2026-04-30'],
    // The basic format of ISO 8601. As a count of seconds it would be a day in 1970.
    ['20260501', 'America/New_York', '2026-05-01'],
    [20_260_501, 'America/New_York', '2026-05-01'],
    // The night in which the clocks go forward.
    ['2026-03-29T01:30:00Z', 'Europe/Berlin', '2026-03-29'],
  ])('%s in the time zone %s is the day %s', (from, timeZone, day) => {
    expect(told('usage', USAGE, { from }, timeZone).from).toBe(day);
  });

  it('is reported by its field if it is missing or invalid', () => {
    expect(faults('usage', USAGE, { from: 'soon' })).toEqual(['/from format']);
    expect(faults('usage', USAGE, { from: '20261301' })).toEqual(['/from format']);
    expect(faults('usage', USAGE, {})).toEqual(['/from required']);
    expect(faults('usage', { ...USAGE, to: '{{ item.to }}' }, { from: '2026-02-02', to: '' })).toEqual([
      '/to required',
    ]);
  });

  it('may be given as the day after the last, or as the instant of an end', () => {
    const { to: _, ...open } = USAGE;
    const until = (end: unknown) =>
      told('usage', { ...open, before: '{{ item.until }}' }, { from: '2026-01-01', until: end }).to;
    expect(until('2026-03-01')).toBe('2026-02-28');
    expect(until('2026-03-01T09:30:00Z')).toBe('2026-02-28');
    expect(until(Date.UTC(2028, 2, 1))).toBe('2028-02-29');
  });
});

describe('an amount that a tool reports', () => {
  const lines = (amount: unknown) => [{ product: 'Suite', amount, from: '2026-01-01', until: '2027-01-01' }];
  const amountOf = (amounts: 'decimal' | 'minor', currency: string, amount: unknown) => {
    const body = told('contracts', { ...CONTRACT, amounts }, { currency, lines: lines(amount) });
    return (body.lines as { segments: { amount: string }[] }[])[0]!.segments[0]!.amount;
  };

  it.each([
    ['decimal', 'eur', 18400.5, '18400.5'],
    ['decimal', 'EUR', '18400', '18400'],
    ['decimal', 'EUR', 18400.300000000003, '18400.3'],
    ['decimal', 'EUR', 0.1 + 0.2, '0.3'],
    ['minor', 'eur', 1840050, '18400.50'],
    ['minor', 'EUR', '5', '0.05'],
    ['minor', 'JPY', 1840050, '1840050'],
    ['minor', 'KWD', 1840050, '1840.050'],
  ] as const)('%s in %s: %s is %s', (amounts, currency, amount, expected) => {
    expect(amountOf(amounts, currency, amount)).toBe(expected);
  });

  it('is reported by its place if it is missing or invalid', () => {
    const of = (amounts: 'decimal' | 'minor', amount: unknown) =>
      faults('contracts', { ...CONTRACT, amounts }, { currency: 'EUR', lines: lines(amount) });
    expect(of('decimal', 1000.123456)).toEqual(['/lines/0/amount format']);
    expect(of('decimal', '1,000')).toEqual(['/lines/0/amount format']);
    expect(of('minor', 10.5)).toEqual(['/lines/0/amount format']);
    expect(of('minor', '-5')).toEqual(['/lines/0/amount format']);
    expect(of('decimal', '9999999999999')).toEqual(['/lines/0/amount format']);
    expect(of('decimal', null)).toEqual(['/lines/0/amount required']);
  });
});

describe('lines that a tool reports', () => {
  const line = (product: string, from: string, until?: string) => ({ product, amount: '1', from, until });
  const linesOf = (...lines: object[]) =>
    (
      told('contracts', CONTRACT, { currency: 'EUR', lines }).lines as {
        product: string;
        segments: { from: string }[];
      }[]
    ).map(({ product, segments }) => [product, ...segments.map(({ from }) => from)].join(' '));

  it('for one product are joined in one line, in whatever order they arrive', () => {
    expect(
      linesOf(line('Suite', '2027-01-01'), line('Setup', '2026-01-01'), line('Suite', '2026-01-01', '2027-01-01')),
    ).toEqual(['Suite 2027-01-01 2026-01-01', 'Setup 2026-01-01']);
  });

  it('stay separate if they apply on the same days', () => {
    expect(linesOf(line('Suite', '2026-01-01', '2026-06-02'), line('Suite', '2026-06-01'))).toEqual([
      'Suite 2026-01-01',
      'Suite 2026-06-01',
    ]);
    expect(linesOf(line('Suite', '2026-01-01', '2026-06-01'), line('Suite', '2026-06-01'))).toEqual([
      'Suite 2026-01-01 2026-06-01',
    ]);
    // An upsell that ends with the contract counts in addition to what was sold before.
    expect(linesOf(line('Suite', '2026-01-01'), line('Suite', '2027-01-01'))).toHaveLength(2);
  });
});

describe('the newest of the reported facts', () => {
  const fact = (ref: string, changedAt: number | null, mark = 0): CrmFact => ({
    ref,
    changedAt,
    names: {},
    body: { mark },
    fieldOf: (pointer) => pointer,
  });
  const newest = (facts: CrmFact[], known: [string, number][] = [], now = 1_000_000) => {
    const found = newestFacts(facts, new Map(known), now);
    return [
      found.newest.map(({ ref, changedAt, body }) => [ref, changedAt, (body as { mark: number }).mark]),
      found.outdated,
    ];
  };

  it('counts if it is as new as the known one or newer', () => {
    expect(newest([fact('a', 9)], [['a', 10]])).toEqual([[], 1]);
    expect(newest([fact('a', 10)], [['a', 10]])).toEqual([[['a', 10, 0]], 0]);
    expect(newest([fact('a', 11)], [['a', 10]])).toEqual([[['a', 11, 0]], 0]);
    expect(newest([fact('a', 9)], [['b', 10]])).toEqual([[['a', 9, 0]], 0]);
  });

  it('is one per id: the last of those that are equally new', () => {
    expect(newest([fact('a', 9, 1), fact('a', 12, 2), fact('a', 11, 3), fact('b', 1)])).toEqual([
      [
        ['a', 12, 2],
        ['b', 1, 0],
      ],
      0,
    ]);
    expect(newest([fact('a', 9, 1), fact('a', 9, 2)])).toEqual([[['a', 9, 2]], 0]);
  });

  it('is the last to arrive if it has no time of change, and does not discard one that has', () => {
    expect(newest([fact('a', null)], [['a', 10]])).toEqual([[['a', 10, 0]], 0]);
    expect(newest([fact('a', 12, 1), fact('a', null, 2), fact('a', 11, 3)])).toEqual([[['a', 12, 2]], 0]);
  });

  it('may be five minutes ahead, and counts as no more than that', () => {
    expect(newest([fact('a', 2_000_000)], [], 1_000_000)).toEqual([[['a', 1_300_000, 0]], 0]);
    expect(newest([fact('a', 1_300_000)], [], 1_000_000)).toEqual([[['a', 1_300_000, 0]], 0]);
  });
});
