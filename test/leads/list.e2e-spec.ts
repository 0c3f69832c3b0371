import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { faults } from '../support/people.js';

let app: TestApplication;
let rep: string;

beforeAll(async () => {
  app = await TestApplication.start();
  rep = (await app.must('POST', '/v1/reps', { name: 'Ann', email: 'ann@example.com' })).id;
});
afterAll(() => app.stop());

async function lead(fields: object = {}): Promise<string> {
  return (await app.must('POST', '/v1/leads', { source: 'list', contact: { email: 'a@example.com' }, ...fields })).id;
}

async function idsOf(query: string, key?: string): Promise<string[]> {
  const { data } = await app.must('GET', `/v1/leads?${query}`, undefined, key === undefined ? {} : { key });
  return data.map((each: { id: string }) => each.id);
}

const dispose = (id: string, reason: string) =>
  app.must('POST', `/v1/leads/${id}/disposition`, { category: 'lost', reason });

describe('the list of open leads', () => {
  const source = 'open-list';
  let waiting: string;
  let owned: string;
  let last: string;

  beforeAll(async () => {
    waiting = await lead({ source });
    owned = await lead({ source, owner: { repId: rep } });
    await dispose(await lead({ source, owner: { repId: rep } }), 'price');
    last = await lead({ source });
  });

  it('contains owned and queued leads, in order of arrival', async () => {
    expect(await idsOf(`source=${source}&status=open`)).toEqual([waiting, owned, last]);
  });

  it('continues from page to page', async () => {
    const first = await app.must('GET', `/v1/leads?source=${source}&status=open&limit=2`);
    expect(await idsOf(`source=${source}&status=open&cursor=${first.nextCursor}`)).toEqual([last]);
  });

  it('can be filtered by owner, and shows a rep only their own', async () => {
    expect(await idsOf(`source=${source}&status=open&ownerId=${rep}`)).toEqual([owned]);
    expect(await idsOf(`source=${source}&status=open`, await app.keyFor(['rep'], rep))).toEqual([owned]);
  });
});

describe('the list by deadline', () => {
  const source = 'due-list';
  let [hour, half, none, missed]: string[] = [];
  const list = (query: string, key?: string) =>
    app.must('GET', `/v1/leads?source=${source}&${query}`, undefined, key === undefined ? {} : { key });

  beforeAll(async () => {
    const policy = (campaign: string, within: string) =>
      app.must('POST', '/v1/sla-policies', {
        name: campaign,
        time: 'elapsed',
        when: { field: 'campaign', op: 'eq', value: campaign },
        firstTouch: { within, onBreach: [] },
      });
    for (const [name, within] of [
      ['hour', 'PT1H'],
      ['half', 'PT30M'],
      ['missed', 'PT1M'],
    ] as const)
      await policy(name, within);
    const { id: bo } = await app.must('POST', '/v1/reps', { name: 'Bo', email: 'bo@example.com' });
    none = await lead({ source });
    hour = await lead({ source, campaign: 'hour', owner: { repId: rep } });
    missed = await lead({
      source,
      campaign: 'missed',
      contact: { name: 'Kim Lee' },
      company: { name: 'Acme' },
      owner: { repId: bo },
    });
    half = await lead({ source, campaign: 'half', owner: { repId: rep } });
    await dispose(await lead({ source, campaign: 'half' }), 'price');
    await app.moveBy(120_000);
  });

  it('has the earliest deadlines first, in pages, and leads without a deadline at its end', async () => {
    expect(await idsOf(`source=${source}&sort=dueAt`)).toEqual([missed, half, hour, none]);
    const pages: string[] = [];
    for (let cursor = ''; ; ) {
      const page = await list(`sort=dueAt&fields=slim&limit=1&count=true${cursor && `&cursor=${cursor}`}`);
      expect(page.count).toBe(4);
      pages.push(...page.data.map(({ id }: { id: string }) => id));
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    expect(pages).toEqual([missed, half, hour, none]);
    expect(await idsOf(`source=${source}&sort=dueAt&q=acm`)).toEqual([missed]);
    const key = await app.keyFor(['rep'], rep);
    expect((await list('sort=dueAt&count=true', key)).data.map(({ id }: { id: string }) => id)).toEqual([half, hour]);
    expect((await list('sort=dueAt&count=true', key)).count).toBe(2);
  });

  it('can be filtered to deadlines before an instant, also in order of arrival', async () => {
    const before = new Date(app.time.now() + 45 * 60_000).toISOString();
    expect(await idsOf(`source=${source}&dueBefore=${before}`)).toEqual([missed, half]);
    expect(await idsOf(`source=${source}&sort=dueAt&dueBefore=${before}`)).toEqual([missed, half]);
    await app.must('POST', `/v1/leads/${half}/touches`, { kind: 'call', outcome: 'connected' });
    expect(await idsOf(`source=${source}&dueBefore=${before}`)).toEqual([missed]);
    expect(await idsOf(`source=${source}&sort=dueAt`)).toEqual([missed, hour, none, half]);
  });

  it('ignores the misses of former owners, also once the lead has come back to them', async () => {
    const { id: lee } = await app.must('POST', '/v1/reps', { name: 'Lee', email: 'lee@example.com' });
    const moved = await lead({ source, campaign: 'missed', owner: { repId: rep } });
    await app.moveBy(120_000);
    const before = new Date(app.time.now()).toISOString();
    expect(await idsOf(`source=${source}&dueBefore=${before}`)).toContain(moved);
    await app.must('POST', `/v1/leads/${moved}/reassign`, { repId: lee, reason: 'x' });
    expect(await idsOf(`source=${source}&dueBefore=${before}`)).not.toContain(moved);
    const { clocks, nextClockId } = await app.must('GET', `/v1/leads/${moved}`);
    expect(clocks.find(({ id }: { id: string }) => id === nextClockId)).toMatchObject({ state: 'running', repId: lee });
    const { data } = await list('sort=dueAt&fields=slim');
    expect(data.find(({ id }: { id: string }) => id === moved).clock.id).toBe(nextClockId);
    await app.must('POST', `/v1/leads/${moved}/reassign`, { repId: rep, reason: 'x' });
    expect(await idsOf(`source=${source}&dueBefore=${before}`)).not.toContain(moved);
    const back = await app.must('GET', `/v1/leads/${moved}`);
    expect(back.clocks.find(({ id }: { id: string }) => id === back.nextClockId)).toMatchObject({
      kind: 'firstTouch',
      state: 'running',
      repId: rep,
    });
    await app.must('POST', `/v1/leads/${moved}/disposition`, { category: 'lost', reason: 'price' });
  });

  it('shows nothing as due for a lead that was missed and then closed, but when it comes back', async () => {
    const closed = await lead({ source, campaign: 'missed', owner: { repId: rep } });
    await app.moveBy(120_000);
    const nextOf = async () => {
      const { clocks, nextClockId } = await app.must('GET', `/v1/leads/${closed}`);
      const next = clocks.find(({ id }: { id: string }) => id === nextClockId) ?? null;
      const { data } = await list(`fields=slim&campaign=missed`);
      expect(data.find(({ id }: { id: string }) => id === closed).clock?.id ?? null).toBe(nextClockId);
      return next && { kind: next.kind, state: next.state };
    };
    expect(await nextOf()).toEqual({ kind: 'firstTouch', state: 'breached' });
    await app.must('POST', `/v1/leads/${closed}/disposition`, { category: 'recycle', reason: 'stale' });
    expect(await nextOf()).toEqual({ kind: 'recycle', state: 'running' });
    await app.must('POST', `/v1/leads/${closed}/disposition/correct`, { category: 'lost', reason: 'price' });
    expect(await nextOf()).toBeNull();
  });

  it('has slim rows with the columns of a table', async () => {
    const { data } = await list('sort=dueAt&fields=slim');
    const whole = await app.must('GET', `/v1/leads/${missed}`);
    const { id, source: from, test, receivedAt, status, workState, cycle, ownerId, poolId, queue, policy } = whole;
    expect(data[0]).toEqual({
      id,
      source: from,
      test,
      receivedAt,
      status,
      workState,
      cycle,
      ownerId,
      poolId,
      queue,
      policy,
      name: 'Kim Lee',
      companyName: 'Acme',
      clock: whole.clocks.find(({ kind }: { kind: string }) => kind === 'firstTouch'),
      reassignments: whole.reassignments,
      waitingSince: whole.waitingSince,
      suppression: null,
      updatedAt: whole.updatedAt,
    });
    // A lead without a name is labelled by its contact data.
    expect(data.at(-1)).toMatchObject({ name: 'a@example.com', clock: null });
    expect((await list('fields=slim')).data.map(({ id: each }: { id: string }) => each)).toContain(missed);
  });

  it('contains only open leads, and has its own cursors', async () => {
    for (const query of ['sort=dueAt&status=lost', 'dueBefore=2026-03-02T12:00:00Z&status=won'])
      expect(faults(await app.get(`/v1/leads?${query}`))).toEqual(['/status contradiction']);
    const cursor = Buffer.from(`["x","${none}"]`).toString('base64url');
    expect(faults(await app.get(`/v1/leads?sort=dueAt&cursor=${cursor}`))).toEqual(['/cursor cursor']);
  });
});

describe('leads received between two instants', () => {
  const source = 'received-list';
  let from: string;
  let to: string;
  let ids: string[];

  beforeAll(async () => {
    ids = [await lead({ source })];
    await app.moveBy(1_000);
    from = new Date(app.time.now()).toISOString();
    ids.push(await lead({ source }));
    await app.moveBy(1_000);
    to = new Date(app.time.now()).toISOString();
    ids.push(await lead({ source }));
  });

  it('include those at the first instant and later', async () => {
    expect(await idsOf(`source=${source}&receivedFrom=${from}`)).toEqual(ids.slice(1));
  });

  it('include those before the last instant', async () => {
    expect(await idsOf(`source=${source}&receivedTo=${to}`)).toEqual(ids.slice(0, 2));
    expect(await idsOf(`source=${source}&status=open&receivedFrom=${from}&receivedTo=${to}`)).toEqual([ids[1]]);
    expect(await idsOf(`source=${source}&receivedFrom=${to}&receivedTo=${to}`)).toEqual([]);
  });

  it('are refused if the end is before the start', async () => {
    const refused = await app.get(`/v1/leads?receivedFrom=${to}&receivedTo=${from}`);
    expect(faults(refused)).toEqual(['/receivedTo inverted']);
    expect(refused.body.errors[0].message).toBe(`It ends at ${from}, before it begins at ${to}.`);
  });
});

it('the list filters by the present reason, not by one that was taken back', async () => {
  const closed = await lead();
  const otherwise = await lead();
  const reopened = await lead();
  await dispose(closed, 'no_need');
  await dispose(otherwise, 'no_need');
  await dispose(reopened, 'no_need');
  await app.must('POST', `/v1/leads/${otherwise}/reopen`, { reason: 'Called back' });
  await dispose(otherwise, 'price');
  await app.must('POST', `/v1/leads/${reopened}/reopen`, { reason: 'Called back' });
  expect(await idsOf('reason=NO_NEED')).toEqual([closed]);
  expect(await idsOf('reason=no_need&category=lost&status=lost')).toEqual([closed]);
  expect(await idsOf('reason=no_need&status=open')).toEqual([]);
});

it('the list accepts instants in all valid notations', async () => {
  const at = '2026-03-02T15:00:00.000Z';
  const source = 'instants';
  const id = await lead({ source });
  const forms = [
    at,
    '2026-03-02T15:00:00,0Z',
    '2026-03-02t15:00z',
    '2026-03-03T14:59:00+23:59',
    '2026-03-01T15:01-23:59',
  ];
  for (const form of forms) {
    const from = encodeURIComponent(form);
    expect([form, await idsOf(`source=${source}&receivedFrom=${from}`)]).toEqual([form, [id]]);
    expect([form, await idsOf(`source=${source}&receivedTo=${from}`)]).toEqual([form, []]);
    expect((await app.get(`/v1/dispositions?from=${from}&to=${from}`)).status).toBe(200);
  }
  for (const offset of ['+24:00', '-23:60', '+99:99']) {
    const from = encodeURIComponent(`2026-03-02T15:00:00${offset}`);
    expect(faults(await app.get(`/v1/leads?receivedFrom=${from}`))).toEqual(['/receivedFrom instant']);
  }
});
