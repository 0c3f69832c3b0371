import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { ADMIN_KEY } from '../support/client.js';
import { aDesk, aLead, aRep } from '../support/people.js';

let app: TestApplication;
beforeAll(async () => {
  app = await TestApplication.start();
});
afterAll(() => app.stop());

it('how many leads somebody has had is a figure of theirs, which people see only if the settings say so', async () => {
  const ann = await aRep(app, 'Ann');
  await aDesk(app, [ann]);
  await aLead(app);
  const begun = await app.ask('POST', '/v1/session', { key: ADMIN_KEY }, { key: null });
  const cookie = begun.headers.get('set-cookie')!.split(';')[0]!;
  const person = { key: null, headers: { cookie, 'sec-fetch-site': 'same-origin' } };
  const countOf = async (filter: string, asking?: object) =>
    (await app.get(`/v1/leads?count=true${filter}`, asking)).body.count;
  expect(await countOf(`&hadBy=${ann.id}`)).toBe(1);
  expect(await countOf('', person)).toBe(1);
  expect(await countOf(`&hadBy=${ann.id}`, person)).toBeUndefined();
  await app.must('PUT', '/v1/settings', { individualReports: 'managers' });
  expect(await countOf(`&hadBy=${ann.id}`, person)).toBe(1);
});
