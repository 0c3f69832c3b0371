// Prepares a run of the tests without a database, which needs no Postgres.
import { beginRun, discard } from './run-folder.mjs';

export default async function rulesSetup() {
  const { folder } = await beginRun();
  process.once('exit', () => discard(folder));
}
