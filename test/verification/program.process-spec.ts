import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Client } from '../support/client.js';
import { RunningNode } from '../support/node.js';
import { type FreshDatabase, freshDatabase } from '../support/postgres.js';

/** Runs `npm run verify` as npm does. @returns its exit code and output */
async function verify(environment: Readonly<Record<string, string>>, args: readonly string[] = []) {
  const child = spawn(process.execPath, ['scripts/verify.mjs', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, DATA_DIR: join(process.env.TEST_FOLDER!, 'none'), ...environment },
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk) => (said.out += chunk));
  child.stderr.on('data', (chunk) => (said.err += chunk));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, ...said };
}

async function twoLeads(node: Client): Promise<void> {
  const rep = await node.must('POST', '/v1/reps', { name: 'Ann', email: 'ann@example.com' });
  for (let made = 0; made < 2; made += 1)
    await node.must('POST', '/v1/leads', { source: 'web', owner: { repId: rep.id } });
}

const WELL = /^Compared \d+ subjects by \d+ events, in 1 slice, in \d+ seconds?\.\nNothing differs\.\n$/;

describe('npm run verify on a database of the operator', () => {
  let database: FreshDatabase;
  beforeEach(async () => {
    database = await freshDatabase();
    const app = await TestApplication.start(undefined, { database });
    await twoLeads(app);
    await app.application.close();
  });
  afterEach(() => database.drop());

  it('ends with 0 if all is well, and with 1 and a line for each row that differs', async () => {
    const well = await verify({ DATABASE_URL: database.url });
    expect(well).toEqual({ code: 0, out: expect.stringMatching(WELL), err: '' });
    await database.ask('update lead set cycle = 2');
    const { code, out } = await verify({ DATABASE_URL: database.url });
    expect(code).toBe(1);
    expect(out.match(/^lead \S+: cycle is 2, the ledger says 1$/gm)).toHaveLength(2);
    expect(out).toMatch(/^2 differences, named above\.$/m);
  });

  it('ends with 2 and one line if it could not verify', async () => {
    const refused = async (environment: Readonly<Record<string, string>>, args: readonly string[] = []) => {
      const { code, out, err } = await verify(environment, args);
      expect({ code, out, lines: err.trimEnd().split('\n').length }).toEqual({ code: 2, out: '', lines: 1 });
      return err;
    };
    const gone = Object.assign(new URL(database.url), { pathname: '/gone' }).href;
    expect(await refused({ DATABASE_URL: gone })).toMatch(/^Not verified: The database at \S+ cannot be used/);
    expect(await refused({ DATABASE_URL: 'mysql://x' })).toContain('DATABASE_URL must look like');
    expect(await refused({})).toContain('There is no database in ');
    expect(await refused({ DATABASE_URL: database.url }, ['--fast'])).toContain('There is no option "--fast"');
    await database.ask(`insert into migration (timestamp, name) values (1, 'FromTheFuture1')`);
    expect(await refused({ DATABASE_URL: database.url })).toContain('migrations that this version does not know');
    await database.ask(`delete from migration where name <> 'FromTheFuture1'`);
    expect(await refused({ DATABASE_URL: database.url })).toContain('lacks migrations of this version');
    await database.ask('drop table migration');
    expect(await refused({ DATABASE_URL: database.url })).toContain('has no tables of Touchline');
  });
});

it('npm run verify reads the embedded database whether the program runs or not', async () => {
  const dataDir = join(mkdtempSync(join(process.env.TEST_FOLDER!, 'verify-')), 'data');
  mkdirSync(dataDir, { mode: 0o711 });
  const environment = { DATA_DIR: dataDir };
  const node = await RunningNode.start('', environment);
  try {
    await twoLeads(node);
    const before = readdirSync(dataDir);
    expect(await verify(environment)).toEqual({ code: 0, out: expect.stringMatching(WELL), err: '' });
    // The running program is not disturbed.
    expect(readdirSync(dataDir)).toEqual(before);
    expect(await node.ready()).toMatchObject({ status: 'ok' });
  } finally {
    expect(await node.stop()).toBe(0);
  }
  expect(await verify(environment)).toEqual({ code: 0, out: expect.stringMatching(WELL), err: '' });
  // The folder is free again.
  const again = await RunningNode.start('', environment);
  expect(await again.stop()).toBe(0);
});
