import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { SilenceService } from '../../src/engine/silence.service.js';
import { TestApplication } from '../support/application.js';
import { MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { toldTo } from '../support/notifications.js';
import { aLead, aRep, eventsOf, faults } from '../support/people.js';

/** A Monday, 10:00 UTC; the default calendar is open from nine to five. */
const START = Date.UTC(2026, 2, 2, 10);
const WEEK = 7 * 24 * 60 * MINUTE;
const WEEKS = 4;
/** The instant on the Monday after four weeks. */
const at = (minutes: number) => START + WEEKS * WEEK + minutes * MINUTE;

let app: TestApplication;
let [mia, key, lead]: Json[] = [];

beforeAll(async () => {
  app = await TestApplication.start(new Date(START).toISOString());
  mia = await aRep(app, 'Mia');
  await set({});
  key = await app.must('POST', '/v1/api-keys', { name: 'Dialer', scopes: ['integration'] });
  lead = await aLead(app);
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const set = (silence: object) => app.must('PUT', '/v1/settings', { alertsTo: [mia!.id], silence });
const look = () => app.application.app.get(SilenceService).look();
async function report(): Promise<void> {
  const touches = Array.from({ length: 3 }, () => ({
    leadId: lead!.id,
    kind: 'call',
    outcome: 'noAnswer',
    repId: mia!.id,
  }));
  const { status } = await app.post('/v1/touches/batch', { touches }, { key: key!.key });
  expect(status).toBe(200);
}
/** Reports touches every five minutes, for three hours of each earlier Monday and one hour of this one. */
async function rhythm(): Promise<void> {
  for (let week = 0; week < WEEKS; week += 1) {
    for (let minutes = 0; minutes <= 180; minutes += 5) {
      await app.moveTo(START + week * WEEK + minutes * MINUTE);
      await report();
    }
  }
  for (let minutes = 0; minutes <= 60; minutes += 5) {
    await app.moveTo(at(minutes));
    await report();
  }
}
const told = async (): Promise<string[]> => (await toldTo(app, mia!, 'touches.')).reverse();
const holds = async (): Promise<Json[]> => (await app.must('GET', '/v1/enforcement/holds')).data;
async function lookAt(minutes: number): Promise<void> {
  await app.moveTo(at(minutes));
  await look();
  await app.settle();
}

it('a silence of touches is notified once, and so is their return', async () => {
  await rhythm();
  await lookAt(65);
  await lookAt(89);
  expect(await told()).toEqual([]);
  await lookAt(90);
  expect(await told()).toHaveLength(1);
  await lookAt(120);
  const silent =
    'No touches have come from “Dialer” since Mon 30 Mar 2026, 11:00 (UTC), unlike at these hours of other weeks: reps may wrongly look idle';
  expect(await told()).toEqual([silent]);
  expect(await holds()).toEqual([]);
  await report();
  await lookAt(125);
  await lookAt(130);
  expect(await told()).toEqual([
    silent,
    'Touches come from “Dialer” again, after none since Mon 30 Mar 2026, 11:00 (UTC)',
  ]);
  expect((await eventsOf(app, key!.id, 'touches.*')).map(({ type }) => type)).toEqual([
    'touches.silent',
    'touches.back',
  ]);
});

it('a silence holds enforcement if the settings say so, until late reports have come', async () => {
  await set({ hold: true });
  await rhythm();
  await lookAt(90);
  const [hold] = await holds();
  expect(hold).toMatchObject({ scope: 'all', until: null, by: 'silence' });
  expect((await told())[0]).toMatch(/, so enforcement is held$/);
  await app.moveTo(at(100));
  await report();
  await lookAt(105);
  expect((await told())[1]).toMatch(/; enforcement goes on in 15 minutes$/);
  await lookAt(119);
  expect(await holds()).toHaveLength(1);
  await lookAt(120);
  expect(await holds()).toEqual([]);
  expect((await eventsOf(app, hold!.id, 'hold.ended')).map(({ data }) => data)).toEqual([{ why: 'over' }]);
});

it('a silence is not reported at night, for a revoked key, or if it is turned off', async () => {
  await rhythm();
  await lookAt(10 * 60);
  expect(await told()).toEqual([]);
  await set({ alarm: false });
  await lookAt(24 * 60);
  expect(await told()).toEqual([]);
  await set({});
  await app.must('DELETE', `/v1/api-keys/${key!.id}`);
  await look();
  expect(await told()).toEqual([]);
});

it('the silence alarm has its own settings, and is on by default', async () => {
  expect((await set({})).silence).toEqual({ alarm: true, hold: false, after: 'PT30M' });
  const refused = async (silence: object) => faults(await app.ask('PUT', '/v1/settings', { silence }));
  expect(await refused({ after: 'PT14M' })).toEqual(['/silence/after range']);
  expect(await refused({ after: 'P2D' })).toEqual(['/silence/after range']);
  expect(await refused({ alarm: 1 })).toEqual(['/silence/alarm type']);
});
