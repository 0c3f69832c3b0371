/** The tables whose rows are the history of leads, deals and accounts. */
const TABLES = [
  ...['lead', 'lead_words', 'assignment', 'clock', 'pause', 'touch', 'inquiry', 'milestone', 'milestone_entry'],
  ...['disposition', 'event', 'notification', 'account', 'account_contact', 'account_domain', 'deal', 'deal_standing'],
  ...['deal_touch', 'won_deal', 'contract', 'arr_step', 'arr_history', 'handoff', 'handoff_form', 'handoff_receiver'],
  ...['settlement', 'response', 'promise', 'reassignment', 'conclusion', 'achievement'],
];

/** Texts of which each copy has its own, as each person, company and record has. */
const KEYS = ['email_key', 'phone_key', 'company_key', 'click_key', 'external_id', 'name_key', 'domain'];
/** Instants at which something will happen by itself. They lie ahead for each copy as well. */
const AHEAD = ['due_at', 'next_at', 'opens_at', 'resumes_at'];

/** A session of the owner of the server. */
interface Owner {
  // biome-ignore lint/suspicious/noExplicitAny: rows of any query
  ask(statement: string, values?: readonly unknown[]): Promise<any[]>;
}

interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
}

const LEAVES = `select relid from unnest($1::regclass[]) as named (id), pg_partition_tree(id) where isleaf`;

/**
 * Multiplies what has happened in a database: each copy lies further back than the one before. A statement copies all
 * rows of a table, so hundreds of thousands of leads take seconds. Only the owner of the server may do this.
 */
export class ManyLeads {
  private since = '0';

  constructor(private readonly database: Owner) {}

  /** What happens from now on is what `copy` multiplies. */
  async begin(): Promise<void> {
    this.since = String((await this.database.ask('select txid_current() as id'))[0].id);
  }

  /** @param apartSeconds how much older each copy is than the one before; whole minutes */
  async copy(count: number, apartSeconds: number): Promise<void> {
    const columns: Column[] = await this.database.ask(
      `select relname as table, attname as name, format_type(atttypid, null) as type
         from pg_attribute join pg_class on pg_class.oid = attrelid
        where relnamespace = 'public'::regnamespace and relname = any ($1) and attnum > 0 and not attisdropped
          and attgenerated = '' and attidentity = ''
        order by relname, attnum`,
      [TABLES],
    );
    await this.database.ask(
      `select make_event_month(month::date)
         from generate_series(now() - interval '4 years', now(), interval '1 month') as month`,
    );
    // Indexes are built afterwards, in a third of the time.
    await this.database.ask(
      `update pg_index set indisready = false, indisvalid = false
        where indrelid in (${LEAVES}) and indexrelid in (select oid from pg_class where relkind = 'i')`,
      [TABLES],
    );
    const own = (table: string) => `select * from ${table} where xmin::text::bigint >= ${this.since}`;
    const withIds = columns
      .filter(({ name }) => name === 'id')
      .map(({ table }) => `select id from (${own(table)}) as own`);
    const copies = TABLES.map((table) => {
      const its = columns.filter((column) => column.table === table);
      // All of one copy together, as it would have come: some indexes rest on the order of time.
      return `insert into ${table} (${its.map(({ name }) => `"${name}"`).join(', ')})
        with examples as materialized (${own(table)})
        select ${its.map((column) => copiedValue(column, apartSeconds)).join(', ')}
          from generate_series(${count}, 1, -1) as n cross join lateral (select * from examples where n > 0) as own`;
    });
    await this.database.ask(`do $$ begin
      set local session_replication_role = replica;
      create temporary table copied on commit drop as ${withIds.join(' union all ')};
      ${copies.join(';\n')};
    end $$`);
    const tables = await this.database.ask(`select relid::regclass::text as name from (${LEAVES}) as leaf`, [TABLES]);
    for (const { name } of tables) await this.database.ask(`reindex table ${name}`);
  }
}

function copiedValue({ name, type }: Column, apart: number): string {
  const own = `own."${name}"`;
  if (type === 'uuid')
    return `case when ${own} in (select id from copied) then ${idOfCopy(own, apart)} else ${own} end`;
  if (type === 'timestamp with time zone')
    return `${own} ${AHEAD.includes(name) ? '+' : '-'} n * interval '${apart} seconds'`;
  if (name === 'received_minute') return `${own} - n * ${apart / 60}`;
  // Before all that the followers of feeds have seen, in the order of time.
  if (name === 'epoch') return '0';
  if (name === 'xid') return `(${own}::text::bigint + 100000000 - n * 1000)::text::xid8`;
  if (name === 'indexed') return 'true';
  return KEYS.includes(name) ? `${own} || '~' || n` : own;
}

/**
 * The id of a copy is as much older as the copy is, and the same wherever it is named. An expression, because Postgres
 * runs a function for each row.
 */
function idOfCopy(own: string, apart: number): string {
  const instant = `('x' || substr(${own}::text, 1, 8) || substr(${own}::text, 10, 4))::bit(48)::bigint`;
  const digest = `md5(${own}::text || n)`;
  return `(lpad(to_hex(${instant} - n::bigint * ${apart * 1_000}), 12, '0')
    || '7' || substr(${digest}, 1, 3) || '8' || substr(${digest}, 4, 15))::uuid`;
}
