import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type FreshDatabase, freshDatabase } from './support/postgres.js';
import { programFile } from './support/program.js';

const PROGRAM = [process.execPath, await programFile()] as const;
const KEY = /^tl_[A-Za-z0-9_-]{43}$/;
const hasScript = spawnSync('script', ['--version']).stdout?.includes('util-linux') ?? false;

let database: FreshDatabase;
let folder: string;
beforeEach(async () => {
  database = await freshDatabase();
  folder = mkdtempSync(join(process.env.TEST_FOLDER!, 'first-start-'));
});
afterEach(() => database.drop());

/** Starts the program, and stops it as soon as it listens. @returns its output and exit code */
async function start(dataDir: string, { port = '0', terminal = false } = {}): Promise<{ said: string; code: number }> {
  const [command, ...args] = terminal ? ['script', '-qefc', `exec ${PROGRAM.join(' ')}`, '/dev/null'] : PROGRAM;
  const child = spawn(command!, args, {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { PATH: process.env.PATH, DATABASE_URL: database.url, DATA_DIR: dataDir, PORT: port, LOG_LEVEL: 'fatal' },
  });
  const ended = new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? -1)));
  const said: string[] = [];
  for await (const line of createInterface(child.stdout!)) {
    said.push(line);
    if (line.startsWith('In a browser')) child.kill('SIGTERM');
  }
  return { said: said.join('\n'), code: await ended };
}

it('a start that gets too few connections ends with one line, which says how many it needs', async () => {
  const name = new URL(database.url).pathname.slice(1);
  // The session that sets the limit stays open, and takes one of the two.
  await database.ask(`alter database ${name} connection limit 2`);
  const { status, stderr } = spawnSync(PROGRAM[0], [PROGRAM[1]], {
    env: { PATH: process.env.PATH, DATABASE_URL: database.programUrl, DATA_DIR: folder, PORT: '0' },
    encoding: 'utf8',
  });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^Touchline: The database at \S+ cannot be used \(too many .*\): .* 20 connections .*\n$/);
});

const keyIn = (dataDir: string) => readFileSync(join(dataDir, 'admin-key'), 'utf8').trim();

describe('the first admin key', () => {
  it('is stored in a file, and the output names only that file', async () => {
    const dataDir = join(folder, 'data');
    const { said, code } = await start(dataDir);
    expect(code).toBe(0);
    expect(said).toContain(`Admin key: in ${join(dataDir, 'admin-key')}`);
    expect(keyIn(dataDir)).toMatch(KEY);
    expect(said).not.toContain(keyIn(dataDir));
    expect(statSync(join(dataDir, 'admin-key')).mode & 0o777).toBe(0o600);
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
  });

  (hasScript ? it : it.skip)('is shown at a terminal', async () => {
    const { said } = await start(folder, { terminal: true });
    expect(said).toContain(
      `Admin key, shown only this once and kept in ${join(folder, 'admin-key')}: ${keyIn(folder)}`,
    );
  });

  it('that cannot be stored is shown nevertheless', async () => {
    writeFileSync(join(folder, 'file'), '');
    const { said } = await start(join(folder, 'file', 'data'));
    expect(said).toMatch(/^Admin key, shown only this once and kept nowhere \(.*\): \S{20,}$/m);
  });

  it('is not lost when the port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { code } = await start(folder, { port: String((server.address() as { port: number }).port) });
    server.close();
    expect(code).toBe(1);
    expect(keyIn(folder)).toMatch(KEY);
  });

  it('replaces a link and a file that others may read, and writes through neither', async () => {
    const elsewhere = join(folder, 'elsewhere');
    writeFileSync(elsewhere, 'theirs');
    chmodSync(elsewhere, 0o644);
    symlinkSync(elsewhere, join(folder, 'admin-key'));
    await start(folder);
    expect(readFileSync(elsewhere, 'utf8')).toBe('theirs');
    expect(keyIn(folder)).toMatch(KEY);
    expect(statSync(join(folder, 'admin-key')).mode & 0o777).toBe(0o600);
  });
});
