import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { BatchesService } from '../../src/feedback/batches/batches.service.js';
import type { TestApplication } from '../support/application.js';
import { MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { anOffice, DESTINATIONS, path } from './job.js';

let app: TestApplication;
let made = 0;

beforeAll(async () => {
  app = await anOffice();
});
afterAll(() => app.stop());

const deny = (lead: Json) => app.must('PATCH', `/v1/leads/${lead.id}`, { consent: { adUserData: 'denied' } });

/** A platform that retracts nothing. */
const META = { platform: 'meta', settings: { datasetId: '1122334455' }, quarantine: 'PT0S' };

const clickIdsOf = (number: number) => ({ gclid: `c-${number}`, metaLeadId: String(1_234_567_890_100_000 + number) });

async function aDestination(leads: number, over: object = {}): Promise<{ to: Json; leads: Json[] }> {
  made += 1;
  const to = await app.must('POST', DESTINATIONS, {
    name: `own ${made}`,
    platform: 'generic',
    settings: {},
    sources: [`source ${made}`],
    rules: [{ on: { milestone: 'received' }, send: { event: 'Lead' } }],
    ...over,
  });
  const all = [];
  for (let each = 0; each < leads; each += 1) {
    made += 1;
    const contact = { email: `kim${made}@example.com`, country: 'US' };
    all.push(await app.must('POST', '/v1/leads', { source: to.sources[0], contact, clickIds: clickIdsOf(made) }));
  }
  await app.feedbackCaughtUp();
  return { to, leads: all };
}

/** Makes a request under its Idempotency-Key whose answer was lost with the node. */
async function requestBatch(to: Json, requestId: string): Promise<{ batchId: string | null; leadIds: string[] }> {
  const found = await app.application.app.get(BatchesService).handOut(to.id, { limit: 100 }, requestId);
  return { batchId: found?.batchId ?? null, leadIds: (found?.items ?? []).map(({ leadId }) => leadId) };
}

const report = (to: Json, batchId: string) => app.post(path(to, `/batches/${batchId}/ack`), {});

async function statesOf(to: Json): Promise<string[]> {
  const { data } = await app.must('GET', path(to, '/items'));
  return data.reverse().map(({ state, withheldReason }: Json) => withheldReason ?? state);
}

it('a repeated request has the batch without items that may not be sent any more', async () => {
  const { to, leads } = await aDestination(3);
  const key = '0199a3f2-7b1c-7def-8a90-000000000001';
  expect((await requestBatch(to, key)).leadIds).toHaveLength(3);
  await deny(leads[1]!);
  expect(await requestBatch(to, key)).toEqual({ batchId: key, leadIds: [leads[0]!.id, leads[2]!.id] });
  expect(await report(to, key)).toMatchObject({ status: 200, body: { items: [{}, {}] } });
  expect(await statesOf(to)).toEqual(['accepted', 'consentDenied', 'accepted']);
});

it('a repeated request after the lease lapsed has only what no other batch has since', async () => {
  const { to, leads } = await aDestination(2);
  const key = '0199a3f2-7b1c-7def-8a90-000000000002';
  await requestBatch(to, key);
  await app.moveBy(15 * MINUTE);
  const other = await app.must('POST', path(to, '/batches'), { limit: 1 });
  const again = await requestBatch(to, key);
  expect([...again.leadIds, other.items[0].leadId].sort()).toEqual(leads.map(({ id }) => id).sort());
  expect(await report(to, key)).toMatchObject({ status: 200, body: { items: [{}] } });
  expect(await report(to, other.batchId)).toMatchObject({ status: 200 });
  expect(await statesOf(to)).toEqual(['accepted', 'accepted']);
});

it('a repeated request after the lease lapsed has only what was not called off', async () => {
  const { to, leads } = await aDestination(2, META);
  const key = '0199a3f2-7b1c-7def-8a90-000000000004';
  expect((await requestBatch(to, key)).leadIds).toHaveLength(2);
  await app.moveBy(15 * MINUTE);
  const spam = { category: 'suppress', reason: 'spam' };
  await app.must('POST', `/v1/leads/${leads[0]!.id}/disposition`, spam);
  await app.feedbackCaughtUp();
  expect((await statesOf(to))[0]).not.toBe('leased');
  expect(await requestBatch(to, key)).toEqual({ batchId: key, leadIds: [leads[1]!.id] });
  expect(await report(to, key)).toMatchObject({ status: 200, body: { items: [{}] } });
});

it('a repeated request has no batch if none of it may be sent, and blocks nothing later', async () => {
  const { to, leads } = await aDestination(1);
  const key = '0199a3f2-7b1c-7def-8a90-000000000003';
  await requestBatch(to, key);
  await deny(leads[0]!);
  expect(await requestBatch(to, key)).toEqual({ batchId: null, leadIds: [] });
  expect(await report(to, key)).toMatchObject({ status: 409 });
  await app.must('PATCH', `/v1/leads/${leads[0]!.id}`, { consent: { adUserData: 'granted' } });
  await app.feedbackCaughtUp();
  const { batchId } = await app.must('POST', path(to, '/batches'), {});
  expect(await report(to, batchId)).toMatchObject({ status: 200 });
});
