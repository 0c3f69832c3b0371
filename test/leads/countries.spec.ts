import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readCountry } from '../../src/vocabulary/countries.js';

describe('a country', () => {
  it.each([
    ['Deutschland', 'DE'],
    ['germany', 'DE'],
    ['DEUTSCHLAND ', 'DE'],
    ['DEU', 'DE'],
    ['276', 'DE'],
    ['Allemagne', 'DE'],
    ['U.S.', 'US'],
    ['U.S.A.', 'US'],
    ['usa', 'US'],
    ['The United States', 'US'],
    ['UK', 'GB'],
    ['U.K.', 'GB'],
    ['England', 'GB'],
    ['Österreich', 'AT'],
    ['Osterreich', 'AT'],
    ['Schweiz', 'CH'],
    ['Suisse', 'CH'],
    ['Netherlands, The', 'NL'],
    ['Côte d’Ivoire', 'CI'],
    ["Cote d'Ivoire", 'CI'],
    ['Türkei', 'TR'],
    ['Viet Nam', 'VN'],
    ['Georgien', 'GE'],
    ['EL', 'GR'],
  ])('that is written %j is %s', (written, country) => {
    expect(readCountry(written)).toEqual({ country, issue: null });
  });

  it.each(['DE', 'de', 'Us', 'GA', 'CA', 'IN', 'XK'])('that is the code %s is returned in capitals', (code) => {
    expect(readCountry(code)).toEqual({ country: code.toUpperCase(), issue: null });
  });

  it.each([
    ['Georgia', 'GE'],
    ['georgia ', 'GE'],
    ['Korea', 'KR'],
    ['America', 'US'],
  ])('that is ambiguous, %j, is read as %s and marked as a guess', (written, country) => {
    expect(readCountry(written)).toEqual({ country, issue: 'guessedCountry' });
  });

  it('is the United States if a person there writes Georgia', () => {
    expect(readCountry('Georgia', true)).toEqual({ country: 'US', issue: 'guessedCountry' });
    expect(readCountry('Germany', true)).toEqual({ country: 'DE', issue: null });
  });

  it.each(['Congo', 'Atlantis', 'California', 'XX', '-', '…', 'constructor', '__proto__', '999'])(
    'that is unknown, %j, is kept and marked as unknown',
    (written) => {
      expect(readCountry(written)).toEqual({ country: written, issue: 'unknownCountry' });
    },
  );

  it('is read the same when it is read again, unless it is unknown', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('Germany', 'UK', 'USA', 'Suomi')),
        (written) => {
          const { country, issue } = readCountry(written);
          const again = readCountry(country);
          expect(again.country).toBe(country);
          expect(again.issue).toBe(issue === 'unknownCountry' ? issue : null);
        },
      ),
    );
  });
});
