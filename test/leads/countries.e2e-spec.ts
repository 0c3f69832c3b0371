import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { theReps } from '../support/people.js';

let app: TestApplication;
let ann: { id: string };
let bo: { id: string };

beforeAll(async () => {
  app = await TestApplication.start();
  [ann, bo] = await theReps(app, ['Ann', 'Bo']);
  const rules = [
    { name: 'By code', when: { field: 'contact.country', op: 'eq', value: 'DE' }, assign: { repId: ann.id } },
    {
      name: 'By name',
      when: { field: 'company.country', op: 'in', value: ['Austria', 'UK'] },
      assign: { repId: bo.id },
    },
  ];
  await app.must('PUT', '/v1/routing', { rules });
});
afterAll(() => app.stop());

const send = (lead: object) =>
  app.must('POST', '/v1/leads', { source: 'web', contact: { email: 'x@example.com' }, ...lead });

it('a country given by name is stored as its code, for readers and for rules', async () => {
  const lead = await send({ contact: { phone: '030 901820', country: 'Deutschland' } });
  expect(lead).toMatchObject({ contact: { country: 'DE' }, rule: 'By code', ownerId: ann.id });
  expect(lead).not.toHaveProperty('issues');
  expect(await app.must('GET', `/v1/leads/${lead.id}`)).toMatchObject({ contact: { country: 'DE' } });
  // The number is read as a German one, as it would be with the code.
  expect((await app.must('GET', '/v1/leads?phone=%2B4930901820')).data).toMatchObject([{ id: lead.id }]);
});

it('rules and previews accept country names', async () => {
  expect(await send({ company: { country: 'Great Britain' } })).toMatchObject({ rule: 'By name', ownerId: bo.id });
  expect(await send({ company: { country: 'at' } })).toMatchObject({ company: { country: 'AT' }, rule: 'By name' });
  const preview = await app.must('POST', '/v1/routing/preview', {
    lead: { source: 'web', contact: { country: 'Germany' } },
  });
  expect(preview).toMatchObject({ rule: 'By code' });
});

it('lists of leads accept country names, and unknown ones as they were sent', async () => {
  for (const [sent, queries] of [
    ['Norway', ['NO', 'no', 'Norway', 'norwegen']],
    ['Lemuria', ['Lemuria']],
  ] as const) {
    const lead = await send({ contact: { country: sent } });
    for (const country of queries)
      expect((await app.must('GET', `/v1/leads?country=${country}`)).data).toMatchObject([{ id: lead.id }]);
  }
});

it('an ambiguous or unknown country is an issue of the lead', async () => {
  const guessed = await send({ contact: { email: 'g@example.com', country: 'Georgia' } });
  expect(guessed).toMatchObject({ contact: { country: 'GE' }, issues: ['guessedCountry'] });
  const state = await send({ contact: { phone: '+1 404 555 0100', country: 'Georgia' } });
  expect(state).toMatchObject({ contact: { country: 'US' }, issues: ['guessedCountry'] });
  const zip = await send({ contact: { email: 'z@example.com', postalCode: '30303', country: 'Georgia' } });
  expect(zip).toMatchObject({ contact: { country: 'US' }, issues: ['guessedCountry'] });
  const unknown = await send({ company: { country: 'Atlantis' } });
  expect(unknown).toMatchObject({ company: { country: 'Atlantis' }, issues: ['unknownCountry'] });
});

it('a guess is confirmed by a later code, only for the group that it was in', async () => {
  const confirmed = await send({ contact: { email: 'a@example.com', country: 'Georgia' } });
  const plain = await app.must('PATCH', `/v1/leads/${confirmed.id}`, { contact: { country: 'GE' } });
  expect(plain).not.toHaveProperty('issues');
  const other = await send({ contact: { email: 'b@example.com', country: 'France' }, company: { country: 'Georgia' } });
  const patched = await app.must('PATCH', `/v1/leads/${other.id}`, { contact: { country: 'Spain' } });
  expect(patched).toMatchObject({ contact: { country: 'ES' }, company: { country: 'GE' }, issues: ['guessedCountry'] });
});

it.each([
  ['D.E.', 'DE'],
  ['ＤＥ', 'DE'],
  ['ſe', 'SE'],
  ['Republic of Ireland', 'IE'],
  ['U S A', 'US'],
])('%s is %s', async (country, code) => {
  expect(await send({ contact: { email: 'c@example.com', country } })).toMatchObject({ contact: { country: code } });
});

it('a text that only looks like a code is none', async () => {
  const lead = await send({ contact: { email: 'i@example.com', country: 'ıt' } });
  expect(lead).toMatchObject({ contact: { country: 'ıt' }, issues: ['unknownCountry'] });
});

it('a guess remains until another country replaces it', async () => {
  const { id } = await send({ contact: { email: 'k@example.com', country: 'Georgia' } });
  const patch = (body: object) => app.must('PATCH', `/v1/leads/${id}`, body);
  expect(await patch({ campaign: 'spring' })).toMatchObject({ issues: ['guessedCountry'] });
  expect(await patch({ contact: { country: 'Nowhere' } })).toMatchObject({ issues: ['unknownCountry'] });
  const found = await patch({ contact: { country: 'France' } });
  expect(found).toMatchObject({ contact: { country: 'FR' } });
  expect(found).not.toHaveProperty('issues');
});
