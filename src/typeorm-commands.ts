import type { DataSource } from 'typeorm';
import { StartRefusal } from './platform/input/refusal.js';
import { readEnvironment } from './platform/running/environment.js';
import { dataSource } from './platform/sql/data-source.js';
import { LANES } from './platform/sql/pool.js';

/**
 * Describes the environment's database to the commands of TypeORM, which open it themselves.
 * @throws StartRefusal if the environment names none: the program's own runs only while the program does
 */
export function sourceOfEnvironment(): DataSource {
  const { databaseUrl } = readEnvironment();
  if (databaseUrl === undefined) throw new StartRefusal('DATABASE_URL must name the database.');
  return dataSource(databaseUrl, LANES.migrations).setOptions({ logger: 'simple-console' });
}
