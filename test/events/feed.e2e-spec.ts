import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { TestApplication } from '../support/application.js';

let app: TestApplication;

beforeAll(async () => {
  app = await TestApplication.start();
});
afterAll(() => app.stop());

it('the feed lists events in the order of their transactions, however many digits the transaction numbers have', async () => {
  const client = new pg.Client({ connectionString: app.database.url });
  await client.connect();
  for (const [seq, xid] of [99, 100].entries()) {
    await client.query(
      `insert into event (id, epoch, xid, type, occurred_at, subject_type, subject_id, subject_seq, actor_type,
                          actor_rule, data)
       values (gen_random_uuid(), 1, $1::text::xid8, 'rep.back', '2026-03-02T15:00:00Z', 'rep',
               '00000000-0000-7000-8000-000000000009', $2, 'system', 'availability', '{}')`,
      [String(xid), seq + 1],
    );
  }
  await client.end();
  const first = await app.feed('/v1/events?type=rep.back&limit=1');
  const second = await app.feed(`/v1/events?type=rep.back&limit=1&after=${first.nextCursor}`);
  expect([...first.data, ...second.data].map((event: { subject: { seq: number } }) => event.subject.seq)).toEqual([
    1, 2,
  ]);
});

it('the cursor of a feed page passes all final events, even if none of them matched the filter', async () => {
  await app.must('POST', '/v1/teams', { name: 'Before' });
  const { data, nextCursor } = await app.feed('/v1/events?type=lead.woken');
  expect(data).toEqual([]);
  expect((await app.feed(`/v1/events?after=${nextCursor}`)).data).toEqual([]);
  const { id } = await app.must('POST', '/v1/teams', { name: 'After' });
  expect((await app.feed(`/v1/events?after=${nextCursor}`)).data).toMatchObject([{ subject: { type: 'team', id } }]);
});

it.each(['1.99999999999999999999.1', '1.1', '-1.1.1', 'x'])(
  'the feed rejects the malformed cursor %s',
  async (position) => {
    const refused = await app.get(`/v1/events?after=${Buffer.from(position).toString('base64url')}`);
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer: '/after', code: 'cursor' }] } });
  },
);

it('the feed reads backwards from a cursor, newest event last, for all events, some types or one subject', async () => {
  const { id } = await app.must('POST', '/v1/teams', { name: 'One' });
  for (const name of ['Two', 'Three']) await app.must('PUT', `/v1/teams/${id}`, { name });
  const seqs = async (query: string) => {
    const { data } = await app.feed(`/v1/events?${query}&subjectId=${id}`);
    return data.map(({ subject }: { subject: { seq: number } }) => subject.seq);
  };
  expect(await seqs('before=now')).toEqual([1, 2, 3]);
  const last = await app.feed(`/v1/events?before=now&limit=1&subjectId=${id}`);
  expect(last).toMatchObject({ data: [{ subject: { seq: 3 } }], atEnd: true });
  expect(await seqs(`before=${last.data[0].cursor}&limit=1`)).toEqual([2]);
  expect(await seqs(`before=${last.data[0].cursor}`)).toEqual([1, 2]);
  const of = await app.feed('/v1/events?before=now&limit=1&type=config.*');
  expect(of.data).toMatchObject([{ subject: { id, seq: 3 } }]);
  expect((await app.feed(`/v1/events?after=${of.nextCursor}`)).data).toEqual([]);
  const refused = async (query: string) => (await app.get(`/v1/events?${query}`)).body.errors;
  expect(await refused(`subjectId=${id}`)).toMatchObject([{ pointer: '/subjectId', code: 'contradiction' }]);
  expect(await refused('before=now&after=x')).toMatchObject([{ pointer: '/before', code: 'contradiction' }]);
  expect(await refused('before=x')).toMatchObject([{ pointer: '/before', code: 'cursor' }]);
});
