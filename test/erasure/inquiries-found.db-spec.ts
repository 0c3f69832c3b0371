import { afterAll, beforeAll, expect, it } from '@jest/globals';
import '../../src/app.module.js';
import { ErasureStore } from '../../src/erasure/erasure.store.js';
import { SubjectAccessStore } from '../../src/erasure/subject-access.store.js';
import { Database, Statements } from '../../src/platform/database.js';
import { NOBODY } from '../support/people.js';
import { type FreshDatabase, freshDatabase } from '../support/postgres.js';

let fresh: FreshDatabase;
let database: Database;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = await Database.open(fresh.url);
  await database.query('alter table inquiry drop constraint inquiry_lead_id_fkey');
  await database.query(`
    insert into inquiry (id, lead_id, cycle, received_at, source, source_key, matched_by, became, document, email_key, phone_key)
    select gen_random_uuid(), gen_random_uuid(), 1, '2026-03-02', 'web', 'web', 'clickId', 'joined', '{}',
           number || '@example.org', '+4930' || number
      from generate_series(1, 20000) as number`);
  await database.query('analyze inquiry');
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});

it.each([
  ['email', '77@example.org', 'inquiry_email'],
  ['phone', '+493077', 'inquiry_phone'],
] as const)('the inquiries of a person are found by %s without a full scan', async (by, key, index) => {
  const plans: string[] = [];
  const explained = new Statements(async (text: string, values: readonly unknown[] = []) => {
    const found = await database.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values);
    plans.push(found.rows.map((row) => row['QUERY PLAN']).join('\n'));
    return { rows: [], count: 0 };
  });
  const erasures = new ErasureStore();
  await erasures.findInquiries(explained, { by, key }, null, 200);
  await erasures.findInquiries(explained, { by, key }, NOBODY, 200);
  await erasures.readNames(explained, { by, key });
  // Later statements are about the leads and inquiries that the first one finds.
  const asked = plans.length;
  await new SubjectAccessStore().readPage(explained, { by, key }, NOBODY, 100);
  for (const plan of plans.slice(0, asked + 1)) expect(plan).toContain(index);
  for (const plan of plans) expect(plan).not.toContain('Seq Scan on inquiry');
});
