import { onDatabaseOf } from './embedded-postgres/embedded-postgres.js';
import { requireUsable } from './platform/http/server.js';
import { requireNoOptions, StartRefusal } from './platform/input/refusal.js';
import { readEnvironment } from './platform/running/environment.js';
import { migrate } from './platform/sql/migrate.js';
import { ignoreClosedOutput, say } from './platform/values/text.js';

const MIGRATED = 0;
const NOT_MIGRATED = 1;

/**
 * Migrates the schema of the environment's database, and prints what was done.
 * @param given the arguments after `npm run migrate --`
 * @returns the exit code
 */
export async function main(given: readonly string[]): Promise<number> {
  ignoreClosedOutput();
  try {
    requireNoOptions(given);
    const { databaseUrl, dataDir } = readEnvironment();
    const made = await (databaseUrl === undefined ? migrateEmbedded(dataDir) : migrateAt(databaseUrl));
    say(conclusionOf(made));
    return MIGRATED;
  } catch (error) {
    const { message, stack } = error as Error;
    process.stderr.write(`Not migrated: ${error instanceof StartRefusal ? message : stack}\n`);
    return NOT_MIGRATED;
  }
}

async function migrateAt(url: string): Promise<number> {
  await requireUsable(url);
  return migrate(url, { log: say });
}

function migrateEmbedded(dataDir: string): Promise<number> {
  return onDatabaseOf(dataDir, (ownerUrl, program) => migrate(ownerUrl, { program, name: `in ${dataDir}`, log: say }));
}

function conclusionOf(made: number): string {
  if (made === 0) return 'The schema is up to date: there was nothing to do.';
  return `The schema is up to date: ${made === 1 ? '1 migration was' : `${made} migrations were`} run.`;
}
