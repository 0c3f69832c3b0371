import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { DECLARED } from '../support/declared-tables.js';
import { type FreshDatabase, freshDatabase } from '../support/postgres.js';

interface Described {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly isNullable: boolean;
  readonly default: string | null;
}

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

/** The columns of the tables that migrations make, with defaults without their casts. */
async function columnsThere(): Promise<Described[]> {
  const { rows } = await session.query<Described>(
    `select relname as table, attname as column, format_type(atttypid, null) as type, not attnotnull as "isNullable",
            case when attidentity <> '' then 'generated'
                 else regexp_replace(pg_get_expr(adbin, adrelid), '::[a-z]+(\\[\\])?$', '') end as default
       from pg_attribute
       join pg_class on pg_class.oid = attrelid
       left join pg_attrdef on adrelid = attrelid and adnum = attnum
      where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p') and not relispartition
        and attnum > 0 and not attisdropped and relname <> 'migration'`,
  );
  return rows;
}

async function columnsDeclared(): Promise<Described[]> {
  const { rows } = await session.query<Described>(
    `select "table", "column", format_type(type::regtype, null) as type, "isNullable", "default"
       from jsonb_to_recordset($1) as declared ("table" text, "column" text, type text, "isNullable" boolean, "default" text)`,
    [
      JSON.stringify(
        DECLARED.flatMap((table) =>
          Object.entries(table.fields).map(([field, { type, how }]) => ({
            table: table.name,
            column: table.nameOf(field),
            type,
            isNullable: how.isNullable === true,
            default: how.default ?? null,
          })),
        ),
      ),
    ],
  );
  return rows;
}

const inOrder = (columns: readonly Described[]) =>
  [...columns].sort((a, b) => (`${a.table}.${a.column}` < `${b.table}.${b.column}` ? -1 : 1));

describe('the declarations of tables', () => {
  it('say of each column what the migrated database says: its type, whether it may be null, and its default', async () => {
    const names = DECLARED.map(({ name }) => name);
    const there = (await columnsThere()).filter(({ table }) => names.includes(table));
    expect(inOrder(await columnsDeclared())).toEqual(inOrder(there));
  });

  it('are of every table, each once', async () => {
    const there = new Set((await columnsThere()).map(({ table }) => table));
    expect(DECLARED.map(({ name }) => name).sort()).toEqual([...there].sort());
  });
});
