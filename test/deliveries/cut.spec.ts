import { expect, it } from '@jest/globals';
import { cutAtSentence } from '../../src/deliveries/rendered-text.js';

it('a shortened text keeps whole sentences if the first fits, and an abbreviation does not end one', () => {
  const text =
    '4 of your misses no longer count: a policy had been saved by mistake. 2 leads are yours again. 2 promises run';
  expect(cutAtSentence(text, 200)).toBe(text);
  expect(cutAtSentence(text, 100)).toBe(text.slice(0, text.indexOf('. 2 promises')));
  expect(cutAtSentence(text, 80)).toBe('4 of your misses no longer count: a policy had been saved by mistake');
  expect(cutAtSentence('Dr. Miller waits for your first touch', 20)).toBe('Dr. Miller waits fo…');
});
