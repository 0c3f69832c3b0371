import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import '../../src/app.module.js';
import { said } from '../../src/erasure/harmless.js';
import { DECLARED } from '../support/declared-tables.js';
import { type FreshDatabase, freshDatabase } from '../support/postgres.js';

/** Types of columns that cannot hold what a person reported. */
const CANNOT = [
  ...['uuid', 'timestamp with time zone', 'integer', 'smallint', 'bigint', 'boolean', 'double precision', 'numeric'],
  ...['xid8', '_uuid', '_timestamptz', '_int4'],
];

let database: FreshDatabase;
let session: pg.Client;
beforeAll(async () => {
  database = await freshDatabase();
  session = new pg.Client({ connectionString: database.url });
  await session.connect();
});
afterAll(async () => {
  await session.end();
  await database.drop();
});

async function columnsThatCould(): Promise<string[]> {
  const { rows } = await session.query<{ name: string }>(
    `select table_name || '.' || column_name as name
       from information_schema.columns
       join pg_class on relname = table_name and relnamespace = current_schema()::regnamespace
      where table_schema = current_schema() and relkind in ('r', 'p') and not relispartition
        and case data_type when 'ARRAY' then udt_name else data_type end <> all ($1)`,
    [CANNOT],
  );
  return rows.map(({ name }) => name).sort();
}

const isOfDeclared = (column: string) => DECLARED.some(({ name }) => column.startsWith(`${name}.`));

/** Undeclared columns, declarations of columns that do not exist, and contradictory declarations. */
async function unclear() {
  const { personal, harmless, declared } = said(DECLARED);
  const there = await columnsThatCould();
  return {
    undeclared: there.filter((column) => ![personal, harmless, declared].some((columns) => columns.has(column))),
    gone: [...personal].filter((column) => !there.includes(column)),
    both: [...personal].filter((column) => harmless.has(column)),
    neverErased: [...declared].filter((column) => !personal.has(column)),
    notDeclared: [...personal].filter((column) => isOfDeclared(column) && !declared.has(column)),
  };
}

describe('every column that could hold personal data', () => {
  it('is declared in its *.table.ts, and its erasure in personal-data.ts', async () => {
    expect((await columnsThatCould()).length).toBeGreaterThan(150);
    expect(await unclear()).toEqual({ undeclared: [], gone: [], both: [], neverErased: [], notDeclared: [] });
  });

  it('is reported as undeclared if it is new', async () => {
    await session.query('alter table touch add column mood text, add column tags text[], add column seen inet');
    await session.query('create table visit (id uuid primary key, told jsonb)');
    expect((await unclear()).undeclared).toEqual(['touch.mood', 'touch.seen', 'touch.tags', 'visit.told']);
  });
});
