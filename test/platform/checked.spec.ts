import { describe, expect, it } from '@jest/globals';
import { Type } from '@sinclair/typebox';
import { readBody } from '../../src/platform/input/checked.js';

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

  it('reports every fault of its shape, including those of its text', () => {
    expect(faults({ name: '\0', marks: [1, -1, 'x'], more: 1 })).toEqual([
      '/name text',
      '/more unknown',
      '/marks/1 tooSmall',
      '/marks/2 type',
    ]);
  });

  it('reports only the first fault on request, or when there is too much to check', () => {
    const marks = (count: number) => Array.from({ length: count }, () => -1);
    expect(faults({ name: 'x', marks: marks(3) }, 'first')).toEqual(['/marks/0 tooSmall']);
    // These counts include the body, the list and the name.
    expect(faults({ name: 'x', marks: marks(19_997) })).toHaveLength(1_000);
    expect(faults({ name: 'x', marks: marks(19_998) })).toEqual(['/marks/0 tooSmall']);
  });
});

describe('the message about a value of another type', () => {
  const said = (field: object, sent: unknown) =>
    readBody(Type.Object({ field: Type.Unsafe(field) }), { field: sent }).faults;

  it('lists the allowed values once', () => {
    expect(said({ type: 'string', enum: ['never', 'always'] }, true)).toEqual([
      { pointer: '/field', code: 'value', message: 'Expected one of never, always, not true.' },
    ]);
  });

  it('names the fields of a small object', () => {
    const worth = Type.Object({
      amount: Type.String(),
      per: Type.String({ default: 'PT1H' }),
      of: Type.Optional(Type.String()),
    });
    expect(said(worth, 12)).toEqual([
      {
        pointer: '/field',
        code: 'type',
        message: 'Expected an object { "amount", "per"?, "of"? }, not the number 12.',
      },
    ]);
    expect(said(Type.Object({}), 12)[0]!.message).toBe('Expected an object, not the number 12.');
  });

  it('describes the fault within the alternative that the value began', () => {
    const on = Type.Union(
      [
        Type.Object(
          { milestone: Type.Unsafe({ type: 'string', enum: ['won', 'lost'] }) },
          { additionalProperties: false },
        ),
        Type.Object({ intent: Type.String(), of: Type.Optional(Type.String()) }, { additionalProperties: false }),
      ],
      { description: 'What happened: a milestone, or an intent.' },
    );
    expect(said(on, { milestone: 'lead' })).toEqual([
      { pointer: '/field/milestone', code: 'value', message: 'Expected one of won, lost, not "lead".' },
    ]);
    for (const neither of [{}, { milestone: 'won', intent: 'x' }, { other: 1 }])
      expect(said(on, neither)).toEqual([
        { pointer: '/field', code: 'value', message: 'Expected what happened: a milestone, or an intent.' },
      ]);
  });

  it('says what a list contains', () => {
    const ids = Type.Array(Type.String({ format: 'uuid' }));
    expect(said(ids, { order: [] })[0]!.message).toBe('Expected a list of ids, not an object.');
    expect(said(Type.Array(Type.String()), 'a')[0]!.message).toBe('Expected a list, not the text "a".');
  });

  it('describes the expected format of a text', () => {
    const amount = { type: 'string', pattern: '^\\d+$', description: 'an amount as text, such as "5000"' };
    expect(said(amount, 5000)).toEqual([
      { pointer: '/field', code: 'type', message: 'Expected an amount as text, such as "5000", not the number 5000.' },
    ]);
    expect(said({ type: 'string', format: 'date' }, 1)[0]!.message).toBe(
      'Expected a date that exists, written YYYY-MM-DD, such as 2026-12-25, not the number 1.',
    );
    expect(said({ type: 'string', format: 'date' }, '31.12.2026')[0]!.message).toBe(
      'Expected a date that exists, written YYYY-MM-DD, such as 2026-12-25, not "31.12.2026".',
    );
    expect(said({ type: 'string', format: 'instant' }, '2026-12-01')[0]!.message).toBe(
      'Expected an ISO 8601 date and time with a time zone, such as 2026-11-20T09:30:00.000Z, between 1970 and 2100, not "2026-12-01".',
    );
    expect(said({ type: 'string', format: 'uuid' }, 'Inbound')[0]!.message).toBe(
      'Expected an id (a UUID), such as 019cafc2-1a00-7000-8000-000000000003, not "Inbound".',
    );
    // The message must not quote a mistyped address, which is still personal data.
    expect(said({ type: 'string', format: 'email' }, 'ann at example.com')[0]!.message).toBe(
      'Expected an e-mail address.',
    );
    expect(said({ type: 'string' }, 1)[0]!.message).toBe('Expected text, not the number 1: write "1".');
  });
});
