import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { BatchesService } from '../../src/feedback/batches/batches.service.js';
import { system } from '../../src/platform/values/actor.js';
import type { TestApplication } from '../support/application.js';
import { DAY, HOUR } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { anOffice, DESTINATIONS, path } from './job.js';

let app: TestApplication;
let made = 0;

beforeAll(async () => {
  app = await anOffice();
});
afterAll(() => app.stop());

const report = (to: Json, { batchId }: Json, body: object = {}) =>
  app.must('POST', path(to, `/batches/${batchId}/ack`), body);

async function fetch(to: Json): Promise<Json> {
  await app.feedbackCaughtUp();
  return app.must('POST', path(to, '/batches'), {});
}

async function theItem(to: Json): Promise<Json> {
  await app.feedbackCaughtUp();
  return (await app.must('GET', path(to, '/items'))).data[0];
}

/** Creates a Google destination and hands out the first lead of its source. */
async function handedOut(): Promise<{ to: Json; lead: Json; batch: Json }> {
  made += 1;
  const to = await app.must('POST', DESTINATIONS, {
    name: `Google ${made}`,
    platform: 'googleAds',
    settings: { transport: 'adsApi', customerId: '1234567890' },
    sources: [`source ${made}`],
    rules: [{ on: { milestone: 'received' }, send: { conversionActionId: String(made) } }],
  });
  const lead = await app.must('POST', '/v1/leads', {
    source: `source ${made}`,
    contact: { email: `kim${made}@example.com`, country: 'US' },
    clickIds: { gclid: `click-${made}` },
  });
  await app.moveBy(6 * HOUR);
  return { to, lead, batch: await fetch(to) };
}

/** Number of unexpectedly failed items of a destination, or undefined if the metric has no line. */
async function alarms({ id }: Json): Promise<string | undefined> {
  const { body } = await app.get('/metrics');
  const line = new RegExp(
    `^touchline_feedback_failed_total\\{destination="${id}",platform="googleAds"\\} (\\d+)$`,
    'm',
  );
  return line.exec(body as string)?.[1];
}

const there = ({ items }: Json, code = 'CLICK_CONVERSION_ALREADY_EXISTS', over: object = {}) => ({
  failed: items.map(({ id }: Json) => ({ id, code, message: 'There is one of this click already', ...over })),
});

it('a failed item is counted in the metric once its report is saved, and not if saving fails', async () => {
  const { to, batch } = await handedOut();
  const service = app.application.app.get(BatchesService);
  const body = { sent: true, ...there(batch) };
  const lost = service.report(to.id, batch.batchId, body, system('feedback'), () => Promise.reject(new Error('lost')));
  await expect(lost).rejects.toThrow('lost');
  expect(await alarms(to)).toBeUndefined();
  await service.report(to.id, batch.batchId, body, system('feedback'));
  expect(await alarms(to)).toBe('1');
});

it.each(['CLICK_CONVERSION_ALREADY_EXISTS', 'ORDER_ID_ALREADY_IN_USE'])(
  'an item that is already there (%s) on its first sending fails, and is never retracted',
  async (code) => {
    const { to, lead, batch } = await handedOut();
    await report(to, batch, there(batch, code));
    expect(await theItem(to)).toMatchObject({ state: 'failed', error: { code } });
    expect((await app.must('GET', path(to, '/health'))).failed).toEqual([{ name: code, count: 1 }]);
    expect(await alarms(to)).toBe('1');
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'suppress', reason: 'spam' });
    await app.moveBy(DAY);
    expect((await fetch(to)).items).toEqual([]);
  },
);

it('an item whose earlier batch was never reported on, and that is already there, is accepted', async () => {
  const { to } = await handedOut();
  await app.moveBy(HOUR);
  const again = await fetch(to);
  await report(to, again, there(again));
  expect(await theItem(to)).toMatchObject({ state: 'accepted', attempts: 2 });
});

it('an item that a busy platform did not take before, and that is already there, fails', async () => {
  const { to, batch } = await handedOut();
  await report(to, batch, { failed: batch.items.map(({ id }: Json) => ({ id, code: 'http429' })) });
  await app.moveBy(HOUR);
  const again = await fetch(to);
  await report(to, again, there(again));
  expect(await theItem(to)).toMatchObject({ state: 'failed', attempts: 2 });
});

it('an item reported as possibly posted twice within a lease, and as already there, is accepted', async () => {
  const { to, batch } = await handedOut();
  await report(to, batch, there(batch, undefined, { mayHaveLeft: true }));
  expect(await theItem(to)).toMatchObject({ state: 'accepted', attempts: 1 });
});

it('an item whose click Google does not know fails without an alarm', async () => {
  const { to, batch } = await handedOut();
  await report(to, batch, there(batch, 'CLICK_NOT_FOUND'));
  expect(await theItem(to)).toMatchObject({ state: 'failed', error: { code: 'CLICK_NOT_FOUND' } });
  expect(await alarms(to)).toBeUndefined();
});

it('a retraction that Google already has is accepted, also at the first attempt', async () => {
  const { to, lead, batch } = await handedOut();
  await report(to, batch);
  await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'suppress', reason: 'spam' });
  await app.moveBy(DAY);
  const back = await fetch(to);
  expect(back.items).toMatchObject([{ kind: 'retract' }]);
  await report(to, back, there(back, 'CONVERSION_ALREADY_RETRACTED'));
  expect(await theItem(to)).toMatchObject({ kind: 'retract', state: 'accepted' });
});
