import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Jobs } from '../../src/engine/jobs.service.js';
import { TellingOfActs } from '../../src/lifecycle/news/telling-of-acts.service.js';
import { ReportFacts } from '../../src/reporting/facts/report-facts.service.js';
import { WaveGiving } from '../../src/waves/wave-giving.service.js';
import { anImport, runToEnd } from '../imports/imports.js';
import { TestApplication } from '../support/application.js';
import { MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { toldTo } from '../support/notifications.js';
import { aDesk, changeSettings, codeOf, NOBODY, nineToFive } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

/** A Monday, 10:00 in UTC. */
const START = '2026-03-02T10:00:00.000Z';
const DAY = 24 * 60 * MINUTE;

let app: TestApplication;
let ann: Json;
let policy: Json;
beforeAll(async () => {
  app = await TestApplication.start(START);
  await nineToFive(app);
  await aDesk(app, ['Ann', 'Bo']);
  await changeSettings(app, { timeZone: 'UTC' });
  ann = (await app.must('GET', '/v1/reps')).data.find(({ name }: Json) => name === 'Ann');
  policy = await aPolicy(app, { within: 'PT2H' });
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

/** Lets reports know of what has happened. */
async function reported(): Promise<void> {
  await app.feedsCaughtUp();
  await app.application.app.get(ReportFacts).follow();
}

const FILE = [
  'Record ID,Email,Created,Status,Owner',
  ...Array.from({ length: 5 }, (_, n) => `${n},p${n}@example.com,2025-06-0${n + 1} 09:00,Open,${n < 3 ? 'Ann' : ''}`),
  '8,won@example.com,2025-06-08 09:00,Won,Ann',
].join('\n');

async function brought(): Promise<string> {
  const { id } = await anImport(app, FILE, { mode: 'history', source: 'crm' });
  expect(await runToEnd(app, id)).toMatchObject({ created: 6 });
  return id;
}
const activate = (body: object, query = '') => app.ask('POST', `/v1/leads/activate${query}`, body);
async function planned(body: object): Promise<Json> {
  const { status, body: job } = await activate(body);
  expect(status).toBe(202);
  await app.application.app.get(Jobs).settle();
  return app.must('GET', `/v1/jobs/${job.id}`);
}
const comeDue = () => app.application.app.get(WaveGiving).settle();
const leadsOf = async (id: string): Promise<Json[]> => (await app.must('GET', `/v1/leads?importId=${id}`)).data;
const promised = async (id: string) => (await leadsOf(id)).filter(({ policy }) => policy !== null);

describe('waves of promises', () => {
  it('reach so many leads on each working day, oldest first, for their owners or by the rules', async () => {
    const id = await brought();
    const body = { filter: { importId: id }, perDay: 2, from: '2026-03-06' };
    const friday = '2026-03-06T09:00:00.000Z';
    const days = [
      { at: friday, leads: 2 },
      { at: '2026-03-09T09:00:00.000Z', leads: 2 },
      { at: '2026-03-10T09:00:00.000Z', leads: 1 },
    ];
    const dry = await activate(body, '?dryRun=true');
    expect([dry.status, dry.body]).toEqual([
      200,
      {
        leads: 5,
        days,
        owners: [
          { repId: ann.id, leads: 3 },
          { repId: null, leads: 2 },
        ],
      },
    ]);
    expect(await promised(id)).toEqual([]);
    const job = await planned(body);
    expect(job).toMatchObject({ state: 'done', result: { leads: 5, days } });
    await comeDue();
    expect(await promised(id)).toEqual([]);
    await app.moveBy(Date.parse(friday) - Date.parse(START));
    await comeDue();
    const first = await promised(id);
    expect(first.map((lead) => [lead.externalId, lead.ownerId, lead.cycle, lead.policy.id])).toEqual([
      ['0', ann.id, 1, policy.id],
      ['1', ann.id, 1, policy.id],
    ]);
    expect((await app.must('GET', `/v1/leads/activate/${job.id}`)).days).toEqual(days.slice(1));
    await app.moveBy(4 * DAY);
    await comeDue();
    const all = await promised(id);
    expect(all.map(({ externalId, ownerId }) => [externalId, ownerId !== null])).toEqual(
      ['0', '1', '2', '3', '4'].map((number) => [number, true]),
    );
    expect(await app.must('GET', `/v1/leads/activate/${job.id}`)).toEqual({ leads: 0, days: [] });
  });

  it('are asked for by the setup, as long as leads wait for none', async () => {
    const told = async () =>
      (await app.must('GET', '/v1/setup')).warnings.find(({ code }: Json) => code === 'leadsWithoutPromise')?.text;
    expect(await told()).toBeUndefined();
    const id = await brought();
    expect(await told()).toMatch(/^5 open leads that imports have brought along have no promise/);
    await planned({ filter: { importId: id }, perDay: 1 });
    expect(await told()).toBeUndefined();
  });

  it('end when somebody ends them, and pass over leads that are closed by then', async () => {
    const id = await brought();
    const job = await planned({ filter: { importId: id }, perDay: 1, order: 'newest' });
    const [newest] = (await leadsOf(id)).filter(({ status }) => status === 'open').slice(-1);
    await app.must('POST', `/v1/leads/${newest!.id}/disposition`, { category: 'lost', reason: 'price' });
    await comeDue();
    expect(await promised(id)).toEqual([]);
    await app.must('DELETE', `/v1/leads/activate/${job.id}`);
    await app.moveBy(20 * DAY);
    await comeDue();
    expect(await promised(id)).toEqual([]);
  });

  it('of the last plan hold, and are listed', async () => {
    const id = await brought();
    const former = await planned({ filter: { importId: id }, perDay: 1, from: '2026-03-06' });
    const other = await planned({ filter: { importId: id, ownerId: ann.id }, perDay: 2, from: '2026-03-09' });
    expect(other.result.leads).toBe(3);
    const { data } = await app.must('GET', '/v1/leads/activate');
    expect(data.map((plan: Json) => [plan.id, plan.leads, plan.days.map(({ leads }: Json) => leads)])).toEqual([
      [other.id, 3, [2, 1]],
      [former.id, 2, [1, 1]],
    ]);
    await app.must('DELETE', `/v1/leads/activate/${other.id}`);
    expect((await app.must('GET', '/v1/leads/activate')).data.map((plan: Json) => plan.id)).toEqual([former.id]);
  });

  it('end when somebody ends them before they are planned', async () => {
    const id = await brought();
    const { body: job } = await activate({ filter: { importId: id }, perDay: 5 });
    expect((await app.ask('DELETE', `/v1/leads/activate/${job.id}`)).status).toBe(204);
    await app.application.app.get(Jobs).settle();
    await app.moveBy(DAY);
    await comeDue();
    expect(await promised(id)).toEqual([]);
    expect(await app.must('GET', `/v1/jobs/${job.id}`)).toMatchObject({ state: 'cancelled' });
  });

  it('say which field is wrong', async () => {
    const pointersOf = async (body: object) => (await activate(body)).body.errors.map(({ pointer }: Json) => pointer);
    expect(await pointersOf({ perDay: 0 })).toEqual(['/perDay']);
    expect(await pointersOf({ perDay: 1, policyId: NOBODY })).toEqual(['/policyId']);
    expect(await pointersOf({ perDay: 1, filter: { email: 'a@example.com' } })).toEqual(['/filter/email']);
    expect(codeOf((await app.ask('DELETE', `/v1/leads/activate/${NOBODY}`)).body)).toBe('not-found');
  });

  it('tell each rep once of a wave', async () => {
    const id = await brought();
    await planned({ filter: { importId: id, ownerId: ann.id }, perDay: 3 });
    await comeDue();
    await app.moveBy(10 * MINUTE);
    await app.application.app.get(TellingOfActs).settle(() => true);
    expect(await toldTo(app, ann)).toEqual([expect.stringMatching(/^3 leads are yours: they were opened again/)]);
  });

  it('are counted in reports from then on', async () => {
    const id = await brought();
    await planned({ filter: { importId: id }, perDay: 5 });
    await comeDue();
    await app.moveBy(3 * DAY);
    await reported();
    const { total, leavesOut } = await app.must('GET', '/v1/reports/speed-to-lead?from=2025-01-01&to=2026-03-20');
    expect([total.leads, leavesOut.imported]).toEqual([5, 6]);
  });
});
