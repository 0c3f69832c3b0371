import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { HOUR, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, changeSettings, theReps } from '../support/people.js';

let app: TestApplication;
let ann: Json;
let bo: Json;
let boss: Json;
const keys: Record<string, { key: string }> = {};
beforeAll(async () => {
  app = await TestApplication.start();
  [ann, bo, boss] = await theReps(app, ['Ann', 'Bo', 'Max']);
  await aDesk(app, [bo]);
  const { version: _, ...body } = await app.must('GET', `/v1/reps/${ann.id}`);
  await app.must('PUT', `/v1/reps/${ann.id}`, { ...body, managerId: boss.id });
  keys.ann = { key: await app.keyFor(['rep'], ann.id) };
  keys.boss = { key: await app.keyFor(['manager'], boss.id) };
  await changeSettings(app, { duplicates: 'join' });
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const KIM = { source: 'phone', contact: { name: 'Kim Lee', email: 'kim@example.com' } };
const add = (who: string, fields: object = {}) => app.ask('POST', '/v1/leads', { ...KIM, ...fields }, keys[who]!);

describe('a lead that a rep adds by hand', () => {
  it('is theirs, or goes to whom the rules choose', async () => {
    const own = await add('ann', { owner: { repId: ann.id } });
    expect([own.status, own.body.ownerId]).toEqual([201, ann.id]);
    const routed = await add('ann', { contact: { email: 'jo@example.com' } });
    expect([routed.status, routed.body.ownerId]).toEqual([201, bo.id]);
    // What is somebody else's cannot be read afterwards.
    expect((await app.ask('GET', `/v1/leads/${routed.body.id}`, undefined, keys.ann!)).status).toBe(404);
  });

  it('is given to others by their managers alone', async () => {
    const refused = await add('ann', { owner: { repId: bo.id } });
    expect([refused.status, refused.body.errors]).toMatchObject([422, [{ pointer: '/owner/repId', code: 'notYours' }]]);
    expect((await add('boss', { owner: { repId: bo.id } })).status).toBe(422);
    expect((await add('boss', { owner: { repId: ann.id } })).body.ownerId).toBe(ann.id);
  });

  it('joins the lead that somebody else has of the person, and shows nothing of it', async () => {
    const { id } = await app.must('POST', '/v1/leads', { ...KIM, source: 'web' });
    const added = await add('ann', { owner: { repId: ann.id }, message: 'Called me' });
    expect(added).toMatchObject({ status: 200, body: { id, status: 'open', joined: true } });
    expect(added.body.contact).toBeUndefined();
    expect((await app.must('GET', `/v1/leads/${id}`)).ownerId).toBe(bo.id);
    expect((await app.must('GET', `/v1/leads/${id}/inquiries`)).data).toMatchObject([{ sent: { source: 'phone' } }]);
  });

  it('of a program that names the owner stays a lead of its own', async () => {
    await app.must('POST', '/v1/leads', { ...KIM, source: 'web' });
    const sent = await app.ask('POST', '/v1/leads', { ...KIM, owner: { repId: ann.id } });
    expect([sent.status, sent.body.ownerId]).toEqual([201, ann.id]);
  });

  it('is dated back no further than reps may', async () => {
    const ago = (ms: number) => new Date(app.time.now() - ms).toISOString();
    expect((await add('ann', { submittedAt: ago(HOUR) })).body.errors).toMatchObject([{ pointer: '/submittedAt' }]);
    expect((await add('ann', { submittedAt: ago(15 * MINUTE) })).status).toBe(201);
  });
});

describe('a note', () => {
  const TEXT = 'Prefers to be called after 16:00';
  const storyOf = async ({ id }: Json): Promise<Json[]> => (await app.must('GET', `/v1/leads/${id}/timeline`)).data;
  const note = (lead: Json, who: { key: string } | undefined, options: object = {}) =>
    app.ask('POST', `/v1/leads/${lead.id}/notes`, { text: TEXT }, { ...who, ...options });

  it('is shown in the timeline, and keeps no promise', async () => {
    const lead = (await add('ann', { owner: { repId: ann.id } })).body;
    const made = await note(lead, keys.ann);
    expect(made).toMatchObject({ status: 201, body: { text: TEXT, by: { type: 'rep', id: ann.id } } });
    const [last] = (await storyOf(lead)).slice(-1);
    expect(last).toMatchObject({ type: 'lead.noted', note: TEXT, text: `Ann noted (“${TEXT}”)` });
    expect(await app.must('GET', `/v1/leads/${lead.id}`)).toMatchObject({ workState: 'untouched' });
    expect((await app.must('GET', `/v1/leads/${lead.id}/touches`)).data).toEqual([]);
  });

  it('is made once, however often it is sent', async () => {
    const lead = (await add('ann', { owner: { repId: ann.id } })).body;
    const headers = { 'idempotency-key': 'note-1' };
    const [one, other] = [await note(lead, keys.ann, { headers }), await note(lead, keys.ann, { headers })];
    expect(one.body.id).toBe(other.body.id);
    expect((await storyOf(lead)).filter(({ type }: Json) => type === 'lead.noted')).toHaveLength(1);
  });

  it('is for those who may work on the lead', async () => {
    const lead = (await add('ann', { contact: { email: 'jo@example.com' } })).body;
    expect((await note(lead, keys.ann)).status).toBe(404);
    const empty = await app.ask('POST', `/v1/leads/${lead.id}/notes`, { text: ' ' });
    expect([empty.status, empty.body.errors[0].pointer]).toEqual([422, '/text']);
  });

  it('is told to its person, and erased with them', async () => {
    const lead = await app.must('POST', '/v1/leads', KIM);
    await app.must('POST', `/v1/leads/${lead.id}/notes`, { text: TEXT });
    const { data } = await app.must('GET', '/v1/subject-access?email=kim@example.com');
    expect(data[0].notes).toMatchObject([{ text: TEXT }]);
    await app.must('POST', '/v1/erasures', { email: 'kim@example.com', reason: 'Request 21' });
    expect(JSON.stringify(await storyOf(lead))).not.toContain(TEXT);
    expect((await note(lead, undefined)).status).toBe(409);
  });
});
