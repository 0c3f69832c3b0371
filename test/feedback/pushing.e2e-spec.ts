import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BatchesService } from '../../src/feedback/batches/batches.service.js';
import { FeedbackPush } from '../../src/feedback/posting/feedback-push.service.js';
import { TestApplication } from '../support/application.js';
import { HOUR, MINUTE, SECOND } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { notificationsOf } from '../support/notifications.js';
import { aDesk, changeSettings } from '../support/people.js';
import { PlatformServer } from '../support/platforms/platform-server.js';
import { NEW_YORK } from '../support/policies.js';
import { DESTINATIONS } from './job.js';

const META_HOST = 'graph.facebook.com';

let app: TestApplication;
let platforms: PlatformServer;
let leadNumber = 0;
let made = 0;

beforeAll(async () => {
  platforms = await PlatformServer.start();
  // No private host, as a test asks for.
  const environment = { feedbackBaseUrls: platforms.bases, privateHosts: new Set<string>() };
  app = await TestApplication.start(undefined, { environment });
  const calendar = await app.must('POST', '/v1/calendars', NEW_YORK);
  const { reps } = await aDesk(app, ['Ann'], { calendarId: calendar.id, offHours: 'wait' });
  await changeSettings(app, { alertsTo: [reps[0]!.id] });
  await app.mark();
});
beforeEach(() => {
  platforms.asked.length = 0;
  platforms.state.invalid.clear();
});
// Each round works through all destinations, so those of former tests would slow it down.
afterEach(() => app.back());
afterAll(async () => {
  await app.stop();
  await platforms.stop();
});

async function destinationOf(platform: string, settings: object, send: object, credentials: object): Promise<Json> {
  made += 1;
  return app.must('POST', DESTINATIONS, {
    name: `${platform} ${made}`,
    platform,
    settings,
    sources: [`source ${made}`],
    rules: [{ on: { milestone: 'received' }, send }],
    quarantine: 'PT0S',
    credentials,
    push: true,
  });
}

const meta = (credentials: object = { accessToken: 'good' }) =>
  destinationOf('meta', { datasetId: String(1000 + made) }, { event: 'Lead' }, credentials);

const google = (transport: string) =>
  destinationOf(
    'googleAds',
    { transport, customerId: '1234567890' },
    { conversionActionId: String(1000 + made), name: 'Lead' },
    { clientId: 'id', clientSecret: 'hush', refreshToken: platforms.state.refreshToken, developerToken: 'dev' },
  );

function metaLeadId(): string {
  leadNumber += 1;
  return String(1234567890123450 + leadNumber);
}

async function leadsFor(destination: Json, count: number, clickIds: object = {}): Promise<Json[]> {
  const leads = Array.from({ length: count }, (_, index) => ({
    source: destination.sources[0],
    contact: { email: `kim${made}-${index}@example.com`, country: 'US' },
    clickIds: { metaLeadId: metaLeadId(), gclid: `click-${made}-${index}`, ...clickIds },
    consent: { adUserData: 'granted' },
  }));
  return (await app.must('POST', '/v1/leads/batch', { leads })).results;
}

/** Plans and pushes, as the engine does by itself about every five seconds. */
async function pushed(): Promise<void> {
  await app.feedbackCaughtUp();
  await app.application.app.get(FeedbackPush).look();
}

async function itemsOf(destination: Json): Promise<Json[]> {
  return (await app.must('GET', `${DESTINATIONS}/${destination.id}/items?limit=1000`)).data.reverse();
}

async function statesOf(destination: Json): Promise<string[]> {
  return (await itemsOf(destination)).map(({ state }) => state);
}

async function sent(type: string): Promise<Json[]> {
  const reps = await app.must('GET', '/v1/reps');
  const all = [];
  for (const rep of reps.data) all.push(...(await notificationsOf(app, rep)));
  return all.filter((each) => each.type === type);
}

describe('a destination that pushes', () => {
  it('goes on with the next batch where some items of a full one are withheld', async () => {
    const destination = await meta();
    const lead = (index: number) => ({
      source: destination.sources[0],
      contact: { email: `many${index}@example.com`, country: 'US' },
      clickIds: { metaLeadId: metaLeadId() },
      consent: { adUserData: 'granted' },
    });
    for (let part = 0; part < 3; part += 1) {
      const leads = Array.from({ length: 334 }, (_, index) => lead(part * 334 + index));
      await app.must('POST', '/v1/leads/batch', { leads });
    }
    await app.feedbackCaughtUp();
    const [first] = await itemsOf(destination);
    await app.must('PATCH', `/v1/leads/${first!.leadId}`, { consent: { adUserData: 'denied' } });
    await app.application.app.get(FeedbackPush).look();
    expect(platforms.take(META_HOST).map(({ json }) => json.data.length)).toEqual([999, 2]);
  });

  it('posts an item once, with its credentials, and records what was accepted', async () => {
    const destination = await meta();
    await leadsFor(destination, 2, { metaLeadId: '12345678901234567' });
    await pushed();
    const [asked, ...others] = platforms.take(META_HOST);
    expect(others).toEqual([]);
    expect(asked).toMatchObject({ method: 'POST', headers: { authorization: 'Bearer good' } });
    expect(asked!.text).toContain('"lead_id":12345678901234567');
    expect(await itemsOf(destination)).toMatchObject([
      { state: 'accepted', attempts: 1 },
      { state: 'accepted', attempts: 1 },
    ]);
    await app.moveBy(HOUR);
    await pushed();
    expect(platforms.take(META_HOST)).toEqual([]);
  });

  it('posts about once a minute', async () => {
    const destination = await meta();
    await leadsFor(destination, 1);
    await pushed();
    await leadsFor(destination, 1);
    await app.moveBy(MINUTE - 1);
    await pushed();
    expect(await statesOf(destination)).toEqual(['accepted', 'pending']);
    await app.moveBy(1);
    await pushed();
    expect(await statesOf(destination)).toEqual(['accepted', 'accepted']);
  });

  it('waits longer after each failure and as long as requested, and begins anew after a success', async () => {
    const destination = await meta();
    await leadsFor(destination, 1);
    platforms.fail({ status: 429, headers: { 'retry-after': '90' } }, { status: 503 });
    await pushed();
    expect(await itemsOf(destination)).toMatchObject([
      { state: 'pending', mayHaveLeft: false, error: { code: 'http429' } },
    ]);
    await app.moveBy(90 * SECOND - 1);
    await pushed();
    expect(platforms.take(META_HOST)).toHaveLength(1);
    await app.moveBy(1);
    await pushed();
    expect(platforms.take(META_HOST)).toHaveLength(1);
    // The second failure in a row: two minutes.
    await app.moveBy(2 * MINUTE - 1);
    await pushed();
    expect(platforms.take(META_HOST)).toEqual([]);
    await app.moveBy(1);
    await pushed();
    expect(await itemsOf(destination)).toMatchObject([{ state: 'accepted', attempts: 3 }]);
  });

  it('sends an unanswered item again under the same key', async () => {
    const destination = await meta();
    const [lead] = await leadsFor(destination, 1);
    platforms.fail('takeAndDrop');
    await pushed();
    expect(await itemsOf(destination)).toMatchObject([
      { state: 'pending', mayHaveLeft: true, error: { code: 'noAnswer' } },
    ]);
    await app.moveBy(MINUTE);
    await pushed();
    const keys = platforms.take(META_HOST).map(({ json }) => json.data[0].event_id);
    expect(keys).toEqual([`${lead.id}.lead.1`, `${lead.id}.lead.1`]);
    expect(await statesOf(destination)).toEqual(['accepted']);
  });

  it('stops where the platform rejects its account, alerts once, and goes on when resumed', async () => {
    const destination = await meta({ accessToken: 'bad' });
    await leadsFor(destination, 1);
    const before = (await sent('feedback.stopped')).length;
    await pushed();
    await app.moveBy(HOUR);
    await pushed();
    expect(platforms.take(META_HOST)).toHaveLength(1);
    const stopped = await app.must('GET', `${DESTINATIONS}/${destination.id}`);
    expect(stopped.stopped).toMatchObject({ why: 'account', note: '190; its items show the platform’s message' });
    expect((await itemsOf(destination))[0]!.error.message).toContain('Invalid OAuth');
    expect(await sent('feedback.stopped')).toHaveLength(before + 1);
    expect(await statesOf(destination)).toEqual(['pending']);
    await app.must('PUT', `${DESTINATIONS}/${destination.id}`, { ...stopped, credentials: { accessToken: 'good' } });
    await app.must('POST', `${DESTINATIONS}/${destination.id}/resume`, {});
    await pushed();
    expect(await statesOf(destination)).toEqual(['accepted']);
  });

  it('stops where its credentials cannot be read any more', async () => {
    const destination = await meta();
    await leadsFor(destination, 1);
    await app.asOwner(`update feedback_credentials set sealed = '\\x01' where destination_id = '${destination.id}'`);
    await pushed();
    expect(platforms.take(META_HOST)).toEqual([]);
    expect((await app.must('GET', `${DESTINATIONS}/${destination.id}`)).stopped).toMatchObject({
      why: 'account',
      note: expect.stringContaining('SECRETS_KEY'),
    });
  });

  it('finds the event that has all others refused by halving the batch', async () => {
    const destination = await meta();
    const leads = await leadsFor(destination, 8);
    platforms.state.invalid.add(`${leads[5].id}.lead.1`);
    await pushed();
    const states = new Map((await itemsOf(destination)).map(({ leadId, state }) => [leadId, state]));
    expect(leads.map(({ id }) => states.get(id))).toEqual(
      leads.map((_, index) => (index === 5 ? 'failed' : 'accepted')),
    );
    // All, then halves of whatever is refused: 8, 4, 4, 2, 1, 1, 2.
    expect(platforms.take(META_HOST).map(({ json }) => json.data.length)).toEqual([8, 4, 4, 2, 1, 1, 2]);
  });

  it('posts nothing more to an account that was replaced meanwhile', async () => {
    const destination = await meta();
    const leads = await leadsFor(destination, 2);
    platforms.state.invalid.add(`${leads[0].id}.lead.1`);
    const release = platforms.holdNext();
    const round = pushed();
    while (platforms.asked.length === 0) await setTimeout(20);
    const former = await app.must('GET', `${DESTINATIONS}/${destination.id}`);
    await app.must('PUT', `${DESTINATIONS}/${destination.id}`, { ...former, settings: { datasetId: '990001' } });
    platforms.state.invalid.clear();
    release();
    await round;
    expect(platforms.take(META_HOST).map(({ path }) => path)).toEqual([
      expect.stringContaining(`/${former.settings.datasetId}/`),
    ]);
    await app.moveBy(MINUTE);
    await pushed();
    expect(platforms.take(META_HOST).map(({ path }) => path)).toEqual([expect.stringContaining('/990001/')]);
    expect(await statesOf(destination)).toEqual(['accepted', 'accepted']);
  });

  it('blames the account where all events are refused alike, and loses none of them', async () => {
    const destination = await meta();
    const leads = await leadsFor(destination, 8);
    for (const { id } of leads) platforms.state.invalid.add(`${id}.lead.1`);
    await pushed();
    expect(new Set(await statesOf(destination))).toEqual(new Set(['pending']));
    expect((await app.must('GET', `${DESTINATIONS}/${destination.id}`)).stopped).toMatchObject({ why: 'account' });
    expect(platforms.take(META_HOST).length).toBeLessThan(10);
  });

  it('follows no redirect, and treats it as a wrong address', async () => {
    const destination = await meta();
    await leadsFor(destination, 1);
    platforms.fail({ status: 302, headers: { location: 'https://elsewhere.example.com/' } });
    await pushed();
    expect(platforms.asked).toHaveLength(1);
    expect((await app.must('GET', `${DESTINATIONS}/${destination.id}`)).stopped).toMatchObject({
      note: expect.stringContaining('http302'),
    });
  });

  it('has its batch offered again when a node dies between posting and reporting', async () => {
    const destination = await meta();
    const [lead] = await leadsFor(destination, 1);
    const batches = app.application.app.get(BatchesService);
    const { report } = batches;
    // It has posted, and never reports.
    await new Promise<void>((posted) => {
      batches.report = () => {
        posted();
        return new Promise(() => undefined);
      };
      void pushed();
    });
    batches.report = report;
    expect(await statesOf(destination)).toEqual(['leased']);
    await app.moveBy(10 * MINUTE);
    await pushed();
    expect(platforms.take(META_HOST)).toHaveLength(1);
    await app.moveBy(5 * MINUTE);
    await pushed();
    expect(platforms.take(META_HOST)).toHaveLength(1);
    expect(await itemsOf(destination)).toMatchObject([{ leadId: lead.id, state: 'accepted', attempts: 2 }]);
  });

  it('is posted to by one node at a time', async () => {
    const destination = await meta();
    await leadsFor(destination, 3);
    await app.feedbackCaughtUp();
    const push = app.application.app.get(FeedbackPush);
    await Promise.all([push.look(), push.look(), push.look()]);
    expect(platforms.take(META_HOST)).toHaveLength(1);
    expect(await statesOf(destination)).toEqual(['accepted', 'accepted', 'accepted']);
  });
});

describe('Google', () => {
  it('grants a token for an hour, and accepts rows one by one', async () => {
    const destination = await google('adsApi');
    const leads = await leadsFor(destination, 3);
    platforms.state.invalid.add(`${leads[1].id}.lead.1`);
    await app.moveBy(6 * HOUR);
    const before = platforms.state.tokensGiven;
    await pushed();
    const [asked] = platforms.take('googleads.googleapis.com');
    expect(asked!.headers).toMatchObject({
      authorization: expect.stringMatching(/^Bearer token-/),
      'developer-token': 'dev',
    });
    expect(await itemsOf(destination)).toMatchObject([
      { state: 'accepted' },
      { state: 'failed', error: { code: 'UNPARSEABLE_GCLID' } },
      { state: 'accepted' },
    ]);
    await leadsFor(destination, 1);
    await app.moveBy(6 * HOUR);
    await pushed();
    expect(platforms.state.tokensGiven).toBe(before + 2);
  });

  it('is asked for another token where one has expired early', async () => {
    const destination = await google('adsApi');
    await leadsFor(destination, 1);
    await app.moveBy(6 * HOUR);
    platforms.fail({ status: 401, body: { error: { code: 401, status: 'UNAUTHENTICATED' } } });
    const before = platforms.state.tokensGiven;
    await pushed();
    expect(platforms.state.tokensGiven).toBe(before + 2);
    expect(await statesOf(destination)).toEqual(['accepted']);
  });

  it('stops the destination where the refresh token is invalid', async () => {
    const destination = await google('adsApi');
    await leadsFor(destination, 1);
    await app.moveBy(6 * HOUR);
    platforms.state.refreshToken = 'another';
    await pushed();
    const { stopped } = await app.must('GET', `${DESTINATIONS}/${destination.id}`);
    expect(stopped).toMatchObject({ why: 'account', note: 'its credentials yield no token (invalid_grant)' });
    platforms.state.refreshToken = 'refresh-1';
  });

  it('reports later how many adjustments of a job it has accepted: all, none, or unnamed ones', async () => {
    const destination = await google('adsApi');
    const leads = await leadsFor(destination, 6);
    await app.moveBy(6 * HOUR);
    await pushed();
    platforms.asked.length = 0;
    const spam = { category: 'suppress', reason: 'spam' };
    const takenBack = async (some: Json[]): Promise<Json[]> => {
      for (const lead of some) await app.must('POST', `/v1/leads/${lead.id}/disposition`, spam);
      await app.feedbackCaughtUp();
      await app.moveBy(24 * HOUR);
      await pushed();
      return itemsOf(destination);
    };
    const ofKind = (items: Json[]) => items.filter(({ kind }) => kind === 'retract').map(({ state }) => state);
    platforms.state.isBehind = true;
    expect(ofKind(await takenBack(leads.slice(0, 1)))).toEqual(['sent']);
    await app.moveBy(30 * MINUTE);
    await pushed();
    const questions = platforms.take('googleads.googleapis.com').filter(({ path }) => path.endsWith('search'));
    expect(questions).toMatchObject([
      { path: '/v26/customers/1234567890/googleAds:search', headers: { 'developer-token': 'dev' } },
    ]);
    expect(ofKind(await itemsOf(destination))).toEqual(['sent']);
    platforms.state.isBehind = false;
    await app.moveBy(HOUR);
    await pushed();
    expect(ofKind(await itemsOf(destination))).toEqual(['accepted']);
    // One of two is known at once and is not counted by the job.
    platforms.state.counted.get(`${leads[4].id}.lead.1`)!.isRetracted = true;
    expect(ofKind(await takenBack(leads.slice(4)))).toEqual(['accepted', 'accepted', 'sent']);
    await app.moveBy(30 * MINUTE);
    await pushed();
    expect(ofKind(await itemsOf(destination))).toEqual(['accepted', 'accepted', 'accepted']);
    platforms.state.invalid.add(`${leads[1].id}.lead.1`);
    await takenBack(leads.slice(1, 2));
    await app.moveBy(30 * MINUTE);
    await pushed();
    expect(await itemsOf(destination)).toContainEqual(
      expect.objectContaining({ kind: 'retract', state: 'failed', error: expect.objectContaining({ code: 'FAILED' }) }),
    );
    platforms.state.invalid.add(`${leads[2].id}.lead.1`);
    await takenBack(leads.slice(2, 4));
    await app.moveBy(30 * MINUTE);
    await pushed();
    expect(ofKind(await itemsOf(destination))).toEqual(['accepted', 'accepted', 'accepted', 'failed', 'sent', 'sent']);
  });

  it('reports half an hour later what it has accepted, and is polled while it does not know', async () => {
    const destination = await google('dataManager');
    const leads = await leadsFor(destination, 2);
    platforms.state.invalid.add(`${leads[1].id}.lead.1`);
    await app.moveBy(6 * HOUR);
    await pushed();
    expect(await statesOf(destination)).toEqual(['sent', 'sent']);
    for (const request of platforms.state.requests.values()) request.isDone = false;
    await app.moveBy(30 * MINUTE - 1);
    await pushed();
    expect(platforms.take('datamanager.googleapis.com')).toHaveLength(1);
    await app.moveBy(1);
    await pushed();
    expect(platforms.take('datamanager.googleapis.com')).toMatchObject([{ path: '/v1/requestStatus:retrieve' }]);
    expect(await statesOf(destination)).toEqual(['sent', 'sent']);
    for (const request of platforms.state.requests.values()) request.isDone = true;
    await app.moveBy(HOUR);
    await pushed();
    expect(await itemsOf(destination)).toMatchObject([
      { state: 'accepted' },
      { state: 'failed', error: { code: 'PROCESSING_ERROR_REASON_INVALID_GCLID' } },
    ]);
    await app.moveBy(24 * HOUR);
    platforms.asked.length = 0;
    await pushed();
    expect(platforms.asked).toEqual([]);
  });
});

describe('an answer from another system', () => {
  const PAGE = { status: 200, body: '<html>Sign in to this network</html>', headers: { 'content-type': 'text/html' } };
  const token = { accessToken: 'good' };
  const account = { clientId: 'id', refreshToken: 'refresh-1', developerToken: 'dev' };
  const id = () => String(2000 + made);
  const clickIds = {
    tiktokLeadId: '7412345678901234567',
    liFatId: 'fat-1',
    msclkid: 'f894f652ea334e739002f7167ab8f8e3',
  };

  it.each([
    ['the Google Ads API', () => google('adsApi')],
    ['Data Manager', () => google('dataManager')],
    ['Meta', () => meta()],
    ['LinkedIn', () => destinationOf('linkedin', { accountId: '5' }, { conversionId: id() }, token)],
    ['TikTok', () => destinationOf('tiktok', { eventSetId: id() }, { event: 'Lead' }, token)],
    ['Microsoft', () => destinationOf('microsoft', { customerId: '1', accountId: id() }, { goal: 'Lead' }, account)],
  ])('is no success of %s, and the item is sent again under the same key', async (_name, made) => {
    const destination = await made();
    await leadsFor(destination, 1, clickIds);
    await app.moveBy(7 * HOUR);
    platforms.fail(PAGE);
    await pushed();
    const [item] = await itemsOf(destination);
    expect(item).toMatchObject({
      state: 'pending',
      mayHaveLeft: true,
      error: { code: 'noAnswer', message: PAGE.body },
    });
    await app.moveBy(HOUR);
    await pushed();
    const posted = platforms.asked.filter(({ path }) => !path.endsWith('/token'));
    const [first, again] = posted.map(({ text }) => text.replace(/"jobId":\d+/, ''));
    expect(posted).toHaveLength(2);
    expect(again).toBe(first);
    expect(['sent', 'accepted']).toContain((await statesOf(destination))[0]);
    platforms.state.refreshToken = 'refresh-1';
  });

  it('to a generic destination may be anything', async () => {
    const url = 'https://hooks.example.com/x';
    const destination = await destinationOf('generic', { url }, { event: 'lead' }, { authorization: 'Bearer good' });
    await leadsFor(destination, 1);
    platforms.fail({ status: 200, body: 'OK' });
    await pushed();
    expect(await statesOf(destination)).toEqual(['accepted']);
  });

  it('with characters that no table can hold delays nothing', async () => {
    const destination = await google('dataManager');
    await leadsFor(destination, 1);
    await app.moveBy(7 * HOUR);
    platforms.fail({ status: 200, body: { requestId: 'dm\u0000\ud800' } });
    await pushed();
    expect(await statesOf(destination)).toEqual(['sent']);
    await app.moveBy(HOUR);
    const errorCounts = [{ reason: 'ODD\u0000', recordIndices: [-1, 0.5, 0], recordCount: 1 }];
    const status = { requestStatus: 'FAILED', errorInfo: { errorCounts } };
    platforms.fail({ status: 200, body: { requestStatusPerDestination: [status] } });
    await leadsFor(destination, 1);
    await app.moveBy(7 * HOUR);
    await pushed();
    expect(await itemsOf(destination)).toMatchObject([{ state: 'failed', error: { code: 'ODD' } }, { state: 'sent' }]);
  });
});

describe('other platforms', () => {
  it('LinkedIn names the event at fault, and the others are sent without it', async () => {
    const destination = await destinationOf(
      'linkedin',
      { accountId: '5' },
      { conversionId: String(1000 + made) },
      { accessToken: 'good' },
    );
    const leads = await leadsFor(destination, 4, { liFatId: 'fat-1' });
    platforms.state.invalid.add(`${leads[2].id}.lead.1`);
    await pushed();
    expect(await statesOf(destination)).toEqual(['accepted', 'accepted', 'failed', 'accepted']);
    expect(platforms.take('api.linkedin.com').map(({ json }) => json.elements.length)).toEqual([4, 3]);
  });

  it('Google gives each row an error of its own, which is stored with that item alone', async () => {
    const destination = await google('adsApi');
    const leads = await leadsFor(destination, 3);
    for (const lead of [leads[0]!, leads[2]!]) platforms.state.invalid.add(`${lead.id}.lead.1`);
    await app.moveBy(7 * HOUR);
    await pushed();
    const said = (await itemsOf(destination)).map(({ error }) => error?.message ?? null);
    expect(said).toEqual(['Row 0: UNPARSEABLE_GCLID', null, 'Row 2: UNPARSEABLE_GCLID']);
  });

  it('LinkedIn may have accepted an element of a list that it answers with 500', async () => {
    const settings = { accountId: '5' };
    const destination = await destinationOf('linkedin', settings, { conversionId: '777001' }, { accessToken: 'good' });
    await leadsFor(destination, 2, { liFatId: 'fat-1' });
    platforms.fail({ status: 201, body: { elements: [{ status: 201 }, { status: 500 }] } });
    await pushed();
    expect(await itemsOf(destination)).toMatchObject([
      { state: 'accepted' },
      { state: 'pending', mayHaveLeft: true, error: { code: 'http500' } },
    ]);
    await app.moveBy(MINUTE);
    await pushed();
    expect(await statesOf(destination)).toEqual(['accepted', 'accepted']);
  });

  it('TikTok reports a failure in a successful answer', async () => {
    const destination = await destinationOf(
      'tiktok',
      { eventSetId: String(1000 + made) },
      { event: 'Lead' },
      { accessToken: 'good' },
    );
    await leadsFor(destination, 2, { tiktokLeadId: '7412345678901234567' });
    platforms.fail({ status: 200, body: { code: 40100, message: 'Too many requests' } });
    await pushed();
    expect(await statesOf(destination)).toEqual(['pending', 'pending']);
    await app.moveBy(MINUTE);
    await pushed();
    expect(await statesOf(destination)).toEqual(['accepted', 'accepted']);
  });

  it('Microsoft gives another refresh token each time, which is stored', async () => {
    platforms.state.refreshToken = 'first';
    const destination = await destinationOf(
      'microsoft',
      { customerId: '1', accountId: String(1000 + made) },
      { goal: 'Lead' },
      { clientId: 'id', refreshToken: 'first', developerToken: 'dev' },
    );
    await leadsFor(destination, 1, { msclkid: 'f894f652ea334e739002f7167ab8f8e3' });
    await app.moveBy(2 * HOUR);
    await pushed();
    expect(await statesOf(destination)).toEqual(['accepted']);
    await leadsFor(destination, 1, { msclkid: 'a894f652ea334e739002f7167ab8f8e3' });
    await app.moveBy(2 * HOUR);
    await pushed();
    expect(await statesOf(destination)).toEqual(['accepted', 'accepted']);
    platforms.state.refreshToken = 'refresh-1';
  });

  it('a generic destination is posted to only at a public address', async () => {
    for (const url of ['http://hooks.example.org/x', 'https://127.0.0.1/x', 'https://[::1]/x', 'https://localhost/x']) {
      const destination = await destinationOf('generic', { url }, { event: 'lead' }, { authorization: 'Bearer good' });
      await leadsFor(destination, 1);
      await pushed();
      const items = await itemsOf(destination);
      expect({ url, items }).toMatchObject({ url, items: [{ state: 'pending' }] });
      expect(items[0].error.message).toMatch(/begin with https:|no address of the public network|is this machine/);
    }
    expect(platforms.asked).toEqual([]);
    const own = { url: 'https://hooks.example.com/x' };
    const destination = await destinationOf('generic', own, { event: 'lead' }, { authorization: 'Bearer good' });
    await leadsFor(destination, 1);
    await pushed();
    expect(await statesOf(destination)).toEqual(['accepted']);
  });
});
