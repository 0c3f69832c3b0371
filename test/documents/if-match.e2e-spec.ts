import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';

let app: TestApplication;
let path: string;
let version: number;

beforeAll(async () => {
  app = await TestApplication.start();
  const { id } = await app.must('POST', '/v1/teams', { name: 'West' });
  path = `/v1/teams/${id}`;
  version = (await app.must('PUT', path, { name: 'East' })).version;
});
afterAll(() => app.stop());

const put = (ifMatch: string) => app.put(path, { name: 'East' }, { headers: { 'if-match': ifMatch } });

it('the team has the version that these tests name', () => {
  expect(version).toBe(2);
});

it.each(['"2"', '*', ' * ', '"zz", "2"', '"2","zz"', '"1" , "2"', ', "2",', 'W/"zz", "2"', 'W/"2", "2"', '"a,b", "2"'])(
  'If-Match: %s is met by version 2',
  async (ifMatch) => {
    expect((await put(ifMatch)).status).toBe(200);
  },
);

it.each([
  '"1"',
  '"zz", "1"',
  'W/"2"',
  'w/"2"',
  '"zz", W/"2"',
  '2',
  '2"',
  '"2',
  '"02"',
  '"2 "',
  '"12"',
  '"1,2"',
  '"-2"',
  '"*"',
  '"2" "3"',
  ',',
])('If-Match: %s is not met by version 2', async (ifMatch) => {
  expect(await put(ifMatch)).toMatchObject({ status: 412, body: { type: '/problems#stale', version: 2 } });
});

it('a list applies to settings, rules and deletions as well', async () => {
  const stale = { headers: { 'if-match': '"zz", W/"0"' } };
  const met = (present: number) => ({ headers: { 'if-match': `"zz", "${present}"` } });
  const settings = await app.must('GET', '/v1/settings');
  expect((await app.put('/v1/settings', {}, stale)).status).toBe(412);
  expect((await app.put('/v1/settings', {}, met(settings.version))).status).toBe(200);
  expect((await app.put('/v1/routing', { rules: [] }, stale)).status).toBe(412);
  expect((await app.put('/v1/routing', { rules: [] }, met(0))).status).toBe(200);
  expect((await app.delete(path, stale)).status).toBe(412);
  expect((await app.delete(path, met(version))).status).toBe(204);
});
