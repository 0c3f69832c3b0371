// Imports the satellites, which register their verified subjects and invariants.
import './app.module.js';
import { onDatabaseOf } from './embedded-postgres/embedded-postgres.js';
import { reasonOf, withoutPassword } from './platform/http/server.js';
import { requireNoOptions, StartRefusal } from './platform/input/refusal.js';
import { readEnvironment } from './platform/running/environment.js';
import { requireMigrated } from './platform/sql/migrate.js';
import { Snapshots } from './platform/sql/snapshots.js';
import { ignoreClosedOutput, say } from './platform/values/text.js';
import { conclusionOf } from './verification/judging.js';
import { Verification } from './verification/verification.service.js';

const WELL = 0;
const DIFFERS = 1;
const NOT_VERIFIED = 2;

/**
 * Compares the database of the environment with its own ledger, and names every row that differs.
 * @param given the arguments after `npm run verify --`
 * @returns the exit code
 */
export async function main(given: readonly string[]): Promise<number> {
  ignoreClosedOutput();
  try {
    requireNoOptions(given);
    const { databaseUrl, dataDir } = readEnvironment();
    return await (databaseUrl === undefined ? onDatabaseOf(dataDir, verify) : verify(databaseUrl));
  } catch (error) {
    const { message, stack, code } = error as NodeJS.ErrnoException;
    // An error with a code comes from the database or the system.
    const isTheirs = error instanceof StartRefusal || code !== undefined;
    process.stderr.write(`Not verified: ${isTheirs ? message : stack}\n`);
    return NOT_VERIFIED;
  }
}

async function verify(url: string): Promise<number> {
  const startedMs = performance.now();
  const snapshots = await Snapshots.open(url).catch((error: unknown) => {
    throw new StartRefusal(`The database at ${withoutPassword(url)} cannot be used (${reasonOf(error as Error)}).`);
  });
  try {
    await snapshots.at(requireMigrated);
    const summary = await new Verification(snapshots).run(({ row, fault }) => say(`${row}: ${fault}`));
    for (const line of conclusionOf(summary, performance.now() - startedMs)) say(line);
    return summary.differences === 0 ? WELL : DIFFERS;
  } finally {
    await snapshots.close();
  }
}
