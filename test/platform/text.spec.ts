import { expect, it } from '@jest/globals';
import { normaliseText } from '../../src/platform/values/text.js';

const marks = (count: number) => `a${'\u0315\u0300\u05ae\u0301'.repeat(count).slice(0, count)}`;

it.each([
  ['a space of no width', '\u200b'],
  ['what turns the direction of writing', '\u202e'],
  ['joiners and a byte order mark', '\u200d\u2060\ufeff\u00ad'],
  ['fillers', '\u3164\u2800 \u115f'],
  ['variation selectors', '\ufe0f'],
])('text without a visible character becomes empty, except in messages and notes: %s', (_, text) => {
  const sent = { source: text, contact: { name: text }, list: [text], message: text, note: text };
  const message = text.normalize('NFC').trim();
  expect(normaliseText(sent)).toMatchObject({
    value: { source: '', contact: { name: '' }, list: [''], message, note: message },
    faults: [],
  });
});

it('text with a visible character keeps its invisible ones', () => {
  const family = '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}';
  for (const text of [family, 'web\u200b', '\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645', '\u2764\ufe0f'])
    expect(normaliseText({ source: text }).value).toEqual({ source: text });
});

it('text may have at most 30 combining marks in a row', () => {
  expect(normaliseText({ message: marks(30) }).faults).toEqual([]);
  expect(normaliseText({ message: marks(31) })).toMatchObject({
    value: { message: '' },
    faults: [{ pointer: '/message', code: 'text', message: expect.stringContaining('at most 30 combining marks') }],
  });
  expect(normaliseText({ [marks(31)]: 1 }).faults).toHaveLength(1);
});

it('a number that no double can hold is a fault', () => {
  const pointersOf = (json: string) => normaliseText(JSON.parse(json)).faults.map(({ pointer }) => pointer);
  expect(pointersOf('{"a":1e308,"b":[1e309,-1e400]}')).toEqual(['/b/0', '/b/1']);
});
