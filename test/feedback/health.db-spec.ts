import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { HealthStore } from '../../src/feedback/destinations/health.store.js';
import { Database, Statements } from '../../src/platform/sql/database.js';
import { DAY } from '../support/instants.js';
import { type FreshDatabase, freshDatabase } from '../support/postgres.js';

const ID = '0199a3f2-7b1c-7def-8a90-000000000001';
const NOW = Date.parse('2026-11-20T12:00:00Z');

let fresh: FreshDatabase;
let database: Database;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = await Database.open(fresh.url);
  await database.query(`
    alter table feedback_delivery drop constraint feedback_delivery_lead_id_fkey,
      drop constraint feedback_delivery_destination_id_fkey`);
  await database.query(
    `insert into feedback_delivery (id, destination_id, lead_id, cycle, platform, place, is_shadow, stage, revision, kind,
                                    dedup_key, send, event_at, not_before, state, created_at, accepted_at)
     select gen_random_uuid(), $1, gen_random_uuid(), 1, 'meta', 'x', number % 2 = 0, 'lead', 1, 'conversion', number::text,
            '{}', at, at, 'accepted', at, at
       from generate_series(1, 20000) as number, lateral (select $2::timestamptz - number * interval '1 hour' as at) as aged`,
    [ID, new Date(NOW).toISOString()],
  );
  await database.query('analyze feedback_delivery');
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});

it.each([
  ['live', 'feedback_delivery_accepted'],
  ['shadow', 'feedback_delivery_accepted_shadow'],
] as const)(
  'the health of a destination that is %s is read without a scan of all its deliveries',
  async (mode, index) => {
    const plans: string[] = [];
    const explained = new Statements(async (text: string, values: readonly unknown[] = []) => {
      const found = await database.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values);
      plans.push(found.rows.map((row) => row['QUERY PLAN']).join('\n'));
      return { rows: [], count: 0 };
    });
    await new HealthStore().read(explained, { id: ID, mode }, NOW, NOW - 7 * DAY);
    // One scan for the number accepted since then, one for the last accepted.
    expect(plans.join('\n').match(new RegExp(`${index}\\b`, 'g'))).toHaveLength(2);
    expect(plans.join('\n')).not.toContain('Seq Scan on feedback_delivery');
  },
);
