import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { notificationsOf } from '../support/notifications.js';
import { aLead, allTo, aPool, aRep } from '../support/people.js';

let app: TestApplication;
beforeAll(async () => {
  app = await TestApplication.start();
});
afterAll(() => app.stop());

it('the queue owner is notified why the leads of a wave wait, with the commonest reason', async () => {
  const owner = await aRep(app, 'Waveowner');
  const full = await Promise.all(['Full', 'Fuller'].map((name) => aRep(app, name, { capacity: { open: 0 } })));
  const pool = await aPool(app, 'Wave', [...full, await aRep(app, 'Gone', { active: false })]);
  await allTo(app, pool, { queueOwnerId: owner.id });
  const lead = await aLead(app, { contact: { name: 'Kim Lee' } });
  const [told] = await notificationsOf(app, owner);
  expect(told.text).toBe('Kim Lee waits in the queue: nobody can take it now, mostly because people are at capacity');
  await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'price' });
});

it('only the queue owner and their manager see and move leads that wait in it', async () => {
  const boss = await aRep(app, 'Boss');
  const owner = await aRep(app, 'Queueowner', { managerId: boss.id });
  const other = await aRep(app, 'Other');
  await app.must('PUT', '/v1/routing', { rules: [], fallback: { queueOwnerId: owner.id } });
  const waits = await aLead(app, { source: 'queue', contact: { name: 'Lou May' } });
  const theirs = await aLead(app, { source: 'queue', owner: { repId: other.id } });
  const [ownerKey, bossKey, otherKey] = [
    await app.keyFor(['rep'], owner.id),
    await app.keyFor(['manager'], boss.id),
    await app.keyFor(['rep'], other.id),
  ];
  const listed = async (path: string, key: string) =>
    (await app.must('GET', path, undefined, { key })).data.map(
      (each: { id?: string; leadId?: string }) => each.id ?? each.leadId,
    );
  for (const key of [ownerKey, bossKey]) {
    for (const query of ['', '&status=open', '&q=lou'])
      expect(await listed(`/v1/leads?source=queue${query}`, key)).toEqual([waits.id]);
    expect(await listed('/v1/routing/queue', key)).toEqual([waits.id]);
    expect((await app.get(`/v1/leads/${waits.id}`, { key })).status).toBe(200);
    expect((await app.get(`/v1/leads/${theirs.id}`, { key })).status).toBe(404);
  }
  const [told] = await app
    .must('GET', `/v1/reps/${owner.id}/notifications`, undefined, { key: ownerKey })
    .then(({ data }) => data);
  expect(told).toMatchObject({
    leadId: waits.id,
    text: 'Lou May waits in the queue: no rule matches, and there is no fallback pool',
  });
  await aLead(app, { source: 'queue too' });
  const [more] = await notificationsOf(app, owner);
  expect(more.text).toBe(`${told.text}; 2 leads wait by now`);
  expect(await listed('/v1/leads?source=queue', otherKey)).toEqual([theirs.id]);
  expect(await listed('/v1/routing/queue', otherKey)).toEqual([]);
  const move = { repId: other.id, reason: 'Knows them' };
  expect((await app.post(`/v1/leads/${waits.id}/reassign`, move, { key: otherKey })).status).toBe(404);
  const moved = await app.post(`/v1/leads/${waits.id}/reassign`, move, { key: ownerKey });
  expect([moved.status, moved.body.ownerId]).toEqual([200, other.id]);
  expect((await app.get(`/v1/leads/${waits.id}`, { key: ownerKey })).status).toBe(404);
});
