import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Json } from '../support/json.js';
import { aRep } from '../support/people.js';
import { PromisedDesk } from './promised-deals.js';

const NAME = 'Deal “Customer 1: Renewal from 2027-01-01”';
const STANDS_IN = '; you stand in for Ann, who is away';
const DUE = 'Sat 4 Jul 2026, 23:59 (Europe/Berlin)';

let desk: PromisedDesk;
let bo: Json;
let deal: Json;
beforeEach(async () => {
  desk = await PromisedDesk.open();
  bo = await aRep(desk.app, 'Bo', { managerId: desk.mia.id });
  ({ deal } = await desk.aRenewal());
});
afterEach(() => desk.close());

const away = ({ id }: Json, fields: object = {}): Promise<Json> =>
  desk.app.must('POST', `/v1/reps/${id}/absences`, {
    from: '2026-06-20T00:00:00Z',
    to: '2026-07-20T00:00:00Z',
    ...fields,
  });
const keyOf = async ({ id }: Json) => ({ key: await desk.app.keyFor(['rep'], id as string) });

describe('while the owner of a deal is away', () => {
  it(`the cover gets the warnings, reminders and misses as well; a miss remains the owner's`, async () => {
    await desk.goTo('2026-06-19T20:00:00Z');
    const warned = await desk.notificationsOf(desk.ann);
    await away(desk.ann, { coverRepId: bo.id });
    await desk.goTo('2026-07-02T10:00:00Z');
    expect(await desk.notificationsOf(bo)).toEqual([
      `${NAME} waits for the first conversation about the renewal, due by ${DUE}${STANDS_IN}`,
    ]);
    expect(await desk.notificationsOf(desk.ann)).toHaveLength(warned.length + 1);
    await desk.goTo('2026-07-04T21:59:59Z');
    expect((await desk.notificationsOf(bo)).slice(-1)).toEqual([
      `${NAME} still waits for the first conversation about the renewal: the deadline has passed${STANDS_IN}`,
    ]);
    await desk.goTo('2026-07-05T21:59:59Z');
    const missed = `Ann did not talk with the customer about ${NAME} in time`;
    expect((await desk.notificationsOf(bo)).slice(-1)).toEqual([`${missed}${STANDS_IN}`]);
    expect(await desk.notificationsOf(desk.mia)).toEqual([missed]);
    const told = await desk.timelineOf(deal);
    expect(told).toContain(
      `Ann was warned: 90% of the time for the first conversation about the renewal is used, due by ${DUE}; so was Bo, who stands in for Ann`,
    );
    expect(told).toContain(
      'Mia was notified; so was Bo, who stands in for Ann: Ann missed the deadline for the first conversation about the renewal',
    );
    // The cover stood in for the former owner only.
    await desk.goTo('2026-07-07T21:59:59Z');
    expect((await desk.get(deal)).ownerRepId).toBe(desk.mia.id);
    const { length } = await desk.notificationsOf(bo);
    await desk.goTo('2026-07-19T10:00:00Z');
    expect(await desk.notificationsOf(bo)).toHaveLength(length);
  });

  it('the cover can see and work on the deal for the time of the cover', async () => {
    const key = await keyOf(bo);
    const read = async () => (await desk.app.get(`/v1/deals/${deal.id}`, key)).status;
    expect(await read()).toBe(404);
    await away(desk.ann, { coverRepId: bo.id });
    expect(await read()).toBe(404);
    await desk.goTo('2026-06-20T00:00:00Z');
    expect(await read()).toBe(200);
    expect((await desk.app.must('GET', '/v1/deals')).data).toHaveLength(1);
    const { data } = (await desk.app.get('/v1/deals', key)).body;
    expect(data).toMatchObject([{ id: deal.id, may: ['update', 'touches', 'win', 'lose'] }]);
    const touch = { kind: 'call', outcome: 'connected' };
    const told = await desk.app.post(`/v1/deals/${deal.id}/touches`, { ...touch, repId: bo.id }, key);
    expect([told.status, told.body.repId]).toEqual([201, bo.id]);
    expect((await desk.app.ask('PATCH', `/v1/deals/${deal.id}`, { decisionMaker: 'Kim' }, key)).status).toBe(200);
    await desk.look();
    expect(await desk.stateOf(deal, 'renewalFirstTalk')).toEqual(['met']);
    expect(await desk.stateOf(deal, 'renewalDecider')).toEqual(['met']);
    expect((await desk.get(deal)).ownerRepId).toBe(desk.ann.id);
    await desk.goTo('2026-07-20T00:00:00Z');
    expect(await read()).toBe(404);
  });

  it('a cover who is away is passed over for their own cover', async () => {
    const cy = await aRep(desk.app, 'Cy');
    await away(desk.ann, { coverRepId: bo.id });
    await away(bo, { coverRepId: cy.id });
    await desk.goTo('2026-07-02T10:00:00Z');
    expect(await desk.notificationsOf(bo)).toEqual([]);
    expect(await desk.notificationsOf(cy)).toEqual([
      `${NAME} waits for the first conversation about the renewal, due by ${DUE}${STANDS_IN}`,
    ]);
  });
});

describe('the move of a deal after a miss', () => {
  it('skips a manager who is away and goes to the next one above who is not', async () => {
    const ida = await aRep(desk.app, 'Ida');
    await desk.app.must('POST', '/v1/teams', { name: 'Leads', managerId: ida.id, repIds: [desk.mia.id] });
    await away(desk.mia);
    await desk.goTo('2026-07-07T21:59:59Z');
    expect((await desk.get(deal)).ownerRepId).toBe(ida.id);
  });

  it('goes to a manager who is unavailable but not absent', async () => {
    const ida = await aRep(desk.app, 'Ida');
    await desk.app.must('POST', '/v1/teams', { name: 'Leads', managerId: ida.id, repIds: [desk.mia.id] });
    await desk.app.must('PUT', `/v1/reps/${desk.mia.id}/availability`, { available: false });
    await desk.goTo('2026-07-07T21:59:59Z');
    expect((await desk.get(deal)).ownerRepId).toBe(desk.mia.id);
  });

  it('goes to the first manager above if all are away, and notifies their cover as well', async () => {
    await away(desk.mia, { coverRepId: bo.id });
    await desk.goTo('2026-07-07T21:59:59Z');
    expect((await desk.get(deal)).ownerRepId).toBe(desk.mia.id);
    expect((await desk.notificationsOf(bo)).slice(-1)).toEqual([
      `${NAME} is with Mia, for whom you stand in, now: Ann missed the deadline for the first conversation about the renewal`,
    ]);
  });
});
