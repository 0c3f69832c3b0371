import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { MONDAY, TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, allTo, aPool, aTouch } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

let app: TestApplication;
beforeAll(async () => {
  app = await TestApplication.start(MONDAY);
});
afterAll(() => app.stop());

it('a deleted team, pool or policy keeps its last name in reports', async () => {
  const { reps, pool } = await aDesk(app, ['Ann']);
  const team = await app.must('POST', '/v1/teams', { name: 'East', repIds: [reps[0]!.id] });
  await app.must('PUT', `/v1/teams/${team.id}`, { name: 'South', repIds: [reps[0]!.id] });
  const policy = await aPolicy(app, {}, { name: 'Quick', time: 'elapsed' });
  const lead = await aLead(app);
  await aTouch(app, lead);
  await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'price' });
  await allTo(app, await aPool(app, 'Another', reps));
  await app.must('DELETE', `/v1/teams/${team.id}`);
  await app.must('DELETE', `/v1/pools/${pool.id}`);
  await app.must('DELETE', `/v1/sla-policies/${policy.id}`);
  const labels = async (by: string) => {
    const { data } = await app.report(`breaches?from=2026-03-01&to=2026-04-01&by=${by}`);
    return data.map(({ label }: Json) => label);
  };
  expect(await labels('team')).toContain('South');
  expect(await labels('pool')).toEqual(['Desk']);
  expect(await labels('policy')).toEqual(['Quick']);
  const csv = await app.get('/v1/reports/breaches?from=2026-03-01&to=2026-04-01&by=policy', {
    headers: { accept: 'text/csv' },
  });
  expect(csv.body).toContain('Quick');
});
