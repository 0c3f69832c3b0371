import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { MONDAY, TestApplication } from '../support/application.js';
import { DAY } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aPool, aRep, dealt, theReps } from '../support/people.js';

let app: TestApplication;
let ann: { id: string };
let bo: { id: string };
let cy: { id: string };
beforeAll(async () => {
  app = await TestApplication.start();
  [ann, bo, cy] = await theReps(app, ['Ann', 'Bo', 'Cy']);
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

async function fairness(pool: { id: string }) {
  return (await app.must('GET', `/v1/pools/${pool.id}/fairness`)).data;
}

const count = (owners: readonly (string | null)[], rep: { id: string }) => owners.filter((id) => id === rep.id).length;

describe('the fairness of a pool', () => {
  it('starts level for all members', async () => {
    const pool = await aPool(app, 'P', [ann, { ...bo, weight: 2.5 }]);
    expect(await fairness(pool)).toEqual(
      [
        { repId: ann.id, label: 'Ann', weight: 1 },
        { repId: bo.id, label: 'Bo', weight: 2.5 },
      ].map((member) => ({
        ...member,
        shareDue: 0,
        leadsGot: 0,
        shareGot: 0,
        credit: 0,
        missed: {},
        lastAssignedAt: null,
      })),
    );
  });

  it('stays within one lead of every member’s share at every moment', async () => {
    const { pool } = await aDesk(app, [
      { ...ann, weight: 5 },
      { ...bo, weight: 3 },
      { ...cy, weight: 1 },
    ]);
    const owners: (string | null)[] = [];
    for (let sent = 1; sent <= 18; sent += 1) {
      owners.push(...(await dealt(app, 1)));
      for (const [member, share] of [
        [ann, 5 / 9],
        [bo, 3 / 9],
        [cy, 1 / 9],
      ] as const) {
        expect(Math.abs(count(owners, member) - sent * share)).toBeLessThan(1);
      }
    }
    const members = await fairness(pool);
    expect(members.map(({ leadsGot }: { leadsGot: number }) => leadsGot)).toEqual([10, 6, 2]);
    for (const [index, due] of [10, 6, 2].entries()) {
      expect(members[index].shareDue).toBeCloseTo(due, 9);
      expect(members[index].credit).toBeCloseTo(0, 9);
      expect(members[index]).toMatchObject({ missed: {}, lastAssignedAt: MONDAY });
    }
  });

  it('says why each member got no lead, and does not charge them for it', async () => {
    const di = await aRep(app, 'Di');
    const edi = await aRep(app, 'Edi', { active: false });
    const { pool } = await aDesk(app, [ann, bo, cy, di, edi]);
    await app.must('PUT', `/v1/reps/${bo.id}/availability`, { available: false });
    await app.must('POST', `/v1/reps/${cy.id}/absences`, { from: MONDAY, to: '2026-03-04T00:00:00Z' });
    await app.must('PUT', `/v1/reps/${di.id}`, { name: 'Di', email: 'di@example.com', capacity: { open: 1 } });
    const owners = await dealt(app, 4);
    expect([count(owners, ann), count(owners, di)]).toEqual([3, 1]);
    const [forAnn, forBo, forCy, forDi, forEdi] = await fairness(pool);
    expect(forBo).toMatchObject({
      shareDue: 0,
      leadsGot: 0,
      credit: 0,
      missed: { unavailable: 4 },
      lastAssignedAt: null,
    });
    expect(forCy).toMatchObject({ shareDue: 0, missed: { absent: 4 } });
    expect(forEdi).toMatchObject({ shareDue: 0, missed: { inactive: 4 } });
    const turnsOfDi = forDi.missed.capacity;
    expect(forDi).toMatchObject({ leadsGot: 1, missed: { capacity: expect.any(Number) } });
    // Each lead distributed to both adds half a lead to each share; the leads after Di was full are all Ann's.
    expect(forDi.shareDue).toBeCloseTo((4 - turnsOfDi) / 2, 9);
    expect(forAnn.shareDue).toBeCloseTo(4 - (4 - turnsOfDi) / 2, 9);
    for (const member of [forAnn, forDi]) expect(member.credit).toBeCloseTo(member.shareDue - member.leadsGot, 9);
    // A member who comes back is level and does not get the missed leads at once.
    await app.must('PUT', `/v1/reps/${bo.id}/availability`, { available: true });
    expect(count(await dealt(app, 4), bo)).toBe(2);
  });

  it('leaves with a member, starts level for a new one, and is unchanged for the others', async () => {
    const { pool } = await aDesk(app, [ann, bo, cy]);
    await dealt(app, 4);
    const before = await fairness(pool);
    const put = (members: object[]) => app.must('PUT', `/v1/pools/${pool.id}`, { name: 'P', members });
    const di = await aRep(app, 'Di');
    await put([{ repId: di.id }, { repId: bo.id, weight: 4 }, { repId: ann.id }]);
    const [forDi, forBo, forAnn] = await fairness(pool);
    expect(forDi).toMatchObject({ repId: di.id, shareDue: 0, leadsGot: 0, credit: 0, lastAssignedAt: null });
    expect(forBo).toEqual({ ...before[1], weight: 4 });
    expect(forAnn).toEqual(before[0]);
    await put([{ repId: bo.id }, { repId: cy.id }]);
    expect(await fairness(pool)).toEqual([{ ...before[1], weight: 1 }, before[2]]);
  });

  it('is restored only for a member who comes back within a day', async () => {
    const { pool } = await aDesk(app, [
      { ...ann, weight: 3 },
      { ...bo, weight: 2 },
      { ...cy, weight: 2 },
    ]);
    await dealt(app, 5);
    const put = (...reps: { id: string }[]) =>
      app.must('PUT', `/v1/pools/${pool.id}`, { name: 'Desk', members: reps.map(({ id }) => ({ repId: id })) });
    const level = { shareDue: 0, leadsGot: 0, credit: 0, missed: {}, lastAssignedAt: null };
    const [, , before] = await fairness(pool);
    expect([before.credit === 0, before.leadsGot]).toEqual([false, 1]);
    await put(ann, bo);
    await app.moveBy(DAY - 1);
    await put(ann, bo, cy);
    expect((await fairness(pool))[2]).toEqual({ ...before, weight: 1 });
    const sum = (await fairness(pool)).reduce((all: number, { credit }: { credit: number }) => all + credit, 0);
    expect(sum).toBeCloseTo(0, 8);
    // The day counts from the latest departure; a further change of the pool does not prolong it.
    await put(ann, bo);
    await app.moveBy(DAY - 1);
    await put(bo, ann);
    await app.moveBy(1);
    await put(bo, ann, cy);
    expect((await fairness(pool))[2]).toMatchObject(level);
  });

  it('is separate in each pool, and is deleted with the pool or the rep', async () => {
    const { pool } = await aDesk(app, [ann, bo]);
    const other = await aPool(app, 'Other', [ann, bo]);
    await dealt(app, 1);
    await app.must('PUT', `/v1/pools/${other.id}`, { name: 'Other', members: [{ repId: bo.id }] });
    await app.must('PUT', `/v1/pools/${other.id}`, { name: 'Other', members: [{ repId: bo.id }, { repId: ann.id }] });
    expect((await fairness(other)).map(({ credit }: { credit: number }) => credit)).toEqual([0, 0]);
    expect((await fairness(pool)).map(({ leadsGot }: { leadsGot: number }) => leadsGot)).toEqual([1, 0]);
    const di = await aRep(app, 'Di');
    await app.must('PUT', `/v1/pools/${other.id}`, { name: 'Other', members: [{ repId: di.id }] });
    await app.must('PUT', `/v1/pools/${other.id}`, { name: 'Other', members: [] });
    await app.must('DELETE', `/v1/reps/${di.id}`);
    await app.must('DELETE', `/v1/pools/${other.id}`);
  });

  it('counts a lead in the pool that distributed it', async () => {
    const fallback = await aPool(app, 'Fallback', [cy]);
    const { pool } = await aDesk(app, [ann], { fallbackPoolId: fallback.id });
    await app.must('PUT', `/v1/reps/${ann.id}/availability`, { available: false });
    expect(await aLead(app)).toMatchObject({ ownerId: cy.id, poolId: fallback.id });
    expect((await fairness(pool))[0]).toMatchObject({ leadsGot: 0, missed: {} });
    expect((await fairness(fallback))[0]).toMatchObject({ leadsGot: 1, shareDue: 1 });
  });
});

describe('the fairness of a range of days', () => {
  const between = async (pool: Json, query: string, asking?: { key: string }) =>
    (await app.ask('GET', `/v1/pools/${pool.id}/fairness?${query}`, undefined, asking)).body;
  const got = ({ data }: Json) => data.map(({ shareDue, leadsGot }: Json) => [shareDue, leadsGot]);

  it('covers only the turns of these days', async () => {
    const { pool } = await aDesk(app, [ann, { ...bo, weight: 3 }]);
    await dealt(app, 4);
    await app.moveBy(DAY);
    await app.must('PUT', `/v1/reps/${ann.id}/availability`, { available: false });
    await dealt(app, 2);
    await app.moveBy(2 * DAY);
    await app.must('PUT', `/v1/reps/${ann.id}/availability`, { available: true });
    await dealt(app, 8);
    expect(got(await between(pool, 'from=2026-03-02&to=2026-03-03'))).toEqual([
      [1, 1],
      [3, 3],
    ]);
    const tuesday = await between(pool, 'from=2026-03-03&to=2026-03-04');
    expect(got(tuesday)).toEqual([
      [0, 0],
      [2, 2],
    ]);
    expect(tuesday.data[0]).toMatchObject({ missed: { unavailable: 2 }, credit: 0 });
    expect(got(await between(pool, 'from=2026-03-04&to=2026-03-05'))).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(got(await between(pool, 'from=2026-03-03'))).toEqual([
      [2, 2],
      [8, 8],
    ]);
    expect(got(await between(pool, 'to=2026-03-04T00:00:00Z'))).toEqual([
      [1, 1],
      [5, 5],
    ]);
    expect(got(await between(pool, 'from=2026-04-01'))).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it('starts again for a member who starts level', async () => {
    const { pool } = await aDesk(app, [ann, bo]);
    await dealt(app, 4);
    const put = (fields: object) => app.must('PUT', `/v1/pools/${pool.id}`, { name: pool.name, ...fields });
    await app.moveBy(DAY);
    await dealt(app, 2);
    await put({ members: [{ repId: bo.id }] });
    await app.moveBy(2 * DAY);
    await put({ members: [{ repId: ann.id }, { repId: bo.id }] });
    await dealt(app, 2);
    expect(got(await between(pool, 'from=2026-03-02'))).toEqual([
      [1, 1],
      [4, 4],
    ]);
    await put({ strategy: 'leastLoaded', members: [{ repId: ann.id }, { repId: bo.id }] });
    await dealt(app, 2);
    expect(got(await between(pool, 'from=2026-03-02')).map(([, leads]: number[]) => leads)).toEqual([1, 1]);
  });

  it('takes days, and refuses any other value', async () => {
    const { pool } = await aDesk(app, [ann]);
    const refused = await between(pool, 'from=2026-03-02T10:00:00Z&to=soon');
    expect(refused.errors.map(({ pointer, code }: Json) => [pointer, code])).toEqual([['/to', 'instantOrDate']]);
    const inside = await between(pool, 'from=2026-03-02T10:00:00Z');
    expect(inside.errors).toMatchObject([
      { pointer: '/from', message: 'Expected a day such as 2026-03-02, or the instant at which one begins (UTC).' },
    ]);
    const codes = async (query: string) => (await between(pool, query)).errors?.map(({ code }: Json) => code);
    expect(await codes('from=2026-03-03&to=2026-03-02')).toEqual(['inverted']);
    expect(await codes('from=2026-03-03&to=2026-03-03')).toEqual(['inverted']);
    expect(await codes('from=2026-03-03&to=2026-03-04')).toBeUndefined();
  });
});

describe('the view of a pool’s fairness', () => {
  it('shows members only themselves, and all members to the manager of one', async () => {
    const mia = await aRep(app, 'Mia');
    await app.must('PUT', `/v1/reps/${ann.id}`, { ...ann, managerId: mia.id });
    const { pool } = await aDesk(app, [ann, bo]);
    await dealt(app, 2);
    const asked = async (scope: string, rep: { id: string }) =>
      app.ask('GET', `/v1/pools/${pool.id}/fairness`, undefined, { key: await app.keyFor([scope], rep.id) });
    const own = await asked('rep', ann);
    expect([own.body.data.map(({ repId }: Json) => repId), own.body.others]).toEqual([[ann.id], 1]);
    const managed = await asked('manager', mia);
    expect([managed.body.data.length, managed.body.others]).toEqual([2, 0]);
    expect((await asked('rep', cy)).status).toBe(404);
    expect((await asked('manager', bo)).body.others).toBe(1);
  });
});

it('fairness hints at the weight that would make up for working in quiet hours', async () => {
  const hours = (day: string) => ({ timeZone: 'UTC', hours: { [day]: [['00:00', '24:00']] } });
  const early = await app.must('POST', '/v1/calendars', { name: 'Early', ...hours('mon') });
  const late = await app.must('POST', '/v1/calendars', {
    name: 'Late',
    timeZone: 'UTC',
    hours: { tue: [['00:00', '24:00']] },
  });
  await app.must('PUT', `/v1/reps/${ann.id}`, { ...ann, calendarId: early.id });
  await app.must('PUT', `/v1/reps/${bo.id}`, { ...bo, calendarId: late.id });
  const both = await app.must('POST', '/v1/calendars', {
    name: 'Both',
    timeZone: 'UTC',
    hours: { mon: [['00:00', '24:00']], tue: [['00:00', '24:00']] },
  });
  await app.must('PUT', `/v1/reps/${cy.id}`, { ...cy, calendarId: both.id });
  const { pool } = await aDesk(app, [ann, bo, cy]);
  await dealt(app, 36);
  await app.moveTo('2026-03-03T10:00:00Z');
  await dealt(app, 4);
  const [forAnn, forBo] = await fairness(pool);
  expect(forAnn.hint).toBeUndefined();
  expect(forBo.hint).toBe(
    '36 of the 40 leads came outside their hours, so they got 2; by weight alone it would have been 13. No weight would even that out: they could have got at most 4.',
  );
});
