import { describe, expect, it } from '@jest/globals';
import { readAmount } from '../../src/imports/subjects/row-fields.js';

describe('an amount of a file', () => {
  it.each([
    ['1500', '1500'],
    ['1500.00', '1500.00'],
    ['1.250,50 €', '1250.50'],
    ['15.000,50', '15000.50'],
    ['12,000', '12000'],
    ['$12,000.50', '12000.50'],
    ['1.500.000', '1500000'],
    ['1 500', '1500'],
    ["CHF 1'500", '1500'],
    ['1.5', '1.5'],
    ['0.500', '0.500'],
    ['1500.125', '1500.125'],
  ])('%s is %s', (text, amount) => {
    expect(readAmount(text)).toEqual({ amount });
  });

  it.each(['1.500', '15.000 EUR', '€ 150.000'])('%s is a thousand or one and a fraction, so it is neither', (text) => {
    expect(readAmount(text)).toEqual({
      why: expect.stringMatching(/ may be \d+ or [\d.]+: write 1500 or 1500\.00\.$/),
    });
  });

  it.each(['abc', '', '-5', '1.2.3', '1.5k', '2 Mio.', '3m'])('%j is none', (text) => {
    expect(readAmount(text)).toEqual({ why: `${JSON.stringify(text)} is no amount: write 1500 or 1500.00.` });
  });
});
