import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Dispatch } from '../../src/deliveries/dispatch.service.js';
import { FailingTools } from '../../src/deliveries/failing-tools/failing-tools.service.js';
import { Arrivals } from '../../src/sources/arrivals/arrivals.service.js';
import { Looking } from '../../src/sources/asked/looking.service.js';
import { TestApplication } from '../support/application.js';
import { DAY, HOUR, MINUTE, SECOND } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { APP_SECRET, graphError, MetaServer, metaSettings, PAGE_ID, signed, told } from '../support/meta-server.js';
import { toldTo } from '../support/notifications.js';
import { aPool, aRep } from '../support/people.js';

const KIM = { full_name: 'Kim Lee', email: 'kim@example.com', phone_number: '+4915112345605' };

let app: TestApplication;
let meta: MetaServer;
let rep: Json;
beforeAll(async () => {
  app = await TestApplication.start(undefined, { asInstalled: true });
  meta = await MetaServer.start();
  rep = await aRep(app, 'Mia');
  const pool = await aPool(app, 'All', [rep]);
  await app.must('PUT', '/v1/routing', { rules: [], fallback: { poolId: pool.id } });
  await app.must('PUT', '/v1/settings', { ...(await app.must('GET', '/v1/settings')), alertsTo: [rep.id] });
  await app.mark();
});
beforeEach(() => meta.reset());
afterEach(() => app.back());
afterAll(async () => {
  await app.stop();
  await meta.stop();
});

const aBody = (fields: Json = {}, settings: Json = {}): Json => ({
  name: 'Meta',
  kind: 'meta',
  source: 'meta-ads',
  secret: APP_SECRET,
  settings: metaSettings(meta, settings),
  ...fields,
});
const aConnection = (fields?: Json): Promise<Json> => app.must('POST', '/v1/inbound', aBody(fields));
/** Sends as Meta does. */
async function tell({ key }: Json, payload: unknown, { signature }: { signature?: string } = {}) {
  const body = JSON.stringify(payload);
  return fetch(`${app.url}/in/${key}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': signature ?? signed(body) },
  });
}
/** Does what is due at Meta, and waits until what was fetched is taken in. */
async function work(): Promise<void> {
  await app.application.app.get(Looking).look();
  await app.application.app.get(Dispatch).look();
  await app.application.app.get(Arrivals).idle();
}
/** Lets time pass in steps, working at each. */
async function pass(ms: number, stepMs: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += stepMs) {
    await app.moveBy(stepMs);
    await work();
  }
}
const leads = async (): Promise<Json[]> => (await app.must('GET', '/v1/leads')).data;
const arrivals = async (query = ''): Promise<Json[]> => (await app.must('GET', `/v1/inbound/arrivals${query}`)).data;
const shown = ({ id }: Json): Promise<Json> => app.must('GET', `/v1/inbound/${id}`);
const add = (id: string, fields: Readonly<Record<string, string | string[]>> = KIM, more: Json = {}) =>
  meta.add(id, app.time.now(), fields, more);

describe('the handshake', () => {
  const ask = async ({ key }: Json, token: string) =>
    fetch(
      `${app.url}/in/${key}?${new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.verify_token': token, 'hub.challenge': '1158201444' }).toString()}`,
    );

  it('is answered with the challenge, as text', async () => {
    const answer = await ask(await aConnection(), 'a-token-of-ours');
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
      200,
      'text/plain; charset=utf-8',
      '1158201444',
    ]);
  });

  it('is refused with another token, and by what is no connection of Meta’s', async () => {
    const answer = await ask(await aConnection(), 'another-token');
    expect([answer.status, ((await answer.json()) as Json).type]).toEqual([403, '/problems#handshake-refused']);
    const form = await app.must('POST', '/v1/inbound', { name: 'Form', kind: 'form', source: 'web' });
    expect((await ask(form, 'a-token-of-ours')).status).toBe(404);
  });
});

describe('a lead that Meta tells of', () => {
  it('is fetched, and has an owner, its ad and what the person agreed to', async () => {
    const connection = await aConnection();
    add(
      '1234567890123456',
      { ...KIM, company_name: 'Acme', 'which_model?': ['Blue', 'Red'], work_email: 'kim@work.example' },
      {
        custom_disclaimer_responses: [
          { checkbox_key: 'news', is_checked: '1' },
          { checkbox_key: 'ads', is_checked: '' },
        ],
      },
    );
    expect((await tell(connection, told(['1234567890123456']))).status).toBe(200);
    expect(await arrivals()).toMatchObject([{ state: 'waiting', reason: 'fetching' }]);
    await work();
    const [lead] = await leads();
    expect(lead).toMatchObject({
      source: 'meta-ads',
      externalId: '1234567890123456',
      campaign: 'Spring',
      form: '900',
      submittedAt: '2026-03-02T15:00:00.000Z',
      contact: { name: 'Kim Lee', email: 'kim@example.com', phone: '+4915112345605' },
      company: { name: 'Acme' },
      clickIds: { metaLeadId: '1234567890123456' },
      ownerId: rep.id,
    });
    expect(lead!.attributes).toEqual({
      'which_model?': 'Blue, Red',
      work_email: 'kim@work.example',
      adId: '120',
      adName: 'Blue ad',
      adSetId: '121',
      adSetName: 'Berlin',
      campaignId: '122',
      isOrganic: false,
      platform: 'ig',
      pageId: PAGE_ID,
      'consent.news': true,
      'consent.ads': false,
    });
    expect(await arrivals()).toMatchObject([{ id: lead!.id, state: 'accepted', reason: null, leadId: lead!.id }]);
    expect((await shown(connection)).subscription).toMatchObject({ fetching: 0, problem: null });
  });

  it('is one lead if it is told twice, in one request or in two', async () => {
    const connection = await aConnection();
    add('1001');
    await tell(connection, told(['1001', 1001]));
    await tell(connection, told(['1001']));
    await work();
    await tell(connection, told(['1001']));
    await work();
    expect(await leads()).toHaveLength(1);
    expect(await arrivals()).toHaveLength(1);
    expect(meta.askedFor('1001')).toBe(1);
  });

  it('comes with others in one request; what is about no lead is passed over', async () => {
    const connection = await aConnection();
    const ids = ['2001', '2002', '2003'];
    for (const id of ids) add(id, { email: `p${id}@example.com` });
    const [first, second] = [told(['2001', '2002']), told(['2003'])];
    const feed = { id: PAGE_ID, time: 1, changes: [{ field: 'feed', value: { item: 'post' } }, null] };
    const payload = { object: 'page', entry: [...first.entry, feed, ...second.entry] };
    expect((await tell(connection, payload)).status).toBe(200);
    await work();
    expect((await leads()).map(({ externalId }) => externalId).sort()).toEqual(ids);
    expect((await tell(connection, { object: 'page', entry: [feed] })).status).toBe(200);
    expect(await arrivals()).toHaveLength(3);
  });

  it('finds its source by its form', async () => {
    const connection = await aConnection({ source: { by: 'form_id', values: { '900': 'demo', '901': 'newsletter' } } });
    add('3001', { email: 'a@example.com' });
    add('3002', { email: 'b@example.com' }, { form_id: '901' });
    await tell(connection, told(['3001', '3002']));
    await work();
    expect((await leads()).map(({ externalId, source }) => [externalId, source]).sort()).toEqual([
      ['3001', 'demo'],
      ['3002', 'newsletter'],
    ]);
  });

  it('is a test lead if Meta’s testing tool made it', async () => {
    add('4001', { full_name: '<test lead: dummy data for full_name>', email: 'test@meta.com' });
    await tell(await aConnection(), told(['4001']));
    await work();
    expect(await leads()).toMatchObject([{ test: true }]);
  });

  it('with a wrong signature is refused, and can be taken in by a person', async () => {
    const connection = await aConnection();
    add('5001');
    add('5002', { email: 'b@example.com' });
    const answer = await tell(connection, told(['5001', '5002']), { signature: signed('{}') });
    expect([answer.status, ((await answer.json()) as Json).type]).toEqual([401, '/problems#connection-unproven']);
    const [arrival] = await arrivals('?state=rejected');
    expect(arrival).toMatchObject({ reason: 'proof' });
    expect(await app.must('POST', `/v1/inbound/arrivals/${arrival!.id}/replay`)).toMatchObject({
      state: 'accepted',
      reason: 'told',
      leadId: null,
    });
    await work();
    expect(await leads()).toHaveLength(2);
    expect((await shown(connection)).arrivals).toEqual({ accepted: 2, rejected: 0, waiting: 0 });
  });

  it('that is the sample of Meta’s dashboard says so, is no lead, and is not among the rejected', async () => {
    const connection = await aConnection();
    await tell(connection, told([444444444444]));
    await tell(connection, told([444444444444]));
    await work();
    const listed = await arrivals();
    expect(listed.map(({ state, reason, leadId }) => [state, reason, leadId])).toEqual([
      ['accepted', 'sample', null],
      ['accepted', 'sample', null],
    ]);
    expect(listed[0]!.why).toContain('Meta’s sample arrived');
    expect((await shown(connection)).arrivals).toEqual({ accepted: 0, rejected: 0, waiting: 0 });
    expect(meta.askedFor('444444444444')).toBe(0);
    expect(await app.must('POST', `/v1/inbound/arrivals/${listed[0]!.id}/replay`)).toMatchObject({ reason: 'sample' });
    expect(await leads()).toEqual([]);
  });

  it('is erased with the person, also as it was fetched, and does not come back when it is told again', async () => {
    const connection = await aConnection();
    add('6001', { 'your_number?': '+49 151 123 456 05' });
    await tell(connection, told(['6001']));
    await work();
    const [arrival] = await arrivals();
    expect((await app.must('GET', `/v1/inbound/arrivals/${arrival!.id}`)).request.body).toContain('456 05');
    const person = await app.must('GET', '/v1/subject-access?phone=%2B4915112345605');
    expect(person.submissions.map(({ id }: Json) => id)).toEqual([arrival!.id]);
    await app.must('POST', '/v1/erasures', { phone: '+4915112345605', reason: 'Request 21' });
    expect((await app.must('GET', `/v1/inbound/arrivals/${arrival!.id}`)).request).toBeNull();
    await tell(connection, told(['6001']));
    await pass(2 * HOUR, HOUR);
    expect((await arrivals()).map(({ id }) => id)).toEqual([arrival!.id]);
  });
});

describe('while Meta does not answer as it should', () => {
  it('it is asked again after 5, 15 and 30 seconds', async () => {
    const connection = await aConnection();
    await work();
    add('7001');
    meta.fails = (path) => (path.endsWith('7001') ? graphError(2, 500) : null);
    await tell(connection, told(['7001']));
    await work();
    for (const [before, seconds] of [5, 15, 30].entries()) {
      await pass(seconds * SECOND - 1, seconds * SECOND - 1);
      expect(meta.askedFor('7001')).toBe(before + 1);
      // The pauses may be a quarter longer.
      await pass((seconds * SECOND) / 4 + 1, (seconds * SECOND) / 4 + 1);
      expect(meta.askedFor('7001')).toBe(before + 2);
    }
    meta.release();
    await pass(2 * MINUTE, MINUTE);
    expect(await leads()).toHaveLength(1);
  });

  it.each([
    ['errors', () => graphError(1, 500)],
    ['no JSON', () => ({ status: 502, body: 'Bad gateway' })],
    ['a lead without its answers', () => ({ status: 200, body: { id: '8001' } })],
    ['a missing permission', () => graphError(200, 403)],
  ] as const)('nothing is lost within three days of %s', async (_, fault) => {
    const connection = await aConnection();
    add('8001');
    meta.fails = fault;
    await tell(connection, told(['8001']));
    await pass(3 * DAY, 12 * HOUR);
    const [arrival] = await arrivals();
    expect(arrival).toMatchObject({ state: 'waiting', reason: 'fetching' });
    expect(arrival!.why).toMatch(/^Its fields are still to be fetched\. ./);
    expect((await shown(connection)).subscription).toMatchObject({
      fetching: 1,
      problem: expect.stringMatching(/Meta|token/),
    });
    meta.release();
    await pass(2 * HOUR, HOUR);
    const [lead] = await leads();
    // The promise begins when the lead is there, and the lead says when it was sent.
    expect(Date.parse(lead!.receivedAt) - Date.parse(lead!.submittedAt)).toBeGreaterThan(3 * DAY);
    expect((await shown(connection)).subscription).toMatchObject({ fetching: 0, problem: null });
  });

  it('asks nothing more once it is told that it asks too much, for as long as Meta says', async () => {
    const connection = await aConnection();
    await work();
    for (const id of ['9001', '9002', '9003']) add(id, { email: `p${id}@example.com` });
    const usage = { '1': [{ type: 'leadgen', estimated_time_to_regain_access: 20 }] };
    meta.fails = () => ({
      ...graphError(80_004),
      headers: { 'x-business-use-case-usage': JSON.stringify(usage) },
    });
    await tell(connection, told(['9001']));
    await work();
    const before = meta.asked.length;
    await tell(connection, told(['9002', '9003']));
    await pass(19 * MINUTE, 19 * MINUTE);
    expect(meta.asked).toHaveLength(before);
    meta.release();
    await pass(2 * MINUTE, MINUTE);
    expect(await leads()).toHaveLength(3);
  });

  it('gives up a lead that is not there after three weeks, and fetches it if somebody says so', async () => {
    const connection = await aConnection();
    await tell(connection, told(['9101']));
    await work();
    await pass(HOUR, 10 * MINUTE);
    expect(await arrivals('?state=waiting')).toHaveLength(1);
    await pass(22 * 24 * HOUR, 24 * HOUR);
    const [arrival] = await arrivals('?state=rejected');
    expect(arrival).toMatchObject({ reason: 'notFetched', why: expect.stringContaining('does not exist') });
    add('9101');
    expect(await app.must('POST', `/v1/inbound/arrivals/${arrival!.id}/replay`)).toMatchObject({ reason: 'fetching' });
    await work();
    expect(await leads()).toMatchObject([{ id: arrival!.id }]);
  });

  it('fetches at most eight at once', async () => {
    const connection = await aConnection();
    const ids = Array.from({ length: 40 }, (_, at) => String(20_000 + at));
    for (const id of ids) add(id, { email: `p${id}@example.com` });
    await tell(connection, told(ids));
    await work();
    expect(await leads()).toHaveLength(40);
    expect(meta.mostAtOnce).toBeLessThanOrEqual(8);
    for (const id of ids) expect(meta.askedFor(id)).toBe(1);
  });
});

describe('an access token that has expired', () => {
  it('raises an alarm, keeps what waits, and what waits is fetched with a new one', async () => {
    const connection = await aConnection();
    await work();
    add('1101', { email: 'a@example.com' });
    add('1102', { email: 'b@example.com' });
    meta.token = 'EAAG-the-second-access-token';
    await tell(connection, told(['1101']));
    await work();
    await app.application.app.get(FailingTools).look();
    expect(await toldTo(app, rep, 'connection.refused')).toEqual([expect.stringContaining('“Meta”')]);
    expect((await app.must('GET', '/v1/setup')).warnings).toContainEqual(
      expect.objectContaining({ code: 'connectionRefused', text: expect.stringContaining('190') }),
    );
    expect((await shown(connection)).subscription).toMatchObject({ tokenRefusedAt: expect.any(String), fetching: 1 });
    await tell(connection, told(['1102']));
    await pass(3 * DAY, 12 * HOUR);
    await app.application.app.get(FailingTools).look();
    expect(await toldTo(app, rep, 'connection.refused')).toHaveLength(1);
    expect(await leads()).toEqual([]);
    await app.must('PUT', `/v1/inbound/${connection.id}`, aBody());
    await work();
    expect(await leads()).toHaveLength(2);
    expect((await shown(connection)).subscription).toMatchObject({ tokenRefusedAt: null, fetching: 0, problem: null });
    await app.application.app.get(FailingTools).look();
    expect((await app.must('GET', '/v1/setup')).warnings.map(({ code }: Json) => code)).not.toContain(
      'connectionRefused',
    );
  });
});

describe('the page', () => {
  it('is subscribed when the connection is made, and when it is changed', async () => {
    const connection = await aConnection();
    expect((await shown(connection)).subscription).toMatchObject({ subscribedAt: null, problem: null });
    await work();
    expect([meta.subscribed, (await shown(connection)).subscription.subscribedAt]).toEqual([1, expect.any(String)]);
    await work();
    const { accessToken: _, ...settings } = metaSettings(meta, { pageId: '77' });
    await app.must('PUT', `/v1/inbound/${connection.id}`, aBody({ settings }));
    expect((await shown(connection)).subscription.subscribedAt).toBeNull();
    await work();
    expect([meta.subscribed, meta.asked.at(-1)]).toEqual([2, '/v24.0/77/subscribed_apps']);
  });

  it('says in plain words what went wrong, and is tried again', async () => {
    const connection = await aConnection();
    meta.fails = () => graphError(200, 403);
    await work();
    expect((await shown(connection)).subscription).toMatchObject({
      subscribedAt: null,
      problem: expect.stringContaining('pages_manage_metadata'),
    });
    meta.release();
    await pass(10 * SECOND, 5 * SECOND);
    expect((await shown(connection)).subscription).toMatchObject({ subscribedAt: expect.any(String), problem: null });
  });

  it('raises an alarm if it cannot be subscribed for an hour', async () => {
    await aConnection();
    meta.fails = () => graphError(1, 500);
    await work();
    await pass(70 * MINUTE, 35 * MINUTE);
    await app.application.app.get(FailingTools).look();
    expect(await toldTo(app, rep, 'connection.failing')).toHaveLength(1);
  });
});

describe('leads of which Meta did not tell', () => {
  it('are found within an hour or so, on all pages of all forms, and are the same as told ones', async () => {
    const connection = await aConnection({ source: { by: 'form_id', values: { '901': 'newsletter' } } });
    meta.add('1', app.time.now() - 2 * DAY, { email: 'before@example.com' });
    await work();
    await app.moveBy(10 * MINUTE);
    for (const form of ['900', '901', '902'])
      for (let count = 0; count < 5; count += 1)
        add(`${form}${count}`, { email: `p${form}${count}@example.com` }, { form_id: form });
    await tell(connection, told(['9001']));
    await pass(HOUR, 30 * MINUTE);
    const found = await leads();
    expect(found).toHaveLength(15);
    expect(found.filter(({ source }) => source === 'newsletter')).toHaveLength(5);
    expect(found.find(({ externalId }) => externalId === '9024')).toMatchObject({
      campaign: 'Spring',
      ownerId: rep.id,
    });
    await tell(connection, told(['9024']));
    await pass(2 * HOUR, HOUR);
    expect(await leads()).toHaveLength(15);
    expect(meta.askedFor('9024')).toBe(0);
  });

  it('are found however long the program was away', async () => {
    await aConnection();
    await work();
    add('1201');
    await app.moveBy(5 * DAY);
    await work();
    expect(await leads()).toMatchObject([{ externalId: '1201' }]);
  });

  it('are found although one form cannot be read', async () => {
    await aConnection();
    await work();
    add('1301', { email: 'a@example.com' }, { form_id: '910' });
    add('1302', { email: 'b@example.com' }, { form_id: '911' });
    meta.fails = (path) => (path.includes('910/leads') ? graphError(1, 500) : null);
    await pass(HOUR, HOUR);
    expect(await leads()).toMatchObject([{ externalId: '1302' }]);
    meta.release();
    await pass(30 * MINUTE, 10 * MINUTE);
    expect(await leads()).toHaveLength(2);
  });
});

describe('bad input of a connection to Meta', () => {
  it.each<[Json, string]>([
    [{ settings: undefined }, '/settings'],
    [{ secret: undefined }, '/secret'],
    [{ settings: { verifyToken: 'a-token-of-ours', pageId: PAGE_ID } }, '/settings/accessToken'],
    [{ settings: { verifyToken: 'a-token-of-ours', pageId: 'Acme', accessToken: 'x'.repeat(20) } }, '/settings/pageId'],
    [{ kind: 'json' }, '/settings'],
    [{ redirect: 'https://example.com' }, '/redirect'],
  ])('%j is refused at %s', async (fields, pointer) => {
    const answer = await app.ask('POST', '/v1/inbound', aBody(fields));
    expect([answer.status, answer.body.errors?.map((each: Json) => each.pointer)]).toEqual([422, [pointer]]);
  });

  it.each(['https://10.0.0.1', 'http://graph.facebook.com'])('%s is no address to ask', async (baseUrl) => {
    const answer = await app.ask('POST', '/v1/inbound', aBody({ settings: metaSettings(meta, { baseUrl }) }));
    expect([answer.status, answer.body.errors?.map((each: Json) => each.pointer)]).toEqual([
      422,
      ['/settings/baseUrl'],
    ]);
  });

  it('does not show the access token, or send it to another host than it was given for', async () => {
    const connection = await aConnection();
    const { body } = await app.get(`/v1/inbound/${connection.id}`);
    expect(JSON.stringify(body)).not.toContain(meta.token);
    expect(body.accessTokenSetAt).toEqual(expect.any(String));
    const versions = await app.must('GET', `/v1/inbound/${connection.id}/versions`);
    expect(JSON.stringify(versions)).not.toContain(meta.token);
    const { accessToken: _, ...settings } = metaSettings(meta, { baseUrl: 'https://evil.example' });
    const moved = await app.ask('PUT', `/v1/inbound/${connection.id}`, aBody({ settings }));
    expect([moved.status, moved.body.errors?.[0]?.pointer]).toEqual([422, '/settings/accessToken']);
    const kind = await app.ask('PUT', `/v1/inbound/${connection.id}`, { name: 'Meta', kind: 'json', source: 'x' });
    expect([kind.status, kind.body.errors?.[0]?.pointer]).toEqual([422, '/kind']);
  });
});
