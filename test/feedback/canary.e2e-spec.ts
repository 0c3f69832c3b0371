import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { PlatformServer } from '../support/platforms/platform-server.js';
import { DESTINATIONS } from './job.js';

const OAUTH = { clientId: 'id', clientSecret: 'hush-hush', refreshToken: 'refresh-1', developerToken: 'dev' };
const TOKEN = { accessToken: 'good' };

let app: TestApplication;
let platforms: PlatformServer;
let made = 0;

beforeAll(async () => {
  platforms = await PlatformServer.start();
  app = await TestApplication.start(undefined, { environment: { feedbackBaseUrls: platforms.bases } });
});
afterAll(async () => {
  await app.stop();
  await platforms.stop();
});

async function destinationOf(platform: string, settings: object, send: object, credentials?: object): Promise<Json> {
  made += 1;
  const rules = [{ on: { milestone: 'received' }, send }];
  const name = `${platform} ${made}`;
  return app.must('POST', DESTINATIONS, { name, platform, settings, rules, ...(credentials && { credentials }) });
}

const tried = ({ id }: Json, body: object = {}) => app.must('POST', `${DESTINATIONS}/${id}/test`, body);

const google = (transport: string, credentials?: object) =>
  destinationOf(
    'googleAds',
    { transport, customerId: '1234567890' },
    { conversionActionId: String(1000 + made), name: 'Lead' },
    credentials,
  );
const meta = (credentials?: object) =>
  destinationOf('meta', { datasetId: String(1000 + made) }, { event: 'Lead' }, credentials);

describe('a test of a destination', () => {
  it.each(['dataManager', 'adsApi'])('asks Google only to validate, by %s', async (transport) => {
    const destination = await google(transport, OAUTH);
    const answer = await tried(destination);
    expect(answer).toMatchObject({ posted: true, why: null, verdict: 'taken', answer: { status: 200 } });
    expect(answer.request.body).toMatchObject({ validateOnly: true });
    expect(JSON.stringify(answer)).not.toMatch(/hush-hush|token-\d|refresh-1/);
    expect(platforms.state.counted.size).toBe(0);
    expect(platforms.state.requests.size).toBe(0);
    expect((await app.must('GET', `${DESTINATIONS}/${destination.id}/items`)).data).toEqual([]);
  });

  it('sends Meta and TikTok an event under their test event code', async () => {
    const tiktok = await destinationOf('tiktok', { eventSetId: '9' }, { event: 'Lead' }, TOKEN);
    for (const destination of [await meta(TOKEN), tiktok]) {
      const without = await tried(destination);
      expect(without).toMatchObject({ posted: false, verdict: null, why: expect.stringContaining('testEventCode') });
      const answer = await tried(destination, { testEventCode: 'TEST123' });
      expect(answer).toMatchObject({
        posted: true,
        verdict: 'taken',
        request: { body: { test_event_code: 'TEST123' } },
      });
    }
    expect(platforms.state.counted.size).toBe(0);
  });

  it('posts nothing without a test mode or credentials, and shows what would be posted', async () => {
    platforms.asked.length = 0;
    const linkedin = await destinationOf('linkedin', { accountId: '5' }, { conversionId: '77' }, TOKEN);
    expect(await tried(linkedin)).toMatchObject({
      posted: false,
      why: 'LinkedIn has no test mode: what is posted would count.',
      request: { url: 'https://api.linkedin.com/rest/conversionEvents', body: { elements: [{}] } },
    });
    expect(await tried(await meta(), { testEventCode: 'T1' })).toMatchObject({
      posted: false,
      why: expect.stringContaining('no credentials'),
      request: { body: { test_event_code: 'T1', data: [{ event_name: 'Lead' }] } },
    });
    expect(await tried(await google('csv'))).toMatchObject({ posted: false, request: null });
    expect(platforms.asked).toEqual([]);
  });

  it('tells a broken account, a refused conversion and a busy platform apart', async () => {
    const code = { testEventCode: 'T1' };
    const broken = await tried(await meta({ accessToken: 'bad' }), code);
    expect(broken).toMatchObject({ posted: true, verdict: 'accountBroken', code: '190', answer: { status: 401 } });
    const revoked = await tried(await google('adsApi', { ...OAUTH, refreshToken: 'gone' }));
    expect(revoked).toMatchObject({
      posted: false,
      verdict: 'accountBroken',
      why: expect.stringContaining('invalid_grant'),
    });
    const destination = await meta(TOKEN);
    platforms.fail({ status: 429 }, 'drop', {
      status: 400,
      body: { error: { code: 100, message: 'Invalid parameter' } },
    });
    expect(await tried(destination, code)).toMatchObject({ verdict: 'busy', code: 'http429' });
    expect(await tried(destination, code)).toMatchObject({ verdict: 'busy', answer: { status: null } });
    expect(await tried(destination, code)).toMatchObject({
      verdict: 'refused',
      code: '100',
      answer: { message: 'Invalid parameter' },
    });
    expect(await app.must('GET', `${DESTINATIONS}/${destination.id}`)).toMatchObject({ stopped: null });
  });

  it('is for admins only, and needs an existing destination', async () => {
    const key = await app.keyFor(['feedback']);
    const { id } = await meta(TOKEN);
    expect(await app.ask('POST', `${DESTINATIONS}/${id}/test`, {}, { key })).toMatchObject({ status: 403 });
    expect(await app.post(`${DESTINATIONS}/019caf48-0a60-7000-8000-000000000000/test`, {})).toMatchObject({
      status: 404,
    });
    expect(await app.post(`${DESTINATIONS}/${id}/test`, { testEventCode: 'a b' })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/testEventCode' }] },
    });
  });

  it('rejects a test event code for a platform that has none', async () => {
    const linkedin = await destinationOf('linkedin', { accountId: '5' }, { conversionId: '78' }, TOKEN);
    for (const [{ id }, words] of [
      [await google('adsApi', OAUTH), 'Google Ads'],
      [linkedin, 'LinkedIn'],
    ] as const) {
      const message = `${words} shows no code for test events: leave it out.`;
      expect(await app.post(`${DESTINATIONS}/${id}/test`, { testEventCode: 'T1' })).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: '/testEventCode', message }] },
      });
    }
  });
});
