import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { IdempotencyStore } from '../../src/auth/idempotency.store.js';
import { IdempotencySweep } from '../../src/auth/idempotency.sweep.js';
import { TestApplication } from '../support/application.js';
import { ADMIN_KEY, type Asking } from '../support/client.js';
import { faults, NOBODY } from '../support/people.js';

let app: TestApplication;

beforeAll(async () => {
  app = await TestApplication.start();
});
afterAll(() => app.stop());

const lead = { source: 'web', contact: { email: 'kim@example.org' } };
const once = (path: string, body: unknown, key: string, asking: Asking = {}) =>
  app.post(path, body, { ...asking, headers: { 'idempotency-key': key } });
const leads = async () => (await app.must('GET', '/v1/leads?limit=1000')).data.length;

it('a repeated request gets the first answer again and does nothing twice', async () => {
  const first = await once('/v1/leads', lead, 'a');
  const second = await once('/v1/leads', lead, 'a');
  expect(second.status).toBe(201);
  expect(second.body).toEqual(first.body);
  expect(second.headers.get('content-type')).toBe(first.headers.get('content-type'));
  expect(second.headers.get('idempotent-replayed')).toBe('true');
  expect(first.headers.get('idempotent-replayed')).toBeNull();
  expect(await leads()).toBe(1);
});

it('a repeated answer includes its ETag', async () => {
  const team = { name: 'Team', repIds: [] };
  const first = await once('/v1/teams', team, 'versioned');
  const second = await once('/v1/teams', team, 'versioned');
  expect(second.headers.get('idempotent-replayed')).toBe('true');
  expect(second.headers.get('etag')).toBe(first.headers.get('etag'));
  expect(first.headers.get('etag')).toBe('"1"');
});

/** As if the node had died after its work was durable and before its answer was stored. */
const loseAnswers = async () => {
  await app.asOwner(`update idempotent_answer set status = null, body = null where key = 'lost'`);
};

it('work is not done twice if its answer was lost', async () => {
  const rep = await app.must('POST', '/v1/reps', { name: 'Ann', email: 'ann@example.org' });
  const { id } = await app.must('POST', '/v1/leads', { source: 'web', owner: { repId: rep.id } });
  const absence = { from: '2026-04-01T00:00:00.000Z', to: '2026-04-02T00:00:00.000Z' };
  const requests: [string, object][] = [
    ['/v1/leads', { source: 'lost' }],
    ['/v1/leads/batch', { leads: [{ source: 'lost' }, { source: 'lost' }, { bogus: 1 }] }],
    [`/v1/leads/${id}/touches`, { kind: 'call', outcome: 'noAnswer' }],
    ['/v1/touches/batch', { touches: [{ leadId: id, kind: 'call', outcome: 'noAnswer' }, { bogus: 1 }] }],
    [`/v1/leads/${id}/milestones`, { name: 'qualified' }],
    [
      '/v1/milestones/batch',
      {
        milestones: [
          { leadId: id, name: 'opportunity', occurredAt: new Date(app.time.now()).toISOString() },
          { leadId: id, name: 'won', bogus: 1 },
        ],
      },
    ],
    [
      '/v1/dispositions/batch',
      // The opportunity has a deal. Warnings, such as that it stays open, are in the first answer only.
      { dispositions: [{ leadId: id, category: 'lost', reason: 'price', deals: 'keep' }, { bogus: 1 }] },
    ],
    [`/v1/reps/${rep.id}/absences`, absence],
  ];
  for (const [path, body] of requests) {
    const first = await once(path, body, 'lost');
    await loseAnswers();
    const early = await once(path, body, 'lost');
    expect([path, early.status, early.headers.get('retry-after')]).toEqual([path, 409, '1']);
    await app.moveBy(31_000);
    const again = await once(path, body, 'lost');
    expect([path, again.status, again.body.id, again.body.results]).toEqual([
      path,
      first.status,
      first.body.id,
      first.body.results,
    ]);
  }
  expect((await app.must('GET', '/v1/leads?source=lost')).data).toHaveLength(3);
  const timeline = (await app.must('GET', `/v1/leads/${id}/timeline`)).data.map((each: { type: string }) => each.type);
  expect(timeline.filter((type: string) => type === 'lead.touched' || type === 'lead.milestone')).toHaveLength(4);
  expect(timeline.filter((type: string) => type === 'lead.disposed')).toHaveLength(1);
  expect((await app.must('GET', `/v1/reps/${rep.id}/absences`)).data).toHaveLength(1);
});

it('work is found again at once if its answer could not be stored', async () => {
  await app.asOwner('alter table idempotent_answer add constraint disk_is_full check (body is null) not valid');
  const failed = await once('/v1/leads', { source: 'unkept' }, 'unkept');
  await app.asOwner('alter table idempotent_answer drop constraint disk_is_full');
  expect(failed.status).toBe(500);
  expect((await once('/v1/leads', { source: 'unkept' }, 'unkept')).status).toBe(201);
  expect((await app.must('GET', '/v1/leads?source=unkept')).data).toHaveLength(1);
});

it('a lead of a repeated request is found by the time of its receipt', async () => {
  const made = await once('/v1/leads', { source: 'received' }, 'received');
  const { data } = await app.must('GET', `/v1/leads?receivedFrom=${made.body.receivedAt}&source=received`);
  expect(data).toHaveLength(1);
});

it('a request that outlives its claim stores no answer under a key that another has claimed', async () => {
  const store = app.application.app.get(IdempotencyStore);
  const request = { keyId: NOBODY, method: 'POST', path: '/v1/leads', key: 'slow' };
  const hash = (text: string) => Buffer.from(text);
  const at = (now: number, flyingSince: number) => ({ now, storedSince: 0, flyingSince });
  const slow = await store.claim(request, hash('one'), at(1_000, 0));
  const other = await store.claim(request, hash('other'), at(40_000, 10_000));
  if (!('requestId' in slow) || !('requestId' in other)) throw new Error('Both should have had the key');
  const answer = { status: 201, body: '{}', contentType: 'application/json', etag: null };

  await store.storeAnswer({ ...request, requestId: slow.requestId }, answer);
  await store.giveUp({ ...request, requestId: slow.requestId }, 11_000);
  expect(await store.claim(request, hash('other'), at(41_000, 11_000))).toMatchObject({ status: null });
  await store.storeAnswer({ ...request, requestId: other.requestId }, answer);
  expect(await store.claim(request, hash('other'), at(41_000, 11_000))).toMatchObject({ status: 201 });
});

it('the order of fields does not make a different body', async () => {
  await once('/v1/leads', { source: 'web', contact: { name: 'Kim', email: 'kim@example.org' } }, 'ordered');
  const again = await once(
    '/v1/leads',
    { contact: { email: 'kim@example.org', name: 'Kim' }, source: 'web' },
    'ordered',
  );
  expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, 'true']);
});

it('a body nested a hundred thousand deep is refused like any other', async () => {
  const raw = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const answer = await app.ask('POST', '/v1/teams', undefined, { raw, headers: { 'idempotency-key': 'deep' } });
  expect(answer.status).toBe(422);
});

it('a different body under the same key is refused', async () => {
  const before = await leads();
  expect(faults(await once('/v1/leads', { ...lead, campaign: 'x' }, 'a'))).toEqual([' idempotencyKey']);
  expect(await leads()).toBe(before);
});

it('a key belongs to one API key, method and path', async () => {
  const other = await app.keyFor(['intake']);
  const mine = await once('/v1/leads', lead, 'b');
  const theirs = await once('/v1/leads', lead, 'b', { key: other });
  expect(theirs.body.id).not.toBe(mine.body.id);
  expect((await once('/v1/leads/batch', { leads: [lead] }, 'b')).status).toBe(200);
  expect(
    (await app.ask('PATCH', `/v1/leads/${mine.body.id}`, { campaign: 'x' }, { headers: { 'idempotency-key': 'b' } }))
      .status,
  ).toBe(200);
});

it('a refusal that depends only on the request is stored and repeated unchanged', async () => {
  const { id } = await app.must('POST', '/v1/leads', lead);
  const closing = { category: 'lost', reason: 'price' };
  await app.must('POST', `/v1/leads/${id}/disposition`, closing);
  const conflict = await once(`/v1/leads/${id}/disposition`, closing, 'c');
  expect(conflict.status).toBe(409);
  await app.must('POST', `/v1/leads/${id}/reopen`, { reason: 'x' });
  const again = await once(`/v1/leads/${id}/disposition`, closing, 'c');
  expect(again).toMatchObject({ status: 409, body: conflict.body });
  expect(again.headers.get('content-type')).toBe(conflict.headers.get('content-type'));
  const invalid = await once('/v1/leads', { contact: {} }, 'd');
  expect(invalid.status).toBe(422);
  expect((await once('/v1/leads', { contact: {} }, 'd')).headers.get('idempotent-replayed')).toBe('true');
});

it('a refusal that may turn out differently is not stored', async () => {
  const path = '/v1/leads/00000000-0000-7000-8000-00000000dead/reopen';
  expect((await once(path, { reason: 'x' }, 'e')).status).toBe(404);
  expect((await once(path, { reason: 'x' }, 'e')).headers.get('idempotent-replayed')).toBeNull();
});

it('of parallel requests one is carried out; the others get its answer or a conflict', async () => {
  const before = await leads();
  const answers = await Promise.all(Array.from({ length: 20 }, () => once('/v1/leads', lead, 'f')));
  const created = answers.filter((answer) => answer.status === 201);
  const inFlight = answers.filter((answer) => answer.status === 409);
  expect(created.length + inFlight.length).toBe(20);
  expect(new Set(created.map((answer) => answer.body.id)).size).toBe(1);
  for (const answer of inFlight) {
    expect(answer.body.type).toBe('/problems#still-in-flight');
    expect(answer.headers.get('retry-after')).toBe('1');
  }
  expect(await leads()).toBe(before + 1);
});

it('a request still in flight is answered with 409 and Retry-After', async () => {
  const { body } = await once('/v1/leads', lead, 'g');
  await app.asOwner(`update idempotent_answer set status = null, body = null where key = 'g'`);
  const answer = await once('/v1/leads', lead, 'g');
  expect(answer).toMatchObject({ status: 409, body: { type: '/problems#still-in-flight', retryAfterSeconds: 1 } });
  // The node that worked on it is dead by now; the lead was made.
  await app.moveBy(31_000);
  const retried = await once('/v1/leads', lead, 'g');
  expect(retried.status).toBe(201);
  expect(retried.body.id).toBe(body.id);
});

it('an answer is repeated for 24 hours, and then forgotten', async () => {
  const first = await once('/v1/leads', lead, 'h');
  await app.moveBy(24 * 3_600_000 - 1);
  expect((await once('/v1/leads', lead, 'h')).body.id).toBe(first.body.id);
  await app.application.app.get(IdempotencySweep).forget();
  expect((await once('/v1/leads', lead, 'h')).body.id).toBe(first.body.id);
  await app.moveBy(2);
  expect((await once('/v1/leads', lead, 'h')).body.id).not.toBe(first.body.id);
  await app.moveBy(24 * 3_600_000 + 1);
  await app.application.app.get(IdempotencySweep).forget();
  expect(await app.database.count('select count(*) from idempotent_answer')).toBe(0);
});

it('an answer with a secret is not stored', async () => {
  const body = { name: 'Twice', scopes: ['read'] };
  const first = await once('/v1/api-keys', body, 'i');
  const second = await once('/v1/api-keys', body, 'i');
  expect(second.status).toBe(201);
  expect(second.body.key).not.toBe(first.body.key);
});

it.each(['', ' ', 'x'.repeat(256), 'a b'])('%j is not a valid key', async (key) => {
  const answer = await once('/v1/leads', lead, key);
  expect(faults(answer)).toEqual([' idempotencyKey']);
});

it('a created resource is answered again as it was created', async () => {
  const calendar = { name: 'Twice', timeZone: 'UTC', hours: { mon: [['09:00', '17:00']] } };
  const first = await once('/v1/calendars', calendar, 'j');
  const second = await once('/v1/calendars', calendar, 'j');
  expect(second).toMatchObject({ status: 201, body: first.body });
});

it('different spellings of an address are the same request', async () => {
  const { id } = await app.must('POST', '/v1/leads', lead);
  const touch = { kind: 'call', outcome: 'noAnswer' };
  const first = await once(`/v1/leads/${id}/touches`, touch, 'alias');
  const encoded = `%${id.charCodeAt(0).toString(16)}${id.slice(1)}`;
  for (const path of [
    `/v1/leads/${id.toUpperCase()}/touches`,
    `/v1/leads/${encoded}/touches`,
    `/v1/leads/${id}/touches?`,
  ])
    expect((await once(path, touch, 'alias')).body.id).toBe(first.body.id);
});

it.each([`#${'x'.repeat(9_000)}`, '#', '?'])(
  'a suffix of the address does not make a different request: %.10s',
  async (after) => {
    const { hostname, port } = new URL(app.url);
    const body = JSON.stringify({ source: 'trail' });
    const send = () =>
      new Promise<string>((resolve, reject) => {
        const socket = connect(Number(port), hostname, () =>
          socket.write(
            `POST /v1/leads${after} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${ADMIN_KEY}\r\nidempotency-key: trail\r\n` +
              `content-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
          ),
        );
        let answer = '';
        socket
          .on('data', (data) => (answer += data))
          .on('error', reject)
          .on('end', () => resolve(answer));
      });
    expect(await send()).toMatch(/^HTTP\/1\.1 201 /);
    expect(await send()).toMatch(/idempotent-replayed: true/);
    expect((await app.must('GET', '/v1/leads?source=trail')).data).toHaveLength(1);
  },
);

it('a malformed id is refused as it would be without a key, however long', async () => {
  for (const id of ['%00', 'x'.repeat(400), '\u00e9'.repeat(60)]) {
    const answer = await once(`/v1/leads/${id}/reopen`, { reason: 'x' }, 'long');
    expect(answer.status).toBe(404);
  }
});

it('the query is part of the request: a dry run does not answer the real request', async () => {
  const rep = await app.must('POST', '/v1/reps', { name: 'Query', email: 'query@example.org' });
  const path = `/v1/reps/${rep.id}/absences`;
  const absence = { from: '2026-05-01T00:00:00.000Z', to: '2026-05-02T00:00:00.000Z' };
  const dry = await once(`${path}?dryRun=true`, absence, 'query');
  const real = await once(path, absence, 'query');
  expect(real.headers.get('idempotent-replayed')).toBeNull();
  expect((await app.must('GET', path)).data).toMatchObject([absence]);
  for (const [again, first] of [
    [`${path}?dryRun=true`, dry],
    [`${path}?`, real],
  ] as const) {
    const repeated = await once(again, absence, 'query');
    expect([repeated.headers.get('idempotent-replayed'), repeated.body]).toEqual(['true', first.body]);
  }
  expect((await app.must('GET', path)).data).toHaveLength(1);
});
