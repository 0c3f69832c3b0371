import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { allTo, aPool, aRep, dealt, faults } from '../support/people.js';

let app: TestApplication;
let ann: Json;
let bo: Json;
let desk: Json;
let other: Json;
beforeAll(async () => {
  app = await TestApplication.start();
  [ann, bo] = [await aRep(app, 'Ann'), await aRep(app, 'Bo')];
  const members = [ann, bo];
  [desk, other] = [await aPool(app, 'Desk', members), await aPool(app, 'Other', members)];
  await allTo(app, desk);
  await dealt(app, 3);
  await app.must('PUT', `/v1/reps/${bo.id}/availability`, { available: false });
  await allTo(app, other);
  await dealt(app, 2);
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const report = (query = '', how = {}) => app.ask('GET', `/v1/reports/fairness${query}`, undefined, how);
const figures = ({ body }: Json) =>
  body.data.map(({ label, shareDue, shareGot, missed }: Json) => [label, shareDue, shareGot, missed]);

describe('the report of fairness', () => {
  it('shows what was due and what was received by member, pool or rep', async () => {
    const ofMembers = await report();
    const [gotByAnn, gotByBo] = ofMembers.body.data.map(({ shareGot }: Json) => shareGot);
    expect([gotByAnn, gotByBo].sort()).toEqual([1, 2]);
    expect(figures(ofMembers)).toEqual([
      ['Desk, Ann', 1.5, gotByAnn, {}],
      ['Desk, Bo', 1.5, gotByBo, {}],
      ['Other, Ann', 2, 2, {}],
      ['Other, Bo', 0, 0, { unavailable: 2 }],
    ]);
    expect(ofMembers.body.data[0].key).toEqual({ pool: desk.id, rep: ann.id });
    expect(ofMembers.body.total).toEqual({
      key: {},
      label: 'total',
      shareDue: 5,
      shareGot: 5,
      credit: 0,
      missed: { unavailable: 2 },
    });
    expect(figures(await report('?by=pool'))).toEqual([
      ['Desk', 3, 3, {}],
      ['Other', 2, 2, { unavailable: 2 }],
    ]);
    expect(figures(await report('?by=rep'))).toEqual([
      ['Ann', 3.5, 2 + gotByAnn, {}],
      ['Bo', 1.5, gotByBo, { unavailable: 2 }],
    ]);
  });

  it('covers the requested days', async () => {
    await app.moveBy(24 * 60 * 60 * 1_000);
    await dealt(app, 1);
    const day = new Date(app.time.now()).toISOString().slice(0, 10);
    expect(figures(await report(`?by=pool&from=${day}`))).toEqual([
      ['Desk', 0, 0, {}],
      ['Other', 1, 1, { unavailable: 1 }],
    ]);
  });

  it('shows reps their own rows, and managers all rows of the pools of their reps', async () => {
    const eve = await aRep(app, 'Eve');
    await app.must('PUT', `/v1/reps/${bo.id}`, { name: 'Bo', email: bo.email, managerId: eve.id });
    const keyOf = async (rep: Json, scope: string) =>
      (await app.must('POST', '/v1/api-keys', { name: `${rep.name}`, scopes: [scope], repId: rep.id })).key;
    const labels = ({ body }: Json) => body.data.map(({ label }: Json) => label);
    expect(labels(await report('?by=rep', { key: await keyOf(bo, 'rep') }))).toEqual(['Bo']);
    expect(labels(await report('?by=rep', { key: await keyOf(eve, 'manager') }))).toEqual(['Ann', 'Bo']);
    expect((await report('', { key: await keyOf(eve, 'rep') })).body).toMatchObject({
      data: [],
      total: { shareGot: 0 },
    });
  });

  it('is available as CSV, and rejects invalid queries', async () => {
    const csv = await report('?by=pool', { headers: { accept: 'text/csv' } });
    expect(String(csv.body).split('\r\n').slice(0, 2)).toEqual([
      'key.pool,label,shareDue,shareGot,credit,missed.unavailable',
      `${desk.id},Desk,3,3,0,`,
    ]);
    const refused = await report('?by=source');
    expect(faults(refused)).toEqual(['/by value']);
    expect(refused.body.errors[0].message).toBe('Turns cannot be grouped by "source"; they can by pool, rep.');
    expect(faults(await report('?from=2026-03-02T10:00:00Z'))).toEqual(['/from notADay']);
  });
});
