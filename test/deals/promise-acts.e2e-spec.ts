import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Json } from '../support/json.js';
import { aLead, aRep, eventsOf, faults, NOBODY } from '../support/people.js';
import { PromisedDesk, RENEWAL } from './promised-deals.js';

const WHY = { reason: 'The customer had asked Mr Miller to call in August' };
const MISSED_AT = '2026-07-04T21:59:59.000Z';

let desk: PromisedDesk;
let deal: Json;
beforeEach(async () => {
  desk = await PromisedDesk.open({ renewal: { ...RENEWAL, acknowledge: 'P2D' } });
  ({ deal } = await desk.aRenewal());
});
afterEach(() => desk.close());

const clockOf = async (kind = 'renewalFirstTalk'): Promise<Json> =>
  (await desk.get(deal)).clocks.find((each: Json) => each.kind === kind);
const pathOf = (clock: Json, act: string, of = deal) => `/v1/deals/${of.id}/clocks/${clock.id}/${act}`;
const as = async (scope: string, rep: Json) => ({ key: await desk.app.keyFor([scope], rep.id as string) });
const found = async (isMissed: boolean) => (await desk.app.must('GET', `/v1/deals?breached=${isMissed}`)).data.length;
const missed = async () => {
  await desk.goTo(MISSED_AT);
  return clockOf();
};

describe('a struck miss of a deal', () => {
  it('no longer counts, and changes nothing else', async () => {
    const clock = await missed();
    expect([await found(true), await found(false)]).toEqual([1, 0]);
    const struck = await desk.app.must('POST', pathOf(clock, 'strike'), WHY);
    expect(struck).toEqual({ ...clock, struckBreachAt: clock.breachedAt, may: ['acknowledge'] });
    expect(await clockOf()).toEqual(struck);
    expect([await found(true), await found(false)]).toEqual([0, 1]);
    const [event] = await eventsOf(desk.app, deal.id as string, 'sla.struck');
    expect(event!.data).toMatchObject({ clockId: clock.id, state: 'breached', missedAt: MISSED_AT, why: 'reason' });
    expect(JSON.stringify(event)).not.toContain('Miller');
    expect((await desk.timelineOf(deal)).at(-1)).toBe(
      `Ann's missed first conversation about the renewal of Sat 4 Jul 2026, 23:59 (Europe/Berlin) was struck: ${WHY.reason}`,
    );
    // The remaining actions of the chain still run.
    await desk.goTo('2026-07-07T21:59:59Z');
    expect((await desk.get(deal)).ownerRepId).toBe(desk.mia.id);
    expect(await found(true)).toBe(0);
  });

  it('stays struck when the promise is kept, in time or late, and when that is undone', async () => {
    const clock = await missed();
    await desk.app.must('POST', pathOf(clock, 'strike'), WHY);
    for (const occurredAt of ['2026-07-04T10:00:00Z', '2026-07-04T21:59:59Z']) {
      const touch = await desk.touch(deal, { occurredAt });
      await desk.look();
      expect((await clockOf()).metAt).toBe(new Date(occurredAt).toISOString());
      await desk.app.must('POST', `/v1/deals/${deal.id}/touches/${touch.id}/void`, { reason: 'wrong deal' });
      await desk.look();
      expect(await clockOf()).toMatchObject({ state: 'breached', struckBreachAt: clock.breachedAt });
      expect(await found(true)).toBe(0);
    }
    await desk.goTo('2026-07-05T10:00:00Z');
    await desk.touch(deal);
    await desk.look();
    expect(await clockOf()).toMatchObject({ state: 'breached', metAt: '2026-07-05T10:00:00.000Z' });
    expect(await desk.app.must('GET', '/v1/deals?breached=true')).toMatchObject({ data: [] });
  });

  it('can be struck even after its deal is closed', async () => {
    const clock = await missed();
    await desk.app.must('POST', `/v1/deals/${deal.id}/lose`, { reason: 'price' });
    expect(await desk.app.must('POST', pathOf(clock, 'strike'), WHY)).toMatchObject({
      struckBreachAt: clock.breachedAt,
    });
  });

  it('is refused a second time, for a promise that was not missed, and without a reason', async () => {
    const notMissed = await desk.app.post(pathOf(await clockOf(), 'strike'), WHY);
    expect([notMissed.status, notMissed.body.type, notMissed.body.state]).toEqual([
      409,
      '/problems#not-missed',
      'running',
    ]);
    const clock = await missed();
    expect(faults(await desk.app.post(pathOf(clock, 'strike'), {}))).toEqual(['/reason required']);
    const key = { headers: { 'idempotency-key': 'once' } };
    const first = await desk.app.post(pathOf(clock, 'strike'), WHY, key);
    expect((await desk.app.post(pathOf(clock, 'strike'), WHY, key)).body).toEqual(first.body);
    const again = await desk.app.post(pathOf(clock, 'strike'), WHY);
    expect([again.status, again.body.type, again.body.missedAt]).toEqual([409, '/problems#miss-struck', MISSED_AT]);
    expect(await eventsOf(desk.app, deal.id as string, 'sla.struck')).toHaveLength(1);
  });

  it('is judged by its state now, even if no node has checked since', async () => {
    const clock = await missed();
    await desk.touch(deal, { occurredAt: '2026-07-04T10:00:00Z' });
    const answer = await desk.app.post(pathOf(clock, 'strike'), WHY);
    expect([answer.status, answer.body.state]).toEqual([409, 'met']);
  });

  it('can be struck by a manager of the rep who missed it, wherever the deal went, not by the rep', async () => {
    const clock = await missed();
    const [max, bo] = [await aRep(desk.app, 'Max'), await aRep(desk.app, 'Bo')];
    await desk.app.must('POST', '/v1/teams', { name: 'Of Max', managerId: max.id, repIds: [bo.id] });
    const status = async (scope: string, rep: Json, of = deal) =>
      (await desk.app.post(pathOf(clock, 'strike', of), WHY, await as(scope, rep))).status;
    expect(await status('rep', desk.ann)).toBe(403);
    expect(await status('manager', max)).toBe(404);
    expect(await status('manager', desk.mia, { id: NOBODY })).toBe(404);
    expect((await desk.app.post(pathOf({ id: NOBODY }, 'strike'), WHY)).status).toBe(404);
    await desk.patch(deal, { ownerRepId: bo.id });
    expect(await status('manager', max)).toBe(403);
    // The owner of the account can still see the deal.
    expect(await status('manager', desk.ann)).toBe(403);
    expect(await status('manager', desk.mia)).toBe(200);
    expect((await desk.timelineOf(deal)).at(-1)).toContain(`was struck by Mia: ${WHY.reason}`);
  });

  it('loses its reason once the person of its lead is erased, and gets none afterwards', async () => {
    const aMissed = async () => {
      const contact = { email: 'miller@example.com' };
      const lead = await aLead(desk.app, { contact, owner: { repId: desk.ann.id } });
      return desk.aDeal({ expectedCloseAt: '2026-06-05T10:00:00Z', leadId: lead.id });
    };
    const [before, after] = [await aMissed(), await aMissed()];
    await desk.goTo('2026-06-05T12:00:00Z');
    await desk.goTo('2026-06-09T10:00:00Z');
    deal = before;
    await desk.app.must('POST', pathOf(await clockOf('dealDate'), 'strike'), WHY);
    const told = await desk.app.must('GET', '/v1/subject-access?email=miller@example.com');
    const reasons = told.data.flatMap(({ dealPromises }: Json) => dealPromises.map((each: Json) => each.strikeReason));
    expect(reasons).toEqual([WHY.reason, null]);
    const erasure = await desk.app.must('POST', '/v1/erasures', { email: 'miller@example.com', reason: 'Asked for' });
    expect(JSON.stringify(erasure)).toContain('strikes');
    expect((await desk.timelineOf(deal)).join()).not.toContain('Miller');
    deal = after;
    const clock = await clockOf('dealDate');
    expect(await desk.app.must('POST', pathOf(clock, 'strike'), WHY)).toMatchObject({
      struckBreachAt: clock.breachedAt,
    });
    expect((await desk.timelineOf(deal)).at(-1)).toMatch(/was struck$/);
  });
});

it('lists for each promise of a deal what the caller may do with it now', async () => {
  const mayOf = async (how: { key?: string } = {}, kind = 'renewalFirstTalk') => {
    const { clocks } = await desk.app.must('GET', `/v1/deals/${deal.id}`, undefined, how);
    return clocks.find((each: Json) => each.kind === kind).may.join(' ');
  };
  const [ann, mia] = [await as('rep', desk.ann), await as('manager', desk.mia)];
  const reader = { key: await desk.app.keyFor(['read']) };
  const all = () => Promise.all([mayOf(ann), mayOf(mia), mayOf(reader), mayOf()]);
  expect(await all()).toEqual(['acknowledge', 'acknowledge', '', 'acknowledge']);
  const clock = await missed();
  expect(await all()).toEqual(['acknowledge', 'acknowledge strike', '', 'acknowledge strike']);
  await desk.app.must('POST', pathOf(clock, 'acknowledge'), {}, ann);
  expect(await all()).toEqual(['', 'strike', '', 'strike']);
  await desk.app.must('POST', pathOf(clock, 'strike'), WHY, mia);
  expect(await all()).toEqual(['', '', '', '']);
  // The policy has no acknowledgement for other deals.
  deal = await desk.aDeal({ expectedCloseAt: '2026-07-05T10:00:00Z' });
  await desk.goTo('2026-07-05T12:00:00Z');
  expect(await mayOf(ann, 'dealDate')).toBe('');
});

describe('an acknowledged promise of a deal', () => {
  const acknowledged = (clock: Json, how = {}) => desk.app.post(pathOf(clock, 'acknowledge'), {}, how);
  const ownerAt = async (at: string) => {
    await desk.goTo(at);
    return (await desk.get(deal)).ownerRepId === desk.ann.id ? 'Ann' : 'Mia';
  };

  it('moves the deal later, once, and still counts as missed', async () => {
    const clock = await missed();
    const { status, body } = await acknowledged(clock, await as('rep', desk.ann));
    expect([status, body.acknowledgedAt]).toEqual([200, MISSED_AT]);
    expect(await ownerAt('2026-07-09T21:59:58Z')).toBe('Ann');
    expect((await acknowledged(clock)).body.acknowledgedAt).toBe(MISSED_AT);
    expect(await found(true)).toBe(1);
    // Acknowledging does not delay escalations.
    expect(await desk.notificationsOf(desk.mia)).toHaveLength(1);
    expect(await ownerAt('2026-07-09T21:59:59Z')).toBe('Mia');
    expect((await desk.timelineOf(deal)).filter((text) => text.includes('acknowledged'))).toEqual([
      'Ann acknowledged the deal: if they miss it, it moves 2 days later',
    ]);
  });

  it('can be acknowledged before it is missed, and apart from the others', async () => {
    expect((await acknowledged(await clockOf('renewalDecider'))).status).toBe(200);
    expect((await clockOf()).acknowledgedAt).toBeUndefined();
    expect(await ownerAt('2026-07-07T21:59:58Z')).toBe('Ann');
    expect(await ownerAt('2026-07-07T21:59:59Z')).toBe('Mia');
  });

  it('is refused if it would delay nothing, or for a rep who may only read the deal', async () => {
    const clock = await clockOf();
    expect((await acknowledged(clock, await as('rep', await aRep(desk.app, 'Bo')))).status).toBe(404);
    expect((await desk.app.post(pathOf({ id: NOBODY }, 'acknowledge'), {})).status).toBe(404);
    await desk.patch(deal, { ownerRepId: desk.mia.id });
    const formers = await acknowledged(clock);
    expect([formers.status, formers.body.type, formers.body.state]).toEqual([
      409,
      '/problems#not-acknowledgeable',
      'cancelled',
    ]);
    await desk.touch(deal);
    const kept = (await desk.get(deal)).clocks.findLast(({ kind }: Json) => kind === 'renewalFirstTalk');
    expect([(await acknowledged(kept)).status, (await acknowledged(kept)).body.state]).toEqual([409, 'met']);
    const dated = await desk.aDeal({ expectedCloseAt: '2026-06-03T10:00:00Z' });
    deal = dated;
    // The policy has no acknowledgement for other deals.
    expect((await acknowledged(await clockOf('dealDate'))).status).toBe(409);
  });
});
