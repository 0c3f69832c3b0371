import { expect, it } from '@jest/globals';
import { clockStateOf, counted, lowered } from '../../../src/console/web/parts/words.js';

it.each([
  ['0 leads', counted(0, 'lead')],
  ['1 lead', counted(1, 'lead')],
  ['1.5 tries', counted(1.5, 'try', 'tries')],
  ['1 lead was', counted(1, 'lead was', 'leads were')],
  ['2 leads were', counted(2, 'lead was', 'leads were')],
])('says %s', (expected, said) => {
  expect(said).toBe(expected);
});

it.each([
  ['First touch', 'first touch'],
  ['SMS', 'SMS'],
  ['Google Ads', 'Google Ads'],
  ['Monday', 'Monday'],
])('“%s” within a sentence is “%s”', (title, text) => {
  expect(lowered(title)).toBe(text);
});

it('a first response that is only measured is neither kept nor owed', () => {
  const measured = { kind: 'leadResponse', state: 'met' } as const;
  expect(clockStateOf(measured)).toBe('made');
  expect(clockStateOf({ ...measured, state: 'running' })).toBe('measured');
  expect(clockStateOf({ ...measured, state: 'cancelled' })).toBe('ended');
  expect(clockStateOf({ ...measured, target: 'PT15M' })).toBe('kept');
  expect(clockStateOf({ ...measured, kind: 'firstTouch' })).toBe('kept');
});
