import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { TestApplication } from '../support/application.js';
import { HOUR } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { anOffice, DESTINATIONS, path } from './job.js';

let app: TestApplication;
let made = 0;

beforeAll(async () => {
  app = await anOffice();
});
afterAll(() => app.stop());

const resume = (to: Json) => app.must('POST', path(to, '/resume'), {});

/** A destination for a source of its own, which was sent leads that are junk by now. */
async function aDestination(retractionsPerDay: number, leads: number, over: object = {}): Promise<Json> {
  made += 1;
  const to = await app.must('POST', DESTINATIONS, {
    name: `own ${made}`,
    platform: 'generic',
    settings: {},
    sources: [`source ${made}`],
    rules: [{ on: { milestone: 'received' }, send: { event: 'Lead' } }],
    retractAfter: 'PT0S',
    retractionsPerDay,
    ...over,
  });
  await areJunk(to, leads);
  return to;
}

async function leadsOf(to: Json, count: number): Promise<Json[]> {
  const leads = [];
  for (let each = 0; each < count; each += 1) {
    made += 1;
    const clickIds = { gclid: `click-${made}` };
    const contact = { email: `kim${made}@example.com`, country: 'US' };
    leads.push(await app.must('POST', '/v1/leads', { source: to.sources[0], contact, clickIds }));
  }
  return leads;
}

async function areJunk(to: Json, count: number): Promise<void> {
  const leads = await leadsOf(to, count);
  expect(await sent(to)).toEqual(Array(count).fill('conversion'));
  for (const { id } of leads)
    await app.must('POST', `/v1/leads/${id}/disposition`, { category: 'suppress', reason: 'spam' });
  await app.moveBy(1_000);
}

async function fetch(to: Json, limit = 100): Promise<Json> {
  await app.feedbackCaughtUp();
  return app.must('POST', path(to, '/batches'), { limit });
}

const report = (to: Json, { batchId }: Json, body: object = {}) =>
  app.must('POST', path(to, `/batches/${batchId}/ack`), body);

async function sent(to: Json): Promise<string[]> {
  const batch = await fetch(to);
  if (batch.batchId !== null) await report(to, batch);
  return batch.items.map(({ kind }: Json) => kind);
}

const whyStopped = async (to: Json) => (await app.must('GET', path(to))).stopped?.note ?? null;

it('resuming releases all retractions that were due, which do not stop the destination again', async () => {
  const to = await aDestination(2, 5);
  expect((await fetch(to)).items).toEqual([]);
  expect(await whyStopped(to)).toBe('5 within a day, and 2 may be');
  await resume(to);
  await leadsOf(to, 1);
  expect((await sent(to)).sort()).toEqual(['conversion', 'retract', 'retract', 'retract', 'retract', 'retract']);
  expect(await whyStopped(to)).toBeNull();
});

it('resuming releases them also in parts, and after the platform was busy', async () => {
  const to = await aDestination(2, 5);
  expect((await fetch(to)).items).toEqual([]);
  await resume(to);
  const first = await fetch(to, 4);
  await report(to, first, { failed: first.items.map(({ id }: Json) => ({ id, code: 'http503', message: 'busy' })) });
  await app.moveBy(HOUR);
  expect(await sent(to)).toEqual(Array(5).fill('retract'));
  expect(await whyStopped(to)).toBeNull();
});

it('resuming releases no retraction that was not due yet, however often it is tried', async () => {
  const to = await aDestination(2, 3, { retractAfter: 'PT1H' });
  await app.moveBy(HOUR / 2);
  await areJunk(to, 4);
  await app.moveBy(HOUR / 2);
  expect((await fetch(to)).items).toEqual([]);
  await resume(to);
  expect(await sent(to)).toEqual(Array(3).fill('retract'));
  await app.moveBy(HOUR);
  const first = await fetch(to, 2);
  expect(first.items).toHaveLength(2);
  await report(to, first, { failed: first.items.map(({ id }: Json) => ({ id, code: 'http503', message: 'busy' })) });
  await app.moveBy(HOUR);
  expect((await fetch(to)).items).toEqual([]);
  expect(await whyStopped(to)).toBe('4 within a day, and 2 may be');
});

it('later retractions are counted anew', async () => {
  const to = await aDestination(2, 3);
  expect((await fetch(to)).items).toEqual([]);
  await resume(to);
  expect(await sent(to)).toHaveLength(3);
  await areJunk(to, 2);
  expect(await sent(to)).toEqual(['retract', 'retract']);
  await areJunk(to, 1);
  expect((await fetch(to)).items).toEqual([]);
  expect(await whyStopped(to)).toBe('3 within a day, and 2 may be');
});

it('resuming a destination that was stopped for another reason releases no retractions', async () => {
  const to = await aDestination(2, 2);
  expect(await sent(to)).toEqual(['retract', 'retract']);
  await areJunk(to, 1);
  await app.must('POST', path(to, '/stop'), { reason: 'A look at the account' });
  await resume(to);
  expect((await fetch(to)).items).toEqual([]);
  expect(await whyStopped(to)).toBe('3 within a day, and 2 may be');
});
