import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Beat, PulseStore } from '../../src/engine/pulse.store.js';
import { Database, type Result } from '../../src/platform/database.js';
import { type FreshDatabase, freshDatabase } from '../support/postgres.js';

const WEBHOOK = '0199a3f2-7b1c-7def-8a90-000000000001';
const NOW = Date.parse('2026-11-20T12:00:00Z');
const HOUR = 3_600_000;

let fresh: FreshDatabase;
let database: Database;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = await Database.open(fresh.url);
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
  await database.query('analyze delivery');
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});

const waitingAt = async (now: number) => (await new PulseStore(database).read(now)).waiting;

describe('deliveries wait for a webhook', () => {
  it('from the instant on at which they are due', async () => {
    expect([await waitingAt(NOW - 1), await waitingAt(NOW)]).toEqual([[], ['webhook']]);
  });

  it('not while it is paused', async () => {
    await database.query(`update webhook set paused_at = now(), paused_why = 'person'`);
    expect(await waitingAt(NOW)).toEqual([]);
    await database.query('update webhook set paused_at = null, paused_why = null');
  });

  it('not while it rests after failures', async () => {
    await database.query(
      `insert into webhook_endpoint (webhook_id, failures, failing_since, rests_until) values ($1, 9, $2, $3)`,
      [WEBHOOK, new Date(NOW).toISOString(), new Date(NOW + HOUR).toISOString()],
    );
    expect([await waitingAt(NOW + HOUR - 1), await waitingAt(NOW + HOUR)]).toEqual([[], ['webhook']]);
  });
});

it('the question of an idle node does not go through all that waits', async () => {
  const plans: string[] = [];
  const engine = {
    async query<Row>(text: string, values: readonly unknown[]): Promise<Result<Row>> {
      const { rows } = await database.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values);
      plans.push(...rows.map((row) => row['QUERY PLAN']));
      return { rows: [{} as Row], count: 1 };
    },
  };
  await (new PulseStore({ engine } as unknown as Database).read(NOW) satisfies Promise<Beat>);
  expect(plans.join('\n')).toContain('delivery_due');
  expect(plans.join('\n')).not.toMatch(/Seq Scan on (delivery|notification|lead_words|clock|event)/);
});
