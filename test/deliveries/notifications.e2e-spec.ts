import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { inLocalWords } from '../../src/calendar/zone.js';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { notificationsOf, toldTo } from '../support/notifications.js';
import { aDesk, aLead, aRep } from '../support/people.js';

let app: TestApplication;
let boss: { id: string };
let ann: { id: string };
let bo: { id: string };

beforeAll(async () => {
  app = await TestApplication.start();
  boss = await aRep(app, 'Boss');
  ann = await aRep(app, 'Ann', { managerId: boss.id });
  bo = await aRep(app, 'Bo');
  await aDesk(app, [ann], {}, { queueOwnerId: boss.id });
  await app.must('POST', '/v1/sla-policies', {
    name: 'All',
    time: 'elapsed',
    firstTouch: {
      within: 'PT10M',
      leadWithin: 'PT20M',
      warnAt: [50],
      onBreach: [{ after: 'PT0S', do: 'escalate' }],
      onLeadBreach: [{ after: 'PT0S', do: 'escalate', to: 'queueOwner' }],
    },
  });
});
afterAll(() => app.stop());

it(`notifications describe what happens to a rep's leads in plain sentences with names, newest first`, async () => {
  const kim = await aLead(app, { contact: { name: 'Kim Lee' } });
  await app.moveBy(20 * 60_000);
  await app.must('POST', `/v1/leads/${kim.id}/reassign`, { repId: bo.id, reason: 'Ann is busy' });
  expect(await toldTo(app, ann)).toEqual([
    'Kim Lee moved from you to Bo: by hand',
    'Kim Lee waits for your first touch, due by Mon 2 Mar 2026, 15:10 (UTC)',
    'Kim Lee is yours: a new lead',
  ]);
  expect(await toldTo(app, bo)).toEqual(['Kim Lee moved from Ann to you: by hand']);
  expect(await toldTo(app, boss)).toEqual([
    'Kim Lee got no response in time',
    'Kim Lee got no first touch in time from Ann',
  ]);
  expect((await notificationsOf(app, ann)).at(-1)).toEqual({
    id: expect.any(String),
    type: 'lead.assigned',
    leadId: kim.id,
    dealId: null,
    handoffId: null,
    text: 'Kim Lee is yours: a new lead',
    createdAt: '2026-03-02T15:00:00.000Z',
    readAt: null,
  });
});

it(`a notification states a deadline in the recipient's time zone`, async () => {
  const cleo = await aRep(app, 'Cleo', { timeZone: 'America/New_York' });
  await aLead(app, { contact: { name: 'Lou Reed' }, owner: { repId: cleo.id } });
  await app.moveBy(5 * 60_000);
  const [warned] = await toldTo(app, cleo);
  const at = new Date(app.time.now() + 5 * 60_000);
  const [hour, minute] = [at.getUTCHours() - 5, String(at.getUTCMinutes()).padStart(2, '0')];
  expect(warned).toBe(
    `Lou Reed waits for your first touch, due by Mon 2 Mar 2026, ${hour}:${minute} (America/New_York)`,
  );
});

it('a notification names a lead by what is known about it', async () => {
  await aLead(app, { contact: { firstName: 'Kim', lastName: 'Lee' } });
  await aLead(app, { contact: {}, company: { name: 'Acme' } });
  await aLead(app, { contact: {} });
  expect((await toldTo(app, ann)).slice(0, 3)).toEqual([
    `A lead from web received ${inLocalWords(app.time.now(), 'UTC')} is yours: a new lead`,
    'Acme is yours: a new lead',
    'Kim Lee is yours: a new lead',
  ]);
});

it('leads of one batch that wait in the queue cause a notification of its owner', async () => {
  await app.must('PUT', '/v1/routing', { rules: [], fallback: { queueOwnerId: boss.id } });
  await app.must('POST', '/v1/leads/batch', {
    leads: [
      { source: 'web', contact: {} },
      { source: 'web', contact: {} },
    ],
  });
  expect((await toldTo(app, boss))[0]).toBe(
    '2 leads wait in the queue: no rule matches, and there is no fallback pool',
  );
});

it('notifications come in pages', async () => {
  const all = await notificationsOf(app, ann);
  const first = await app.must('GET', `/v1/reps/${ann.id}/notifications?limit=2`);
  const rest = await app.must('GET', `/v1/reps/${ann.id}/notifications?cursor=${first.nextCursor}`);
  expect([...first.data, ...rest.data]).toEqual(all);
  expect(rest.nextCursor).toBeNull();
  expect((await app.get(`/v1/reps/${ann.id}/notifications?cursor=x`)).status).toBe(422);
});

it('a notification is marked as read once, by its recipient', async () => {
  const [latest] = await notificationsOf(app, ann);
  const path = `/v1/notifications/${latest.id}/read`;
  const key = await app.keyFor(['rep'], ann.id);
  await app.moveBy(1_000);
  const readAt = new Date(app.time.now()).toISOString();
  expect(await app.ask('POST', path, undefined, { key })).toMatchObject({ status: 200, body: { ...latest, readAt } });
  await app.moveBy(1_000);
  expect((await app.post(path, {}, { key })).body.readAt).toBe(readAt);
  expect((await notificationsOf(app, ann))[0].readAt).toBe(readAt);
  expect((await app.post(path, { bogus: 1 }, { key })).status).toBe(422);
});

it('a notification is marked as read with all before it, but with none after it', async () => {
  await aLead(app, { contact: { name: 'Jo Day' }, owner: { repId: ann.id } });
  const seen = await notificationsOf(app, ann);
  await aLead(app, { contact: { name: 'Jo Night' }, owner: { repId: ann.id } });
  const unread = seen.filter(({ readAt }: Json) => readAt === null).length;
  const path = `/v1/reps/${ann.id}/notifications/read`;
  const body = { upTo: seen[0].id };
  const key = await app.keyFor(['rep'], ann.id);
  expect((await app.post(path, body, { key: await app.keyFor(['rep'], bo.id) })).status).toBe(404);
  expect((await app.post(path, {}, { key })).body.errors).toMatchObject([{ pointer: '/upTo', code: 'required' }]);
  expect(await app.post(path, body, { key })).toMatchObject({ status: 200, body: { read: unread } });
  expect((await app.post(path, body, { key })).body).toEqual({ read: 0 });
  const [newest, ...older] = await notificationsOf(app, ann);
  expect([newest.readAt, older.some(({ readAt }: Json) => readAt === null)]).toEqual([null, false]);
});

it('a key of a rep reads no name of a lead of those whom the rep leads, neither in the list nor as it is mailed', async () => {
  // Promises that are missed at once would share a notification.
  await app.moveBy(20 * 60_000);
  await aLead(app, { contact: { name: 'Noa Stein' }, owner: { repId: ann.id } });
  await app.moveBy(20 * 60_000);
  const missed = (await notificationsOf(app, boss)).find(({ text }) =>
    text.startsWith('Noa Stein got no first touch'),
  )!;
  const readBy = async (scope: 'rep' | 'manager') => {
    const reader = app.as(await app.keyFor([scope], boss.id));
    const { data } = await reader.must('GET', `/v1/reps/${boss.id}/notifications`);
    const { body } = await reader.must('GET', `/v1/notifications/${missed.id}/ways`);
    return [data.find(({ id }: Json) => id === missed.id).text, body].map((text) => /Noa Stein/.test(text));
  };
  expect([await readBy('manager'), await readBy('rep')]).toEqual([
    [true, true],
    [false, false],
  ]);
});

it('notifications are for the rep and the managers above', async () => {
  const [latest] = await notificationsOf(app, ann);
  const list = `/v1/reps/${ann.id}/notifications`;
  const read = `/v1/notifications/${latest.id}/read`;
  const bosKey = await app.keyFor(['rep', 'integration'], bo.id);
  const bosssKey = await app.keyFor(['manager'], boss.id);
  const reader = await app.keyFor(['read']);
  expect((await app.get(list, { key: bosKey })).status).toBe(404);
  expect((await app.post(read, {}, { key: bosKey })).status).toBe(404);
  expect((await app.get(list, { key: bosssKey })).status).toBe(200);
  expect((await app.post(read, {}, { key: bosssKey })).status).toBe(200);
  expect((await app.get(list, { key: reader })).status).toBe(200);
  expect((await app.post(read, {}, { key: reader })).status).toBe(403);
  expect((await app.get(list, { key: await app.keyFor(['integration']) })).status).toBe(403);
  expect((await app.get('/v1/reps/00000000-0000-7000-8000-00000000dead/notifications')).status).toBe(404);
  expect((await app.post('/v1/notifications/00000000-0000-7000-8000-00000000dead/read')).status).toBe(404);
  expect((await app.post('/v1/notifications/x/read')).status).toBe(404);
});

it('promises missed at once are one notification to each person, even for different reasons', async () => {
  const own = await TestApplication.start();
  try {
    const mia = await aRep(own, 'Mia');
    const lone = await aRep(own, 'Lone', { managerId: mia.id });
    await aDesk(own, [lone], {}, { queueOwnerId: mia.id });
    const firstTouch = {
      within: 'PT10M',
      onBreach: [
        { after: 'PT0S', do: 'reassign' },
        { after: 'PT0S', do: 'escalate', to: 'manager' },
      ],
    };
    await own.must('POST', '/v1/sla-policies', { name: 'All', time: 'elapsed', firstTouch });
    const notificationsOfMia = async () => (await own.must('GET', `/v1/reps/${mia.id}/notifications`)).data;

    const kim = await aLead(own, { contact: { name: 'Kim' } });
    await own.moveBy(10 * 60_000);
    expect(await notificationsOfMia()).toMatchObject([
      {
        type: 'sla.escalated',
        leadId: kim.id,
        text: 'Kim got no first touch in time from Lone, and nobody else can take it',
      },
    ]);
    expect((await notificationsOfMia())[0].leadIds).toBeUndefined();
    // The ledger has both reasons.
    const { data } = await own.must('GET', `/v1/leads/${kim.id}/timeline`);
    expect(data.filter(({ type }: { type: string }) => type === 'sla.escalated')).toHaveLength(2);

    const leads = Array.from({ length: 24 }, (_, index) => ({ source: 'web', contact: { name: `No ${index + 1}` } }));
    const { results } = await own.must('POST', '/v1/leads/batch', { leads });
    await own.moveBy(10 * 60_000);
    const [list, ...earlier] = await notificationsOfMia();
    expect(earlier).toHaveLength(1);
    expect(list).toMatchObject({
      type: 'sla.escalated',
      leadId: null,
      leadIds: results.map(({ id }: { id: string }) => id),
    });
    expect(list.text).toBe('24 promises were missed');
    expect(list.lines).toHaveLength(11);
    expect(list.lines[0]).toBe(`No 1 got no first touch in time from Lone, and nobody else can take it`);
    expect(list.lines[10]).toBe('And 14 more');
    expect(list.linesAbout).toEqual(results.slice(0, 10).map(({ id }: { id: string }) => ({ type: 'lead', id })));
    expect(list.lines[9]).toBe(`No 10 got no first touch in time from Lone, and nobody else can take it`);
  } finally {
    await own.stop();
  }
});
