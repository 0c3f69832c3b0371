import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { request } from 'undici';
import { IntakeService } from '../../src/lifecycle/arrivals/intake.service.js';
import { Arrivals } from '../../src/sources/arrivals/arrivals.service.js';
import { Replaying } from '../../src/sources/arrivals/replaying.service.js';
import { TestApplication } from '../support/application.js';
import { MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aPool, aRep } from '../support/people.js';
import { until } from '../support/postgres-owner.js';

let app: TestApplication;
let rep: Json;
beforeAll(async () => {
  app = await TestApplication.start(undefined, { asInstalled: true });
  rep = await aRep(app, 'Mia');
  const pool = await aPool(app, 'All', [rep]);
  await app.must('PUT', '/v1/routing', { rules: [], fallback: { poolId: pool.id } });
  await app.mark();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await app.back();
});
afterAll(() => app.stop());

const aConnection = (fields: object = {}): Promise<Json> =>
  app.must('POST', '/v1/inbound', { name: 'Website', kind: 'form', source: 'website', ...fields });

interface Sent {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly id: string;
}

/** Sends as somebody without a key would, and waits until what was sent is taken in. */
async function send(
  { key }: Json,
  body: ConstructorParameters<typeof Response>[0],
  headers: Record<string, string> = {},
): Promise<Sent> {
  // Not by fetch, which says itself in which mode it sends.
  const typed = new Response(body);
  const answer = await request(`${app.url}/in/${key}`, {
    method: 'POST',
    body: Buffer.from(await typed.arrayBuffer()),
    headers: { ...Object.fromEntries(typed.headers), ...headers },
  });
  const text = await answer.body.text();
  await settled();
  return {
    status: answer.statusCode,
    headers: new Headers(answer.headers as Record<string, string>),
    text,
    id: text.startsWith('{') ? JSON.parse(text).id : '',
  };
}
const sendForm = (connection: Json, fields: Record<string, string>, headers?: Record<string, string>) =>
  send(connection, new URLSearchParams(fields), headers);
const sendJson = (connection: Json, payload: unknown, headers: Record<string, string> = {}) =>
  send(connection, typeof payload === 'string' ? payload : JSON.stringify(payload), {
    'content-type': 'application/json',
    ...headers,
  });
const settled = () => app.application.app.get(Arrivals).idle();
const leads = async (): Promise<Json[]> => (await app.must('GET', '/v1/leads')).data;
const arrivals = async (query = ''): Promise<Json[]> => (await app.must('GET', `/v1/inbound/arrivals${query}`)).data;

const waitingForLocks = async (): Promise<number> =>
  (
    await app.database.ask(
      `select from pg_locks where not granted and locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`,
    )
  ).length;

const KIM = { name: 'Kim Lee', email: 'kim@example.com', message: 'Call me' };

describe('a form of a website', () => {
  it('makes a lead with an owner, and leaves nothing out', async () => {
    const connection = await aConnection();
    const { status, id } = await sendForm(connection, { ...KIM, 'Your budget': '10,000', utm_campaign: 'spring' });
    expect(status).toBe(202);
    const [lead] = await leads();
    expect(lead).toMatchObject({
      id,
      source: 'website',
      campaign: 'spring',
      message: 'Call me',
      contact: { name: 'Kim Lee', email: 'kim@example.com' },
      attributes: { 'Your budget': '10,000' },
      ownerId: rep.id,
    });
    expect(lead!.issues).toBeUndefined();
    expect(await arrivals()).toMatchObject([
      { id, inboundId: connection.id, state: 'accepted', reason: null, why: null, leadId: id },
    ]);
    expect(await app.must('GET', `/v1/inbound/${connection.id}`)).toMatchObject({
      url: expect.stringMatching(new RegExp(`/in/${connection.key}$`)),
      arrivals: { accepted: 1, rejected: 0, waiting: 0 },
      lastArrivalAt: expect.any(String),
    });
  });

  it('is taken as JSON, in parts and in Latin-1, with files by their names and ticked boxes together', async () => {
    const connection = await aConnection();
    await sendJson(connection, { ...KIM, interests: ['a', 'b'] });
    const parts = new FormData();
    parts.set('E-Mail-Adresse', 'jo@example.com');
    parts.set('cv', new Blob(['text']), 'cv.pdf');
    parts.append('topics[]', 'one');
    parts.append('topics[]', 'two');
    await send(connection, parts);
    await send(connection, Buffer.from('Vorname=J\xf6rg&email=joerg%40example.com', 'latin1'), {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect((await leads()).map(({ contact, attributes }) => [contact, attributes])).toEqual([
      [{ name: 'Kim Lee', email: 'kim@example.com' }, { interests: 'a, b' }],
      [{ email: 'jo@example.com' }, { cv: 'cv.pdf', topics: 'one, two' }],
      [{ firstName: 'Jörg', email: 'joerg@example.com' }, undefined],
    ]);
  });

  it('leads browsers on: to the page of the form on its site, to that of the connection, or to a page that thanks', async () => {
    const origin = 'https://www.example.com';
    const asBrowser = { accept: 'text/html', 'sec-fetch-mode': 'navigate', origin, referer: `${origin}/contact` };
    const plain = await aConnection();
    const thanks = await sendForm(plain, KIM, asBrowser);
    expect([thanks.status, thanks.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(thanks.text).toContain('Thank you');
    const next = await sendForm(plain, { ...KIM, _next: '/thanks' }, asBrowser);
    expect([next.status, next.headers.get('location')]).toEqual([303, `${origin}/thanks`]);
    const elsewhere = await sendForm(plain, { ...KIM, _next: 'https://evil.example/' }, asBrowser);
    expect(elsewhere.status).toBe(200);
    const redirected = await aConnection({ name: 'Other', redirect: `${origin}/danke`, origins: [origin] });
    const there = await sendForm(redirected, KIM, asBrowser);
    expect([there.status, there.headers.get('location')]).toEqual([303, `${origin}/danke`]);
    for (const { attributes } of await leads()) expect(attributes).toBeUndefined();
  });

  it('may be sent by scripts of the pages that are named, and waits if it comes from others', async () => {
    const connection = await aConnection({ origins: ['https://www.example.com'] });
    const ask = (origin: string) =>
      fetch(`${app.url}/in/${connection.key}`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST' },
      });
    const asked = await ask('https://www.example.com');
    expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([204, 'https://www.example.com']);
    expect((await ask('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
    const taken = await sendJson(connection, KIM, { origin: 'https://www.example.com' });
    expect(taken.headers.get('access-control-allow-origin')).toBe('https://www.example.com');
    await sendJson(connection, KIM, { origin: 'https://evil.example' });
    expect((await arrivals()).map(({ state, reason }) => [state, reason])).toEqual([
      ['waiting', 'origin'],
      ['accepted', null],
    ]);
  });

  it('that a program has probably filled in waits, until somebody takes it in', async () => {
    const connection = await aConnection();
    const trapped = await sendForm(connection, { ...KIM, _gotcha: 'x' });
    const hasty = await sendForm(connection, { ...KIM, _openFor: '300' });
    expect([trapped.status, hasty.status]).toEqual([202, 202]);
    expect(await leads()).toEqual([]);
    expect((await arrivals('?state=waiting')).map(({ reason }) => reason)).toEqual(['tooFast', 'trap']);
    await app.moveBy(60 * MINUTE);
    const replayed = await app.must('POST', `/v1/inbound/arrivals/${hasty.id}/replay`);
    expect(replayed).toMatchObject({ state: 'accepted', leadId: hasty.id });
    const [lead] = await leads();
    // The promise begins now, and the lead says when it was sent.
    expect(Date.parse(lead!.receivedAt) - Date.parse(lead!.submittedAt)).toBe(60 * MINUTE);
    expect(await app.ask('POST', `/v1/inbound/arrivals/${hasty.id}/replay`)).toMatchObject({
      status: 409,
      body: { type: '/problems#already-taken' },
    });
  });

  it('waits if more comes from one network than people send, and is routed to the review queue in bursts', async () => {
    const flooded = await aConnection();
    for (let count = 0; count < 21; count += 1)
      await sendForm(flooded, { email: `p${count}@example.com` }, { 'x-forwarded-for': '203.0.113.7' });
    await sendForm(flooded, { email: 'other@example.com' }, { 'x-forwarded-for': '203.0.113.7, 198.51.100.2' });
    expect((await arrivals('?state=waiting')).map(({ reason }) => reason)).toEqual(['tooMany']);
    expect(await leads()).toHaveLength(21);
    const limited = await aConnection({ name: 'Limited', perMinute: 1, source: 'limited' });
    for (const email of ['a@example.com', 'b@example.com'])
      await sendJson(limited, { email }, { 'x-forwarded-for': '192.0.2.1' });
    const queued = await app.must('GET', '/v1/leads?queue=review');
    expect(queued.data.map(({ contact }: Json) => contact.email)).toEqual(['b@example.com']);
  });

  it('by which nobody can be reached waits among the rejected, and is taken in once the map is mended', async () => {
    const connection = await aConnection();
    const { id } = await sendJson(connection, { who: { x: 'kim@example.com' }, q: 'Hello' });
    expect(await arrivals('?state=rejected')).toMatchObject([
      { id, reason: 'noContact', why: expect.stringContaining('nobody') },
    ]);
    const tried = { payload: { who: { x: 'kim@example.com' } }, map: { 'contact.email': 'who.x' } };
    expect(await app.must('POST', `/v1/inbound/${connection.id}/try`, tried)).toEqual({
      lead: { source: 'website', contact: { email: 'kim@example.com' }, test: false },
      issues: [],
      failures: {},
      reason: null,
      why: null,
    });
    await app.must('PUT', `/v1/inbound/${connection.id}`, {
      name: 'Website',
      kind: 'form',
      source: 'website',
      map: { 'contact.email': 'who.x', message: { first: ['text', 'q'] } },
    });
    await app.must('POST', `/v1/inbound/arrivals/${id}/replay`);
    expect(await leads()).toMatchObject([{ contact: { email: 'kim@example.com' }, message: 'Hello' }]);
  });

  it('keeps what it cannot read as it is meant, and says so', async () => {
    const connection = await aConnection();
    await sendJson(connection, {
      ...KIM,
      employees: 'a few',
      country: 'Atlantis',
      company: 'x'.repeat(400),
      nested: { deep: [{ a: 1 }] },
      id: 12345678901234567890n.toString(),
    });
    const [lead] = await leads();
    expect(lead!.issues).toEqual(expect.arrayContaining(['unreadableField', 'shortened', 'unknownCountry']));
    expect(lead!.attributes).toEqual({
      'company.employees': 'a few',
      id: '12345678901234567890',
      'nested.deep[0].a': 1,
    });
    expect(lead!.company.name).toHaveLength(300);
  });

  it('is stored sealed, as it came, for admins, and can be erased', async () => {
    const connection = await aConnection();
    const { id } = await sendForm(connection, KIM);
    expect((await app.must('GET', `/v1/inbound/arrivals/${id}`)).request).toMatchObject({
      method: 'POST',
      body: 'name=Kim+Lee&email=kim%40example.com&message=Call+me',
    });
    const waiting = await sendForm(connection, { ...KIM, _trap: 'x', note: 'kim@example.com' });
    const person = await app.must('GET', '/v1/subject-access?email=kim@example.com');
    expect(person.submissions.map((each: Json) => each.id)).toEqual([id, waiting.id]);
    await app.must('POST', '/v1/erasures', { email: 'kim@example.com', reason: 'Request 21' });
    for (const each of [id, waiting.id])
      expect(await app.must('GET', `/v1/inbound/arrivals/${each}`)).toMatchObject({ request: null });
    expect(await app.ask('POST', `/v1/inbound/arrivals/${waiting.id}/replay`)).toMatchObject({
      status: 409,
      body: { type: '/problems#arrival-erased' },
    });
  });

  it('that a node stored and did not take in is taken in by another, once', async () => {
    const connection = await aConnection();
    const { id } = await sendForm(connection, KIM);
    await app.asOwner(`update arrival set state = 'waiting', lead_id = null, due_at = received_at`);
    await Promise.all([app.application.app.get(Replaying).takeDue(), app.application.app.get(Replaying).takeDue()]);
    expect(await arrivals()).toMatchObject([{ id, state: 'accepted', leadId: id }]);
    expect(await leads()).toHaveLength(1);
  });
});

describe('a Google lead form', () => {
  const KEY = 'the-key-at-google';
  const LEAD = `{"lead_id":"TeSter-123","api_version":"1.0","form_id":40000000001,"campaign_id":12345678901234567,"google_key":"${KEY}",
    "gcl_id":"Cj0KCQ","adgroup_id":20000000001,"creative_id":30000000001,"lead_submit_time":"2026-03-02T14:59:00Z",
    "user_column_data":[{"column_name":"Full Name","string_value":"Kim Lee","column_id":"FULL_NAME"},
      {"column_name":"User Email","string_value":"kim@example.com","column_id":"EMAIL"},
      {"column_name":"Work Email","string_value":"kim@work.example","column_id":"WORK_EMAIL"},
      {"column_name":"Which model?","string_value":"Blue","column_id":"WHICH_MODEL"}]}`;
  const google = () => aConnection({ name: 'Google', kind: 'google', source: 'google-ads', secret: KEY });

  it('makes a lead with its click, its campaign and its own questions, once', async () => {
    const connection = await google();
    const first = await sendJson(connection, LEAD);
    await sendJson(connection, LEAD);
    expect(first.status).toBe(200);
    expect(await leads()).toMatchObject([
      {
        externalId: 'TeSter-123',
        campaign: '12345678901234567',
        form: '40000000001',
        submittedAt: '2026-03-02T14:59:00.000Z',
        contact: { name: 'Kim Lee', email: 'kim@example.com' },
        clickIds: { gclid: 'Cj0KCQ' },
        attributes: { 'Which model?': 'Blue', 'Work Email': 'kim@work.example', adGroupId: 20000000001 },
      },
    ]);
    expect(JSON.stringify(await leads())).not.toContain(KEY);
    expect((await arrivals()).map(({ state, leadId }) => [state, leadId])).toEqual([
      ['accepted', first.id],
      ['accepted', first.id],
    ]);
  });

  it('tests as often as one likes: each is a test of its own, without a click', async () => {
    const connection = await google();
    const test = LEAD.replace('"api_version"', '"is_test":true,"api_version"');
    await sendJson(connection, test);
    await sendJson(connection, test);
    const all = await leads();
    expect(all.map(({ test: isTest, externalId, clickIds }) => [isTest, externalId, clickIds])).toEqual([
      [true, undefined, undefined],
      [true, undefined, undefined],
    ]);
  });

  it('with a wrong key is refused, and a sealed copy waits among the rejected', async () => {
    const connection = await google();
    const { status, text } = await sendJson(connection, LEAD.replace(KEY, 'another-key'));
    expect([status, JSON.parse(text).type]).toEqual([401, '/problems#connection-unproven']);
    expect(await arrivals()).toMatchObject([{ state: 'rejected', reason: 'proof' }]);
    expect(await leads()).toEqual([]);
  });
});

describe('a tool that sends JSON', () => {
  const SECRET = 'a-secret-of-the-tool';
  const hmac = (text: string) => createHmac('sha256', SECRET).update(text);
  const body = JSON.stringify({ email: 'kim@example.com', name: 'Kim Lee' });

  it.each<[string, Record<string, string>]>([
    ['the secret', { authorization: `Bearer ${SECRET}` }],
    ['the secret in a header of ours', { 'x-touchline-secret': SECRET }],
    ['the signature of Typeform', { 'typeform-signature': `sha256=${hmac(body).digest('base64')}` }],
    ['that of Webflow', { 'x-webflow-timestamp': '17', 'x-webflow-signature': hmac(`17:${body}`).digest('hex') }],
  ])('proves itself by %s', async (_, headers) => {
    const connection = await aConnection({ kind: 'json', secret: SECRET });
    expect((await sendJson(connection, body, headers)).status).toBe(200);
    expect(await leads()).toMatchObject([{ contact: { email: 'kim@example.com' } }]);
  });

  it.each<[string, Record<string, string>]>([
    ['nothing', {}],
    ['another secret', { authorization: 'Bearer another' }],
    ['the signature of another body', { 'typeform-signature': `sha256=${hmac('{}').digest('base64')}` }],
  ])('proves nothing by %s, and can be taken in by a person', async (_, headers) => {
    const connection = await aConnection({ kind: 'json', secret: SECRET });
    expect((await sendJson(connection, body, headers)).status).toBe(401);
    expect(await leads()).toEqual([]);
    const [arrival] = await arrivals('?state=rejected');
    await app.must('POST', `/v1/inbound/arrivals/${arrival!.id}/replay`);
    expect(await leads()).toHaveLength(1);
  });

  it('may go without a secret: then its address is one', async () => {
    expect((await sendJson(await aConnection({ kind: 'json' }), body)).status).toBe(200);
    expect(await leads()).toHaveLength(1);
  });
});

describe('a stranger who sends what no form does', () => {
  /** Sends it, and another request beside it. @returns how long that one waited, in ms */
  async function beside(connection: Json, body: string, type = 'application/json'): Promise<number> {
    const sending = send(connection, body, { 'content-type': type });
    let worst = 0;
    let isSent = false;
    void sending.finally(() => {
      isSent = true;
    });
    while (!isSent) {
      const since = performance.now();
      await fetch(`${app.url}/health/live`).then((answer) => answer.text());
      worst = Math.max(worst, performance.now() - since);
    }
    await sending;
    return worst;
  }

  it.each<[string, string]>([
    [
      'a long name over many values',
      `{"email":"a@example.com","${'n'.repeat(400_000)}":{${Array.from({ length: 20_000 }, (_, at) => `"k${at}":1`).join()}}}`,
    ],
    [
      'nothing but @',
      `{"email":"a@example.com","m":[${Array(60)
        .fill(`"${'@'.repeat(10_000)}"`)
        .join()}]}`,
    ],
    ['a word without end', `{"email":"a@example.com","m":"${'a'.repeat(900_000)}"}`],
    ['quotes', `"${'\\"'.repeat(400_000)}`],
    ['digits', `[${'1'.repeat(900_000)}.5]`],
    ['empty objects', `{"email":"a@example.com","m":[${'{},'.repeat(250_000)}1]}`],
    ['a deep nest', `{"email":"a@example.com","m":${'['.repeat(200_000)}${']'.repeat(200_000)}}`],
  ])('holds nobody up: %s', async (_, body) => {
    // Quadratic or worse, these took from three seconds to hours, and one took all memory.
    expect(await beside(await aConnection(), body)).toBeLessThan(2_500);
  });

  it.each([
    { email: 'a@example.com', _openFor: { toString: 1 } },
    { email: 'a@example.com', '': 1, [`a${'\u0301'.repeat(40)}`]: 1, message: `a${'\u0301'.repeat(40)}` },
    { email: 'a@example.com', ...Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`refs.s${at}`, 'x'])) },
    { email: ['', 'a@example.com', 'b@example.com'], score: 0.30000000000000004 },
  ])('makes no lead that cannot be edited: %j', async (payload) => {
    expect((await sendJson(await aConnection(), payload)).status).toBe(202);
    const [lead] = await leads();
    expect(lead!.contact.email).toBe('a@example.com');
    await app.must('PATCH', `/v1/leads/${lead!.id}`, { attributes: { more: 'x' }, refs: { crm: '1' } });
  });

  it('does not make one lead of several by ids that are longer than ids are', async () => {
    const connection = await aConnection({ kind: 'json', map: { externalId: 'key' } });
    for (const end of ['A', 'B'])
      await sendJson(connection, { email: `${end}@example.com`, key: '9'.repeat(300) + end });
    expect(await leads()).toHaveLength(2);
  });

  it('is given up if taking it in has stopped five nodes', async () => {
    const { id } = await sendForm(await aConnection(), { ...KIM, _trap: 'x' });
    await app.asOwner(`update arrival set reason = null, due_at = received_at, attempts = 5`);
    await app.application.app.get(Replaying).takeDue();
    expect(await arrivals()).toMatchObject([{ id, state: 'rejected', reason: 'failed' }]);
    expect(await leads()).toEqual([]);
  });
});

describe('what arrived from a person who is erased', () => {
  it.each<[string, string, string]>([
    ['cut short', 'application/json', '{"_trap":"x","email":"kim@example.com"'],
    ['with another sign after it', 'application/json', '{"_trap":"x","m":"Write to kim@example.com!"}'],
    ['as a name', 'application/json', '{"_trap":"x","kim@example.com":1}'],
    [
      'after a hundred others',
      'application/json',
      JSON.stringify({
        _trap: 'x',
        m: [...Array.from({ length: 100 }, (_, at) => `p${at}@example.org`), 'KIM@example.com'].join(' '),
      }),
    ],
    [
      'encoded',
      'application/x-www-form-urlencoded',
      '_trap=x&page=https%3A%2F%2Fexample.com%2F%3Fe%3Dkim%40example.com',
    ],
  ])('is erased: %s', async (_, type, body) => {
    const { id } = await send(await aConnection(), body, { 'content-type': type });
    await app.must('POST', '/v1/erasures', { email: 'kim@example.com', reason: 'Request 21' });
    expect((await app.must('GET', `/v1/inbound/arrivals/${id}`)).request).toBeNull();
  });

  it.each(['0151 12345605', 'tel:+4915112345605', 'Call me: +49 151 123 456 05 (mobile)'])(
    'is erased: %s',
    async (phone) => {
      const { id } = await sendJson(await aConnection(), { _trap: 'x', phone, country: 'DE' });
      await app.must('POST', '/v1/erasures', { phone: '+4915112345605', reason: 'Request 21' });
      expect((await app.must('GET', `/v1/inbound/arrivals/${id}`)).request).toBeNull();
    },
  );

  it('is erased with its lead if it is being taken in meanwhile', async () => {
    const { id } = await sendForm(await aConnection(), { ...KIM, _trap: 'x' });
    const intake = app.application.app.get(IntakeService);
    const receive = intake.receive.bind(intake);
    let erasing: Promise<Json> | undefined;
    jest.spyOn(intake, 'receive').mockImplementationOnce(async (taken) => {
      erasing = app.must('POST', '/v1/erasures', { email: 'kim@example.com', reason: 'Request 21' });
      await until('the erasure waits', async () => (await waitingForLocks()) > 0);
      return receive(taken);
    });
    await app.must('POST', `/v1/inbound/arrivals/${id}/replay`);
    await erasing;
    expect((await leads()).map(({ contact }) => contact)).toEqual([{}]);
    expect((await app.must('GET', `/v1/inbound/arrivals/${id}`)).request).toBeNull();
  });

  it('becomes no lead once it is erased, although it was about to be taken in', async () => {
    const { id } = await sendForm(await aConnection(), { ...KIM, _trap: 'x' });
    await app.asOwner('update arrival set reason = null, due_at = received_at');
    await app.must('POST', '/v1/erasures', { email: 'kim@example.com', reason: 'Request 21' });
    await app.application.app.get(Replaying).takeDue();
    expect(await leads()).toEqual([]);
    expect(await arrivals()).toMatchObject([{ id, state: 'rejected' }]);
  });
});

describe('an address', () => {
  it('can be changed: the former one works for a day, or no longer', async () => {
    const connection = await aConnection();
    const changed = await app.must('POST', `/v1/inbound/${connection.id}/rotate`, {});
    expect(changed.key).not.toBe(connection.key);
    expect((await sendForm(connection, KIM)).status).toBe(202);
    await app.moveBy(24 * 60 * MINUTE);
    expect((await sendForm(connection, KIM)).status).toBe(404);
    await app.must('POST', `/v1/inbound/${connection.id}/rotate`, { formerFor: 'PT0S' });
    expect((await sendForm(changed, KIM)).status).toBe(404);
    expect(await app.ask('POST', `/v1/inbound/${connection.id}/rotate`, { formerFor: 'P31D' })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/formerFor' }] },
    });
  });

  it('that nobody has is answered 404, and changes nothing', async () => {
    expect((await sendForm({ key: 'invented' }, KIM)).status).toBe(404);
  });
});

describe('bad input of a connection', () => {
  it.each([
    [{ kind: 'google' }, '/secret'],
    [{ secret: 'a-secret-of-forms' }, '/secret'],
    [{ kind: 'json', origins: ['https://example.com'] }, '/origins'],
    [{ kind: 'json', redirect: 'https://example.com' }, '/redirect'],
    [{ vendor: 'typeform' }, '/vendor'],
    [{ map: { 'contact.mail': 'a' } }, '/map/contact.mail'],
    [{ map: { 'contact.email': 'a..b' } }, '/map/contact.email'],
    [{ source: { by: '[', values: {} } }, '/source/by'],
    [{ origins: ['example.com'] }, '/origins/0'],
    [{ kind: 'fax' }, '/kind'],
  ])('%j is refused at %s', async (fields, pointer) => {
    const answer = await app.ask('POST', '/v1/inbound', { name: 'W', kind: 'form', source: 's', ...fields });
    expect([answer.status, answer.body.errors?.map((each: Json) => each.pointer)]).toEqual([422, [pointer]]);
  });

  it('is refused without a key to encrypt with', async () => {
    const plain = await TestApplication.start(undefined, { environment: { secretsKey: undefined } });
    try {
      expect(await plain.ask('POST', '/v1/inbound', { name: 'W', kind: 'form', source: 's' })).toMatchObject({
        status: 422,
        body: { errors: [{ code: 'secretsKeyMissing' }] },
      });
    } finally {
      await plain.stop();
    }
  });
});
