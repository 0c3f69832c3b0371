// The beginning of every test run: the build, and a folder that is removed with everything that tests leave in it.
import { chmodSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildTests } from '../../../scripts/build-tests.mjs';

const MEMORY_DISK = '/dev/shm';
const MEMORY_DISK_FREE_MIN_BYTES = 1024 ** 3;
const NAME = 'touchline-test';

/**
 * @returns {Promise<{ folder: string, load: (path: string) => Promise<any> }>} the folder, and a function that imports
 * a module of the build's `src`
 */
export async function beginRun() {
  const { program, tests } = await buildTests();
  const load = (path) => import(pathToFileURL(join(program, 'src', path)).href);
  const { identityOf } = await load('embedded-postgres/process.js');
  removeAbandoned(identityOf);
  const folder = mkdtempSync(join(placeForData(), `${NAME}-${process.pid}-`));
  // Tests run programs as other users, who have to enter it.
  chmodSync(folder, 0o711);
  // For the workers, which are processes that start later.
  process.env.TEST_BUILD_FOLDER = program;
  process.env.TEST_BUILD_TESTS = tests;
  process.env.TEST_FOLDER = folder;
  return { folder, load };
}

export function discard(folder) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 50 });
}

function placeForData() {
  try {
    const { bavail, bsize } = statfsSync(MEMORY_DISK);
    if (bavail * bsize >= MEMORY_DISK_FREE_MIN_BYTES) return MEMORY_DISK;
  } catch {}
  return tmpdir();
}

/** Removes the folders of killed runs. */
function removeAbandoned(identityOf) {
  for (const place of new Set([MEMORY_DISK, tmpdir()])) {
    let names = [];
    try {
      names = readdirSync(place);
    } catch {}
    for (const name of names) {
      const pid = new RegExp(`^${NAME}-(\\d+)-`).exec(name)?.[1];
      if (pid === undefined || identityOf(Number(pid))) continue;
      try {
        rmSync(join(place, name), { recursive: true, force: true });
      } catch {
        // Belongs to another user, whose next run removes it.
      }
    }
  }
}
