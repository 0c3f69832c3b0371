import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { DAY } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { notificationsOf } from '../support/notifications.js';
import { aDesk, aLead, allTo, aTouch, faults, leadNow, theReps } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

const MOBILE = '+49 171 2345678';
const OFFICE = '+49 30 5551000';

let app: TestApplication;
let ann: Json;
let bo: Json;
beforeAll(async () => {
  app = await TestApplication.start(undefined, { asInstalled: true });
  [ann, bo] = await theReps(app, ['Ann', 'Bo']);
  await aDesk(app, [ann, bo]);
  await aPolicy(app);
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const send = async (contact: object, fields: object = {}): Promise<Json> =>
  (await app.ask('POST', '/v1/leads', { source: 'web', contact, ...fields })).body;
const close = ({ id }: Json, reason: string) =>
  app.must('POST', `/v1/leads/${id}/disposition`, { category: 'suppress', reason });

it('a person whose lead was closed as suppressed gets a lead of their own, which names that one', async () => {
  const competitor = await send({ name: 'Kim', email: 'kim@rival.example' });
  await close(competitor, 'competitor');
  const again = await send({ name: 'Kim', email: 'kim@rival.example' });
  expect([again.id === competitor.id, again.status, again.duplicateOf]).toEqual([false, 'open', competitor.id]);
  await close(again, 'do_not_contact');
  const third = await send({ name: 'Kim', email: 'kim@rival.example' });
  expect([third.status, third.duplicateOf]).toEqual(['suppressed', again.id]);
  const { data } = await app.must('GET', `/v1/leads?duplicateOf=${again.id}`);
  expect(data.map(({ id }: Json) => id)).toEqual([third.id]);
});

it('a customer is known by what they bought, however many of their leads were suppressed since', async () => {
  const won = await send({ name: 'Kim', email: 'kim@buyer.example' });
  await app.must('POST', `/v1/leads/${won.id}/milestones`, { name: 'won' });
  for (let times = 0; times < 6; times += 1)
    await close(await send({ name: 'Kim', email: 'kim@buyer.example' }), 'competitor');
  expect((await send({ name: 'Kim', email: 'kim@buyer.example' })).duplicateOf).toBe(won.id);
});

describe('two forms with one number', () => {
  it('of an office with two addresses are two leads with one owner, also in one batch', async () => {
    const first = await send({ name: 'Kim Lee', email: 'kim@acme.example', phone: OFFICE });
    const second = await send({ name: 'Bo Roe', email: 'bo@acme.example', phone: '030 5551000', country: 'DE' });
    expect([second.joined, second.duplicateOf, second.ownerId]).toEqual([undefined, first.id, first.ownerId]);
    const colleagues = ['cy', 'di'].map((name) => ({
      source: 'web',
      contact: { name, email: `${name}@other.example`, phone: '+49 40 5551000' },
    }));
    const { results } = await app.must('POST', '/v1/leads/batch', { leads: colleagues });
    const [cy, di] = await Promise.all(results.map((each: Json) => leadNow(app, each)));
    expect([di.duplicateOf, di.ownerId]).toEqual([cy.id, cy.ownerId]);
    const { trace } = await app.must('GET', `/v1/leads/${second.id}/routing`).then(({ data }) => data[0]);
    expect(trace.because).toBe('To the owner of the lead that it may repeat; no pool dealt it.');
  });

  it('of one mobile and last name are one lead with two addresses', async () => {
    const lead = await send({ name: 'Kim Lee', email: 'kim@acme.example', phone: MOBILE });
    const again = await send({ name: 'K. Lee', email: 'kim.lee@home.example', phone: `p:${MOBILE}` });
    expect([again.id, again.joined]).toEqual([lead.id, true]);
    // Whoever writes by the second address alone is known by the form that joined.
    const third = await send({ email: 'kim.lee@home.example' });
    expect([third.id, third.joined]).toEqual([lead.id, true]);
  });

  it('is shared by three addresses, so that nobody joins or is suppressed by it', async () => {
    for (const name of ['ada', 'ben']) await send({ name, email: `${name}@acme.example`, phone: OFFICE });
    const third = await send({ name: 'cy', email: 'cy@acme.example', phone: OFFICE });
    expect([third.duplicateOf, third.issues]).toEqual([undefined, ['sharedNumber']]);
    const fourth = await send({ name: 'di', phone: OFFICE });
    expect([fourth.joined, fourth.issues]).toEqual([undefined, ['sharedNumber']]);
    await close(third, 'spam');
    expect((await app.must('GET', '/v1/suppressions')).data.map(({ kind }: Json) => kind)).toEqual(['email']);
    expect((await send({ name: 'ed', phone: OFFICE })).status).toBe('open');
    await app.moveBy(366 * DAY);
    expect((await send({ name: 'flo', email: 'flo@acme.example', phone: OFFICE })).joined).toBe(true);
  });
});

it('a number of many people that somebody enters in the list is suppressed, and nobody is called by it', async () => {
  for (const name of ['ada', 'ben', 'cyd']) await send({ name, email: `${name}@acme.example`, phone: OFFICE });
  await app.must('POST', '/v1/suppressions', { phone: OFFICE, reason: 'do_not_contact' });
  const served = await send({ name: 'di', email: 'di@acme.example', phone: OFFICE });
  expect([served.status, served.issues, served.contact.doNot]).toEqual([
    'open',
    ['suppressedNumber', 'sharedNumber'],
    ['call', 'sms'],
  ]);
  expect(await send({ name: 'ed', phone: OFFICE })).toMatchObject({ status: 'suppressed', ownerId: null });
});

it('an opt-out by a number of many people is shown to the owner of the queue, who decides', async () => {
  await allTo(app, (await app.must('GET', '/v1/pools')).data[0], { queueOwnerId: ann.id });
  const leads = [];
  for (const name of ['ada', 'ben', 'cyd'])
    leads.push(await send({ name, email: `${name}@acme.example`, phone: OFFICE }));
  await close(leads[0]!, 'do_not_contact');
  expect((await app.must('GET', '/v1/suppressions')).data.map(({ kind }: Json) => kind)).toEqual(['email']);
  const texts = (await notificationsOf(app, ann)).map(({ text }: Json) => text);
  expect(texts.join('\n')).toMatch(/Several people use its number, so that was not suppressed: please check/);
});

it('an address with three names within a month is shared', async () => {
  for (const name of ['Ada', 'Ben']) await send({ name, email: 'office@acme.example' });
  expect(await send({ name: 'Cy', email: 'office@acme.example' })).toMatchObject({ issues: ['sharedAddress'] });
});

it('a click links, and does not join', async () => {
  const lead = await send({ email: 'kim@acme.example' }, { clickIds: { gclid: 'Cj0' } });
  const other = await send({ email: 'bo@acme.example' }, { clickIds: { gclid: 'Cj0' } });
  expect([other.joined, other.duplicateOf, other.ownerId]).toEqual([undefined, lead.id, lead.ownerId]);
});

describe('a suppressed number', () => {
  beforeEach(async () => {
    await app.must('POST', '/v1/suppressions', { phone: '+44 07700 900115', reason: 'do_not_contact' });
  });

  it('beside another good address forbids calls, and the owner is told', async () => {
    const lead = await send({ name: 'Kim', email: 'kim@acme.example', phone: '07700 900115', country: 'GB' });
    expect([lead.status, lead.contact.doNot, lead.issues]).toEqual(['open', ['call', 'sms'], ['suppressedNumber']]);
    expect((await leadNow(app, lead)).suppression).toMatchObject({ kind: 'phone', doNot: ['call', 'sms'] });
    const texts = (await notificationsOf(app, { id: lead.ownerId })).map(({ text }: Json) => text);
    expect(texts.join('\n')).toMatch(
      /Do not call or text .+: the number is suppressed \(Does not want to be contacted\)/,
    );
  });

  it('of a form that joins is told to the owner, and of the form that it must not be called', async () => {
    const lead = await send({ name: 'Kim', email: 'kim@acme.example' });
    const form = await send({ email: 'kim@acme.example', phone: '07700 900115', country: 'GB' });
    expect([form.id, form.joined]).toEqual([lead.id, true]);
    const texts = (await notificationsOf(app, { id: lead.ownerId })).map(({ text }: Json) => text);
    expect(texts.join('\n')).toContain('Do not call or text');
    const { data } = await app.must('GET', `/v1/leads/${lead.id}/inquiries`);
    expect(data[0].sent.contact.doNot).toEqual(['call', 'sms']);
  });

  it('that a lead is given later forbids calls, and stays open', async () => {
    const lead = await send({ name: 'Kim', email: 'kim@acme.example', phone: MOBILE });
    const patched = await app.must('PATCH', `/v1/leads/${lead.id}`, { contact: { phone: '+447700900115' } });
    expect([patched.status, patched.contact.doNot, patched.issues]).toEqual([
      'open',
      ['call', 'sms'],
      ['suppressedNumber'],
    ]);
    const texts = (await notificationsOf(app, { id: lead.ownerId })).map(({ text }: Json) => text);
    expect(texts.join('\n')).toContain('Do not call or text');
  });

  it('beside a text that is no address waits for a person, without a promise', async () => {
    const lead = await send({ email: 'nil', phone: '+447700900115' });
    expect([lead.status, lead.ownerId, lead.clocks]).toEqual(['open', null, []]);
    const { data } = await app.must('GET', '/v1/routing/queue?queue=review');
    expect(data.map(({ leadId }: Json) => leadId)).toEqual([lead.id]);
  });

  it('alone closes the lead, in any spelling', async () => {
    for (const phone of ['+447700900115', '+44 (0)7700 900115', "'+44 7700 900115"])
      expect((await send({ phone })).status).toBe('suppressed');
  });
});

it('a lead by which nobody can be reached waits for review, without a promise, until it has an address', async () => {
  const lead = await send({ email: '-x-', phone: '1111111111' });
  expect(lead.issues).toEqual(['noContact', 'unreadableEmail', 'unreadablePhone']);
  expect([lead.status, lead.ownerId, lead.policy, lead.clocks]).toEqual(['open', null, null, []]);
  const { data } = await app.must('GET', '/v1/routing/queue?queue=review');
  expect(data).toMatchObject([{ leadId: lead.id, why: expect.stringContaining('no address and no number') }]);
  const reached = await app.must('PATCH', `/v1/leads/${lead.id}`, { contact: { email: 'kim@acme.example' } });
  expect(reached).toMatchObject({ ownerId: expect.any(String), issues: ['unreadablePhone'] });
  expect(reached.clocks[0]).toMatchObject({ kind: 'firstTouch', state: 'running', repId: reached.ownerId });
});

it.each([
  ['dummy values of Meta', { contact: { name: '<test lead: dummy data for full_name>', phone: MOBILE } }],
  [
    'dummy answers of Meta',
    { contact: { email: 'kim@x.example' }, attributes: { size: '<test lead: dummy data for size>' } },
  ],
  ['an address of Meta', { contact: { email: 'Test@Meta.com' } }],
  ['a flag of Google', { contact: { email: 'kim@x.example' }, attributes: { is_test: true } }],
])('a lead of the testing tool of an ad platform, with %s, is a test, and the same as nobody', async (_what, body) => {
  const first = await app.must('POST', '/v1/leads', { source: 'web', ...body });
  expect(first).toMatchObject({ test: true, issues: expect.arrayContaining(['platformTest']) });
  const again = await app.must('POST', '/v1/leads', { source: 'web', ...body });
  expect([again.id === first.id, again.test]).toEqual([false, true]);
  const changed = await app.must('PATCH', `/v1/leads/${first.id}`, { contact: { name: 'Kim' } });
  expect(changed).toMatchObject({ test: true });
});

it('placeholders and addresses of the company itself identify nobody, as the settings say', async () => {
  const settings = await app.must('GET', '/v1/settings');
  const { version: _, updatedAt: __, ...body } = settings;
  const placeholders = [...body.placeholders, 'info@agency.example', '030 5550000'];
  await app.must('PUT', '/v1/settings', { ...body, defaultCountry: 'DE', placeholders, ownDomains: ['acme.example'] });
  for (const email of ['none@none.com', 'noreply@shop.example', 'info@agency.example']) {
    const lead = await send({ name: 'Kim', email, phone: MOBILE });
    expect(lead.issues).toContain('placeholderEmail');
    const erased = await app.ask('POST', '/v1/erasures', { email, reason: 'Asked for it' });
    const suppressed = await app.ask('POST', '/v1/suppressions', { email, reason: 'do_not_contact' });
    expect([erased, suppressed].flatMap(faults)).toEqual(['/email placeholder', '/email placeholder']);
  }
  // Of the default country, as the list has it without a country code.
  expect((await send({ email: 'kim@x.example', phone: '+49 30 5550000' })).issues).toEqual(['placeholderPhone']);
  const own = await send({ email: 'kim@mail.acme.example' }, { externalId: 'f-1' });
  expect([own.test, own.issues]).toEqual([true, ['ownDomain']]);
  expect((await send({ email: 'kim@mail.acme.example' }, { externalId: 'f-1' })).id).toBe(own.id);
  const refused = await app.ask('PUT', '/v1/settings', { ...body, ownDomains: ['gmail.com', 'x'] });
  expect(refused.body.errors.map(({ pointer }: Json) => pointer)).toEqual(['/ownDomains/0', '/ownDomains/1']);
});

describe('a person who asks again by another address', () => {
  it('gets a lead of their own if the former address is suppressed meanwhile', async () => {
    const lead = await send({ name: 'Kim Lee', email: 'kim@acme.example', phone: MOBILE });
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'recycle', reason: 'stale' });
    await app.must('POST', '/v1/suppressions', { email: 'kim@acme.example', reason: 'do_not_contact' });
    const again = await send({ name: 'Kim Lee', email: 'kim@home.example', phone: MOBILE });
    expect([again.joined, again.status, again.duplicateOf]).toEqual([undefined, 'open', lead.id]);
    expect(again.ownerId).toEqual(expect.any(String));
    expect((await leadNow(app, lead)).status).toBe('recycled');
  });

  it('is answered if they call, since only the address was suppressed', async () => {
    const lead = await send({ email: 'kim@acme.example', phone: MOBILE });
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'recycle', reason: 'stale' });
    await app.must('POST', '/v1/suppressions', { email: 'kim@acme.example', reason: 'do_not_contact' });
    await app.moveBy(DAY);
    await aTouch(app, lead, { direction: 'inbound', outcome: 'connected', durationSeconds: 60 });
    const now = await leadNow(app, lead);
    expect([now.status, now.ownerId]).toEqual(['open', expect.any(String)]);
  });
});

it('whoever a waiting lead waits for is told that the person asks again', async () => {
  const { rules } = await app.must('GET', '/v1/routing');
  await app.must('PUT', '/v1/routing', {
    rules: [{ name: 'Review', when: {}, assign: { queue: 'review' } }, ...rules],
    fallback: { queueOwnerId: bo.id },
  });
  const lead = await send({ email: 'kim@acme.example' });
  expect(lead.ownerId).toBeNull();
  await send({ email: 'kim@acme.example' });
  expect((await notificationsOf(app, bo)).map(({ type }: Json) => type)).toContain('lead.inquired');
});

it('a new source begins with what the settings say', async () => {
  expect(await app.must('POST', '/v1/sources', { code: 'fair' })).toMatchObject({ duplicates: 'join' });
  const { version: _, updatedAt: __, ...body } = await app.must('GET', '/v1/settings');
  await app.must('PUT', '/v1/settings', { ...body, duplicates: 'link' });
  expect(await app.must('POST', '/v1/sources', { code: 'expo' })).toMatchObject({ duplicates: 'link' });
  const lead = await aLead(app);
  expect((await send({ email: 'kim@example.org' })).duplicateOf).toBe(lead.id);
});
