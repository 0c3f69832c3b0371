import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';

let app: TestApplication;

beforeAll(async () => {
  app = await TestApplication.start();
});
afterAll(() => app.stop());

it('a batch refuses only the invalid leads, each with its faults', async () => {
  const answer = await app.post('/v1/leads/batch', {
    leads: [
      { source: ' web ', contact: { name: 'Jose\u0301 ' } },
      { source: 'web', contact: { name: 'a\u0000b' } },
      { source: 'web', contact: { name: '\ud800' }, message: '\udc00', colour: 'red' },
      { source: 'web', contact: {}, attributes: { 'a\u0000': 1 } },
      { contact: {} },
      null,
      'lead',
      { source: 'web', contact: {}, owner: { repId: '00000000-0000-7000-8000-000000000001' } },
      { source: 'web', externalId: 'twice', contact: {} },
      { source: 'WEB', externalId: 'twice', contact: {} },
    ],
  });
  expect(answer.status).toBe(200);
  const { results } = answer.body;
  expect(results.map((each: { status: string }) => each.status)).toEqual([
    ...['created', 'invalid', 'invalid', 'invalid', 'invalid', 'invalid', 'invalid', 'invalid', 'created', 'existing'],
  ]);
  expect(results[1].errors).toMatchObject([{ pointer: '/leads/1/contact/name', code: 'text' }]);
  expect(results[2].errors.map((each: { pointer: string }) => each.pointer)).toEqual([
    '/leads/2/contact/name',
    '/leads/2/message',
    '/leads/2/colour',
  ]);
  expect(results[3].errors).toMatchObject([{ pointer: '/leads/3/attributes/a\u0000', code: 'text' }]);
  expect(results[4].errors).toMatchObject([{ pointer: '/leads/4/source', code: 'required' }]);
  expect(results[9].id).toBe(results[8].id);
  const made = await app.must('GET', `/v1/leads/${results[0].id}`);
  expect(made).toMatchObject({ source: 'web', contact: { name: 'Jos\u00e9' } });
});

it('an invalid batch is refused', async () => {
  for (const body of [{}, { leads: [] }, { leads: {} }, { leads: [{}], more: 1 }, [], null]) {
    expect((await app.post('/v1/leads/batch', body)).status).toBe(422);
  }
  const tooMany = { leads: Array.from({ length: 1_001 }, () => ({ source: 'web', contact: {} })) };
  expect(await app.post('/v1/leads/batch', tooMany)).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '/leads', code: 'tooMany' }] },
  });
});

it('a lead that is nested too deeply is invalid', async () => {
  const nested = `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`;
  const answer = await app.post('/v1/leads/batch', undefined, {
    raw: `{"leads":[${nested},{"source":"web","contact":{}}]}`,
  });
  expect(answer).toMatchObject({ status: 200, body: { results: [{ status: 'invalid' }, { status: 'created' }] } });
});

it('a batch of junk is answered lead by lead, in a response no larger than the request', async () => {
  const junk = Object.fromEntries(Array.from({ length: 200 }, (_, field) => [`unknown${field}`, field]));
  const leads = Array.from({ length: 1_000 }, () => junk);
  const answer = await app.post('/v1/leads/batch', { leads });
  expect(answer.status).toBe(200);
  expect(answer.body.results).toHaveLength(1_000);
  expect(answer.body.results.every((result: { errors: unknown[] }) => result.errors.length > 0)).toBe(true);
  expect(answer.body.results[0].errors).toHaveLength(201);
  expect(JSON.stringify(answer.body).length).toBeLessThan(JSON.stringify({ leads }).length);
});

it('a batch of large leads is processed like one of small leads: in order and as sent', async () => {
  const leads = Array.from({ length: 400 }, (_, index) => ({
    source: 'large',
    externalId: `large-${(index * 7) % 400}`,
    message: `${index} ${'ü'.repeat(9_000)}`,
    attributes: { a: 'x'.repeat(4_000), index },
  }));
  const spoilt = leads.map((lead, index) => (index === 399 ? { ...lead, colour: 'red' } : lead));
  const { status, body } = await app.post('/v1/leads/batch', { leads: spoilt });
  expect(status).toBe(200);
  const statuses = body.results.map((result: { status: string }) => result.status);
  expect(statuses).toEqual([...Array.from({ length: 399 }, () => 'created'), 'invalid']);
  for (const index of [0, 1, 57, 200, 398]) {
    const lead = await app.must('GET', `/v1/leads/${body.results[index].id}`);
    expect(lead).toMatchObject(leads[index]!);
  }
  const again = await app.post('/v1/leads/batch', { leads });
  expect(again.body.results.map((result: { status: string }) => result.status)).toEqual([
    ...Array.from({ length: 399 }, () => 'existing'),
    'created',
  ]);
});

it('concurrent batches that share leads create each lead once, and all return its id', async () => {
  const leads = (from: number) =>
    Array.from({ length: 600 }, (_, index) => ({
      source: 'shared',
      externalId: `shared-${from + index}`,
      contact: {},
    }));
  const answers = await Promise.all([0, 300, 150].map((from) => app.post('/v1/leads/batch', { leads: leads(from) })));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  const ids = new Map<string, Set<string>>();
  let created = 0;
  for (const [place, { body }] of answers.entries()) {
    for (const { index, status, id } of body.results) {
      const key = `${[0, 300, 150][place]! + index}`;
      ids.set(key, (ids.get(key) ?? new Set()).add(id));
      if (status === 'created') created += 1;
    }
  }
  expect(created).toBe(900);
  expect([...ids.values()].every((named) => named.size === 1)).toBe(true);
});
