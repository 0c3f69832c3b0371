import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { binariesIn, findPostgresBinaries } from '../../src/embedded-postgres/binaries.js';
import { makeDataFolder } from '../../src/embedded-postgres/data-folder.js';
import { OURS, ownerOf, postgresLauncher } from '../../src/embedded-postgres/launcher.js';
import { launchPostgres, newPassword } from '../../src/embedded-postgres/process.js';
import { DATABASE, OWNER_ROLE } from '../../src/embedded-postgres/roles.js';
import { makeSocketFolder, removeSocketFolder, socketUrl } from '../../src/embedded-postgres/socket.js';
import { answers } from '../support/postgres-owner.js';

const isRoot = process.getuid?.() === 0;
const linux = process.platform === 'linux';

/** A folder that only this user may enter, as the home of root. */
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(process.env.TEST_FOLDER!, 'private-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Returns a copy of the package as npm installs it without install scripts: without links. */
function installedPackage(): string {
  const source = dirname(dirname(dirname(findPostgresBinaries().initdb)));
  const copy = join(folder, 'package');
  if (spawnSync('cp', ['-a', source, copy]).status !== 0) throw new Error('cp fails');
  const libraries = join(copy, 'native', 'lib');
  for (const entry of readdirSync(libraries, { withFileTypes: true })) {
    if (entry.isSymbolicLink()) rmSync(join(libraries, entry.name));
  }
  return copy;
}

function capabilitiesOf(pid: number): string | undefined {
  return /^CapEff:\s+0*([0-9a-f]+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
}

describe('Postgres as npm installs it', () => {
  it('runs from below a private folder, with the library links that were missing', async () => {
    const binaries = binariesIn(installedPackage());
    const dataFolder = join(folder, 'postgres');
    const launcher = postgresLauncher(binaries, folder, ownerOf(dataFolder));
    const socketFolder = makeSocketFolder(folder, launcher);
    const files = { binaries, launcher, dataFolder, logFile: join(folder, 'postgres.log'), socketFolder };
    const password = newPassword();
    await makeDataFolder(files, password);
    const postgres = await launchPostgres(files, {});
    try {
      const url = socketUrl(socketFolder, { role: OWNER_ROLE, password, database: DATABASE });
      expect(await answers(url)).toBe(true);
      expect(statSync(dataFolder).uid).toBe(isRoot ? OURS.uid : process.getuid?.());
      // DAC_OVERRIDE is bit 1.
      if (linux) expect(capabilitiesOf(postgres.pid)).toBe(isRoot ? '2' : '0');
    } finally {
      await postgres.stop();
      removeSocketFolder(folder);
    }
  });

  (isRoot && linux ? it : it.skip)('gets no capability if it needs none', () => {
    const open = mkdtempSync(join(process.env.TEST_FOLDER!, 'open-'));
    mkdirSync(join(open, 'data'));
    spawnSync('chmod', ['-R', '755', open]);
    const binaries = findPostgresBinaries();
    const stripped = spawnSync('setpriv', [`--reuid=${OURS.uid}`, '--clear-groups', 'test', '-x', binaries.postgres]);
    if (stripped.status !== 0) {
      console.warn('Not tried: nobody else may read this project (a parent folder is private).');
      return;
    }
    const launcher = postgresLauncher(binaries, join(open, 'data'), OURS);
    const child = launcher.spawn('grep', ['CapEff', '/proc/self/status'], ['ignore', 'pipe', 'inherit']);
    return new Promise<void>((resolve) => {
      child.stdout!.once('data', (line) => {
        expect(String(line).trim()).toMatch(/^CapEff:\s+0+$/);
        resolve();
      });
    });
  });
});
