import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Event, Touchline, TouchlineProblem, verifyWebhook } from '../../clients/typescript/src/index.js';
import { clientTypesOf } from '../../scripts/client-types.mjs';
import { TestApplication } from '../support/application.js';
import { ADMIN_KEY } from '../support/client.js';
import { Endpoint } from '../support/endpoint.js';
import { aDesk, NOBODY } from '../support/people.js';

let app: TestApplication;
let touchline: Touchline;
beforeAll(async () => {
  // Signatures have to be recent.
  app = await TestApplication.start(new Date().toISOString());
  await aDesk(app, ['Ann', 'Bo']);
  touchline = new Touchline({ url: `${app.url}/`, key: ADMIN_KEY });
});
afterAll(() => app.stop());

const aLead = (source = 'web') =>
  touchline.post('/v1/leads', { body: { source, contact: { email: 'kim@x.example' } } });

describe('the types of the client', () => {
  it('match the API document: npm run client', async () => {
    const { body: document } = await app.get('/openapi.json', { key: null });
    const written = readFileSync('clients/typescript/src/api.ts', 'utf8');
    expect((await clientTypesOf(document)) === written).toBe(true);
  });
});

describe('a call', () => {
  it('sends what the route accepts, and returns its answer', async () => {
    const lead = await aLead();
    // If a lead exists already and the key may not see it, the answer has only an id and a status.
    const email: string | undefined = 'contact' in lead ? lead.contact.email : undefined;
    expect(email).toBe('kim@x.example');
    const touch = { kind: 'call', outcome: 'noAnswer' } as const;
    const { leadId } = await touchline.post('/v1/leads/{id}/touches', { path: { id: lead.id }, body: touch });
    expect(leadId).toBe(lead.id);
    const { data } = await touchline.get('/v1/leads', { query: { source: 'web', limit: 1 } });
    expect(data.map(({ id }) => id)).toEqual([lead.id]);
    // @ts-expect-error a touch has an outcome
    const wrong = touchline.post('/v1/leads/{id}/touches', { path: { id: lead.id }, body: { kind: 'call' } });
    await expect(wrong).rejects.toMatchObject({ status: 422, errors: [{ pointer: '/outcome' }] });
    // @ts-expect-error there is no such route
    await expect(touchline.get('/v1/lead')).rejects.toMatchObject({ status: 404 });
  });

  it('that is refused throws the problem', async () => {
    const refused = await touchline.get('/v1/leads/{id}', { path: { id: NOBODY } }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(TouchlineProblem);
    expect(refused).toMatchObject({
      status: 404,
      type: expect.stringContaining('not-found'),
      message: expect.any(String),
    });
  });

  it('that another program answers throws an error, also with status 200', async () => {
    const proxy = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Log in to the network</p>');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const behind = new Touchline({ url, key: ADMIN_KEY });
    const lead = behind.post('/v1/leads', { body: { source: 'web' } });
    await expect(lead).rejects.toThrow(`Expected JSON from ${url}/v1/leads, not text/html. Check the url.`);
    proxy.closeAllConnections();
    proxy.close();
  });

  it('can require a version, and may return no content', async () => {
    const team = await touchline.post('/v1/teams', { body: { name: 'Team', repIds: [] } });
    const path = { id: team.id };
    await expect(touchline.delete('/v1/teams/{id}', { path, ifMatch: '"9"' })).rejects.toMatchObject({ status: 412 });
    expect(await touchline.delete('/v1/teams/{id}', { path, ifMatch: '"1"' })).toBeUndefined();
  });

  it('is one request under one key, and a separate one without a key', async () => {
    const body = { source: 'keyed' };
    const [one, again] = [
      await touchline.post('/v1/leads', { body, idempotencyKey: 'k-1' }),
      await touchline.post('/v1/leads', { body, idempotencyKey: 'k-1' }),
    ];
    expect(again.id).toBe(one.id);
    expect((await touchline.post('/v1/leads', { body })).id).not.toBe(one.id);
  });
});

describe('a busy server', () => {
  let server: Server;
  let url: string;
  let answers: (readonly [status: number, headers: Record<string, string>])[] = [];
  const keys: unknown[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      keys.push(request.headers['idempotency-key']);
      const next = answers.shift();
      if (next === undefined) return response.writeHead(201, { 'content-type': 'application/json' }).end('{"id":"a"}');
      if (next[0] === 0) return request.socket.destroy();
      return response.writeHead(...next).end('{"title":"Busy"}');
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const send = (options: object = {}) =>
    new Touchline({ url, key: 'any', ...options }).post('/v1/leads', { body: { source: 'web' } });

  it('gets the request again with the same key, after Retry-After or a default pause', async () => {
    const soon = { 'retry-after': '0' };
    answers = [
      [503, soon],
      [0, {}],
      [429, { 'retry-after': new Date().toUTCString() }],
      [409, soon],
    ];
    keys.length = 0;
    expect(await send()).toEqual({ id: 'a' });
    expect(keys).toHaveLength(5);
    expect(new Set(keys).size).toBe(1);
  });

  it('does not get a request again that may have arrived and would be refused the second time', async () => {
    const lost = () => {
      answers = [[0, {}]];
      keys.length = 0;
    };
    const busy = new Touchline({ url, key: 'any' });
    const path = { id: NOBODY };
    lost();
    await expect(busy.delete('/v1/teams/{id}', { path })).rejects.toThrow('fetch failed');
    expect(keys).toHaveLength(1);
    lost();
    const body = { name: 'Team', repIds: [] };
    await expect(busy.put('/v1/teams/{id}', { path, body, ifMatch: '"1"' })).rejects.toThrow('fetch failed');
    expect(keys).toHaveLength(1);
    lost();
    await busy.put('/v1/teams/{id}', { path, body });
    expect(keys).toHaveLength(2);
  });

  it.each([
    ['does not say that it may go well later', {}, [[503, {}]]],
    ['asks for more patience than there is', { longestPauseMs: 10 }, [[503, { 'retry-after': '60' }]]],
    ['is busy for too long', { retries: 0 }, [[503, { 'retry-after': '0' }]]],
  ] as const)('gets no retry if it %s', async (_why, options, given) => {
    answers = given.map(([status, headers]) => [status, { ...headers }]);
    await expect(send(options)).rejects.toMatchObject({ status: 503, message: 'Busy' });
  });
});

async function take(events: AsyncIterable<Event>, count: number): Promise<Event[]> {
  const taken: Event[] = [];
  for await (const event of events) if (taken.push(event) === count) break;
  return taken;
}

describe('events', () => {
  it('are read from the feed, and onwards from a cursor', async () => {
    const sent = [(await aLead('feed')).id, (await aLead('feed')).id];
    await app.feedsCaughtUp();
    const types = ['lead.received'];
    const all: Event[] = [];
    for await (const event of touchline.events({ types, everyMs: null })) all.push(event);
    expect(all.slice(-2).map(({ subject }) => subject.id)).toEqual(sent);
    const after = all.at(-1)!.cursor;
    const next = take(touchline.events({ types, after, everyMs: 10 }), 1);
    const { id } = await aLead('feed');
    expect((await next).map(({ subject }) => subject.id)).toEqual([id]);
  });

  it('are streamed as they happen, and resume after a break', async () => {
    for (const source of ['first', 'second', 'third']) await aLead(source);
    await app.feedsCaughtUp();
    const known = await take(touchline.events({ types: ['lead.received'], everyMs: null }), 3);
    const [first, second, third] = known as [Event, Event, Event];
    const asked: (string | null)[] = [];
    const breaking: typeof fetch = (url, request) => {
      asked.push(new Headers(request?.headers).get('last-event-id'));
      if (asked.length > 1) return fetch(url, request);
      const beats = `event: beat\ndata: {}\n\nid: ${first.cursor}\nevent: beat\ndata: {}\n\n`;
      const text = `${beats}id: ${second.cursor}\nevent: lead.received\ndata: ${JSON.stringify(second)}\n\nid: x`;
      return Promise.resolve(new Response(text));
    };
    const listening = new Touchline({ url: app.url, key: ADMIN_KEY, fetch: breaking });
    const heard = await take(listening.stream({ after: first.cursor, types: ['lead.received'] }), 2);
    expect(heard).toEqual([second, third]);
    expect(asked).toEqual([first.cursor, second.cursor]);
  });

  it('end at the end of the feed, and are polled no sooner than set', async () => {
    let asked = 0;
    const moving: typeof fetch = async (url, request) => {
      asked += 1;
      // Every transaction moves the position up to which the feed is final.
      await touchline.post('/v1/teams', { body: { name: `Team ${asked} ${String(url).length}`, repIds: [] } });
      await app.feedsCaughtUp();
      return fetch(url, request);
    };
    const busy = new Touchline({ url: app.url, key: ADMIN_KEY, fetch: moving });
    for await (const _ of busy.events({ types: ['lead.woken'], everyMs: null })) throw new Error('There is none');
    expect(asked).toBe(1);
  });

  it('resume after a bad gateway of a proxy, but not with an invalid key', async () => {
    await aLead('proxied');
    await app.feedsCaughtUp();
    const [known] = await take(touchline.events({ types: ['lead.received'], everyMs: null }), 1);
    let asked = 0;
    const proxied: typeof fetch = (url, request) => {
      asked += 1;
      return asked > 1 ? fetch(url, request) : Promise.resolve(new Response('Bad gateway', { status: 502 }));
    };
    const listening = new Touchline({ url: app.url, key: ADMIN_KEY, fetch: proxied });
    const heard = await take(listening.stream({ after: known!.cursor, types: ['lead.received'] }), 1);
    expect([heard.length, asked]).toEqual([1, 2]);
    const stranger = new Touchline({ url: app.url, key: 'nobody' });
    await expect(take(stranger.stream(), 1)).rejects.toMatchObject({ status: 401 });
  });

  it('end when the listener aborts', async () => {
    const control = new AbortController();
    const listening = take(touchline.stream({ signal: control.signal }), 1);
    control.abort();
    await expect(listening).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('a webhook', () => {
  it('is verified with its secret or one of two, and with no other', async () => {
    const endpoint = await Endpoint.start();
    const { secret } = await touchline.post('/v1/webhooks', { body: { url: endpoint.url, types: ['lead.received'] } });
    const lead = await aLead('hook');
    await app.deliver();
    const { text: body, headers } = endpoint.received.at(-1)!;
    expect(verifyWebhook(body, headers, secret).data.subject.id).toBe(lead.id);
    const other = `whsec_${Buffer.alloc(32).toString('base64')}`;
    expect(verifyWebhook(body, headers, other, secret).type).toBe('lead.received');
    expect(() => verifyWebhook(body, headers, other)).toThrow();
    await endpoint.stop();
  });
});
