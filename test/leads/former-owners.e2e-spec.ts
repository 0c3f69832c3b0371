import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { MONDAY, TestApplication } from '../support/application.js';
import { iso, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aRep, faults, leadNow, theReps } from '../support/people.js';
import { aPolicy, clockOf } from '../support/policies.js';

const START = Date.parse(MONDAY);
const minute = (count: number) => START + count * MINUTE;

let app: TestApplication;
let [ann, bo, cy]: Json[] = [];
let boss: Json;
let lead: Json;
beforeAll(async () => {
  app = await TestApplication.start();
  boss = await aRep(app, 'Boss');
  [ann] = await theReps(app, ['Ann'], { managerId: boss.id });
  [bo, cy] = await theReps(app, ['Bo', 'Cy']);
  await aDesk(app, [ann!, bo!]);
  await aPolicy(app, { within: 'PT5M', onBreach: [{ after: 'PT0S', do: 'reassign' }] }, { time: 'elapsed' });
  lead = await aLead(app, { owner: { repId: ann!.id } });
  await app.moveTo(minute(9));
  expect(await leadNow(app, lead)).toMatchObject({ ownerId: bo!.id });
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const CALL = { kind: 'call', outcome: 'connected' };
const report = async (rep: Json, fields: object, scope = 'rep') =>
  app.ask('POST', `/v1/leads/${lead.id}/touches`, { ...CALL, ...fields }, { key: await app.keyFor([scope], rep.id) });

describe('a former owner', () => {
  it('reports what they did while the lead was theirs, which corrects their miss', async () => {
    const { status, body } = await report(ann!, { occurredAt: iso(minute(3)) });
    expect([status, body.repId, body.leadId]).toEqual([201, ann!.id, lead.id]);
    const now = await leadNow(app, lead);
    expect(now.ownerId).toBe(bo!.id);
    expect(now.clocks.find(({ kind, repId }: Json) => kind === 'firstTouch' && repId === ann!.id)).toMatchObject({
      state: 'met',
      breachedAt: iso(minute(5)),
    });
    expect(clockOf(now)).toMatchObject({ repId: bo!.id, state: 'cancelled' });
  });

  it('reports it among others, and through a manager', async () => {
    const touches = [{ ...CALL, leadId: lead.id, occurredAt: iso(minute(3)) }];
    const key = await app.keyFor(['rep'], ann!.id);
    const { body } = await app.ask('POST', '/v1/touches/batch', { touches }, { key });
    expect(body.results).toMatchObject([{ status: 'recorded', leadId: lead.id }]);
    const byBoss = await report(boss, { occurredAt: iso(minute(4)), repId: ann!.id }, 'manager');
    expect([byBoss.status, byBoss.body.repId]).toEqual([201, ann!.id]);
  });

  it.each<[string, object]>([
    ['of now', {}],
    ['of a time when it was not theirs', { occurredAt: iso(minute(7)) }],
    ['of the instant at which it went', { occurredAt: iso(minute(5)) }],
  ])('reports nothing %s', async (_, fields) => {
    expect((await report(ann!, fields)).status).toBe(404);
  });

  it('reports nothing for others, and nothing too late', async () => {
    const forBo = await report(ann!, { occurredAt: iso(minute(3)), repId: bo!.id });
    expect(forBo.status).toBe(403);
    await app.moveTo(minute(19));
    expect(faults(await report(ann!, { occurredAt: iso(minute(3)) }))).toEqual(['/occurredAt backdated']);
  });

  it('may do nothing else with the lead', async () => {
    const asking = { key: await app.keyFor(['rep'], ann!.id) };
    await report(ann!, { occurredAt: iso(minute(3)) });
    const occurredAt = iso(minute(3));
    const asked = [
      await app.ask('GET', `/v1/leads/${lead.id}`, undefined, asking),
      await app.ask('GET', `/v1/leads/${lead.id}/touches`, undefined, asking),
      await app.ask('POST', `/v1/leads/${lead.id}/milestones`, { name: 'qualified', occurredAt }, asking),
      await app.ask('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'price' }, asking),
    ];
    expect(asked.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  });
});

it('a rep who never had the lead is told of none', async () => {
  expect((await report(cy!, { occurredAt: iso(minute(3)) })).status).toBe(404);
});
