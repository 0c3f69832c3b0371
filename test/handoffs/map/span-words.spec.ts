import { expect, it } from '@jest/globals';
import { spanInWords } from '../../../src/handoffs/map/span-words.js';

it.each([
  [0, '0 minutes'],
  [1, '1 minute'],
  [89, '1 minute'],
  [90, '2 minutes'],
  [3_600, '1 hour'],
])('what took %i seconds of work took %s, and nothing if it was done before the working hours', (seconds, words) => {
  expect(spanInWords(seconds, true)).toBe(words);
});
