import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import type { LedgerRow } from '../../src/events/event.js';
import { LedgerStore } from '../../src/events/ledger.store.js';
import { TestApplication } from '../support/application.js';
import { Endpoint } from '../support/endpoint.js';
import { aDesk, aLead } from '../support/people.js';

let app: TestApplication;
let endpoint: Endpoint;
beforeEach(async () => {
  app = await TestApplication.start();
  endpoint = await Endpoint.start();
  await aDesk(app, ['Ann']);
});
afterEach(async () => {
  jest.restoreAllMocks();
  await endpoint.stop();
  await app.stop();
});

it('without webhooks and channels no event is read for them, not even when the first is created', async () => {
  const read = jest.spyOn(app.application.app.get(LedgerStore), 'readNews');
  await aLead(app);
  await app.deliver();
  await aLead(app);
  await app.deliver();
  expect(read).not.toHaveBeenCalled();

  await app.must('POST', '/v1/webhooks', { url: endpoint.url, types: ['lead.*'] });
  const lead = await aLead(app);
  await app.deliver();
  const answers = read.mock.results.map(({ value }) => value as Promise<LedgerRow[]>);
  const events = (await Promise.all(answers)).flat();
  expect(new Set(events.map(({ subjectId }) => subjectId))).toContain(lead.id);
  expect(events.filter(({ type }) => type.startsWith('lead.')).every(({ subjectId }) => subjectId === lead.id)).toBe(
    true,
  );
  expect(endpoint.types()).toEqual(['lead.received', 'lead.assigned']);
});

it('events from before and after the last webhook was deleted are sent to no later one', async () => {
  const first = await app.must('POST', '/v1/webhooks', { url: endpoint.url, types: ['lead.*'] });
  await aLead(app);
  await app.deliver();
  await app.must('DELETE', `/v1/webhooks/${first.id}`);
  await aLead(app);
  await app.moveBy(1_000);
  await app.must('POST', '/v1/webhooks', { url: endpoint.url, types: ['lead.*'] });
  const last = await aLead(app);
  await app.deliver();
  const told = endpoint.events().map(({ subject }) => subject.id);
  expect(told.slice(2)).toEqual([last.id, last.id]);
});
