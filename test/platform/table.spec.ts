import { describe, expect, it } from '@jest/globals';
import { insertInto, valuesOf } from '../../src/platform/sql/columns.js';
import { Statements } from '../../src/platform/sql/sql.js';
import { bytea, day, instant, int, selectList, table, text, uuid } from '../../src/platform/sql/table.js';

const VISIT = table('visit', 'work', {
  id: uuid().key(),
  madeAt: instant(),
  note: text().nullable().named('remark'),
  on: day(),
  count: int(),
  digest: bytea().nullable(),
});

describe('a declared table', () => {
  it('is read by field names, with days as text, and qualified beside other tables', () => {
    expect(selectList(VISIT.without('digest'))).toBe(
      '"id", "made_at" as "madeAt", "remark" as "note", "on"::text as "on", "count"',
    );
    expect(selectList(VISIT.columns('count', 'madeAt'), 'visit')).toBe('visit."count", visit."made_at" as "madeAt"');
  });

  it('is written in sets, and a column may take its value from elsewhere', () => {
    const columns = [...VISIT.columns('id', 'on'), VISIT.column('note', ({ words }: { words: string }) => words)];
    expect(insertInto('visit', columns)).toBe(
      'insert into visit (id, on, remark) select unnest($1::uuid[]) as id, unnest($2::text[])::date as on, unnest($3::text[]) as remark',
    );
    const row = { id: '00000000-0000-7000-8000-000000000001', on: '2026-11-23', words: 'hello' };
    expect(valuesOf([row], columns)).toHaveLength(3);
  });

  it('refuses to write a set of a type that sets do not support', () => {
    expect(() => valuesOf([{ digest: Buffer.from('a') }], VISIT.columns('digest'))).toThrow('bytea');
  });
});

it('a statement about an empty set is not sent', async () => {
  const sql = new Statements(() => Promise.reject(new Error('sent')));
  expect([await sql.rowsOf('', [[]]), await sql.columnOf('', [[], 1])]).toEqual([[], []]);
  expect(await sql.mapOf('', [[]])).toEqual(new Map());
  await expect(sql.rowsOf('', [['id']])).rejects.toThrow('sent');
});
