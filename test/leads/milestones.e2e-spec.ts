import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { MONDAY, TestApplication } from '../support/application.js';
import { HOUR, iso, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aRep, aTouch, faults, leadNow } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

const START = Date.parse(MONDAY) + 10 * HOUR;

let app: TestApplication;
let ann: Json;
beforeAll(async () => {
  app = await TestApplication.start(iso(START));
  ann = await aRep(app, 'Ann');
  await aDesk(app, [ann]);
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const timeline = async ({ id }: Json): Promise<Json[]> => (await app.must('GET', `/v1/leads/${id}/timeline`)).data;

const reach = (lead: Json, name: string, fields: object = {}) =>
  app.must('POST', `/v1/leads/${lead.id}/milestones`, { name, ...fields });
const value = (amount: string, currency = 'EUR') => ({ value: { amount, currency } });
const reverse = (lead: Json, milestone: Json, body: object = { reason: 'Cancelled' }) =>
  app.ask('POST', `/v1/leads/${lead.id}/milestones/${milestone.id}/reverse`, body);
const revalue = (lead: Json, milestone: Json, body: object) =>
  app.ask('PUT', `/v1/leads/${lead.id}/milestones/${milestone.id}/value`, body);
const outcomes = async (query = '') => {
  await app.feedsCaughtUp();
  return (await app.must('GET', `/v1/dispositions?include=milestones${query}`)).data as Json[];
};
const running = async (lead: Json) =>
  (await leadNow(app, lead)).clocks
    .filter(({ state, kind }: Json) => state === 'running' && kind !== 'leadResponse')
    .map(({ kind, step, dueAt }: Json) => (step === undefined ? [kind, dueAt] : [kind, step, dueAt]));

describe('milestones of a lead', () => {
  it('are not dated into the time of a former owner by a rep, because they count as that owner’s first touch', async () => {
    const max = await aRep(app, 'Max');
    const bo = await aRep(app, 'Bo', { managerId: max.id });
    await aPolicy(app, { by: 'owner', within: 'PT5M', onBreach: [] }, { time: 'elapsed' });
    const lead = await aLead(app, { owner: { repId: ann.id } });
    await app.moveTo(START + 6 * MINUTE);
    await app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: bo.id, reason: 'Swap' });
    await app.moveTo(START + 7 * MINUTE);
    const [byBo, byMax] = [await app.keyFor(['rep'], bo.id), await app.keyFor(['manager'], max.id)];
    const qualified = (at: number) => ({ name: 'qualified', occurredAt: iso(at) });
    const ofAnn = START + 4 * MINUTE;
    for (const key of [byBo, byMax])
      expect(faults(await app.post(`/v1/leads/${lead.id}/milestones`, qualified(ofAnn), { key }))).toEqual([
        '/occurredAt formerOwner',
      ]);
    const inBatch = (at: number) => ({ milestones: [{ leadId: lead.id, ...qualified(at) }] });
    const batch = await app.must('POST', '/v1/milestones/batch', inBatch(ofAnn), { key: byBo });
    expect(batch.results).toMatchObject([{ status: 'invalid' }]);
    const clocks = async () =>
      (await leadNow(app, lead)).clocks
        .filter(({ kind }: Json) => kind === 'firstTouch')
        .map(({ repId, state }: Json) => [repId === ann.id ? 'Ann' : 'Bo', state]);
    expect(await clocks()).toEqual([
      ['Ann', 'breached'],
      ['Bo', 'running'],
    ]);
    await app.must('POST', `/v1/leads/${lead.id}/milestones`, qualified(START + 6 * MINUTE), { key: byBo });
    expect(await clocks()).toEqual([
      ['Ann', 'breached'],
      ['Bo', 'met'],
    ]);
  });

  it('are dated into the time of a former owner by whoever speaks for that owner', async () => {
    const max = await aRep(app, 'Max');
    const [bo, cy] = [await aRep(app, 'Bo', { managerId: max.id }), await aRep(app, 'Cy', { managerId: max.id })];
    const lead = await aLead(app, { owner: { repId: cy.id } });
    await app.moveTo(START + MINUTE);
    await app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: bo.id, reason: 'Swap' });
    const tell = (name: string, key: string) =>
      app.post(`/v1/leads/${lead.id}/milestones`, { name, occurredAt: iso(START) }, { key });
    expect((await tell('qualified', await app.keyFor(['manager'], max.id))).status).toBe(200);
    expect((await tell('opportunity', await app.keyFor(['integration']))).status).toBe(200);
  });

  it('are shown on it, with their values', async () => {
    const lead = await aLead(app);
    expect(lead.milestones).toEqual([]);
    await reach(lead, 'qualified', { occurredAt: iso(START) });
    await app.moveTo(START + HOUR);
    const won = await reach(lead, 'won', value('1200.00'));
    expect(won.milestones).toEqual([
      { id: expect.any(String), name: 'qualified', occurredAt: iso(START), value: null, cycle: 1, reversedAt: null },
      {
        id: expect.any(String),
        name: 'won',
        occurredAt: iso(START + HOUR),
        value: { amount: '1200.00', currency: 'EUR' },
        cycle: 1,
        reversedAt: null,
      },
    ]);
    expect((await leadNow(app, lead)).milestones).toEqual(won.milestones);
    expect((await app.must('GET', '/v1/leads')).data[0].milestones).toEqual(won.milestones);
  });

  it('are outcomes in the feed, in one order with dispositions', async () => {
    const [sold, lost] = [await aLead(app, { clickIds: { gclid: 'Abc' } }), await aLead(app)];
    await reach(sold, 'opportunity');
    await app.must('POST', `/v1/leads/${lost.id}/disposition`, { category: 'lost', reason: 'price' });
    const { milestones } = await reach(sold, 'won', value('99.5', 'USD'));
    const rows = await outcomes();
    expect(rows.map(({ leadId, kind, category }) => [leadId, kind, category])).toEqual([
      [sold.id, 'milestone', null],
      [lost.id, 'disposed', 'lost'],
      [sold.id, 'milestone', null],
    ]);
    expect(rows[2]).toMatchObject({
      supersedes: null,
      clickIds: { gclid: 'Abc' },
      intent: null,
      milestone: {
        id: milestones[1].id,
        name: 'won',
        occurredAt: iso(START),
        value: { amount: '99.5', currency: 'USD' },
      },
    });
    expect((await app.must('GET', '/v1/dispositions')).data).toHaveLength(1);
  });

  it('can be read in pages without gaps, by a key with only the feedback scope', async () => {
    const lead = await aLead(app);
    await reach(lead, 'qualified');
    await app.must('POST', `/v1/leads/${(await aLead(app)).id}/disposition`, { category: 'lost', reason: 'price' });
    await reach(lead, 'won');
    await app.feedsCaughtUp();
    const key = await app.keyFor(['feedback']);
    const seen: string[] = [];
    let after = '';
    for (let page = 0; page < 4; page += 1) {
      const { body } = await app.get(`/v1/dispositions?include=milestones&limit=1${after}`, { key });
      seen.push(...body.data.map(({ kind }: Json) => kind));
      after = `&after=${body.nextCursor}`;
    }
    expect(seen).toEqual(['milestone', 'disposed', 'milestone']);
  });

  it('have columns of their own in CSV', async () => {
    await reach(await aLead(app), 'won', value('10.00'));
    await app.feedsCaughtUp();
    const { body } = await app.get('/v1/dispositions?include=milestones', { headers: { accept: 'text/csv' } });
    expect(parse(body, { columns: true })).toMatchObject([
      { kind: 'milestone', category: '', milestone: 'won', amount: '10.00', currency: 'EUR', occurredAt: iso(START) },
    ]);
  });

  it('can be filtered by source and time; the category filters only dispositions', async () => {
    await reach(await aLead(app, { source: 'Fair' }), 'won');
    await reach(await aLead(app, { source: 'web' }), 'won');
    await app.must('POST', `/v1/leads/${(await aLead(app)).id}/disposition`, { category: 'lost', reason: 'price' });
    expect(await outcomes('&source=fair')).toHaveLength(1);
    expect(await outcomes('&category=recycle')).toHaveLength(2);
    expect(await outcomes(`&from=${iso(START + 1)}`)).toHaveLength(0);
  });
});

describe('the value of a milestone', () => {
  it('is stored and reported without superfluous zeros', async () => {
    const lead = await aLead(app);
    const [opportunity] = (await reach(lead, 'opportunity', value('0050.10'))).milestones;
    await revalue(lead, opportunity, { amount: '007', currency: 'EUR' });
    await revalue(lead, opportunity, { amount: '0', currency: 'EUR' });
    expect((await outcomes()).map(({ milestone }) => milestone.value.amount)).toEqual(['50.10', '7', '0']);
  });

  it('can be changed, also on a closed lead, and each change is reported once', async () => {
    const lead = await aLead(app);
    const [won] = (await reach(lead, 'won', value('100'))).milestones;
    const answer = await revalue(lead, won, { amount: '80.00', currency: 'EUR' });
    expect(answer).toMatchObject({ status: 200, body: { milestones: [{ value: { amount: '80.00' } }] } });
    await revalue(lead, won, { amount: '80.00', currency: 'EUR' });
    const rows = await outcomes();
    expect(rows.map(({ kind, milestone }) => [kind, milestone.value.amount])).toEqual([
      ['milestone', '100'],
      ['revalued', '80.00'],
    ]);
    expect(rows[1]!.supersedes).toBe(rows[0]!.id);
    expect((await timeline(lead)).at(-1)).toMatchObject({ text: 'Won: worth EUR 80.00 now' });
  });

  it.each([
    ['an amount that is none', { amount: 'much', currency: 'EUR' }, ['/amount format']],
    ['no currency', { amount: '1' }, ['/currency required']],
    ['a currency that there is none of', { amount: '1', currency: 'XXQ' }, ['/currency currency']],
    ['a currency in small letters', { amount: '1', currency: 'eur' }, ['/currency currency']],
  ])('is refused: %s', async (_what, body, expected) => {
    const lead = await aLead(app);
    const [won] = (await reach(lead, 'won')).milestones;
    expect(faults(await revalue(lead, won, body))).toEqual(expected);
    expect((await leadNow(app, lead)).milestones[0].value).toBeNull();
  });

  it('cannot be changed once the milestone is reversed', async () => {
    const lead = await aLead(app);
    const [qualified] = (await reach(lead, 'qualified')).milestones;
    await reverse(lead, qualified);
    const answer = await revalue(lead, qualified, { amount: '1', currency: 'EUR' });
    expect(answer).toMatchObject({ status: 409, body: { type: '/problems#milestone-reversed' } });
  });
});

describe('a reversed milestone', () => {
  it('reopens the lead that it had won, for its last owner', async () => {
    const lead = await aLead(app);
    const [won] = (await reach(lead, 'won', value('5'))).milestones;
    const answer = await reverse(lead, won);
    expect(answer).toMatchObject({
      status: 200,
      body: { status: 'open', cycle: 2, ownerId: ann.id, milestones: [{ reversedAt: iso(START) }] },
    });
    const rows = await outcomes();
    expect(rows.map(({ kind, intent, note }) => [kind, intent, note])).toEqual([
      ['milestone', null, null],
      ['milestoneReversed', 'reversed', 'Cancelled'],
    ]);
    expect((await timeline(lead)).map(({ text }) => text)).toContain('Taken back: won (“Cancelled”)');
  });

  it('closes the lead again if the request includes a disposition', async () => {
    const lead = await aLead(app);
    const [won] = (await reach(lead, 'won')).milestones;
    const disposition = { category: 'lost', reason: 'price' };
    const answer = await reverse(lead, won, { reason: 'Refunded', disposition });
    expect(answer.body).toMatchObject({ status: 'lost', cycle: 1, disposition: { reason: 'price' } });
    expect((await outcomes()).map(({ kind }) => kind)).toEqual(['milestone', 'disposed', 'milestoneReversed']);
  });

  it('is reversed only once', async () => {
    const lead = await aLead(app);
    const [won] = (await reach(lead, 'won')).milestones;
    await reverse(lead, won);
    await reach(lead, 'won');
    expect((await reverse(lead, won)).body).toMatchObject({ status: 'won', cycle: 2 });
    expect(await outcomes()).toHaveLength(3);
  });

  it('leaves the work state of the lead if another milestone implies it', async () => {
    const lead = await aLead(app);
    const { milestones } = await reach(lead, 'qualified').then(() => reach(lead, 'opportunity'));
    expect((await reverse(lead, milestones[1])).body).toMatchObject({ workState: 'qualified', status: 'open' });
    expect((await reverse(lead, milestones[0])).body).toMatchObject({ workState: 'untouched' });
  });

  it('restores the clock that it had ended: the decision, or the step of the cadence', async () => {
    const steps = [{ kinds: ['call'], after: 'PT1H', within: 'PT1H' }];
    await aPolicy(app, { within: 'PT30M' }, { time: 'elapsed', followUp: { steps }, decideWithin: 'PT4H' });
    const [reached, tried] = [await aLead(app), await aLead(app)];
    await aTouch(app, reached, { outcome: 'connected' });
    await aTouch(app, tried);
    const milestones = [await reach(reached, 'qualified'), await reach(tried, 'qualified')].map(
      (lead) => lead.milestones,
    );
    expect([await running(reached), await running(tried)]).toEqual([[], []]);
    await app.moveTo(START + HOUR);
    await reverse(reached, milestones[0][0]);
    await reverse(tried, milestones[1][0]);
    expect(await running(reached)).toEqual([['decide', iso(START + 4 * HOUR)]]);
    expect(await running(tried)).toEqual([['followUp', 1, iso(START + 2 * HOUR)]]);
    expect(await leadNow(app, reached)).toMatchObject({ workState: 'connected' });
    expect(await leadNow(app, tried)).toMatchObject({ workState: 'attempting' });
  });

  it('gives a rep who takes back their own report no more time than they had, and others the grace', async () => {
    await aPolicy(app, { within: 'PT30M' }, { time: 'elapsed', decideWithin: 'PT4H', grace: 'PT15M' });
    const key = await app.keyFor(['rep'], ann.id);
    const asAnn = (lead: Json, path: string, body: object) =>
      app.must('POST', `/v1/leads/${lead.id}/milestones${path}`, body, { key });
    const [own, reported] = [await aLead(app), await aLead(app)];
    for (const lead of [own, reported]) await aTouch(app, lead, { outcome: 'connected' });
    const milestoneOf = ({ milestones: [milestone] }: Json) => milestone.id;
    const ids = [
      milestoneOf(await asAnn(own, '', { name: 'qualified' })),
      milestoneOf(await reach(reported, 'qualified')),
    ];
    await app.moveTo(START + 4 * HOUR - 5 * MINUTE);
    await asAnn(own, `/${ids[0]}/reverse`, { reason: 'Not yet' });
    await asAnn(reported, `/${ids[1]}/reverse`, { reason: 'Not yet' });
    expect(await running(own)).toEqual([['decide', iso(START + 4 * HOUR)]]);
    expect(await running(reported)).toEqual([['decide', iso(START + 4 * HOUR + 10 * MINUTE)]]);
  });

  it('is refused without changes for another lead, a missing reason or a faulty disposition', async () => {
    const [lead, other] = [await aLead(app), await aLead(app)];
    const [won] = (await reach(lead, 'won')).milestones;
    expect((await reverse(other, won)).status).toBe(404);
    expect(faults(await reverse(lead, won, {}))).toEqual(['/reason required']);
    const disposition = { category: 'lost', reason: 'nothing' };
    expect(faults(await reverse(lead, won, { reason: 'No', disposition }))).toEqual([
      '/disposition/reason unknownReason',
    ]);
    const [qualified] = (await reach(other, 'qualified')).milestones;
    const lost = { category: 'lost', reason: 'price' };
    expect(faults(await reverse(other, qualified, { reason: 'No', disposition: lost }))).toEqual([
      '/disposition notWon',
    ]);
    expect(await leadNow(app, lead)).toMatchObject({ status: 'won', milestones: [{ reversedAt: null }] });
    expect(await leadNow(app, other)).toMatchObject({ milestones: [{ reversedAt: null }] });
  });
});
