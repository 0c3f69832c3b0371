import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { DAY } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, aTouch, leadNow, theReps } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

let app: TestApplication;
let ann: Json;
beforeAll(async () => {
  app = await TestApplication.start(undefined, { asInstalled: true });
  [ann] = await theReps(app, ['Ann', 'Bo']);
  await aDesk(app, [ann]);
  await aPolicy(app);
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const send = async (contact: object): Promise<Json> =>
  (await app.ask('POST', '/v1/leads', { source: 'web', contact })).body;
const patch = ({ id }: Json, contact: object) => app.must('PATCH', `/v1/leads/${id}`, { contact });

it('an address that is corrected twice changes no promise', async () => {
  const lead = await send({ email: 'kim@acme.example' });
  const { dueAt } = (await leadNow(app, lead)).clocks[0];
  await patch(lead, { email: 'kim@' });
  const mended = await patch(lead, { email: 'kim@acme.example' });
  expect(mended.clocks.filter(({ kind }: Json) => kind === 'firstTouch')).toMatchObject([{ dueAt, state: 'running' }]);
});

it('a lead that a program of before stored without a word about its address keeps its promise when that is mended', async () => {
  const lead = await send({ email: 'kim@acme.example' });
  await app.asOwner(`update lead set email_key = null, contact = '{"email": "kim@"}' where id = '${lead.id}'`);
  const mended = await patch(lead, { email: 'kim@acme.example' });
  expect(mended.clocks.filter(({ kind }: Json) => kind === 'firstTouch')).toHaveLength(1);
});

it('a lead under review is dealt once it has an address, though it was touched and only a fallback pool takes it', async () => {
  const { id } = (await app.must('GET', '/v1/pools')).data[0];
  await app.must('PUT', '/v1/routing', { rules: [], fallback: { poolId: id } });
  const [untouched, touched] = [await send({ email: 'kim@' }), await send({ email: 'lee@' })];
  await aTouch(app, touched, { kind: 'other', outcome: 'sent' });
  expect((await patch(untouched, { email: 'kim@acme.example' })).ownerId).toBe(ann.id);
  expect((await patch(touched, { email: 'lee@acme.example' })).ownerId).toBe(ann.id);
});

it('a lead under review that is given a suppressed address is closed as a new one would be', async () => {
  await app.must('POST', '/v1/suppressions', { email: 'kim@acme.example', reason: 'do_not_contact' });
  const lead = await send({ email: 'kim@' });
  const closed = await patch(lead, { email: 'kim@acme.example' });
  expect([closed.status, closed.ownerId, closed.clocks]).toEqual(['suppressed', null, []]);
  expect(closed.disposition.reason).toBe('do_not_contact');
});

it('a form by which somebody can be reached does not join a lead under review', async () => {
  await app.must('POST', '/v1/suppressions', { phone: '+49 171 2345678', reason: 'do_not_contact' });
  const waiting = await send({ email: 'kim@acme', phone: '+49 171 2345678' });
  expect(waiting.ownerId).toBeNull();
  const served = await send({ email: 'kim@acme.example', phone: '+49 171 2345678' });
  expect([served.joined, served.duplicateOf, served.ownerId]).toEqual([undefined, waiting.id, ann.id]);
});

it('a lead by which nobody can be reached waits for review again when it comes back', async () => {
  const lead = await send({ email: 'kim@' });
  await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'recycle', reason: 'stale' });
  await app.must('POST', `/v1/leads/${lead.id}/reopen`, { reason: 'By mistake' });
  await app.moveBy(DAY);
  expect(await leadNow(app, lead)).toMatchObject({ status: 'open', ownerId: null, queue: expect.anything() });
});

it('of two colleagues who come at once, the second is linked to the lead that the first has joined', async () => {
  const phone = '+49 30 5551000';
  const lead = await send({ phone });
  const colleagues = ['bo', 'cy'].map((name) => ({ source: 'web', contact: { phone, email: `${name}@acme.example` } }));
  const { results } = await app.must('POST', '/v1/leads/batch', { leads: colleagues });
  expect(results.map(({ status }: Json) => status)).toEqual(['joined', 'created']);
  const other = await send({ phone: '+49 40 5551000' });
  const atOnce = ['di', 'ed'].map((name) => send({ phone: '+49 40 5551000', email: `${name}@acme.example` }));
  const joined = (await Promise.all(atOnce)).filter(({ id }) => id === other.id);
  expect([joined.length, lead.status]).toEqual([1, 'open']);
});

it('spellings of one name do not make an address that of many', async () => {
  for (const name of ['Kim Lee', 'Lee, Kim', 'Dr. Kim Lee'])
    expect((await send({ name, email: 'kim@acme.example' })).issues).toBeUndefined();
});

it('a thousand leads of one batch with one number, or one address, hold nobody up', async () => {
  const phone = '+49 30 901820';
  const leads = Array.from({ length: 1_000 }, (_, index) => ({
    source: 'web',
    contact: { phone, email: `kim${index}@acme.example` },
  }));
  const { results } = await app.must('POST', '/v1/leads/batch', { leads });
  expect(new Set(results.map(({ status }: Json) => status))).toEqual(new Set(['created']));
  const [first, second, third] = await Promise.all(results.slice(0, 3).map((each: Json) => leadNow(app, each)));
  expect([second.duplicateOf, third.duplicateOf, third.issues]).toEqual([first.id, undefined, ['sharedNumber']]);
  const forms = leads.map(() => ({ source: 'web', contact: { email: 'lou@acme.example' } }));
  const { results: joined } = await app.must('POST', '/v1/leads/batch', { leads: forms });
  expect(new Set(joined.slice(1).map(({ id, status }: Json) => `${id} ${status}`))).toEqual(
    new Set([`${joined[0].id} joined`]),
  );
});
