import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { aRep, faults, NOBODY } from '../support/people.js';
import { CHANGES, everyDocument } from './every-document.js';

let app: TestApplication;
let places: ReadonlyMap<string, string>;

beforeAll(async () => {
  app = await TestApplication.start();
  places = await everyDocument(app);
  // No cause for a warning is left.
  const { fallback, ...routing } = await app.must('GET', '/v1/routing');
  const { id: queueOwnerId } = await aRep(app, 'Quinn');
  await app.must('PUT', '/v1/routing', { ...routing, fallback: { ...fallback, queueOwnerId } });
});
afterAll(() => app.stop());

it('every document that can be read and replaced is tested here', async () => {
  const { paths } = (await app.get('/openapi.json', { key: null })).body;
  const documents = Object.keys(paths).filter((path) => paths[path].get && paths[path].put);
  const asked = [...places.values()].map((place) => place.replace(/[0-9a-f-]{36}/, '{id}'));
  // Exchange rates are no document: a PUT of some leaves the others as they are. Preferences are any JSON:
  // test/console.
  const others = ['/v1/fx-rates', '/v1/me/preferences', '/v1/reps/by-ref/{system}/{ref}'];
  expect(documents.sort()).toEqual([...asked, ...others].sort());
});

describe.each([
  'rep',
  'pool',
  'team',
  'list',
  'queue',
  'source',
  'policy',
  'calendar',
  'reason',
  'destination',
  'webhook',
  'handoffKind',
  'recordConnector',
  'crmConnection',
  'inbound',
  'churnReason',
  'told',
  'user',
  'settings',
  'routing',
])('the document of a %s', (kind) => {
  it('may be sent back as it was read, and changes nothing', async () => {
    const place = places.get(kind)!;
    const read = await app.must('GET', place);
    const put = await app.put(place, read);
    expect([put.status, put.body]).toEqual([200, read]);
  });

  it('may have derived fields, which are ignored, and gets one version for a change', async () => {
    const place = places.get(kind)!;
    const read = await app.must('GET', place);
    const derived = { createdAt: '1999-01-01T00:00:00Z', updatedAt: 0 };
    const told = Object.fromEntries(Object.entries(derived).filter(([field]) => field in read));
    expect((await app.put(place, { ...read, ...told })).body).toEqual(read);
    const changed = CHANGES[kind]!(read);
    await app.moveBy(1_000);
    const put = await app.put(place, { ...read, ...told, ...changed });
    // Only the response to a change says what became of running clocks.
    const { replanned: _, ...saved } = put.body;
    expect([put.status, saved]).toEqual([
      200,
      {
        ...read,
        ...changed,
        version: read.version + 1,
        ...('updatedAt' in read && { updatedAt: new Date(app.time.now()).toISOString() }),
      },
    ]);
    expect(await app.must('GET', place)).toEqual(saved);
  });

  it('is refused with another version than the present one', async () => {
    const place = places.get(kind)!;
    const read = await app.must('GET', place);
    for (const version of [read.version + 1, Math.max(read.version - 1, 1)].filter((each) => each !== read.version)) {
      const put = await app.put(place, { ...read, version });
      expect([version, put.status, put.body.version]).toEqual([version, 412, read.version]);
    }
    const matched = await app.put(place, { ...read, version: read.version + 1 }, { headers: { 'if-match': '*' } });
    expect(matched.status).toBe(412);
  });

  it('is refused with another id, another type or an unknown field', async () => {
    const place = places.get(kind)!;
    const read = await app.must('GET', place);
    if (read.id !== undefined)
      expect(faults(await app.put(place, { ...read, id: NOBODY }))).toEqual(['/id contradiction']);
    expect(faults(await app.put(place, { ...read, version: 'x' }))).toEqual(['/version type']);
    expect(faults(await app.put(place, { ...read, colour: 'red' }))).toEqual(['/colour unknown']);
  });
});

it('a rep whose zone follows their calendar keeps following it', async () => {
  const { id } = await aRep(app, 'Bo');
  const read = await app.must('GET', `/v1/reps/${id}`);
  await app.must('PUT', `/v1/reps/${id}`, { ...read, name: 'Bob' });
  const { defaultCalendarId } = await app.must('GET', '/v1/settings');
  const calendar = await app.must('GET', `/v1/calendars/${defaultCalendarId}`);
  const readIn = async (timeZone: string) =>
    app.must('PUT', `/v1/calendars/${defaultCalendarId}`, { ...calendar, version: undefined, timeZone });
  await readIn('Asia/Tokyo');
  expect(await app.must('GET', `/v1/reps/${id}`)).toMatchObject({ name: 'Bob', timeZone: 'Asia/Tokyo' });
  // Sent without having been read, the zone becomes the rep's own.
  await app.must('PUT', `/v1/reps/${id}`, { name: 'Bob', email: read.email, timeZone: 'Asia/Tokyo' });
  await readIn('UTC');
  expect(await app.must('GET', `/v1/reps/${id}`)).toMatchObject({ timeZone: 'Asia/Tokyo' });
});

it('a rep may be sent back by the id of another system', async () => {
  const rep = await aRep(app, 'Cy', { refs: { crm: '7' } });
  const read = await app.must('GET', `/v1/reps/${rep.id}`);
  expect(await app.must('PUT', '/v1/reps/by-ref/crm/7', read)).toEqual(read);
  expect(faults(await app.put('/v1/reps/by-ref/crm/7', { ...read, id: NOBODY }))).toEqual(['/id contradiction']);
  expect((await app.put('/v1/reps/by-ref/crm/7', { ...read, version: 9 })).status).toBe(412);
});

it.each(['constructor', 'toString', 'hasOwnProperty'])('a system may be called %s', async (system) => {
  const body = { name: system, email: `${system}@example.com` };
  const made = await app.put(`/v1/reps/by-ref/${system}/1`, body);
  expect([made.status, made.body.refs]).toEqual([201, { [system]: '1' }]);
  const again = await app.put(`/v1/reps/by-ref/${system}/1`, { ...body, refs: {} });
  expect([again.status, again.body.id]).toEqual([200, made.body.id]);
  const versions = await app.must('GET', `/v1/reps/${made.body.id}/versions`);
  expect(versions.data.map(({ version }: { version: number }) => version)).toEqual([1]);
});

it('a system called __proto__ is refused', async () => {
  const answer = await app.put('/v1/reps/by-ref/__proto__/1', { name: 'X', email: 'x@example.com' });
  expect(faults(answer)).toEqual(['/refs/__proto__ unknown']);
});
