import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { afterEach, expect, it } from '@jest/globals';
import { HOUR } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { RunningNode } from '../support/node.js';
import { type FreshDatabase, freshDatabase } from '../support/postgres.js';
import { until } from '../support/postgres-owner.js';

let database: FreshDatabase;
let node: RunningNode;
let log = '';

afterEach(async () => {
  await node.kill();
  await database.drop();
});

/** Sets the clock that the program reads, ahead or back. */
const setClock = (by: string) =>
  database.ask(`create or replace function clock_timestamp() returns timestamptz language sql
    as $$ select pg_catalog.clock_timestamp() + interval '${by}' $$`);
const received = async (): Promise<number> => {
  const lead: Json = await node.must('POST', '/v1/leads', { source: 'web', externalId: randomUUID() });
  return Date.parse(lead.receivedAt) - Date.now();
};
const logged = (text: string) => until(`the log says "${text}"`, () => log.includes(text));

it('a node says that the clock of the database differs from its own, was set back or was set forward', async () => {
  database = await freshDatabase();
  await database.ask(`do $$ begin
    execute format('alter database %I set search_path = public, pg_catalog', current_database()); end $$`);
  await setClock('1 hour');
  const heard = ({ stdout }: ChildProcess) => stdout!.on('data', (part: Buffer) => (log += part.toString()));
  node = await RunningNode.start(database.url, { LOG_LEVEL: 'warn' }, undefined, heard);
  await logged('The clock of this machine is 3600 s behind that of the database');
  expect(await received()).toBeGreaterThan(HOUR - 60_000);

  await setClock('0 hours');
  const errors = async () => /log_lines_total\{level="error"\} (\d+)/.exec((await node.get('/metrics')).body)?.[1];
  await until('it is an error', async () => (await errors()) === '1');
  expect(await node.ready()).toMatchObject({ status: 'ok', clock: 'still' });
  expect(await received()).toBeGreaterThan(HOUR - 120_000);

  await setClock('2 hours');
  await logged('The clock of the database went ahead by 7200 s');
  expect(await received()).toBeGreaterThan(2 * HOUR - 60_000);
  expect(await node.ready()).toMatchObject({ clock: 'ok' });
});
