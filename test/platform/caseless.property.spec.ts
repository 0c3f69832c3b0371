import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { caseless } from '../../src/platform/values/text.js';

const CODE_POINTS = 0x11_0000;

it('every letter folds to one key in upper and lower case, and the key folds to itself', () => {
  const torn: string[] = [];
  for (let code = 1; code < CODE_POINTS; code += 1) {
    const letter = String.fromCodePoint(code).normalize('NFC');
    const key = caseless(letter);
    const spellings = [letter.toUpperCase(), letter.toLowerCase(), key].map((text) => text.normalize('NFC'));
    if (spellings.some((text) => caseless(text) !== key)) torn.push(letter);
  }
  expect(torn).toEqual([]);
});

it('every word folds to one key in upper and lower case', () => {
  const words = fc.array(fc.constantFrom(...'aAiIsSkKßẞſKİıéÉσςΣ.')).map((letters) => letters.join(''));
  fc.assert(
    fc.property(words, (word) => {
      expect(caseless(word.toUpperCase())).toBe(caseless(word));
      expect(caseless(word.toLowerCase())).toBe(caseless(word));
    }),
  );
});

it('folds a final sigma like any other sigma', () => {
  expect(new Set(['σασ', 'ΣΑΣ', 'σας'].map(caseless)).size).toBe(1);
});

it('does not fold letters that differ by more than case', () => {
  expect(new Set(['i', 'i̇', 'e', 'é', 'a', 'ä'].map(caseless)).size).toBe(6);
});
