import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { notificationsOf } from '../support/notifications.js';
import { aDesk, eventsOf, faults, NOBODY, theReps } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

const START = '2026-03-02T15:00:00.000Z';
const at = (minutes: number) => new Date(Date.parse(START) + minutes * 60_000).toISOString();

let app: TestApplication;
let [mia, zoe]: Json[] = [];

beforeAll(async () => {
  app = await TestApplication.start(START);
  [mia, zoe] = await theReps(app, ['Mia', 'Zoe']);
  await aDesk(app, ['Ann', 'Bo', 'Cy'], {}, { queueOwnerId: mia!.id });
  await set({ alertsTo: [zoe!.id, mia!.id] });
  await aPolicy(app, { within: 'PT5M', maxReassignments: 1 }, { time: 'elapsed' });
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const set = (fields: object) => app.must('PUT', '/v1/settings', { timeZone: 'UTC', duplicates: 'separate', ...fields });
const holds = async (): Promise<Json[]> => (await app.must('GET', '/v1/enforcement/holds')).data;
const moved = async (): Promise<number> => (await app.feed('/v1/events?type=lead.reassigned&limit=1000')).data.length;
const arrive = (count: number) =>
  app.must('POST', '/v1/leads/batch', { leads: Array.from({ length: count }, () => ({ source: 'web' })) });

it('a storm of 300 misses stops at 200 moves with one message, until a person ends the hold', async () => {
  await arrive(300);
  await app.moveTo(at(9));
  expect(await moved()).toBe(200);
  const [hold, ...more] = await holds();
  expect(more).toEqual([]);
  expect(hold).toMatchObject({ scope: 'all', until: null, by: 'stormBreaker', createdAt: at(5) });
  for (const each of [mia!, zoe!]) {
    const [message, ...others] = await notificationsOf(app, each, 'enforcement.stopped');
    expect(others).toEqual([]);
    expect(message.text).toBe(
      `More than 200 leads were to move within 10 minutes because of missed deadlines, so nothing moves any more: look at what happened, and end the hold on the floor to go on`,
    );
  }
  expect(await eventsOf(app, hold!.id, 'hold.begun')).toMatchObject([
    { actor: { type: 'system', rule: 'stormBreaker' }, data: { by: 'stormBreaker', moves: 200, per: 'PT10M' } },
  ]);
  expect((await app.feed('/v1/events?type=sla.breached&limit=1000')).data).toHaveLength(300);
  await app.moveTo(at(100));
  expect(await moved()).toBe(200);

  await app.must('DELETE', `/v1/enforcement/holds/${hold!.id}`);
  await app.settle();
  expect(await moved()).toBe(300);
  expect(await holds()).toEqual([]);
});

it('the storm breaker counts moves within its period across sweeps', async () => {
  await set({ stormBreaker: { moves: 3, per: 'PT10M' } });
  for (const minute of [0, 1, 2, 3]) {
    await app.moveTo(at(minute));
    await arrive(1);
  }
  await app.moveTo(at(9));
  expect(await moved()).toBe(3);
  expect(await holds()).toHaveLength(1);
});

it('the storm breaker forgets earlier moves', async () => {
  await set({ stormBreaker: { moves: 3, per: 'PT10M' } });
  await arrive(3);
  await app.moveTo(at(10));
  await arrive(3);
  await app.moveTo(at(16));
  expect(await moved()).toBe(6);
  expect(await holds()).toEqual([]);
});

it('the storm breaker stops again after a person has ended its hold', async () => {
  await set({ stormBreaker: { moves: 3, per: 'PT10M' } });
  await arrive(5);
  await app.moveTo(at(6));
  await app.must('DELETE', `/v1/enforcement/holds/${(await holds())[0]!.id}`);
  await arrive(5);
  await app.moveTo(at(12));
  expect(await moved()).toBe(8);
  expect(await holds()).toHaveLength(1);
});

it('the storm breaker also stops moves that had waited for a rep', async () => {
  await set({ stormBreaker: { moves: 2, per: 'PT10M' } });
  const reps: Json[] = (await app.must('GET', '/v1/reps')).data.filter(({ name }: Json) => name < 'D');
  const available = (ids: Json[], is: boolean) =>
    Promise.all(ids.map(({ id }) => app.must('PUT', `/v1/reps/${id}/availability`, { available: is })));
  await available(reps.slice(1), false);
  await arrive(1);
  for (const minute of [6, 17]) {
    await app.moveTo(at(minute));
    await arrive(2);
  }
  await app.moveTo(at(40));
  expect((await app.must('GET', '/v1/routing/queue')).data).toHaveLength(5);
  await available(reps.slice(1), true);
  await app.moveTo(at(41));
  expect(await moved()).toBe(2);
  expect(await holds()).toMatchObject([{ by: 'stormBreaker' }]);
  await app.must('POST', '/v1/leads', { source: 'web' });
  expect((await app.must('GET', '/v1/routing/queue')).data).toHaveLength(3);
});

it('the storm breaker can be turned off with null', async () => {
  await set({ stormBreaker: null });
  expect(await app.must('GET', '/v1/settings')).toMatchObject({ stormBreaker: null, alertsTo: [] });
  await arrive(300);
  await app.moveTo(at(6));
  expect(await moved()).toBe(300);
});

it('the storm settings are on by default, can be sent back as read, and are validated', async () => {
  const read = await app.must('GET', '/v1/settings');
  expect(read).toMatchObject({ stormBreaker: { moves: 200, per: 'PT10M' }, alertsTo: [zoe!.id, mia!.id] });
  expect(await app.must('PUT', '/v1/settings', read)).toEqual(read);
  const refused = async (fields: object) => faults(await app.ask('PUT', '/v1/settings', fields));
  expect(await refused({ stormBreaker: { moves: 5, per: 'P2D' }, alertsTo: [NOBODY] })).toEqual([
    '/stormBreaker/per tooLong',
    '/alertsTo/0 unknownId',
  ]);
  expect(await refused({ alertsTo: [mia!.id, mia!.id] })).toEqual(['/alertsTo/1 duplicate']);
  expect((await app.ask('DELETE', `/v1/reps/${zoe!.id}`)).body).toMatchObject({
    usedBy: [{ kind: 'settings', name: 'settings' }],
  });
});
