import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PROGRAM_ROLE } from '../../src/embedded-postgres/roles.js';
import { dataSource } from '../../src/platform/data-source.js';
import { migrate } from '../../src/platform/migrate.js';
import { migrations } from '../../src/platform/migrations.js';
import { TestApplication } from '../support/application.js';
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
  select relname as name from pg_class where relnamespace = 'public'::regnamespace and relname not like 'migration%'
                                         and relname not like 'PK_%'
  union all select proname from pg_proc where pronamespace = 'public'::regnamespace
  union all select typname from pg_type where typnamespace = 'public'::regnamespace and typname not like '%migration'`;

describe('the migrations', () => {
  it('can all be taken back, leave nothing behind, and can be made again', async () => {
    const source = await dataSource(database.url).initialize();
    for (const _ of migrations) await source.undoLastMigration();
    await source.destroy();
    expect(await ask(database.url, OBJECTS)).toEqual([]);

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

  it('rest on nothing that goes on changing', () => {
    const files = readdirSync('migrations', { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    );
    const living = files.filter((name) => readFileSync(join('migrations', name), 'utf8').includes('/src/'));
    expect(living).toEqual([]);
  });
});

describe('a database from before the first release', () => {
  beforeEach(async () => {
    await ask(database.url, `update migration set name = 'Foundation1767225600000', timestamp = 1767225600000`);
    await ask(
      database.url,
      `insert into migration (name, timestamp) values ('LeanWrites1795132800000', 1795132800000)`,
    );
  });

  it('is refused in one line that names it, and left as it is', async () => {
    const before = await ask(database.url, 'select * from migration order by id');
    const { status, stdout, stderr } = spawnSync(process.execPath, [await programFile()], {
      env: { PATH: process.env.PATH, DATABASE_URL: database.url, PORT: '0' },
      encoding: 'utf8',
    });
    const { pathname } = new URL(database.url);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(
      new RegExp(
        `^Touchline: The database localhost:\\d+${pathname} was made before the first release.*DATA_DIR.*\\n$`,
      ),
    );
    expect(await ask(database.url, 'select * from migration order by id')).toEqual(before);
  });

  it('is named as its operator knows it', async () => {
    await expect(migrate(database.url, { name: 'in /srv/touchline' })).rejects.toThrow(
      'The database in /srv/touchline was made before the first release',
    );
  });
});
