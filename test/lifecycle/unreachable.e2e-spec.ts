import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { MONDAY, TestApplication } from '../support/application.js';
import { DAY, iso } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aRep, aTouch, eventsOf, faults, leadNow } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

const START = Date.parse(MONDAY);
const RULE = { attempts: 3, over: 'P2D', distinctDays: 3 };
const RECYCLE = { category: 'recycle', reason: 'unreachable' };
const ruled = (closing: object = RECYCLE, fields: object = {}) => ({
  unreachable: Object.fromEntries([...Object.entries({ ...RULE, ...fields }), ['then', closing]]),
});

let app: TestApplication;
let ann: { id: string };

beforeAll(async () => {
  app = await TestApplication.start();
  ann = await aRep(app, 'Ann');
  await aDesk(app, [ann]);
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const promise = () => aPolicy(app, { within: 'PT1H' }, { time: 'elapsed', decideWithin: 'P30D', ...ruled() });
const aPhone = () => aLead(app, { contact: { phone: '+4930901820' }, owner: { repId: ann.id } });
const call = (lead: { id: string }, fields: object = {}) => aTouch(app, lead, fields);

it('a lead that was tried often enough is closed automatically, with the attempts as evidence', async () => {
  await promise();
  const lead = await aPhone();
  const attempts = [await call(lead)];
  for (const day of [1, 2]) {
    expect(await leadNow(app, lead)).toMatchObject({ status: 'open' });
    await app.moveTo(START + day * DAY);
    attempts.push(await call(lead));
  }
  const closed = await leadNow(app, lead);
  expect(closed).toMatchObject({ status: 'recycled', disposition: { category: 'recycle', reason: 'unreachable' } });
  expect(closed.clocks.filter(({ state }: Json) => state === 'running').map(({ kind }: Json) => kind)).toEqual([
    'recycle',
  ]);
  const [disposed] = await eventsOf(app, lead.id, 'lead.disposed');
  expect(disposed).toMatchObject({ actor: { type: 'system', rule: 'unreachable' } });
  expect(disposed!.data.restsOn).toEqual(attempts.map(({ id }) => id));
  const { data } = await app.feed('/v1/dispositions');
  expect(data).toMatchObject([{ leadId: lead.id, attempts: 3, restsOn: attempts.map(({ id }) => id) }]);
  const { data: timeline } = await app.must('GET', `/v1/leads/${lead.id}/timeline`);
  expect(timeline.map(({ text }: Json) => text)).toContainEqual(
    expect.stringMatching(
      /^Recycled, to come back to somebody else: .*, after 3 attempts that reached nobody, back on/,
    ),
  );
});

it('an inbound reply brings a lead back, and in time prevents its closing', async () => {
  await promise();
  const [lead, other] = [await aPhone(), await aPhone()];
  const reply = { kind: 'sms', direction: 'inbound', outcome: 'replied' };
  for (const day of [0, 1, 2]) {
    await app.moveTo(START + day * DAY);
    await call(lead);
    await call(other, day === 1 ? reply : {});
  }
  await call(other);
  expect(await leadNow(app, other)).toMatchObject({ status: 'open' });
  expect(await leadNow(app, lead)).toMatchObject({ status: 'recycled' });
  await app.moveBy(60_000);
  await call(lead, reply);
  expect(await leadNow(app, lead)).toMatchObject({ status: 'open', cycle: 2 });
});

it('a goodbye is a sign of life that prevents the closing, but brings no lead back', async () => {
  await promise();
  const [lead, other] = [await aPhone(), await aPhone()];
  const goodbye = { kind: 'sms', direction: 'inbound', outcome: 'replied', goodbye: true };
  for (const day of [0, 1, 2]) {
    await app.moveTo(START + day * DAY);
    await call(lead);
    if (day === 1) await call(other, goodbye);
    await call(other);
  }
  expect(await leadNow(app, other)).toMatchObject({ status: 'open' });
  await app.moveBy(60_000);
  await call(lead, goodbye);
  await call(lead, { ...goodbye, occurredAt: iso(START + 2 * DAY - 60_000) });
  expect(await leadNow(app, lead)).toMatchObject({ status: 'recycled', cycle: 1 });
});

it('a reply before the closing that is reported later brings the lead back', async () => {
  await promise();
  const lead = await aPhone();
  for (const day of [0, 1, 2]) {
    await app.moveTo(START + day * DAY);
    await call(lead);
  }
  await app.moveBy(3_600_000);
  const reply = { kind: 'sms', direction: 'inbound', outcome: 'replied', automated: true };
  await call(lead, { ...reply, occurredAt: iso(START + 2 * DAY - 60_000) });
  expect(await leadNow(app, lead)).toMatchObject({ status: 'recycled' });
  await call(lead, { ...reply, automated: false, occurredAt: iso(START + 2 * DAY - 60_000) });
  expect(await leadNow(app, lead)).toMatchObject({ status: 'open', cycle: 2 });
  // The decision clock was met by no rep: the rule closed the lead.
  expect(await eventsOf(app, lead.id, 'sla.met')).not.toContainEqual(
    expect.objectContaining({ data: expect.objectContaining({ kind: 'decide' }) }),
  );
});

it('a new address has to be tried too, whatever was tried at the former one', async () => {
  await promise();
  const contact = { phone: '+4930901820', email: 'kim@exmaple.org' };
  const lead = await aLead(app, { contact, owner: { repId: ann.id } });
  await call(lead);
  await call(lead, { kind: 'email', outcome: 'bounced' });
  await app.must('PATCH', `/v1/leads/${lead.id}`, { contact: { email: 'kim@example.org' } });
  for (const day of [1, 2, 3]) {
    await app.moveTo(START + day * DAY);
    await call(lead);
  }
  expect(await leadNow(app, lead)).toMatchObject({ status: 'open' });
  await call(lead, { kind: 'email', outcome: 'sent' });
  expect(await leadNow(app, lead)).toMatchObject({ status: 'recycled' });
});

it('attempts before another form of the person prove nothing, those after it may', async () => {
  await app.must('POST', '/v1/sources', { code: 'web', duplicates: 'join' });
  await promise();
  const contact = { phone: '+4930901820' };
  const lead = await aLead(app, { source: 'web', contact, owner: { repId: ann.id } });
  await call(lead);
  await app.moveTo(START + DAY);
  await call(lead);
  await app.moveTo(START + 2 * DAY);
  expect((await app.ask('POST', '/v1/leads', { source: 'web', contact })).body.joined).toBe(true);
  for (const day of [2, 3]) {
    await app.moveTo(START + day * DAY + 60_000);
    await call(lead);
  }
  expect(await leadNow(app, lead)).toMatchObject({ status: 'open' });
  await app.moveTo(START + 4 * DAY + 60_000);
  await call(lead);
  expect(await leadNow(app, lead)).toMatchObject({ status: 'recycled' });
  const [disposed] = await eventsOf(app, lead.id, 'lead.disposed');
  expect(disposed!.data.restsOn).toHaveLength(3);
});

it('one batch of last attempts can close many leads', async () => {
  await promise();
  const leads = [await aPhone(), await aPhone(), await aPhone()];
  const touches = leads.flatMap(({ id }) =>
    [0, 1, 2].map((day) => ({ leadId: id, kind: 'call', outcome: 'voicemail', occurredAt: iso(START + day * DAY) })),
  );
  await app.moveTo(START + 2 * DAY + 60_000);
  const { results } = await app.must('POST', '/v1/touches/batch', { touches });
  expect(results.map(({ status }: Json) => status)).toEqual(touches.map(() => 'recorded'));
  for (const lead of leads) expect(await leadNow(app, lead)).toMatchObject({ status: 'recycled' });
});

it('the rule is refused if it could not be carried out, and its reason cannot be deleted', async () => {
  const made = (fields: object) =>
    app.post('/v1/sla-policies', { name: 'Refused', firstTouch: { within: 'PT5M' }, ...fields });
  expect(faults(await made(ruled({ category: 'recycle', reason: 'gone' })))).toEqual([
    '/unreachable/then/reason unknownReason',
  ]);
  expect(faults(await made(ruled({ category: 'lost', reason: 'unreachable' })))).toEqual([
    '/unreachable/then/reason otherCategory',
  ]);
  expect(faults(await made(ruled({ category: 'nurture', reason: 'not_now' })))).toEqual([
    '/unreachable/then/reason requires',
  ]);
  expect(faults(await made(ruled(RECYCLE, { distinctDays: 4 })))).toEqual(['/unreachable/distinctDays contradiction']);
  await promise();
  const { data } = await app.must('GET', '/v1/disposition-reasons?limit=100');
  const { id } = data.find(({ code }: Json) => code === 'unreachable');
  const refused = await app.delete(`/v1/disposition-reasons/${id}`);
  expect(refused.body).toMatchObject({ status: 409, usedBy: [{ kind: 'policy' }] });
  const renamed = { code: 'gone', category: 'recycle', label: 'Gone', requires: [], intent: 'realButNotNow' };
  expect(faults(await app.put(`/v1/disposition-reasons/${id}`, renamed))).toEqual(['/code inUse']);
});

it('a lead with a milestone counts as reached, so later attempts do not close it', async () => {
  await promise();
  const lead = await aPhone();
  await call(lead);
  await app.must('POST', `/v1/leads/${lead.id}/milestones`, {
    name: 'opportunity',
    value: { amount: '50000.00', currency: 'EUR' },
  });
  for (const day of [1, 2, 3]) {
    await app.moveTo(START + day * DAY);
    await call(lead);
  }
  expect(await leadNow(app, lead)).toMatchObject({ status: 'open', workState: 'qualified' });
});

it('a lead closed as unreachable comes back when it replies, whatever its reason says', async () => {
  const { data } = await app.must('GET', '/v1/disposition-reasons');
  const {
    id,
    version: _,
    createdAt: __,
    updatedAt: ___,
    ...reason
  } = data.find(({ code }: Json) => code === 'unresponsive_after_contact');
  await app.must('PUT', `/v1/disposition-reasons/${id}`, { ...reason, reopens: false });
  const lost = { category: 'lost', reason: 'unresponsive_after_contact' };
  await aPolicy(app, { within: 'PT1H' }, { time: 'elapsed', decideWithin: 'P30D', ...ruled(lost) });
  const lead = await aPhone();
  for (const day of [0, 1, 2]) {
    await app.moveTo(START + day * DAY);
    await call(lead);
  }
  expect(await leadNow(app, lead)).toMatchObject({ status: 'lost' });
  await call(lead, { kind: 'sms', direction: 'inbound', outcome: 'replied' });
  expect(await leadNow(app, lead)).toMatchObject({ status: 'open', cycle: 2 });
});
