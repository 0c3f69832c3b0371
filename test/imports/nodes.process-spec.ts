import { afterEach, expect, it } from '@jest/globals';
import { requireInvariants } from '../support/invariants.js';
import { RunningNode } from '../support/node.js';
import { type FreshDatabase, freshDatabase } from '../support/postgres.js';
import { until } from '../support/postgres-owner.js';

const ROWS = 5_000;
/** Each of these rows names nobody. */
const REFUSED_EVERY = 100;
const ENVIRONMENT = { SECRETS_KEY: Buffer.alloc(32, 7).toString('base64') };

let database: FreshDatabase;
let nodes: RunningNode[] = [];

afterEach(async () => {
  for (const node of nodes) await node.kill();
  nodes = [];
  await database.drop();
});

const start = async () => {
  const node = await RunningNode.start(database.url, ENVIRONMENT);
  nodes.push(node);
  return node;
};

it('if nodes are killed amid an import, each row is taken in once, and none is lost', async () => {
  database = await freshDatabase();
  const [first, second] = [await start(), await start()];
  const lines = Array.from({ length: ROWS }, (_, index) =>
    index % REFUSED_EVERY === 0 ? `${index},nobody` : `${index},p${index}@example.com`,
  );
  const { id } = await first.must('POST', '/v1/imports', { name: 'Fair', of: 'leads', mode: 'live' });
  await first.ask('PUT', `/v1/imports/${id}/file`, undefined, {
    raw: `Record ID,Email\n${lines.join('\n')}\n`,
    headers: { 'content-type': 'text/csv' },
  });
  await second.must('POST', `/v1/imports/${id}/start`);
  const done = () => database.count('select coalesce(sum(done), 0) as count from file_import');
  await until('some rows are done', async () => (await done()) > 500);
  await first.kill();
  const third = await start();
  await until('more rows are done', async () => (await done()) > 2_000);
  await second.kill();
  await until('all rows are done', async () => (await third.must('GET', `/v1/imports/${id}`)).state === 'done');

  const refused = ROWS / REFUSED_EVERY;
  expect(await third.must('GET', `/v1/imports/${id}`)).toMatchObject({
    rows: ROWS,
    done: ROWS,
    created: ROWS - refused,
    joined: 0,
    unchanged: 0,
    rejected: refused,
  });
  expect(await database.count('select count(*) from lead where import_id is not null')).toBe(ROWS - refused);
  expect(await database.count('select count(distinct external_id) from lead')).toBe(ROWS - refused);
  expect(await database.count(`select count(*) from event where type = 'lead.received'`)).toBe(ROWS - refused);
  expect(await database.count(`select count(*) from event where type = 'import.done'`)).toBe(1);
  expect(await database.count('select sum(rows) as count from file_import_refused')).toBe(refused);
  await requireInvariants(database.url);
});
