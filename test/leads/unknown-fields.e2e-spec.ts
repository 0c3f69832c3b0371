import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { changeSettings } from '../support/people.js';

let app: TestApplication;
beforeAll(async () => {
  app = await TestApplication.start();
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const SENT = {
  source: 'web',
  budget: 5_000,
  utm: { term: 'crm', ids: [1, 2] },
  contact: { email: 'kim@example.com', fax: '030 901', address: { street: 'Main 1' } },
  attributes: { plan: 'Gold', extra: { deep: true } },
  ownerId: 'somebody',
};
const ATTRIBUTES = {
  plan: 'Gold',
  'extra.deep': true,
  budget: 5_000,
  'utm.term': 'crm',
  'utm.ids': '1, 2',
  'contact.fax': '030 901',
  'contact.address.street': 'Main 1',
  ownerId: 'somebody',
};
const pointersOf = ({ errors }: Json) => errors.map(({ pointer }: Json) => pointer);

describe('a field that no lead has', () => {
  it('is refused, unless the request says otherwise', async () => {
    const refused = await app.ask('POST', '/v1/leads', SENT);
    expect(refused.status).toBe(422);
    expect(pointersOf(refused.body).sort()).toEqual([
      ...['/attributes/extra', '/budget', '/contact/address', '/contact/fax', '/ownerId', '/utm'],
    ]);
    const lead = await app.must('POST', '/v1/leads?unknown=attributes', SENT);
    expect(lead).toMatchObject({ attributes: ATTRIBUTES, contact: { email: 'kim@example.com' } });
    expect(lead.contact.fax).toBeUndefined();
    expect(lead.issues).toBeUndefined();
  });

  it('becomes an attribute by the settings too, unless the request says otherwise', async () => {
    await changeSettings(app, { unknownFields: 'attributes' });
    expect((await app.must('POST', '/v1/leads', SENT)).attributes).toEqual(ATTRIBUTES);
    expect((await app.ask('POST', '/v1/leads?unknown=refuse', SENT)).status).toBe(422);
    // Programs that do not know the setting leave it as it is.
    await changeSettings(app, { unknownFields: undefined });
    expect((await app.must('GET', '/v1/settings')).unknownFields).toBe('attributes');
  });

  it('of a batch is judged for each lead', async () => {
    const leads = [SENT, { source: 'web', contact: {} }, { source: 'web', contact: { name: 5 }, more: 1 }];
    const strict = await app.must('POST', '/v1/leads/batch', { leads });
    expect(strict.results.map(({ status }: Json) => status)).toEqual(['invalid', 'created', 'invalid']);
    const { results } = await app.must('POST', '/v1/leads/batch?unknown=attributes', { leads });
    expect(results.map(({ status }: Json) => status)).toEqual(['created', 'created', 'invalid']);
    expect(pointersOf(results[2])).toEqual(['/leads/2/contact/name']);
    expect((await app.must('GET', `/v1/leads/${results[0].id}`)).attributes).toEqual(ATTRIBUTES);
    await changeSettings(app, { unknownFields: 'attributes' });
    const bySettings = await app.must('POST', '/v1/leads/batch', { leads: [SENT] });
    expect(bySettings.results).toMatchObject([{ status: 'created' }]);
  });
});

it('more than a lead can have is an issue, and no fault', async () => {
  const many = Object.fromEntries(Array.from({ length: 150 }, (_, at) => [`f${at}`, at]));
  const lead = await app.must('POST', '/v1/leads?unknown=attributes', {
    source: 'web',
    contact: { email: 'kim@example.com' },
    attributes: { own: 'x'.repeat(5_000) },
    ...many,
  });
  expect(Object.keys(lead.attributes)).toHaveLength(100);
  expect(lead.attributes.own).toHaveLength(4_000);
  expect(lead.issues).toEqual(['shortened', 'tooManyAttributes']);
});

it.each([
  [{ submittedAt: 'yesterday' }, '/submittedAt'],
  [{ contact: { email: 5 } }, '/contact/email'],
  [{ contact: 'Kim' }, '/contact'],
  [{ attributes: 'none' }, '/attributes'],
  [{ refs: { crm: {} } }, '/refs/crm'],
  [{ source: undefined }, '/source'],
])('a value that does not fit its field stays a fault: %j', async (fields, pointer) => {
  const answer = await app.ask('POST', '/v1/leads?unknown=attributes', { source: 'web', contact: {}, ...fields });
  expect([answer.status, pointersOf(answer.body)]).toEqual([422, [pointer]]);
});

it.each(['null', '[]', '5', `{"source":"web","x":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}`])(
  'what no program sends does no harm: %#',
  async (raw) => {
    const { status } = await app.post('/v1/leads?unknown=attributes', undefined, { raw });
    expect([201, 422]).toContain(status);
  },
);

it('names and texts that cannot be stored are mended', async () => {
  const raw = String.raw`{"source":"web","__proto__":1,"a\u0000b":"c\u0000d","${'n'.repeat(300)}":{"x":1}}`;
  const { status, body } = await app.post('/v1/leads?unknown=attributes', undefined, { raw });
  expect([status, Object.entries(body.attributes)]).toEqual([
    201,
    [
      ['proto', 1],
      ['ab', 'cd'],
      [`${'n'.repeat(200)}`, 1],
    ],
  ]);
});
