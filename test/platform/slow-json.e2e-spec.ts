import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';

let app: TestApplication;
const LARGE = 'x'.repeat(4_000);
const attributes = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`a${index}`, LARGE]));

beforeAll(async () => {
  app = await TestApplication.start();
  const small = Array.from({ length: 30 }, (_, index) => ({ source: 'small', externalId: `${index}` }));
  await app.must('POST', '/v1/leads/batch', { leads: small });
  for (const externalId of ['1', '2', '3']) {
    const leads = Array.from({ length: 10 }, (_, index) => ({
      source: 'large',
      externalId: `${externalId}${index}`,
      attributes,
    }));
    await app.must('POST', '/v1/leads/batch', { leads });
  }
});
afterAll(() => app.stop());

describe('a page of leads', () => {
  it('ends early if its leads are large, and the next page continues', async () => {
    const seen: string[] = [];
    const lengths: number[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { data: { externalId: string }[]; nextCursor: string | null } = await app.must(
        'GET',
        `/v1/leads?limit=1000&source=large${cursor && `&cursor=${cursor}`}`,
      );
      seen.push(...page.data.map((lead) => lead.externalId));
      lengths.push(page.data.length);
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(Array.from({ length: 30 }, (_, index) => `${Math.floor(index / 10) + 1}${index % 10}`));
    expect(lengths).toEqual([10, 10, 10]);
  });

  it('is streamed if it is long, and the connection serves the next request', async () => {
    const list = await app.ask('GET', '/v1/leads?source=small');
    expect(list.body.data).toHaveLength(30);
    expect(list.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(list.headers.get('content-length')).toBeNull();
    const short = await app.ask('GET', '/v1/leads?source=small&limit=20');
    expect(short.body.data).toHaveLength(20);
  });
});
