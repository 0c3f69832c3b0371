import { expect, it } from '@jest/globals';
import { normaliseText } from '../../src/platform/text.js';

const marks = (count: number) => `a${'\u0315\u0300\u05ae\u0301'.repeat(count).slice(0, count)}`;

it('text has as many combining marks in a row as any language needs', () => {
  expect(normaliseText({ message: marks(30) }).faults).toEqual([]);
  expect(normaliseText({ message: marks(31) })).toMatchObject({
    value: { message: '' },
    faults: [{ pointer: '/message', code: 'text', message: expect.stringContaining('at most 30 combining marks') }],
  });
  expect(normaliseText({ [marks(31)]: 1 }).faults).toHaveLength(1);
});
