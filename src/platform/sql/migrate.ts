import type pg from 'pg';
import type { Migration, Runner } from '../../../migrations/migration.js';
import { withoutPassword } from '../http/server.js';
import { StartRefusal } from '../input/refusal.js';
import { counted } from '../values/words.js';
import { migrations } from './migrations.js';
import { LANES, poolOf } from './pool.js';
import type { Sql } from './sql.js';

/**
 * An arbitrary number that other programs are unlikely to use. The lock lets nodes that start together migrate one
 * after the other.
 */
export const MIGRATION_LOCK = 7_301_982_346;

const HAS_MIGRATIONS = `select to_regclass('migration') is not null as found`;

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
  return asMigrator(url, async (runner) => {
    try {
      // A pooler in transaction mode would not release the lock of a start, and the next start would wait for it.
      if (program === undefined && hasAll(await hadOf(runner))) return 0;
      // Held until the connection ends, which is used for nothing else.
      await runner.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
      const had = await hadOf(runner);
      if (isFromBefore(had)) throw new StartRefusal(fromBefore(name));
      requireKnown(had);
      const made = await runMigrations(runner, migrations, log);
      if (program !== undefined) await runner.query('select grant_to_program($1)', [program]);
      return made;
    } catch (error) {
      throw LACKS_RIGHTS.has((error as { code?: string }).code ?? '') ? new StartRefusal(NOT_THE_OWNER) : error;
    }
  });
}

/** Runs work on a single connection without a time limit for statements. @param url of the owner's role */
export async function asMigrator<T>(url: string, work: (runner: Runner) => Promise<T>): Promise<T> {
  const pool = poolOf(url, LANES.migrations);
  try {
    const client = await pool.connect();
    try {
      return await work(runnerOn(client));
    } finally {
      client.release(true);
    }
  } finally {
    await pool.end();
  }
}

const runnerOn = (client: pg.PoolClient): Runner => ({
  query: async (text, values) => (await client.query(text, values as unknown[] | undefined)).rows,
});

type MigrationClass = new () => Migration;

/**
 * Runs the migrations that the database lacks, each in a transaction of its own.
 * @param log receives a line for each, with the time that it took; for an empty database, one line for all of them
 * @returns how many there were
 */
export async function runMigrations(
  runner: Runner,
  known: readonly MigrationClass[],
  log: (line: string) => void = () => undefined,
): Promise<number> {
  const had = await hadOf(runner);
  const lacking = known.filter(({ name }) => !had.includes(name));
  const isEmpty = had.length === 0;
  if (isEmpty) await runner.query(MIGRATION_TABLE);
  const allBegunMs = performance.now();
  for (const Lacking of lacking) {
    const begunMs = performance.now();
    await inTransaction(runner, async () => {
      await new Lacking().up(runner);
      await runner.query('insert into migration (timestamp, name) values ($1, $2)', [placeOf(Lacking), Lacking.name]);
    });
    if (!isEmpty) log(`Migration ${Lacking.name} took ${msSince(begunMs)} ms`);
  }
  if (isEmpty && lacking.length > 0)
    log(`The tables were created by ${counted(lacking.length, 'migration')} in ${msSince(allBegunMs)} ms`);
  return lacking.length;
}

const msSince = (begunMs: number) => Math.round(performance.now() - begunMs);

/** Reverts the migration that was run last. */
export async function undoLastMigration(runner: Runner): Promise<void> {
  const last = (await hadOf(runner)).at(-1);
  const Last = migrations.find(({ name }) => name === last)!;
  await inTransaction(runner, async () => {
    await new Last().down(runner);
    await runner.query('delete from migration where name = $1', [last]);
  });
}

const MIGRATION_TABLE = `
  create table if not exists migration (id serial primary key, timestamp bigint not null, name varchar not null)`;

const placeOf = ({ name }: MigrationClass) => /\d+$/.exec(name)![0];

/** Returns the names of the migrations that the database has had, in order; empty if there were none. */
async function hadOf(runner: Runner): Promise<string[]> {
  const [table] = await runner.query<{ found: boolean }>(HAS_MIGRATIONS);
  if (!table!.found) return [];
  const rows = await runner.query<{ name: string }>('select name from migration order by timestamp, id');
  return rows.map(({ name }) => name);
}

async function inTransaction(runner: Runner, work: () => Promise<void>): Promise<void> {
  await runner.query('begin');
  try {
    await work();
    await runner.query('commit');
  } catch (error) {
    await runner.query('rollback').catch(() => undefined);
    throw error;
  }
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
