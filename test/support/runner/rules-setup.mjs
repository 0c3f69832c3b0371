// The rules alone need no Postgres.
import { beginRun, discard } from './run-folder.mjs';

export default async function rulesSetup() {
  const { folder } = await beginRun();
  process.once('exit', () => discard(folder));
}
