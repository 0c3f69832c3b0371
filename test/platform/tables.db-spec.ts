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
  readonly isKey: boolean;
}

/** The tables without a declaration. */
const NOT_DECLARED = [
  // Fact tables, whose columns follow their dimensions and are packed by the same names.
  ...['achievement', 'conclusion', 'packed_column', 'packed_day', 'promise', 'reassignment', 'report_key', 'response'],
  // Tables whose rows are never read or written as a whole: a few statements name the columns they need.
  ...[
    'breach_move_tally',
    'bulk_lead',
    'channel_secret',
    'configuration_revision',
    'crm_connection_auth',
    'crm_connection_secret',
    'inbound_secret',
    'inbound_token',
    'crm_request',
    'crm_told',
    'crm_told_fact',
    'daily_summary',
    'enforcement_hold',
    'failing_tool',
    'feed_consumer',
    'feed_epoch',
    'feedback_credentials',
    'feedback_push',
    'feedback_request',
    'handoff_kind_form',
    'hours_change',
    'idempotent_answer',
    'job',
    'message_pace',
    'message_way',
    'news_of_act',
    'notification_settings',
    'record_connector_auth',
    'renewal_look',
    'rep_load',
    'rep_ref',
    'replanning',
    'contact_rereading',
    'resource_version',
    'routing_plan',
    'routing_rulebook',
    'routing_snapshot',
    'signing_key',
    'source_spelling',
    'source_tally',
    'suppression_digest',
    'team_member',
    'touch_rhythm',
    'used_link',
    'webhook_secret',
  ],
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

/** Returns the columns that the migrations make, with their defaults without casts. */
async function columnsThere(): Promise<Described[]> {
  const { rows } = await session.query<Described>(
    `select relname as table, attname as column, format_type(atttypid, null) as type, not attnotnull as "isNullable",
            case when attidentity <> '' then 'generated'
                 else regexp_replace(pg_get_expr(adbin, adrelid), '::[a-z]+(\\[\\])?$', '') end as default,
            exists (select from pg_index where indrelid = attrelid and indisprimary and attnum = any (indkey)) as "isKey"
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
    `select "table", "column", format_type(type::regtype, null) as type, "isNullable", "default", "isKey"
       from jsonb_to_recordset($1)
         as declared ("table" text, "column" text, type text, "isNullable" boolean, "default" text, "isKey" boolean)`,
    [
      JSON.stringify(
        DECLARED.flatMap((table) =>
          Object.entries(table.fields).map(([field, { type, how }]) => ({
            table: table.name,
            column: table.nameOf(field),
            type,
            isNullable: how.isNullable === true,
            default: how.default ?? null,
            isKey: how.isKey === true,
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
  it('match the migrated database in type, nullability, default and key of each column', async () => {
    const names = DECLARED.map(({ name }) => name);
    const there = (await columnsThere()).filter(({ table }) => names.includes(table));
    expect(inOrder(await columnsDeclared())).toEqual(inOrder(there));
  });

  it('cover every table that is not listed here, each once', async () => {
    const there = new Set((await columnsThere()).map(({ table }) => table));
    expect([...DECLARED.map(({ name }) => name), ...NOT_DECLARED].sort()).toEqual([...there].sort());
  });
});
