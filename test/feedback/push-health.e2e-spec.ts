import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { FeedbackPush } from '../../src/feedback/posting/feedback-push.service.js';
import { TestApplication } from '../support/application.js';
import { HOUR, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk } from '../support/people.js';
import { PlatformServer } from '../support/platforms/platform-server.js';

const DESTINATIONS = '/v1/feedback/destinations';

let app: TestApplication;
let platforms: PlatformServer;
let destination: Json;
let made = 0;

beforeAll(async () => {
  platforms = await PlatformServer.start();
  app = await TestApplication.start(undefined, { environment: { feedbackBaseUrls: platforms.bases } });
  await aDesk(app, ['Ann']);
});
afterAll(async () => {
  await app.stop();
  await platforms.stop();
});
beforeEach(async () => {
  made += 1;
  destination = await destinationOf();
});

const destinationOf = (over: object = {}): Promise<Json> =>
  app.must('POST', DESTINATIONS, {
    name: `Meta ${made}`,
    platform: 'meta',
    settings: { datasetId: String(1000 + made) },
    sources: [`source ${made}`],
    rules: [{ on: { milestone: 'received' }, send: { event: 'Lead' } }],
    quarantine: 'PT0S',
    credentials: { accessToken: 'good' },
    push: true,
    ...over,
  });

async function leads(count: number): Promise<Json[]> {
  const clickIds = (index: number) => ({ metaLeadId: `12345678901${10_000 + made * 100 + index}` });
  const some = Array.from({ length: count }, (_, index) => ({
    source: `source ${made}`,
    clickIds: clickIds(index),
    consent: { adUserData: 'granted' },
  }));
  return (await app.must('POST', '/v1/leads/batch', { leads: some })).results;
}

async function pushed(): Promise<void> {
  await app.feedbackCaughtUp();
  await app.application.app.get(FeedbackPush).look();
}

const health = () => app.must('GET', `${DESTINATIONS}/${destination.id}/health`);
const inIso = (ms: number) => new Date(app.time.now() + ms).toISOString();

/** Values of one metric of the destination, by result label. */
async function metric(name: string, of: Json = destination): Promise<Record<string, number>> {
  const { body } = await app.get('/metrics');
  const labels = `destination="${of.id}",platform="meta"`;
  const lines = (body as string).split('\n').filter((line) => line.startsWith(`${name}{${labels}`));
  return Object.fromEntries(
    lines.map((line) => {
      const [, result = '', value] = /^\S+?"meta"(?:,result="(\w+)")?\} (\S+)$/.exec(line)!;
      return [result, Number(value)];
    }),
  );
}

it('health is empty before anything is posted', async () => {
  expect(await health()).toMatchObject({ lastBatch: null, push: { failures: 0, nextAt: null } });
  expect(await metric('touchline_feedback_unsent')).toEqual({ '': 0 });
  expect(await metric('touchline_feedback_unsent_oldest_seconds')).toEqual({ '': 0 });
  expect(await metric('touchline_feedback_stopped')).toEqual({ '': 0 });
  expect(await metric('touchline_feedback_pushes_total')).toEqual({});
});

it('health shows the last batch, its result and the time of the next try', async () => {
  await leads(2);
  await app.feedbackCaughtUp();
  expect(await health()).toMatchObject({ lastBatch: null, push: { failures: 0, nextAt: inIso(0) } });
  platforms.fail({ status: 503 }, 'drop', { status: 429, headers: { 'retry-after': '600' } });
  await pushed();
  const firstAt = inIso(0);
  expect(await health()).toMatchObject({
    lastBatch: {
      items: 2,
      leasedAt: firstAt,
      reportedAt: firstAt,
      result: 'later',
      taken: 0,
      failed: 0,
      again: 2,
      error: { code: 'http503' },
    },
    push: { failures: 1, nextAt: inIso(MINUTE) },
  });
  await app.moveBy(MINUTE);
  await pushed();
  await app.moveBy(2 * MINUTE);
  await pushed();
  expect(await health()).toMatchObject({
    lastBatch: { result: 'later', error: { code: 'http429' } },
    push: { failures: 3, nextAt: inIso(10 * MINUTE) },
  });
  // The age counts from the first try, whatever the pauses.
  expect(await metric('touchline_feedback_unsent')).toEqual({ '': 2 });
  expect(await metric('touchline_feedback_unsent_oldest_seconds')).toEqual({ '': 180 });
  await app.moveBy(10 * MINUTE);
  await pushed();
  expect(await health()).toMatchObject({
    lastBatch: { result: 'taken', taken: 2, failed: 0, again: 0, error: null },
    push: { failures: 0, nextAt: null },
  });
  expect(await metric('touchline_feedback_unsent')).toEqual({ '': 0 });
  expect(await metric('touchline_feedback_pushes_total')).toEqual({ busy: 2, noAnswer: 1, taken: 1 });
});

it('refused items are counted apart from accepted ones and from a broken account', async () => {
  const [bad] = await leads(3);
  platforms.state.invalid.add(`${bad!.id}.lead.1`);
  await pushed();
  expect(await health()).toMatchObject({
    lastBatch: { items: 3, result: 'partly', taken: 2, failed: 1, again: 0, error: { code: '100' } },
  });
  // All three, two, then one by one: two of the requests were accepted.
  expect(await metric('touchline_feedback_pushes_total')).toEqual({ refused: 3, taken: 2 });
  expect(await metric('touchline_feedback_failed_total')).toEqual({ '': 1 });
  await leads(4);
  await app.moveBy(HOUR);
  platforms.fail({ status: 401 });
  await pushed();
  expect(await health()).toMatchObject({
    stopped: true,
    lastBatch: { result: 'later', error: { code: 'http401' } },
    push: { failures: 0, nextAt: null },
  });
  expect(await metric('touchline_feedback_stopped')).toEqual({ '': 1 });
  expect(await metric('touchline_feedback_pushes_total')).toEqual({ refused: 3, taken: 2, broken: 1 });
});

it('health shows the batches of a job, and that one is unreported', async () => {
  const body = await app.must('GET', `${DESTINATIONS}/${destination.id}`);
  await app.must('PUT', `${DESTINATIONS}/${destination.id}`, { ...body, push: false });
  await leads(1);
  await app.feedbackCaughtUp();
  const batch = await app.must('POST', `${DESTINATIONS}/${destination.id}/batches`, {});
  expect(await health()).toMatchObject({
    push: null,
    lastBatch: { batchId: batch.batchId, result: 'unreported', reportedAt: null, taken: 0 },
  });
  await app.moveBy(MINUTE);
  const failed = [{ id: batch.items[0].id, code: '100', message: 'Invalid parameter' }];
  await app.must('POST', `${DESTINATIONS}/${destination.id}/batches/${batch.batchId}/ack`, { failed });
  expect(await health()).toMatchObject({
    lastBatch: {
      result: 'refused',
      reportedAt: inIso(0),
      failed: 1,
      error: { code: '100', message: 'Invalid parameter' },
    },
  });
  // A batch of a month ago is not shown.
  await app.moveBy(31 * 24 * HOUR);
  expect((await health()).lastBatch).toBe(null);
});

it('a destination in shadow has no metrics', async () => {
  made += 1;
  const shadow = await destinationOf({ mode: 'shadow' });
  await leads(1);
  await app.feedbackCaughtUp();
  expect(await metric('touchline_feedback_unsent', shadow)).toEqual({});
});
