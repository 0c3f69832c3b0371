import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { WIN_CHECK } from '../../src/handoffs/wins-without-deal.store.js';
import { Database } from '../../src/platform/sql/database.js';
import { TestApplication } from '../support/application.js';
import { aHandoffKind } from '../support/handoffs.js';
import { DAY, HOUR } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aCast, aDesk, aLead } from '../support/people.js';
import { plansOf } from '../support/plans.js';

let app: TestApplication;
let people: Record<'ann' | 'olga', Json>;
let keys: Record<'ann' | 'olga' | 'program', string>;
let made = 0;

beforeAll(async () => {
  app = await TestApplication.start();
  ({ people, keys } = await aCast(app, ['Ann', 'Olga']));
  await aDesk(app, [people.ann]);
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const program = () => app.as(keys.program);

async function aWin(fields: object = {}): Promise<Json> {
  made += 1;
  const lead = await aLead(app, { source: 'ads', contact: { email: `kim${made}@won.example` }, ...fields });
  return program().must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'won' });
}

async function handOver(start: object = { on: 'deal.won' }): Promise<void> {
  const team = await app.must('POST', '/v1/teams', { name: 'Operations', repIds: [people.olga.id] });
  await aHandoffKind(app, { teamId: team.id, repId: people.olga.id }, { start });
}

async function warned(): Promise<string[]> {
  const { warnings } = await app.must('GET', '/v1/setup');
  return warnings.filter(({ code }: Json) => code === 'winsWithoutDeal').map(({ text }: Json) => text);
}

it('leads that are won without a deal are counted while wins are handed over', async () => {
  await handOver();
  expect(await warned()).toEqual([]);
  await app.moveBy(HOUR);
  await aWin();
  expect(await warned()).toEqual([expect.stringMatching(/^1 lead was won without a deal in the last 90 days, so/)]);
  await aWin();
  expect(await warned()).toEqual([expect.stringMatching(/^2 leads were won without a deal in the last 90 days, so/)]);
  await app.moveBy(91 * DAY);
  expect(await warned()).toEqual([]);
});

it('a deal that is made of the lead afterwards ends it, until it is lost', async () => {
  await handOver();
  await app.moveBy(HOUR);
  const lead = await aWin();
  const deal = await program().must('POST', '/v1/deals', {
    name: 'Website',
    account: { name: 'Acme' },
    leadId: lead.id,
    ownerRepId: people.ann.id,
    amount: '100.00',
    currency: 'EUR',
  });
  expect(await warned()).toEqual([]);
  await program().must('POST', `/v1/deals/${deal.id}/lose`, { reason: 'price' });
  expect(await warned()).toHaveLength(1);
});

it('a win that is taken back, or of a test, is none', async () => {
  await handOver();
  await app.moveBy(HOUR);
  await aWin({ test: true });
  const lead = await aWin();
  expect(await warned()).toHaveLength(1);
  await program().must('POST', `/v1/leads/${lead.id}/milestones/${lead.milestones[0].id}/reverse`, {
    reason: 'Another one',
  });
  expect(await warned()).toEqual([]);
});

it('nothing is said where wins are not handed over, nor of those from before', async () => {
  await aWin();
  expect(await warned()).toEqual([]);
  await app.moveBy(HOUR);
  await handOver();
  expect(await warned()).toEqual([]);
});

it('nothing is said where only deliveries are handed over', async () => {
  await handOver({ on: 'delivery.completed' });
  await app.moveBy(HOUR);
  await aWin();
  expect(await warned()).toEqual([]);
});

it('counting reads no wins of former years', async () => {
  await handOver();
  const lead = await aWin();
  const { application } = app;
  const sql = application.app.get(Database);
  await sql.query(
    `insert into milestone (id, lead_id, cycle, name, occurred_at, recorded_at)
     select gen_random_uuid(), $1, 1, 'won', now() - interval '20 years', now() from generate_series(1, 20000)`,
    [lead.id],
  );
  await sql.query('analyze milestone');
  const setup = { sql, now: app.time.now() } as unknown as Parameters<typeof WIN_CHECK.find>[0];
  const plans = await plansOf(() => WIN_CHECK.find(setup));
  const [counting] = plans.filter(({ text }) => text.includes('from milestone'));
  await sql.query(`delete from milestone where occurred_at < '2020-01-01'`);
  expect(counting!.rows).toBeLessThan(20);
});
