import type pg from 'pg';
import { DataSource, type EntitySchema, type Logger, QueryFailedError, type QueryRunner } from 'typeorm';
import { migrations } from './migrations.js';
import { type Limits, Pool, poolSettings } from './pool.js';

/** Nothing is logged: statements have parameters, which are personal data. */
export const SILENT: Logger = {
  logQuery: () => undefined,
  logQueryError: () => undefined,
  logQuerySlow: () => undefined,
  logSchemaBuild: () => undefined,
  logMigration: () => undefined,
  log: () => undefined,
};

interface SourceParts {
  /** Only one of the sources of a program needs them: building their metadata takes a millisecond each. */
  readonly entities?: readonly EntitySchema[];
  readonly known?: typeof migrations;
  readonly settings?: pg.PoolConfig;
}

/** Describes a database to TypeORM, which then opens a pool of connections to it, as `limits` says. */
export function dataSource(
  url: string,
  limits: Limits,
  { entities = [], known = migrations, settings = {} }: SourceParts = {},
): DataSource {
  const source = new DataSource({
    type: 'postgres',
    // By itself TypeORM would load another copy of the driver than the bundle has, and its native variant if there is one.
    driver: { Pool },
    extra: { ...poolSettings(url, limits), ...settings },
    poolErrorHandler: () => undefined,
    installExtensions: false,
    entities: [...entities],
    migrations: [...known],
    migrationsTableName: 'migration',
    logger: SILENT,
  });
  const { driver } = source;
  const createRunner = driver.createQueryRunner.bind(driver);
  driver.createQueryRunner = (mode) => withErrorsOfDriver(createRunner(mode));
  return source;
}

/**
 * Lets a runner fail with the errors of the driver. TypeORM wraps them in errors of its own, which hold the parameters
 * of the statement, and so personal data, and have no message of ours.
 */
function withErrorsOfDriver(runner: QueryRunner): QueryRunner {
  const query = runner.query.bind(runner) as (...given: unknown[]) => Promise<unknown>;
  const unwrapped = (...given: unknown[]) =>
    query(...given).catch((error: unknown) => {
      throw error instanceof QueryFailedError ? error.driverError : error;
    });
  return Object.assign(runner, { query: unwrapped });
}

/** Ends a source, whether it has been opened or has failed to. */
export async function close(source: DataSource): Promise<void> {
  // Releases the connections that TypeORM keeps after a failure, for which the pool alone would wait for ever.
  if (source.isInitialized) await source.destroy();
  else if (poolOf(source) !== undefined) await source.driver.disconnect();
}

/** The pool that a source has opened, if it has. */
export function poolOf(source: DataSource): pg.Pool | undefined {
  return (source.driver as unknown as { readonly master?: pg.Pool }).master;
}
