import { describe, expect, it } from '@jest/globals';
import { faultsOfSend } from '../../src/feedback/destinations/faults.js';
import type { Platform } from '../../src/feedback/platform.js';
import { leftOf, remainingValue } from '../../src/feedback/survival/survival.js';
import { ratioOf } from '../../src/platform/values/money.js';

const eur = (day: string, change: bigint, currency = 'EUR') => ({ currency, day, change });
const begun = eur('2026-01-10', 12_000_00n);

describe('what is left of a win', () => {
  it.each<[string, ReturnType<typeof eur>[], string | null]>([
    ['is all of it while nothing has changed', [begun], '12000.00'],
    ['is nothing where it ended', [begun, eur('2026-01-20', -12_000_00n)], '0.00'],
    ['counts what changes on the day itself', [begun, eur('2026-02-09', -2_000_00n)], '10000.00'],
    ['counts nothing that changes the day after', [begun, eur('2026-02-10', -2_000_00n)], '12000.00'],
    ['is no more than what was won', [begun, eur('2026-01-20', 5_000_00n)], '12000.00'],
    [
      'is made up for by nothing that was added, as far as more is left',
      [begun, eur('2026-01-15', 5_000_00n), eur('2026-01-20', -9_000_00n)],
      '8000.00',
    ],
    [
      'is not made up for by what was added after a loss',
      [begun, eur('2026-01-15', -5_000_00n), eur('2026-01-20', 5_000_00n)],
      '7000.00',
    ],
    [
      'counts a gap that has ended as no loss',
      [begun, eur('2026-01-15', -12_000_00n), eur('2026-01-20', 12_000_00n)],
      '12000.00',
    ],
    ['is not known where there is no contract', [], null],
    ['is not known of what was never worth anything', [eur('2026-01-10', 0n)], null],
    ['is not known of several currencies', [begun, eur('2026-01-12', 1n, 'USD')], null],
  ])('%s', (_title, changes, amount) => {
    const left = leftOf(changes, 30);
    expect(left && { on: left.on, ...remainingValue({ amount: '12000.00', currency: 'EUR' }, left) }).toEqual(
      amount === null ? null : { on: '2026-02-09', amount, currency: 'EUR' },
    );
  });
});

describe('the value of what is left of a win', () => {
  it.each<[string, string | null, string, string | null]>([
    ['is what was told where all is left', '24000', '1', '24000'],
    ['is its share of what was told', '24000.00', '0.75', '18000.00'],
    ['is rounded once, half away from zero', '0.15', '0.5', '0.08'],
    ['is nothing where nothing is left', '24000.00', '0', '0.00'],
    ['is none where none was told', null, '0.75', null],
    ['is nothing where none was told, and nothing is left', null, '0', '0'],
  ])('%s', (_title, told, share, amount) => {
    const left = { share: ratioOf(share)!, currency: 'EUR' };
    const value = remainingValue(told === null ? null : { amount: told, currency: 'EUR' }, left);
    expect(value?.amount ?? null).toBe(amount);
  });

  it('is in the currency that was told, whatever the contract is in', () => {
    const left = { share: ratioOf('0.5')!, currency: 'JPY' };
    expect(remainingValue({ amount: '100.01', currency: 'EUR' }, left)).toEqual({ amount: '50.01', currency: 'EUR' });
  });
});

describe('a value that asks for what is left of a win', () => {
  const google = { transport: 'dataManager', customerId: '1234567890' };
  const action = { conversionActionId: '1' };
  it.each<[Platform, object, object, string, string[]]>([
    ['googleAds', google, action, 'P52D', []],
    ['googleAds', google, action, 'P53D', ['/value tooLarge']],
    ['microsoft', {}, { goal: 'Won' }, 'P88D', []],
    ['microsoft', {}, { goal: 'Won' }, 'P89D', ['/value tooLarge']],
    ['generic', {}, { event: 'won' }, 'P365D', []],
    ['meta', {}, { event: 'Won' }, 'P1D', ['/value contradiction']],
    ['linkedin', {}, { conversionId: '1' }, 'P30D', ['/value contradiction']],
    ['tiktok', {}, { event: 'Won' }, 'P30D', ['/value contradiction']],
    ['generic', {}, { event: 'won' }, 'P0D', ['/value value']],
    ['generic', {}, { event: 'won' }, 'P1M', ['/value value']],
  ])('of %s is checked against the window for changes: %j %j %s', (platform, settings, send, days, expected) => {
    const faults = faultsOfSend(platform, settings, { ...send, value: `survived:${days}` }, '');
    expect(faults.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(expected);
  });

  it('says what is wrong', () => {
    const messageOf = (platform: Platform, settings: object, send: object) =>
      faultsOfSend(platform, settings, send, '')[0]!.message;
    expect(messageOf('googleAds', google, { ...action, value: 'survived:P60D' })).toBe(
      'Expected survived:P52D at most: Google Ads changes a value for 54 days after the conversion. The last two are needed to let the day end and to send the change.',
    );
    expect(messageOf('meta', {}, { event: 'Won', value: 'survived:P30D' })).toBe(
      'Meta changes no value, so the remaining value of a win could not be sent: use "milestone".',
    );
    expect(messageOf('generic', {}, { event: 'won', value: 'survived:30' })).toMatch(/"survived:P30D" \(of a win/);
  });
});
