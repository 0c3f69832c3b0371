import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aRep, faults, NOBODY } from '../support/people.js';

let app: TestApplication;
let ann: Json;
let acme: Json;
let first: Json;
beforeAll(async () => {
  app = await TestApplication.start();
  ann = await aRep(app, 'Ann');
  acme = await app.must('POST', '/v1/accounts', { name: 'Acme', ownerRepId: ann.id });
  first = await app.must('POST', '/v1/deals', aDeal());
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const aDeal = (fields: object = {}) => ({
  name: 'Site',
  account: { id: acme.id },
  amount: '100.00',
  currency: 'EUR',
  ...fields,
});
const create = (fields: object) => app.ask('POST', '/v1/deals', aDeal(fields));
const patch = (deal: Json, fields: object) => app.ask('PATCH', `/v1/deals/${deal.id}`, fields);
const now = (deal: Json) => app.must('GET', `/v1/deals/${deal.id}`);

describe('a deal in the pipeline', () => {
  it('is new business in the lowest category by default', () => {
    expect(first).toMatchObject({
      type: 'new',
      follows: null,
      category: 'pipeline',
      probability: null,
      firstTalkAt: null,
      decisionMaker: null,
      atRisk: false,
    });
  });

  it('records its type, its category and its probability', async () => {
    const told = {
      type: 'renewal',
      follows: first.id,
      category: 'commit',
      probability: 0.85,
      firstTalkAt: '2026-03-02T08:00:00.000Z',
      decisionMaker: 'Kim Lee',
      atRisk: true,
    };
    const { body: renewal } = await create(told);
    expect(renewal).toMatchObject(told);
    expect((await app.must('GET', '/v1/deals?type=renewal')).data.map(({ id }: Json) => id)).toEqual([renewal.id]);
    await patch(renewal, { category: 'bestCase', probability: null, atRisk: null, decisionMaker: null });
    expect(await now(renewal)).toMatchObject({
      type: 'renewal',
      follows: first.id,
      category: 'bestCase',
      probability: null,
      atRisk: false,
      decisionMaker: null,
    });
    const { data } = await app.must('GET', `/v1/deals/${renewal.id}/timeline`);
    expect(data.at(-1).text).toBe('Updated: whether it may be lost, category, decision maker, probability');
    await patch(renewal, { category: 'bestCase' });
    expect((await app.must('GET', `/v1/deals/${renewal.id}/timeline`)).data).toHaveLength(data.length);
  });

  it('refuses invalid values, and changes nothing', async () => {
    const other = await app.must('POST', '/v1/accounts', { name: 'Other' });
    const theirs = await app.must('POST', '/v1/deals', aDeal({ account: { id: other.id } }));
    expect(faults(await create({ type: 'upsell' }))).toEqual(['/type value']);
    expect(faults(await create({ category: 'sure', probability: 1.5 }))).toEqual([
      ...['/category value', '/probability tooLarge'],
    ]);
    expect(faults(await create({ probability: 0.12345 }))).toEqual(['/probability format']);
    expect(faults(await create({ follows: NOBODY }))).toEqual(['/follows unknownId']);
    for (const account of [{ id: acme.id }, { name: 'Acme' }, { name: 'New' }])
      expect(faults(await create({ account, follows: theirs.id }))).toEqual(['/follows value']);
    const unknown = { account: { id: NOBODY }, follows: theirs.id };
    expect(faults(await create(unknown))).toEqual(['/account/id unknownId']);
    expect(faults(await patch(first, { follows: first.id }))).toEqual(['/follows value']);
    expect(await now(first)).toEqual(first);
  });
});

it('deals are listed by expected close date, those without one last, page by page', async () => {
  const days = ['2026-05-01', '2026-04-01', undefined, '2026-05-01'];
  for (const day of days) await create({ name: day ?? 'none', ...(day && { expectedCloseAt: `${day}T12:00:00Z` }) });
  const names: string[] = [];
  for (let cursor = ''; cursor !== null; ) {
    const page = await app.must('GET', `/v1/deals?sort=expectedCloseAt&limit=2${cursor && `&cursor=${cursor}`}`);
    names.push(...page.data.map(({ name }: Json) => name));
    cursor = page.nextCursor;
  }
  expect(names).toEqual(['2026-04-01', '2026-05-01', '2026-05-01', 'Site', 'none']);
  const ofOther = (await app.must('GET', '/v1/deals?limit=2')).nextCursor;
  expect(faults(await app.ask('GET', `/v1/deals?sort=expectedCloseAt&cursor=${ofOther}`))).toEqual(['/cursor cursor']);
});
