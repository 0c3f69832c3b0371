import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  countriesOfNumber,
  formerNumbers,
  isMobile,
  isTelephoneCountry,
  readNumber,
} from '../../src/contact/number.js';
import { hashesOf, hashOf } from '../../src/disposition/suppression.js';
import { runs } from '../support/runs.js';

/**
 * One number of thirty countries each, worked out by hand from its numbering plan, in the spellings of people, forms and
 * advertising platforms. Those that begin with a zero (or 8, or 06) are dialled within the country.
 */
const SPELLINGS: Readonly<Record<string, readonly [country: string, ...spellings: string[]]>> = {
  '+447700900115': ['GB', '+44 07700 900115', '07700 900115', '+44 (0)7700 900115', '00447700900115', '447700900115'],
  '+491712345678': ['DE', '0171 2345678', '+49 0171 2345678', 'p:+491712345678', "'+49 171 2345678", '49 171 2345678'],
  '+49305551000': [
    'DE',
    '030/5551000',
    '030 / 5551000',
    '+49 (30) 5551000',
    '+49 30 5551000 ext. 12',
    '030 5551000 (office)',
  ],
  '+33612345670': ['FR', '06 12 34 56 70', '+33 06 12 34 56 70', '0033 6 12 34 56 70', 'tel:+33-6-12-34-56-70'],
  '+436641234567': ['AT', '0664 1234567', '+43 0664 1234567', '+43 (0)664/1234567'],
  '+41791234567': ['CH', '079 123 45 67', '+41 079 123 45 67', '0041 79 123 45 67', '(+41) 79 123 45 67'],
  '+390669821234': ['IT', '06 6982 1234', '+39 06 6982 1234', '+39 (0)6 6982 1234'],
  '+34612345670': ['ES', '612 34 56 70', '+34 612345670', '34612345670'],
  '+31612345670': ['NL', '06 12345670', '+31 06 12345670', '+31(0)612345670'],
  '+32471234567': ['BE', '0471 23 45 67', '+32 0471 23 45 67'],
  '+48512345670': ['PL', '512 345 670', '+48 512 345 670', '0048512345670'],
  '+36201234567': ['HU', '06 20 123 4567', '+36 06 20 123 4567', '+36 20 123 4567'],
  '+420601234567': ['CZ', '601 234 567', '+420 601 234 567'],
  '+4520123456': ['DK', '20 12 34 56', '+45 20 12 34 56'],
  '+46701234567': ['SE', '070-123 45 67', '+46 070 123 45 67', '+46 (0)70-123 45 67'],
  '+4740612345': ['NO', '406 12 345', '+47 40612345'],
  '+358401234567': ['FI', '040 1234567', '+358 040 1234567'],
  '+353851234567': ['IE', '085 123 4567', '+353 085 123 4567'],
  '+79123456789': ['RU', '8 912 345-67-89', '+7 8 912 345 67 89', '+7 (912) 345-67-89'],
  '+905321234567': ['TR', '0532 123 45 67', '+90 0532 123 45 67'],
  '+16505550142': ['US', '(650) 555-0142', '1-650-555-0142', '+1 650 555 0142', '+1 650 555 0142 / 0143', '6505550142'],
  '+525512345678': ['MX', '55 1234 5678', '+52 1 55 1234 5678', '5215512345678', '044 55 1234 5678'],
  '+5511981234567': ['BR', '(11) 98123-4567', '+55 11 8123-4567', '0 15 11 98123-4567', '+55 011 98123-4567'],
  '+5491112345678': ['AR', '011 15-1234-5678', '+54 11 15 1234 5678', '+54 9 11 1234 5678'],
  '+593991234567': ['EC', '099 123 4567', '+593 099 123 4567'],
  '+573211234567': ['CO', '321 1234567', '+57 321 123 4567'],
  '+2348031234567': ['NG', '0803 123 4567', '+234 0803 123 4567'],
  '+27821234567': ['ZA', '082 123 4567', '+27 (0)82 123 4567'],
  '+919812345670': ['IN', '098123 45670', '+91 098123 45670', '919812345670'],
  '+61412345670': ['AU', '0412 345 670', '+61 0412 345 670', '0011 61 412 345 670'],
  '+819012345670': ['JP', '090-1234-5670', '+81 (0)90-1234-5670', '＋８１ ９０-１２３４-５６７０'],
  '+8613812345670': ['CN', '138 1234 5670', '+86 138 1234 5670', '008613812345670'],
  '+971501234567': ['AE', '050 123 4567', '+971 050 123 4567'],
};

describe('a phone number', () => {
  it.each(Object.entries(SPELLINGS))('%s is one, however it is spelt', (key, [country, ...spellings]) => {
    expect(spellings.map((text) => readNumber(text, country))).toEqual(spellings.map(() => key));
  });

  it.each([
    ['begins with 00 instead of a plus', '0049 30 12345678', '+493012345678'],
    ['begins with a code in brackets', '(0049) 30 12345678', '+493012345678'],
    ['has two pluses', '++49 30 12345678', '+493012345678'],
    ['is dialled from Australia', '0011 49 30 12345678', '+493012345678'],
    ['has the backtick of a spreadsheet', '`+49 30 12345678', '+493012345678'],
    ['has characters that nobody sees', '\u202a+49\u00ad 30 12345678\u202c', '+493012345678'],
    ['is the first of several', '+49 171 2345678 oder +49 30 12345678', '+491712345678'],
    ['is listed with others', '+49 171 2345678; +49 30 12345678', '+491712345678'],
    ['ends with the short form of another', '+1 650 555 0142/0143', '+16505550142'],
  ])('is read that %s', (_, text, key) => {
    expect(readNumber(text)).toBe(key);
  });

  it('without a country code is one of the first country that has numbers', () => {
    expect(readNumber('030 12345678', 'de', 'US')).toBe('+493012345678');
    expect(readNumber('030 12345678', undefined, 'DE')).toBe('+493012345678');
    expect(readNumber('030 12345678', 'Germany', 'DE')).toBe('+493012345678');
  });

  it.each([
    ['has no country', '030 12345678', null],
    ['is none', 'ask for Kim', 'DE'],
    ['stands in a sentence', 'call 650 555 1212 at noon', 'US'],
    ['is too short for its country', '+1234567', null],
    ['is too long for its country', '+1 650 555 01422', null],
    ['has a code of no country', '+999 1234567', null],
    ['repeats one digit', '+1 555 555 5555', null],
    ['repeats one digit within its country', '1111111111', 'US'],
    ['counts up', '0123456789', 'DE'],
    ['counts up from one', '1234567890', 'US'],
    ['counts down', '+44 9876543210', null],
    ['is far too long', `+49 30 ${'1'.repeat(300)}`, null],
  ])('identifies nobody if it %s', (_, text, country) => {
    expect(readNumber(text, country)).toBeNull();
  });

  it('is possible even if it is not given out, as those for fiction', () => {
    expect(readNumber('+1 212 555 0123')).toBe('+12125550123');
  });

  it('is a mobile’s only where the numbering plan says so', () => {
    expect(['+491712345678', '+49305551000', '+16505550142', '+447700900115'].map(isMobile)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it('says in which countries it can be', () => {
    expect(countriesOfNumber('+491712345678')).toEqual(['DE']);
    expect(countriesOfNumber('+16505550142')).toEqual(['US']);
  });

  it('is read by its country only if that has telephone numbers', () => {
    expect(['DE', 'US', 'XX', 'de'].map(isTelephoneCountry)).toEqual([true, true, false, false]);
  });

  it('read again is the same', () => {
    const digits = fc.array(fc.constantFrom(...'0123456789 +()-/'), { minLength: 5, maxLength: 20 });
    fc.assert(
      fc.property(digits, fc.constantFrom('DE', 'US', 'BR', 'MX', 'AR', 'AU', null), (characters, country) => {
        const key = readNumber(characters.join(''), country);
        if (key !== null) expect(readNumber(key)).toBe(key);
      }),
      { numRuns: runs(500, 20_000) },
    );
  });
});

describe('a number that an earlier version stored', () => {
  it.each([
    ['with the zero of its country', '+447700900115', '+4407700900115'],
    ['of Mexico with a 1', '+525512345678', '+5215512345678'],
    ['of Brazil without its ninth digit', '+5511981234567', '+551181234567'],
    ['of Argentina as it is dialled there', '+5491112345678', '+54111512345678'],
    ['of Russia with its 8', '+79123456789', '+789123456789'],
  ])('%s is asked about beside the present one', (_, key, former) => {
    expect(formerNumbers(key)).toContain(former);
    expect(hashesOf({ kind: 'phone', key })).toContain(hashOf({ kind: 'phone', key: former }));
  });

  it('is no number of anybody else', () => {
    for (const key of [...Object.keys(SPELLINGS), '+39332234567'])
      for (const former of formerNumbers(key)) expect([key, null]).toContain(readNumber(former));
  });

  it('is never the present one', () => {
    for (const key of Object.keys(SPELLINGS)) expect(formerNumbers(key)).not.toContain(key);
  });
});
