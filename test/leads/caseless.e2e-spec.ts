import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';

let app: TestApplication;

beforeAll(async () => {
  app = await TestApplication.start();
});
afterAll(() => app.stop());

/** Groups of spellings of one source on which JavaScript and Postgres, or two databases, disagree. */
const SOURCES = [
  ['a dotted I', ['İstanbul', 'i̇stanbul', 'İSTANBUL', 'i̇STANBUL']],
  ['a sigma', ['ΣΑΣ', 'σας', 'σασ', 'Σας']],
  ['an accent', ['Équipe', 'équipe', 'ÉQUIPE', 'e\u0301quipe']],
  ['a sharp s', ['Straße', 'STRASSE', 'STRAẞE', 'straße']],
] as const;

const send = (source: string, externalId: string) => app.post('/v1/leads', { source, externalId, contact: {} });
const patch = (id: string, body: object) => app.ask('PATCH', `/v1/leads/${id}`, body);

async function idsOf(query: Record<string, string>): Promise<string[]> {
  const { data } = await app.must('GET', `/v1/leads?${new URLSearchParams(query)}`);
  return data.map((each: { id: string }) => each.id);
}

describe.each(SOURCES)('a source with %s', (_, spellings) => {
  const [first, ...others] = spellings;

  it('has one lead for an external id, however the source is spelt', async () => {
    const made = await send(first, 'again');
    expect(made.status).toBe(201);
    for (const source of spellings) {
      expect(await send(source, 'again')).toMatchObject({
        status: 200,
        body: { id: made.body.id, source: first.normalize('NFC') },
      });
    }
  });

  it('is recognised within a batch and across batches, without effect on other leads', async () => {
    const leads = spellings.map((source) => ({ source, externalId: 'batch', contact: {} }));
    const batch = (other: string) =>
      app.must('POST', '/v1/leads/batch', { leads: [...leads, { source: first, externalId: other, contact: {} }] });
    const { results } = await batch('other');
    expect(results.map((each: { status: string }) => each.status)).toEqual([
      'created',
      ...others.map(() => 'existing'),
      'created',
    ]);
    const again = await batch('another');
    expect(again.results.map((each: { status: string }) => each.status)).toEqual([
      ...spellings.map(() => 'existing'),
      'created',
    ]);
    expect(again.results[0].id).toBe(results[0].id);
  });

  it('has one lead of many concurrent requests', async () => {
    const answers = await Promise.all([...spellings, ...spellings].map((source) => send(source, 'at once')));
    expect(answers.map((answer) => answer.status).sort()).toEqual([...answers.slice(1).map(() => 200), 201]);
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
  });

  it('is found in lists and in the export however it is spelt', async () => {
    const { id } = (await send(first, 'closed')).body;
    await app.must('POST', `/v1/leads/${id}/disposition`, { category: 'lost', reason: 'no_need' });
    await app.feedsCaughtUp();
    for (const source of spellings) {
      expect(await idsOf({ source, externalId: 'closed', reason: 'NO_NEED' })).toEqual([id]);
      const exported = await app.must('GET', `/v1/dispositions?${new URLSearchParams({ source })}`);
      expect(exported.data.map((row: { leadId: string }) => row.leadId)).toEqual([id]);
    }
  });

  it('is also recognised when an update sets it', async () => {
    const existing = (await send(first, 'patched')).body.id;
    for (const [index, source] of others.entries()) {
      const { id } = (await send(`other ${index}`, 'patched')).body;
      expect(await patch(id, { source })).toMatchObject({ status: 409, body: { leadId: existing } });
    }
    expect((await patch(existing, { source: others[0] })).status).toBe(200);
  });

  it('is released by a lead that changes to another', async () => {
    const { id } = (await send(first, 'moved')).body;
    await app.must('PATCH', `/v1/leads/${id}`, { source: `Later ${first}` });
    expect(await idsOf({ source: first, externalId: 'moved' })).toEqual([]);
    expect(await idsOf({ source: `later ${others[0]}`, externalId: 'moved' })).toEqual([id]);
    expect((await send(`later ${others[0]}`, 'moved')).body.id).toBe(id);
    expect((await send(others[0]!, 'moved')).status).toBe(201);
  });

  it('may be part of an email address, which is found however it is spelt', async () => {
    const contact = { email: `${first}@Example.org` };
    const { id } = await app.must('POST', '/v1/leads', { source: `address ${first}`, contact });
    for (const spelling of spellings) expect(await idsOf({ email: `${spelling}@example.ORG` })).toEqual([id]);
    expect(await idsOf({ q: `${first}@`, source: `address ${first}` })).toEqual([id]);
  });
});

it('a dotted and a plain I are two sources, whatever the collation of the database', async () => {
  expect((await send('İzmir', 'plain')).status).toBe(201);
  expect((await send('Izmir', 'plain')).status).toBe(201);
});

it('a source and an external id are not confused where they meet', async () => {
  expect((await send('a\nb', 'c')).status).toBe(201);
  expect((await send('a', 'b\nc')).status).toBe(201);
});
