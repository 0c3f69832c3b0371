import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dataSource, LANES } from './data-source.js';
import { migrations } from './migrations.js';
import { StartRefusal } from './refusal.js';
import { withoutPassword } from './server.js';
import type { Sql } from './sql.js';

/** Any number that no other program takes by chance; nodes that start together migrate one after the other. */
export const MIGRATION_LOCK = 7_301_982_346;

const LACKS_RIGHTS = '42501';
const NOT_THE_OWNER =
  'The database lacks migrations, and this role may not make them: run `npm run migrate` as the owner of the ' +
  'database, then grant (docs/install.md, "A lesser role").';

export interface MigrateOptions {
  /** The role that the program works as, when it is not the owner: it is granted what it needs. */
  readonly program?: string;
  /** How operators know the database; its address, without the password, when nothing is said. */
  readonly name?: string;
  /** Takes a line for each migration that was run, with the time that it took. */
  readonly log?: (line: string) => void;
}

/**
 * Brings the schema of a database up to date. Safe on any number of nodes at once.
 * @param url the owner's
 * @returns how many migrations it lacked
 * @throws StartRefusal when the role may not change the schema, or the schema is from before the first release
 */
export async function migrate(
  url: string,
  { program, name = withoutPassword(url), log = () => undefined }: MigrateOptions = {},
): Promise<number> {
  const source = await dataSource(url, [], LANES.migrations).initialize();
  try {
    const runner = source.createQueryRunner();
    await runner.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    try {
      if (await isFromBefore(runner)) throw new StartRefusal(fromBefore(name));
      for (const migration of source.migrations) tellTime(migration, log);
      const made = await source.runMigrations({ transaction: 'each' }).catch((error: unknown) => {
        throw (error as { code?: string }).code === LACKS_RIGHTS ? new StartRefusal(NOT_THE_OWNER) : error;
      });
      if (program !== undefined) await runner.query('select grant_to_program($1)', [program]);
      return made.length;
    } finally {
      await runner.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
      await runner.release();
    }
  } finally {
    await source.destroy();
  }
}

/** Has a migration say how long it took. TypeORM tells of them all at the end, and of no time. */
function tellTime(migration: MigrationInterface, log: (line: string) => void): void {
  const up = migration.up.bind(migration);
  migration.up = async (runner) => {
    const begunMs = performance.now();
    await up(runner);
    log(`Migration ${migration.constructor.name} took ${Math.round(performance.now() - begunMs)} ms`);
  };
}

/**
 * Makes sure that a database has the schema of this version, and no other.
 * @throws StartRefusal when it does not
 */
export async function requireMigrated(sql: Sql): Promise<void> {
  const table = await sql.query<{ found: boolean }>(`select to_regclass('migration') is not null as found`);
  if (!table.rows[0]!.found) throw new StartRefusal('The database holds nothing of Touchline: look at its name.');
  const { rows } = await sql.query<{ name: string }>('select name from migration');
  const [had, known] = [rows.map(({ name }) => name), migrations.map(({ name }) => name)];
  if (known.some((name) => !had.includes(name)))
    throw new StartRefusal('The database lacks migrations of this version: start Touchline on it first.');
  if (had.some((name) => !known.includes(name)))
    throw new StartRefusal(
      'The database has migrations that this version does not know: use the version that runs on it.',
    );
}

/** Whether the first migration that the database has had is not the one with which the schema begins today. */
async function isFromBefore(runner: QueryRunner): Promise<boolean> {
  const [{ found }] = await runner.query(`select to_regclass('migration') is not null as found`);
  if (!found) return false;
  const [first] = await runner.query('select name from migration order by timestamp limit 1');
  return first !== undefined && first.name !== migrations[0]!.name;
}

const fromBefore = (name: string) =>
  `The database ${name} was made before the first release, from which no way leads to this version; it is left as it is. ` +
  "Start with an empty database (DATABASE_URL), or with a new folder (DATA_DIR) for one of Touchline's own.";
