import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { WebhookFollowing } from '../../src/deliveries/webhooks/webhook-following.service.js';
import { Database } from '../../src/platform/sql/database.js';
import { anAccount } from '../revenue/contracts.js';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { toldTo } from '../support/notifications.js';
import { aLead, allTo, aPool, aRep, eventsOf, leadNow, theReps } from '../support/people.js';

/** Longer than a request counts as in flight. */
const DEAD_MS = 31_000;

let app: TestApplication;
let ann: { id: string };
let bo: { id: string };
let pool: { id: string };
let made = 0;

beforeAll(async () => {
  app = await TestApplication.start();
  [ann, bo] = await theReps(app, ['Ann', 'Bo']);
  pool = await aPool(app, 'P', [ann, bo]);
  await allTo(app, pool);
});
afterAll(() => app.stop());

const loseAnswer = (number: number) => loseAnswerOf(`lost-${number}`);

async function loseAnswerOf(key: string): Promise<void> {
  await app.application.app
    .get(Database)
    .query('update idempotent_answer set status = null, body = null, content_type = null, etag = null where key = $1', [
      key,
    ]);
  await app.moveBy(DEAD_MS);
}

/**
 * Sends a request, drops its answer as if the node had died, and sends it again.
 * @param meanwhile what others do before it is sent again
 */
async function twice(path: string, body: object, key?: string, meanwhile?: () => Promise<unknown>) {
  made += 1;
  const headers = { 'idempotency-key': `lost-${made}` };
  const asking = { headers, ...(key !== undefined && { key }) };
  const first = await app.post(path, body, asking);
  await loseAnswer(made);
  await meanwhile?.();
  return { first, second: await app.post(path, body, asking), again: () => app.post(path, body, asking) };
}

const count = async (lead: { id: string }, type: string) => (await eventsOf(app, lead.id, type)).length;

it('a move to a pool whose answer was lost is not repeated', async () => {
  const lead = await aLead(app);
  const { first, second } = await twice(`/v1/leads/${lead.id}/reassign`, { poolId: pool.id, reason: 'load' });
  expect([first.status, second.status]).toEqual([200, 200]);
  expect(second.body.ownerId).toBe(first.body.ownerId);
  expect(await count(lead, 'lead.reassigned')).toBe(1);
});

it('closings whose answers were lost warn again of the deals that they have kept', async () => {
  const account = { name: 'Acme' };
  const withDeal = async (name: string) => {
    const lead = await aLead(app);
    await app.must('POST', '/v1/deals', { name, account, leadId: lead.id, amount: '100.00', currency: 'EUR' });
    return lead;
  };
  const closing = { category: 'lost', reason: 'price' };
  const [one, many] = [await withDeal('One'), await withDeal('Many')];
  const alone = await twice(`/v1/leads/${one.id}/disposition`, closing);
  expect(alone.first.body.warnings).toMatchObject([{ pointer: '/deals', message: expect.stringContaining('"One"') }]);
  expect(alone.second.body.warnings).toEqual(alone.first.body.warnings);
  const batch = await twice('/v1/dispositions/batch', { dispositions: [{ ...closing, leadId: many.id }] });
  expect(batch.first.body.results[0].warnings).toHaveLength(1);
  expect(batch.second.body).toEqual(batch.first.body);
});

it('a disposition whose answer was lost is answered with the lead, closed once', async () => {
  const lead = await aLead(app);
  const { second } = await twice(`/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'price' });
  expect(second).toMatchObject({ status: 200, body: { status: 'lost', disposition: { reason: 'price' } } });
  expect(await count(lead, 'lead.disposed')).toBe(1);
  const { data } = await app.feed('/v1/dispositions');
  expect(data.filter((row: { leadId: string }) => row.leadId === lead.id)).toHaveLength(1);
});

it('a reopening whose answer was lost is answered with the lead, open', async () => {
  const lead = await aLead(app);
  await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'price' });
  const { second } = await twice(`/v1/leads/${lead.id}/reopen`, { reason: 'mistake' });
  expect(second).toMatchObject({ status: 200, body: { status: 'open', cycle: 2 } });
  expect(await count(lead, 'lead.reopened')).toBe(1);
});

it('a milestone whose answer was lost is reached once, also where it closes the lead', async () => {
  const lead = await aLead(app);
  const { second } = await twice(`/v1/leads/${lead.id}/milestones`, { name: 'won' });
  expect(second).toMatchObject({ status: 200, body: { status: 'won' } });
  expect(await count(lead, 'lead.milestone')).toBe(1);
});

it('a touch whose answer was lost is returned again', async () => {
  const lead = await aLead(app);
  const { first, second } = await twice(`/v1/leads/${lead.id}/touches`, { kind: 'call', outcome: 'noAnswer' });
  expect(second).toMatchObject({ status: 201, body: first.body });
  expect(await count(lead, 'lead.touched')).toBe(1);
});

it('a touch that already existed is returned again as such if the answer was lost', async () => {
  const lead = await aLead(app);
  const touch = { kind: 'call', outcome: 'noAnswer', externalId: 'call-1' };
  await app.must('POST', `/v1/leads/${lead.id}/touches`, touch);
  const { first, second } = await twice(`/v1/leads/${lead.id}/touches`, touch);
  expect([first.status, second.status, second.body.id]).toEqual([200, 200, first.body.id]);
});

it('a different body is refused after a lost answer if the first request took effect', async () => {
  const lead = await aLead(app);
  const headers = { 'idempotency-key': 'another-body' };
  await app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: bo.id, reason: 'hers' }, { headers });
  await app.application.app
    .get(Database)
    .query(`update idempotent_answer set status = null, body = null where key = 'another-body'`);
  await app.moveBy(DEAD_MS);
  const other = await app.post(`/v1/leads/${lead.id}/reassign`, { repId: ann.id, reason: 'hers' }, { headers });
  expect(other.status).toBe(422);
  expect((await leadNow(app, lead)).ownerId).toBe(bo.id);
});

it('a resource that was deleted before the retry is not created anew', async () => {
  const headers = { 'idempotency-key': 'deleted' };
  const team = await app.must('POST', '/v1/teams', { name: 'Gone' }, { headers });
  await app.application.app
    .get(Database)
    .query(`update idempotent_answer set status = null, body = null where key = 'deleted'`);
  await app.must('DELETE', `/v1/teams/${team.id}`);
  await app.moveBy(DEAD_MS);
  expect((await app.post('/v1/teams', { name: 'Gone' }, { headers })).status).toBe(404);
});

it('a refused action whose answer was lost is refused in the same way', async () => {
  const lead = await aLead(app);
  const { first, second } = await twice(`/v1/leads/${lead.id}/reopen`, { reason: 'x' });
  expect([first.status, second.status]).toEqual([409, 409]);
  expect(second.body).toEqual(first.body);
});

it('an absence whose answer was lost is created once', async () => {
  const at = app.time.now();
  const [from, to] = [at + 3_600_000, at + 7_200_000].map((instant) => new Date(instant).toISOString());
  const { first, second } = await twice(`/v1/reps/${ann.id}/absences`, { from, to });
  // The number of replanned clocks is not stored.
  const { replanned: _, ...absence } = first.body;
  expect(second).toMatchObject({ status: 201, body: absence });
  expect((await app.must('GET', `/v1/reps/${ann.id}/absences`)).data).toHaveLength(1);
});

it('an absence that was deleted before the retry is not created anew', async () => {
  const headers = { 'idempotency-key': 'deleted-absence' };
  const at = app.time.now();
  const [from, to] = [at + 3_600_000, at + 7_200_000].map((instant) => new Date(instant).toISOString());
  const path = `/v1/reps/${ann.id}/absences`;
  const absence = await app.must('POST', path, { from, to }, { headers });
  await app.application.app
    .get(Database)
    .query(`update idempotent_answer set status = null, body = null where key = 'deleted-absence'`);
  await app.must('DELETE', `${path}/${absence.id}`);
  await app.moveBy(DEAD_MS);
  expect((await app.post(path, { from, to }, { headers })).status).toBe(404);
});

it.each([
  ['calendars', { name: 'Lost', timeZone: 'UTC', hours: { mon: [['09:00', '17:00']] } }],
  ['reps', { name: 'Lost', email: 'lost@example.com' }],
  ['teams', { name: 'Lost' }],
  ['pools', { name: 'Lost', members: [] }],
  ['sla-policies', { name: 'Lost', firstTouch: { within: 'PT5M' } }],
  ['disposition-reasons', { code: 'lost_answer', category: 'lost', label: 'Lost', intent: 'realButLost' }],
])('one of the %s whose answer was lost is created once and returned again', async (path, body) => {
  const { first, second } = await twice(`/v1/${path}`, body);
  expect(first.status).toBe(201);
  expect(second).toMatchObject({ status: 201, body: first.body });
  expect(second.headers.get('etag')).toBe(first.headers.get('etag'));
});

it('a merge that was undone stays undone, and is not undone again after the leads were merged once more', async () => {
  const [lead, other] = [await aLead(app), await aLead(app)];
  const merge = () => app.must('POST', `/v1/leads/${lead.id}/merge`, { into: other.id });
  await merge();
  const { first, second, again } = await twice(`/v1/leads/${lead.id}/unmerge`, {});
  expect([first.status, second.status]).toEqual([200, 200]);
  expect(second.body).toMatchObject({ id: lead.id, status: 'open' });
  await merge();
  await loseAnswer(made);
  expect((await again()).status).toBe(200);
  expect((await leadNow(app, lead)).status).toBe('suppressed');
});

it('owners are told once of leads that were closed together, though some were left out', async () => {
  const lead = await aLead(app, { owner: { repId: ann.id } });
  const ids = [lead.id, '019cafc2-0000-7000-8000-00000000ffff'];
  const body = { ids, disposition: { category: 'lost', reason: 'price' } };
  const { first, second } = await twice('/v1/leads/dispositions', body);
  expect([second.status, second.body]).toEqual([200, first.body]);
  expect(await toldTo(app, ann, 'leads.closed')).toHaveLength(1);
});

it('an undo of closings whose answer was lost is answered with the leads that it has reopened', async () => {
  const [lead, other] = [
    await aLead(app, { owner: { repId: ann.id } }),
    await aLead(app, { owner: { repId: ann.id } }),
  ];
  const body = { ids: [lead.id, other.id], disposition: { category: 'lost', reason: 'price' } };
  const { bulkId } = await app.must('POST', '/v1/leads/dispositions', body);
  await app.must('POST', `/v1/leads/${other.id}/reopen`, { reason: 'Not this one' });
  await app.moveBy(1_000);
  const before = (await toldTo(app, ann, 'leads.reopened')).length;
  const { first, second } = await twice(`/v1/leads/dispositions/${bulkId}/undo`, {});
  expect(first.body).toMatchObject({ done: 1, skipped: 1 });
  expect([second.status, second.body]).toEqual([200, first.body]);
  expect(await toldTo(app, ann, 'leads.reopened')).toHaveLength(before + 1);
  expect((await app.must('GET', `/v1/leads/dispositions/${bulkId}`)).undos).toHaveLength(1);
});

it('leads that were moved together are answered as moved, with who had them', async () => {
  const [moved, closed] = [
    await aLead(app, { owner: { repId: ann.id } }),
    await aLead(app, { owner: { repId: ann.id } }),
  ];
  await app.must('POST', `/v1/leads/${closed.id}/disposition`, { category: 'lost', reason: 'price' });
  const body = { ids: [moved.id, closed.id], to: { repId: bo.id }, reason: 'Leave' };
  const { first, second } = await twice('/v1/leads/reassign', body);
  expect(first.body).toMatchObject({ done: 1, skipped: 1 });
  expect(second.body).toEqual(first.body);
  expect(await count(moved, 'lead.reassigned')).toBe(1);
});

it('a version that was restored is not restored again over a later change', async () => {
  const team = await app.must('POST', '/v1/teams', { name: 'One' });
  const path = `/v1/teams/${team.id}`;
  await app.must('PUT', path, { name: 'Two' });
  const later = () => app.must('PUT', path, { name: 'Three' });
  const { second } = await twice(`${path}/versions/1/restore`, {}, undefined, later);
  expect(second).toMatchObject({ status: 200, body: { name: 'Three', version: 4 } });
});

it('restored settings, rules and orders are not restored again over a later change', async () => {
  const present = await app.must('GET', '/v1/settings');
  const put = (defaultCountry: string) =>
    app.must('PUT', '/v1/settings', { ...present, version: undefined, defaultCountry });
  const { version } = await put('DE');
  await put('FR');
  const settings = await twice(`/v1/settings/versions/${version}/restore`, {}, undefined, () => put('IT'));
  expect(settings.second).toMatchObject({ status: 200, body: { defaultCountry: 'IT' } });

  const publish = (queueOwnerId?: string) =>
    app.must('PUT', '/v1/routing', { rules: [], fallback: { poolId: pool.id, ...(queueOwnerId && { queueOwnerId }) } });
  const rules = await publish(ann.id);
  await publish(bo.id);
  const routing = await twice(`/v1/routing/versions/${rules.version}/restore`, {}, undefined, () => publish());
  expect(routing.second).toMatchObject({ status: 200, body: { fallback: { poolId: pool.id } } });
  expect(routing.second.body.fallback.queueOwnerId).toBeUndefined();

  const policies: string[] = [];
  for (const name of ['A', 'B', 'C'])
    policies.push((await app.must('POST', '/v1/sla-policies', { name, firstTouch: { within: 'PT5M' } })).id);
  const { data } = await app.must('GET', '/v1/sla-policies');
  const others = data.map(({ id }: Json) => id).filter((id: string) => !policies.includes(id));
  const [a, b, c] = policies as [string, string, string];
  const order = (...ids: string[]) => app.ask('PUT', '/v1/sla-policies/order', [...ids, ...others]);
  await order(a, b, c);
  const [newest] = (await app.must('GET', '/v1/sla-policies/order/versions')).data;
  await order(b, a, c);
  const path = `/v1/sla-policies/order/versions/${newest.version}/restore`;
  const ordered = await twice(path, {}, undefined, () => order(c, b, a));
  expect(ordered.second.body.data.map(({ id }: Json) => id)).toEqual([c, b, a, ...others]);
});

it('a version whose restoring had a lost answer is answered though the version that it was meant for is gone', async () => {
  const team = await app.must('POST', '/v1/teams', { name: 'Read' });
  await app.must('PUT', `/v1/teams/${team.id}`, { name: 'Changed' });
  const headers = { 'idempotency-key': 'restored-as-read', 'if-match': '"2"' };
  const restore = () => app.post(`/v1/teams/${team.id}/versions/1/restore`, {}, { headers });
  const first = await restore();
  await loseAnswerOf('restored-as-read');
  expect(await restore()).toMatchObject({ status: 200, body: first.body });
});

it('what a contract was changed to is not repeated over what was agreed since', async () => {
  const [acme, blue, green] = [await anAccount(app), await anAccount(app), await anAccount(app)];
  const lines = (amount: string, from = '2026-07-01') => [{ product: 'Suite', segments: [{ from, amount }] }];
  const { id } = await app.must('POST', '/v1/contracts', {
    accountId: acme.id,
    currency: 'EUR',
    startsOn: '2026-01-01',
    endsOn: '2026-12-31',
    lines: lines('12000', '2026-01-01'),
  });
  const path = `/v1/contracts/${id}`;
  const contract = () => app.must('GET', path);
  const amend = (amount: string) => ({ effectiveOn: '2026-07-01', lines: lines(amount), reason: 'More' });
  const amended = await twice(`${path}/amend`, amend('9000'), undefined, () =>
    app.must('POST', `${path}/amend`, amend('8000')),
  );
  expect(amended.second).toMatchObject({ status: 200, body: await contract() });
  expect((await contract()).lines[0].segments[1].amount).toBe('8000.00');

  const notice = { givenOn: '2026-03-02', reason: 'price' };
  const noticed = await twice(`${path}/notice`, notice, undefined, () => app.must('DELETE', `${path}/notice`));
  expect(noticed.second).toMatchObject({ status: 200, body: { notice: null } });

  const moved = await twice(`${path}/transfer`, { accountId: blue.id }, undefined, () =>
    app.must('POST', `${path}/transfer`, { accountId: green.id }),
  );
  expect(moved.second).toMatchObject({ status: 200, body: { accountId: green.id } });
});

it('a webhook and a destination that were stopped and resumed since stay resumed', async () => {
  const webhook = await app.must('POST', '/v1/webhooks', { url: 'https://hooks.example.com/y', types: ['lead.*'] });
  const path = `/v1/webhooks/${webhook.id}`;
  const resume = () => app.must('POST', `${path}/resume`);
  const paused = await twice(`${path}/pause`, { reason: 'Upgrade' }, undefined, resume);
  expect(paused.second).toMatchObject({ status: 200, body: { paused: null } });

  const destination = await app.must('POST', '/v1/feedback/destinations', {
    name: 'Meta',
    platform: 'meta',
    settings: { datasetId: '1' },
    sources: ['ads'],
    rules: [{ on: { milestone: 'received' }, send: { event: 'Lead' } }],
  });
  const at = `/v1/feedback/destinations/${destination.id}`;
  const stopped = await twice(`${at}/stop`, { reason: 'Audit' }, undefined, () => app.must('POST', `${at}/resume`));
  expect(stopped.second).toMatchObject({ status: 200, body: { stopped: null } });
});

it('a rep who was set active again is not offboarded again', async () => {
  const leaver = await aRep(app, 'Back');
  const back = async () => {
    const { name, email } = await app.must('GET', `/v1/reps/${leaver.id}`);
    await app.must('PUT', `/v1/reps/${leaver.id}`, { name, email, active: true });
  };
  const { second } = await twice(`/v1/reps/${leaver.id}/offboard`, {}, undefined, back);
  expect(second).toMatchObject({ status: 200, body: { state: 'done' } });
  expect(await app.must('GET', `/v1/reps/${leaver.id}`)).toMatchObject({ active: true });
});

it('an offboarding that was withdrawn is not planned again', async () => {
  const leaver = await aRep(app, 'Stays');
  const path = `/v1/reps/${leaver.id}/offboard`;
  const at = new Date(app.time.now() + 86_400_000).toISOString();
  const { second } = await twice(path, { at }, undefined, () => app.must('DELETE', path));
  expect(second).toMatchObject({ status: 200, body: { state: 'planned', plannedAt: null } });
  expect((await app.ask('GET', path)).status).toBe(404);
});

it('an offboarding is planned once', async () => {
  const leaver = await aRep(app, 'Leaver');
  const at = new Date(app.time.now() + 86_400_000).toISOString();
  const { second } = await twice(`/v1/reps/${leaver.id}/offboard`, { at });
  expect(second).toMatchObject({ status: 200, body: { state: 'planned', plannedAt: at } });
  const planned = (await eventsOf(app, leaver.id, 'config.changed')).filter(({ data }) => data.kind === 'offboarding');
  expect(planned).toHaveLength(1);
});

it('deliveries of a webhook are replayed once', async () => {
  const { id } = await app.must('POST', '/v1/webhooks', { url: 'https://hooks.example.com/x', types: ['lead.*'] });
  const lead = await aLead(app);
  await app.feedsCaughtUp();
  await app.application.app.get(WebhookFollowing).follow();
  await app.asOwner(`update delivery set state = 'delivered', due_at = null, ended_at = created_at`);
  const count = async () => (await app.must('GET', `/v1/webhooks/${id}/deliveries`)).data.length;
  const [one] = (await app.must('GET', `/v1/webhooks/${id}/deliveries`)).data;
  const before = await count();
  const { first, second } = await twice(`/v1/webhooks/${id}/deliveries/${one.id}/replay`, {});
  expect([first.status, second.status, second.body]).toEqual([202, 202, first.body]);
  const span = { from: lead.receivedAt, to: new Date(app.time.now()).toISOString() };
  expect((await twice(`/v1/webhooks/${id}/replay`, span)).second.body).toEqual({ deliveries: before });
  expect(await count()).toBe(2 * before + 1);
});

it('a lead whose move had a lost answer has the owner of that move', async () => {
  const lead = await aLead(app);
  await twice(`/v1/leads/${lead.id}/reassign`, { repId: bo.id, reason: 'hers' });
  expect(await leadNow(app, lead)).toMatchObject({ ownerId: bo.id });
});

it('a rep who moved a lead away gets the first answer again, though they no longer see it', async () => {
  const lead = await aLead(app, { owner: { repId: ann.id } });
  const key = await app.keyFor(['rep'], ann.id);
  const body = { repId: bo.id, reason: 'Hers' };
  const { second, again } = await twice(`/v1/leads/${lead.id}/reassign`, body, key);
  expect(second).toMatchObject({ status: 200, body: { id: lead.id, ownerId: bo.id } });
  await app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: ann.id, reason: 'Back' });
  expect((await again()).status).toBe(200);
  expect((await leadNow(app, lead)).ownerId).toBe(ann.id);
  expect(await count(lead, 'lead.reassigned')).toBe(2);
});

it('a lead whose answer was lost is returned as created, though it would be refused by now', async () => {
  const week = 7 * 24 * 3_600_000;
  const submittedAt = new Date(app.time.now() - week + 10_000).toISOString();
  const { first, second } = await twice('/v1/leads', { source: 'late', submittedAt }, await app.keyFor(['intake']));
  expect([first.status, second.status, second.body.id]).toEqual([201, 201, first.body.id]);
  const leads = [{ source: 'late', submittedAt: new Date(app.time.now() - week + 10_000).toISOString() }];
  const batch = await twice('/v1/leads/batch', { leads }, await app.keyFor(['intake']));
  expect(batch.second.body).toEqual(batch.first.body);
});
