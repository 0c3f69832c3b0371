import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { DAY } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, leadNow, theReps } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

const KIM = { name: 'Kim', email: 'kim@acme.example' };
const SYSTEM = { type: 'system', id: null };
const PRICE = { category: 'lost', reason: 'price' };

let app: TestApplication;
let ann: Json;
beforeAll(async () => {
  app = await TestApplication.start();
  [ann] = (await theReps(app, ['Ann'])) as [Json];
  const { pool } = await aDesk(app, [ann]);
  const student = { field: 'attributes.student', op: 'eq', value: true };
  const closing = { name: 'Students', when: student, assign: { dispose: { category: 'recycle', reason: 'stale' } } };
  await app.must('PUT', '/v1/routing', {
    rules: [closing, { name: 'All', when: {}, assign: { poolId: pool.id } }],
    fallback: {},
  });
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const closingOf = async (lead: Json) => (await leadNow(app, lead)).disposition;

it('a lead that a rule closed as it came in says so', async () => {
  const lead = await aLead(app, { contact: KIM, attributes: { student: true } });
  expect(lead).toMatchObject({ rule: 'Students', disposition: { through: 'rule', by: SYSTEM } });
  expect(await closingOf(lead)).toEqual(lead.disposition);
});

it('a lead of a person who is suppressed says so, and that they must not be contacted', async () => {
  await app.must('POST', '/v1/suppressions', { email: KIM.email, reason: 'do_not_contact' });
  const lead = await aLead(app, { contact: KIM });
  expect(await leadNow(app, lead)).toMatchObject({
    status: 'suppressed',
    disposition: { through: 'suppression', by: SYSTEM },
    suppression: { kind: 'email', doNot: ['call', 'email', 'sms'] },
  });
});

it('a lead that a user closed says who did, also once that is corrected', async () => {
  const lead = await aLead(app, { contact: KIM });
  const key = await app.keyFor(['rep'], ann.id);
  await app.must('POST', `/v1/leads/${lead.id}/disposition`, PRICE, { key });
  const byAnn = { through: 'person', by: { type: 'rep', id: ann.id } };
  expect(await closingOf(lead)).toMatchObject(byAnn);
  await app.must('POST', `/v1/leads/${lead.id}/disposition/correct`, { category: 'lost', reason: 'no_need' }, { key });
  expect(await closingOf(lead)).toMatchObject({ reason: 'no_need', ...byAnn });
});

it('a lead that was closed with many others names that closing', async () => {
  const lead = await aLead(app, { contact: KIM });
  const { bulkId } = await app.must('POST', '/v1/leads/dispositions', { ids: [lead.id], disposition: PRICE });
  expect(await closingOf(lead)).toMatchObject({ through: 'bulk', bulkId, by: { type: 'key' } });
});

it('a lead that its policy closed as unreachable says so', async () => {
  const call = { kind: 'call', outcome: 'noAnswer' };
  const closing = { category: 'recycle', reason: 'unreachable' };
  const unreachable = Object.fromEntries([
    ['attempts', 2],
    ['over', 'PT1M'],
    ['then', closing],
  ]);
  await aPolicy(app, { onBreach: [] }, { time: 'elapsed', unreachable });
  const lead = await aLead(app, { contact: { phone: '+49 30 901820' } });
  for (let calls = 0; calls < 2; calls += 1) {
    await app.must('POST', `/v1/leads/${lead.id}/touches`, call);
    await app.moveBy(DAY);
  }
  expect(await leadNow(app, lead)).toMatchObject({ disposition: { through: 'unreachable', by: SYSTEM } });
});

it('an erased lead was closed by its erasure, and has no issues', async () => {
  const lead = await aLead(app, { contact: { ...KIM, phone: '12' } });
  expect(lead.issues).toEqual(['unreadablePhone']);
  await app.must('POST', '/v1/erasures', { leadId: lead.id, reason: 'Request 17' });
  const erased = await leadNow(app, lead);
  expect(erased).toMatchObject({ disposition: { through: 'erasure', by: SYSTEM }, contact: {}, suppression: null });
  expect(erased.issues).toBeUndefined();
});
