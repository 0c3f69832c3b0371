import { createHmac } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { ADMIN_KEY, Client } from '../support/client.js';
import type { Json } from '../support/json.js';
import { NOBODY } from '../support/people.js';
import { until } from '../support/postgres-owner.js';

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';
const MAPPING = {
  ref: '{{ item.id }}',
  changedAt: '{{ item.at }}',
  name: '{{ item.id }}',
  accountName: '{{ item.id }}',
  stage: '{{ item.stage }}',
  stages: { won: ['Won'], lost: ['Lost'], open: ['Open'] },
};
const SIGNED = { kind: 'hmac', header: 'X-Signature', signs: '{body}{timestamp}', timestampHeader: 'X-Time' };
const SECRET = 'c2VjcmV0LW9mLXRoZS1jcm0=';
const SIGNATURE = `v0=${'0'.repeat(64)}`;

let app: TestApplication;
/** A client that does not compare answers with the API document, which does not contain these. */
let stranger: Client;
const connections: Record<string, string> = {};

beforeAll(async () => {
  app = await TestApplication.start();
  stranger = new Client(app.url);
  const proofs = {
    signed: SIGNED,
    standard: { kind: 'standard' },
    header: { kind: 'header', header: 'X-Token' },
    basic: { kind: 'basic', username: 'crm' },
    inherited: { kind: 'header', header: 'constructor' },
    signedByInherited: { ...SIGNED, header: 'valueOf', timestampHeader: 'hasOwnProperty' },
  };
  for (const [name, proof] of Object.entries(proofs)) {
    const connection = {
      name,
      system: 'crm',
      proof,
      secret: name === 'standard' ? 'whsec_c2VjcmV0LW9mLXRoZS1jcm0=' : SECRET,
      mapping: MAPPING,
    };
    connections[name] = (await app.must('POST', '/v1/crm-connections', connection)).id;
  }
});
afterAll(() => app.stop());

const crm = (id: string) => `/v1/crm-connections/${id}/deals`;
const inSeconds = (ms: number) => String(Math.floor(ms / 1_000));

/** Sends a head and the beginning of a body of the given length, and leaves the connection open. */
function begin(path: string, type: string, headers: Json = {}, { length = 100_000, begun = '' } = {}): Promise<Socket> {
  const { hostname, port } = new URL(app.url);
  const lines = Object.entries({ host: 'x', 'content-type': type, 'content-length': length, ...headers });
  const head = `POST ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(head + begun, () => resolve(socket)));
    socket.once('error', reject);
  });
}

/** Returns the status of the answer to a head without its body. */
async function answerToHead(path: string, type: string, headers: Json = {}): Promise<number> {
  const socket = await begin(path, type, headers);
  return new Promise((resolve) =>
    socket.once('data', (data) => {
      resolve(Number(data.toString().split(' ')[1]));
      socket.destroy();
    }),
  );
}

describe('no body is read before', () => {
  it.each(['/act/forged', '/act/handoff/forged'])('the signature of the link is checked: %s', async (path) => {
    expect(await answerToHead(path, FORM)).toBe(404);
    const page = await stranger.ask('POST', path, undefined, {
      key: null,
      raw: 'note=x',
      headers: { 'content-type': FORM },
    });
    expect([page.status, page.type]).toEqual([404, 'text/html']);
    expect(page.body).toContain('This is no link of ours');
    expect(page.headers.get('content-security-policy')).toContain("form-action 'self'");
    expect(page.headers.get('cache-control')).toBe('no-store');
  });

  it('the connection of the CRM is found and the headers of its proof are present', async () => {
    const at = String(app.time.now());
    const hex = 'a'.repeat(64);
    for (const [id, headers] of [
      [NOBODY, {}],
      ['no-id', {}],
      [connections.signed!, {}],
      [connections.signed!, { 'x-signature': hex }],
      [connections.signed!, { 'x-signature': hex, 'x-time': String(app.time.now() - 600_000) }],
      [connections.signed!, { 'x-signature': 'short', 'x-time': at }],
      [connections.standard!, { 'webhook-id': '1', 'webhook-timestamp': inSeconds(app.time.now()) }],
      [connections.header!, { 'x-token': 'wrong' }],
      [connections.basic!, { authorization: 'Basic d3Jvbmc=' }],
    ] as const)
      expect([id, headers, await answerToHead(crm(id), JSON_TYPE, headers)]).toEqual([id, headers, 401]);
  });

  it('the headers have a recent timestamp and a signature of Slack', async () => {
    const now = inSeconds(app.time.now());
    const path = '/v1/slack/interactions';
    expect(await answerToHead(path, FORM)).toBe(403);
    expect(await answerToHead(path, FORM, { 'x-slack-request-timestamp': now })).toBe(403);
    expect(await answerToHead(path, FORM, { 'x-slack-request-timestamp': now, 'x-slack-signature': 'v0=0' })).toBe(403);
    const old = inSeconds(app.time.now() - 301_000);
    expect(await answerToHead(path, FORM, { 'x-slack-request-timestamp': old, 'x-slack-signature': SIGNATURE })).toBe(
      403,
    );
  });
});

describe('a proof whose header is named like a property of every object', () => {
  it('is not found if it was not sent', async () => {
    for (const id of [connections.inherited!, connections.signedByInherited!]) {
      const { status, body } = await stranger.post(crm(id), { id: '1' }, { key: null });
      expect([status, body.type]).toEqual([401, '/problems#crm-unproven']);
    }
  });

  it('is accepted if it was sent', async () => {
    const deal = { id: '1', at: '2026-03-02T00:00:00Z', stage: 'Open' };
    const taken = await stranger.post(crm(connections.inherited!), deal, {
      key: null,
      headers: { constructor: SECRET },
    });
    expect(taken.status).toBe(200);
  });
});

describe('bodies without a key', () => {
  const slack = () => ({ 'x-slack-request-timestamp': inSeconds(app.time.now()), 'x-slack-signature': SIGNATURE });
  const pressed = (raw: string) => {
    const timestamp = inSeconds(app.time.now());
    const signature = `v0=${createHmac('sha256', 'of nobody').update(`v0:${timestamp}:${raw}`).digest('hex')}`;
    const headers = { 'content-type': FORM, 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature };
    return stranger.ask('POST', '/v1/slack/interactions', undefined, { key: null, raw, headers });
  };

  it('take no room from other requests, even if many are left unfinished', async () => {
    const body = 'x'.repeat(999_999);
    const headers = { 'x-signature': 'a'.repeat(64), 'x-time': String(app.time.now()) };
    const left = await Promise.all(
      Array.from({ length: 40 }, () =>
        begin(crm(connections.signed!), JSON_TYPE, headers, { length: 1_000_000, begun: `"${body.slice(2)}` }),
      ),
    );
    // 40 MB arrive where 24 MiB have room: the oldest are cut off in favour of the newest, long before their time is
    // up.
    await until('some were cut', async () => left.filter(({ bytesRead }) => bytesRead > 0).length >= 10);
    expect(left.filter(({ bytesRead }) => bytesRead === 0).length).toBeGreaterThan(2);
    expect((await pressed('payload=x')).status).toBe(403);
    const raw = Buffer.from(`{"leads":[{"source":"web"}]}${' '.repeat(15 * 1024 * 1024)}`);
    expect((await app.post('/v1/leads/batch', undefined, { raw, key: ADMIN_KEY })).status).toBe(200);
    for (const socket of left) socket.destroy();
  });

  it('may have at most 10,000 fields as forms, and must be forms where a form is expected', async () => {
    expect((await pressed('a&'.repeat(20_000))).body.errors).toEqual([
      { pointer: '', code: 'tooMany', message: 'Expected at most 10,000 fields in all.' },
    ]);
    const { status, body } = await stranger.ask('POST', '/v1/slack/interactions', undefined, {
      key: null,
      raw: '{}',
      headers: { ...slack(), 'content-type': JSON_TYPE },
    });
    expect([status, body.type]).toEqual([400, '/problems#malformed-request']);
  });
});

it('an aborted upload is counted, but not as a failure of the program', async () => {
  const counted = async () => {
    const { body } = await app.get('/metrics');
    const of = (name: string) => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(body)![1]);
    return [of('touchline_uploads_aborted_total'), of('touchline_log_lines_total{level="error"}')];
  };
  const [before, lines] = await counted();
  const headers = { authorization: `Bearer ${ADMIN_KEY}` };
  for (const path of ['/v1/leads', '/v1/leads/batch']) {
    const socket = await begin(path, JSON_TYPE, headers, { begun: '{"source":' });
    socket.destroy();
  }
  await until('both were counted', async () => (await counted())[0]! - before! === 2);
  expect((await counted())[1]).toBe(lines);
});
