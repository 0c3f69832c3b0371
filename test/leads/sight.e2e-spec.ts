import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { notificationsOf } from '../support/notifications.js';
import { aLead, aRep, NOBODY } from '../support/people.js';

let app: TestApplication;
let website: string;
let partner: string;
const secret = {
  source: 'web',
  externalId: '1',
  message: 'Call me',
  contact: { name: 'Kim Lee', email: 'kim@example.org' },
};

beforeAll(async () => {
  app = await TestApplication.start();
  website = await app.keyFor(['intake']);
  partner = await app.keyFor(['intake']);
});
afterAll(() => app.stop());

it('a key that sends a lead of another key again gets only its id and status', async () => {
  const first = await app.post('/v1/leads', secret, { key: website });
  const probe = { source: 'WEB', externalId: '1' };
  const stranger = await app.post('/v1/leads', probe, { key: partner });
  expect([stranger.status, stranger.body]).toEqual([200, { id: first.body.id, status: 'open' }]);
  const own = await app.post('/v1/leads', probe, { key: website });
  expect([own.status, own.body.contact]).toEqual([200, secret.contact]);
  const integration = await app.post('/v1/leads', probe, { key: await app.keyFor(['integration']) });
  expect(integration.body.contact).toEqual(secret.contact);
  const batch = await app.post('/v1/leads/batch', { leads: [probe] }, { key: partner });
  expect(batch.body.results).toEqual([{ index: 0, status: 'existing', id: first.body.id }]);
  expect((await app.get(`/v1/leads/${first.body.id}`, { key: partner })).status).toBe(404);
  for (const query of ['externalId=1', 'email=kim@example.org', 'q=Kim', 'source=web&status=open'])
    expect((await app.must('GET', `/v1/leads?${query}`, undefined, { key: partner })).data).toEqual([]);
});

it('a key that turns a lead into one of another key gets only its id', async () => {
  const mine = await app.post('/v1/leads', { source: 'partner', externalId: '1' }, { key: partner });
  const answer = await app.ask('PATCH', `/v1/leads/${mine.body.id}`, { source: 'web' }, { key: partner });
  expect(answer.status).toBe(409);
  expect(JSON.stringify(answer.body)).not.toMatch(/Kim|kim@|Call me/);
});

it('former owners see which lead they lost, but no other text that names it', async () => {
  const ann = await aRep(app, 'Ann');
  const bo = await aRep(app, 'Bo');
  const lead = await aLead(app, { contact: { name: 'Kim Lee' }, owner: { repId: ann.id } });
  const key = await app.keyFor(['rep'], ann.id);
  const texts = async (asking: object) =>
    (await app.must('GET', `/v1/reps/${ann.id}/notifications`, undefined, asking)).data.map(
      ({ text }: { text: string }) => text,
    );
  expect(await texts({ key })).toEqual(['Kim Lee is yours, as its source requested']);
  await app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: bo.id, reason: 'Swap' });
  expect(await texts({ key })).toEqual([
    'Kim Lee moved from you to Bo: by hand',
    'A lead is yours, as its source requested',
  ]);
  expect(await texts({})).toEqual([
    'Kim Lee moved from you to Bo: by hand',
    'Kim Lee is yours, as its source requested',
  ]);
  const [latest] = await notificationsOf(app, ann);
  const read = await app.post(`/v1/notifications/${latest.id}/read`, {}, { key });
  expect(read.body.text).toBe('Kim Lee moved from you to Bo: by hand');
  expect((await app.get(`/v1/leads/${NOBODY}`, { key })).status).toBe(404);
});

it('reps can list only their own leads by owner', async () => {
  const [ann, bo] = [await aRep(app, 'Anna'), await aRep(app, 'Bob')];
  const own = await aLead(app, { owner: { repId: ann.id } });
  await aLead(app, { owner: { repId: bo.id } });
  const key = await app.keyFor(['rep'], ann.id);
  const ids = async (query: string) =>
    (await app.must('GET', `/v1/leads?${query}`, undefined, { key })).data.map(({ id }: { id: string }) => id);
  expect(await ids(`ownerId=${ann.id.toUpperCase()}`)).toEqual([own.id]);
  expect(await ids(`ownerId=${ann.id}&status=open`)).toEqual([own.id]);
  expect(await ids(`ownerId=${bo.id}`)).toEqual([]);
});
