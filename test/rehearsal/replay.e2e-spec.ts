import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MONDAY, TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aLead, allTo, aPool, aRep, aTouch, faults, leadNow, NOBODY } from '../support/people.js';
import { aPolicy } from '../support/policies.js';
import { runs } from '../support/runs.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.parse(MONDAY);
const iso = (at: number) => new Date(at).toISOString();

let app: TestApplication;
beforeEach(async () => {
  app = await TestApplication.start();
});
afterEach(() => app.stop());

async function replayed(draft: object = {}, from = START): Promise<Json> {
  const asked = await app.must('POST', '/v1/routing/replay', { from: iso(from), to: iso(app.time.now()), ...draft });
  await app.settleJobs();
  const job = await app.must('GET', `/v1/jobs/${asked.id}`);
  expect(job).toMatchObject({ kind: 'routingReplay', state: 'done', progress: 1 });
  return job.result;
}

/** A linear congruential generator: every run is the same. */
function dice(seed: number) {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return {
    below: (max: number) => Math.floor(next() * max),
    one: <T>(of: readonly T[]): T => of[Math.floor(next() * of.length)]!,
  };
}

describe('a replay of what is in force', () => {
  it.each(Array.from({ length: runs(3, 30) }, (_, story) => story + 1))(
    'comes to what happened, to the lead (story %i)',
    async (seed) => {
      const { below, one } = dice(seed);
      const reps = [
        await aRep(app, 'Ann', { capacity: { untouched: 3 }, skills: { language: ['de', 'en'] } }),
        await aRep(app, 'Bo', { capacity: { open: 6 } }),
        await aRep(app, 'Cy', { capacity: { perDay: 8, perSource: { fair: { perDay: 2 } } } }),
        await aRep(app, 'Dee', { skills: { language: ['de'] } }),
        await aRep(app, 'Eve'),
      ];
      const [ann, bo, cy, dee, eve] = reps as [Json, Json, Json, Json, Json];
      const back = await aPool(app, 'Back', [{ repId: eve.id }, { repId: dee.id, weight: 2 }], {
        strategy: 'leastLoaded',
      });
      const desk = await aPool(
        app,
        'Desk',
        [{ repId: ann.id, weight: 3 }, { repId: bo.id, weight: 2 }, { repId: cy.id }],
        {
          fallbackPoolId: back.id,
          decline: { within: 'PT8H', countsAsTurn: seed % 2 === 0 },
        },
      );
      await app.must('PUT', '/v1/routing', {
        rules: [
          {
            name: 'German',
            when: { field: 'contact.country', op: 'eq', value: 'DE' },
            assign: { poolId: back.id },
            requireSkills: { language: ['de'] },
          },
          { name: 'Eve', when: { field: 'campaign', op: 'eq', value: 'vip' }, assign: { repId: eve.id } },
          { name: 'Qualified', on: 'milestone:qualified', when: {}, assign: { poolId: back.id } },
          { name: 'All', when: {}, assign: { poolId: desk.id } },
          { name: 'Never', when: {}, assign: { poolId: desk.id } },
        ],
        fallback: {},
      });
      await aPolicy(app, { within: 'PT45M', onBreach: [{ after: 'PT0S', do: 'reassign' }], maxReassignments: 2 });
      // Some of what comes to be replayed was there before.
      const leads: Json[] = [];
      const come = async (count: number) => {
        const bodies = Array.from({ length: count }, () => ({
          source: one(['web', 'fair', 'ads']),
          contact: {
            email: `lead${leads.length}${below(1_000_000)}@example.org`,
            ...(below(4) === 0 && { country: 'DE' }),
          },
          ...(below(8) === 0 && { campaign: 'vip' }),
          ...(below(12) === 0 && { test: true }),
        }));
        if (count === 1) leads.push(await aLead(app, bodies[0]));
        else
          for (const { id } of (await app.must('POST', '/v1/leads/batch', { leads: bodies })).results)
            leads.push({ id });
      };
      const act = async () => {
        const lead = await leadNow(app, one(leads) as { id: string });
        const isOpen = lead.status === 'open';
        switch (below(13)) {
          case 0:
          case 1:
            return come(1);
          case 2:
            return come(2 + below(5));
          case 3:
            return isOpen
              ? aTouch(app, lead as { id: string }, { outcome: one(['noAnswer', 'connected']) })
              : undefined;
          case 4:
            return isOpen
              ? app.must(
                  'POST',
                  `/v1/leads/${lead.id}/disposition`,
                  one([
                    { category: 'lost', reason: 'price' },
                    { category: 'suppress', reason: 'duplicate' },
                  ]),
                )
              : app.ask('POST', `/v1/leads/${lead.id}/reopen`, { reason: 'Asked again' });
          case 5:
            return app.must('PUT', `/v1/reps/${one(reps).id}/availability`, { available: below(2) === 0 });
          case 6:
            return isOpen ? app.ask('POST', `/v1/leads/${lead.id}/decline`, { reason: 'noTime' }) : undefined;
          case 8:
          case 9:
            return isOpen ? undefined : app.ask('POST', `/v1/leads/${lead.id}/credit`);
          case 7:
            return isOpen ? app.ask('POST', `/v1/leads/${lead.id}/milestones`, { name: 'qualified' }) : undefined;
          default:
            return isOpen
              ? app.ask('POST', `/v1/leads/${lead.id}/reassign`, { poolId: one([desk, back]).id, reason: 'x' })
              : undefined;
        }
      };
      await come(4);
      for (let each = 0; each < 15; each += 1) {
        await act();
        await app.moveBy(below(20) * MINUTE + 1);
      }
      await app.moveBy(1);
      const from = app.time.now();
      for (let each = 0; each < 60; each += 1) {
        await act();
        await app.moveBy(below(20) * MINUTE + 1);
      }
      await app.feedsCaughtUp();
      const result = await replayed({}, from);
      expect(result.differences).toEqual([]);
      expect(result.leads).toBeGreaterThan(20);
      expect(result).toMatchObject({
        same: result.leads,
        different: 0,
        neverMatched: expect.arrayContaining(['Never']),
      });
      for (const { would, was } of [...result.byRep, ...result.byRule, result.waited]) expect(would).toBe(was);
      // The same rules are no draft.
      const { rules } = await app.must('GET', '/v1/routing');
      expect(await replayed({ rules }, from)).toEqual(result);
    },
    120_000,
  );
});

describe('a replay of a draft', () => {
  let ann: Json;
  let bo: Json;
  let pool: Json;
  beforeEach(async () => {
    [ann, bo] = [await aRep(app, 'Ann'), await aRep(app, 'Bo')];
    pool = await aPool(app, 'Desk', [ann, bo] as { id: string }[]);
    await allTo(app, pool as { id: string });
  });

  it('says who would have got how many, which rules nothing matches, and explains what differs', async () => {
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
          was: { repId: ann.id, rule: 'All', because: expect.stringMatching(/^First in turn of 2 eligible/) },
        },
      ],
    });
  });

  it('deals by other weights and strategies of pools', async () => {
    for (let sent = 0; sent < 8; sent += 1) await aLead(app);
    await app.moveBy(HOUR);
    await app.feedsCaughtUp();
    const members = [{ repId: ann.id, weight: 3 }, { repId: bo.id }];
    const { byRep } = await replayed({ pools: [{ id: pool.id, name: 'Desk', members }] });
    expect(byRep).toEqual([
      { repId: ann.id, would: 6, was: 4 },
      { repId: bo.id, would: 2, was: 4 },
    ]);
  });

  it('shows who would have waited, and serves them once somebody can', async () => {
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
  });

  it('closes what a rule of the draft closes, and deals what one really closed', async () => {
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

  it('gives those who stand in for others what they got by that, as it came in, waited or woke', async () => {
    const dee = await aRep(app, 'Dee', { capacity: { open: 2 } });
    await app.must('POST', '/v1/sources', { code: 'web' });
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
    expect((await leadNow(app, named[2] as { id: string })).ownerId).toBe(dee.id);
    await app.must('POST', '/v1/leads', { source: 'web', contact: { email: 'back@example.org' } });
    expect((await leadNow(app, lead as { id: string })).ownerId).toBe(dee.id);
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

  it('counts among those that wait what came beyond the limit of its source', async () => {
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

  it('refuses what cannot be tried', async () => {
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
