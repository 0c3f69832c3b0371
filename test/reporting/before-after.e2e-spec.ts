import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ReportFacts } from '../../src/reporting/facts/report-facts.service.js';
import { anImport, runToEnd } from '../imports/imports.js';
import { TestApplication } from '../support/application.js';
import { HOUR, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aTouch, changeSettings, faults } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

/** A Monday; the database of the tests is set up on the day before. */
const START = '2026-03-02T10:00:00.000Z';

const HISTORY = [
  'Record ID,Email,Created,Lead Status,Reason,Last contacted',
  '1,ann.b@example.com,2025-12-05 09:00,Converted,,2025-12-05 11:00',
  '2,cem@example.com,2026-01-08 09:00,Lost,Price,2026-01-09 09:00',
  '3,dora@example.com,2026-01-09 09:00,Lost,,',
  '4,eve@example.com,2026-01-12 09:00,Lost,,',
  '5,gus@example.com,2026-02-02 09:00,Lost,,',
].join('\n');

let app: TestApplication;
let reps: Json[];
beforeAll(async () => {
  app = await TestApplication.start(START);
  ({ reps } = await aDesk(app, ['Ann', 'Bo']));
  await changeSettings(app, { timeZone: 'UTC' });
  await aPolicy(app, { within: 'PT4H' });
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

async function compared(query = '', asking?: object): Promise<Json> {
  await app.feedsCaughtUp();
  await app.application.app.get(ReportFacts).follow();
  return app.must('GET', `/v1/reports/before-after?${query}`, undefined, asking);
}

async function aPast(): Promise<void> {
  const { id } = await anImport(app, HISTORY, { mode: 'history', source: 'crm' });
  expect(await runToEnd(app, id)).toMatchObject({ created: 5 });
}

/** Four leads of today: one touched and closed, one closed untouched, one overdue and one that is not yet due. */
async function aPresent(): Promise<void> {
  const [touched, , closed] = [await aLead(app), await aLead(app), await aLead(app)];
  await app.moveBy(30 * MINUTE);
  await aTouch(app, touched!);
  await app.must('POST', `/v1/leads/${touched!.id}/disposition`, { category: 'lost', reason: 'price' });
  await app.must('POST', `/v1/leads/${closed!.id}/disposition`, { category: 'lost', reason: 'no_need' });
  await app.moveBy(4 * HOUR);
  await aLead(app);
}

describe('the comparison of before and since', () => {
  it('has the past that was brought along beside what happened here', async () => {
    await aPast();
    await aPresent();
    const { began, since, before, after, data } = await compared('since=2026-03-01');
    expect([began, since]).toEqual(['2026-03-01', '2026-03-01']);
    expect(before).toMatchObject({
      key: { period: 'before' },
      label: 'before 2026-03-01',
      leads: 5,
      imported: 5,
      touched: 2,
      untouched: 3,
      notYetDue: 0,
      untouchedShare: 0.6,
      medianSeconds: 7200,
      p90Seconds: 86_400,
      closed: 4,
      withReason: 1,
      withReasonShare: 0.25,
      won: 1,
      wonShare: 0.2,
    });
    expect(after).toMatchObject({
      key: { period: 'since' },
      leads: 4,
      imported: 0,
      touched: 1,
      untouched: 2,
      notYetDue: 1,
      untouchedShare: 0.6667,
      medianSeconds: 1800,
      closed: 2,
      withReason: 2,
      withReasonShare: 1,
      won: 0,
    });
    expect(data.map(({ key, leads, untouched }: Json) => [key.period, key.month, leads, untouched])).toEqual([
      ['before', '2025-12', 1, 0],
      ['before', '2026-01', 3, 2],
      // The file names no touch in this month, which does not say that there was none.
      ['before', '2026-02', 1, null],
      ['since', '2026-03', 4, 2],
    ]);
  });

  it('divides the month of the day, and lists the leads of each row', async () => {
    await aPast();
    const { data } = await compared('since=2026-01-09');
    const january = data.filter(({ key }: Json) => key.month === '2026-01');
    expect(january.map(({ label, key, leads }: Json) => [label, key.period, leads])).toEqual([
      ['2026-01, before', 'before', 1],
      ['2026-01, since', 'since', 2],
    ]);
    const listed = await Promise.all(
      january.map(async ({ filter }: Json) => (await app.must('GET', `/v1/leads?${new URLSearchParams(filter)}`)).data),
    );
    expect(listed.map((leads) => leads.map(({ externalId }: Json) => externalId).sort())).toEqual([['2'], ['3', '4']]);
  });

  it('begins, unless asked otherwise, with the day on which Touchline was set up, and has weeks too', async () => {
    await aPresent();
    const { since, before, data } = await compared('by=week');
    expect(since).toBe('2026-03-01');
    expect(before).toMatchObject({ leads: 0, untouched: 0, untouchedShare: null, medianSeconds: null });
    expect(data.map(({ key, label }: Json) => [key, label])).toEqual([
      [{ period: 'since', week: '2026-03-02' }, '2026-03-02'],
    ]);
  });

  it('shows reps what is about their own leads', async () => {
    await aPresent();
    const keys = [await app.keyFor(['rep'], reps[0]!.id), await app.keyFor(['rep'], reps[1]!.id)];
    const own = await Promise.all(keys.map(async (key) => (await compared('', { key })).after.leads));
    expect([...own].sort()).toEqual([2, 3]);
  });

  it('is also a table, with both periods at the end', async () => {
    await aPast();
    await compared();
    const { body } = await app.ask('GET', '/v1/reports/before-after', undefined, { headers: { accept: 'text/csv' } });
    const lines = String(body).trim().split('\r\n');
    expect(lines[0]).toMatch(/^key\.period,key\.month,label,filter,leads,imported,touched,/);
    expect(lines.slice(-2).map((line) => line.split(',').slice(0, 3))).toEqual([
      ['before', '', 'before 2026-03-01'],
      ['since', '', 'since 2026-03-01'],
    ]);
  });

  it.each([
    ['since=2026-03-02T10:00:00Z', '/since'],
    ['since=2026-03-03', '/since'],
    ['since=2026-01-01&from=2026-01-01', '/since'],
    ['since=2026-01-01&to=2025-12-01', '/since'],
    ['by=rep', '/by'],
    ['since=2020-01-01', '/from'],
  ])('refuses %s', async (query, pointer) => {
    const found = faults(await app.ask('GET', `/v1/reports/before-after?${query}`));
    expect(found.map((each) => each.split(' ')[0])).toContain(pointer);
  });
});

describe('any report', () => {
  it('has a row for each month', async () => {
    await aPast();
    await compared();
    const { data } = await app.must(
      'GET',
      '/v1/reports/dispositions?from=2025-12-01&to=2026-03-01&imported=only&by=month',
    );
    expect(
      data.map(({ key, of, filter }: Json) => [key.month, of.leads, filter.receivedFrom, filter.receivedTo]),
    ).toEqual([
      ['2025-12', 1, '2025-12-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z'],
      ['2026-01', 3, '2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z'],
      ['2026-02', 1, '2026-02-01T00:00:00.000Z', '2026-03-01T00:00:00.000Z'],
    ]);
    const open = await app.must('GET', '/v1/reports/ageing?by=month');
    expect(open.data).toEqual([]);
  });
});
