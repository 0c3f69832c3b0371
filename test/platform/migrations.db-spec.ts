import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PROGRAM_ROLE } from '../../src/embedded-postgres/roles.js';
import { Database } from '../../src/platform/sql/database.js';
import { asMigrator, migrate, runMigrations } from '../../src/platform/sql/migrate.js';
import { migrations } from '../../src/platform/sql/migrations.js';
import { ContractsSweep } from '../../src/revenue/contracts/contracts.sweep.js';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { undoLastMigration } from '../support/lanes.js';
import { aDesk, aLead, aRep } from '../support/people.js';
import { type FreshDatabase, freshDatabase } from '../support/postgres.js';
import { ask } from '../support/postgres-owner.js';
import { programFile } from '../support/program.js';

let database: FreshDatabase;
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database.drop());

const OBJECTS = `
  select relname::text as name from pg_class where relnamespace = 'public'::regnamespace and relname not like 'migration%'
                                         and relname not like 'PK_%'
  union all select proname from pg_proc where pronamespace = 'public'::regnamespace
  union all select typname from pg_type where typnamespace = 'public'::regnamespace and typname not like '%migration'`;

describe('the migrations', () => {
  it('can all be undone without a trace and run again', async () => {
    for (const _ of migrations) await undoLastMigration(database.url);
    expect(await database.ask(OBJECTS)).toEqual([]);

    await migrate(database.url, { program: PROGRAM_ROLE });
    const app = await TestApplication.start(undefined, { database });
    try {
      const ann = await aRep(app, 'Ann');
      await aDesk(app, [ann]);
      expect(await aLead(app)).toMatchObject({ status: 'open', ownerId: ann.id });
    } finally {
      await app.application.close();
    }
  });

  it('import no source code, which would go on changing', () => {
    const files = readdirSync('migrations', { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    );
    const living = files.filter((name) => readFileSync(join('migrations', name), 'utf8').includes('/src/'));
    expect(living).toEqual([]);
  });
});

/** The satellites that each foundation requires besides the core. */
const STANDS_ON = {
  Core: [],
  Deliveries: [],
  Feedback: [],
  Reporting: [],
  Rehearsal: [],
  Deals: [],
  Records: ['Deliveries'],
  Handoffs: ['Deliveries', 'Deals', 'Records'],
  Crm: ['Deliveries', 'Deals'],
  Erasure: [],
  Sources: [],
  Revenue: ['Deals'],
  Console: [],
} satisfies Readonly<Record<string, readonly string[]>>;
const FOUNDATIONS = Object.keys(STANDS_ON);

const SCHEMA = `${OBJECTS}
  union all select attrelid::regclass || '.' || attname from pg_attribute
             where attrelid::regclass::text !~ '^(pg_|information_schema)' and attnum > 0 and not attisdropped
  union all select pg_get_constraintdef(oid) from pg_constraint where connamespace = 'public'::regnamespace
  order by name`;

describe('the foundations', () => {
  it('come first, one for each satellite that has tables', () => {
    const names = migrations.map(({ name }) => name.replace(/\d+$/, ''));
    expect(names.slice(0, FOUNDATIONS.length)).toEqual(FOUNDATIONS);
  });

  it.each(Object.entries(STANDS_ON))(
    'of %s need only the core and %j, and are undone without a trace',
    async (name, below) => {
      await database.ask('drop schema public cascade; create schema public');
      const run = migrations.filter((_, at) => ['Core', ...below, name].includes(FOUNDATIONS[at]!));
      const lines: string[] = [];
      const runAll = (known: typeof migrations) =>
        asMigrator(database.url, (source) => runMigrations(source, (line) => lines.push(line)), known);
      await runAll(run.slice(0, -1));
      const before = await database.ask(SCHEMA);
      expect(await runAll(run)).toBe(1);
      // One line for all migrations of an empty database, and one for each later one.
      const [first, ...later] = lines;
      expect(first).toMatch(/^The tables were created by \d+ migrations? in \d+ ms$/);
      const line = expect.stringMatching(new RegExp(`^Migration ${name}\\d+ took \\d+ ms$`));
      expect(later).toEqual(name === 'Core' ? [] : [line]);
      expect(await database.ask(SCHEMA)).not.toEqual(before);
      await undoLastMigration(database.url);
      expect(await database.ask(SCHEMA)).toEqual(before);
    },
  );
});

it('reasons come to rest on the attempts of the policy only where nobody has edited them', async () => {
  const app = await TestApplication.start(undefined, { database });
  const proofs = async () =>
    Object.fromEntries(
      (await database.ask('select code, proof from disposition_reason')).map(({ code, proof }) => [code, proof]),
    );
  try {
    const { data } = await app.must('GET', '/v1/disposition-reasons?limit=200');
    const { id, proof: _, ...stale } = data.find(({ code }: Json) => code === 'stale');
    await app.must('PUT', `/v1/disposition-reasons/${id}`, { ...stale, label: 'Old' });
  } finally {
    await app.application.close();
  }
  const from = migrations.findIndex(({ name }) => name.startsWith('ReasonsRestOnAttempts'));
  for (const _ of migrations.slice(from)) await undoLastMigration(database.url);
  const numbers = { attempts: 3, over: 'P5D' };
  expect(await proofs()).toMatchObject({ unreachable: null, stale: null, unresponsive_after_contact: numbers });
  await migrate(database.url, { program: PROGRAM_ROLE });
  expect(await proofs()).toMatchObject({ unreachable: 'policy', stale: null, unresponsive_after_contact: 'policy' });
});

it('amounts of whole terms: renewals are marked, and accounts with contracts and wins without handoffs looked at', async () => {
  const app = await TestApplication.start('2026-10-01T10:00:00.000Z', { database });
  try {
    await app.must('POST', '/v1/crm-connections', {
      name: 'CRM',
      system: 'crm',
      proof: { kind: 'header', header: 'X-Secret' },
      secret: 'what-the-crm-was-given-to-send',
      mapping: {
        ref: '{{ item.id }}',
        changedAt: '{{ item.at }}',
        name: '{{ item.name }}',
        accountName: '{{ item.co }}',
      },
      readiness: { url: 'https://crm.example/deals', body: { ready: '{{ readiness.ready }}' } },
      auth: { kind: 'bearer', token: 'token-of-the-crm' },
    });
    const { id: accountId } = await app.must('POST', '/v1/accounts', { name: 'Juno' });
    await app.must('POST', '/v1/contracts', {
      accountId,
      currency: 'EUR',
      startsOn: '2025-01-01',
      endsOn: '2026-12-31',
      lines: [{ product: 'Suite', segments: [{ from: '2025-01-01', amount: '24000' }] }],
    });
    await app.application.app.get(ContractsSweep).look();
    const worth = { amount: '1.00', currency: 'EUR' };
    const body = { name: 'Sold', account: { name: 'North' }, refs: { crm: '7' }, ...worth };
    const { id } = await app.must('POST', '/v1/deals', body);
    await app.must('POST', `/v1/deals/${id}/win`, {});
  } finally {
    await app.application.close();
  }
  const from = migrations.findIndex(({ name }) => name.startsWith('AmountsOfWholeTerms'));
  for (const _ of migrations.slice(from)) await undoLastMigration(database.url);
  await database.ask(`update crm_readiness set state = 'told', due_at = null, ended_at = now(), told_ready = true`);
  await migrate(database.url, { program: PROGRAM_ROLE });
  expect(await database.ask('select type, amount_is_yearly as yearly from deal order by type')).toEqual([
    { type: 'new', yearly: false },
    { type: 'renewal', yearly: true },
  ]);
  expect(await database.ask('select name, reckon_on = current_date as today from account order by name')).toEqual([
    { name: 'Juno', today: true },
    { name: 'North', today: null },
  ]);
  expect(await database.ask('select state from crm_readiness')).toEqual([{ state: 'waiting' }]);
});

/** Starts the program on the database, which it has to refuse. @returns why */
async function refusalOfStart(): Promise<string> {
  const { status, stdout, stderr } = spawnSync(process.execPath, [await programFile()], {
    // If it were not refused, an address that cannot be bound would end the start.
    env: { PATH: process.env.PATH, DATABASE_URL: database.url, HOST: '192.0.2.1', PORT: '0' },
    encoding: 'utf8',
  });
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  return stderr;
}

it('a database that a newer version has migrated is refused in one line', async () => {
  await database.ask(`insert into migration (name, timestamp) values ('Newer9000000000000', 9000000000000)`);
  expect(await refusalOfStart()).toBe(
    'Touchline: The database has migrations that this version does not know: use the version that runs on it.\n',
  );
});

describe('a database from before the first release', () => {
  beforeEach(async () => {
    await database.ask(`delete from migration`);
    await ask(
      database.url,
      `insert into migration (name, timestamp)
       values ('Foundation1795305600000', 1795305600000), ('Countries1801094400000', 1801094400000)`,
    );
  });

  it('is refused in one line that names it, and is left unchanged', async () => {
    const before = await database.ask('select * from migration order by id');
    const { pathname } = new URL(database.url);
    expect(await refusalOfStart()).toMatch(
      new RegExp(
        `^Touchline: The database localhost:\\d+${pathname} was made before the first release.*DATA_DIR.*\\n$`,
      ),
    );
    expect(await database.ask('select * from migration order by id')).toEqual(before);
  });

  it('is named as its operator knows it', async () => {
    await expect(migrate(database.url, { name: 'in /srv/touchline' })).rejects.toThrow(
      'The database in /srv/touchline was made before the first release',
    );
  });
});

it('tables are not made a second time in another schema of the search path', async () => {
  await undoLastMigration(database.url);
  await database.ask('create schema other');
  const url = new URL(database.url);
  url.searchParams.set('options', '-c search_path=other,public');
  await expect(migrate(url.href)).rejects.toThrow(
    'The tables of Touchline are in the schema public, but new ones would be made in other',
  );
  expect(await database.ask(`select from pg_tables where schemaname = 'other'`)).toEqual([]);
  expect(await migrate(database.url)).toBe(1);
});

it('a start ends when the first statement of a connection fails', async () => {
  const server = Object.assign(new URL(process.env.TEST_POSTGRES_URL!), { pathname: new URL(database.url).pathname });
  await ask(server.href, 'revoke execute on function pg_catalog.version() from public');
  await expect(Database.open(database.programUrl)).rejects.toMatchObject({ code: '42501' });
  await expect(migrate(database.programUrl)).rejects.toMatchObject({ code: '42501' });
});
