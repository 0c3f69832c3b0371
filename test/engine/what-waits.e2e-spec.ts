import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { PulseStore } from '../../src/engine/pulse.store.js';
import { Database } from '../../src/platform/sql/database.js';
import { TestApplication } from '../support/application.js';
import { HOUR } from '../support/instants.js';

const WEBHOOK = '0199a3f2-7b1c-7def-8a90-000000000001';
const NOW = Date.parse('2026-11-20T12:00:00Z');

let app: TestApplication;
let database: Database;
let pulse: PulseStore;

beforeAll(async () => {
  app = await TestApplication.start();
  database = app.application.app.get(Database);
  pulse = app.application.app.get(PulseStore, { strict: false });
  await database.query(`insert into webhook (id, version, url, types, created_at, updated_at)
    values ('${WEBHOOK}', 1, 'https://example.com', '["lead.*"]', now(), now())`);
  await database.query(
    `insert into delivery (id, channel, webhook_id, type, event_id, event_at, subject_type, subject_id, subject_seq, state,
                           due_at, created_at)
     select gen_random_uuid(), 'webhook', $1, 'lead.received', gen_random_uuid(), $2, 'lead', gen_random_uuid(), 1,
            'waiting', $2, $2
       from generate_series(1, 20000)`,
    [WEBHOOK, new Date(NOW).toISOString()],
  );
  await app.asOwner('analyze delivery');
});
afterAll(async () => {
  for (const table of ['delivery', 'webhook_endpoint', 'webhook']) await database.query(`delete from ${table}`);
  await app.stop();
});

const waitingAt = async (now: number) => (await pulse.read(now)).waiting;

describe('deliveries to a webhook count as waiting', () => {
  it('from the instant at which they are due', async () => {
    expect([await waitingAt(NOW - 1), await waitingAt(NOW)]).toEqual([[], ['webhook']]);
  });

  it('not while the webhook is paused', async () => {
    await database.query(`update webhook set paused_at = now(), paused_why = 'person'`);
    expect(await waitingAt(NOW)).toEqual([]);
    await database.query('update webhook set paused_at = null, paused_why = null');
  });

  it('not while the webhook rests after failures', async () => {
    await database.query(
      `insert into webhook_endpoint (webhook_id, failures, failing_since, rests_until) values ($1, 9, $2, $3)`,
      [WEBHOOK, new Date(NOW).toISOString(), new Date(NOW + HOUR).toISOString()],
    );
    expect([await waitingAt(NOW + HOUR - 1), await waitingAt(NOW + HOUR)]).toEqual([[], ['webhook']]);
  });
});

it('the check of an idle node scans no large table, and covers all kinds of work', async () => {
  const asked = jest.spyOn(database.engine, 'query');
  await pulse.read(NOW);
  const [text, values] = asked.mock.calls.find(([, , name]) => name === 'pulse')!;
  asked.mockRestore();
  const { rows } = await database.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values);
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(plan).toContain('delivery_due');
  expect(plan).not.toMatch(/Seq Scan on (delivery|notification|lead_words|clock|event)/);
  for (const name of [
    'messages',
    'webhook',
    'email',
    'slack',
    'teams',
    'record',
    'recordUpdate',
    'crm',
    'toldLead',
    'askedProducts',
    'push',
  ])
    expect(text).toContain(`'${name}'`);
  for (const name of ['words', 'packing', 'jobs']) expect(text).toContain(`'${name}'`);
});
