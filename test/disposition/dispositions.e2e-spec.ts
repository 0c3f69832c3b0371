import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import pg from 'pg';
import { TestApplication } from '../support/application.js';
import { faults } from '../support/people.js';

const COLUMNS =
  'id,kind,supersedes,leadId,externalId,source,channel,campaign,receivedAt,cycle,category,reason,label,intent,note,fields,attempts,decidedAt,by,clickIds,test,suppressionId,adUserData,adPersonalization';

let app: TestApplication;

beforeAll(async () => {
  app = await TestApplication.start();
});
afterAll(() => app.stop());

async function closedLead(fields: object = {}, disposition: object = {}): Promise<string> {
  const { id } = await app.must('POST', '/v1/leads', { source: 'web', contact: { name: 'A' }, ...fields });
  await app.must('POST', `/v1/leads/${id}/disposition`, { category: 'lost', reason: 'price', ...disposition });
  return id;
}

const csvOf = (query = '') => app.get(`/v1/dispositions${query}`, { headers: { accept: 'text/csv' } });

describe('disposition reasons', () => {
  const path = '/v1/disposition-reasons';
  const reason = { code: 'too_far', category: 'lost', label: 'Too far away', intent: 'notAFit' };

  it('are the built-in ones at first', async () => {
    const { data } = await app.must('GET', `${path}?limit=1000`);
    expect(data).toHaveLength(25);
    expect(data.find((each: { code: string }) => each.code === 'not_now')).toMatchObject({
      category: 'nurture',
      requires: ['wakeAt'],
      intent: 'realButNotNow',
      blocks: 'none',
      active: true,
      version: 1,
    });
  });

  it('can be created, used and retired, but not deleted after use', async () => {
    const made = await app.must('POST', path, reason);
    expect(made).toMatchObject({ ...reason, requires: [], blocks: 'none', active: true });
    await closedLead({}, { reason: 'too_far' });
    expect(await app.delete(`${path}/${made.id}`)).toMatchObject({ status: 409, body: { type: '/problems#in-use' } });
    await app.must('PUT', `${path}/${made.id}`, { ...reason, label: 'Out of reach', active: false });
    const { id } = await app.must('POST', '/v1/leads', { source: 'web', contact: {} });
    const refused = await app.post(`/v1/leads/${id}/disposition`, { category: 'lost', reason: 'too_far' });
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer: '/reason', code: 'inactive' }] } });
  });

  it('keep their code and category after use', async () => {
    const { data } = await app.must('GET', `${path}?limit=1000`);
    const { id } = data.find((each: { code: string }) => each.code === 'too_far');
    const refused = await app.put(`${path}/${id}`, { ...reason, code: 'far', category: 'recycle' });
    expect(refused).toMatchObject({
      status: 422,
      body: {
        errors: [
          { pointer: '/code', code: 'inUse' },
          { pointer: '/category', code: 'inUse' },
        ],
      },
    });
  });

  it('can change code and category, and be deleted, before use', async () => {
    const { id } = await app.must('POST', path, { ...reason, code: 'fresh' });
    await app.must('PUT', `${path}/${id}`, { ...reason, code: 'renewed', category: 'recycle' });
    expect((await app.delete(`${path}/${id}`)).status).toBe(204);
  });

  it.each([
    ['a code with a space', { code: 'too far' }, '/code'],
    ['a code that is taken', { code: 'price' }, '/code'],
    ['an unknown category', { category: 'won' }, '/category'],
    ['the intent of the engine', { intent: 'reversed' }, '/intent'],
    ['something to block', { blocks: 'email' }, '/blocks'],
    ['a requirement of another category', { requires: ['wakeAt'] }, '/requires/0'],
    ['a field nobody knows', { colour: 'red' }, '/colour'],
  ])('are refused with %s', async (_, fields, pointer) => {
    const refused = await app.post(path, { ...reason, code: 'unheard_of', ...fields });
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
  });
});

describe('the export of dispositions', () => {
  let own: TestApplication;

  it('contains a row for each disposition, with what the channel needs', async () => {
    const id = await closedLead(
      {
        externalId: 'x-1',
        source: 'google-ads',
        channel: 'paid',
        campaign: 'spring',
        clickIds: { gclid: 'abc' },
        test: true,
      },
      { note: 'Too dear', reason: 'price' },
    );
    const { data } = await app.feed('/v1/dispositions?source=GOOGLE-ads');
    expect(data).toEqual([
      {
        id: expect.any(String),
        kind: 'disposed',
        supersedes: null,
        leadId: id,
        externalId: 'x-1',
        source: 'google-ads',
        channel: 'paid',
        campaign: 'spring',
        receivedAt: '2026-03-02T15:00:00.000Z',
        cycle: 1,
        category: 'lost',
        reason: 'price',
        label: 'Price',
        intent: 'realButLost',
        note: 'Too dear',
        fields: {},
        attempts: 0,
        decidedAt: '2026-03-02T15:00:00.000Z',
        by: { type: 'key', id: expect.any(String) },
        clickIds: { gclid: 'abc' },
        consent: {},
        test: true,
      },
    ]);
  });

  it('contains the person’s present consent, in JSON and CSV, also for milestones', async () => {
    const consent = { adUserData: 'granted', adPersonalization: 'denied' };
    const id = await closedLead({ source: 'asked', consent });
    const { id: won } = await app.must('POST', '/v1/leads', { source: 'asked', contact: { name: 'B' } });
    await app.must('POST', `/v1/leads/${won}/milestones`, { name: 'won' });
    const told = async () => (await app.feed('/v1/dispositions?source=asked&include=milestones')).data;
    expect((await told()).map(({ consent: each }: { consent: object }) => each)).toEqual([consent, {}]);
    for (const each of [id, won]) await app.must('PATCH', `/v1/leads/${each}`, { consent: { adUserData: 'denied' } });
    expect(await told()).toMatchObject([{ consent: { adUserData: 'denied' } }, { consent: { adUserData: 'denied' } }]);
    for (const query of ['?source=asked', '?source=asked&include=milestones']) {
      const rows = parse((await csvOf(query)).body, { columns: true }) as Record<string, string>[];
      expect(rows.map(({ adUserData }) => adUserData)).toEqual(rows.map(() => 'denied'));
      expect(rows[0]).toMatchObject({ leadId: id, adPersonalization: 'denied' });
    }
  });

  it('contains a row of its own for a reopened lead', async () => {
    const id = await closedLead({ source: 'reopened' });
    await app.must('POST', `/v1/leads/${id}/reopen`, { reason: 'Called back' });
    const { data } = await app.feed('/v1/dispositions?source=reopened');
    expect(data).toMatchObject([
      { kind: 'disposed', supersedes: null },
      { kind: 'reversed', intent: 'reversed', category: 'lost', reason: 'price' },
    ]);
    expect(data[1].supersedes).toBe(data[0].id);
  });

  it('continues where it ended, without gaps or repetitions', async () => {
    const seen: string[] = [];
    let after = '';
    for (;;) {
      const page = await app.feed(`/v1/dispositions?limit=2${after && `&after=${after}`}`);
      after = page.nextCursor;
      if (page.data.length === 0) break;
      seen.push(...page.data.map((row: { id: string }) => row.id));
    }
    const all = (await app.feed('/v1/dispositions?limit=1000')).data.map((row: { id: string }) => row.id);
    expect(seen).toEqual(all);
    expect(new Set(seen).size).toBe(seen.length);
    const late = await closedLead({ source: 'late' });
    const next = await app.feed(`/v1/dispositions?after=${after}`);
    expect(next.data).toMatchObject([{ leadId: late }]);
  });

  it('is in the order of transactions, however many digits their numbers have', async () => {
    const id = await closedLead({ source: 'digits' });
    await app.must('POST', `/v1/leads/${id}/reopen`, { reason: 'Called back' });
    await app.database.ask(`update disposition set xid = '99' where lead_id = $1 and kind = 'disposed'`, [id]);
    await app.database.ask(`update disposition set xid = '100' where lead_id = $1 and kind = 'reversed'`, [id]);
    const { data } = await app.feed('/v1/dispositions?source=digits');
    expect(data).toMatchObject([{ kind: 'disposed' }, { kind: 'reversed' }]);
  });

  it('holds back rows that a running transaction could still precede', async () => {
    const { nextCursor } = await app.feed('/v1/dispositions?limit=1000');
    const slow = new pg.Client({ connectionString: app.database.url });
    await slow.connect();
    try {
      await slow.query('begin');
      await slow.query('select pg_current_xact_id()');
      const id = await closedLead({ source: 'held-back' });
      expect((await app.must('GET', `/v1/dispositions?after=${nextCursor}`)).data).toEqual([]);
      expect((await csvOf(`?after=${nextCursor}`)).body.trim().split('\r\n')).toHaveLength(1);
      await slow.query('commit');
      expect((await app.feed(`/v1/dispositions?after=${nextCursor}`)).data).toMatchObject([{ leadId: id }]);
    } finally {
      await slow.end();
    }
  });

  it('can be filtered by category and by the time of the decision', async () => {
    await app.moveBy(60_000);
    const from = new Date(app.time.now()).toISOString();
    await closedLead({ source: 'narrow' }, { category: 'suppress', reason: 'spam' });
    const { data } = await app.feed(`/v1/dispositions?category=suppress&from=${from}`);
    expect(data).toMatchObject([{ category: 'suppress', source: 'narrow' }]);
    expect((await app.feed(`/v1/dispositions?source=narrow&to=${from}`)).data).toEqual([]);
    expect((await app.feed('/v1/dispositions?category=nurture')).data).toEqual([]);
  });

  it('is available as CSV', async () => {
    await closedLead(
      { source: '=cmd|calc', externalId: '+1', campaign: '-2', channel: '@x' },
      { note: 'He said "no",\nand meant it', category: 'recycle', reason: 'stale', fields: { recycleAfter: 'P30D' } },
    );
    await app.feedsCaughtUp();
    const answer = await csvOf('?source==cmd|calc');
    expect(answer.headers.get('content-type')).toMatch(/^text\/csv; charset=utf-8/);
    expect(answer.body.startsWith(`${COLUMNS}\r\n`)).toBe(true);
    expect(answer.body.endsWith('\r\n')).toBe(true);
    const [row] = parse(answer.body, { columns: true }) as Record<string, string>[];
    const { data } = await app.feed('/v1/dispositions?source==cmd|calc');
    expect(row).toMatchObject({
      id: data[0].id,
      source: "'=cmd|calc",
      externalId: "'+1",
      campaign: "'-2",
      channel: "'@x",
      note: 'He said "no",\nand meant it',
      fields: '{"recycleAfter":"P30D"}',
      supersedes: '',
      clickIds: '',
      test: 'false',
      attempts: '0',
      by: `key:${data[0].by.id}`,
    });
    expect(answer.body).toContain('"He said ""no"",\nand meant it"');
  });

  it('contains in CSV the suppression that closed a lead on intake', async () => {
    await closedLead({ source: 'kept' });
    const { id } = await app.must('POST', '/v1/suppressions', { domain: 'rival.example', reason: 'competitor' });
    await app.must('POST', '/v1/leads', { source: 'kept', contact: { email: 'kim@rival.example' } });
    await app.feedsCaughtUp();
    const rows = parse((await csvOf('?source=kept')).body, { columns: true }) as Record<string, string>[];
    expect(rows.map(({ suppressionId }) => suppressionId)).toEqual(['', id]);
  });

  it('quotes a cell that contains part of a line end', async () => {
    await closedLead({ source: 'lines' }, { note: 'one\ntwo' });
    await app.feedsCaughtUp();
    expect((await csvOf('?source=lines')).body).toContain(',"one\ntwo",');
  });

  it('neutralises a formula after a tab or a carriage return', async () => {
    const id = await closedLead({ source: 'tabbed' });
    await app.database.ask('update lead set campaign = $2, channel = $3 where id = $1', [id, '\t=1', '\r=1']);
    await app.feedsCaughtUp();
    const [row] = parse((await csvOf('?source=tabbed')).body, { columns: true }) as Record<string, string>[];
    expect(row).toMatchObject({ campaign: "'\t'=1", channel: "'\r'=1" });
  });

  it('is available as one JSON document per line', async () => {
    await app.feedsCaughtUp();
    const answer = await app.get('/v1/dispositions', { headers: { accept: 'application/x-ndjson' } });
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson');
    const rows = answer.body
      .trimEnd()
      .split('\n')
      .map((line: string) => JSON.parse(line));
    expect(rows).toEqual((await app.feed('/v1/dispositions?limit=1000')).data);
  });

  it.each([
    ['text/csv;q=0.5, application/json', 'application/json; charset=utf-8'],
    ['application/json;q=0.5, text/csv', 'text/csv; charset=utf-8; header=present'],
    ['application/json;q=0, */*', 'text/csv; charset=utf-8; header=present'],
    ['text/html, */*', 'application/json; charset=utf-8'],
    ['text/*', 'text/csv; charset=utf-8; header=present'],
    ['image/png', 'application/json; charset=utf-8'],
  ])('for the Accept header %s is %s', async (accept, type) => {
    const answer = await app.get('/v1/dispositions', { headers: { accept } });
    expect(answer.headers.get('content-type')).toBe(type);
  });

  it('refuses an invalid cursor, limit or span', async () => {
    for (const [query, pointer] of [
      ['after=nonsense', '/after'],
      [`after=${Buffer.from('1.99999999999999999999.1').toString('base64url')}`, '/after'],
      ['limit=0', '/limit'],
      ['limit=1001', '/limit'],
      ['category=won', '/category'],
      ['from=yesterday', '/from'],
      ['from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z', '/to'],
      ['colour=red', '/colour'],
    ]) {
      for (const accept of ['application/json', 'text/csv', 'application/x-ndjson']) {
        const refused = await app.get(`/v1/dispositions?${query}`, { headers: { accept } });
        expect([query, refused.status]).toEqual([query, 422]);
        expect(refused.body.errors).toMatchObject([{ pointer }]);
      }
    }
  });

  it('is open to keys that may read it', async () => {
    const feedback = await app.keyFor(['feedback']);
    const intake = await app.keyFor(['intake']);
    expect((await app.get('/v1/dispositions', { key: feedback })).status).toBe(200);
    expect((await app.get('/v1/dispositions', { key: intake })).status).toBe(403);
  });

  describe('with many rows', () => {
    const ROWS = 20_000;

    beforeAll(async () => {
      own = await TestApplication.start();
      const { id } = await own.must('POST', '/v1/leads', { source: 'many', contact: {} });
      await own.database.ask(
        `insert into disposition (id, kind, lead_id, cycle, category, reason, label, intent, note, fields, attempts,
                                  decided_at, actor_type, epoch)
         select gen_random_uuid(), 'disposed', $1, 1, 'lost', 'price', 'Price', 'realButLost', repeat('x', 500), '{}', n,
                '2026-03-02T15:00:00Z', 'system', 1 from generate_series(1, $2::int) as n`,
        [id, ROWS],
      );
      // What the insert has read counts now, and not while the export is read.
      await own.database.ask('select pg_stat_force_next_flush()');
      await own.feedsCaughtUp();
    });
    afterAll(() => own.stop({ isWhole: false }));

    // Comes first, because sessions report their reads to the statistics late.
    it('reads no more rows than are taken, and stops when the client disconnects', async () => {
      const client = new pg.Client({ connectionString: own.database.url });
      await client.connect();
      const scanned = async () => {
        await client.query('select pg_stat_clear_snapshot()');
        const { rows } = await client.query(
          `select idx_tup_fetch + seq_tup_read as rows from pg_stat_user_tables where relname = 'disposition'`,
        );
        return Number(rows[0].rows);
      };
      const before = await scanned();
      const outgoing = request(`${own.url}/v1/dispositions`, {
        headers: { accept: 'application/x-ndjson', authorization: 'Bearer admin-key-of-the-tests-0123456789abcdef' },
      });
      await new Promise<void>((resolve, reject) => {
        outgoing.on('error', reject);
        outgoing.on('response', (response) => {
          response.once('readable', () => {
            response.read(1);
            // The client reads no further, so the rows must wait in the database and not in memory.
            setTimeout(resolve, 1_500);
          });
        });
        outgoing.end();
      });
      outgoing.destroy();
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      expect((await scanned()) - before).toBeLessThan(ROWS / 2);
      await client.end();
      expect((await own.get('/health/live')).status).toBe(200);
    });

    it('contains all of them, in order', async () => {
      const answer = await own.get('/v1/dispositions', { headers: { accept: 'application/x-ndjson' } });
      const attempts = answer.body
        .trimEnd()
        .split('\n')
        .map((line: string) => JSON.parse(line).attempts);
      expect(attempts).toEqual(Array.from({ length: ROWS }, (_, index) => index + 1));
      const some = await own.get('/v1/dispositions?limit=7', { headers: { accept: 'text/csv' } });
      expect(some.body.trimEnd().split('\r\n')).toHaveLength(8);
    });
  });
});

it('a reason can require a field named like a built-in property', async () => {
  const reason = {
    code: 'built',
    category: 'lost',
    label: 'Built it',
    intent: 'realButLost',
    requires: ['constructor'],
  };
  await app.must('POST', '/v1/disposition-reasons', reason);
  const { id } = await app.must('POST', '/v1/leads', { source: 'web' });
  const closing = { category: 'lost', reason: 'built' };
  expect(faults(await app.post(`/v1/leads/${id}/disposition`, closing))).toEqual(['/fields/constructor required']);
  const closed = await app.must('POST', `/v1/leads/${id}/disposition`, { ...closing, fields: { constructor: 'us' } });
  expect(closed.disposition.fields).toEqual({ constructor: 'us' });
});
