import { StartRefusal } from './configuration.js';
import { dataSource, LANES } from './data-source.js';

/** Any number that no other program takes by chance; nodes that start together migrate one after the other. */
const MIGRATION_LOCK = 7_301_982_346;

const LACKS_RIGHTS = '42501';
const NOT_THE_OWNER =
  'The database lacks migrations, and this role may not make them: start once as the owner of the database, ' +
  'then grant (docs/operations.md, "Yours").';

/**
 * Brings the schema of a database up to date. Safe on any number of nodes at once.
 * @param url the owner's
 * @param program the role that the program works as, when it is not the owner: it is granted what it needs
 * @throws StartRefusal when the role may not change the schema
 */
export async function migrate(url: string, program?: string): Promise<void> {
  const source = await dataSource(url, [], LANES.migrations).initialize();
  try {
    const runner = source.createQueryRunner();
    await runner.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    try {
      await source.runMigrations({ transaction: 'each' }).catch((error: unknown) => {
        throw (error as { code?: string }).code === LACKS_RIGHTS ? new StartRefusal(NOT_THE_OWNER) : error;
      });
      if (program !== undefined) await runner.query('select grant_to_program($1)', [program]);
    } finally {
      await runner.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
      await runner.release();
    }
  } finally {
    await source.destroy();
  }
}
