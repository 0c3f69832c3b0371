import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MONDAY, TestApplication } from '../support/application.js';
import { DAY, HOUR, iso } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aTouch, faults, leadNow, theReps } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

const START = Date.parse(MONDAY) + 10 * HOUR;

let app: TestApplication;
let ann: Json;
let bo: Json;
beforeAll(async () => {
  app = await TestApplication.start(iso(START));
  [ann, bo] = await theReps(app, ['Ann', 'Bo']);
  await aDesk(app, [ann, bo]);
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const timeline = async ({ id }: Json): Promise<Json[]> => (await app.must('GET', `/v1/leads/${id}/timeline`)).data;

const SPAM = { category: 'suppress', reason: 'spam' };
const PRICE = { category: 'lost', reason: 'price' };
const LATER = { category: 'nurture', reason: 'not_now', fields: { wakeAt: iso(START + 3 * DAY) } };
const dispose = (lead: Json, body: object) => app.must('POST', `/v1/leads/${lead.id}/disposition`, body);
const correct = (lead: Json, body: object) => app.ask('POST', `/v1/leads/${lead.id}/disposition/correct`, body);
const rows = async () => {
  await app.feedsCaughtUp();
  return (await app.must('GET', '/v1/dispositions')).data as Json[];
};

describe('a corrected disposition', () => {
  it('is kept beside the valid one, and the export has both', async () => {
    const lead = await aLead(app);
    await aTouch(app, lead);
    await dispose(lead, SPAM);
    const answer = await correct(lead, { ...PRICE, note: 'A real one' });
    expect(answer).toMatchObject({
      status: 200,
      body: { status: 'lost', disposition: { reason: 'price', note: 'A real one' } },
    });
    const [first, second] = await rows();
    expect(first).toMatchObject({ kind: 'disposed', reason: 'spam', intent: 'neverExisted', supersedes: null });
    expect(second).toMatchObject({ kind: 'corrected', reason: 'price', supersedes: first!.id, attempts: 1, cycle: 1 });
    const texts = (await timeline(lead)).map(({ text }) => text);
    expect(texts.at(-1)).toBe('Corrected. Closed as lost: Price');
  });

  it('cancels its scheduled return, and begins another', async () => {
    const lead = await aLead(app);
    await dispose(lead, PRICE);
    await correct(lead, LATER);
    expect((await leadNow(app, lead)).clocks.at(-1)).toMatchObject({ kind: 'nurtureWake', dueAt: LATER.fields.wakeAt });
    await correct(lead, PRICE);
    await app.moveTo(START + 4 * DAY);
    expect(await leadNow(app, lead)).toMatchObject({ status: 'lost', cycle: 1 });
  });

  it('comes back by its present reason', async () => {
    const lead = await aLead(app);
    await dispose(lead, SPAM);
    await correct(lead, LATER);
    await app.moveTo(START + 3 * DAY);
    expect(await leadNow(app, lead)).toMatchObject({ status: 'open', cycle: 2, disposition: null });
  });

  it('is reversed in its present form when the lead is reopened', async () => {
    const lead = await aLead(app);
    await dispose(lead, SPAM);
    await correct(lead, PRICE);
    await app.must('POST', `/v1/leads/${lead.id}/reopen`, { reason: 'Asks again' });
    const told = await rows();
    expect(told.map(({ kind, intent }) => [kind, intent])).toEqual([
      ['disposed', 'neverExisted'],
      ['corrected', 'realButLost'],
      ['reversed', 'reversed'],
    ]);
    expect(told[2]!.supersedes).toBe(told[1]!.id);
  });

  it('can be corrected within a day of the first decision, however often', async () => {
    const [inTime, late] = [await aLead(app), await aLead(app)];
    await dispose(inTime, SPAM);
    await dispose(late, SPAM);
    await app.moveTo(START + 23 * HOUR);
    await correct(late, PRICE);
    await app.moveTo(START + DAY);
    expect((await correct(inTime, PRICE)).status).toBe(200);
    await app.moveTo(START + DAY + 1);
    const refused = await correct(late, SPAM);
    expect(refused).toMatchObject({
      status: 409,
      body: { type: '/problems#correction-too-late', decidedAt: iso(START) },
    });
    expect(await leadNow(app, late)).toMatchObject({ status: 'lost' });
  });

  it('that is unchanged has no effect and is not reported', async () => {
    const [lead, back] = [await aLead(app), await aLead(app)];
    const own = { ...PRICE, note: 'Too dear' };
    await dispose(lead, own);
    await dispose(back, { category: 'recycle', reason: 'stale' });
    const before = [await leadNow(app, lead), await timeline(lead), await leadNow(app, back), await timeline(back)];
    expect(await correct(lead, { ...own, reason: 'PRICE', fields: {} })).toMatchObject({
      status: 200,
      body: { status: 'lost', disposition: { reason: 'price', note: 'Too dear' } },
    });
    const again = { category: 'recycle', reason: 'stale', fields: { recycleAfter: 'P90D' } };
    expect((await correct(back, again)).status).toBe(200);
    expect([await leadNow(app, lead), await timeline(lead), await leadNow(app, back), await timeline(back)]).toEqual(
      before,
    );
    expect((await rows()).map(({ kind }) => kind)).toEqual(['disposed', 'disposed']);
    for (const other of [{ ...own, note: 'Far too dear' }, PRICE, { ...PRICE, reason: 'no_need' }])
      expect((await correct(lead, other)).status).toBe(200);
    expect((await rows()).map(({ kind, reason, note }) => [kind, reason, note]).slice(2)).toEqual([
      ['corrected', 'price', 'Far too dear'],
      ['corrected', 'price', null],
      ['corrected', 'no_need', null],
    ]);
  });

  it('needs an earlier disposition and a valid new one', async () => {
    const [open, won, closed] = [await aLead(app), await aLead(app), await aLead(app)];
    await app.must('POST', `/v1/leads/${won.id}/milestones`, { name: 'won' });
    await dispose(closed, SPAM);
    for (const lead of [open, won])
      expect(await correct(lead, PRICE)).toMatchObject({ status: 409, body: { type: '/problems#lead-state' } });
    expect(faults(await correct(closed, { category: 'lost', reason: 'spam' }))).toEqual(['/reason otherCategory']);
    expect(await rows()).toHaveLength(1);
  });
});

describe('a recycled lead', () => {
  const RECYCLE = { category: 'recycle', reason: 'stale', fields: { recycleAfter: 'P1D' } };

  it('comes back twice by default, and is closed for good after that', async () => {
    const lead = await aLead(app);
    for (const time of [1, 2]) {
      await dispose(lead, RECYCLE);
      await app.moveBy(DAY);
      expect(await leadNow(app, lead)).toMatchObject({ status: 'open', cycle: 1 + time });
    }
    const closed = await dispose(lead, RECYCLE);
    expect(closed).toMatchObject({ status: 'recycled', disposition: { fields: {} } });
    expect(closed.clocks.filter(({ state }: Json) => state === 'running')).toEqual([]);
    const texts = (await timeline(lead)).map(({ text }) => text);
    expect(texts.at(-1)).toBe(
      'Recycled as often as its policy allows, so closed for good: Gone stale, without all the attempts that this asks for',
    );
    await app.moveBy(400 * DAY);
    expect(await leadNow(app, lead)).toMatchObject({ status: 'recycled', cycle: 3 });
  });

  it('comes back as often as its policy says', async () => {
    await aPolicy(app, {}, { maxRecycles: 0 });
    const lead = await aLead(app);
    const closed = await dispose(lead, RECYCLE);
    expect(closed.clocks.filter(({ state }: Json) => state === 'running')).toEqual([]);
  });
});

describe('a lost lead', () => {
  it('reopens when the person asks again, unless its reason excludes that', async () => {
    const { data } = await app.must('GET', '/v1/disposition-reasons?limit=100');
    const { id, ...fit } = data.find(({ code }: Json) => code === 'no_fit');
    await app.must('PUT', `/v1/disposition-reasons/${id}`, { ...fit, reopens: false });
    const [asks, cannot] = [await aLead(app), await aLead(app)];
    await dispose(asks, PRICE);
    await dispose(cannot, { category: 'lost', reason: 'no_fit' });
    await app.moveBy(HOUR);
    for (const lead of [asks, cannot]) await aTouch(app, lead, { direction: 'inbound', outcome: 'connected' });
    expect(await leadNow(app, asks)).toMatchObject({ status: 'open', cycle: 2 });
    expect(await leadNow(app, cannot)).toMatchObject({ status: 'lost', cycle: 1 });
  });
});

describe('a reason that requires attempts', () => {
  const GONE = { category: 'lost', reason: 'unresponsive_after_contact' };
  const closeAs = async (scopes: string[], lead: Json) => {
    const { key } = await app.must('POST', '/v1/api-keys', {
      name: scopes[0],
      scopes,
      ...(scopes[0] !== 'integration' && { repId: ann.id }),
    });
    return app.post(`/v1/leads/${lead.id}/disposition`, GONE, { key });
  };

  beforeEach(async () => {
    const { data } = await app.must('GET', '/v1/disposition-reasons?limit=100');
    const { id, ...gone } = data.find(({ code }: Json) => code === GONE.reason);
    await app.must('PUT', `/v1/disposition-reasons/${id}`, { ...gone, proof: { attempts: 3, over: 'P5D' } });
  });

  it('can be given by a rep after the attempts, and refusals say how many there were', async () => {
    const lead = await aLead(app, { owner: { repId: ann.id } });
    const said = async () => (await closeAs(['rep'], lead)).body.errors?.[0];
    expect(await said()).toEqual({
      pointer: '/reason',
      code: 'tooFewAttempts',
      message:
        'The reason unresponsive_after_contact asks for 3 attempts to reach the person over at least 5 days; so far there is none.',
    });
    await aTouch(app, lead);
    expect((await said()).message).toMatch(`so far there is 1, of ${iso(START)}.`);
    await aTouch(app, lead, { automated: true, kind: 'email', outcome: 'sent' });
    await app.moveTo(START + 5 * DAY - 1);
    await aTouch(app, lead);
    await aTouch(app, lead);
    expect((await said()).message).toMatch(`so far there are 3, from ${iso(START)} to ${iso(START + 5 * DAY - 1)}.`);
    await app.moveTo(START + 5 * DAY);
    await aTouch(app, lead);
    expect((await closeAs(['rep'], lead)).status).toBe(200);
  });

  it('can be given freely by an integration, but not as a correction by a rep', async () => {
    const [lead, other] = [
      await aLead(app, { owner: { repId: ann.id } }),
      await aLead(app, { owner: { repId: ann.id } }),
    ];
    expect((await closeAs(['integration'], lead)).status).toBe(200);
    await dispose(other, PRICE);
    const key = await app.keyFor(['rep'], ann.id);
    const refused = await app.post(`/v1/leads/${other.id}/disposition/correct`, GONE, { key });
    expect(faults(refused)).toEqual(['/reason tooFewAttempts']);
  });
});
