import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MONDAY, TestApplication } from '../support/application.js';
import { HOUR, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aLead, allTo, aPool, aRep, faults, leadNow, NOBODY } from '../support/people.js';
import { iso, replay } from './replay.builder.js';

const START = Date.parse(MONDAY);

let app: TestApplication;
beforeEach(async () => {
  app = await TestApplication.start();
});
afterEach(() => app.stop());

const replayed = (draft?: object, from = START) => replay(app, from, draft);

describe('a replay of a draft', () => {
  let ann: Json;
  let bo: Json;
  let pool: Json;
  beforeEach(async () => {
    [ann, bo] = [await aRep(app, 'Ann'), await aRep(app, 'Bo')];
    pool = await aPool(app, 'Desk', [ann, bo]);
    await allTo(app, pool);
  });

  it('shows how many leads each rep would have got, unmatched rules, and the differences explained', async () => {
    const leads = [];
    for (let sent = 0; sent < 6; sent += 1) leads.push(await aLead(app, { source: sent < 4 ? 'web' : 'fair' }));
    await app.moveBy(HOUR);
    await app.feedsCaughtUp();
    const rules = [
      { name: 'Fair', when: { field: 'source', op: 'eq', value: 'fair' }, assign: { repId: bo.id } },
      { name: 'Phone', when: { field: 'source', op: 'eq', value: 'phone' }, assign: { repId: ann.id } },
      { name: 'All', when: {}, assign: { poolId: pool.id } },
    ];
    const result = await replayed({ rules });
    expect(result).toMatchObject({
      leads: 6,
      same: 5,
      different: 1,
      waited: { would: 0, was: 0 },
      byRep: [
        { repId: bo.id, would: 4, was: 3 },
        { repId: ann.id, would: 2, was: 3 },
      ],
      byRule: [
        { rule: 'Fair', would: 2, was: 0 },
        { rule: 'All', would: 4, was: 6 },
      ],
      neverMatched: ['Phone'],
      differences: [
        {
          leadId: leads[4]!.id,
          cause: 'intake',
          would: { repId: bo.id, rule: 'Fair', because: expect.stringMatching(/^Named by the rule/) },
          was: { repId: ann.id, rule: 'All', because: expect.stringMatching(/^First in turn of 2 who could take it/) },
        },
      ],
    });
  });

  it('deals by other weights and strategies of pools', async () => {
    for (let sent = 0; sent < 8; sent += 1) await aLead(app);
    await app.moveBy(HOUR);
    await app.feedsCaughtUp();
    const members = [{ repId: ann.id, weight: 3 }, { repId: bo.id }];
    // The pool as it was read, with a change.
    const read = await app.must('GET', `/v1/pools/${pool.id}`);
    const { byRep } = await replayed({ pools: [{ ...read, members }] });
    expect(byRep).toEqual([
      { repId: ann.id, would: 6, was: 4 },
      { repId: bo.id, would: 2, was: 4 },
    ]);
    for (let sent = 0; sent < 4; sent += 1) await aLead(app, { owner: { repId: bo.id } });
    await app.moveBy(MINUTE);
    const from = app.time.now();
    for (let sent = 0; sent < 4; sent += 1) await aLead(app);
    await app.moveBy(MINUTE);
    await app.feedsCaughtUp();
    const byLoad = await replayed({ pools: [{ ...read, strategy: 'leastLoaded' }] }, from);
    expect(byLoad.byRep).toEqual([
      { repId: ann.id, would: 4, was: 2 },
      { repId: bo.id, would: 0, was: 2 },
    ]);
  });

  it('shows which leads would have waited, and assigns them once a rep can take them', async () => {
    for (let sent = 0; sent < 3; sent += 1) await aLead(app, { contact: { language: 'fr' } });
    await app.moveBy(HOUR);
    await app.feedsCaughtUp();
    const rules = [
      {
        name: 'All',
        when: {},
        assign: { poolId: pool.id },
        requireSkills: { language: { field: 'contact.language' } },
      },
    ];
    expect(await replayed({ rules })).toMatchObject({
      different: 3,
      waited: { would: 3, was: 0 },
      byRep: [expect.objectContaining({ would: 0 }), expect.objectContaining({ would: 0 })],
    });
    const from = app.time.now();
    const available = (is: boolean) =>
      Promise.all([ann, bo].map(({ id }) => app.must('PUT', `/v1/reps/${id}/availability`, { available: is })));
    await available(false);
    await app.moveBy(MINUTE);
    for (let sent = 0; sent < 2; sent += 1) await aLead(app);
    await app.moveBy(HOUR);
    await available(true);
    await app.settle();
    await app.moveBy(MINUTE);
    await app.feedsCaughtUp();
    expect(await replayed({}, from)).toMatchObject({
      different: 0,
      waited: { would: 2, was: 2 },
      byRep: [expect.objectContaining({ would: 1 }), expect.objectContaining({ would: 1 })],
    });
  });

  it('closes what a rule of the draft closes, and deals what a real rule closed', async () => {
    const spam = { field: 'source', op: 'eq', value: 'spam' };
    const closing = [
      { name: 'Spam', when: spam, assign: { dispose: { category: 'suppress', reason: 'not_a_prospect' } } },
    ];
    const all = { name: 'All', when: {}, assign: { poolId: pool.id } };
    await app.must('PUT', '/v1/routing', { rules: [...closing, all] });
    await aLead(app, { source: 'spam' });
    await aLead(app);
    await app.moveBy(HOUR);
    await app.feedsCaughtUp();
    expect(await replayed()).toMatchObject({ leads: 2, different: 0, closedByRules: { would: 1, was: 1 } });
    expect(await replayed({ rules: [all] })).toMatchObject({
      leads: 2,
      different: 2,
      closedByRules: { would: 0, was: 1 },
    });
    const web = [{ ...closing[0], when: {} }];
    expect(await replayed({ rules: web })).toMatchObject({ closedByRules: { would: 2, was: 1 } });
  });

  it('gives covers what they got for an absent rep, at intake, from the queue or on waking', async () => {
    const dee = await aRep(app, 'Dee', { capacity: { open: 2 } });
    await app.must('POST', '/v1/sources', { code: 'web', duplicates: 'join' });
    const lead = await aLead(app, { contact: { email: 'back@example.org' } });
    const wakeAt = iso(app.time.now() + 48 * HOUR);
    const nurture = { category: 'nurture', reason: 'not_now', fields: { wakeAt } };
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, nurture);
    await app.must('PUT', '/v1/routing', {
      rules: [
        { name: 'Named', when: { field: 'source', op: 'eq', value: 'named' }, assign: { repId: ann.id } },
        { name: 'All', when: {}, assign: { poolId: pool.id } },
      ],
    });
    const away = { from: iso(app.time.now() + MINUTE), to: iso(app.time.now() + 24 * HOUR), coverRepId: dee.id };
    await app.must('POST', `/v1/reps/${ann.id}/absences`, away);
    await app.moveBy(5 * MINUTE);
    const from = app.time.now();
    await app.moveBy(MINUTE);
    const named = [];
    for (let sent = 0; sent < 3; sent += 1) {
      named.push(await aLead(app, { source: 'named', contact: { email: `n${sent}@example.org` } }));
      await app.moveBy(MINUTE);
    }
    expect(named.map(({ ownerId }) => ownerId)).toEqual([dee.id, dee.id, null]);
    for (const { id } of named.slice(0, 2)) {
      await app.must('POST', `/v1/leads/${id}/disposition`, { category: 'lost', reason: 'price' });
      await app.moveBy(MINUTE);
    }
    expect((await leadNow(app, named[2])).ownerId).toBe(dee.id);
    await app.must('POST', '/v1/leads', { source: 'web', contact: { email: 'back@example.org' } });
    expect((await leadNow(app, lead)).ownerId).toBe(dee.id);
    await app.moveBy(MINUTE);
    await app.feedsCaughtUp();
    expect(await replayed({}, from)).toMatchObject({
      leads: 4,
      different: 0,
      waited: { would: 1, was: 1 },
      byRep: [{ repId: dee.id, would: 4, was: 4 }],
      byRule: [{ rule: 'Named', would: 3, was: 3 }],
      neverMatched: [],
    });
  });

  it('counts leads beyond the limit of their source as waiting', async () => {
    await app.must('POST', '/v1/sources', { code: 'fast', maxPerMinute: 2, duplicates: 'separate' });
    for (let sent = 0; sent < 5; sent += 1) await aLead(app, { source: 'fast' });
    await app.moveBy(HOUR);
    await app.feedsCaughtUp();
    expect(await replayed()).toMatchObject({
      different: 0,
      waited: { would: 3, was: 3 },
      byRule: [
        { rule: expect.any(String), would: 2, was: 2 },
        { rule: null, would: 3, was: 3 },
      ],
    });
  });

  it('refuses an invalid span or draft', async () => {
    const ask = (fields: object) =>
      app.ask('POST', '/v1/routing/replay', { from: iso(START), to: iso(app.time.now()), ...fields });
    await app.moveBy(HOUR);
    expect(faults(await ask({ from: iso(START + 2 * HOUR) }))).toEqual(['/to order']);
    expect(faults(await ask({ to: iso(START + 24 * HOUR) }))).toEqual(['/to future']);
    expect(faults(await ask({ rules: [{ name: 'A', when: {}, assign: { poolId: NOBODY } }] }))).toEqual([
      '/rules/0/assign/poolId unknownId',
    ]);
    expect(faults(await ask({ pools: [{ id: NOBODY, name: 'X', members: [{ repId: NOBODY }] }] }))).toEqual([
      '/pools/0/id unknownId',
      '/pools/0/members/0/repId unknownId',
    ]);
  });
});
