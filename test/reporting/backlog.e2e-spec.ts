import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { FactStore } from '../../src/reporting/facts/fact.store.js';
import { ReportFacts } from '../../src/reporting/facts/report-facts.service.js';
import { TestApplication } from '../support/application.js';
import { MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

const LEADS = 400;

let app: TestApplication;
beforeEach(async () => {
  app = await TestApplication.start();
  await aDesk(app, ['Ann', 'Bo']);
  await aPolicy(app, { within: 'PT5M' }, { time: 'elapsed' });
});
afterEach(async () => {
  jest.restoreAllMocks();
  await app.stop();
});

it('facts of leads behind a backlog of several slices are written once, from their present state', async () => {
  const { app: nest } = app.application;
  const leads = Array.from({ length: LEADS }, (_, index) => ({ source: 'web', externalId: `${index}` }));
  const { results } = await app.must('POST', '/v1/leads/batch', { leads });
  const ids: string[] = results.map(({ id }: Json) => id);
  await app.moveBy(2 * MINUTE);
  // One half after the other, so that the last events of the first half are in earlier slices.
  const touch = async (half: readonly string[], outcome: string) => {
    const touches = half.map((leadId) => ({ leadId, kind: 'call', outcome }));
    await app.must('POST', '/v1/touches/batch', { touches });
  };
  await touch(ids.slice(LEADS / 2), 'noAnswer');
  await touch(ids.slice(0, LEADS / 2), 'connected');
  await app.feedsCaughtUp();
  const { data } = await app.must('GET', '/v1/events?limit=1000');
  expect(data).toHaveLength(1_000);

  const written = jest.spyOn(nest.get(FactStore), 'writeMany');
  await nest.get(ReportFacts).follow();
  expect(written.mock.calls.length).toBeGreaterThan(1);
  expect(written.mock.calls.flatMap(([, leadIds]) => leadIds).sort()).toEqual([...ids].sort());
  const { total } = await app.must(
    'GET',
    '/v1/reports/speed-to-lead?from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:00Z&until=contact',
  );
  expect(total).toMatchObject({ leads: LEADS, touched: LEADS / 2 });
});
