import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Database } from '../../src/platform/sql/database.js';
import { MONDAY, TestApplication } from '../support/application.js';
import type { Asking } from '../support/client.js';
import { DAY, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aRep, changeSettings, eventsOf, leadNow, NOBODY } from '../support/people.js';
import { aPolicy, clockOf } from '../support/policies.js';
import { spoil } from '../support/spoil.js';

const at = (minutes: number) => new Date(Date.parse(MONDAY) + minutes * MINUTE).toISOString();

let app: TestApplication;
let ann: Json;
let bo: Json;
beforeEach(async () => {
  app = await TestApplication.start();
  [ann, bo] = (await aDesk(app, ['Ann', 'Bo'])).reps as [Json, Json];
});
afterEach(async () => {
  jest.restoreAllMocks();
  await app.stop();
});

const CALL = { kind: 'call', outcome: 'noAnswer' };
const of = (rep: { id: string }) => ({ owner: { repId: rep.id } });
const report = async (touches: readonly object[], asking: Asking = {}): Promise<Json[]> =>
  (await app.must('POST', '/v1/touches/batch', { touches: touches.map((touch) => ({ ...CALL, ...touch })) }, asking))
    .results;
const statuses = (results: readonly Json[]) => results.map(({ status }) => status);
const faultsOf = (results: readonly Json[]) =>
  results.map(({ errors = [] }) => errors.map(({ pointer, code }: Json) => `${pointer} ${code}`));
const touchesOf = async (lead: { id: string }): Promise<Json[]> =>
  (await app.must('GET', `/v1/leads/${lead.id}/touches`)).data;
const dispose = (lead: { id: string }, category: string, reason: string, fields?: object) =>
  app.must('POST', `/v1/leads/${lead.id}/disposition`, { category, reason, ...(fields && { fields }) });

describe('a batch of touches finds each lead', () => {
  const contact = { email: 'Kim@Example.org', phone: '+49 30 901820' };

  it('by its id, its external id, its email address and its phone number', async () => {
    const lead = await aLead(app, { source: 'ads', externalId: 'form-1', contact });
    const results = await report([
      { leadId: lead.id.toUpperCase(), externalId: 'a' },
      { leadExternalId: 'form-1', source: 'ADS', externalId: 'b' },
      { email: 'kim@EXAMPLE.org', externalId: 'c' },
      { phone: '0049 (30) 901820', externalId: 'd' },
    ]);
    expect(results).toMatchObject(
      [0, 1, 2, 3].map((index) => ({ index, status: 'recorded', leadId: lead.id, id: expect.any(String) })),
    );
    const touches = await touchesOf(lead);
    expect(touches.map(({ id }) => id)).toEqual(results.map(({ id }) => id));
    expect(touches.map(({ externalId }) => externalId)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('by a number without a country code as one of the default country', async () => {
    await changeSettings(app, { defaultCountry: 'DE' });
    const lead = await aLead(app, { contact: { phone: '+4930901820' } });
    expect(await report([{ phone: '030 901820' }])).toMatchObject([{ status: 'recorded', leadId: lead.id }]);
  });

  it('or none, and says why', async () => {
    await changeSettings(app, { placeholders: ['none@none.com', '+49 30 901899'] });
    await aLead(app, { source: 'ads', externalId: 'form-1', contact });
    const names = [
      { leadId: NOBODY },
      { leadExternalId: 'form-1', source: 'other' },
      { leadExternalId: 'form-2', source: 'ads' },
      { email: 'nobody@example.org' },
      { phone: '+4930901821' },
      { phone: 'no number' },
      { email: 'None@none.com' },
      { phone: '0049 30 901899' },
    ];
    const results = await report(names);
    expect(statuses(results)).toEqual(names.map(() => 'noMatch'));
    expect(faultsOf(results)).toEqual([
      ['/touches/0/leadId unknownLead'],
      ['/touches/1/leadExternalId unknownLead'],
      ['/touches/2/leadExternalId unknownLead'],
      ['/touches/3/email unknownLead'],
      ['/touches/4/phone unknownLead'],
      ['/touches/5/phone unreadable'],
      ['/touches/6/email placeholder'],
      ['/touches/7/phone placeholder'],
    ]);
  });

  it.each(['email', 'phone'] as const)('as the only open one among several with the same %s', async (by) => {
    const name = { [by]: contact[by] };
    const closed = await aLead(app, { contact, ...of(ann) });
    expect(await report([name])).toMatchObject([{ status: 'recorded', leadId: closed.id }]);
    await dispose(closed, 'lost', 'price');
    // A single match counts, open or not.
    expect(await report([name])).toMatchObject([{ status: 'recorded', leadId: closed.id }]);
    const open = await aLead(app, { contact, ...of(ann) });
    expect(await report([name])).toMatchObject([{ status: 'recorded', leadId: open.id }]);
    const other = await aLead(app, { contact, ...of(bo) });
    expect(faultsOf(await report([name]))).toEqual([[`/touches/0/${by} severalOpen`]]);
    for (const lead of [open, other]) await dispose(lead, 'lost', 'price');
    expect(faultsOf(await report([name]))).toEqual([[`/touches/0/${by} noneOpen`]]);
  });

  it('that its sender may change, and reveals nothing about others', async () => {
    const mine = await aLead(app, { source: 'a', externalId: '1', contact, ...of(ann) });
    const theirs = { email: 'theirs@example.org', phone: '+4930901899' };
    const foreign = await aLead(app, { source: 'a', externalId: '2', contact: theirs, ...of(bo) });
    await aLead(app, { contact, ...of(bo) });
    const key = await app.keyFor(['rep'], ann.id);
    const results = await report(
      [
        { leadId: mine.id },
        { email: contact.email },
        { leadId: foreign.id },
        { leadExternalId: '2', source: 'a' },
        { email: theirs.email },
        { phone: theirs.phone },
        { leadId: foreign.id, outcome: 'held' },
      ],
      { key },
    );
    expect(results.map(({ status, leadId }) => [status, leadId])).toEqual([
      ['recorded', mine.id],
      ['recorded', mine.id],
      ...Array.from({ length: 5 }, () => ['noMatch', undefined]),
    ]);
    expect(faultsOf(results.slice(2))).toEqual(
      ['leadId', 'leadExternalId', 'email', 'phone', 'leadId'].map((name, index) => [
        `/touches/${index + 2}/${name} unknownLead`,
      ]),
    );
    expect(await touchesOf(foreign)).toEqual([]);
    expect(await touchesOf(mine)).toMatchObject([
      { reportedBy: { type: 'rep', id: ann.id } },
      { reportedBy: { type: 'rep', id: ann.id } },
    ]);
  });

  it('for a manager among those of their reps', async () => {
    const boss = await aRep(app, 'Boss');
    await app.must('PUT', `/v1/reps/${ann.id}`, {
      ...(await app.must('GET', `/v1/reps/${ann.id}`)),
      managerId: boss.id,
    });
    const [hers, his] = [await aLead(app, of(ann)), await aLead(app, of(bo))];
    const results = await report([{ leadId: hers.id, repId: ann.id }, { leadId: his.id }], {
      key: await app.keyFor(['manager'], boss.id),
    });
    expect(statuses(results)).toEqual(['recorded', 'noMatch']);
  });
});

describe('in a batch of touches', () => {
  it('only invalid ones are refused, each with its faults and without effect', async () => {
    await app.moveBy(30 * DAY);
    const lead = await aLead(app);
    const leadId = lead.id;
    await app.moveBy(10 * DAY);
    const results = await report([
      { leadId },
      { leadId, outcome: 'held' },
      { leadId, repId: NOBODY, outcome: 'held' },
      { leadId, occurredAt: new Date(app.time.now() + 6 * MINUTE).toISOString() },
      { leadId, occurredAt: new Date(app.time.now() - 8 * DAY).toISOString() },
      { leadId, occurredAt: new Date(app.time.now() - 11 * DAY).toISOString() },
      { leadId, colour: 'red', durationSeconds: -1 },
      { leadId, email: 'kim@example.org', outcome: 'held' },
      {},
      { leadExternalId: 'form-1' },
      { source: 'web', leadId },
      { leadId, note: 'a\u0000b' },
      { leadId: 'none' },
      { leadId, durationSeconds: 5 },
    ]);
    expect(faultsOf(results)).toEqual([
      [],
      ['/touches/1/outcome contradiction'],
      ['/touches/2/repId unknownId', '/touches/2/outcome contradiction'],
      ['/touches/3/occurredAt future'],
      ['/touches/4/occurredAt backdated'],
      ['/touches/5/occurredAt beforeLead'],
      ['/touches/6/colour unknown', '/touches/6/durationSeconds tooSmall'],
      ['/touches/7 oneOf', '/touches/7/outcome contradiction'],
      ['/touches/8 oneOf'],
      ['/touches/9/source required'],
      ['/touches/10/leadExternalId required'],
      ['/touches/11/note text'],
      ['/touches/12/leadId uuid'],
      [],
    ]);
    expect(statuses(results)).toEqual(results.map(({ errors }) => (errors === undefined ? 'recorded' : 'invalid')));
    expect(results.map(({ index }) => index)).toEqual([...results.keys()]);
    expect(await touchesOf(lead)).toHaveLength(2);
    expect(await eventsOf(app, leadId, 'lead.touched')).toHaveLength(2);
  });

  it('reps can report only their own', async () => {
    const lead = await aLead(app, of(ann));
    const key = await app.keyFor(['rep'], ann.id);
    const results = await report(
      [
        { leadId: lead.id, repId: bo.id },
        { leadId: lead.id, repId: ann.id },
      ],
      { key },
    );
    expect(faultsOf(results)).toEqual([['/touches/0/repId notYours'], []]);
  });

  it('the same one is recorded once per lead, also when it is repeated in the batch', async () => {
    const [one, other] = [await aLead(app), await aLead(app)];
    const before = await app.must('POST', `/v1/leads/${one.id}/touches`, { ...CALL, externalId: 'known' });
    const results = await report([
      { leadId: one.id, externalId: 'new' },
      { leadId: one.id, externalId: 'known', outcome: 'held' },
      { leadId: one.id, externalId: 'new' },
      { leadId: other.id, externalId: 'new' },
      { leadId: one.id, externalId: 'new', outcome: 'held' },
    ]);
    expect(statuses(results)).toEqual(['recorded', 'existing', 'existing', 'recorded', 'existing']);
    expect(results[1]).toMatchObject({ id: before.id, leadId: one.id });
    expect(results[2].id).toBe(results[0].id);
    expect(statuses(await report([{ leadId: one.id, externalId: 'new' }]))).toEqual(['existing']);
    expect(await touchesOf(one)).toHaveLength(2);
  });

  it('those of a lead are processed in the order in which they happened', async () => {
    await aPolicy(app, { leadWithin: 'PT30M' }, { time: 'elapsed' });
    const lead = await aLead(app, of(ann));
    await app.moveBy(4 * MINUTE);
    const leadId = lead.id;
    const [third, first, second] = await report([
      { leadId, occurredAt: at(3), outcome: 'connected' },
      { leadId, occurredAt: at(1), kind: 'email', outcome: 'bounced' },
      { leadId, occurredAt: at(2) },
    ]);
    const touched = await eventsOf(app, leadId, 'lead.touched');
    expect(touched.map(({ data }) => data.touchId)).toEqual([first!.id, second!.id, third!.id]);
    const now = await leadNow(app, lead);
    expect(now.workState).toBe('connected');
    expect(clockOf(now)).toMatchObject({ state: 'met', metAt: at(2) });
    expect(await touchesOf(lead)).toMatchObject([{ firstTouch: false }, { firstTouch: true }, { firstTouch: false }]);
  });

  it('one of an earlier cycle is judged by its own clocks, beside those of the present cycle', async () => {
    await aPolicy(app, { onBreach: [] }, { time: 'elapsed' });
    const leads = [await aLead(app, of(ann)), await aLead(app, of(bo))];
    await app.moveTo(at(6));
    for (const lead of leads) await dispose(lead, 'nurture', 'not_now', { wakeAt: at(2 * 24 * 60) });
    await app.moveTo(at(2 * 24 * 60));
    const results = await report(leads.flatMap(({ id }) => [{ leadId: id }, { leadId: id, occurredAt: at(4) }]));
    expect(statuses(results)).toEqual(['recorded', 'recorded', 'recorded', 'recorded']);
    for (const lead of leads) {
      expect(await eventsOf(app, lead.id, 'sla.corrected')).toMatchObject([{ data: { metAt: at(4) } }]);
      expect(clockOf(await leadNow(app, lead))).toMatchObject({ state: 'met' });
      expect((await touchesOf(lead)).map(({ cycle }) => cycle)).toEqual([1, 2]);
    }
  });

  it('an inbound one reopens its lead, and later ones belong to the new cycle', async () => {
    await aPolicy(app, {}, { time: 'elapsed' });
    const leads = [await aLead(app, of(ann)), await aLead(app, of(bo)), await aLead(app, of(bo))];
    for (const lead of leads) await dispose(lead, 'nurture', 'not_now', { wakeAt: at(2 * 24 * 60) });
    await app.moveTo(at(20));
    const reply = { kind: 'email', direction: 'inbound', outcome: 'replied' };
    const results = await report([
      { leadId: leads[0].id, outcome: 'connected' },
      { leadId: leads[0].id, ...reply, occurredAt: at(10) },
      { leadId: leads[1].id, ...reply },
      { leadId: leads[2].id, ...reply, automated: true },
    ]);
    expect(statuses(results)).toEqual(['recorded', 'recorded', 'recorded', 'recorded']);
    const [first, second, third] = await Promise.all(leads.map((lead) => leadNow(app, lead)));
    expect(first).toMatchObject({ status: 'open', cycle: 2, ownerId: ann.id, workState: 'connected' });
    expect(clockOf(first)).toMatchObject({ state: 'met', metAt: at(20) });
    expect(second).toMatchObject({ status: 'open', cycle: 2, ownerId: bo.id, workState: 'untouched' });
    expect(third).toMatchObject({ status: 'nurturing', cycle: 1 });
  });

  it('one that cannot be stored is refused alone, and all others are recorded', async () => {
    const leads: Json[] = [];
    for (let made = 0; made < 7; made += 1) leads.push(await aLead(app));
    await spoil(app, 'lead', leads[4], '23514');
    const logged = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    const touches = leads.map(({ id }) => ({ leadId: id, externalId: 'x' }));
    const results = await report(touches);
    expect(faultsOf(results)).toEqual(leads.map((_, index) => (index === 4 ? ['/touches/4 failed'] : [])));
    expect(logged.mock.calls).toEqual([[expect.stringMatching(/^A touch of a batch .* the row is spoilt/)]]);
    for (const [index, lead] of leads.entries()) expect(await touchesOf(lead)).toHaveLength(index === 4 ? 0 : 1);
  });
});

it('an invalid batch is refused', async () => {
  for (const body of [{}, { touches: [] }, { touches: {} }, { touches: [CALL], more: 1 }, [], null])
    expect((await app.post('/v1/touches/batch', body)).status).toBe(422);
  const touches = Array.from({ length: 1_001 }, () => CALL);
  expect(await app.post('/v1/touches/batch', { touches })).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '/touches', code: 'tooMany' }] },
  });
});

describe('a batch of touches with an Idempotency-Key', () => {
  const headers = { 'idempotency-key': 'sync-1' };
  const forget = () =>
    app.application.app
      .get(Database)
      .query('update idempotent_answer set status = null, body = null, content_type = null, etag = null');

  it('acts once, and is answered the same', async () => {
    const lead = await aLead(app);
    const touches = [{ leadId: lead.id }, { leadId: lead.id, externalId: 'a' }, { leadId: lead.id, externalId: 'a' }];
    const first = await report(touches, { headers });
    expect(await report(touches, { headers })).toEqual(first);
    expect(await touchesOf(lead)).toHaveLength(2);
  });

  it('acts once although its answer was lost, even if the leads have changed since', async () => {
    const lead = await aLead(app, of(ann));
    const key = await app.keyFor(['rep'], ann.id);
    const touches = [{ email: 'kim@example.org' }, { leadId: lead.id, outcome: 'held' }, { email: 'no@example.org' }];
    const first = await report(touches, { headers, key });
    expect(statuses(first)).toEqual(['recorded', 'invalid', 'noMatch']);
    await forget();
    await app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: bo.id, reason: 'Hers' });
    await app.moveBy(31_000);
    const again = await report(touches, { headers, key });
    expect(again[0]).toEqual(first[0]);
    expect(await touchesOf(lead)).toHaveLength(1);
  });

  it('continues after an interruption', async () => {
    const [done, open] = [await aLead(app), await aLead(app)];
    await spoil(app, 'lead', open, 'P0001');
    const touches = [{ leadId: done.id }, { leadId: open.id }];
    jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    const body = { touches: touches.map((touch) => ({ ...CALL, ...touch })) };
    expect((await app.post('/v1/touches/batch', body, { headers })).status).toBe(500);
    await app.asOwner('drop function refuse cascade');
    const again = await report(touches, { headers });
    expect(statuses(again)).toEqual(['recorded', 'recorded']);
    for (const lead of [done, open]) expect(await touchesOf(lead)).toHaveLength(1);
  });

  it('is refused with another body', async () => {
    const lead = await aLead(app);
    await report([{ leadId: lead.id }], { headers });
    const other = await app.post('/v1/touches/batch', { touches: [{ ...CALL, leadId: NOBODY }] }, { headers });
    expect(other.status).toBe(422);
  });
});

describe('a thousand touches', () => {
  async function leads(count: number): Promise<string[]> {
    const { results } = await app.must('POST', '/v1/leads/batch', {
      leads: Array.from({ length: count }, (_, index) => ({
        source: 'many',
        externalId: `${index}`,
        contact: { email: `lead-${index}@example.org`, phone: `+49309018${1000 + index}` },
      })),
    });
    return results.map(({ id }: Json) => id);
  }
  const touched = async () => {
    const { rows } = await app.application.app
      .get(Database)
      .query<{ touches: number }>('select count(*)::int as touches from touch');
    return rows[0]!.touches;
  };

  it('of a thousand leads, identified in all ways, are recorded in their order', async () => {
    await aPolicy(app, { leadWithin: 'PT30M' });
    const ids = await leads(1_000);
    const ways = [
      (index: number) => ({ leadId: ids[index] }),
      (index: number) => ({ leadExternalId: `${index}`, source: 'many' }),
      (index: number) => ({ email: `LEAD-${index}@example.org` }),
      (index: number) => ({ phone: `0049 309018${1000 + index}` }),
    ];
    const results = await report(ids.map((_, index) => ways[index % 4]!(index)).reverse());
    expect(results.map(({ status, leadId }) => `${status} ${leadId}`)).toEqual(
      ids.map((id) => `recorded ${id}`).reverse(),
    );
    expect(await touched()).toBe(1_000);
    expect((await app.must('GET', '/v1/leads?workState=untouched')).data).toEqual([]);
  });

  it('of one lead are recorded in order', async () => {
    const lead = await aLead(app);
    const results = await report(Array.from({ length: 1_000 }, () => ({ leadId: lead.id })));
    expect(new Set(statuses(results))).toEqual(new Set(['recorded']));
    const seqs = (await eventsOf(app, lead.id, 'lead.touched')).map(({ subject }) => subject.seq);
    expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
    expect(await touched()).toBe(1_000);
  });

  it('and concurrent batches on the same leads cause no deadlock, and the feed keeps the order', async () => {
    const ids = await leads(300);
    const both = (externalId: string) => ids.map((leadId) => ({ leadId, externalId }));
    const singles = ids
      .slice(0, 60)
      .map((id) => app.must('POST', `/v1/leads/${id}/touches`, { ...CALL, externalId: 'single' }));
    const batches = await Promise.all([
      report(both('a')),
      report(both('b').reverse()),
      report(both('c')),
      report(both('a').reverse()),
    ]);
    await Promise.all(singles);
    const firsts = batches[0]!.filter(({ status }) => status === 'recorded').length;
    expect(firsts + batches[3]!.filter(({ status }) => status === 'recorded').length).toBe(300);
    expect(batches[0]!.map(({ id }) => id)).toEqual(batches[3]!.map(({ id }) => id).reverse());
    expect(await touched()).toBe(960);
    await app.feedsCaughtUp();
    const latest = new Map<string, number>();
    for (let after = ''; ; ) {
      const page = await app.must('GET', `/v1/events?limit=1000${after && `&after=${after}`}`);
      if (page.data.length === 0) break;
      for (const { subject } of page.data) {
        expect(subject.seq).toBeGreaterThan(latest.get(subject.id) ?? 0);
        latest.set(subject.id, subject.seq);
      }
      after = page.nextCursor;
    }
    expect(ids.every((id) => latest.has(id))).toBe(true);
  });

  it('wait for a locked lead only at the end', async () => {
    const ids = await leads(20);
    let reported: Promise<Json[]> | undefined;
    await app.whileWorkedOn([{ id: ids[0]! }], async () => {
      reported = report(ids.map((leadId) => ({ leadId })));
      while ((await touched()) < 19) await new Promise((resolve) => setTimeout(resolve, 5));
    });
    expect(new Set(statuses(await reported!))).toEqual(new Set(['recorded']));
    expect(await touched()).toBe(20);
  });
});
