import pg from 'pg';

const USED_TABLES = `select relname as name, pg_relation_size(oid)::int as bytes from pg_class
  where relkind = 'r' and relnamespace = 'public'::regnamespace and pg_relation_size(oid) > 0`;

const USED_SEQUENCES = `select sequencename as name, start_value::text as first, last_value::text as last
  from pg_sequences where last_value is not null and schemaname = 'public'`;

/** Deleted rows stay in a table, and each scan reads them, until it is vacuumed: a larger table is. */
const TABLE_BYTES_MAX = 1024 ** 2;

/** For the database that tests copy: counts changes of definitions. */
export const COUNT_DEFINITIONS = `
  create schema test;
  create sequence test.definition_changes;
  create function test.count_definition() returns event_trigger language plpgsql security definer
    as $$ begin perform nextval('test.definition_changes'); end $$;
  create event trigger definition_changes on ddl_command_end execute function test.count_definition();`;

/** What is defined in the database: the same after a test has mended what it had changed. */
const DEFINITIONS = `with defined as (
    select oid, concat_ws(' ', relname, relkind, relacl) as content
      from pg_class where relnamespace = 'public'::regnamespace
    union all select attrelid, concat_ws(' ', attnum, attname, atttypid, attnotnull, attisdropped)
      from pg_attribute join pg_class on pg_class.oid = attrelid where relnamespace = 'public'::regnamespace
    union all select oid, tgenabled::text from pg_trigger
    union all select oid, convalidated::text from pg_constraint
    union all select oid, adbin::text from pg_attrdef
    union all select oid, prosrc from pg_proc where pronamespace = 'public'::regnamespace
  )
  select md5(string_agg(concat_ws(' ', oid, content), ',' order by oid, content)) as hash from defined`;

interface Definitions {
  readonly changes: string;
  readonly hash: string;
}

interface Rows {
  readonly table: string;
  readonly columns: string;
  readonly rows: string;
}

/** The content of a database at some time, to which it can be reset. */
export class RememberedRows {
  private constructor(
    private readonly owner: pg.Pool,
    private readonly lockWithinMs: number,
    private readonly tables: readonly Rows[],
    private readonly sequences: ReadonlyMap<string, string>,
    private readonly definitions: Definitions,
  ) {}

  /** @param owner sessions of the owner of the database. @param lockWithinMs how long a reset may wait for a lock */
  static async of(owner: pg.Pool, lockWithinMs: number): Promise<RememberedRows> {
    const { rows: used } = await owner.query<{ name: string }>(USED_TABLES);
    const tables = [];
    for (const { name } of used) {
      const { columns, rows } = await readTable(owner, pg.escapeIdentifier(name));
      if (rows !== '[]') tables.push({ table: pg.escapeIdentifier(name), columns, rows });
    }
    const { rows: sequences } = await owner.query(USED_SEQUENCES);
    const last = new Map(sequences.map(({ name, last }) => [name, last]));
    return new RememberedRows(owner, lockWithinMs, tables, last, {
      changes: await countChanges(owner),
      hash: await readHash(owner),
    });
  }

  /**
   * Reports whether tables and functions are defined as they were, so that rows are all there is to reset. Nearly all
   * tests change no definition: the count says so in 0.2 ms, where the hash takes 7. The hash says whether a test has
   * mended what it changed, which the count cannot.
   */
  async isDefinedAsBefore(): Promise<boolean> {
    if ((await countChanges(this.owner)) === this.definitions.changes) return true;
    return (await readHash(this.owner)) === this.definitions.hash;
  }

  /**
   * Writes the remembered rows in place of the present ones.
   * @param session runs statements in another session than those of the checks: the replication role makes a session
   * forget its plans
   */
  async restore(session: (text: string) => Promise<unknown>): Promise<void> {
    const { rows: used } = await this.owner.query<{ name: string; bytes: number }>(USED_TABLES);
    const { rows: sequences } = await this.owner.query(USED_SEQUENCES);
    const clear = [
      ...used.map(({ name }) => `delete from only ${pg.escapeIdentifier(name)}`),
      ...sequences.map(({ name, first }) => {
        const last = this.sequences.get(name);
        return `select setval('${pg.escapeIdentifier(name)}', ${last ?? first}, ${last !== undefined})`;
      }),
    ];
    const fill = this.tables.map(
      ({ table, columns, rows }) =>
        `insert into ${table} (${columns}) overriding system value
         select ${columns} from json_populate_recordset(null::${table}, ${pg.escapeLiteral(rows)})`,
    );
    const large = used.filter(({ bytes }) => bytes > TABLE_BYTES_MAX).map(({ name }) => pg.escapeIdentifier(name));
    if (large.length === 0) return this.write([...clear, ...fill], session);
    await this.write(clear, session);
    await this.owner.query(`vacuum ${large.join(', ')}`);
    await this.write(fill, session);
  }

  private async write(statements: readonly string[], session: (text: string) => Promise<unknown>): Promise<void> {
    await session(
      [
        'begin',
        `set local lock_timeout = ${this.lockWithinMs}`,
        // Disables triggers: foreign keys would require an order, and the ledger refuses deletions.
        'set local session_replication_role = replica',
        ...statements,
        'commit',
      ].join(';\n'),
    );
  }
}

async function readTable(owner: pg.Pool, table: string): Promise<{ readonly rows: string; readonly columns: string }> {
  const { rows } = await owner.query(
    `select (select coalesce(json_agg(t), '[]')::text from only ${table} t) as rows,
        (select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
          where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '') as columns`,
    [table],
  );
  return rows[0];
}

async function countChanges(owner: pg.Pool): Promise<string> {
  return (await owner.query('select last_value from test.definition_changes')).rows[0].last_value;
}

async function readHash(owner: pg.Pool): Promise<string> {
  return (await owner.query(DEFINITIONS)).rows[0].hash;
}
