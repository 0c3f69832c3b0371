import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Sessions } from '../../src/console/sessions/sessions.service.js';
import { Jobs } from '../../src/engine/jobs.service.js';
import { JobRunners } from '../../src/engine/workers.service.js';
import { type JobStep, LEASE_MS } from '../../src/jobs/job.js';
import { JobStore } from '../../src/jobs/job.store.js';
import { LEADS_AT_ONCE } from '../../src/lifecycle/closing/bulk-runs.service.js';
import { Database } from '../../src/platform/sql/database.js';
import { newId } from '../../src/platform/values/ids.js';
import { MONDAY, TestApplication } from '../support/application.js';
import { DAY, iso, MINUTE } from '../support/instants.js';
import { settleJobsAround } from '../support/job-parts.js';
import type { Json } from '../support/json.js';
import { notificationsOf } from '../support/notifications.js';
import { aDesk, aLead, aTouch, eventsOf, faults, leadNow, NOBODY, theReps } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

const START = Date.parse(MONDAY) + 60 * MINUTE;
const STALE = { category: 'recycle', reason: 'stale' };
/** More leads than one request closes or reopens. */
const LEADS = 1_100;

let app: TestApplication;
let ann: Json;
let bo: Json;
beforeAll(async () => {
  app = await TestApplication.start(iso(START));
  [ann, bo] = await theReps(app, ['Ann', 'Bo']);
  await aDesk(app, [ann, bo]);
  await aPolicy(app, {}, { mode: 'measure' });
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

async function manyLeads(count = LEADS, source = 'fair'): Promise<void> {
  for (let left = count; left > 0; left -= 1_000)
    await app.must('POST', '/v1/leads/batch', {
      leads: Array.from({ length: Math.min(left, 1_000) }, () => ({ source, contact: {} })),
    });
}
const closeAll = (filter: object = { source: 'fair' }, asking?: object) =>
  app.ask('POST', '/v1/leads/dispositions', { filter, all: true, disposition: STALE }, asking);
const undo = (bulkId: string, asking?: object) =>
  app.ask('POST', `/v1/leads/dispositions/${bulkId}/undo`, undefined, asking);
const bulk = (bulkId: string): Promise<Json> => app.must('GET', `/v1/leads/dispositions/${bulkId}`);
const job = (id: string): Promise<Json> => app.must('GET', `/v1/jobs/${id}`);
const rows = (sql: string): Promise<Json[]> => app.database.ask(sql);
const count = async (from: string) => Number((await rows(`select count(*) from ${from}`))[0]!.count);
const keyOf = async (scope: string, rep: Json | null) =>
  (await app.must('POST', '/v1/api-keys', { name: `${scope}`, scopes: [scope], ...(rep && { repId: rep.id }) })).key;

/** Runs parts of jobs as long as `goesOn` returns true; it is called before each part. */
const settleWhile = (goesOn: () => Promise<boolean> | boolean) => {
  let isOver = false;
  return app.application.app.get(Jobs).settle(() => {
    void Promise.resolve(goesOn()).then((yes) => {
      isOver ||= !yes;
    });
    return isOver;
  });
};
/** Runs so many parts of a job. */
const settleParts = (parts: number) => {
  let looks = 0;
  return settleWhile(() => {
    looks += 1;
    return looks < parts + 1;
  });
};

/** Expects that a preview returns the number and kinds of the many leads, and changes nothing. */
async function expectPreview(): Promise<void> {
  const mine = await aLead(app, { source: 'Web', owner: { repId: ann.id } });
  await app.moveBy(MINUTE);
  await aTouch(app, mine);
  const body = { filter: { untouchedSince: iso(START + MINUTE) }, disposition: STALE };
  const all = await app.must('POST', '/v1/leads/dispositions?dryRun=true', { ...body, all: true });
  expect(all).toMatchObject({ bulkId: null, done: 1_000, hasMore: true });
  expect(all.matched).toEqual({
    leads: LEADS,
    oldestAt: iso(START),
    newestAt: iso(START),
    byWorkState: [{ workState: 'untouched', leads: LEADS }],
    bySource: [{ source: 'fair', leads: LEADS }],
    byOwner: expect.arrayContaining([
      { repId: ann.id, leads: LEADS / 2 },
      { repId: bo.id, leads: LEADS / 2 },
    ]),
  });
  const q = { filter: { q: 'nobody' }, disposition: STALE };
  const none = await app.must('POST', '/v1/leads/dispositions?dryRun=true', q);
  expect(none.matched).toEqual({
    leads: 0,
    oldestAt: null,
    newestAt: null,
    byWorkState: [],
    bySource: [],
    byOwner: [],
  });
  const named = await app.must('POST', '/v1/leads/dispositions?dryRun=true', { ids: [mine.id], disposition: STALE });
  expect(named).not.toHaveProperty('matched');
  expect(await count(`lead where status <> 'open'`)).toBe(0);
}

describe('a closing of all leads that a filter finds', () => {
  it('can be previewed, runs as one job with one closing, and notifies each owner once', async () => {
    await manyLeads();
    await expectPreview();
    const asked = await closeAll();
    expect(asked.status).toBe(202);
    expect(asked.body).toMatchObject({ kind: 'bulkClosing', state: 'running', bulkId: asked.body.id });
    expect(await bulk(asked.body.bulkId)).toMatchObject({
      state: 'running',
      jobId: asked.body.id,
      undoableUntil: null,
    });
    await app.settleJobs();
    const { bulkId } = asked.body;
    const result = { bulkId, done: LEADS, skipped: 0, whySkipped: [] };
    expect(await job(asked.body.id)).toMatchObject({ state: 'done', progress: 1, result });
    expect(await count(`lead where status = 'recycled'`)).toBe(LEADS);
    expect(await count(`disposition where bulk_id = '${bulkId}'`)).toBe(LEADS);
    expect(await count(`event where type = 'lead.disposed'`)).toBe(LEADS);
    expect(await count('bulk_lead')).toBe(0);
    for (const rep of [ann, bo]) {
      const messages = await notificationsOf(app, rep, 'leads.closed');
      expect(messages.map(({ text }: Json) => text)).toEqual([
        `${LEADS / 2} leads of yours were closed at once: Gone stale`,
      ]);
      expect(messages[0].leadIds).toHaveLength(100);
    }
  });

  it('and its undoing are the acts of the user who asked for them in the console', async () => {
    await manyLeads(1);
    const { id, email } = await app.must('POST', '/v1/users', {
      email: 'ro@example.com',
      name: 'Ro',
      scopes: ['admin'],
    });
    const browser = { method: 'GET', headers: {}, ip: '127.0.0.1' };
    const { cookie } = await app.application.app.get(Sessions).beginByAddress(email, browser);
    const headers = { cookie: cookie.split(';')[0]!, 'sec-fetch-site': 'same-origin' };
    const { body } = await closeAll({ source: 'fair' }, { key: null, headers });
    await app.settleJobs();
    const by = { type: 'user', id };
    expect((await bulk(body.bulkId)).by).toEqual(by);
    const [lead] = (await app.must('GET', '/v1/leads')).data;
    expect(await eventsOf(app, lead.id, 'lead.disposed')).toMatchObject([{ actor: by }]);
    expect((await app.feed('/v1/dispositions')).data).toMatchObject([{ by }]);
  });

  it('includes only leads that had come in when it was requested', async () => {
    await aLead(app, { source: 'fair' });
    const { body } = await closeAll();
    await app.moveBy(1);
    const late = await aLead(app, { source: 'fair' });
    await app.settleJobs();
    expect(await job(body.id)).toMatchObject({ result: { done: 1, skipped: 0 } });
    expect((await leadNow(app, late)).status).toBe('open');
  });

  it('by a rep covers their own leads, and only they can read its job', async () => {
    const [hers, his] = [await aLead(app, { owner: { repId: ann.id } }), await aLead(app, { owner: { repId: bo.id } })];
    const [key, others] = [await keyOf('rep', ann), await keyOf('rep', bo)];
    const { body } = await closeAll({ untouchedSince: iso(START + 1) }, { key });
    await app.settleJobs();
    expect(await app.must('GET', `/v1/jobs/${body.id}`, undefined, { key })).toMatchObject({ result: { done: 1 } });
    expect((await leadNow(app, hers)).status).toBe('recycled');
    expect((await leadNow(app, his)).status).toBe('open');
    const path = `/v1/leads/dispositions/${body.bulkId}`;
    expect(await app.must('GET', path, undefined, { key })).toMatchObject({ by: { type: 'rep', id: ann.id } });
    for (const other of [path, `/v1/jobs/${body.id}`])
      expect((await app.ask('GET', other, undefined, { key: others })).status).toBe(404);
    for (const list of ['/v1/leads/dispositions', '/v1/jobs']) {
      expect((await app.must('GET', list, undefined, { key })).data).toHaveLength(1);
      expect((await app.must('GET', list, undefined, { key: others })).data).toEqual([]);
    }
  });

  it('can be undone only by those who can read it', async () => {
    const his = await aLead(app, { owner: { repId: bo.id } });
    const key = await keyOf('rep', bo);
    const { body } = await closeAll({ untouchedSince: iso(START + 1) });
    await app.settleJobs();
    expect((await undo(body.bulkId, { key })).status).toBe(404);
    expect(await bulk(body.bulkId)).toMatchObject({ done: 1, undos: [] });
    expect((await undo(body.bulkId)).body.results).toEqual([{ leadId: his.id, status: 'reopened' }]);
  });

  it('runs once, however often the same request is sent', async () => {
    await aLead(app, { source: 'fair' });
    const asking = { headers: { 'idempotency-key': 'all-1' } };
    const first = await closeAll(undefined, asking);
    expect((await closeAll(undefined, asking)).body).toEqual(first.body);
    expect((await app.must('GET', '/v1/leads/dispositions')).data).toHaveLength(1);
  });

  it('stops when its job is cancelled, and can then be undone', async () => {
    await manyLeads(3 * LEADS_AT_ONCE);
    const { body } = await closeAll();
    await settleJobsAround(app, { kind: 'bulkClosing', parts: 3 }, () => app.must('DELETE', `/v1/jobs/${body.id}`));
    await app.settleJobs();
    const stopped = await bulk(body.bulkId);
    expect(stopped).toMatchObject({ state: 'stopped', found: 3 * LEADS_AT_ONCE, endedAt: iso(START) });
    expect(stopped.done).toBeGreaterThan(0);
    expect(stopped.done).toBeLessThan(3 * LEADS_AT_ONCE);
    expect(await count(`lead where status = 'recycled'`)).toBe(stopped.done);
    expect(await count('bulk_lead')).toBe(0);
    const messages = [
      ...(await notificationsOf(app, ann, 'leads.closed')),
      ...(await notificationsOf(app, bo, 'leads.closed')),
    ];
    expect(messages).toHaveLength(2);
    expect((await undo(body.bulkId)).body).toMatchObject({ done: stopped.done, skipped: 0 });
    expect(await count(`lead where status <> 'open'`)).toBe(0);
  });

  it('is stopped if cancelled before it found leads, and done if there were none', async () => {
    await aLead(app, { source: 'fair' });
    const { body } = await closeAll();
    await app.must('DELETE', `/v1/jobs/${body.id}`);
    await app.settleJobs();
    expect(await bulk(body.bulkId)).toMatchObject({ state: 'stopped', found: 0, done: 0, endedAt: iso(START) });
    const { body: nothing } = await closeAll({ source: 'nowhere' });
    await app.settleJobs();
    expect(await bulk(nothing.bulkId)).toMatchObject({ state: 'done', found: 0, done: 0 });
  });

  it('closes no leads once the cancellation was answered', async () => {
    await manyLeads(LEADS_AT_ONCE + 1);
    const { body } = await closeAll();
    await settleParts(1);
    await app.must('DELETE', `/v1/jobs/${body.id}`);
    const bulkClosing = app.application.app.get(JobRunners).of('bulkClosing');
    const [{ request }] = (await rows(`select request from job where id = '${body.id}'`)) as [Json];
    await bulkClosing.step({ id: body.id, request, createdAt: START }, { isFinding: false, afterId: null });
    expect(await count(`lead where status <> 'open'`)).toBe(0);
  });

  it('resumes after its node died, and closes each lead once', async () => {
    await manyLeads(2 * LEADS_AT_ONCE);
    const { body } = await closeAll();
    const [store, database] = [app.application.app.get(JobStore), app.application.app.get(Database)];
    const bulkClosing = app.application.app.get(JobRunners).of('bulkClosing');
    const nodeId = newId(START);
    const taken = (await store.takeNext(database, nodeId, START, []))!;
    const find = (await bulkClosing.step(taken, null)) as Extract<JobStep, { kind: 'goOn' }>;
    await store.saveIfTaken(database, taken.id, nodeId, { ...find, now: START });
    // Two nodes run the same part at once, since one believes that the other is dead.
    const parts = await Promise.all([find.cursor, find.cursor].map((cursor) => bulkClosing.step(taken, cursor)));
    const first = parts[0] as Extract<JobStep, { kind: 'goOn' }>;
    expect(first.progress).toBeCloseTo(1 / 2);
    await app.moveBy(LEASE_MS);
    await app.settleJobs();
    // The node was only slow, and repeats a part that is done.
    await bulkClosing.step(taken, first.cursor);
    expect(await job(body.id)).toMatchObject({ state: 'done', result: { done: 2 * LEADS_AT_ONCE, skipped: 0 } });
    expect(await count(`event where type = 'lead.disposed'`)).toBe(2 * LEADS_AT_ONCE);
    expect(await count(`disposition where bulk_id = '${body.bulkId}'`)).toBe(2 * LEADS_AT_ONCE);
  });
});

describe('a bulk closing of thousands', () => {
  it('is undone by a job, or by another if that is cancelled, except for leads with later decisions', async () => {
    await manyLeads();
    const { body } = await closeAll();
    await app.settleJobs();
    const { data } = await app.must('GET', '/v1/leads?status=recycled&limit=2');
    const [corrected, reopened] = data;
    await app.must('POST', `/v1/leads/${corrected.id}/disposition/correct`, { category: 'lost', reason: 'price' });
    await app.must('POST', `/v1/leads/${reopened.id}/reopen`, { reason: 'They called' });
    const first = (await undo(body.bulkId)).body;
    await settleParts(2);
    await app.must('DELETE', `/v1/jobs/${first.id}`);
    await app.moveBy(15 * MINUTE);
    const asked = await undo(body.bulkId);
    expect(asked).toMatchObject({ status: 202, body: { kind: 'bulkUndo', bulkId: body.bulkId } });
    expect(asked.body.id).not.toBe(first.id);
    expect((await undo(body.bulkId)).body).toEqual(asked.body);
    await app.moveBy(1);
    await app.settleJobs();
    const whySkipped = [
      { why: 'It is open again already.', leads: LEADS_AT_ONCE - 1 },
      { why: 'Something else has been decided since.', leads: 1 },
    ];
    const counts = { done: LEADS - LEADS_AT_ONCE, skipped: LEADS_AT_ONCE, whySkipped };
    expect(await job(asked.body.id)).toMatchObject({ state: 'done', result: { bulkId: body.bulkId, ...counts } });
    expect((await bulk(body.bulkId)).undos).toEqual([
      expect.objectContaining({ jobId: first.id, state: 'stopped' }),
      {
        madeAt: iso(START + 15 * MINUTE),
        by: expect.objectContaining({ type: 'key' }),
        state: 'done',
        jobId: asked.body.id,
        endedAt: iso(START + 15 * MINUTE + 1),
        found: LEADS,
        ...counts,
      },
    ]);
    expect(await count(`lead where status = 'open'`)).toBe(LEADS - 1);
    expect(await count(`disposition where kind = 'reversed'`)).toBe(LEADS - 1);
    expect(await count(`event where type = 'lead.reopened'`)).toBe(LEADS - 1);
    const back = [
      ...(await notificationsOf(app, ann, 'leads.reopened')),
      ...(await notificationsOf(app, bo, 'leads.reopened')),
    ];
    // One for each rep by each of the two jobs.
    expect(back).toHaveLength(4);
    expect(await undo(body.bulkId)).toMatchObject({ status: 409, body: { type: '/problems#undo-too-late' } });
  });

  it('can be undone until 15 minutes after its end, but not while it runs', async () => {
    await manyLeads(LEADS_AT_ONCE + 1);
    const { body } = await closeAll();
    await settleParts(2);
    expect(await undo(body.bulkId)).toMatchObject({
      status: 409,
      body: { type: '/problems#bulk-running', jobId: body.id },
    });
    await app.moveBy(10 * MINUTE);
    await app.settleJobs();
    expect(await bulk(body.bulkId)).toMatchObject({ state: 'done', undoableUntil: iso(START + 25 * MINUTE) });
    await app.moveBy(15 * MINUTE);
    expect((await undo(body.bulkId)).body).toMatchObject({ done: LEADS_AT_ONCE + 1 });
  });
});

describe('the record of a bulk closing', () => {
  it('has its author, time, reason, counts and filter, but no personal data', async () => {
    const lead = await aLead(app, { contact: { email: 'eve@one.example' } });
    const filter = { source: 'web', email: 'Eve@one.example' };
    const { body } = await app.ask('POST', '/v1/leads/dispositions', { filter, disposition: STALE });
    expect(body).toMatchObject({ done: 1 });
    const kept = await bulk(body.bulkId);
    expect(kept).toEqual({
      bulkId: body.bulkId,
      madeAt: iso(START),
      by: { type: 'key', id: expect.any(String) },
      category: 'recycle',
      reason: 'stale',
      filter: { source: 'web', email: null },
      state: 'done',
      endedAt: iso(START),
      found: 1,
      done: 1,
      skipped: 0,
      whySkipped: [],
      undoableUntil: iso(START + 15 * MINUTE),
      undos: [],
    });
    await app.moveBy(1);
    const named = await app.must('POST', '/v1/leads/dispositions', { ids: [lead.id, NOBODY], disposition: STALE });
    const whySkipped = [
      { why: 'There is no such lead.', leads: 1 },
      { why: 'It is closed already.', leads: 1 },
    ];
    expect(named).toMatchObject({ done: 0, skipped: 2, whySkipped });
    expect(await bulk(named.bulkId)).toMatchObject({ filter: null, found: 2, done: 0, skipped: 2, whySkipped });
    const page = await app.must('GET', '/v1/leads/dispositions?limit=1');
    expect(page.data.map(({ bulkId }: Json) => bulkId)).toEqual([named.bulkId]);
    const next = await app.must('GET', `/v1/leads/dispositions?limit=1&cursor=${page.nextCursor}`);
    expect(next).toEqual({ data: [kept], nextCursor: null });
    expect((await app.ask('GET', `/v1/leads/dispositions/${NOBODY}`)).status).toBe(404);
  });

  it('is completed if the node that answered has died', async () => {
    const lead = await aLead(app);
    const { body } = await app.ask('POST', '/v1/leads/dispositions', { ids: [lead.id], disposition: STALE });
    await app.asOwner(`update bulk_run set ended_at = null, found = 2 where id = '${body.bulkId}'`);
    await app.moveBy(5 * MINUTE);
    await app.settleJobs();
    expect(await bulk(body.bulkId)).toMatchObject({ state: 'running' });
    await app.moveBy(1);
    await app.settleJobs();
    expect(await bulk(body.bulkId)).toMatchObject({ state: 'stopped', endedAt: iso(START + 5 * MINUTE + 1) });
  });
});

it.each([
  ['named leads', { ids: [NOBODY] }, ['/all withoutFilter']],
  [
    'a filter that finds persons',
    { filter: { source: 'web', email: 'a@b.example', phone: '+4930123', externalId: '1', ref: 'crm:1', q: 'ann' } },
    ['/filter/email', '/filter/phone', '/filter/externalId', '/filter/ref', '/filter/q'].map((at) => `${at} withAll`),
  ],
  ['neither', {}, [' oneOf']],
])('a closing of all leads is refused with %s', async (_what, body, expected) => {
  expect(faults(await app.ask('POST', '/v1/leads/dispositions', { all: true, disposition: STALE, ...body }))).toEqual(
    expected,
  );
  expect((await app.must('GET', '/v1/jobs')).data).toEqual([]);
});

// This test comes last: ids never go back, so leads of a later test would seem younger than they are.
it('a closing of all leads skips those that no longer match, and says why', async () => {
  const [touched, lost, other, silent] = [await aLead(app), await aLead(app), await aLead(app), await aLead(app)];
  await app.moveTo(START + 20 * DAY);
  const filter = { untouchedSince: iso(START + 10 * DAY) };
  const { body } = await closeAll(filter);
  // The list of leads is complete, but none is closed yet.
  await settleParts(1);
  expect(await bulk(body.bulkId)).toMatchObject({ found: 4, done: 0 });
  await aTouch(app, touched);
  await app.must('POST', `/v1/leads/${lost.id}/disposition`, { category: 'lost', reason: 'price' });
  await app.must('POST', `/v1/leads/${other.id}/disposition`, { category: 'lost', reason: 'price' });
  await app.settleJobs();
  const whySkipped = [
    { why: 'It is closed already.', leads: 2 },
    { why: 'The filter does not find it any more.', leads: 1 },
  ];
  expect(await job(body.id)).toMatchObject({ result: { done: 1, skipped: 3, whySkipped } });
  expect(await bulk(body.bulkId)).toMatchObject({ state: 'done', found: 4, done: 1, skipped: 3, whySkipped });
  const leads = [touched, lost, other, silent];
  const now = await Promise.all(leads.map(async (lead) => (await leadNow(app, lead)).status));
  expect(now).toEqual(['open', 'lost', 'lost', 'recycled']);
});
