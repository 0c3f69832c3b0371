import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';

let app: TestApplication;
let boss: string;
let ann: string;
let bo: string;

beforeAll(async () => {
  app = await TestApplication.start();
  const rep = async (name: string, managerId?: string) =>
    (await app.must('POST', '/v1/reps', { name, email: `${name}@example.com`, ...(managerId && { managerId }) })).id;
  boss = await rep('boss');
  ann = await rep('ann', boss);
  bo = await rep('bo');
  const urgent = { field: 'source', op: 'eq', value: 'urgent' };
  await app.must('POST', '/v1/sla-policies', {
    name: 'Urgent',
    when: urgent,
    firstTouch: { within: 'PT30M', onBreach: [] },
  });
  await app.must('POST', '/v1/sla-policies', {
    name: 'Calm',
    when: { field: 'source', op: 'eq', value: 'calm' },
    firstTouch: { within: 'PT1H', onBreach: [] },
  });
});
afterAll(() => app.stop());

const lead = async (source: string, repId: string) =>
  (await app.must('POST', '/v1/leads', { source, contact: { name: source }, owner: { repId } })).id as string;
const ids = async (query = '') =>
  (await app.must('GET', `/v1/reps/${ann}/inbox${query}`)).data.map((each: { id: string }) => each.id);

it('the inbox lists a rep’s open leads, most urgent first, with the working seconds left', async () => {
  const none = await lead('unpromised', ann);
  const calm = await lead('calm', ann);
  const urgent = await lead('urgent', ann);
  const touched = await lead('urgent', ann);
  await lead('urgent', bo);
  const closed = await lead('urgent', ann);
  await app.must('POST', `/v1/leads/${closed}/disposition`, { category: 'lost', reason: 'price' });
  await app.must('POST', `/v1/leads/${touched}/touches`, { kind: 'call', outcome: 'connected' });
  await app.moveBy(600_000);
  const inbox = await app.must('GET', `/v1/reps/${ann}/inbox`);
  expect(inbox.data.map((each: { id: string }) => each.id)).toEqual([urgent, calm, none, touched]);
  expect(inbox.data[0].clocks[0]).toMatchObject({ kind: 'firstTouch', state: 'running', remainingSeconds: 1_200 });
  expect(inbox.nextCursor).toBeNull();
  expect(inbox.serverTime).toBe(new Date(app.time.now()).toISOString());
});

it('the inbox keeps a missed lead on top until it is touched', async () => {
  const before = await ids();
  await app.moveBy(1_800_000);
  expect(await ids()).toEqual(before);
  await app.must('POST', `/v1/leads/${before[0]}/touches`, { kind: 'call', outcome: 'connected' });
  expect((await ids())[0]).toBe(before[1]);
});

it('the inbox comes in pages that follow its order', async () => {
  const all = await ids();
  const first = await app.must('GET', `/v1/reps/${ann}/inbox?limit=1`);
  const rest = await app.must('GET', `/v1/reps/${ann}/inbox?limit=10&cursor=${first.nextCursor}`);
  expect([...first.data, ...rest.data].map((each: { id: string }) => each.id)).toEqual(all);
  for (const cursor of ['x', Buffer.from('["\\u0000","00000000-0000-7000-8000-000000000001"]').toString('base64url')]) {
    expect((await app.get(`/v1/reps/${ann}/inbox?cursor=${cursor}`)).status).toBe(422);
  }
});

it('the inbox is open to the rep, their manager, and keys that read', async () => {
  const path = `/v1/reps/${ann}/inbox`;
  const status = async (scopes: string[], repId?: string) =>
    (await app.get(path, { key: await app.keyFor(scopes, repId) })).status;
  expect(await status(['rep'], ann)).toBe(200);
  expect(await status(['manager'], boss)).toBe(200);
  expect(await status(['read'])).toBe(200);
  expect(await status(['integration'])).toBe(200);
  expect(await status(['rep'], bo)).toBe(404);
  expect(await status(['manager'], bo)).toBe(404);
  expect(await status(['intake'])).toBe(403);
  expect((await app.get('/v1/reps/00000000-0000-7000-8000-000000000001/inbox')).status).toBe(404);
});
