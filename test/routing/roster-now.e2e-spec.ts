import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { allTo, aRep, NOBODY, theReps } from '../support/people.js';

let app: TestApplication;
let boss: Json;
let [ann, bo, cy, dee, eve]: Json[] = [];
let pool: Json;

beforeAll(async () => {
  app = await TestApplication.start('2026-03-02T09:00:00.000Z');
  boss = await aRep(app, 'Boss');
  const hours = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [['12:00', '17:00']]]));
  const calendar = await app.must('POST', '/v1/calendars', { name: 'Late', timeZone: 'UTC', hours });
  ann = await aRep(app, 'Ann', { managerId: boss.id });
  bo = await aRep(app, 'Bo', { capacity: { open: 1 } });
  cy = await aRep(app, 'Cy', { calendarId: calendar.id });
  [dee, eve] = await theReps(app, ['Dee', 'Eve']);
  await app.must('POST', `/v1/reps/${dee.id}/absences`, {
    from: '2026-03-02T00:00:00Z',
    to: '2026-03-03T00:00:00Z',
    reason: 'Ill',
  });
  await app.must('PUT', `/v1/reps/${eve.id}/availability`, { available: false });
  const members = [ann, bo, cy, dee, eve].map((rep) => ({ repId: rep!.id }));
  pool = await app.must('POST', '/v1/pools', { name: 'Inbound', members });
  await allTo(app, pool);
  await app.must('POST', '/v1/leads', { source: 'web', owner: { repId: bo.id } });
});
afterAll(() => app.stop());

const roster = (query = '', key?: string): Promise<Json> =>
  app.must('GET', `/v1/pools/${pool.id}/roster${query}`, undefined, key === undefined ? {} : { key });
const inShort = ({ data }: Json) =>
  data.map(({ label, eligible, excludedBy, detail }: Json) => [label, eligible, excludedBy, detail].join(' ').trim());

it('a roster says who can get leads and why others cannot, like the next trace', async () => {
  const now = await roster();
  expect(inShort(now)).toEqual([
    'Ann true',
    'Bo false capacity open 1 of 1',
    'Cy false offHours until 2026-03-02T12:00:00.000Z',
    'Dee false absent until 2026-03-03T00:00:00.000Z',
    'Eve false unavailable',
  ]);
  expect(now).toMatchObject({ at: '2026-03-02T09:00:00.000Z', others: 0, nextRepId: ann!.id });
  const lead = await app.must('POST', '/v1/leads', { source: 'web', contact: { email: 'kim@example.org' } });
  const { data } = await app.must('GET', `/v1/leads/${lead.id}/routing`);
  expect(lead.ownerId).toBe(now.nextRepId);
  expect(data[0].trace.because).toBe(now.because);
  const told = ({ repId, eligible, excludedBy, detail }: Json) => ({ repId, eligible, excludedBy, detail });
  expect(data[0].trace.candidates.map(told)).toEqual(now.data.map(told));
});

it('a roster can be read for a future instant, and reading it changes nothing', async () => {
  const before = await app.must('GET', `/v1/pools/${pool.id}/fairness`);
  expect(inShort(await roster('?at=2026-03-03T13:00:00Z'))).toEqual([
    'Ann true',
    'Bo false capacity open 1 of 1',
    'Cy true',
    'Dee true',
    'Eve false unavailable',
  ]);
  expect(await app.must('GET', `/v1/pools/${pool.id}/fairness`)).toEqual(before);
});

it('a roster for a future instant shows who will have left by then', async () => {
  await app.must('POST', `/v1/reps/${dee!.id}/offboard`, { at: '2026-03-04T12:00:00Z' });
  const ofDee = async (at: string) =>
    inShort(await roster(`?at=${at}`)).filter((line: string) => line.startsWith('Dee'));
  expect(await ofDee('2026-03-04T11:59:59.999Z')).toEqual(['Dee true']);
  expect(await ofDee('2026-03-04T12:00:00Z')).toEqual(['Dee false inactive']);
  await app.must('DELETE', `/v1/reps/${dee!.id}/offboard`);
  expect(await ofDee('2026-03-04T12:00:00Z')).toEqual(['Dee true']);
});

it('a roster shows reps only themselves, and all members to the manager of one', async () => {
  const own = await roster('', await app.keyFor(['rep'], bo!.id));
  expect([inShort(own), own.others, own.nextRepId]).toEqual([['Bo false capacity open 1 of 1'], 4, null]);
  expect(own.because).toBe('Another member is next.');
  expect((await roster('', await app.keyFor(['manager'], boss.id))).data).toHaveLength(5);
  const key = await app.keyFor(['rep'], boss.id);
  expect((await app.get(`/v1/pools/${pool.id}/roster`, { key })).status).toBe(404);
  expect((await app.get(`/v1/pools/${NOBODY}/roster`)).status).toBe(404);
  expect((await app.get(`/v1/pools/${pool.id}/roster?at=noon`)).status).toBe(422);
});
