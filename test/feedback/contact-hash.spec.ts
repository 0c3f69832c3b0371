import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type EmailForm,
  hashedEmail,
  hashedPhone,
  hashedText,
  isContactHash,
  normalisedEmail,
  normalisedPhone,
  type PhoneForm,
} from '../../src/feedback/person/contact-hash.js';
import { runs } from '../support/runs.js';

const JANE = '86e0b9e56c17cc4d12387e1949b85053fbe73bc3ce5a1188713a9d300cc6133d';
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

describe('a hashed address', () => {
  it.each<[string, EmailForm, string, string]>([
    ['jane.doe@example.com', 'google', 'jane.doe@example.com', JANE],
    ['jane.doe@example.com', 'plain', 'jane.doe@example.com', JANE],
    ['  Jane.Doe@Example.COM ', 'google', 'jane.doe@example.com', JANE],
    ['  Jane.Doe@Example.COM ', 'plain', 'jane.doe@example.com', JANE],
    [
      'Jane.Doe+Promo@gmail.com',
      'google',
      'janedoe@gmail.com',
      'd6117306485ed0e50afab3ac871e98f81699151f30281527d63ff5f233656c69',
    ],
    [
      'Jane.Doe+Promo@gmail.com',
      'plain',
      'jane.doe+promo@gmail.com',
      '5f0d1df1fc49e30424381b57b1d4c73e067772a4267dde043a19b026935602c8',
    ],
    [
      'John_Smith@gmail.com',
      'google',
      'john_smith@gmail.com',
      '62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f',
    ],
    [
      'John_Smith@gmail.com',
      'plain',
      'john_smith@gmail.com',
      '62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f',
    ],
    [
      'j.a.n.e.doe@googlemail.com',
      'google',
      'janedoe@googlemail.com',
      '338abf9ef1c8793cadc7bcf51ed595338eb727ed9e06ce3d91d566d60b975937',
    ],
    [
      'j.a.n.e.doe@googlemail.com',
      'plain',
      'j.a.n.e.doe@googlemail.com',
      '3d45ab5b5dc395b669117108bd789a589edc73dd985d6725e1423ac9d1d9a50c',
    ],
    [
      'user.name+NYC@Example.com',
      'google',
      'user.name+nyc@example.com',
      'f109a2a632fbcea5fc82049f50beed3d8621bf9034399f437fb622222acccdac',
    ],
    [
      'user.name+NYC@Example.com',
      'plain',
      'user.name+nyc@example.com',
      'f109a2a632fbcea5fc82049f50beed3d8621bf9034399f437fb622222acccdac',
    ],
  ])('of %j in the form %s is the hash of %s', (typed, form, normalised, hash) => {
    expect(normalisedEmail(typed, form)).toBe(normalised);
    expect(hashedEmail(typed, form)).toBe(hash);
  });

  it('is stripped for every domain if the platform requires it', () => {
    expect(normalisedEmail('User.Name+NYC@Example.com', 'stripped')).toBe('username@example.com');
  });

  it.each([
    ['with a space inside', 'jane doe@example.com', 'plain'],
    ['with two at signs', 'a@b@example.com', 'plain'],
    ['without an at sign', 'example.com', 'plain'],
    ['without a mailbox', '@example.com', 'plain'],
    ['without a domain', 'jane@', 'plain'],
    ['that is empty', '   ', 'plain'],
    ['of which Google’s form leaves no mailbox', '+gmail-only@gmail.com', 'google'],
    ['that is a hash in upper case', JANE.toUpperCase(), 'plain'],
    ['that is the hash of nothing', EMPTY, 'plain'],
  ] as const)('does not exist for an address %s', (_, typed, form) => {
    expect(hashedEmail(typed, form)).toBeNull();
  });

  it('is kept as it is if it is a hash already', () => {
    expect(hashedEmail(JANE, 'google')).toBe(JANE);
    expect(hashedPhone(JANE, null, 'plus')).toBe(JANE);
  });

  it('is the same however the letters are composed', () => {
    expect(hashedEmail('jose\u0301@example.com', 'plain')).toBe(hashedEmail('JOS\u00c9@example.com', 'plain'));
  });
});

describe('a hashed phone number', () => {
  it.each<[string, string | null, PhoneForm, string, string]>([
    [
      '(650) 555-1212',
      'US',
      'plus',
      '+16505551212',
      '1e231c66011e7a2d867a9cfae267a6aff103cf4913640b6e71a99850fc0ffbc8',
    ],
    [
      '(650) 555-1212',
      'us',
      'digits',
      '16505551212',
      'e323ec626319ca94ee8bff2e4c87cf613be6ea19919ed1364124e16807ab3176',
    ],
    [
      '+44 (0)20 7946 0958',
      'GB',
      'plus',
      '+442079460958',
      'f0bf0228144d9fe2bdf1da2d8ca698f17bf1410ee688b075c27062e47b6f0b6d',
    ],
    [
      '+44 (0)20 7946 0958',
      null,
      'digits',
      '442079460958',
      '35e206e5dec4c89b9e8b71b8c32724a5bb518483ac5a20c6617d738375b3b823',
    ],
    ['0049 30 901820', 'DE', 'plus', '+4930901820', '4db5829924ee5c466cbd9ac69b2a6af527f758614fa3b3aec8c89b16a709a678'],
    [
      '0049 30 901820',
      null,
      'digits',
      '4930901820',
      'c03f76216358b07b09a300613908002987efc1ae9a2ef2a85d57d5a971bf821a',
    ],
    [
      '+39 06 698 12345',
      'IT',
      'plus',
      '+390669812345',
      '6a63cf8febcd7ccbf5b6dbfc27dc58c9247dfc86e4da4a66d574baaee5a3160b',
    ],
    [
      '+39 06 698 12345',
      'IT',
      'digits',
      '390669812345',
      '565b5cbe0360af247fe3675aec035a42631ec56e99679a2aa091d9cdeddee7bb',
    ],
  ])('of %j in %s, in the form %s, is the hash of %s', (typed, country, form, normalised, hash) => {
    expect(normalisedPhone(typed, country, form)).toBe(normalised);
    expect(hashedPhone(typed, country, form)).toBe(hash);
  });

  it.each([
    ['without a country', '(650) 555-1212', null],
    ['of a country that there is not', '(650) 555-1212', 'Germany'],
    ['that is too short', '12', 'US'],
    ['inside a sentence', 'call 650 555 1212 at noon', 'US'],
    ['that is empty', '', 'US'],
  ])('does not exist for a number %s', (_, typed, country) => {
    expect(hashedPhone(typed, country, 'plus')).toBeNull();
  });

  it('keeps all 15 digits of a long number', () => {
    expect(normalisedPhone('+49 151 1234 5678 90', null, 'plus')).toBe('+491511234567890');
  });
});

it('an id is hashed without surrounding space, and with its case', () => {
  expect(hashedText(' L-7Q2M9K ')).toBe('196acdcffa84445abfeaef2b56689607c3c8e5e0fbd079311bb5225f57ef7c0c');
});

it('any input results in a hash or in nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('US', 'DE', null), (text, country) => {
      const hashes = [hashedEmail(text, 'google'), hashedEmail(text, 'stripped'), hashedPhone(text, country, 'plus')];
      for (const hash of hashes) if (hash !== null && !isContactHash(hash)) throw new Error(hash);
    }),
    { numRuns: runs(100, 500) },
  );
});
