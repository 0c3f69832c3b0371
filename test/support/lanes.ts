import { dataSource } from '../../src/platform/sql/data-source.js';
import { Lane } from '../../src/platform/sql/lane.js';
import { asMigrator } from '../../src/platform/sql/migrate.js';
import type { Limits } from '../../src/platform/sql/pool.js';

/** Opens a lane of its own to a database, with one connection. */
export async function laneTo<L extends Lane = Lane>(
  url: string,
  limits: Limits,
  Kind: new (...parts: ConstructorParameters<typeof Lane>) => L = Lane as never,
): Promise<L> {
  return new Kind(await dataSource(url, limits).initialize());
}

/** Reverts the migration that was run last. */
export async function undoLastMigration(url: string): Promise<void> {
  await asMigrator(url, (source) => source.undoLastMigration({ transaction: 'each' }));
}
