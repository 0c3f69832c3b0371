import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, faults, theReps } from '../support/people.js';

const TEXT = 'None';

let app: TestApplication;
let ann: Json;
let bo: Json;
beforeAll(async () => {
  app = await TestApplication.start(undefined, { asInstalled: true });
  [ann, bo] = await theReps(app, ['Ann', 'Bo']);
  await aDesk(app, [ann, bo]);
  await app.must('POST', '/v1/sources', { code: 'web' });
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const lead = (contact: object, fields: object = {}) => aLead(app, { source: 'web', contact, ...fields });
const close = ({ id }: Json, reason: string, fields?: object) =>
  app.must('POST', `/v1/leads/${id}/disposition`, { category: 'suppress', reason, ...(fields && { fields }) });

it.each<[string, object | undefined]>([
  ['spam', undefined],
  ['invalid_contact', { bad: 'email' }],
])('a text that is no address is suppressed for nobody else by %s', async (reason, fields) => {
  await close(await lead({ name: 'Kim', email: TEXT }), reason, fields);
  expect(await lead({ name: 'Lee', email: TEXT })).toMatchObject({ status: 'open' });
  const { results } = await app.must('POST', '/v1/leads/batch', {
    leads: [
      { source: 'web', contact: { email: TEXT.toLowerCase() } },
      { source: 'fair', contact: { email: TEXT }, owner: { repId: bo.id } },
    ],
  });
  const made = await Promise.all(results.map(({ id }: Json) => app.must('GET', `/v1/leads/${id}`)));
  // By the first, nobody can be reached: it waits for review.
  expect(made.map(({ status, ownerId }) => [status, ownerId])).toEqual([
    ['open', null],
    ['open', bo.id],
  ]);
  expect((await app.must('GET', '/v1/suppressions')).data).toEqual([]);
});

it('a text that is no address makes no second form of the first person, and links nobody', async () => {
  const first = await lead({ name: 'Kim', phone: '+49 30 901820', email: TEXT });
  const second = await app.ask('POST', '/v1/leads', {
    source: 'web',
    contact: { name: 'Lee', phone: '+49 30 901821', email: TEXT },
  });
  expect([second.status, second.body.id === first.id, second.body.duplicateOf]).toEqual([201, false, undefined]);
});

it('a text that is no address names no lead, and nobody to erase', async () => {
  await lead({ email: TEXT });
  expect((await app.must('GET', `/v1/leads?email=${TEXT}`)).data).toEqual([]);
  const touches = [{ email: TEXT, kind: 'call', direction: 'outbound', outcome: 'noAnswer' }];
  expect((await app.must('POST', '/v1/touches/batch', { touches })).results).toMatchObject([{ status: 'noMatch' }]);
  const erased = await app.ask('POST', '/v1/erasures', { email: TEXT, reason: 'Asked for it' });
  expect([erased.status, ...faults(erased)]).toEqual([422, '/email email']);
});

it('an address is one, however it was copied into the form', async () => {
  const first = await lead({ email: 'Kim Lee <kim@acme.example>' });
  const second = await app.ask('POST', '/v1/leads', { source: 'web', contact: { email: 'mailto:Kim@acme.example.' } });
  expect(second.body).toMatchObject({ id: first.id, joined: true });
  expect((await app.must('GET', `/v1/leads/${first.id}`)).contact.email).toBe('Kim Lee <kim@acme.example>');
});
