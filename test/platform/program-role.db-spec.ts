import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { PROGRAM_ROLE } from '../../src/embedded-postgres/roles.js';
import { migrate } from '../../src/platform/sql/migrate.js';
import { RunningNode } from '../support/node.js';
import { type FreshDatabase, freshDatabase } from '../support/postgres.js';
import { ask } from '../support/postgres-owner.js';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const EVENT = `insert into event (id, epoch, type, occurred_at, subject_type, subject_id, subject_seq, actor_type, data)
  values (gen_random_uuid(), 1, 'lead.received', '2031-05-15Z', 'lead', gen_random_uuid(), 1, 'system', '{}')`;
const DENIED = { code: '42501' };

describe('the database role of the program', () => {
  it.each([
    ['change the schema', 'alter table lead add column mine int'],
    ['make tables', 'create table mine (id int)'],
    ['switch triggers off', 'alter table event disable trigger all'],
    ['switch triggers off for its session', 'set session_replication_role = replica'],
    ['change what was recorded', 'update event set type = type'],
    ['remove what was recorded', `set touchline.retention = 'on'; delete from event`],
    ['reach a month of the ledger past the ledger', 'delete from event_default'],
    ['empty a table', 'truncate lead'],
    ['write down migrations', 'delete from migration'],
    ['become the owner', 'set role touchline'],
    ['make roles', 'create role mine'],
    ['make databases', 'create database mine'],
    ['run programs', `copy (select 1) to program 'true'`],
    ['read files', `select pg_read_file('postgresql.conf')`],
  ])('may not %s', async (_, statement) => {
    await expect(ask(database.programUrl, statement)).rejects.toMatchObject(DENIED);
  });

  it('creates monthly partitions of the ledger with their guards, any number of times', async () => {
    for (const _ of [1, 2]) await ask(database.programUrl, `select make_event_month('2031-05-01')`);
    await ask(database.programUrl, EVENT);
    expect(await database.ask('select count(*)::int as count from event_2031_05')).toEqual([{ count: 1 }]);
    await expect(database.ask('truncate event_2031_05')).rejects.toThrow('append-only');
    await expect(database.ask('delete from event')).rejects.toThrow('append-only');
  });

  it('does not create a month whose events already lie in the default partition', async () => {
    await ask(database.programUrl, EVENT.replace('2031-05-15', '2032-02-29'));
    await ask(database.programUrl, `select make_event_month('2032-02-01')`);
    expect(await database.ask(`select to_regclass('event_2032_02') as month`)).toEqual([{ month: null }]);
  });

  it('creates a month in the public schema, whatever its search path is', async () => {
    await ask(database.programUrl, `set search_path = pg_temp, public; select public.make_event_month('2033-01-01')`);
    const [month] = await ask(
      database.url,
      `select relowner::regrole::text as owner from pg_class
                                              where oid = 'public.event_2033_01'::regclass`,
    );
    expect(month).toEqual({ owner: 'touchline' });
  });

  it('sees how long transactions of other roles have been running', async () => {
    const sessions = `select count(*)::int as count from pg_stat_activity
                       where usename = 'touchline' and query = '<insufficient privilege>'`;
    expect(await ask(database.programUrl, sessions)).toEqual([{ count: 0 }]);
  });

  it('is granted access to tables that a later version adds', async () => {
    await database.ask('create table added (id int)');
    await migrate(database.url, { program: PROGRAM_ROLE });
    await ask(database.programUrl, 'insert into added values (1)');
  });
});

describe('the owner', () => {
  it('can remove old events, by month or by date', async () => {
    await database.ask(`select make_event_month('2034-01-01')`);
    await ask(database.programUrl, EVENT.replace('2031-05-15', '2034-01-15'));
    await ask(database.programUrl, EVENT.replace('2031-05-15', '2019-01-15'));
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query('begin');
    await client.query(`set local touchline.retention = 'on'`);
    const { rowCount } = await client.query(`delete from event where occurred_at < '2025-01-01Z'`);
    await client.query('commit');
    await client.query('drop table event_2034_01');
    await client.end();
    expect(rowCount).toBe(1);
  });
});

describe('in a database that an operator made', () => {
  const [owner, program] = [`owner_${process.pid}`, `program_${process.pid}`];
  const urlFor = (role: string) =>
    Object.assign(new URL(database.url), { username: role, password: 'secret', pathname: `/${owner}` }).href;
  afterAll(async () => {
    await database.ask(`drop database if exists ${owner} with (force)`);
    await database.ask(`drop role ${owner}, ${program}`);
  });

  it('nodes work with a lesser role once the owner has migrated it and granted access', async () => {
    for (const role of [owner, program]) await database.ask(`create role ${role} login password 'secret'`);
    await database.ask(`create database ${owner} owner ${owner}`);
    await expect(migrate(urlFor(program))).rejects.toThrow(
      'this role may not make them: run `npm run migrate` as the owner',
    );

    await migrate(urlFor(owner));
    await ask(urlFor(owner), `select grant_to_program('${program}')`);
    const node = await RunningNode.start(urlFor(program));
    try {
      await node.must('POST', '/v1/leads', { source: 'form', contact: { name: 'Kim' } });
      const months = `select count(*)::int as months from pg_inherits where inhparent = 'event'::regclass`;
      expect(await ask(urlFor(program), months)).toEqual([{ months: 5 }]);
    } finally {
      expect(await node.stop()).toBe(0);
    }
  });
});
