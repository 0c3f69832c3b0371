import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/sql/database.js';
import { TestApplication } from '../support/application.js';
import type { Answer } from '../support/client.js';
import type { Json } from '../support/json.js';
import { aRep, eventsOf, faults, NOBODY } from '../support/people.js';

let app: TestApplication;
beforeEach(async () => {
  app = await TestApplication.start();
});
afterEach(() => app.stop());

const put = (reps: readonly unknown[]) => app.put('/v1/reps/batch', { reps });
const statuses = async (reps: readonly object[]) => {
  const { status, body } = await put(reps);
  expect(status).toBe(200);
  return body.results.map((result: { status: string }) => result.status);
};
const told = ({ body }: Answer): string[][] =>
  body.results.map(({ status, errors = [] }: { status: string; errors?: { pointer: string; code: string }[] }) => [
    status,
    ...errors.map(({ pointer, code }) => `${pointer} ${code}`),
  ]);
const revision = async () =>
  (await app.application.app.get(Database).query<{ revision: number }>('select revision from configuration_revision'))
    .rows[0]!.revision;
const people = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    ref: { system: 'crm', id: `u${index}` },
    name: `Rep ${index}`,
    email: `rep${index}@example.com`,
  }));

describe('a batch of reps', () => {
  it('creates, replaces or leaves alone each rep, in one revision', async () => {
    const ann = await aRep(app, 'Ann', { refs: { crm: 'ann' } });
    const bo = await aRep(app, 'Bo');
    const before = await revision();
    const { body } = await put([
      { ref: { system: 'crm', id: 'ann' }, name: 'Anna', email: 'ann@example.com' },
      { name: 'Bo', email: 'bo@example.com' },
      { name: 'Cy', email: 'cy@example.com', capacity: { open: 5 }, managerId: ann.id },
    ]);
    expect(body.results).toMatchObject([
      { index: 0, status: 'replaced', id: ann.id },
      { index: 1, status: 'unchanged', id: bo.id },
      { index: 2, status: 'created' },
    ]);
    expect(await revision()).toBe(before + 1);
    expect(await app.must('GET', `/v1/reps/${ann.id}`)).toMatchObject({
      name: 'Anna',
      version: 2,
      refs: { crm: 'ann' },
    });
    const cy = body.results[2].id;
    expect(await app.must('GET', `/v1/reps/${cy}`)).toMatchObject({ name: 'Cy', version: 1, capacity: { open: 5 } });
    expect((await app.must('GET', `/v1/reps/${cy}/versions`)).data).toHaveLength(1);
    expect((await app.must('GET', `/v1/reps/${ann.id}/versions`)).data[0].changes).toEqual([
      { pointer: '/name', from: 'Ann', to: 'Anna' },
    ]);
    const changes = (await eventsOf(app, ann.id, 'config.changed')).map(({ subject, data }) => [
      subject.seq,
      data.change,
    ]);
    expect(changes).toEqual([
      [1, 'created'],
      [2, 'replaced'],
    ]);
  });

  it('that is sent again changes nothing and makes no revision, however long it is', async () => {
    expect(new Set(await statuses(people(1_000)))).toEqual(new Set(['created']));
    const before = await revision();
    expect(new Set(await statuses(people(1_000)))).toEqual(new Set(['unchanged']));
    expect(await revision()).toBe(before);
    const leads = await app.must('POST', '/v1/leads', {
      source: 'web',
      owner: { repId: (await found('rep7@example.com')).id },
    });
    expect(leads.status).toBe('open');
  });

  it('reports the faults of one rep, and accepts all others', async () => {
    const ann = await aRep(app, 'Ann', { refs: { crm: 'ann' } });
    const answer = await put([
      { name: 'Bo', managerId: NOBODY },
      { name: 'Cy', email: 'cy@example.com', managerId: NOBODY, calendarId: NOBODY },
      { ref: { system: 'crm', id: 'new' }, name: 'Di', email: 'ann@example.com' },
      { name: 'Ed', email: 'ed@example.com', refs: { crm: 'ann' } },
      { name: 'Flo', email: 'flo@example.com' },
      { name: 'Flo again', email: 'FLO@example.com' },
      { ref: { system: 'crm', id: 'x' }, name: 'Gil', email: 'gil@example.com', refs: { crm: 'y' } },
      { ref: { system: 'crm', id: 'ann' }, name: 'Ann', email: 'ann@example.com', managerId: ann.id },
      'nobody',
    ]);
    expect(answer.body.results[5].errors[0].message).toBe('Names the rep of entry 4.');
    expect(told(answer)).toEqual([
      ['invalid', '/reps/0/email required'],
      ['invalid', '/reps/1/calendarId unknownId', '/reps/1/managerId unknownId'],
      ['invalid', '/reps/2/email taken'],
      ['invalid', '/reps/3/refs/crm taken'],
      ['created'],
      ['invalid', '/reps/5 duplicate'],
      ['invalid', '/reps/6/refs/crm contradiction'],
      ['invalid', '/reps/7/managerId cycle'],
      ['invalid', '/reps/8 type'],
    ]);
  });

  it('gives a rep the address and the id that an earlier entry gives up', async () => {
    const ann = await aRep(app, 'Ann', { refs: { crm: '1', erp: 'a' } });
    const bo = await aRep(app, 'Bo', { refs: { crm: '2', erp: 'b' } });
    const handed = [
      { ref: { system: 'crm', id: '1' }, name: 'Ann', email: 'free@example.com', refs: { crm: '1', erp: 'c' } },
      { ref: { system: 'crm', id: '2' }, name: 'Bo', email: 'ann@example.com', refs: { crm: '2', erp: 'a' } },
    ];
    expect(await statuses(handed)).toEqual(['replaced', 'replaced']);
    const now = async ({ id }: Json) => {
      const { email, refs } = await app.must('GET', `/v1/reps/${id}`);
      return [email, refs.erp];
    };
    expect([await now(ann), await now(bo)]).toEqual([
      ['free@example.com', 'c'],
      ['ann@example.com', 'a'],
    ]);
  });

  it('lets no two reps exchange what one of them has to give up first', async () => {
    await aRep(app, 'Ann', { refs: { erp: 'a' } });
    await aRep(app, 'Bo', { refs: { erp: 'b' } });
    const exchanged = ['Ann', 'Bo'].map((name, index) => ({
      name,
      email: `${name.toLowerCase()}@example.com`,
      refs: { erp: ['b', 'a'][index] },
    }));
    expect(await statuses(exchanged)).toEqual(['invalid', 'invalid']);
  });

  it('gives a new rep the address that another one gives up', async () => {
    const ann = await aRep(app, 'Ann', { refs: { crm: '1' } });
    const handed = [
      { ref: { system: 'crm', id: '1' }, name: 'Ann', email: 'elsewhere@example.com' },
      { ref: { system: 'crm', id: '2' }, name: 'Ann the younger', email: 'ann@example.com' },
    ];
    expect(await statuses(handed)).toEqual(['replaced', 'created']);
    expect((await app.must('GET', `/v1/reps/${ann.id}`)).email).toBe('elsewhere@example.com');
    expect((await found('ann@example.com')).name).toBe('Ann the younger');
  });

  it('reports an address that the database considers taken, and accepts all others', async () => {
    const other = { name: 'Other', email: '\u0130@example.com' };
    await aRep(app, 'I', { email: 'i@example.com' });
    expect(told(await put([other, { name: 'Bo', email: 'bo@example.com' }]))).toEqual([
      ['invalid', '/reps/0/email taken'],
      ['created'],
    ]);
    expect(faults(await app.post('/v1/reps', other))).toEqual(['/email taken']);
    // This holds within a batch too, and an address is free once it is given up.
    const twins = [
      { name: 'J', email: 'ji@example.com' },
      { name: 'K', email: 'j\u0130@example.com' },
    ];
    expect(told(await put(twins))).toEqual([['created'], ['invalid', '/reps/1/email taken']]);
    const { id } = await found('i@example.com');
    const moved = { ref: { system: 'crm', id: 'i' }, name: 'I', email: 'moved@example.com' };
    await app.must('PUT', `/v1/reps/${id}`, { name: 'I', email: 'i@example.com', refs: { crm: 'i' } });
    expect(told(await put([moved, other]))).toEqual([['replaced'], ['created']]);
  });

  it('accepts reps as they were read, and changes nothing', async () => {
    const ann = await aRep(app, 'Ann', { refs: { crm: 'ann' }, timeZone: 'Europe/Berlin', capacity: { open: 3 } });
    await aRep(app, 'Bo');
    await app.must('PUT', `/v1/reps/${ann.id}/availability`, { available: false, until: '2026-03-03T00:00:00.000Z' });
    const read = (await app.must('GET', '/v1/reps')).data;
    const before = await revision();
    expect(await statuses(read)).toEqual(['unchanged', 'unchanged']);
    expect(await revision()).toBe(before);
    expect((await app.must('GET', '/v1/reps')).data).toEqual(read);
  });

  it('replaces reps that were read and edited, and ignores derived fields', async () => {
    const { id } = await aRep(app, 'Ann');
    const read = await app.must('GET', `/v1/reps/${id}`);
    const sent = { ...read, name: 'Anna', available: false, unavailableUntil: 'soon', createdAt: 0 };
    expect(await statuses([sent])).toEqual(['replaced']);
    expect(await app.must('GET', `/v1/reps/${id}`)).toEqual({ ...read, name: 'Anna', version: 2 });
    // The zone that was read is that of the settings, and keeps following them.
    await app.must('PUT', '/v1/settings', { timeZone: 'Asia/Tokyo' });
    expect(await app.must('GET', `/v1/reps/${id}`)).toMatchObject({ timeZone: 'Asia/Tokyo' });
    // Sent without having been read, the zone becomes the rep's own.
    expect(await statuses([{ name: 'Anna', email: read.email, timeZone: 'Asia/Tokyo' }])).toEqual(['replaced']);
  });

  it('refuses a rep that was read if its id is another one or its version is stale', async () => {
    const [ann, bo] = [await aRep(app, 'Ann'), await aRep(app, 'Bo')];
    await app.must('PUT', `/v1/reps/${bo.id}`, { ...bo, name: 'Bob' });
    const answer = await put([
      { ...ann, id: bo.id },
      bo,
      { ...bo, version: 3 },
      { ...ann, id: NOBODY, version: 7, managerId: NOBODY },
      { ...ann, email: 'anew@example.com' },
      { ...ann, id: 7, version: 'x' },
      { ...ann, id: ann.id.toUpperCase() },
    ]);
    expect(told(answer)).toEqual([
      ['invalid', '/reps/0/id contradiction'],
      ['invalid', '/reps/1/version stale'],
      ['invalid', '/reps/2/version stale'],
      ['invalid', '/reps/3/id contradiction', '/reps/3/version stale', '/reps/3/managerId unknownId'],
      ['invalid', '/reps/4/id contradiction', '/reps/4/version stale'],
      ['invalid', '/reps/5/id type', '/reps/5/version type'],
      ['unchanged'],
    ]);
    expect(answer.body.results[1].errors[0].message).toBe('The present version is 2: read it again.');
  });

  it('looks for a ring of managers in its result as a whole, and refuses one it would make', async () => {
    const [ann, bo] = [await aRep(app, 'Ann'), await aRep(app, 'Bo')];
    const ring = [
      { name: 'Ann', email: 'ann@example.com', managerId: bo.id },
      { name: 'Bo', email: 'bo@example.com', managerId: ann.id },
    ];
    expect(await statuses(ring)).toEqual(['replaced', 'invalid']);
  });

  it.each([
    [{}, ['/reps required']],
    [{ reps: [] }, ['/reps tooFew']],
    [{ reps: Array(1_001).fill({}) }, ['/reps tooMany']],
    [{ reps: [{}], all: true }, ['/all unknown']],
  ])('is refused as a whole if it is invalid', async (body, expected) => {
    expect(faults(await app.put('/v1/reps/batch', body))).toEqual(expected);
  });
});

const found = async (email: string): Promise<Json> => (await app.must('GET', `/v1/reps?email=${email}`)).data[0];

it('reps are found by their address and by their id in another system', async () => {
  const ann = await aRep(app, 'Ann', { refs: { salesforce: '005:x' } });
  const bo = await aRep(app, 'Bo');
  const ids = async (query: string, key?: string) =>
    (await app.must('GET', `/v1/reps?${query}`, undefined, key === undefined ? {} : { key })).data.map(
      ({ id }: { id: string }) => id,
    );
  expect(await ids('email=ANN@example.com')).toEqual([ann.id]);
  expect(await ids('ref=salesforce:005:x')).toEqual([ann.id]);
  expect(await ids('ref=constructor:x')).toEqual([]);
  expect(await ids('email=bo@example.com&ref=salesforce:005:x')).toEqual([]);
  expect(await ids('email=ann@example.com', await app.keyFor(['rep'], bo.id))).toEqual([]);
  expect(faults(await app.get('/v1/reps?ref=nothing'))).toEqual(['/ref format']);
});
