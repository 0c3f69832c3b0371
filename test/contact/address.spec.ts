import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addressKeyOf, readAddress } from '../../src/contact/address.js';
import { runs } from '../support/runs.js';

const KIM = 'kim.lee@example.com';

describe('an address', () => {
  it.each([
    ['as people type it', ' Kim.Lee@Example.COM '],
    ['as mail programs copy it', 'Kim Lee <kim.lee@example.com>'],
    ['in brackets alone', '<kim.lee@example.com>'],
    ['as a link', 'mailto:kim.lee@example.com'],
    ['as a link with a subject', 'MAILTO:kim.lee@example.com?subject=Hi'],
    ['as a link in brackets', 'Kim <mailto:kim.lee@example.com>'],
    ['with a final dot', 'kim.lee@example.com.'],
    ['as an entry of a list', 'kim.lee@example.com;'],
    ['with its name as an entry of a list', 'Kim Lee <kim.lee@example.com>, '],
    ['with a space of zero width', 'kim.lee\u200b@example.com'],
    ['with a soft hyphen', 'kim.lee@exam\u00adple.com'],
    ['with marks of the writing direction', '\u202akim.lee@example.com\u202c'],
    ['in full width', 'ｋｉｍ．ｌｅｅ＠ｅｘａｍｐｌｅ．ｃｏｍ'],
  ])('is the same %s', (_how, text) => expect(addressKeyOf(text)).toBe(KIM));

  it('is compared with its domain as people write it, and sent as it was written', () => {
    expect(addressKeyOf('KIM@xn--mller-kva.example')).toBe('kim@müller.example');
    expect(readAddress('Straße@Example.com')).toBe('Straße@Example.com');
  });

  it.each([
    ...['-x-', 'n/a', 'N/A', 'none', 'kein', 'keine', 'nil', '#N/A', '.', '@', '-', '0', 'null', 'undefined'],
    ...['test@test', 'kim at example.com', 'kim@', '@example.com', 'kim@@example.com', 'kim lee@example.com'],
    ...['a@b.example, c@d.example', '<>', 'mailto:', 'Kim <>', 'kim@example..com'],
  ])('is not %j, which identifies nobody', (text) => expect(addressKeyOf(text)).toBeNull());

  it.each(['<', ' ', '.', '<mailto:', 'a@'])('of many times %j is found to be none at once', (part) => {
    const text = `x${part.repeat(100_000)}x`;
    const begunMs = performance.now();
    for (const each of [text, text.slice(0, 999), `<${' '.repeat(900)}x`]) expect(readAddress(each)).toBeNull();
    expect(performance.now() - begunMs).toBeLessThan(1_000);
  });

  it('reads its own key as the same', () => {
    const texts = fc.oneof(
      fc.emailAddress(),
      fc.string(),
      fc.emailAddress().map((email) => `Kim <${email}>.`),
    );
    const law = fc.property(texts, (text) => {
      const key = addressKeyOf(text);
      if (key !== null) expect(addressKeyOf(key)).toBe(key);
    });
    fc.assert(law, { numRuns: runs(300, 10_000) });
  });
});
