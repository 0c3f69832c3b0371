import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MONDAY, TestApplication } from '../support/application.js';
import { DAY } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aTouch } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

const MARCH = 'from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:00Z';

let app: TestApplication;
let reps: Json[];
beforeEach(async () => {
  app = await TestApplication.start(MONDAY);
  ({ reps } = await aDesk(app, ['Ann']));
  await aPolicy(app, { within: 'PT1H' }, { time: 'elapsed' });
});
afterEach(() => app.stop());

const rowsOf = async (report: string, query = 'by=source', asking?: object): Promise<Record<string, Json>> => {
  const { data, total } = await app.report(`${report}?${MARCH}&${query}`, asking);
  return Object.fromEntries([...data, total].map((row: Json) => [row.label, row]));
};
const reach = (lead: Json, name: string) => app.must('POST', `/v1/leads/${lead.id}/milestones`, { name });
const eur = (amount: string) => ({ amount, currency: 'EUR' });

/** Three leads in three spellings of one source, one of them won, and a lead of another source. */
async function someLeads() {
  const leads = [];
  for (const source of ['AdWords', 'google-ads', 'Google Ads']) leads.push(await aLead(app, { source, contact: {} }));
  await aLead(app, { source: 'fair', contact: {} });
  await aTouch(app, leads[0]!, { outcome: 'connected' });
  await reach(leads[0]!, 'qualified');
  await reach(leads[1]!, 'won');
  return leads;
}

describe('reports by source', () => {
  it('count all spellings of a source as one, also for leads from before its configuration', async () => {
    const leads = await someLeads();
    expect(Object.keys(await rowsOf('speed-to-lead'))).toEqual([
      'AdWords',
      'Google Ads',
      'fair',
      'google-ads',
      'total',
    ]);
    await app.must('POST', '/v1/sources', { code: 'google-ads', aliases: ['adwords', 'google ads'] });
    for (const report of ['speed-to-lead', 'breaches', 'dispositions']) {
      const rows = await rowsOf(report);
      expect(Object.keys(rows)).toEqual(['fair', 'google-ads', 'total']);
    }
    const { 'google-ads': ads } = await rowsOf('speed-to-lead');
    expect(ads).toMatchObject({ leads: 3, touched: 2, key: { source: 'google-ads' } });
    const listed = await app.must('GET', `/v1/leads?${new URLSearchParams(ads!.filter)}`);
    expect(listed.data.map(({ id }: Json) => id)).toEqual(leads.map(({ id }) => id));
    const { data: open } = await app.must('GET', '/v1/reports/ageing?by=source');
    expect(open.map(({ label, leads: count }: Json) => [label, count])).toEqual([
      ['fair', 1],
      ['google-ads', 2],
    ]);
    expect(open[0]).not.toHaveProperty('cost');
    await app.moveBy(3 * DAY);
    await app.packReports();
    expect((await rowsOf('speed-to-lead', 'by=source,day'))['google-ads, 2026-03-02']).toMatchObject({ leads: 3 });
    expect((await rowsOf('dispositions'))['google-ads']).toMatchObject({
      of: { leads: 3 },
      milestones: { qualified: { leads: 2 }, won: { leads: 1 } },
    });
  });

  it('show the cost of a source, also for each lead that came further', async () => {
    await someLeads();
    const source = await app.must('POST', '/v1/sources', {
      code: 'google-ads',
      aliases: ['adwords', 'google ads'],
      costPerLead: { amount: '12.40', currency: 'EUR' },
    });
    for (const report of ['speed-to-lead', 'dispositions', 'breaches']) {
      const rows = await rowsOf(report);
      expect(rows['google-ads']).toMatchObject({
        cost: eur('37.20'),
        costPerQualified: eur('18.60'),
        costPerWon: eur('37.20'),
      });
      expect(rows.fair).toMatchObject({ cost: null, costPerQualified: null, costPerWon: null });
      expect(rows.total).toMatchObject({ cost: null });
      const csv = await app.get(`/v1/reports/${report}?${MARCH}&by=source`, { headers: { accept: 'text/csv' } });
      const columns = String(csv.body).split('\r\n')[0]!.split(',');
      expect(columns.filter((column) => /^cost(\.|$)/.test(column))).toEqual(['cost.amount', 'cost.currency']);
    }
    await app.must('POST', '/v1/sources', { code: 'fair', costPerLead: eur('100') });
    expect((await rowsOf('dispositions')).total).toMatchObject({ cost: eur('137.20'), costPerQualified: eur('68.60') });
    await app.must('PUT', `/v1/sources/${source.id}`, {
      code: 'google-ads',
      aliases: ['adwords', 'google ads'],
      monthly: [{ month: '2026-03', ...eur('3100') }],
    });
    const half = await app.report('speed-to-lead?from=2026-03-01T00:00:00Z&to=2026-03-11T00:00:00Z&by=source');
    expect(half.data.find(({ label }: Json) => label === 'google-ads')).toMatchObject({ cost: eur('1000.00') });
    const both = await rowsOf('dispositions', 'by=source,day');
    expect(both['google-ads, 2026-03-02']).not.toHaveProperty('cost');
    const monthly = [{ month: '2026-03', ...eur('62') }];
    await app.must('POST', '/v1/sources', { code: 'radio', monthly });
    await app.must('POST', '/v1/sources', { code: 'print', monthly: [{ month: '2026-04', ...eur('5') }] });
    for (const report of ['dispositions', 'speed-to-lead', 'breaches', 'cadence', 'reassignments'] as const) {
      const rows = await rowsOf(report);
      expect(rows.radio).toMatchObject({ key: { source: 'radio' }, cost: eur('62.00'), costPerWon: null });
      expect(rows).not.toHaveProperty('print');
    }
    const vain = await rowsOf('dispositions');
    expect(vain.radio).toMatchObject({ of: { leads: 0 } });
    expect(vain.total).toMatchObject({ of: { leads: 4 }, cost: eur('3262.00') });
    const key = await app.keyFor(['rep'], reps[0]!.id);
    expect(await rowsOf('dispositions', 'by=source', { key })).not.toHaveProperty('radio');
    expect((await rowsOf('dispositions', 'by=source', { key }))['google-ads']).toMatchObject({ cost: null });
  });
});
