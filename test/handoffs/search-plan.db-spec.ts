import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { HandoffListStore } from '../../src/handoffs/handoff-list.store.js';
import { Database, Statements } from '../../src/platform/sql/database.js';
import { type FreshDatabase, freshDatabase } from '../support/postgres.js';

let fresh: FreshDatabase;
let database: Database;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = await Database.open(fresh.url);
  await database.query('alter table handoff drop constraint handoff_check');
  await database.query(`
    insert into handoff (id, kind_id, starts_on, state, form, form_version, created_at, updated_at, event_seq)
    select gen_random_uuid(), gen_random_uuid(), 'manual', 'draft',
           jsonb_build_object('promises', jsonb_build_array(jsonb_build_object('what', 'Promise ' || number))), 1, now(), now(), 1
      from generate_series(1, 20000) as number`);
  await database.query('analyze handoff');
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
  ['all', { all: true, repIds: [], teamIds: [] }],
  ['a rep', { all: false, repIds: ['019caf10-3180-7000-8000-3e1e44003f44'], teamIds: [] }],
])('a word is looked up in indexes among many handoffs, for %s', async (_, sight) => {
  const store = new HandoffListStore();
  const plans: string[] = [];
  await store.readPage(explaining(plans), { q: '19999' }, sight, null, 100);
  expect(plans.join()).toContain('handoff_promises');
  expect(plans.join()).not.toMatch(/Seq Scan on handoff\b/);
});

it('a word that few have is found', async () => {
  const all = { all: true, repIds: [], teamIds: [] };
  expect(await new HandoffListStore().readPage(database, { q: 'promise 19999' }, all, null, 100)).toHaveLength(1);
});
