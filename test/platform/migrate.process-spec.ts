import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { PROGRAM_ROLE } from '../../src/embedded-postgres/roles.js';
import { migrations } from '../../src/platform/sql/migrations.js';
import { undoLastMigration } from '../support/lanes.js';
import { RunningNode } from '../support/node.js';
import { type FreshDatabase, freshDatabase } from '../support/postgres.js';
import { ask } from '../support/postgres-owner.js';
import { programFile } from '../support/program.js';

const NEWEST = migrations.at(-1)!.name;
const NOTHING_TO_DO = { code: 0, out: 'The schema is up to date: there was nothing to do.\n', err: '' };

// A first run would say that it builds.
beforeAll(programFile);

/** Runs `npm run migrate` as npm does. @returns its exit code and output */
function migrate(environment: Readonly<Record<string, string>>, args: readonly string[] = []) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/migrate.mjs', ...args], {
    env: { PATH: process.env.PATH, DATA_DIR: join(process.env.TEST_FOLDER!, 'none'), ...environment },
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
}

describe('a database that lacks a migration', () => {
  let database: FreshDatabase;
  beforeEach(async () => {
    database = await freshDatabase();
    await undoLastMigration(database.url);
  });
  afterEach(() => database.drop());

  it('gets it by npm run migrate, which reports the time and then finds nothing to do', async () => {
    expect(migrate({ DATABASE_URL: database.url })).toEqual({
      code: 0,
      out: expect.stringMatching(
        new RegExp(`^Migration ${NEWEST} took \\d+ ms\\nThe schema is up to date: 1 migration was run\\.\\n$`),
      ),
      err: '',
    });
    expect(await database.ask(`select name from migration where name = '${NEWEST}'`)).toHaveLength(1);
    expect(migrate({ DATABASE_URL: database.url })).toEqual(NOTHING_TO_DO);
  });

  it('gets it at a start, with a line in the log', async () => {
    const { stdout } = spawnSync(process.execPath, [await programFile()], {
      // An address that cannot be bound ends the start after the migrations.
      env: { PATH: process.env.PATH, DATABASE_URL: database.url, HOST: '192.0.2.1', PORT: '0' },
      encoding: 'utf8',
    });
    const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
    const told = lines.map((line) => JSON.parse(line)).filter(({ context }) => context === 'migrations');
    expect(told).toMatchObject([
      { level: 'log', message: expect.stringMatching(new RegExp(`^Migration ${NEWEST} took \\d+ ms$`)) },
    ]);
  });

  it('is left unchanged if npm run migrate lacks the rights or is given an option', async () => {
    const refused = (environment: Readonly<Record<string, string>>, args: readonly string[] = []) => {
      const { code, out, err } = migrate(environment, args);
      expect({ code, lines: err.trimEnd().split('\n').length }).toEqual({ code: 1, lines: 1 });
      expect(out).not.toMatch(/took|up to date/);
      return err;
    };
    expect(refused({ DATABASE_URL: database.programUrl })).toContain('this role may not make them');
    await database.ask(`revoke select on migration from ${PROGRAM_ROLE}`);
    expect(refused({ DATABASE_URL: database.programUrl })).toContain('grants to this role');
    await database.ask(`revoke usage on schema public from ${PROGRAM_ROLE}, public`);
    expect(refused({ DATABASE_URL: database.programUrl })).toContain('this role may not make them');
    expect(refused({ DATABASE_URL: database.url }, ['--dry-run'])).toContain('There is no option "--dry-run"');
    const gone = Object.assign(new URL(database.url), { pathname: '/gone' }).href;
    expect(refused({ DATABASE_URL: gone })).toMatch(/^Not migrated: The database at \S+ cannot be used/);
    expect(refused({})).toContain('There is no database in ');
    expect(await database.ask(`select name from migration where name = '${NEWEST}'`)).toEqual([]);
  });
});

it("TypeORM's command lists the migrations of a database, and needs its address", async () => {
  const database = await freshDatabase();
  try {
    await undoLastMigration(database.url);
    const show = (environment: object) => {
      const command = ['node_modules/typeorm/cli.js', '-d', 'scripts/data-source.mjs', 'migration:show'];
      return spawnSync(process.execPath, command, {
        env: { PATH: process.env.PATH, ...environment },
        encoding: 'utf8',
      });
    };
    const { stdout, stderr } = show({ DATABASE_URL: database.url });
    const listed = stdout.split('\n').filter((line) => /^\[.\]/.test(line.trim()));
    expect({ count: listed.length, stderr }).toEqual({ count: migrations.length, stderr: '' });
    expect(listed[0]).toContain(`[X] 1 ${migrations[0]!.name}`);
    expect(listed.at(-1)).toContain(`[ ] ${NEWEST}`);
    expect(show({}).stderr).toContain('DATABASE_URL must name the database.');
  } finally {
    await database.drop();
  }
});

it('a database that cannot hold every text is refused before it is migrated', async () => {
  const server = process.env.TEST_POSTGRES_URL!;
  await ask(server, `create database latin encoding 'LATIN1' locale_provider libc locale 'C' template template0`);
  try {
    const url = Object.assign(new URL(server), { pathname: '/latin' }).href;
    expect(migrate({ DATABASE_URL: url })).toEqual({
      code: 1,
      out: '',
      err: expect.stringMatching(/^Not migrated: The database at \S+ has the encoding LATIN1, .* UTF8\.\n$/),
    });
    expect(await ask(url, `select from pg_tables where schemaname = 'public'`)).toEqual([]);
  } finally {
    await ask(server, 'drop database latin');
  }
});

it('npm run migrate finds the embedded database whether the program runs or not', async () => {
  const dataDir = join(mkdtempSync(join(process.env.TEST_FOLDER!, 'migrate-')), 'data');
  mkdirSync(dataDir, { mode: 0o711 });
  const environment = { DATA_DIR: dataDir };
  const node = await RunningNode.start('', environment);
  try {
    expect(migrate(environment)).toEqual(NOTHING_TO_DO);
    expect(await node.ready()).toMatchObject({ status: 'ok' });
  } finally {
    expect(await node.stop()).toBe(0);
  }
  expect(migrate(environment)).toEqual(NOTHING_TO_DO);
});
