import { afterEach, beforeEach, expect, it } from '@jest/globals';
import pg from 'pg';
import { ROUTING_LOCK } from '../../src/routing/deciding/roster.store.js';
import { MONDAY, TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead } from '../support/people.js';
import { until } from '../support/postgres-owner.js';

let app: TestApplication;
let other: pg.Client;
let ann: Json;
let bo: Json;

beforeEach(async () => {
  app = await TestApplication.start();
  [ann, bo] = (await aDesk(app, ['Ann', 'Bo'])).reps as [Json, Json];
  other = new pg.Client({ connectionString: app.database.url });
  await other.connect();
});
afterEach(async () => {
  await other.end();
  await app.stop();
});

const leadOf = async (rep: Json) => ({ leadId: (await aLead(app, { owner: { repId: rep.id } })).id });

const REPORTS: Record<string, object> = {
  touches: { kind: 'call', outcome: 'noAnswer' },
  milestones: { name: 'won', occurredAt: MONDAY },
  dispositions: { category: 'lost', reason: 'price' },
};

it.each(Object.entries(REPORTS))(
  'a batch of %s waits for the routing lock if it concerns several reps, but not for one',
  async (of, told) => {
    const report = async (leads: readonly object[]): Promise<Json[]> =>
      (await app.must('POST', `/v1/${of}/batch`, { [of]: leads.map((lead) => ({ ...told, ...lead })) })).results;
    const [first, second, third, fourth] = [await leadOf(ann), await leadOf(ann), await leadOf(ann), await leadOf(bo)];
    await other.query('select pg_advisory_lock($1)', [ROUTING_LOCK]);
    expect(await report([first, second])).toMatchObject([{ status: 'recorded' }, { status: 'recorded' }]);
    const several = report([third, fourth]);
    await until('they wait', async () => {
      const { rows } = await other.query(
        `select 1 from pg_locks where database = (select oid from pg_database where datname = current_database())
          and locktype = 'advisory' and not granted`,
      );
      return rows.length > 0;
    });
    await other.query('select pg_advisory_unlock($1)', [ROUTING_LOCK]);
    expect(await several).toMatchObject([{ status: 'recorded' }, { status: 'recorded' }]);
  },
);
