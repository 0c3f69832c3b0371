import { afterAll, beforeAll, expect, it } from '@jest/globals';
import '../../src/app.module.js';
import { ErasureStore } from '../../src/erasure/erasure.store.js';
import { SubjectAccessStore } from '../../src/erasure/subject-access.store.js';
import { HANDOFFS_BY_ADDRESS } from '../../src/handoffs/handoffs-found.store.js';
import { Database, Statements } from '../../src/platform/sql/database.js';
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
  await database.query('alter table handoff drop constraint handoff_check');
  await database.query(`
    insert into handoff (id, kind_id, starts_on, state, form, form_version, created_at, updated_at, event_seq)
    select gen_random_uuid(), gen_random_uuid(), 'manual', 'draft',
           jsonb_build_object('email', number || '@Example.org', 'phone', '030/' || number + 1000000), 1, now(), now(), 1
      from generate_series(1, 5000) as number`);
  await database.query(
    'insert into handoff_form (handoff_id, version, form, saved_at) select id, 1, form, now() from handoff',
  );
  await database.query('analyze handoff, handoff_form');
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});

/** Explains every statement into `plans` instead of executing it. */
function explaining(plans: string[]): Statements {
  return new Statements(async (text: string, values: readonly unknown[] = []) => {
    const found = await database.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values);
    plans.push(found.rows.map((row) => row['QUERY PLAN']).join('\n'));
    return { rows: [], count: 0 };
  });
}

it.each([
  ['77@example.org', []],
  [[], '+49301000077'],
])('the handoffs that came of no lead are found without a full scan: %s%s', async (email, phone) => {
  const keys = [[email].flat(), [phone].flat()] as const;
  expect(await HANDOFFS_BY_ADDRESS.find(database, ...keys)).toHaveLength(1);
  const plans: string[] = [];
  await HANDOFFS_BY_ADDRESS.find(explaining(plans), ...keys);
  expect(plans.join()).toContain('handoff_addresses');
  expect(plans.join()).not.toMatch(/Seq Scan on handoff(?:_form)?\b/);
});

it.each([
  ['email', '77@example.org', 'inquiry_email'],
  ['phone', '+493077', 'inquiry_phone'],
] as const)('the inquiries of a person are found by %s without a full scan', async (by, key, index) => {
  const plans: string[] = [];
  const explained = explaining(plans);
  const erasures = new ErasureStore();
  await erasures.findInquiries(explained, { by, key, keys: [key] }, null, 200);
  await erasures.findInquiries(explained, { by, key, keys: [key] }, NOBODY, 200);
  await erasures.readNames(explained, { by, key, keys: [key] });
  // Later statements are about the leads and inquiries that the first one finds.
  const asked = plans.length;
  await new SubjectAccessStore().readPage(explained, { by, key, keys: [key] }, NOBODY, 100);
  for (const plan of plans.slice(0, asked + 1)) expect(plan).toContain(index);
  for (const plan of plans) expect(plan).not.toContain('Seq Scan on inquiry');
});
