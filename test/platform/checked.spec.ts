import { describe, expect, it } from '@jest/globals';
import { Type } from '@sinclair/typebox';
import { readBody } from '../../src/platform/checked.js';

const Body = Type.Object(
  {
    name: Type.String({ minLength: 1 }),
    marks: Type.Array(Type.Integer({ minimum: 0 }), { default: [] }),
    note: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);

const faults = (sent: unknown, howMany?: 'first') =>
  readBody(Body, sent, howMany).faults.map(({ pointer, code }) => `${pointer} ${code}`);

describe('a body', () => {
  it('is read with its text normalised and its defaults filled in', () => {
    expect(readBody(Body, { name: ' Ame\u0301lie ' })).toEqual({
      body: { name: 'Am\u00e9lie', marks: [] },
      faults: [],
    });
  });

  it('tells every fault of its shape, those of its text included', () => {
    expect(faults({ name: '\0', marks: [1, -1, 'x'], more: 1 })).toEqual([
      '/name text',
      '/more unknown',
      '/marks/1 tooSmall',
      '/marks/2 type',
    ]);
  });

  it('tells the first alone where that is asked for, or where there is too much to look at', () => {
    const marks = (count: number) => Array.from({ length: count }, () => -1);
    expect(faults({ name: 'x', marks: marks(3) }, 'first')).toEqual(['/marks/0 tooSmall']);
    // With the body and the list themselves, and the name.
    expect(faults({ name: 'x', marks: marks(19_997) })).toHaveLength(1_000);
    expect(faults({ name: 'x', marks: marks(19_998) })).toEqual(['/marks/0 tooSmall']);
  });
});
