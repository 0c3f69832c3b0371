import type { DataSource } from 'typeorm';
import { withoutPassword } from '../http/server.js';
import { StartRefusal } from '../input/refusal.js';
import { counted } from '../values/words.js';
import { close, dataSource, SILENT } from './data-source.js';
import { migrations } from './migrations.js';
import { LANES } from './pool.js';
import type { Sql } from './sql.js';

/**
 * An arbitrary number that other programs are unlikely to use. The lock lets nodes that start together migrate one
 * after the other.
 */
export const MIGRATION_LOCK = 7_301_982_346;

const HAS_MIGRATIONS = `select to_regclass('migration') is not null as found`;

const IN_WHICH_SCHEMA = `select nspname::text as tables, current_schema()::text as first
  from pg_class join pg_namespace on pg_namespace.oid = relnamespace where pg_class.oid = to_regclass('migration')`;

/** SQLSTATEs for missing rights. A role that may not use any schema has none to create tables in. */
const LACKS_RIGHTS = new Set(['42501', '3F000']);
const NOT_THE_OWNER =
  'The database lacks migrations, or grants to this role, and this role may not make them: run `npm run migrate` as ' +
  'the owner of the database, then grant (docs/install.md, "A lesser role").';

interface MigrateOptions {
  /** The role that the program runs as, if it is not the owner; it is granted what it needs. */
  readonly program?: string;
  /** The database's name for operators; by default its address, without the password. */
  readonly name?: string;
  /** Receives a line for each migration that was run, or one for all of an empty database, with the time it took. */
  readonly log?: (line: string) => void;
}

/**
 * Brings the schema of a database up to date. Safe on any number of nodes at once.
 * @param url of the owner's role
 * @returns how many migrations were missing
 * @throws StartRefusal if the role lacks rights, or the schema is from before the first release or of a newer version
 */
export async function migrate(
  url: string,
  { program, name = withoutPassword(url), log = () => undefined }: MigrateOptions = {},
): Promise<number> {
  return asMigrator(url, async (source) => {
    try {
      // A pooler in transaction mode would not release the lock of a start, and the next start would wait for it.
      if (program === undefined && hasAll(await hadOf(source))) return 0;
      // Held until the only connection of the source ends.
      await source.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
      const had = await hadOf(source);
      if (isFromBefore(had)) throw new StartRefusal(fromBefore(name));
      requireKnown(had);
      if (had.length > 0) await requireOneSchema(source);
      const made = await runMigrations(source, log);
      if (program !== undefined) await source.query('select grant_to_program($1)', [program]);
      return made;
    } catch (error) {
      throw LACKS_RIGHTS.has((error as { code?: string }).code ?? '') ? new StartRefusal(NOT_THE_OWNER) : error;
    }
  });
}

/**
 * Runs work on a single connection, which ends with it, without a time limit for statements.
 * @param url of the owner's role
 */
export async function asMigrator<T>(
  url: string,
  work: (source: DataSource) => Promise<T>,
  known = migrations,
): Promise<T> {
  const source = dataSource(url, LANES.migrations, {
    known,
    settings: { idleTimeoutMillis: 0, maxLifetimeSeconds: 0 },
  });
  try {
    await source.initialize();
    return await work(source);
  } finally {
    await close(source);
  }
}

/**
 * Runs the migrations that the database lacks, each in a transaction of its own.
 * @param log receives a line for each, with the time that it took; for an empty database, one line for all of them
 * @returns how many there were
 */
export async function runMigrations(
  source: DataSource,
  log: (line: string) => void = () => undefined,
): Promise<number> {
  const isEmpty = (await hadOf(source)).length === 0;
  const allBegunMs = performance.now();
  let begunMs = allBegunMs;
  const logSchemaBuild = (message: string) => {
    const [, name] = DONE.exec(message) ?? [];
    if (name === undefined || isEmpty) return;
    log(`Migration ${name} took ${msSince(begunMs)} ms`);
    begunMs = performance.now();
  };
  source.setOptions({ logger: { ...SILENT, logSchemaBuild } });
  const { length } = await source.runMigrations({ transaction: 'each' });
  if (isEmpty && length > 0)
    log(`The tables were created by ${counted(length, 'migration')} in ${msSince(allBegunMs)} ms`);
  return length;
}

/** What TypeORM says when a migration is done. */
const DONE = /^Migration (\S+) has been executed/;

const msSince = (begunMs: number) => Math.round(performance.now() - begunMs);

/** Returns the names of the migrations that the database has had, in order; empty if there were none. */
async function hadOf(source: DataSource): Promise<string[]> {
  const [table] = await source.query<{ found: boolean }[]>(HAS_MIGRATIONS);
  if (!table!.found) return [];
  const rows = await source.query<{ name: string }[]>('select name from migration order by timestamp, id');
  return rows.map(({ name }) => name);
}

/**
 * Checks that new tables would be made beside those that there are. TypeORM looks for its own in the first schema of the
 * search path alone, and would make all tables a second time, empty.
 * @throws StartRefusal if another schema comes first
 */
async function requireOneSchema(source: DataSource): Promise<void> {
  const [schemas] = await source.query<{ tables: string; first: string | null }[]>(IN_WHICH_SCHEMA);
  const { tables, first } = schemas!;
  if (first === tables) return;
  throw new StartRefusal(
    `The tables of Touchline are in the schema ${tables}, but new ones would be made in ${first}: let the search_path of DATABASE_URL, or of its role, begin with ${tables}.`,
  );
}

/**
 * Checks that a database has exactly the schema of this version.
 * @throws StartRefusal if it does not
 */
export async function requireMigrated(sql: Sql): Promise<void> {
  const table = await sql.query<{ found: boolean }>(HAS_MIGRATIONS);
  if (!table.rows[0]!.found) throw new StartRefusal('The database has no tables of Touchline: check its name.');
  const { rows } = await sql.query<{ name: string }>('select name from migration');
  const [had, known] = [rows.map(({ name }) => name), migrations.map(({ name }) => name)];
  if (known.some((name) => !had.includes(name)))
    throw new StartRefusal('The database lacks migrations of this version: start Touchline on it first.');
  requireKnown(had);
}

/**
 * Checks that no newer version has migrated the database: this one would write without what the newer schema keeps.
 * @throws StartRefusal if one has
 */
function requireKnown(had: readonly string[]): void {
  if (had.every((name) => migrations.some((known) => known.name === name))) return;
  throw new StartRefusal(
    'The database has migrations that this version does not know: use the version that runs on it.',
  );
}

/** Reports whether a database has had exactly the migrations of this version. */
const hasAll = (had: readonly string[]) =>
  had.length === migrations.length && migrations.every(({ name }) => had.includes(name));

/** Reports whether the first migration of a database is not the one with which the schema begins today. */
function isFromBefore([first]: readonly string[]): boolean {
  return first !== undefined && first !== migrations[0]!.name;
}

const fromBefore = (name: string) =>
  `The database ${name} was made before the first release, from which no way leads to this version; it is left as it is. ` +
  "Start with an empty database (DATABASE_URL), or with a new folder (DATA_DIR) for one of Touchline's own.";
