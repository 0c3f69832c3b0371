import { describe, expect, it } from '@jest/globals';
import { isTelephoneCountry, toE164 } from '../../src/leads/words.js';

describe('a phone number', () => {
  it.each([
    ['that is international already stays as it is', '+493012345678', undefined, null, '+493012345678'],
    ['is read past spaces, brackets and dashes', '+49 (30) 123–456-78', undefined, null, '+493012345678'],
    ['may begin with 00 instead of a plus', '0049 30 12345678', undefined, null, '+493012345678'],
    ['leaves out a zero in brackets', '+49 (0) 30 12345678', undefined, null, '+493012345678'],
    ['leaves it out after 00 too', '0049(0)30 12345678', undefined, null, '+493012345678'],
    ['keeps it where it is part of the number', '+39 (0)6 6982 1234', undefined, null, '+390669821234'],
    ['may have digits of full width', '＋４９ ３０ １２３４５６７８', undefined, null, '+493012345678'],
    ['without a country code is one of its contact’s country', '030 12345678', 'de', 'US', '+493012345678'],
    ['of a contact without a country is one of the default country', '030 12345678', undefined, 'DE', '+493012345678'],
    ['of an unknown country is one of the default country', '030 12345678', 'Germany', 'DE', '+493012345678'],
    ['without any country cannot be read', '030 12345678', undefined, null, null],
    ['that is no number cannot be read', 'ask for Kim', 'DE', null, null],
    ['of six digits after the plus is too short', '+123456', undefined, null, null],
    ['of seven digits after the plus is a number', '+1234567', undefined, null, '+1234567'],
    ['of fifteen digits after the plus is a number', '+123456789012345', undefined, null, '+123456789012345'],
    ['of sixteen digits after the plus is too long', '+1234567890123456', undefined, null, null],
  ])('%s', (_, phone, country, defaultCountry, expected) => {
    expect(toE164(phone, country, defaultCountry)).toBe(expected);
  });

  it('is read by its country only if that has telephone numbers', () => {
    expect(['DE', 'US', 'XX', 'de'].map(isTelephoneCountry)).toEqual([true, true, false, false]);
  });
});
