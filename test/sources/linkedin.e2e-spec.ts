import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Dispatch } from '../../src/deliveries/dispatch.service.js';
import { FailingTools } from '../../src/deliveries/failing-tools/failing-tools.service.js';
import { ErasedSubmissions } from '../../src/erasure/erased-submissions.service.js';
import { Arrivals } from '../../src/sources/arrivals/arrivals.service.js';
import { Replaying } from '../../src/sources/arrivals/replaying.service.js';
import { Looking } from '../../src/sources/asked/looking.service.js';
import { TestApplication } from '../support/application.js';
import { DAY, HOUR, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import {
  CLIENT_SECRET,
  LinkedinServer,
  linkedinError,
  linkedinSettings,
  notified,
  signedByLinkedin,
} from '../support/linkedin-server.js';
import { toldTo } from '../support/notifications.js';
import { aPool, aRep } from '../support/people.js';

const KIM = { 1: 'Kim', 2: 'Lee', 3: 'kim@example.com' };

let app: TestApplication;
let linkedin: LinkedinServer;
let rep: Json;
beforeAll(async () => {
  app = await TestApplication.start(undefined, { asInstalled: true });
  linkedin = await LinkedinServer.start();
  rep = await aRep(app, 'Mia');
  const pool = await aPool(app, 'All', [rep]);
  await app.must('PUT', '/v1/routing', { rules: [], fallback: { poolId: pool.id } });
  await app.must('PUT', '/v1/settings', { ...(await app.must('GET', '/v1/settings')), alertsTo: [rep.id] });
  await app.mark();
});
beforeEach(() => linkedin.reset());
afterEach(() => app.back());
afterAll(async () => {
  await app.stop();
  await linkedin.stop();
});

const aBody = (fields: Json = {}, settings: Json = {}): Json => ({
  name: 'LinkedIn',
  kind: 'linkedin',
  source: 'linkedin-ads',
  settings: linkedinSettings(linkedin, settings),
  ...fields,
});
const aConnection = (fields?: Json): Promise<Json> => app.must('POST', '/v1/inbound', aBody(fields));
function tell({ key }: Json, payload: unknown, signature = signedByLinkedin(JSON.stringify(payload))) {
  const headers = { 'content-type': 'application/json', 'x-li-signature': signature };
  return fetch(`${app.url}/in/${key}`, { method: 'POST', body: JSON.stringify(payload), headers });
}
async function work(): Promise<void> {
  await app.application.app.get(Looking).look();
  await app.application.app.get(Dispatch).look();
  await app.application.app.get(Arrivals).idle();
}
/** Erases what was deleted at LinkedIn. */
const takeUp = () => app.application.app.get(Replaying).takeDue();
async function pass(ms: number, stepMs: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += stepMs) {
    await app.moveBy(stepMs);
    await work();
  }
}
const leads = async (): Promise<Json[]> => (await app.must('GET', '/v1/leads')).data;
const arrivals = async (query = ''): Promise<Json[]> => (await app.must('GET', `/v1/inbound/arrivals${query}`)).data;
const shown = ({ id }: Json): Promise<Json> => app.must('GET', `/v1/inbound/${id}`);

describe('the challenge of LinkedIn', () => {
  const challengeCode = '890e4665-4dfe-4ab1-b689-ed553bceeed0';
  const ask = ({ key }: Json, code: string) =>
    fetch(`${app.url}/in/${key}?${new URLSearchParams({ challengeCode: code }).toString()}`);

  it('is answered with the code, signed, as often as it asks', async () => {
    const connection = await aConnection();
    for (let time = 0; time < 2; time += 1) {
      const answer = await ask(connection, challengeCode);
      expect([answer.status, answer.headers.get('content-type'), await answer.json()]).toEqual([
        200,
        expect.stringContaining('application/json'),
        {
          challengeCode,
          challengeResponse: createHmac('sha256', CLIENT_SECRET).update(challengeCode).digest('hex'),
        },
      ]);
      await app.moveBy(2 * HOUR);
    }
  });

  it.each(['890e4665', 'hmacsha256={"type":"LEAD_ACTION"}', `${challengeCode}x`])(
    'is refused for %j, which somebody could want to have signed',
    async (code) => {
      const answer = await ask(await aConnection(), code);
      expect([answer.status, ((await answer.json()) as Json).type]).toEqual([403, '/problems#handshake-refused']);
    },
  );
});

describe('a lead of which LinkedIn tells', () => {
  it('is fetched, and has an owner, its campaign and the answers by their questions', async () => {
    const connection = await aConnection();
    linkedin.add('abc-1', 1_772_463_600_000, { ...KIM, 4: 'kim@work.example', 5: 'Acme', 6: [2, 1] });
    expect((await tell(connection, notified('abc-1'))).status).toBe(200);
    await work();
    const [lead] = await leads();
    expect(lead).toMatchObject({
      source: 'linkedin-ads',
      externalId: 'abc-1',
      campaign: 'Spring',
      form: 'Demo form',
      submittedAt: '2026-03-02T15:00:00.000Z',
      contact: { firstName: 'Kim', lastName: 'Lee', email: 'kim@example.com' },
      company: { name: 'Acme' },
      clickIds: { linkedinLeadId: 'abc-1' },
      attributes: {
        'Which team?': 'Service, Sales',
        'Work email': 'kim@work.example',
        'consent.9': true,
        campaignId: 'urn:li:sponsoredCampaign:77',
      },
      ownerId: rep.id,
    });
    await tell(connection, notified('abc-1'));
    await work();
    expect(await arrivals()).toMatchObject([{ id: lead!.id, state: 'accepted' }]);
  });

  it('is a test lead if it was made in a preview', async () => {
    linkedin.add('abc-2', app.time.now(), KIM, { testLead: true });
    await tell(await aConnection(), notified('abc-2'));
    await work();
    expect(await leads()).toMatchObject([{ test: true }]);
  });

  it.each([
    ['of the prefix and the body', (body: string) => signedByLinkedin(body)],
    ['with the prefix', (body: string) => `hmacsha256=${signedByLinkedin(body)}`],
    ['of the body alone', (body: string) => signedByLinkedin(body, { prefix: '' })],
    ['of the body alone, with the prefix', (body: string) => `hmacsha256=${signedByLinkedin(body, { prefix: '' })}`],
  ])('is proven by a signature %s', async (_, sign) => {
    linkedin.add('abc-3', app.time.now(), KIM);
    const payload = notified('abc-3');
    expect((await tell(await aConnection(), payload, sign(JSON.stringify(payload)))).status).toBe(200);
    await work();
    expect(await leads()).toHaveLength(1);
  });

  it('with a wrong signature is refused, and can be taken in by a person', async () => {
    linkedin.add('abc-4', app.time.now(), KIM);
    const connection = await aConnection();
    const answer = await tell(connection, notified('abc-4'), signedByLinkedin('{}', { secret: 'another-secret' }));
    expect(answer.status).toBe(401);
    const [arrival] = await arrivals('?state=rejected');
    expect(await app.must('POST', `/v1/inbound/arrivals/${arrival!.id}/replay`)).toMatchObject({ reason: 'told' });
    await work();
    expect(await leads()).toHaveLength(1);
  });

  it('is fetched again once LinkedIn is there again, and by a person once it is given up', async () => {
    const connection = await aConnection();
    linkedin.add('abc-5', app.time.now(), KIM);
    linkedin.fails = (path) => (path.includes('abc-5') ? linkedinError(500) : null);
    await tell(connection, notified('abc-5'));
    await pass(DAY, HOUR);
    expect(await arrivals()).toMatchObject([{ reason: 'fetching', why: expect.stringContaining('500') }]);
    await pass(21 * DAY, 12 * HOUR);
    const [arrival] = await arrivals();
    expect(arrival).toMatchObject({ state: 'rejected', reason: 'notFetched' });
    linkedin.fails = () => null;
    await app.must('POST', `/v1/inbound/arrivals/${arrival!.id}/replay`);
    await work();
    expect(await leads()).toHaveLength(1);
  });
});

describe('a lead that was deleted at LinkedIn', () => {
  it('is erased with all that it brought, once', async () => {
    const connection = await aConnection();
    linkedin.add('abc-6', app.time.now(), KIM);
    await tell(connection, notified('abc-6'));
    await work();
    const [lead] = await leads();
    expect((await tell(connection, notified('abc-6', 'DELETED'))).status).toBe(200);
    expect((await tell(connection, notified('abc-6', 'DELETED'))).status).toBe(200);
    await takeUp();
    const erased = await app.must('GET', `/v1/leads/${lead!.id}`);
    expect(erased).toMatchObject({ erasedAt: expect.any(String), contact: {} });
    expect(await arrivals()).toMatchObject([
      { state: 'accepted', reason: 'deleted', leadId: null },
      { id: lead!.id, state: 'accepted', leadId: lead!.id },
    ]);
    expect((await app.must('GET', `/v1/inbound/arrivals/${lead!.id}`)).request).toBeNull();
    expect((await app.must('GET', '/v1/erasures')).data).toMatchObject([
      { id: lead!.id, askedBy: 'submission', reason: 'It was deleted at LinkedIn.', finishedAt: expect.any(String) },
    ]);
    // Neither a repeated notification nor the hourly look brings it back.
    await tell(connection, notified('abc-6'));
    await pass(HOUR, HOUR);
    expect(await leads()).toHaveLength(1);
  });

  it('takes what it said out of a lead that came otherwise, which stays', async () => {
    const connection = await aConnection();
    const own = await app.must('POST', '/v1/leads', { source: 'website', contact: { email: 'kim@example.com' } });
    linkedin.add('abc-7', app.time.now(), { ...KIM, 5: 'Secret Ltd' });
    await tell(connection, notified('abc-7'));
    await work();
    expect(await arrivals()).toMatchObject([{ leadId: own.id }]);
    const said = async () => JSON.stringify(await app.must('GET', `/v1/leads/${own.id}/inquiries`));
    expect(await said()).toContain('Secret Ltd');
    await tell(connection, notified('abc-7', 'DELETED'));
    await takeUp();
    const after = await app.must('GET', `/v1/leads/${own.id}`);
    expect(after).toMatchObject({ status: 'open', contact: { email: 'kim@example.com' } });
    expect(await said()).not.toContain('Secret Ltd');
    expect((await app.must('GET', '/v1/erasures')).data[0]).toMatchObject({ askedBy: 'submission', leads: 0 });
  });

  it('is not taken in if it was still to be fetched', async () => {
    const connection = await aConnection();
    linkedin.add('abc-8', app.time.now(), KIM);
    await tell(connection, notified('abc-8'));
    await tell(connection, notified('abc-8', 'DELETED'));
    await takeUp();
    await work();
    expect(await leads()).toEqual([]);
  });

  it('is erased by another node if the one that was told died over it', async () => {
    const connection = await aConnection();
    linkedin.add('abc-9', app.time.now(), KIM);
    await tell(connection, notified('abc-9'));
    await work();
    const erased = app.application.app.get(ErasedSubmissions);
    const erase = erased.erase.bind(erased);
    erased.erase = async () => Promise.reject(new Error('died'));
    expect((await tell(connection, notified('abc-9', 'DELETED'))).status).toBe(200);
    await takeUp();
    erased.erase = erase;
    expect((await leads())[0]!.contact.email).toBe('kim@example.com');
    await app.moveBy(5 * MINUTE);
    await takeUp();
    expect((await leads())[0]!.contact.email).toBeUndefined();
  });

  it('is erased also once nothing is left of what arrived, and if it was imported', async () => {
    const connection = await aConnection();
    linkedin.add('abc-11', app.time.now(), KIM);
    await tell(connection, notified('abc-11'));
    await work();
    const imported = { source: 'LinkedIn-Ads', externalId: 'abc-12', contact: { email: 'jo@example.com' } };
    await app.must('POST', '/v1/leads', imported);
    const other = { ...imported, source: 'another', contact: { email: 'mo@example.com' } };
    await app.must('POST', '/v1/leads', other);
    await app.moveBy(31 * DAY);
    await app.application.app.get(Replaying).forget(() => true);
    expect(await arrivals()).toEqual([]);
    await tell(connection, notified('abc-11', 'DELETED'));
    await tell(connection, notified('abc-12', 'DELETED'));
    await takeUp();
    expect((await leads()).flatMap(({ contact }) => contact.email ?? [])).toEqual(['mo@example.com']);
  });
});

describe('a connection to LinkedIn', () => {
  it('subscribes by itself, once', async () => {
    const connection = await aConnection();
    await work();
    expect(linkedin.subscriptions).toEqual([
      { webhook: connection.url, owner: { sponsoredAccount: expect.any(String) }, leadType: 'SPONSORED' },
    ]);
    expect((await shown(connection)).subscription).toMatchObject({ subscribedAt: expect.any(String), problem: null });
    await app.must('PUT', `/v1/inbound/${connection.id}`, aBody({ name: 'LinkedIn leads' }));
    await work();
    expect(linkedin.subscriptions).toHaveLength(1);
  });

  it('tells LinkedIn its new address once it has another one', async () => {
    const connection = await aConnection();
    await work();
    const { url } = await app.must('POST', `/v1/inbound/${connection.id}/rotate`, {});
    await work();
    expect(linkedin.subscriptions.map(({ webhook }) => webhook)).toEqual([connection.url, url]);
  });

  it('says what is wrong in plain words, and tries again', async () => {
    const connection = await aConnection();
    linkedin.fails = () => linkedinError(403);
    await work();
    expect((await shown(connection)).subscription).toMatchObject({
      subscribedAt: null,
      problem: expect.stringContaining('Lead Sync API'),
    });
    linkedin.fails = () => null;
    await pass(MINUTE, 10_000);
    expect((await shown(connection)).subscription.subscribedAt).not.toBeNull();
  });

  it('finds within an hour leads of which LinkedIn did not tell, page by page', async () => {
    await aConnection();
    await work();
    for (let index = 0; index < 70; index += 1)
      linkedin.add(`many-${index}`, app.time.now(), { 3: `p${index}@example.com` });
    linkedin.add('before', app.time.now() - 3 * HOUR, { 3: 'before@example.com' });
    await pass(HOUR, HOUR);
    expect((await app.must('GET', '/v1/inbound')).data[0].arrivals.accepted).toBe(70);
  });

  it('raises an alarm when its token expires, and fetches what waits with a new one', async () => {
    const connection = await aConnection();
    await work();
    linkedin.add('abc-10', app.time.now(), KIM);
    linkedin.token = 'AQX-the-second-access-token';
    await tell(connection, notified('abc-10'));
    await work();
    await app.application.app.get(FailingTools).look();
    expect(await toldTo(app, rep, 'connection.refused')).toEqual([expect.stringContaining('“LinkedIn”')]);
    expect((await shown(connection)).subscription).toMatchObject({ tokenRefusedAt: expect.any(String), fetching: 1 });
    await app.must('PUT', `/v1/inbound/${connection.id}`, aBody());
    await work();
    expect(await leads()).toHaveLength(1);
  });

  it('rests until the next day if the requests of the day are used up', async () => {
    const connection = await aConnection();
    linkedin.fails = () => linkedinError(429, 'Resource level throttle APPLICATION DAY limit for calls is reached');
    await work();
    expect((await shown(connection)).subscription.problem).toContain('no more requests');
    linkedin.fails = () => null;
    linkedin.asked.length = 0;
    await pass(5 * HOUR, HOUR);
    expect(linkedin.asked).toEqual([]);
    await pass(2 * HOUR, HOUR);
    expect(linkedin.asked).not.toEqual([]);
  });

  it.each<[Json, string]>([
    [{ settings: undefined }, '/settings'],
    [{ settings: { accessToken: 'x'.repeat(20), clientSecret: 'y'.repeat(20) } }, '/settings/owner'],
    [{ settings: { accessToken: 'x'.repeat(20), owner: 'urn:li:sponsoredAccount:1' } }, '/settings/clientSecret'],
    [{ settings: { clientSecret: 'y'.repeat(20), owner: 'urn:li:sponsoredAccount:1' } }, '/settings/accessToken'],
    [{ settings: { owner: '512345678' } }, '/settings/owner'],
    [{ settings: { version: '2026-09' } }, '/settings/version'],
  ])('%j is refused at %s', async (fields, pointer) => {
    const answer = await app.ask('POST', '/v1/inbound', aBody(fields));
    expect([answer.status, answer.body.errors?.map((each: Json) => each.pointer)]).toEqual([422, [pointer]]);
  });

  it('does not show its secrets', async () => {
    const connection = await aConnection();
    const text = JSON.stringify((await app.get(`/v1/inbound/${connection.id}`)).body);
    expect([text.includes(linkedin.token), text.includes(CLIENT_SECRET)]).toEqual([false, false]);
    expect(await shown(connection)).toMatchObject({ secretSetAt: expect.any(String) });
  });
});
