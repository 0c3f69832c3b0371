import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Router } from '../../src/lifecycle/routing/router.service.js';
import { TestApplication } from '../support/application.js';
import { DAY, HOUR, MINUTE } from '../support/instants.js';
import { verified } from '../support/invariants.js';
import type { Json } from '../support/json.js';
import { notificationsOf } from '../support/notifications.js';
import { aDesk, aLead, aPool, aTouch, eventsOf, leadNow, theReps, timelineOf } from '../support/people.js';
import { aPolicy, clockOf } from '../support/policies.js';

const KIM = { contact: { email: 'kim@example.org' } };
const STEP = { kinds: ['call'], after: 'P1D', within: 'PT4H' };

let app: TestApplication;
let ann: Json;
let bo: Json;
beforeAll(async () => {
  app = await TestApplication.start(undefined, { asInstalled: true });
  [ann, bo] = await theReps(app, ['Ann', 'Bo']);
  await aDesk(app, [ann, bo]);
  await app.mark();
});
afterEach(async () => {
  expect((await verified(app.database.url)).found).toEqual([]);
  await app.back();
});
afterAll(() => app.stop());

const policy = (fields: object = {}) => aPolicy(app, { onBreach: [] }, { time: 'elapsed', ...fields });
const asks = (fields: object = {}) => app.must('POST', '/v1/leads', { source: 'web', ...KIM, ...fields });
const ago = (ms: number) => new Date(app.time.now() - ms).toISOString();
const heard = async (rep: Json) => (await notificationsOf(app, rep)).map(({ type }: Json) => type);

/** A lead of Ann that she has tried to call, so that she owes no first touch. */
async function triedLead(fields: object = {}): Promise<Json> {
  const lead = await aLead(app, { ...KIM, owner: { repId: ann.id }, ...fields });
  await aTouch(app, lead, { repId: ann.id });
  return lead;
}

describe('a form of a person whom nobody owes a first touch', () => {
  it('leaves the lead in the pool that a person chose for it', async () => {
    await policy();
    const lead = await triedLead();
    const solo = await aPool(app, 'Solo', [bo]);
    await app.must('POST', `/v1/leads/${lead.id}/reassign`, { poolId: solo.id, reason: 'Speaks French' });
    await aTouch(app, lead, { repId: bo.id });
    await app.moveBy(HOUR);
    expect(await asks()).toMatchObject({ cycle: 2, ownerId: bo.id });
    const to = new Date(app.time.now() + DAY).toISOString();
    await app.must('POST', `/v1/reps/${bo.id}/absences`, { from: ago(0), to, openLeads: 'reassignUntouched' });
    await app.settle();
    expect((await leadNow(app, lead)).ownerId).toBeNull();
    await app.moveBy(DAY);
    expect((await leadNow(app, lead)).ownerId).toBe(bo.id);
  });

  it('begins a new cycle with one, for the same owner', async () => {
    await policy({ followUp: { steps: [STEP] } });
    const lead = await triedLead();
    await app.moveBy(2 * HOUR);
    const before = await heard(ann);
    const joined = await asks();
    expect(joined).toMatchObject({ id: lead.id, joined: true, cycle: 2, ownerId: ann.id, workState: 'untouched' });
    expect(clockOf(joined)).toMatchObject({ state: 'running', dueAt: ago(-5 * MINUTE) });
    expect(clockOf(joined, 'followUp')).toBeUndefined();
    expect((await heard(ann)).slice(0, -before.length)).toEqual(['lead.inquired']);
    const said =
      'A lead from web received Mon 2 Mar 2026, 15:00 (UTC) has sent another form, from web: it waits for your first touch, due by Mon 2 Mar 2026, 17:05 (UTC)';
    expect((await notificationsOf(app, ann))[0]!.text).toBe(said);
    expect((await timelineOf(app, lead)).slice(8)).toEqual([
      'The person asked again: a form from web, known by their e-mail address. A first touch is owed because of it',
      'Follow-up (step 1) is no longer owed: the person asked again, which begins a new cycle',
      'A new cycle: the person sent another form',
      'Assigned to Ann, after the person asked again',
      'First touch is due by Mon 2 Mar 2026, 17:05 (UTC)',
      'First response is measured without a deadline',
    ]);
    const [{ cause }] = (await app.must('GET', `/v1/leads/${lead.id}/routing`)).data;
    expect(cause).toBe('inquiry');
    expect(await eventsOf(app, lead.id, 'lead.reopened')).toMatchObject([
      { data: { by: 'contact', cycle: 2, inquiryId: joined.inquiryId } },
    ]);
    await aTouch(app, lead);
    expect(clockOf(await leadNow(app, lead), 'followUp')).toMatchObject({ state: 'running', step: 1 });
  });

  it('begins none if somebody spoke to them within a day, and one after that', async () => {
    await policy();
    const lead = await triedLead();
    await aTouch(app, lead, { outcome: 'connected' });
    await app.moveBy(DAY - MINUTE);
    expect(await asks()).toMatchObject({ id: lead.id, cycle: 1 });
    await app.moveBy(2 * MINUTE);
    expect(await asks()).toMatchObject({ id: lead.id, cycle: 2 });
    // That one is owed now.
    expect(await asks()).toMatchObject({ id: lead.id, cycle: 2 });
    const inquired = await eventsOf(app, lead.id, 'lead.inquired');
    expect(inquired.map(({ data }: Json) => data.firstTouch)).toEqual(['none', 'begins', 'stillOwed']);
    const texts = (await notificationsOf(app, ann)).map(({ text }: Json) => text);
    expect(texts.slice(0, 3).map((text: string) => text.split('from web')[2])).toEqual([
      expect.stringMatching(/^: it still waits for your first touch, due by .+ \(UTC\)$/),
      expect.stringMatching(/^: it waits for your first touch, due by .+ \(UTC\)$/),
      '',
    ]);
  });

  it('begins none within a day of a milestone, which shows that they were reached, and one if that was a mistake', async () => {
    await policy();
    const lead = await triedLead();
    const { milestones } = await app.must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'qualified' });
    await app.moveBy(HOUR);
    expect(await asks()).toMatchObject({ cycle: 1, workState: 'qualified' });
    await app.must('POST', `/v1/leads/${lead.id}/milestones/${milestones[0].id}/reverse`, { reason: 'Another lead' });
    expect(await asks()).toMatchObject({ cycle: 2 });
  });

  it('counts a conversation no more that was taken back', async () => {
    await policy();
    const lead = await triedLead();
    const call = await aTouch(app, lead, { outcome: 'connected' });
    await app.must('POST', `/v1/leads/${lead.id}/touches/${call.id}/void`, { reason: 'Another lead' });
    expect(await asks()).toMatchObject({ id: lead.id, cycle: 2 });
  });

  it('begins one after a first touch that was missed for good', async () => {
    await policy();
    await aLead(app, { ...KIM, owner: { repId: ann.id } });
    await app.moveBy(DAY);
    expect(await asks()).toMatchObject({ cycle: 2, ownerId: ann.id });
  });

  it('ends a pause, and what came before is not undone any more', async () => {
    await policy({ followUp: { steps: [STEP] } });
    const lead = await triedLead();
    const to = { repId: bo.id };
    const { bulkId } = await app.must('POST', '/v1/leads/reassign', { ids: [lead.id], to, reason: 'Bo is free' });
    await app.must('POST', `/v1/leads/${lead.id}/pause`, { until: ago(-DAY), reason: 'On holiday' });
    await app.moveBy(MINUTE);
    expect(clockOf(await asks())).toMatchObject({ state: 'running', repId: bo.id, ticking: true });
    const { results } = await app.must('POST', `/v1/leads/reassign/${bulkId}/undo`);
    expect(results).toMatchObject([{ status: 'skipped', why: expect.stringContaining('its person asked again') }]);
    expect(await leadNow(app, lead)).toMatchObject({ cycle: 2, ownerId: bo.id });
  });

  it('begins one of a lead without a policy, by the policies of today', async () => {
    const lead = await aLead(app, { ...KIM, owner: { repId: ann.id } });
    expect(await asks()).toMatchObject({ id: lead.id, cycle: 1, clocks: [] });
    await policy();
    expect(clockOf(await asks())).toMatchObject({ state: 'running' });
    expect(await leadNow(app, lead)).toMatchObject({ cycle: 2 });
  });

  it.each(['keep', 'restart'])('begins no cycle if the policy says %s', async (onInquiry) => {
    await policy({ onInquiry });
    await triedLead();
    await app.moveBy(DAY);
    const joined = await asks();
    expect(joined.cycle).toBe(1);
    expect(joined.clocks.filter(({ state }: Json) => state === 'running')).toHaveLength(onInquiry === 'keep' ? 0 : 1);
  });

  it('begins none while somebody sells to them', async () => {
    await policy();
    const lead = await triedLead();
    const account = { name: 'Kim & Co' };
    await app.must('POST', '/v1/deals', { name: 'Kim', leadId: lead.id, account, amount: '9000.00', currency: 'EUR' });
    await app.moveBy(DAY);
    expect(await asks()).toMatchObject({ id: lead.id, cycle: 1 });
  });

  it('has no time without an owner, however long it waits for its turn to be routed', async () => {
    await policy();
    const lead = await triedLead();
    const { lock } = Router.prototype;
    const waiting = jest.spyOn(Router.prototype, 'lock').mockImplementation(async function (this: Router, tx) {
      return (await lock.call(this, tx)) + 20;
    });
    expect(await asks()).toMatchObject({ id: lead.id, cycle: 2 });
    waiting.mockRestore();
    const [present, former] = (await app.must('GET', `/v1/leads/${lead.id}/routing`)).data;
    expect(former.until).toBe(present.from);
  });

  it('begins none of a person who is suppressed meanwhile', async () => {
    await policy();
    const lead = await triedLead({ contact: { email: 'kim@example.org', phone: '+49 171 2345678' } });
    await app.must('POST', '/v1/suppressions', { email: 'kim@example.org', reason: 'do_not_contact' });
    expect(await asks({ contact: { phone: '+49 171 2345678' } })).toMatchObject({ id: lead.id, cycle: 1 });
  });

  it('begins one of a person of whom only the number is suppressed: they can be answered by mail', async () => {
    await policy();
    const lead = await triedLead({ contact: { email: 'kim@example.org', phone: '+49 171 2345678' } });
    await app.must('POST', '/v1/suppressions', { phone: '+49 171 2345678', reason: 'do_not_contact' });
    expect(await asks()).toMatchObject({ id: lead.id, cycle: 2 });
  });

  it('is no second lead of the report of dispositions, which is neither open nor closed', async () => {
    await policy();
    const lead = await triedLead();
    await app.must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'qualified' });
    for (const _ of [1, 2]) {
      await app.moveBy(2 * DAY);
      await asks();
      await aTouch(app, lead, { repId: ann.id });
    }
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'price' });
    expect((await leadNow(app, lead)).cycle).toBe(3);
    const { total } = await app.report(`dispositions?by=reason&from=${ago(10 * DAY)}&to=${ago(-DAY)}`);
    expect(total).toMatchObject({ of: { leads: 1, closed: 1 }, milestones: { qualified: { leads: 1 } } });
  });

  it('begins one of a person who has written meanwhile, and to whom nobody has spoken', async () => {
    await policy();
    const lead = await triedLead();
    await aTouch(app, lead, { kind: 'email', direction: 'inbound', outcome: 'replied' });
    expect(await asks()).toMatchObject({ id: lead.id, cycle: 2 });
  });

  it('begins one for all forms of a batch', async () => {
    await policy();
    const lead = await triedLead();
    const { results } = await app.must('POST', '/v1/leads/batch', {
      leads: [1, 2].map((number) => ({ source: 'web', ...KIM, externalId: `${number}` })),
    });
    expect(results).toMatchObject([{ status: 'joined' }, { status: 'joined' }]);
    expect(await leadNow(app, lead)).toMatchObject({ cycle: 2 });
  });

  it.each<[string, (standIn: Json) => object]>([
    ['goes to the rep who stands in for its absent owner', ({ id }) => ({ coverRepId: id })],
    ['is routed if its owner is absent and nobody stands in', () => ({})],
  ])('%s', async (_, covering) => {
    await policy();
    await triedLead();
    await app.moveBy(HOUR);
    const absence = { from: ago(0), to: ago(-7 * DAY), ...covering(bo) };
    await app.must('POST', `/v1/reps/${ann.id}/absences`, absence);
    await app.moveBy(HOUR);
    const before = await heard(ann);
    const joined = await asks();
    expect(joined).toMatchObject({ cycle: 2, ownerId: bo.id });
    expect((await heard(ann)).slice(0, -before.length)).toContain('lead.movedAway');
    expect(await heard(bo)).toContain('lead.assigned');
  });

  it('begins one once a touch from before is reported, by which nobody was reached', async () => {
    await policy();
    const lead = await aLead(app, { ...KIM, owner: { repId: ann.id } });
    await app.moveBy(2 * MINUTE);
    expect(await asks()).toMatchObject({ cycle: 1 });
    await app.moveBy(2 * MINUTE);
    await aTouch(app, lead, { repId: ann.id, occurredAt: ago(3 * MINUTE) });
    expect(await leadNow(app, lead)).toMatchObject({ cycle: 2, ownerId: ann.id });
  });

  it('begins none if they were reached before, as is reported later', async () => {
    await policy();
    const lead = await aLead(app, { ...KIM, owner: { repId: ann.id } });
    await app.moveBy(2 * MINUTE);
    await asks();
    await app.moveBy(2 * MINUTE);
    await aTouch(app, lead, { repId: ann.id, outcome: 'connected', occurredAt: ago(3 * MINUTE) });
    expect(await leadNow(app, lead)).toMatchObject({ cycle: 1 });
  });

  it.each([
    ['before', 2 * MINUTE],
    ['after', 6 * MINUTE],
  ])('begins one for the owner who gets it back, if the form came %s the lead had moved', async (_, askedAfter) => {
    await aPolicy(app, { onBreach: [{ after: 'PT0S', do: 'reassign' }], onCorrection: 'return' }, { time: 'elapsed' });
    const lead = await aLead(app, { ...KIM, owner: { repId: ann.id } });
    const cameAt = app.time.now();
    await app.moveBy(askedAfter);
    await asks();
    await app.moveTo(cameAt + 7 * MINUTE);
    expect(await leadNow(app, lead)).toMatchObject({ cycle: 1, ownerId: bo.id });
    await aTouch(app, lead, { repId: ann.id, occurredAt: ago(6 * MINUTE) });
    const renewed = await leadNow(app, lead);
    expect(renewed).toMatchObject({ cycle: 2, ownerId: ann.id, reassignments: 0 });
    expect(clockOf(renewed)).toMatchObject({ state: 'running', repId: ann.id });
  });
});
