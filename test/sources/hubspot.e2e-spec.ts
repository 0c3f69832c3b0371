import { createHash, createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { FailingTools } from '../../src/deliveries/failing-tools/failing-tools.service.js';
import { Arrivals } from '../../src/sources/arrivals/arrivals.service.js';
import { Looking } from '../../src/sources/asked/looking.service.js';
import { TestApplication } from '../support/application.js';
import { HubspotServer, hubspotError, SERVICE_KEY, tooMany, workflowContact } from '../support/hubspot-server.js';
import { DAY, HOUR, MINUTE, SECOND } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { toldTo } from '../support/notifications.js';
import { aPool, aRep } from '../support/people.js';
import { until } from '../support/postgres-owner.js';

const KIM = { email: 'kim@example.com', firstname: 'Kim', lastname: 'Lee', phone: '+4915112345605', company: 'Acme' };
const SECRET = 'the-secret-of-the-app';
const SEARCH = '/crm/objects/2026-09/contacts/search';

let app: TestApplication;
let hubspot: HubspotServer;
let rep: Json;
beforeAll(async () => {
  app = await TestApplication.start(undefined, { asInstalled: true });
  hubspot = await HubspotServer.start();
  rep = await aRep(app, 'Mia');
  const pool = await aPool(app, 'All', [rep]);
  await app.must('PUT', '/v1/routing', { rules: [], fallback: { poolId: pool.id } });
  await app.must('PUT', '/v1/settings', { ...(await app.must('GET', '/v1/settings')), alertsTo: [rep.id] });
  await app.mark();
});
beforeEach(() => hubspot.reset());
afterEach(() => app.back());
afterAll(async () => {
  await app.stop();
  await hubspot.stop();
});

const aBody = (fields: Json = {}): Json => ({ name: 'HubSpot', kind: 'hubspot', source: 'hubspot', ...fields });
const aConnection = (fields?: Json): Promise<Json> => app.must('POST', '/v1/inbound', aBody(fields));
const polling = (settings: Json = {}): Json => ({
  settings: { serviceKey: hubspot.key, baseUrl: hubspot.url, ...settings },
});
const shown = ({ id }: Json): Promise<Json> => app.must('GET', `/v1/inbound/${id}`);
const leads = async (): Promise<Json[]> => (await app.must('GET', '/v1/leads?limit=200')).data;
const arrivals = async (query = ''): Promise<Json[]> => (await app.must('GET', `/v1/inbound/arrivals${query}`)).data;
async function work(): Promise<void> {
  await app.application.app.get(Looking).look();
  await app.application.app.get(Arrivals).idle();
}
/** Lets time pass in steps, working at each. */
async function pass(ms: number, stepMs = MINUTE): Promise<void> {
  for (let passed = 0; passed < ms; passed += stepMs) {
    await app.moveBy(stepMs);
    await work();
  }
}
const now = () => app.time.now();

describe('a workflow of HubSpot', () => {
  async function send({ key }: Json, payload: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
    const answer = await fetch(`${app.url}/in/${key}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });
    await app.application.app.get(Arrivals).idle();
    return answer;
  }
  const submitted = (id: string, more: Json = {}) => ({
    'form-submissions': [
      { 'conversion-id': 'an-older-one', timestamp: 1_700_000_000_000, 'form-id': 'f0', title: 'Newsletter' },
      {
        'conversion-id': id,
        timestamp: 1_772_463_600_000,
        'form-id': 'f1',
        title: 'Demo',
        'page-url': 'https://www.example.com/demo',
        ...more,
      },
    ],
  });

  it('sends a contact with its latest submission, which becomes a lead with an owner', async () => {
    const more = { hs_google_click_id: 'click-1', hs_email_domain: 'example.com', num_notes: '3', team: 'Sales' };
    const answer = await send(await aConnection(), workflowContact(51, { ...KIM, ...more }, submitted('c-1')));
    expect([answer.status, await answer.json()]).toEqual([200, { id: expect.any(String) }]);
    const [lead] = await leads();
    expect(lead).toMatchObject({
      source: 'hubspot',
      externalId: 'c-1',
      form: 'Demo',
      landingPage: 'https://www.example.com/demo',
      submittedAt: '2026-03-02T15:00:00.000Z',
      contact: { firstName: 'Kim', lastName: 'Lee', email: 'kim@example.com', phone: '+4915112345605' },
      company: { name: 'Acme' },
      clickIds: { gclid: 'click-1' },
      refs: { hubspot: '51' },
      attributes: { team: 'Sales' },
      ownerId: rep.id,
    });
  });

  it('sends the properties that somebody chose for it, each time as a new demand', async () => {
    const connection = await aConnection();
    const chosen = { ...KIM, hs_object_id: 51, recent_conversion_date: 1_772_463_600_000 };
    expect((await send(connection, chosen)).status).toBe(200);
    // HubSpot did not hear the answer.
    expect(await (await send(connection, chosen)).json()).toEqual({});
    expect(await leads()).toMatchObject([{ refs: { hubspot: '51' }, submittedAt: '2026-03-02T15:00:00.000Z' }]);
    expect(await arrivals()).toHaveLength(1);
    await send(connection, { ...chosen, recent_conversion_date: 1_772_463_700_000, message: 'Again' });
    expect(await arrivals()).toHaveLength(2);
    expect(await leads()).toHaveLength(1);
  });

  it('is heard once if it sends again what it did not hear an answer to, whatever changed meanwhile', async () => {
    const connection = await aConnection();
    await send(connection, workflowContact(51, KIM, submitted('c-1')));
    await send(connection, workflowContact(51, { ...KIM, jobtitle: 'Head' }, submitted('c-1')));
    expect(await leads()).toHaveLength(1);
    expect(await arrivals()).toHaveLength(1);
  });

  it('makes no new lead of a contact that a lead knows, by its id or by its address', async () => {
    const connection = await aConnection();
    const known = await app.must('POST', '/v1/leads', {
      source: 'website',
      contact: { email: 'known@example.com' },
      refs: { hubspot: '77' },
    });
    await send(connection, workflowContact(77, { email: 'other@example.com' }));
    await send(connection, workflowContact(78, { email: 'known@example.com' }));
    await send(connection, workflowContact(79, { email: 'new@example.com' }));
    await send(connection, workflowContact(79, { email: 'new@example.com', jobtitle: 'Head' }));
    const found = await arrivals();
    expect(found.map(({ leadId }) => leadId === known.id)).toEqual([false, false, true, true]);
    expect(found[0]!.leadId).toBe(found[1]!.leadId);
    expect(await leads()).toHaveLength(2);
    expect((await app.must('GET', `/v1/leads/${known.id}`)).inquiries ?? []).toEqual([]);
  });

  it.each<[string, (connection: Json, body: string) => Record<string, string>]>([
    [
      'version 2',
      ({ url }, body) => ({
        'x-hubspot-signature-version': 'v2',
        'x-hubspot-signature': createHash('sha256').update(`${SECRET}POST${url}${body}`).digest('hex'),
      }),
    ],
    ['version 3', ({ url }, body) => signedV3(url, body, app.time.now())],
    ['a key of one’s own', () => ({ authorization: `Bearer ${SECRET}` })],
  ])('proves itself by %s', async (_, headersOf) => {
    const connection = await aConnection({ secret: SECRET });
    const body = JSON.stringify(workflowContact(51, KIM, submitted('c-1')));
    expect((await send(connection, body, headersOf(connection, body))).status).toBe(200);
    expect(await leads()).toHaveLength(1);
  });

  const signedV3 = (url: string, body: string, at: number) => ({
    'x-hubspot-request-timestamp': String(at),
    'x-hubspot-signature-v3': createHmac('sha256', SECRET).update(`POST${url}${body}${at}`).digest('base64'),
  });

  it('is never answered with a refusal that would lose what it sends, and waits for a person instead', async () => {
    const connection = await aConnection({ secret: SECRET });
    const body = JSON.stringify(workflowContact(51, KIM, submitted('c-1')));
    const answers = [
      await send(connection, body),
      await send(connection, body, { authorization: 'Bearer another' }),
      await send(connection, body, signedV3(connection.url, body, now() - 6 * MINUTE)),
      await send(connection, 'no json', { authorization: `Bearer ${SECRET}` }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await arrivals('?state=rejected')).map(({ reason }) => reason)).toEqual([
      'unreadable',
      'proof',
      'proof',
      'proof',
    ]);
    expect(await leads()).toEqual([]);
    const [, last] = await arrivals();
    expect(await app.must('POST', `/v1/inbound/arrivals/${last!.id}/replay`)).toMatchObject({ state: 'accepted' });
    expect(await leads()).toHaveLength(1);
  });

  it('is asked to send again if no more wrong proofs are stored', async () => {
    const connection = await aConnection({ secret: SECRET });
    await app.asOwner(`insert into arrival (id, inbound_id, received_at, state, reason, rejected_at, known)
      select gen_random_uuid(), '${connection.id}', now(), 'rejected', 'proof', now(), '{}' from generate_series(1, 1000)`);
    expect((await send(connection, workflowContact(51, KIM))).status).toBe(429);
  });
});

describe('a service key', () => {
  it('brings in submissions within minutes, with the contact that HubSpot made of them', async () => {
    hubspot.aForm('f1', 'Demo');
    const connection = await aConnection(polling());
    hubspot.submit('f1', now(), { ...KIM, message: 'Please call' }, 'c-1');
    hubspot.aContact(51, now(), { email: KIM.email, hs_object_source: 'FORM', jobtitle: 'Head', phone: '+4930123456' });
    await pass(MINUTE);
    const [lead] = await leads();
    expect(lead).toMatchObject({
      externalId: 'c-1',
      form: 'Demo',
      message: 'Please call',
      landingPage: 'https://www.example.com/demo',
      refs: { hubspot: '51' },
      // What was filled in is newer than what HubSpot knew.
      contact: { email: 'kim@example.com', phone: '+4915112345605', title: 'Head' },
      ownerId: rep.id,
    });
    expect((await shown(connection)).subscription).toMatchObject({
      subscribedAt: null,
      problem: null,
      tokenRefusedAt: null,
      fetching: 0,
      lookedUntil: expect.any(String),
    });
    await pass(5 * MINUTE);
    expect(await leads()).toHaveLength(1);
    expect(await arrivals()).toHaveLength(1);
    // What is known already is not read again.
    expect(hubspot.askedFor('batch/read')).toBe(1);
  });

  it('waits for the contact of a submission a while, and then does without', async () => {
    hubspot.aForm('f1', 'Demo');
    await aConnection(polling());
    await pass(MINUTE);
    hubspot.submit('f1', now(), KIM, 'c-1');
    await pass(MINUTE);
    expect(await leads()).toEqual([]);
    await pass(MINUTE);
    expect((await leads())[0]).toMatchObject({ externalId: 'c-1' });
    expect((await leads())[0]!.refs ?? null).toBeNull();
  });

  it('brings in each submission of a person who asks again', async () => {
    hubspot.aForm('f1', 'Demo');
    await aConnection(polling());
    hubspot.aContact(51, now() - DAY, { email: KIM.email });
    hubspot.submit('f1', now(), KIM, 'c-1');
    await pass(2 * MINUTE);
    hubspot.submit('f1', now(), { ...KIM, message: 'Again' }, 'c-2');
    await pass(2 * MINUTE);
    expect(await arrivals()).toHaveLength(2);
    expect(await leads()).toHaveLength(1);
  });

  it('finds new contacts, but not those who were imported, who filled in a form, or whom a lead knows', async () => {
    await aConnection(polling());
    await app.must('POST', '/v1/leads', {
      source: 'website',
      contact: { email: 'ours@example.com' },
      refs: { hubspot: '61' },
    });
    await pass(MINUTE);
    hubspot.aContact(60, now(), { email: 'new@example.com', hs_object_source: 'CONVERSATIONS' });
    hubspot.aContact(61, now(), { email: 'written@example.com', hs_object_source: 'INTEGRATION' });
    hubspot.aContact(62, now(), { email: 'ours@example.com', hs_object_source: 'INTEGRATION' });
    hubspot.aContact(63, now(), { email: 'list@example.com', hs_object_source: 'IMPORT' });
    hubspot.aContact(64, now(), { email: 'form@example.com', hs_object_source: 'FORM' });
    hubspot.aContact(65, now() - 2 * HOUR, { email: 'before@example.com' });
    await pass(3 * MINUTE);
    expect((await leads()).map(({ contact }) => contact.email).sort()).toEqual(['new@example.com', 'ours@example.com']);
    expect((await leads()).find(({ contact }) => contact.email === 'new@example.com')).toMatchObject({
      externalId: '60',
      refs: { hubspot: '60' },
    });
  });

  it('finds contacts that searches find late, and all of those that were made at one instant', async () => {
    hubspot.now = now;
    await aConnection(polling());
    await pass(MINUTE);
    const at = now();
    for (let id = 1_000; id < 1_450; id += 1) hubspot.aContact(id, at, { email: `p${id}@example.com` });
    hubspot.aContact(2_000, at, { email: 'late@example.com' }, 10 * MINUTE);
    await pass(MINUTE);
    expect(hubspot.askedFor(SEARCH)).toBe(4);
    await pass(15 * MINUTE);
    expect((await arrivals('?limit=1')).length).toBe(1);
    const { data } = await app.must('GET', '/v1/leads?limit=1&count=true&email=late@example.com');
    expect(data).toHaveLength(1);
    expect((await app.must('GET', '/v1/inbound')).data[0].arrivals.accepted).toBe(451);
  });

  it('goes on where it was, if a limit ends a look amid many contacts', async () => {
    await aConnection(polling());
    await pass(MINUTE);
    const at = now();
    for (let id = 1_000; id < 1_450; id += 1) hubspot.aContact(id, at, { email: `p${id}@example.com` });
    let searches = 0;
    hubspot.fails = (path) => (path === SEARCH && ++searches === 2 ? tooMany('TEN_SECONDLY_ROLLING') : null);
    await pass(MINUTE);
    expect(searches).toBe(2);
    await pass(10 * SECOND, 10 * SECOND);
    expect(searches).toBe(4);
    expect((await app.must('GET', '/v1/inbound')).data[0].arrivals.accepted).toBe(450);
  });

  it('is looked through for some forms alone, if they are named', async () => {
    hubspot.aForm('f1', 'Demo');
    hubspot.aForm('f2', 'Newsletter');
    await aConnection(polling({ forms: ['f1'] }));
    hubspot.submit('f1', now(), { email: 'a@example.com' }, 'c-1');
    hubspot.submit('f2', now(), { email: 'b@example.com' }, 'c-2');
    hubspot.aContact(70, now(), { email: 'c@example.com' });
    await pass(4 * MINUTE);
    expect((await leads()).map(({ externalId }) => externalId)).toEqual(['c-1']);
    expect(hubspot.askedFor(SEARCH)).toBe(0);
  });

  it.each([
    ['that says when it ends', tooMany('TEN_SECONDLY_ROLLING', { 'retry-after': '45' }), 45 * SECOND],
    ['that does not say when it ends', tooMany('TEN_SECONDLY_ROLLING'), 10 * SECOND],
    ['of the day', tooMany('DAILY'), HOUR],
  ])('rests at a limit %s', async (_, answer, restMs) => {
    hubspot.aForm('f1', 'Demo');
    await aConnection(polling());
    hubspot.fails = () => answer;
    await pass(MINUTE);
    hubspot.release();
    hubspot.submit('f1', now(), { email: 'a@example.com' }, 'c-1');
    hubspot.asked.length = 0;
    await app.moveBy(restMs - SECOND);
    await work();
    expect(hubspot.asked).toEqual([]);
    await app.moveBy(SECOND);
    await work();
    expect(hubspot.asked).not.toEqual([]);
  });

  it('leaves requests of the day to other programs of the account', async () => {
    hubspot.aForm('f1', 'Demo');
    await aConnection(polling());
    hubspot.headers = { 'x-hubspot-ratelimit-daily': '250000', 'x-hubspot-ratelimit-daily-remaining': '20000' };
    await pass(MINUTE);
    expect(hubspot.asked).toHaveLength(1);
    hubspot.headers = {};
    await pass(59 * MINUTE, 59 * MINUTE);
    expect(hubspot.asked).toHaveLength(1);
    await pass(MINUTE);
    expect(hubspot.asked.length).toBeGreaterThan(1);
  });

  it('is used less often the more forms there are', async () => {
    for (let form = 0; form < 200; form += 1) hubspot.aForm(`f${form}`, `Form ${form}`);
    await aConnection(polling());
    await pass(HOUR);
    // A day of it is 20,000 requests at most.
    expect(hubspot.asked.length).toBeLessThanOrEqual(20_000 / 24 + 210);
    expect(hubspot.asked.length).toBeGreaterThan(400);
  });

  it('that is refused raises an alarm, and with a new one what came meanwhile is found', async () => {
    hubspot.aForm('f1', 'Demo');
    const connection = await aConnection(polling());
    await pass(MINUTE);
    hubspot.key = 'pat-eu1-the-second-service-key';
    hubspot.submit('f1', now(), { email: 'a@example.com' }, 'c-1');
    await pass(2 * MINUTE);
    await app.application.app.get(FailingTools).look();
    expect(await toldTo(app, rep, 'connection.refused')).toEqual([expect.stringContaining('“HubSpot”')]);
    expect((await shown(connection)).subscription).toMatchObject({
      tokenRefusedAt: expect.any(String),
      problem: expect.stringContaining('service key'),
    });
    await pass(DAY, HOUR);
    hubspot.submit('f1', now(), { email: 'b@example.com' }, 'c-2');
    await app.application.app.get(FailingTools).look();
    expect(await toldTo(app, rep, 'connection.refused')).toHaveLength(1);
    await app.must('PUT', `/v1/inbound/${connection.id}`, aBody(polling()));
    await pass(4 * MINUTE);
    expect((await leads()).map(({ externalId }) => externalId).sort()).toEqual(['c-1', 'c-2']);
    expect((await shown(connection)).subscription).toMatchObject({ tokenRefusedAt: null, problem: null });
  });

  it('finds everything after HubSpot was away for a day, and one form that fails holds up no other', async () => {
    hubspot.aForm('f1', 'Demo');
    hubspot.aForm('f2', 'Trial');
    await aConnection(polling());
    await pass(MINUTE);
    hubspot.fails = () => ({ status: 502, body: 'bad gateway' });
    for (let index = 0; index < 120; index += 1)
      hubspot.submit('f1', now() + index * MINUTE, { email: `p${index}@example.com` }, `c-${index}`);
    hubspot.submit('f2', now(), { email: 'q@example.com' }, 'd-1');
    hubspot.aContact(80, now(), { email: 'r@example.com' });
    await pass(DAY, HOUR);
    await app.application.app.get(FailingTools).look();
    expect(await toldTo(app, rep, 'connection.failing')).toHaveLength(1);
    hubspot.fails = (path) => (path.endsWith('/f1') ? hubspotError(500, 'INTERNAL_ERROR') : null);
    await pass(HOUR, 10 * MINUTE);
    expect((await leads()).map(({ externalId }) => externalId).sort()).toEqual(['80', 'd-1']);
    hubspot.release();
    await pass(HOUR, 10 * MINUTE);
    expect((await app.must('GET', '/v1/inbound')).data[0].arrivals.accepted).toBe(122);
  });

  it('without a scope brings in what the others allow, and says which is missing', async () => {
    hubspot.aForm('f1', 'Demo');
    const connection = await aConnection(polling());
    const missing = { errors: [{ context: { requiredGranularScopes: ['crm.objects.contacts.read'] } }] };
    hubspot.fails = (path) => (path.startsWith('/crm/') ? hubspotError(403, 'MISSING_SCOPES', missing) : null);
    hubspot.submit('f1', now(), { email: 'a@example.com' }, 'c-1');
    await pass(MINUTE);
    expect((await leads()).map(({ externalId }) => externalId)).toEqual(['c-1']);
    expect((await shown(connection)).subscription.problem).toContain('crm.objects.contacts.read');
  });

  it('asks nothing twice if a node stalls while HubSpot is slow', async () => {
    hubspot.aForm('f1', 'Demo');
    await aConnection(polling());
    hubspot.submit('f1', now(), { email: 'a@example.com' }, 'c-1');
    hubspot.aContact(51, now(), { email: 'a@example.com', hs_object_source: 'FORM' });
    hubspot.fails = (path) => (path.endsWith('/f1') ? 'hang' : null);
    await app.moveBy(MINUTE);
    const stalled = work();
    await until('HubSpot has been asked', async () => hubspot.isHanging);
    hubspot.fails = () => null;
    await app.moveBy(MINUTE);
    await work();
    expect(await leads()).toHaveLength(1);
    hubspot.release();
    await stalled;
    expect(await leads()).toHaveLength(1);
    expect(await arrivals()).toHaveLength(1);
  });

  it('does not bring back a person who was erased', async () => {
    hubspot.aForm('f1', 'Demo');
    await aConnection(polling());
    hubspot.submit('f1', now(), KIM, 'c-1');
    hubspot.aContact(51, now(), { email: KIM.email, hs_object_source: 'CRM_UI' });
    await pass(2 * MINUTE);
    const [lead] = await leads();
    await app.must('POST', '/v1/erasures', { leadId: lead!.id, reason: 'Asked by letter' });
    await pass(5 * MINUTE);
    expect((await leads()).filter(({ contact }) => contact?.email !== undefined)).toEqual([]);
  });
});

describe('bad input of a connection to HubSpot', () => {
  it.each<[Json, string]>([
    [{ settings: { serviceKey: 'short' } }, '/settings/serviceKey'],
    [{ settings: { forms: [] } }, '/settings/forms'],
    [{ settings: { forms: ['a form'] } }, '/settings/forms/0'],
    [{ settings: { accessToken: 'x'.repeat(20) } }, '/settings/accessToken'],
    [{ settings: { pageId: '1' } }, '/settings/pageId'],
    [{ settings: { baseUrl: 'https://10.0.0.1' } }, '/settings/baseUrl'],
    [{ vendor: 'typeform' }, '/vendor'],
  ])('%j is refused at %s', async (fields, pointer) => {
    const answer = await app.ask('POST', '/v1/inbound', aBody(fields));
    expect([answer.status, answer.body.errors?.map((each: Json) => each.pointer)]).toEqual([422, [pointer]]);
  });

  it('does not show the service key, or send it to another host than it was given for', async () => {
    const connection = await aConnection(polling());
    const { body } = await app.get(`/v1/inbound/${connection.id}`);
    expect(JSON.stringify(body)).not.toContain(SERVICE_KEY);
    expect(body.accessTokenSetAt).toEqual(expect.any(String));
    const moved = await app.ask(
      'PUT',
      `/v1/inbound/${connection.id}`,
      aBody({ settings: { baseUrl: 'https://evil.example' } }),
    );
    expect([moved.status, moved.body.errors?.[0]?.pointer]).toEqual([422, '/settings/serviceKey']);
    const kind = await app.ask('PUT', `/v1/inbound/${connection.id}`, { name: 'X', kind: 'json', source: 'x' });
    expect([kind.status, kind.body.errors?.[0]?.pointer]).toEqual([422, '/kind']);
  });
});
