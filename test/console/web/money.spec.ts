import { expect, it } from '@jest/globals';
import { faultOfAmount } from '../../../src/console/web/parts/money.js';

const FORM = 'Write a point before the decimals and nothing between thousands, such as 12000.50.';

it.each([
  ['12000.50', 'EUR', ''],
  [' 12000 ', 'eur', ''],
  ['', 'EUR', ''],
  ['12.000,50', 'EUR', FORM],
  ['12,000.50', 'EUR', FORM],
  ['12000,5', 'EUR', FORM],
  ['12 000', 'EUR', FORM],
  ['12.000', 'EUR', `EUR has at most 2 decimals. ${FORM}`],
  ['12.0', 'JPY', `JPY has at most 0 decimals. ${FORM}`],
  ['12.000', 'KWD', ''],
  ['12.000', 'E', ''],
])('of the amount “%s” in “%s” it is said: “%s”', (typed, currency, fault) => {
  expect(faultOfAmount(typed, currency)).toBe(fault);
});
