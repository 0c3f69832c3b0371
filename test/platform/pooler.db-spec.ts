import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { unusable } from '../../src/platform/http/server.js';
import { Database } from '../../src/platform/sql/database.js';
import { MIGRATION_LOCK, migrate } from '../../src/platform/sql/migrate.js';
import { LANES } from '../../src/platform/sql/pool.js';
import { requireOwnSessions } from '../../src/platform/sql/pooler.js';
import { laneTo } from '../support/lanes.js';
import { type FreshDatabase, freshDatabase } from '../support/postgres.js';

describe('a database behind a pooler', () => {
  let fresh: FreshDatabase;
  beforeEach(async () => {
    fresh = await freshDatabase();
  });
  afterEach(() => fresh.drop());

  /** A database that gets these settings in place of ours. */
  const ignoring = (settings: Readonly<Record<string, string>>) => {
    const url = new URL(fresh.url);
    const options = Object.entries({ 'touchline.session': 'off', ...settings }).map(([name, to]) => `-c ${name}=${to}`);
    url.searchParams.set('options', options.join(' '));
    return url.href;
  };

  it('is refused if settings are ignored that its role lacks, with their values', async () => {
    const url = ignoring({ jit: 'on', statement_timeout: '0', timezone: 'Asia/Kolkata' });
    await expect(Database.open(url)).rejects.toThrow(
      `ignores settings: set them on the role (timezone = 'UTC', jit = 'off', statement_timeout = '20000ms'); see`,
    );
  });

  it('is used if its role has the settings, with any limits of time', async () => {
    const database = await Database.open(ignoring({ statement_timeout: '5s' }));
    expect(await database.value("select current_setting('statement_timeout')")).toBe('5s');
    await database.close();
  });

  it('is refused if a session has prepared statements of another connection', async () => {
    const lane = await laneTo(fresh.url, { ...LANES.reads, connections: 1 });
    await lane.query('prepare "session-settings" as select 1');
    await expect(requireOwnSessions([lane], fresh.url)).rejects.toThrow('does not keep prepared statements');
    await lane.close();
  });

  it('is migrated by no start that lacks nothing, which so needs no lock', async () => {
    const lane = await laneTo(fresh.url, { ...LANES.reads, connections: 1 });
    await lane.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    expect(await migrate(fresh.url)).toBe(0);
    await lane.close();
  });

  it('is refused with what to tell a pooler that knows no options', () => {
    const error = Object.assign(new Error('unsupported startup parameter: options'), { code: '08P01' });
    expect(unusable(fresh.url, error).message).toMatch(
      /\(unsupported startup parameter: options\): the pooler there has to ignore "options" \(docs/,
    );
  });
});
