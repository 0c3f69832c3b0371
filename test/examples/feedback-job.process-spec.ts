import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { FeedbackJob, type Ran } from '../support/feedback-job.js';
import { HOUR, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { notificationsOf } from '../support/notifications.js';
import { aDesk, changeSettings } from '../support/people.js';
import { PlatformServer } from '../support/platforms/platform-server.js';
import { NEW_YORK } from '../support/policies.js';
import { until } from '../support/postgres-owner.js';

const DESTINATIONS = '/v1/feedback/destinations';
const META = 'graph.facebook.com';
const GOOGLE_ADS = 'googleads.googleapis.com';

let app: TestApplication;
let platforms: PlatformServer;
let job: FeedbackJob;
let made = 0;

beforeAll(async () => {
  platforms = await PlatformServer.start();
  job = await FeedbackJob.build({
    BASE_URLS: [...platforms.bases].map((pair) => pair.join('=')).join(),
    META_ACCESS_TOKEN: 'good',
    GOOGLE_CLIENT_ID: 'id',
    GOOGLE_CLIENT_SECRET: 'hush',
    GOOGLE_REFRESH_TOKEN: platforms.state.refreshToken,
    GOOGLE_DEVELOPER_TOKEN: 'dev',
    RETRY_PAUSE_MS: '10',
    FIRST_LOOK_SECONDS: '0',
  });
});
afterAll(() => platforms.stop());
// Each look works through all destinations, so those of former tests would slow it down.
beforeEach(async () => {
  app = await TestApplication.start();
  const calendar = await app.must('POST', '/v1/calendars', NEW_YORK);
  const { reps } = await aDesk(app, ['Ann'], { calendarId: calendar.id, offHours: 'wait' });
  await changeSettings(app, { alertsTo: [reps[0]!.id] });
  job.settings.TOUCHLINE_URL = app.url;
  job.settings.TOUCHLINE_KEY = await app.keyFor(['feedback']);
  platforms.asked.length = 0;
  platforms.state.invalid.clear();
  platforms.state.counted.clear();
});
afterEach(() => app.stop());

async function destinationOf(platform: string, settings: object, sends: Record<string, object>): Promise<Json> {
  made += 1;
  return app.must('POST', DESTINATIONS, {
    name: `${platform} ${made}`,
    platform,
    settings,
    sources: [`source ${made}`],
    rules: Object.entries(sends).map(([milestone, send]) => ({ on: { milestone }, send })),
    quarantine: 'PT0S',
  });
}

const meta = (sends: Record<string, object> = { received: { event: 'Lead' } }) =>
  destinationOf('meta', { datasetId: String(1000 + made) }, sends);
const google = (transport: string, sends: Record<string, object> = { received: { conversionActionId: '1' } }) =>
  destinationOf('googleAds', { transport, customerId: String(1_000_000_000 + made) }, sends);

async function leadsFor({ sources }: Json, count: number, over: object = {}): Promise<Json[]> {
  const leads = Array.from({ length: count }, (_, index) => ({
    source: sources[0],
    contact: { email: `kim${made}-${index}@example.com`, country: 'US' },
    clickIds: { metaLeadId: `1234567890123${1000 + made * 10 + index}`, gclid: `click-${made}-${index}` },
    consent: { adUserData: 'granted' },
    ...over,
  }));
  return (await app.must('POST', '/v1/leads/batch', { leads })).results;
}

/** Runs the job once, as cron does. */
async function ran(...destinations: Json[]): Promise<Ran> {
  await app.feedbackCaughtUp();
  return job.run({ DESTINATIONS: destinations.map(({ id }) => id).join() });
}

async function itemsOf(destination: Json): Promise<Json[]> {
  return (await app.must('GET', `${DESTINATIONS}/${destination.id}/items?limit=1000`)).data.reverse();
}

const statesOf = async (destination: Json) => (await itemsOf(destination)).map(({ state }) => state);

async function timesStopped(): Promise<number> {
  const [rep] = (await app.must('GET', '/v1/reps')).data;
  const told = await notificationsOf(app, rep);
  return told.filter(({ type }: Json) => type === 'feedback.stopped').length;
}

const FINE: Ran = { code: 0, said: expect.any(String) as unknown as string };

describe('a won deal', () => {
  it('is one conversion at Meta and at Google, with its value and all digits of its ids', async () => {
    const won = { event: 'Closed won', value: 'milestone' };
    const atMeta = await meta({ received: { event: 'Lead' }, won });
    const [lead] = await leadsFor(atMeta, 1, { clickIds: { metaLeadId: '12345678901234567', gclid: 'click-won' } });
    const action = { conversionActionId: '98765432109876543', value: 'milestone' };
    const settings = { transport: 'adsApi', customerId: '1234567890' };
    const atGoogle = await app.must('POST', DESTINATIONS, {
      name: 'Google',
      platform: 'googleAds',
      settings,
      sources: atMeta.sources,
      rules: [{ on: { milestone: 'won' }, send: action }],
      startAt: atMeta.startAt,
    });
    await app.moveBy(6 * HOUR);
    const value = { amount: '18400.55', currency: 'USD' };
    await app.must('POST', `/v1/leads/${lead!.id}/milestones`, { name: 'won', value });
    expect(await ran(atMeta, atGoogle)).toEqual(FINE);
    expect(await ran(atMeta, atGoogle)).toEqual({ code: 0, said: '' });

    const told = platforms.take(META);
    expect(told.map(({ json }) => json.data.map((event: Json) => event.event_name))).toEqual([['Lead', 'Closed won']]);
    expect(told[0]!.text.match(/"lead_id":12345678901234567\b/g)).toHaveLength(2);
    expect(told[0]!.text).toContain('"value":18400.55,"currency":"USD"');
    const [upload, ...others] = platforms.take(GOOGLE_ADS);
    expect(others).toEqual([]);
    expect(upload).toMatchObject({ headers: { 'developer-token': 'dev' } });
    expect(upload!.text).toContain('/conversionActions/98765432109876543"');
    expect(upload!.json.conversions).toMatchObject([
      { orderId: `${lead!.id}.won.1`, gclid: 'click-won', conversionValue: 18400.55, currencyCode: 'USD' },
    ]);
    expect([...platforms.state.counted.keys()].filter((key) => key.includes('won'))).toHaveLength(2);
    expect(await statesOf(atMeta)).toEqual(['accepted', 'accepted']);
    expect(await statesOf(atGoogle)).toEqual(['accepted']);
  });
});

describe('an item that a platform refuses', () => {
  it('is reported row by row, with the code of the platform', async () => {
    const destination = await google('adsApi');
    const leads = await leadsFor(destination, 3);
    platforms.state.invalid.add(`${leads[1]!.id}.lead.1`);
    await app.moveBy(6 * HOUR);
    expect(await ran(destination)).toEqual(FINE);
    expect(await itemsOf(destination)).toMatchObject([
      { state: 'accepted' },
      { state: 'failed', error: { code: 'UNPARSEABLE_GCLID' } },
      { state: 'accepted' },
    ]);
  });

  it('is reported whatever the platform’s message is, and errors of unknown rows are ignored', async () => {
    const destination = await google('adsApi');
    await leadsFor(destination, 2);
    await app.moveBy(7 * HOUR);
    const errors = [1, -1, 99].map((index) => ({
      errorCode: { conversionUploadError: 'UNPARSEABLE_GCLID' },
      message: `\u0000\ud800${'long '.repeat(1_000)}`,
      location: { fieldPathElements: [{ fieldName: 'conversions', index }] },
    }));
    platforms.fail({ status: 200, body: { results: [{}], partialFailureError: { details: [{ errors }] } } });
    expect(await ran(destination)).toEqual(FINE);
    expect((await itemsOf(destination)).map(({ state }) => state)).toEqual(['accepted', 'failed']);
  });

  it('is tried later if its code says so', async () => {
    const destination = await google('adsApi');
    await leadsFor(destination, 1);
    await app.moveBy(6 * HOUR);
    const place = { fieldPathElements: [{ fieldName: 'conversions', index: 0 }] };
    const errors = [{ errorCode: { conversionUploadError: 'TOO_RECENT_EVENT' }, location: place }];
    platforms.fail({ status: 200, body: { results: [{}], partialFailureError: { details: [{ errors }] } } });
    await ran(destination);
    expect(await statesOf(destination)).toEqual(['pending']);
    await app.moveBy(6 * HOUR - 1);
    await ran(destination);
    expect(platforms.take(GOOGLE_ADS)).toHaveLength(1);
    await app.moveBy(1);
    await ran(destination);
    expect(await statesOf(destination)).toEqual(['accepted']);
  });

  it('does not hold back others when the platform refuses all for one, named or not', async () => {
    const atMeta = await meta();
    const leads = await leadsFor(atMeta, 6);
    platforms.state.invalid.add(`${leads[4]!.id}.lead.1`);
    expect(await ran(atMeta)).toEqual(FINE);
    expect(await statesOf(atMeta)).toEqual(['accepted', 'accepted', 'accepted', 'accepted', 'failed', 'accepted']);
    const atGoogle = await google('dataManager');
    await leadsFor(atGoogle, 3);
    await app.moveBy(6 * HOUR);
    const details = [{ fieldViolations: [{ field: 'events[1].adIdentifiers.gclid' }] }];
    platforms.fail({ status: 400, body: { error: { code: 400, status: 'INVALID_ARGUMENT', details } } });
    expect(await ran(atGoogle)).toEqual(FINE);
    expect(await statesOf(atGoogle)).toEqual(['sent', 'failed', 'sent']);
  });

  it('is reported half an hour later if Google reports it only then', async () => {
    const destination = await google('dataManager');
    const leads = await leadsFor(destination, 3);
    platforms.state.invalid.add(`${leads[2]!.id}.lead.1`);
    await app.moveBy(6 * HOUR);
    await ran(destination);
    expect(await statesOf(destination)).toEqual(['sent', 'sent', 'sent']);
    for (const request of platforms.state.requests.values()) request.isDone = false;
    await ran(destination);
    expect(await statesOf(destination)).toEqual(['sent', 'sent', 'sent']);
    for (const request of platforms.state.requests.values()) request.isDone = true;
    // It polls less and less often: here after twice the time since the post.
    const isTold = async () => {
      await ran(destination);
      return !(await statesOf(destination)).includes('sent');
    };
    await until('it has been asked again', isTold);
    expect(await itemsOf(destination)).toMatchObject([
      { state: 'accepted' },
      { state: 'accepted' },
      { state: 'failed', error: { code: 'PROCESSING_ERROR_REASON_INVALID_GCLID' } },
    ]);
    const open: Json[] = JSON.parse(readFileSync(`${job.folder}/open-requests.json`, 'utf8'));
    expect(open.filter(({ destinationId }) => destinationId === destination.id)).toEqual([]);
  });

  it('is reported for adjustments when Google’s API has counted them', async () => {
    const destination = await google('adsApi');
    const [lead] = await leadsFor(destination, 1);
    await app.moveBy(6 * HOUR);
    await ran(destination);
    await app.must('POST', `/v1/leads/${lead!.id}/disposition`, { category: 'suppress', reason: 'spam' });
    await app.feedbackCaughtUp();
    await app.moveBy(24 * HOUR);
    await ran(destination);
    expect(await statesOf(destination)).toEqual(['accepted', 'sent']);
    await ran(destination);
    expect(await statesOf(destination)).toEqual(['accepted', 'accepted']);
  });
});

describe('a fault on the way', () => {
  it('of the server or the network is retried at once, with the same key', async () => {
    const destination = await meta();
    const [lead] = await leadsFor(destination, 1);
    const page = {
      status: 200,
      body: '<html>Sign in to this network</html>',
      headers: { 'content-type': 'text/html' },
    };
    platforms.fail({ status: 500 }, 'takeAndDrop', page);
    expect(await ran(destination)).toEqual(FINE);
    const keys = platforms.take(META).map(({ json }) => json.data[0].event_id);
    expect(keys).toEqual(Array(4).fill(`${lead!.id}.lead.1`));
    expect([...platforms.state.counted.keys()]).toEqual([`Lead ${lead!.id}.lead.1`]);
    expect(await itemsOf(destination)).toMatchObject([{ state: 'accepted', attempts: 1 }]);
  });

  it('does not fail an item that Google reports as already taken', async () => {
    const destination = await google('adsApi');
    await leadsFor(destination, 1);
    await app.moveBy(7 * HOUR);
    platforms.fail('takeAndDrop');
    expect(await ran(destination)).toEqual(FINE);
    expect(await itemsOf(destination)).toMatchObject([
      { state: 'accepted', attempts: 1, mayHaveLeft: true, error: { code: 'ORDER_ID_ALREADY_IN_USE' } },
    ]);
    expect(platforms.state.counted.size).toBe(1);
  });

  it('that persists is left to a later run, which knows that the platform may have the item', async () => {
    const destination = await meta();
    await leadsFor(destination, 1);
    platforms.fail(...Array<'takeAndDrop'>(4).fill('takeAndDrop'));
    expect(await ran(destination)).toEqual(FINE);
    expect(await itemsOf(destination)).toMatchObject([
      { state: 'pending', mayHaveLeft: true, error: { code: 'noAnswer' } },
    ]);
    await app.moveBy(MINUTE);
    await ran(destination);
    expect(await statesOf(destination)).toEqual(['accepted']);
    expect(platforms.state.counted.size).toBe(1);
  });

  it('counts against no item if a platform is busy, and ends the run', async () => {
    const destination = await meta();
    await leadsFor(destination, 2);
    platforms.fail({ status: 429 });
    expect(await ran(destination)).toEqual(FINE);
    expect(platforms.take(META)).toHaveLength(1);
    expect(await itemsOf(destination)).toMatchObject(Array(2).fill({ state: 'pending', mayHaveLeft: false }));
    await app.moveBy(MINUTE);
    await ran(destination);
    expect(await statesOf(destination)).toEqual(['accepted', 'accepted']);
  });
});

describe('a broken account', () => {
  it('stops its destination, is reported once, and holds up no other destination', async () => {
    const destination = await meta();
    const other = await google('adsApi');
    await leadsFor(destination, 2);
    await leadsFor(other, 1, {});
    await app.moveBy(6 * HOUR);
    const before = await timesStopped();
    const invalidToken = { error: { message: 'Invalid OAuth access token.', code: 190 } };
    platforms.fail({ status: 400, body: invalidToken });
    const first = await ran(destination, other);
    expect(first).toMatchObject({ code: 1, said: expect.stringContaining('the destination is stopped, for 190') });
    expect((await app.must('GET', `${DESTINATIONS}/${destination.id}`)).stopped).toMatchObject({
      why: 'account',
      note: '190; its items show the platform’s message',
    });
    expect(await statesOf(other)).toEqual(['accepted']);
    expect(await ran(destination)).toMatchObject({
      code: 1,
      said: expect.stringContaining('Nothing has been handed out since'),
    });
    expect(platforms.take(META)).toHaveLength(1);
    expect(await timesStopped()).toBe(before + 1);
    await app.must('POST', `${DESTINATIONS}/${destination.id}/resume`, {});
    expect(await ran(destination)).toEqual(FINE);
    expect(await statesOf(destination)).toEqual(['accepted', 'accepted']);
  });

  it('also stops it if no token is issued any more', async () => {
    const destination = await google('adsApi');
    await leadsFor(destination, 1);
    await app.moveBy(6 * HOUR);
    platforms.state.refreshToken = 'another';
    expect(await ran(destination)).toMatchObject({ code: 1, said: expect.stringContaining('stopped') });
    platforms.state.refreshToken = 'refresh-1';
    expect((await app.must('GET', `${DESTINATIONS}/${destination.id}`)).stopped).toMatchObject({
      note: expect.stringContaining('http401'),
    });
    expect((await itemsOf(destination))[0]!.error.message).toContain('invalid_grant');
    expect(await statesOf(destination)).toEqual(['pending']);
  });

  it('is suspected when several items are refused alike, before all are lost', async () => {
    const destination = await meta();
    const leads = await leadsFor(destination, 8);
    for (const { id } of leads) platforms.state.invalid.add(`${id}.lead.1`);
    expect(await ran(destination)).toMatchObject({ code: 1, said: expect.stringContaining('refused with 100') });
    const states = await statesOf(destination);
    expect(states.filter((state) => state === 'pending')).toHaveLength(6);
  });
});

describe('a killed job', () => {
  /** Kills a run after the platform has its post and before the run has the answer. */
  async function killedWhilePosting(destination: Json, host: string): Promise<void> {
    await app.feedbackCaughtUp();
    platforms.fail('takeAndHang');
    const child = job.start({ DESTINATIONS: destination.id });
    const ended = once(child, 'exit');
    await until('the platform has it', async () => platforms.asked.some((asked) => asked.host === host));
    child.kill('SIGKILL');
    await ended;
    expect(await statesOf(destination)).toEqual(['leased']);
  }

  it.each([
    ['Meta', META, meta, ({ json }: Json) => json.data[0].event_id],
    ['Google', GOOGLE_ADS, () => google('adsApi'), ({ json }: Json) => json.conversions[0].orderId],
  ])('between posting and its report is recovered from: %s counts the item once', async (_name, host, make, keyOf) => {
    const destination = await make();
    const [lead] = await leadsFor(destination, 1);
    await app.moveBy(6 * HOUR);
    await killedWhilePosting(destination, host);
    // The lease still belongs to the killed run.
    await app.moveBy(15 * MINUTE - 1);
    expect(await ran(destination)).toEqual({ code: 0, said: '' });
    await app.moveBy(1);
    expect(await ran(destination)).toEqual(FINE);
    expect(platforms.take(host).map(keyOf)).toEqual([`${lead!.id}.lead.1`, `${lead!.id}.lead.1`]);
    expect(platforms.state.counted.size).toBe(1);
    expect(await itemsOf(destination)).toMatchObject([{ state: 'accepted', attempts: 2 }]);
  });

  it('that reports after its lease has lapsed changes nothing', async () => {
    const destination = await meta();
    await leadsFor(destination, 1);
    await app.feedbackCaughtUp();
    // The answer comes only after the lease has lapsed.
    const release = platforms.holdNext();
    const slow = job.run({ DESTINATIONS: destination.id });
    await until('the platform has it', async () => platforms.asked.length > 0);
    await app.moveBy(15 * MINUTE);
    expect(await ran(destination)).toEqual(FINE);
    expect(await itemsOf(destination)).toMatchObject([{ state: 'accepted', attempts: 2 }]);
    const before = await itemsOf(destination);
    release();
    expect(await slow).toMatchObject({ code: 0, said: expect.stringContaining('the lease had lapsed') });
    expect(await itemsOf(destination)).toEqual(before);
    expect(platforms.state.counted.size).toBe(1);
  });
});

it('repeats a request whose answer was lost, and gets the same batch and the same answer', async () => {
  const destination = await meta();
  await leadsFor(destination, 1);
  await app.feedbackCaughtUp();
  const seen: string[] = [];
  // A proxy that passes each request on and drops its first answer.
  const lossy = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const headers = { ...request.headers } as Record<string, string>;
    delete headers.host;
    delete headers['content-length'];
    delete headers.connection;
    const answer = await fetch(`${app.url}${request.url}`, { method: 'POST', headers, body: Buffer.concat(chunks) });
    const text = await answer.text();
    const what = `${request.url} ${headers['idempotency-key']}`;
    if (seen.includes(what)) response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text);
    else request.socket.destroy();
    seen.push(what);
  });
  await new Promise<void>((resolve) => lossy.listen(0, '127.0.0.1', resolve));
  const { port } = lossy.address() as AddressInfo;
  const settings = { DESTINATIONS: destination.id, TOUCHLINE_URL: `http://127.0.0.1:${port}` };
  expect(await job.run(settings)).toEqual(FINE);
  lossy.close();
  expect(seen).toHaveLength(2 * new Set(seen).size);
  expect(platforms.take(META)).toHaveLength(1);
  expect(await itemsOf(destination)).toMatchObject([{ state: 'accepted', attempts: 1 }]);
});

it('runs repeatedly if it is set to, until it is told to stop', async () => {
  const destination = await meta();
  await leadsFor(destination, 1);
  await app.feedbackCaughtUp();
  const child = job.start({ DESTINATIONS: destination.id, EVERY_SECONDS: '1' });
  const ended = once(child, 'exit');
  await until('the first', async () => platforms.state.counted.size === 1);
  await leadsFor(destination, 1, { clickIds: { metaLeadId: '765432109876543' } });
  await app.feedbackCaughtUp();
  await until('the second', async () => (await statesOf(destination)).join() === 'accepted,accepted');
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});

it('names a missing setting, and one that it needs only for posting', async () => {
  expect(await job.run({ DESTINATIONS: '' })).toEqual({ code: 2, said: 'DESTINATIONS is not set: see README.md\n' });
  const destination = await meta();
  await leadsFor(destination, 1);
  await app.feedbackCaughtUp();
  expect(await job.run({ DESTINATIONS: destination.id, META_ACCESS_TOKEN: '' })).toMatchObject({
    code: 1,
    said: expect.stringContaining('META_ACCESS_TOKEN is not set'),
  });
  // Nothing was posted, so the lease was released.
  expect(await ran(destination)).toEqual(FINE);
  expect(await itemsOf(destination)).toMatchObject([{ state: 'accepted', mayHaveLeft: false }]);
});

it.each([
  ['BASE_URLS', 'graph.facebok.com', 'BASE_URLS must be like graph.facebook.com=https://gateway.example.com/meta'],
  [
    'BASE_URLS',
    'graph.facebook.com=gateway',
    'BASE_URLS must be like graph.facebook.com=https://gateway.example.com/meta',
  ],
  ['EVERY_SECONDS', '1m', 'EVERY_SECONDS must be a whole number'],
  ['FIRST_LOOK_SECONDS', '-1', 'FIRST_LOOK_SECONDS must be a whole number'],
  ['RETRY_PAUSE_MS', '1e3', 'RETRY_PAUSE_MS must be a whole number'],
  ['TOUCHLINE_URL', 'localhost:3000', 'TOUCHLINE_URL must begin with https:// or http://'],
])('posts nothing if %s is %s, and says what is expected', async (name, value, why) => {
  const destination = await meta();
  await leadsFor(destination, 1);
  await app.feedbackCaughtUp();
  const ran = await job.run({ DESTINATIONS: destination.id, [name]: value });
  expect(ran).toEqual({ code: 2, said: `${why}: see README.md\n` });
  expect(await statesOf(destination)).toEqual(['pending']);
});
