import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { amountText, isMoney, isSameMoney, isZero, jsonAmount, shortAmount, zeroOf } from '../../src/feedback/money.js';
import { dedupKeyOf, isDedupKey } from '../../src/feedback/planning/new-row.js';
import { csvText } from '../../src/feedback/platforms/google-shared.js';
import { at, JsonNumber, listAt, writeJson } from '../../src/feedback/platforms/json-text.js';
import { americanUtc, epochSeconds, isoSecond, plainUtc, withOffset } from '../../src/feedback/platforms/time-text.js';

const money = (amount: string, currency = 'USD') => ({ amount, currency });

describe('an amount', () => {
  it.each([
    ['18400', 'USD', '18400.00', '18400', '18400.0'],
    ['18400.5', 'EUR', '18400.50', '18400.5', '18400.5'],
    ['0.1', 'USD', '0.10', '0.1', '0.1'],
    ['0', 'USD', '0.00', '0', '0.0'],
    ['0.0000', 'EUR', '0.00', '0', '0.0'],
    ['500', 'JPY', '500', '500', '500.0'],
    ['500.00', 'JPY', '500', '500', '500.0'],
    ['1.234', 'BHD', '1.234', '1.234', '1.234'],
    ['1.2345', 'USD', '1.2345', '1.2345', '1.2345'],
    ['007.50', 'USD', '7.50', '7.5', '7.5'],
    ['999999999999999.9999', 'USD', '999999999999999.9999', '999999999999999.9999', '999999999999999.9999'],
  ])('of %s %s is written as %s, %s and %s', (amount, currency, text, short, number) => {
    expect(amountText(money(amount, currency))).toBe(text);
    expect(shortAmount(money(amount, currency))).toBe(short);
    expect(jsonAmount(money(amount, currency)).digits).toBe(number);
  });

  it.each([
    ['-1', 'USD'],
    ['1e3', 'USD'],
    ['', 'USD'],
    ['1,5', 'USD'],
    ['1.23456', 'USD'],
    ['1', 'usd'],
    ['1', 'EURO'],
  ])('of %j %j is invalid', (amount, currency) => expect(isMoney(money(amount, currency))).toBe(false));

  it('of zero is zero in every notation', () => {
    expect([isZero(money('0.00')), isZero(money('0.01')), isZero(zeroOf(money('5')))]).toEqual([true, false, true]);
    expect(isSameMoney(money('5'), money('5.00'))).toBe(true);
    expect([isSameMoney(money('5'), money('5.01')), isSameMoney(money('5'), money('5', 'EUR'))]).toEqual([
      false,
      false,
    ]);
  });

  it('loses no cent in any form', () => {
    const amounts = fc
      .tuple(fc.nat(999_999_999), fc.nat(9_999))
      .map(([whole, part]) => `${whole}.${String(part).padStart(4, '0')}`);
    fc.assert(
      fc.property(amounts, (amount) => {
        const exact = (text: string) => BigInt(text.replace(/^(\d+)\.?(\d*)$/, (_, w, f) => w + f.padEnd(4, '0')));
        const forms = [amountText(money(amount)), shortAmount(money(amount)), jsonAmount(money(amount)).digits];
        expect(forms.map(exact)).toEqual(forms.map(() => exact(amount)));
      }),
    );
  });
});

describe('JSON with exact numbers', () => {
  it('keeps ids of 15 to 19 digits digit by digit', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 10n ** 14n, max: 10n ** 19n - 1n }).map(String), (id) => {
        expect(writeJson({ id: new JsonNumber(id) })).toBe(`{"id":${id}}`);
      }),
    );
    // A JavaScript number does not.
    expect(JSON.stringify({ id: Number('9007199254740993') })).toBe('{"id":9007199254740992}');
  });

  it('equals that of JSON.stringify for everything else, on one line and over several', () => {
    fc.assert(
      fc.property(fc.jsonValue({ depthSize: 'small' }), (value) => {
        expect(writeJson(value as never)).toBe(JSON.stringify(value));
        expect(writeJson(value as never, 2)).toBe(JSON.stringify(value, null, 2));
      }),
    );
  });

  it.each(['', '01', '1.', '.5', '1e3', 'NaN', '1 2'])('rejects %j as a number', (digits) => {
    expect(() => new JsonNumber(digits)).toThrow('Not a JSON number');
  });

  it('cannot be written by mistake as an object', () => {
    expect(() => JSON.stringify({ id: new JsonNumber('1') })).toThrow('writeJson');
  });

  it('is read by field names', () => {
    const value = { a: { list: [1, 2] } };
    expect([at(value, 'a', 'list'), at(value, 'a', 'no', 'way'), listAt(value, 'a')]).toEqual([[1, 2], undefined, []]);
  });
});

describe('a deduplication key', () => {
  it('names the lead, the stage and the revision', () => {
    expect(dedupKeyOf('L-7Q2M9K', 'won', 1)).toBe('L-7Q2M9K.won.1');
    expect(isDedupKey(dedupKeyOf('0198a3f2-7b1c-7def-8a90-1234567890ab', 'opportunity', 12))).toBe(true);
  });

  it.each([
    ['of 65 characters', 'a'.repeat(65)],
    ['that is an address', 'a@example.com'],
    ['with a plus', '+16505551212'],
    ['of seven digits', '1234567'],
    ['of fifteen digits', '1'.repeat(15)],
    ['that is empty', ''],
    ['that begins with a dot', '.a'],
  ])('%s is invalid', (_, key) => expect(isDedupKey(key)).toBe(false));

  it.each([
    ['of 64 characters', 'a'.repeat(64)],
    ['of six digits', '123456'],
    ['of sixteen digits', '1'.repeat(16)],
  ])('%s is valid', (_, key) => expect(isDedupKey(key)).toBe(true));
});

describe('an instant', () => {
  const at = Date.parse('2026-11-18T20:04:05.678Z');

  it('is written in the format of each platform, to the second', () => {
    expect(isoSecond(at)).toBe('2026-11-18T20:04:05Z');
    expect(plainUtc(at)).toBe('2026-11-18 20:04:05');
    expect(withOffset(at, 'America/New_York')).toBe('2026-11-18 15:04:05-05:00');
    expect(withOffset(at, 'Asia/Kathmandu')).toBe('2026-11-19 01:49:05+05:45');
    expect(withOffset(at, 'UTC')).toBe('2026-11-18 20:04:05+00:00');
    expect(americanUtc(at)).toBe('11/18/2026 8:04:05 PM');
    expect(americanUtc(Date.parse('2026-01-02T00:00:09Z'))).toBe('1/2/2026 12:00:09 AM');
    expect(epochSeconds(at)).toBe(1_795_032_245);
  });

  it('in the hour that comes twice is told apart by its offset', () => {
    const [first, second] = ['2026-11-01T05:30:00Z', '2026-11-01T06:30:00Z'].map((text) =>
      withOffset(Date.parse(text), 'America/New_York'),
    );
    expect([first, second]).toEqual(['2026-11-01 01:30:00-04:00', '2026-11-01 01:30:00-05:00']);
  });
});

it('a CSV table quotes what would break it, and changes no cell', () => {
  expect(csvText([['a,b', 'say "hi"', 'two\nlines', '-dash', '']])).toBe('"a,b","say ""hi""","two\nlines",-dash,\n');
});
