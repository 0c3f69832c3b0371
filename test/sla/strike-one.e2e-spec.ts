import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aRep, eventsOf, faults, leadNow, NOBODY, theReps } from '../support/people.js';
import { aPolicy, clockOf } from '../support/policies.js';

const START = '2026-03-02T15:00:00.000Z';
const at = (minutes: number) => new Date(Date.parse(START) + minutes * 60_000).toISOString();
const WHY = { reason: 'The phone of Mr Miller was out of order' };

let app: TestApplication;
let [ann, bo, lead]: Json[] = [];

beforeAll(async () => {
  app = await TestApplication.start(START);
  [ann, bo] = await theReps(app, ['Ann', 'Bo']);
  await aDesk(app, [ann, bo]);
  await aPolicy(app, { within: 'PT5M', onBreach: [{ after: 'PT30M', do: 'escalate' }] }, { time: 'elapsed' });
  lead = await aLead(app, { owner: { repId: ann!.id } });
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const pathOf = (clock: Json, of = lead!) => `/v1/leads/${of.id}/clocks/${clock.id}/strike`;
const missed = async (): Promise<Json> => {
  await app.moveTo(at(6));
  return clockOf(await leadNow(app, lead!));
};
const reported = async (name: string): Promise<Json> => {
  await app.reportsCaughtUp();
  return (await app.must('GET', `/v1/reports/${name}?from=${at(-1)}&to=${at(600)}`)).total;
};
const found = async (isMissed: boolean) => (await app.must('GET', `/v1/leads?breached=${isMissed}`)).data.length;

it('a struck miss no longer counts, and nothing else changes', async () => {
  const clock = await missed();
  expect(await reported('breaches')).toMatchObject({ made: 1, breached: 1, struck: 0, attainment: 0 });
  expect((await reported('speed-to-lead')).attainment).toBe(0);
  expect(await found(true)).toBe(1);

  const struck = await app.must('POST', pathOf(clock), WHY);
  expect(struck).toEqual({ ...clock, struckBreachAt: clock.breachedAt });
  expect(clockOf(await leadNow(app, lead!))).toEqual(struck);
  expect(await reported('breaches')).toMatchObject({ made: 0, breached: 0, struck: 1, attainment: null });
  expect((await reported('speed-to-lead')).attainment).toBeNull();
  expect([await found(true), await found(false)]).toEqual([0, 1]);

  const [event] = await eventsOf(app, lead!.id, 'sla.struck');
  expect(event!.data).toMatchObject({
    clockId: clock.id,
    state: 'breached',
    missedAt: clock.breachedAt,
    why: 'reason',
  });
  expect(JSON.stringify(event)).not.toContain('Miller');
  const { data } = await app.must('GET', `/v1/leads/${lead!.id}/timeline`);
  expect(data.at(-1).text).toBe(`Ann's missed first touch of Mon 2 Mar 2026, 15:05 (UTC) was struck: ${WHY.reason}`);
  // The remaining actions of the chain are still taken.
  await app.moveTo(at(36));
  expect(await eventsOf(app, lead!.id, 'sla.escalated')).toHaveLength(1);
  await app.must('POST', `/v1/leads/${lead!.id}/touches`, { kind: 'call', outcome: 'noAnswer' });
  expect(await reported('breaches')).toMatchObject({ made: 0, met: 0, breached: 0, struck: 1 });
});

it('a strike updates the packed report of its day', async () => {
  const clock = await missed();
  await app.moveTo('2026-03-04T03:00:00.000Z');
  const report = () => app.report('breaches?from=2026-03-01T00:00:00Z&to=2026-03-04T00:00:00Z');
  expect((await report()).total).toMatchObject({ breached: 1 });
  await app.packReports();
  expect((await report()).total).toMatchObject({ breached: 1 });
  await app.must('POST', pathOf(clock), WHY);
  expect((await report()).total).toMatchObject({ breached: 0, struck: 1 });
  await app.packReports();
  expect((await report()).total).toMatchObject({ breached: 0, struck: 1 });
});

it('a strike works for misses of an earlier cycle and of a closed lead', async () => {
  const clock = await missed();
  await app.must('POST', `/v1/leads/${lead!.id}/disposition`, { category: 'lost', reason: 'price' });
  await app.must('POST', `/v1/leads/${lead!.id}/reopen`, { reason: 'Asks again' });
  await app.moveTo(at(7));
  expect(await app.must('POST', pathOf(clock), WHY)).toMatchObject({ id: clock.id, struckBreachAt: clock.breachedAt });
  expect(await reported('breaches')).toMatchObject({ breached: 0, struck: 1 });
});

it('a strike is refused if repeated, for a clock that was not missed, and without a reason', async () => {
  const running = clockOf(await leadNow(app, lead!));
  const notMissed = await app.post(pathOf(running), WHY);
  expect([notMissed.status, notMissed.body.type, notMissed.body.state]).toEqual([
    409,
    '/problems#not-missed',
    'running',
  ]);
  const clock = await missed();
  expect(faults(await app.post(pathOf(clock), {}))).toEqual(['/reason required']);
  expect(faults(await app.post(pathOf(clock), { reason: '' }))).toEqual(['/reason tooShort']);
  const key = { headers: { 'idempotency-key': 'once' } };
  const first = await app.post(pathOf(clock), WHY, key);
  expect((await app.post(pathOf(clock), WHY, key)).body).toEqual(first.body);
  const again = await app.post(pathOf(clock), WHY);
  expect([again.status, again.body.type, again.body.missedAt]).toEqual([
    409,
    '/problems#miss-struck',
    clock.breachedAt,
  ]);
  expect(await eventsOf(app, lead!.id, 'sla.struck')).toHaveLength(1);
});

it('a strike needs a manager, for leads of their reps', async () => {
  const clock = await missed();
  const [mae, max] = [await aRep(app, 'Mae'), await aRep(app, 'Max')];
  await app.must('POST', '/v1/teams', { name: 'Of Mae', managerId: mae.id, repIds: [ann!.id] });
  const as = async (scope: string, rep: Json) => ({ key: await app.keyFor([scope], rep.id) });
  const other = await aLead(app, { owner: { repId: bo!.id } });
  const asked = async (path: string, scope: string, rep: Json) =>
    (await app.post(path, WHY, await as(scope, rep))).status;
  expect(await asked(pathOf(clock), 'rep', ann!)).toBe(403);
  expect(await asked(pathOf(clock), 'manager', max)).toBe(404);
  expect(await asked(pathOf(clock, other), 'manager', mae)).toBe(404);
  expect((await app.post(pathOf(clock, other), WHY)).status).toBe(404);
  expect((await app.post(pathOf({ id: NOBODY }), WHY)).status).toBe(404);
  expect((await app.post(pathOf(clock, { id: NOBODY }), WHY)).status).toBe(404);
  expect(await asked(pathOf(clock), 'manager', mae)).toBe(200);
  const { data } = await app.must('GET', `/v1/leads/${lead!.id}/timeline`);
  expect(data.at(-1).text).toContain(`was struck by Mae: ${WHY.reason}`);
});

it('a strike needs the manager of the rep who missed, wherever the lead is now, and not that rep', async () => {
  const clock = await missed();
  const [mae, max] = [await aRep(app, 'Mae'), await aRep(app, 'Max')];
  await app.must('POST', '/v1/teams', { name: 'Of Mae', managerId: mae.id, repIds: [ann!.id] });
  await app.must('POST', '/v1/teams', { name: 'Of Max', managerId: max.id, repIds: [bo!.id] });
  await app.must('POST', `/v1/leads/${lead!.id}/reassign`, { repId: bo!.id, reason: 'Swap' });
  const as = async (rep: Json) => ({ key: await app.keyFor(['manager'], rep.id) });
  expect((await app.post(pathOf(clock), WHY, await as(max))).status).toBe(403);
  expect((await app.post(pathOf(clock), WHY, await as(ann!))).status).toBe(404);
  await app.must('POST', `/v1/leads/${lead!.id}/reassign`, { repId: ann!.id, reason: 'Back' });
  expect((await app.post(pathOf(clock), WHY, await as(ann!))).status).toBe(403);
  await app.must('POST', `/v1/leads/${lead!.id}/reassign`, { repId: bo!.id, reason: 'Swap' });
  expect((await app.post(pathOf(clock), WHY, await as(mae))).status).toBe(200);
});

it('a strike works for the miss of an erased lead, and its reason is not stored', async () => {
  const known = await aLead(app, { owner: { repId: ann!.id }, contact: { email: 'miller@example.com' } });
  await app.moveTo(at(6));
  await app.must('POST', '/v1/erasures', { email: 'miller@example.com', reason: 'Asked for' });
  expect(await reported('breaches')).toMatchObject({ breached: 2, struck: 0 });
  const clock = clockOf(await leadNow(app, known));
  expect(await app.must('POST', pathOf(clock, known), WHY)).toMatchObject({ struckBreachAt: clock.breachedAt });
  expect(await reported('breaches')).toMatchObject({ breached: 1, struck: 1 });
  const { data } = await app.must('GET', `/v1/leads/${known.id}/timeline`);
  expect(data.find(({ type }: Json) => type === 'sla.struck').text).not.toContain('Miller');
  const again = await app.post(pathOf(clock, known), WHY);
  expect([again.status, again.body.type]).toEqual([409, '/problems#miss-struck']);
});

it('the reason of a strike is erased with the person', async () => {
  const known = await aLead(app, { owner: { repId: ann!.id }, contact: { email: 'miller@example.com' } });
  await app.moveTo(at(6));
  await app.must('POST', pathOf(clockOf(await leadNow(app, known)), known), WHY);
  const told = await app.must('GET', '/v1/subject-access?email=miller@example.com');
  expect(JSON.stringify(told)).toContain(WHY.reason);
  await app.must('POST', '/v1/erasures', { email: 'miller@example.com', reason: 'Asked for' });
  const { data } = await app.must('GET', `/v1/leads/${known.id}/timeline`);
  expect(data.find(({ type }: Json) => type === 'sla.struck').text).not.toContain('Miller');
});
