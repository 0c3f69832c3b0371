import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { DAY, iso, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { toldTo } from '../support/notifications.js';
import { aCast, aDesk, aLead, aTouch, eventsOf, leadNow, timelineOf } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

const KIM = { email: 'kim@back.example', phone: '+49 30 901820' };
const PRICE = { category: 'lost', reason: 'price' };

let app: TestApplication;
let ann: Json;
let bo: Json;
let cy: Json;
let keys: Record<'ann' | 'bo' | 'cy' | 'program', string>;

beforeAll(async () => {
  app = await TestApplication.start(undefined, { asInstalled: true });
  const cast = await aCast(app, ['Ann', 'Bo', 'Cy']);
  ({ ann, bo, cy } = cast.people);
  keys = cast.keys;
  // Ann works on leads, Bo on deals; Cy stands in for Bo.
  await aDesk(app, [ann]);
  await aPolicy(app, { within: 'PT5M' }, { time: 'elapsed', decideWithin: 'P30D' });
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const reopen = (lead: Json, key = keys.program) =>
  app.as(key).must('POST', `/v1/leads/${lead.id}/reopen`, { reason: 'They may buy after all' });
const aForm = async (lead: Json) => {
  const { body } = await app.ask('POST', '/v1/leads', { source: 'web', contact: { email: KIM.email } });
  expect(body).toMatchObject({ id: lead.id, joined: true });
};
const aCall = (lead: Json) =>
  app.as(keys.program).must('POST', `/v1/leads/${lead.id}/touches`, {
    kind: 'call',
    direction: 'inbound',
    outcome: 'connected',
  });
const later = (ms: number) => iso(app.time.now() + ms);
const NURTURE = () => ({ category: 'nurture', reason: 'not_now', fields: { wakeAt: later(30 * DAY) } });
const RECYCLE = { category: 'recycle', reason: 'stale', fields: { recycleAfter: 'P30D' } };

/** Creates a lead of Ann, whose deal of Bo stays open when she closes the lead. */
async function aClosedLead(closing: object = PRICE): Promise<{ lead: Json; deal: Json }> {
  const lead = await aLead(app, { source: 'web', contact: KIM });
  await aTouch(app, lead, { outcome: 'connected' });
  const deal = await app.as(keys.program).must('POST', '/v1/deals', {
    name: 'Website',
    account: { name: 'Juno' },
    leadId: lead.id,
    ownerRepId: bo.id,
    amount: '9000.00',
    currency: 'EUR',
  });
  // Ann has tried too little to close it as stale herself.
  await app.as(keys.program).must('POST', `/v1/leads/${lead.id}/disposition`, { ...closing, deals: 'keep' });
  await app.moveBy(DAY);
  return { lead, deal };
}

const openWith = async (lead: Json, deal: Json) => {
  const { status, ownerId, workState, clocks } = await leadNow(app, lead);
  const running = clocks.filter(({ state }: Json) => state === 'running').map(({ kind }: Json) => kind);
  const { stage } = await app.must('GET', `/v1/deals/${deal.id}`);
  return [status, ownerId, workState, running, stage];
};
const away = (rep: Json, cover?: Json) =>
  app.must('POST', `/v1/reps/${rep.id}/absences`, {
    from: iso(app.time.now()),
    to: later(10 * DAY),
    ...(cover !== undefined && { coverRepId: cover.id }),
  });

const ASKING: readonly (readonly [string, (lead: Json) => Promise<unknown>])[] = [
  ['another form', aForm],
  ['a call', aCall],
];
const WAYS: readonly (readonly [string, object | (() => object), (lead: Json) => Promise<unknown>])[] = [
  ['another form', PRICE, aForm],
  ['a call', PRICE, aCall],
  ['its owner', PRICE, (lead) => reopen(lead, keys.ann)],
  ['a program', PRICE, (lead) => reopen(lead)],
  ['the end of its nurture', NURTURE, () => app.moveBy(30 * DAY)],
  ['the end of its recycling', RECYCLE, () => app.moveBy(30 * DAY)],
];

describe('a closed lead with an open deal', () => {
  it.each(WAYS)(
    'that %s brings back opens for the owner of the deal, who owes no first touch',
    async (_, closing, act) => {
      const { lead, deal } = await aClosedLead(typeof closing === 'function' ? closing() : closing);
      await act(lead);
      expect(await openWith(lead, deal)).toEqual(['open', bo.id, 'qualified', [], 'open']);
      const started = (await eventsOf(app, lead.id, 'sla.started')).map(({ data }) => data.kind);
      expect(started.filter((kind) => kind === 'firstTouch' || kind === 'leadResponse')).toHaveLength(2);
      expect(await toldTo(app, ann, 'lead.assigned')).toHaveLength(1);
    },
  );

  it.each(ASKING)('tells the owner of the deal of %s, and whoever has the lead next owes nothing', async (_, act) => {
    const { lead, deal } = await aClosedLead();
    await act(lead);
    const because = 'because of its deal: the person has asked again';
    expect(await toldTo(app, bo)).toEqual([expect.stringMatching(new RegExp(`is yours, ${because}$`))]);
    expect((await timelineOf(app, lead)).at(-1)).toBe(`Assigned to Bo, ${because}`);
    await app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: ann.id, reason: 'Holiday' });
    expect(await openWith(lead, deal)).toEqual(['open', ann.id, 'qualified', [], 'open']);
  });

  it('keeps the reason of whoever reopens it by hand', async () => {
    const { lead } = await aClosedLead();
    await reopen(lead);
    expect((await timelineOf(app, lead)).at(-1)).toBe('Assigned to Bo, because of its deal (“They may buy after all”)');
    expect(await toldTo(app, bo)).toEqual([expect.stringMatching(/is yours, because of its deal$/)]);
  });

  it.each(ASKING)('goes to the cover of an owner who is away, after %s', async (_, act) => {
    const { lead, deal } = await aClosedLead();
    await away(bo, cy);
    await act(lead);
    expect(await openWith(lead, deal)).toEqual(['open', cy.id, 'qualified', [], 'open']);
    expect(await toldTo(app, cy)).toEqual([expect.stringMatching(/is yours: you stand in for Bo, who is away$/)]);
  });

  it('goes to the cover too if its deal is reopened meanwhile', async () => {
    const { lead, deal } = await aClosedLead();
    const act = (deed: string, body?: object) =>
      app.as(keys.program).must('POST', `/v1/deals/${deal.id}/${deed}`, body);
    await act('lose', { reason: 'price' });
    await away(bo, cy);
    await act('reopen');
    expect(await openWith(lead, deal)).toEqual(['open', cy.id, 'qualified', [], 'open']);
  });

  it('waits for an owner who is away without a cover', async () => {
    const { lead, deal } = await aClosedLead();
    await away(bo);
    await aForm(lead);
    expect(await openWith(lead, deal)).toEqual(['open', bo.id, 'qualified', [], 'open']);
  });

  it('follows the rules if the owner of the deal has left, and nobody owes a first touch', async () => {
    const { lead, deal } = await aClosedLead();
    await app.must('PUT', `/v1/reps/${bo.id}`, { name: 'Bo', email: 'bo@example.com', active: false });
    await aForm(lead);
    expect(await openWith(lead, deal)).toEqual(['open', ann.id, 'qualified', [], 'open']);
    expect((await toldTo(app, ann))[0]).toMatch(/is yours, because of its deal: the person has asked again$/);
  });

  it('goes to its last owner with a first touch, if the deal is a renewal', async () => {
    const { lead, deal } = await aClosedLead();
    await app.as(keys.program).must('PATCH', `/v1/deals/${deal.id}`, { type: 'renewal' });
    await aForm(lead);
    expect(await openWith(lead, deal)).toEqual(['open', ann.id, 'untouched', ['firstTouch', 'leadResponse'], 'open']);
  });
});

it('a closing of many leads that is undone finds a lead open whose deal was made since', async () => {
  const lead = await aLead(app, { source: 'web', contact: KIM });
  const closed = await app.must('POST', '/v1/leads/dispositions', { ids: [lead.id], disposition: PRICE });
  await app.as(keys.program).must('POST', '/v1/deals', {
    name: 'Website',
    account: { name: 'Juno' },
    leadId: lead.id,
    ownerRepId: bo.id,
    amount: '9000.00',
    currency: 'EUR',
  });
  await app.moveBy(MINUTE);
  const undone = await app.must('POST', `/v1/leads/dispositions/${closed.bulkId}/undo`);
  expect(undone.results).toMatchObject([{ status: 'skipped' }]);
  expect(await leadNow(app, lead)).toMatchObject({ status: 'open', ownerId: bo.id, workState: 'qualified' });
});

it('the owner of an open deal is told of a form of its suppressed person, which stays closed', async () => {
  const { deal } = await aClosedLead({ category: 'suppress', reason: 'do_not_contact' });
  const { body } = await app.ask('POST', '/v1/leads', { source: 'web', contact: { email: KIM.email } });
  expect(await leadNow(app, body)).toMatchObject({ status: 'suppressed', ownerId: null });
  const { data } = await app.must('GET', `/v1/reps/${bo.id}/notifications`);
  expect(data).toMatchObject([{ type: 'lead.inquired', dealId: deal.id }]);
  expect(data[0].text).toMatch(
    /^The person of .*Website.* has sent another form, from web, which was closed at once: /,
  );
});
