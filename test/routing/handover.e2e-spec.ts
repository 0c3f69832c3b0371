import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { notificationsOf } from '../support/notifications.js';
import { aLead, aPool, aRep, aTouch, eventsOf, faults, leadNow, timelineOf } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

let app: TestApplication;
let sam: Json;
let mia: Json;
let eve: Json;
let ada: Json;
let sdrs: Json;
let aes: Json;
beforeAll(async () => {
  app = await TestApplication.start();
  mia = await aRep(app, 'Mia');
  [sam, eve, ada] = [
    await aRep(app, 'Sam'),
    await aRep(app, 'Eve', { managerId: mia.id }),
    await aRep(app, 'Ada', { managerId: mia.id }),
  ];
  [sdrs, aes] = [await aPool(app, 'SDRs', [sam]), await aPool(app, 'AEs', [eve, ada])];
  await rule({ acceptWithin: 'PT1H' });
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

/** SDRs get all new leads, and account executives the qualified ones. */
const rule = (fields: object) =>
  app.must('PUT', '/v1/routing', {
    rules: [
      { name: 'New', when: {}, assign: { poolId: sdrs.id } },
      { name: 'Qualified', on: 'milestone:qualified', when: {}, assign: { poolId: aes.id }, ...fields },
    ],
    fallback: { queueOwnerId: mia.id },
  });
const keyOf = async (rep: Json) => ({ key: await app.keyFor(['rep'], rep.id) });
const qualify = (lead: Json, fields: object = {}) =>
  app.must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'qualified', ...fields });
const clockNow = async (lead: Json, kind = 'accept') =>
  (await leadNow(app, lead)).clocks.filter((clock: Json) => clock.kind === kind).at(-1);
const historyOf = async (lead: Json) => (await app.must('GET', `/v1/leads/${lead.id}/routing`)).data;
const notified = async (rep: Json): Promise<string[]> =>
  (await notificationsOf(app, rep)).map(({ type, text }: Json) => `${type}: ${text}`);
const textsOf = (lead: Json) => timelineOf(app, lead);

describe('a lead that is qualified', () => {
  it('moves to the target pool, with a trace for each owner in its history', async () => {
    const lead = await aLead(app);
    const after = await qualify(lead);
    expect(after).toMatchObject({ ownerId: eve.id, poolId: aes.id, rule: 'Qualified', giverIds: [sam.id] });
    expect(await historyOf(lead)).toMatchObject([
      {
        repId: eve.id,
        poolId: aes.id,
        cause: 'milestone',
        trace: { rules: [{ name: 'Qualified', matched: true }], winner: eve.id },
      },
      { repId: sam.id, poolId: sdrs.id, cause: 'intake', trace: { rules: [{ name: 'New', matched: true }] } },
    ]);
    expect(await textsOf(lead)).toContain('Moved from Sam to Eve: handed over, as it is qualified');
    expect((await notified(eve))[0]).toMatch(
      /^lead\.reassigned: .+ moved from Sam to you: handed over, as it is qualified$/,
    );
    expect((await notified(sam))[0]).toMatch(
      /^lead\.movedAway: .+ moved from you to Eve: handed over, as it is qualified$/,
    );
    const [{ leadsGot }] = (await app.must('GET', `/v1/pools/${sdrs.id}/fairness`)).data;
    expect(leadsGot).toBe(1);
  });

  it('remains readable, but not changeable, for the rep who handed it over', async () => {
    const lead = await aLead(app);
    const key = await keyOf(sam);
    await qualify(lead);
    expect((await app.ask('GET', `/v1/leads/${lead.id}`, undefined, key)).body.ownerId).toBe(eve.id);
    expect((await app.ask('GET', `/v1/leads/${lead.id}/timeline`, undefined, key)).status).toBe(200);
    for (const status of ['', '?status=open'])
      expect((await app.ask('GET', `/v1/leads${status}`, undefined, key)).body.data).toMatchObject([{ id: lead.id }]);
    expect((await app.ask('GET', `/v1/reps/${sam.id}/inbox`, undefined, key)).body.data).toEqual([]);
    const touch = { kind: 'call', outcome: 'connected' };
    const { status, body } = await app.ask('POST', `/v1/leads/${lead.id}/touches`, touch, key);
    expect([status, body.detail]).toEqual([403, expect.stringContaining('You may only read it')]);
    const other = await keyOf(ada);
    expect((await app.ask('GET', `/v1/leads/${lead.id}`, undefined, other)).status).toBe(404);
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'price' });
    expect((await app.ask('GET', `/v1/leads/${lead.id}`, undefined, key)).body.status).toBe('lost');
  });

  it('is accepted by its new owner in working time, or by their first touch', async () => {
    const [accepted, touched] = [await aLead(app), await aLead(app)];
    await qualify(accepted);
    await qualify(touched);
    expect(await clockNow(accepted)).toMatchObject({
      repId: eve.id,
      state: 'running',
      dueAt: '2026-03-02T16:00:00.000Z',
      target: 'PT1H',
    });
    await app.moveBy(10 * MINUTE);
    const answer = await app.ask('POST', `/v1/leads/${accepted.id}/acknowledge`, undefined, await keyOf(eve));
    expect(answer.status).toBe(200);
    expect(await clockNow(accepted)).toMatchObject({ state: 'met', metAt: '2026-03-02T15:10:00.000Z' });
    const again = await app.ask('POST', `/v1/leads/${accepted.id}/acknowledge`, undefined, await keyOf(eve));
    expect([again.status, again.body.detail]).toEqual([
      409,
      expect.stringMatching(
        /^Its owner already accepted it at Mon 2 Mar 2026, \d\d:10 \(.+\), and acknowledging would delay no move/,
      ),
    ]);
    await aTouch(app, touched, { repId: ada.id, outcome: 'connected' });
    expect(await clockNow(touched)).toMatchObject({ state: 'met', repId: ada.id });
    await app.moveBy(120 * MINUTE);
    expect((await leadNow(app, accepted)).ownerId).toBe(eve.id);
    expect(await textsOf(accepted)).toContainEqual(expect.stringMatching(/^Acceptance was on time: /));
  });

  it('moves on if it is not accepted, after a warning, and a manager is notified', async () => {
    const lead = await aLead(app);
    await qualify(lead);
    await app.moveBy(48 * MINUTE);
    expect((await notified(eve))[0]).toMatch(/^sla\.warned: .+ waits for your acceptance, due by /);
    await app.moveBy(12 * MINUTE);
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: ada.id, giverIds: [sam.id] });
    expect(await historyOf(lead)).toMatchObject([
      { repId: ada.id, cause: 'breach', poolId: aes.id },
      { repId: eve.id },
      {},
    ]);
    expect(await clockNow(lead)).toMatchObject({ repId: ada.id, state: 'running', dueAt: '2026-03-02T17:00:00.000Z' });
    expect((await notified(mia))[0]).toMatch(/^sla\.escalated: Eve did not accept .+ in time/);
    expect(await textsOf(lead)).toContain('Moved from Eve to Ada: no acceptance within 1 hour');
    // No other rep is left, so it stays with its owner.
    await app.moveBy(60 * MINUTE);
    expect((await leadNow(app, lead)).ownerId).toBe(ada.id);
    const { total } = await app.report('breaches?from=2026-03-01&to=2026-03-08');
    expect(total.kinds.accept).toMatchObject({ made: 2, breached: 2 });
  });

  it('stays with an owner in the target pool, and with any owner if no rule matches', async () => {
    await app.must('PUT', '/v1/routing', {
      rules: [
        { name: 'New', when: {}, assign: { poolId: aes.id } },
        { name: 'Qualified', on: 'milestone:qualified', when: {}, assign: { poolId: aes.id } },
        {
          name: 'Abroad',
          on: 'milestone:opportunity',
          when: { field: 'contact.country', op: 'eq', value: 'FR' },
          assign: { poolId: sdrs.id },
        },
      ],
    });
    const lead = await aLead(app);
    expect((await qualify(lead)).ownerId).toBe(lead.ownerId);
    expect((await app.must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'opportunity' })).ownerId).toBe(
      lead.ownerId,
    );
    expect(await historyOf(lead)).toHaveLength(1);
  });

  it('stays with the rep who helps out if the milestone is reported again, unless a person moved it since', async () => {
    const [fay, gus] = [await aRep(app, 'Fay'), await aRep(app, 'Gus')];
    const help = await aPool(app, 'Help', [fay, gus]);
    await app.must('PUT', `/v1/pools/${aes.id}`, { ...aes, fallbackPoolId: help.id });
    for (const rep of [eve, ada]) await app.must('PUT', `/v1/reps/${rep.id}/availability`, { available: false });
    const lead = await aLead(app);
    const { ownerId } = await qualify(lead);
    expect([fay.id, gus.id]).toContain(ownerId);
    expect(await qualify(lead)).toMatchObject({ ownerId, reassignments: 1 });
    await app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: sam.id, reason: 'Not yet' });
    expect((await qualify(lead)).ownerId).not.toBe(sam.id);
  });

  it('waits in the queue for the target pool, and is assigned by the same rule', async () => {
    for (const rep of [eve, ada]) await app.must('PUT', `/v1/reps/${rep.id}/availability`, { available: false });
    const lead = await aLead(app);
    expect(await qualify(lead)).toMatchObject({ ownerId: null, poolId: aes.id, giverIds: [sam.id] });
    expect((await app.ask('GET', `/v1/leads/${lead.id}`, undefined, await keyOf(sam))).status).toBe(200);
    await app.must('PUT', `/v1/reps/${ada.id}/availability`, { available: true });
    await app.moveBy(MINUTE);
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: ada.id, rule: 'Qualified' });
    expect(await clockNow(lead)).toMatchObject({ repId: ada.id, state: 'running' });
  });

  it('follows changed rules out of the queue, although a person chose its pool before', async () => {
    const nobody = await aPool(app, 'Nobody', []);
    await rule({ assign: { poolId: nobody.id } });
    const lead = await aLead(app);
    const spare = await aPool(app, 'Spare', [mia]);
    await app.must('POST', `/v1/leads/${lead.id}/reassign`, { poolId: spare.id, reason: 'Hers' });
    expect((await qualify(lead)).ownerId).toBeNull();
    await rule({});
    await app.settle();
    expect((await leadNow(app, lead)).ownerId).toBe(eve.id);
  });

  it('is handed over in batches, by the last milestone of each lead', async () => {
    const leads = [await aLead(app), await aLead(app), await aLead(app)];
    const occurredAt = new Date(app.time.now()).toISOString();
    const milestones = leads.map(({ id: leadId }) => ({ leadId, name: 'qualified', occurredAt }));
    await app.must('POST', '/v1/milestones/batch', { milestones });
    const owners = await Promise.all(leads.map(async (lead) => (await leadNow(app, lead)).ownerId));
    expect(owners).toEqual([eve.id, ada.id, eve.id]);
  });

  it('stays with its owner if the milestone is reversed, and returns by the rules for new leads', async () => {
    await aPolicy(app);
    const lead = await aLead(app);
    const { milestones } = await qualify(lead);
    await app.must('POST', `/v1/leads/${lead.id}/milestones/${milestones[0].id}/reverse`, { reason: 'A mistake' });
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: eve.id });
    expect(await clockNow(lead)).toMatchObject({ state: 'running' });
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, {
      category: 'recycle',
      reason: 'stale',
      fields: { recycleAfter: 'P1D' },
    });
    await app.moveBy(24 * 60 * MINUTE);
    expect(await leadNow(app, lead)).toMatchObject({ cycle: 2, rule: 'New' });
    expect(await eventsOf(app, lead.id, 'lead.reassigned')).toHaveLength(1);
  });

  it('keeps its acceptance when an unrelated touch is voided', async () => {
    await aPolicy(app);
    const lead = await aLead(app);
    await qualify(lead);
    await app.must('POST', `/v1/leads/${lead.id}/acknowledge`);
    const touch = await aTouch(app, lead, { outcome: 'connected' });
    await app.must('POST', `/v1/leads/${lead.id}/touches/${touch.id}/void`, { reason: 'Another lead' });
    expect(await clockNow(lead)).toMatchObject({ state: 'met' });
  });

  it('must be accepted again when the touch that accepted it is voided', async () => {
    const lead = await aLead(app);
    await qualify(lead);
    const touch = await aTouch(app, lead, { outcome: 'connected' });
    expect(await clockNow(lead)).toMatchObject({ state: 'met' });
    await app.must('POST', `/v1/leads/${lead.id}/touches/${touch.id}/void`, { reason: 'Another lead' });
    expect(await clockNow(lead)).toMatchObject({ state: 'running', repId: eve.id });
  });
});

describe('rules for milestones', () => {
  it('are refused if they have nothing to accept, an invalid time, or close a lead', async () => {
    const put = (fields: object) =>
      app.ask('PUT', '/v1/routing', { rules: [{ name: 'One', when: {}, assign: { poolId: aes.id }, ...fields }] });
    expect(faults(await put({ acceptWithin: 'PT1H' }))).toEqual(['/rules/0/acceptWithin contradiction']);
    expect(faults(await put({ on: 'milestone:qualified', acceptWithin: 'PT0S' }))).toEqual([
      '/rules/0/acceptWithin duration',
    ]);
    expect(faults(await put({ on: 'milestone:won' }))).toEqual(['/rules/0/on value']);
    const dispose = { dispose: { category: 'lost', reason: 'price' } };
    expect(faults(await put({ on: 'milestone:qualified', assign: dispose }))).toEqual([
      '/rules/0/assign/dispose contradiction',
    ]);
    const rules = [
      { name: 'One', on: 'milestone:qualified', acceptWithin: 'PT1H', when: {}, assign: { poolId: aes.id } },
    ];
    expect((await app.must('PUT', '/v1/routing', { rules })).rules).toEqual(rules);
  });

  it('can be previewed', async () => {
    const lead = { source: 'web', contact: { email: 'kim@example.org' } };
    expect(await app.must('POST', '/v1/routing/preview', { lead, on: 'milestone:qualified' })).toMatchObject({
      ownerId: eve.id,
      rule: 'Qualified',
    });
    expect(await app.must('POST', '/v1/routing/preview', { lead })).toMatchObject({ ownerId: sam.id, rule: 'New' });
  });
});
