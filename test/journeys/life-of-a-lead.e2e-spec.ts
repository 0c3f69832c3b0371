import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aLead, allTo, aPool, aRep, eventsOf, faults, leadNow, NOBODY } from '../support/people.js';
import { aPolicy, clockOf } from '../support/policies.js';

let app: TestApplication;
let reps: Json[];
let pool: Json;

beforeAll(async () => {
  app = await TestApplication.start('2026-03-02T10:00:00.000Z');
  reps = [await aRep(app, 'Ann'), await aRep(app, 'Bo'), await aRep(app, 'Cy')];
  pool = await aPool(app, 'Inbound', reps);
  await allTo(app, pool);
  await aPolicy(app, { within: 'PT4H', leadWithin: 'PT8H' });
});
afterAll(() => app.stop());

const dispose = (lead: { id: string }, body: object) => app.post(`/v1/leads/${lead.id}/disposition`, body);

describe('a nurtured lead', () => {
  it('has no running promises, wakes by itself, and returns to its last owner in a new cycle', async () => {
    const lead = await aLead(app);
    const wakeAt = new Date(app.time.now() + 3 * 86_400_000).toISOString();
    const closed = await dispose(lead, { category: 'nurture', reason: 'not_now', fields: { wakeAt } });
    expect(closed).toMatchObject({
      status: 200,
      body: { status: 'nurturing', disposition: { category: 'nurture', reason: 'not_now', fields: { wakeAt } } },
    });
    expect(closed.body.clocks.map((clock: { kind: string; state: string }) => [clock.kind, clock.state])).toEqual(
      expect.arrayContaining([
        ['firstTouch', 'cancelled'],
        ['leadResponse', 'cancelled'],
        ['nurtureWake', 'running'],
      ]),
    );
    await app.moveTo(Date.parse(wakeAt) - 1);
    expect(await leadNow(app, lead)).toMatchObject({ status: 'nurturing', cycle: 1 });
    await app.moveTo(wakeAt);
    const woken = await leadNow(app, lead);
    expect(woken).toMatchObject({
      status: 'open',
      cycle: 2,
      workState: 'untouched',
      ownerId: lead.ownerId,
      disposition: null,
      reassignments: 0,
    });
    expect(clockOf(woken)).toMatchObject({ state: 'running', startedAt: wakeAt });
    expect(await eventsOf(app, lead.id, 'lead.woken')).toMatchObject([{ data: { from: 'nurture', cycle: 2 } }]);
    const { data } = await app.must('GET', `/v1/leads/${lead.id}/routing`);
    expect(data.map((each: { cause: string }) => each.cause)).toEqual(['wake', 'intake']);
  });

  it('requires a future instant at which it wakes', async () => {
    const lead = await aLead(app);
    expect(faults(await dispose(lead, { category: 'nurture', reason: 'not_now' }))).toEqual([
      '/fields/wakeAt required',
    ]);
    const past = { wakeAt: '2020-01-01T00:00:00Z' };
    expect(faults(await dispose(lead, { category: 'nurture', reason: 'not_now', fields: past }))).toEqual([
      '/fields/wakeAt past',
    ]);
    expect(await leadNow(app, lead)).toMatchObject({ status: 'open' });
  });

  it('is reopened at once when its contact writes', async () => {
    const lead = await aLead(app);
    await dispose(lead, { category: 'nurture', reason: 'not_now', fields: { wakeAt: '2030-01-01T00:00:00Z' } });
    await app.must('POST', `/v1/leads/${lead.id}/touches`, { kind: 'email', direction: 'inbound', outcome: 'replied' });
    const back = await leadNow(app, lead);
    expect(back).toMatchObject({ status: 'open', cycle: 2, ownerId: lead.ownerId });
    expect(back.clocks.filter((clock: { kind: string }) => clock.kind === 'nurtureWake')).toEqual([]);
  });

  it.each([
    ['nurture', 'not_now', { wakeAt: '2030-01-01T00:00:00Z' }],
    ['recycle', 'unreachable', { recycleAfter: 'P30D' }],
  ])(
    'or one that comes back by itself (%s) is not reopened by an automated reply',
    async (category, reason, fields) => {
      const lead = await aLead(app);
      await dispose(lead, { category, reason, fields });
      const before = await leadNow(app, lead);
      const reply = { kind: 'email', direction: 'inbound', outcome: 'replied' };
      const touched = await app.post(`/v1/leads/${lead.id}/touches`, { ...reply, automated: true });
      expect(touched).toMatchObject({ status: 201, body: { automated: true } });
      expect(await leadNow(app, lead)).toEqual(before);
      expect(await eventsOf(app, lead.id, 'lead.touched')).toMatchObject([{ data: { automated: true } }]);
      await app.must('POST', `/v1/leads/${lead.id}/touches`, reply);
      expect(await leadNow(app, lead)).toMatchObject({ status: 'open', cycle: 2 });
    },
  );
});

it('a recycled lead comes back after its time, never to an earlier owner', async () => {
  const lead = await aLead(app);
  await dispose(lead, { category: 'recycle', reason: 'unreachable', fields: { recycleAfter: 'P30D' } });
  expect(clockOf(await leadNow(app, lead), 'recycle')).toMatchObject({
    dueAt: new Date(app.time.now() + 30 * 86_400_000).toISOString(),
  });
  await app.moveBy(30 * 86_400_000);
  const back = await leadNow(app, lead);
  expect(back).toMatchObject({ status: 'open', cycle: 2 });
  expect(back.ownerId).not.toBe(lead.ownerId);
  expect(back.ownerId).not.toBeNull();
});

describe('a closed lead', () => {
  it('cannot be disposed of, moved or given a milestone, and the refusal names its status', async () => {
    const lead = await aLead(app);
    await dispose(lead, { category: 'lost', reason: 'price' });
    for (const [path, body] of [
      ['disposition', { category: 'lost', reason: 'price' }],
      ['reassign', { repId: reps[0].id, reason: 'because' }],
      ['milestones', { name: 'qualified' }],
    ] as const) {
      expect(await app.post(`/v1/leads/${lead.id}/${path}`, body)).toMatchObject({
        status: 409,
        body: { leadStatus: 'lost' },
      });
    }
  });

  it('accepts a touch, which changes nothing else', async () => {
    // An address of its own, because the address of a suppressed lead closes later leads.
    const lead = await aLead(app, { contact: { email: 'spam@example.com' } });
    await dispose(lead, { category: 'suppress', reason: 'spam' });
    const touched = await app.post(`/v1/leads/${lead.id}/touches`, {
      kind: 'email',
      direction: 'inbound',
      outcome: 'replied',
    });
    expect(touched.status).toBe(201);
    expect(await leadNow(app, lead)).toMatchObject({ status: 'suppressed', cycle: 1 });
  });

  it('is reopened by a person as a new cycle, and the export reverses the disposition', async () => {
    const lead = await aLead(app);
    await dispose(lead, { category: 'lost', reason: 'price', note: 'too dear' });
    const reopened = await app.post(`/v1/leads/${lead.id}/reopen`, { reason: 'called back' });
    expect(reopened).toMatchObject({
      status: 200,
      body: { status: 'open', cycle: 2, disposition: null, ownerId: lead.ownerId },
    });
    expect(await app.post(`/v1/leads/${lead.id}/reopen`, { reason: 'again' })).toMatchObject({ status: 409 });
    const { data } = await app.feed('/v1/dispositions?limit=1000');
    const rows = data.filter((row: { leadId: string }) => row.leadId === lead.id);
    expect(rows).toMatchObject([
      { kind: 'disposed', reason: 'price', intent: 'realButLost', supersedes: null },
      { kind: 'reversed', reason: 'price', intent: 'reversed', supersedes: rows[0].id },
    ]);
  });

  it('that was won has no disposition and no running clock', async () => {
    const lead = await aLead(app);
    const won = await app.post(`/v1/leads/${lead.id}/milestones`, {
      name: 'won',
      value: { amount: '1200.00', currency: 'EUR' },
    });
    expect(won).toMatchObject({ status: 200, body: { status: 'won', disposition: null } });
    // A win implies that a rep spoke to the contact, so the promises count as kept.
    expect(won.body.clocks.map(({ kind, state }: Json) => [kind, state])).toEqual([
      ['firstTouch', 'met'],
      ['leadResponse', 'met'],
    ]);
  });
});

describe('a disposition', () => {
  it.each([
    ['a reason outside the taxonomy', { category: 'lost', reason: 'mood' }, ['/reason unknownReason']],
    ['a reason of another category', { category: 'lost', reason: 'spam' }, ['/reason otherCategory']],
    [
      'fields that the reason does not take',
      { category: 'lost', reason: 'price', fields: { amount: '1' } },
      ['/fields/amount unknown'],
    ],
    [
      'a recycling after nothing',
      { category: 'recycle', reason: 'stale', fields: { recycleAfter: 'PT0S' } },
      ['/fields/recycleAfter duration'],
    ],
    ['what is missing', {}, ['/category required', '/reason required']],
  ])('is refused for %s', async (_, body, expected) => {
    const lead = await aLead(app);
    expect(faults(await dispose(lead, body)).sort()).toEqual([...expected].sort());
    expect(await leadNow(app, lead)).toMatchObject({ status: 'open', disposition: null });
  });
});

describe('a move by hand', () => {
  it('gives the lead to the rep, whose clock starts afresh, and records the reason', async () => {
    const lead = await aLead(app);
    const other = reps.find((rep) => rep.id !== lead.ownerId);
    const moved = await app.must('POST', `/v1/leads/${lead.id}/reassign`, {
      repId: other.id,
      reason: 'speaks Dutch',
      expectedOwnerId: lead.ownerId,
    });
    expect(moved).toMatchObject({ ownerId: other.id, reassignments: 1 });
    expect(
      moved.clocks
        .filter((clock: { kind: string }) => clock.kind === 'firstTouch')
        .map((clock: { state: string }) => clock.state),
    ).toEqual(['cancelled', 'running']);
    expect(await eventsOf(app, lead.id, 'lead.reassigned')).toMatchObject([{ data: { cause: 'manual' } }]);
    // Free text may name a person: it is stored with the lead, never in the ledger.
    expect(JSON.stringify(await eventsOf(app, lead.id, 'lead.*'))).not.toContain('speaks Dutch');
    const { data } = await app.must('GET', `/v1/leads/${lead.id}/timeline`);
    expect(data.map((event: { text: string }) => event.text).join()).toContain('speaks Dutch');
    expect((await app.must('GET', `/v1/leads/${lead.id}/routing`)).data[0]).toMatchObject({ reason: 'speaks Dutch' });
  });

  it('is refused if the owner has changed, or if its target is unclear', async () => {
    const lead = await aLead(app);
    const other = reps.find((rep) => rep.id !== lead.ownerId);
    const path = `/v1/leads/${lead.id}/reassign`;
    expect(await app.post(path, { repId: other.id, reason: 'x', expectedOwnerId: other.id })).toMatchObject({
      status: 409,
      body: { ownerId: lead.ownerId },
    });
    expect(faults(await app.post(path, { reason: 'x' }))).toEqual([' oneOf']);
    expect(faults(await app.post(path, { repId: NOBODY, reason: 'x' }))).toEqual(['/repId unknownId']);
    expect(faults(await app.post(path, { poolId: NOBODY, reason: 'x' }))).toEqual(['/poolId unknownId']);
  });
});

it('many parallel moves and touches of one lead each get an answer, and its timeline stays in order', async () => {
  const lead = await aLead(app);
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, index) =>
      index % 3 === 0
        ? app.post(`/v1/leads/${lead.id}/touches`, { kind: 'call', outcome: 'noAnswer' })
        : app.post(`/v1/leads/${lead.id}/reassign`, { repId: reps[index % reps.length].id, reason: 'x' }),
    ),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 201]));
  const { data } = await app.must('GET', `/v1/leads/${lead.id}/timeline`);
  const instants = data.map((event: { occurredAt: string }) => event.occurredAt);
  expect(instants).toEqual([...instants].sort());
});

describe('a touch', () => {
  const touch = (lead: { id: string }, body: object, key?: string) =>
    app.post(`/v1/leads/${lead.id}/touches`, body, key ? { key } : {});

  it('with an external id is recorded once, however often it is reported', async () => {
    const lead = await aLead(app);
    const body = { kind: 'call', outcome: 'voicemail', externalId: 'call-1' };
    const first = await touch(lead, body);
    const again = await touch(lead, body);
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body).toEqual(first.body);
    expect(await eventsOf(app, lead.id, 'lead.touched')).toHaveLength(1);
  });

  it('is refused from the future, from before the lead, or from longer ago than its key may report', async () => {
    const lead = await aLead(app);
    const at = (ms: number) => ({
      kind: 'call',
      outcome: 'noAnswer',
      occurredAt: new Date(app.time.now() + ms).toISOString(),
    });
    expect(faults(await touch(lead, at(300_001)))).toEqual(['/occurredAt future']);
    expect(faults(await touch(lead, at(-1)))).toEqual(['/occurredAt beforeLead']);
    expect(faults(await touch(lead, { ...at(-1), repId: NOBODY }))).toEqual([
      '/repId unknownId',
      '/occurredAt beforeLead',
    ]);
    expect((await touch(lead, at(300_000))).status).toBe(201);
    const owner = await app.keyFor(['rep'], lead.ownerId);
    await app.moveBy(3_600_000);
    expect(faults(await touch(lead, at(-900_001), owner))).toEqual(['/occurredAt backdated']);
    expect((await touch(lead, at(-900_000), owner)).status).toBe(201);
  });

  it('by a rep on the lead of another is answered with 404', async () => {
    const lead = await aLead(app);
    const stranger = await app.keyFor(['rep'], reps.find((rep) => rep.id !== lead.ownerId).id);
    expect(await touch(lead, { kind: 'call', outcome: 'noAnswer' }, stranger)).toMatchObject({ status: 404 });
  });
});

describe('the ledger', () => {
  it.each(['update event set type = type', 'delete from event', 'truncate event', 'truncate event_default'])(
    'refuses to %s',
    async (sql) => {
      await expect(app.asOwner(sql)).rejects.toThrow('append-only');
    },
  );
});

describe('the schema', () => {
  it.each([
    [
      'an open lead of nobody that does not wait',
      `update lead set owner_id = null where status = 'open' and owner_id is not null`,
    ],
    [
      'a lost lead without a disposition',
      `update lead set status = 'lost', waiting = null, waiting_since = null where status = 'open'`,
    ],
    [
      'two open assignments of one lead',
      `insert into assignment (id, lead_id, cycle, rep_id, cause, from_at) select gen_random_uuid(), lead_id, cycle, rep_id, cause, from_at from assignment where until_at is null limit 1`,
    ],
    [
      'two running clocks for one promise',
      `insert into clock (id, kind, lead_id, state, started_at) select gen_random_uuid(), kind, lead_id, state, started_at from clock where state = 'running' and lead_id is not null limit 1`,
    ],
    [
      'a breach before its deadline',
      `update clock set breached_at = due_at - interval '1 ms', state = 'breached', ended_at = due_at where state = 'running' and due_at is not null and kind = 'firstTouch'`,
    ],
    ['a lead twice by its external id', `update lead set external_id = 'same', source = upper(source)`],
  ])('refuses %s', async (_, sql) => {
    await aLead(app);
    await aLead(app);
    await expect(app.asOwner(sql)).rejects.toMatchObject({ code: expect.stringMatching(/^23(505|514)$/) });
  });
});

it('a touch with an impossible outcome is refused, and so is a policy that waits for one', async () => {
  const lead = await aLead(app);
  expect(faults(await app.post(`/v1/leads/${lead.id}/touches`, { kind: 'sms', outcome: 'held' }))).toEqual([
    '/outcome contradiction',
  ]);
  const counts = [{ kind: 'email', outcomes: ['sent', 'noAnswer'] }];
  const policy = { name: 'Never', when: {}, firstTouch: { within: 'PT1H', counts } };
  expect(faults(await app.post('/v1/sla-policies', policy))).toEqual(['/firstTouch/counts/0/outcomes/1 contradiction']);
});
