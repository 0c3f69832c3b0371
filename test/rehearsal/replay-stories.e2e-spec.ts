import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { HOUR, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aLead, allTo, aPool, aRep, aTouch, dealt, leadNow } from '../support/people.js';
import { aPolicy } from '../support/policies.js';
import { runs } from '../support/runs.js';
import { iso, replay } from './replay.builder.js';

let app: TestApplication;
beforeEach(async () => {
  app = await TestApplication.start();
});
afterEach(() => app.stop());

/** A linear congruential generator, so that every run is the same. */
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

describe('a replay of the rules in force', () => {
  it.each(Array.from({ length: runs(2, 30) }, (_, story) => story + 1))(
    'equals what happened, for each lead (story %i)',
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
      // Some of the replayed leads existed before the span.
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
        const lead = await leadNow(app, one(leads));
        const isOpen = lead.status === 'open';
        switch (below(13)) {
          case 0:
          case 1:
            return come(1);
          case 2:
            return come(2 + below(5));
          case 3:
            return isOpen ? aTouch(app, lead, { outcome: one(['noAnswer', 'connected']) }) : undefined;
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
      const result = await replay(app, from);
      expect(result.differences).toEqual([]);
      expect(result.leads).toBeGreaterThan(20);
      expect(result).toMatchObject({
        same: result.leads,
        different: 0,
        neverMatched: expect.arrayContaining(['Never']),
      });
      for (const { would, was } of [...result.byRep, ...result.byRule, result.waited]) expect(would).toBe(was);
      // The present rules as a draft change nothing.
      const { rules } = await app.must('GET', '/v1/routing');
      expect(await replay(app, from, { rules })).toEqual(result);
    },
    120_000,
  );
});

describe('a replay of the rules in force over every kind of event', () => {
  it.each(Array.from({ length: runs(1, 30) }, (_, story) => story + 1))(
    'equals what happened, for each lead (story %i)',
    async (seed) => {
      const { below, one } = dice(seed);
      await app.must('POST', '/v1/sources', { code: 'web', duplicates: 'link' });
      await app.must('POST', '/v1/sources', { code: 'fair', aliases: ['Messe', 'expo'], duplicates: 'join' });
      const reps = [
        await aRep(app, 'Ann', { capacity: { untouched: 4 } }),
        await aRep(app, 'Bo', { capacity: { perDay: 6, perSource: { fair: { perDay: 3 } } } }),
        await aRep(app, 'Cy', { skills: { language: ['de'] } }),
        await aRep(app, 'Dee'),
        await aRep(app, 'Eve', { capacity: { open: 8 }, skills: { language: ['de'] } }),
      ];
      const [ann, bo, cy, dee, eve] = reps as [Json, Json, Json, Json, Json];
      const calls = await aPool(app, 'Calls', [{ repId: dee.id }, { repId: eve.id, weight: 2 }], {
        strategy: 'claim',
        claimWithin: 'PT20M',
      });
      const desk = await aPool(app, 'Desk', [{ repId: ann.id, weight: 2 }, { repId: bo.id }, { repId: cy.id }], {
        afterRound: 'again',
        decline: { within: 'PT8H' },
      });
      const late = await aPool(app, 'Late', [ann, eve], { fallbackPoolId: calls.id });
      await app.must('PUT', '/v1/routing', {
        rules: [
          {
            name: 'German',
            when: { field: 'contact.country', op: 'eq', value: 'DE' },
            assign: { poolId: calls.id },
            requireSkills: { language: ['de'] },
          },
          { name: 'Calls', when: { field: 'campaign', op: 'eq', value: 'call' }, assign: { poolId: calls.id } },
          { name: 'Qualified', on: 'milestone:qualified', when: {}, assign: { poolId: late.id } },
          { name: 'All', when: {}, assign: { poolId: desk.id } },
        ],
        fallback: {},
      });
      await app.must('POST', '/v1/accounts', { name: 'Acme', domains: ['acme.example'], ownerRepId: cy.id });
      await aPolicy(app, { within: 'PT45M', onBreach: [{ after: 'PT0S', do: 'reassign' }], maxReassignments: 3 });
      const leads: Json[] = [];
      const emails: string[] = [];
      const come = async (email: string) => {
        const { body } = await app.ask('POST', '/v1/leads', {
          source: one(['web', 'fair', 'Messe', 'EXPO', 'ads']),
          contact: { email, ...(below(5) === 0 && { country: 'DE' }) },
          ...(below(3) === 0 && { campaign: 'call' }),
          ...(below(5) === 0 && { company: { domain: 'acme.example' } }),
        });
        if (body.id !== undefined && !leads.some(({ id }) => id === body.id)) leads.push({ id: body.id });
      };
      const bulks: string[] = [];
      let hasLeft = false;
      const act = async () => {
        const lead = await leadNow(app, one(leads));
        const isOpen = lead.status === 'open';
        const close = (body: object) =>
          isOpen ? app.ask('POST', `/v1/leads/${lead.id}/disposition`, body) : undefined;
        switch (below(18)) {
          case 0:
          case 1:
          case 2:
            emails.push(`lead${emails.length}@example.org`);
            return come(emails.at(-1)!);
          case 3:
            return come(one(emails));
          case 4:
            return isOpen ? app.ask('POST', `/v1/leads/${lead.id}/milestones`, { name: 'won' }) : undefined;
          case 5:
          case 6:
            return close({ category: 'recycle', reason: 'unreachable', fields: { recycleAfter: 'PT1H' } });
          case 7:
            return isOpen
              ? close({ category: 'lost', reason: 'price' })
              : app.ask('POST', `/v1/leads/${lead.id}/reopen`, { reason: 'Asked again' });
          case 8:
          case 9:
            return app.ask('PUT', `/v1/reps/${one(reps).id}/availability`, { available: below(3) > 0 });
          case 10:
            return app.ask('POST', `/v1/leads/${lead.id}/claim`, { repId: one([dee, eve]).id });
          case 11: {
            const span = { from: iso(app.time.now() - HOUR), to: iso(app.time.now()) };
            return app.must('POST', '/v1/enforcement/undo', span);
          }
          case 12:
            return isOpen ? app.ask('POST', `/v1/leads/${lead.id}/decline`, { reason: 'noTime' }) : undefined;
          case 13:
            return isOpen ? app.ask('POST', `/v1/leads/${lead.id}/milestones`, { name: 'qualified' }) : undefined;
          case 14:
            if (hasLeft || below(3) > 0) return aTouch(app, lead).catch(() => undefined);
            hasLeft = true;
            return app.must('POST', `/v1/reps/${one([bo, dee]).id}/offboard`, { leads: { poolId: desk.id } });
          case 15: {
            const to = below(2) === 0 ? { poolId: one([desk, late]).id } : { repId: one([ann, cy, eve]).id };
            const ids = [lead.id, one(leads).id];
            const { body } = await app.ask('POST', '/v1/leads/reassign', { ids, to, reason: 'x' });
            if (body.bulkId != null) bulks.push(body.bulkId);
            return;
          }
          case 16:
            return bulks.length > 0 ? app.ask('POST', `/v1/leads/reassign/${bulks.pop()}/undo`) : undefined;
          default:
            return isOpen
              ? app.ask('POST', `/v1/leads/${lead.id}/reassign`, { poolId: one([desk, calls, late]).id, reason: 'x' })
              : undefined;
        }
      };
      for (let each = 0; each < 4; each += 1) {
        emails.push(`lead${emails.length}@example.org`);
        await come(emails.at(-1)!);
      }
      for (let each = 0; each < 25; each += 1) {
        await act();
        await app.moveBy(below(15) * MINUTE + 1);
      }
      await app.moveBy(1);
      const from = app.time.now();
      for (let each = 0; each < 80; each += 1) {
        await act();
        await app.moveBy(below(15) * MINUTE + 1);
      }
      await app.feedsCaughtUp();
      const result = await replay(app, from);
      expect(result.differences).toEqual([]);
      expect(result.leads).toBeGreaterThan(10);
      expect(result).toMatchObject({ same: result.leads, different: 0 });
      for (const { would, was } of [...result.byRep, ...result.byRule, result.waited]) expect(would).toBe(was);
    },
    120_000,
  );
});

describe('a replay of the rules in force, case by case,', () => {
  const available = (rep: Json, isThere: boolean) =>
    app.must('PUT', `/v1/reps/${rep.id}/availability`, { available: isThere });
  const dispose = (lead: Json, body: object) => app.must('POST', `/v1/leads/${lead.id}/disposition`, body);
  const recycle = (lead: Json) =>
    dispose(lead, { category: 'recycle', reason: 'unreachable', fields: { recycleAfter: 'P1D' } });
  const ownerOf = async (lead: Json) => (await leadNow(app, lead)).ownerId;
  const isSame = async (from: number, fields: object = {}, to?: number) => {
    await app.moveBy(MINUTE);
    await app.feedsCaughtUp();
    const result = await replay(app, from, to === undefined ? {} : { to: iso(to) });
    expect(result).toMatchObject({ differences: [], different: 0, ...fields });
    for (const { would, was } of [...result.byRep, ...result.byRule, result.waited]) expect(would).toBe(was);
  };

  it('offers leads that waited for a rep, and deals those not claimed in time', async () => {
    const [ann, bo] = [await aRep(app, 'Ann'), await aRep(app, 'Bo')];
    const pool = await aPool(app, 'Calls', [ann, bo], { strategy: 'claim', claimWithin: 'PT10M' });
    await allTo(app, pool);
    const before = await aLead(app);
    await app.moveBy(MINUTE);
    const from = app.time.now();
    for (const rep of [ann, bo]) await available(rep, false);
    const waits = await aLead(app);
    await app.moveBy(10 * MINUTE);
    // It was not claimed, and no rep could take it: it waits, and is offered again.
    expect(await leadNow(app, before)).toMatchObject({ ownerId: null });
    for (const rep of [ann, bo]) await available(rep, true);
    await app.moveBy(MINUTE);
    expect(await leadNow(app, waits)).toMatchObject({ claimableUntil: expect.any(String) });
    await app.moveBy(5 * MINUTE);
    await app.must('POST', `/v1/leads/${waits.id}/claim`, { repId: bo.id });
    await app.moveBy(10 * MINUTE);
    expect([await ownerOf(before), await ownerOf(waits)]).toEqual([expect.any(String), bo.id]);
    await isSame(from, { leads: 2 });
  });

  it('deals a lead by the rules if it was handed over at a milestone since a person chose its pool', async () => {
    const [ann, bo, cy, eve] = [
      await aRep(app, 'Ann'),
      await aRep(app, 'Bo'),
      await aRep(app, 'Cy'),
      await aRep(app, 'Eve'),
    ];
    const calls = await aPool(app, 'Calls', [eve], { strategy: 'claim', claimWithin: 'PT20M' });
    const late = await aPool(app, 'Late', [ann], { fallbackPoolId: calls.id });
    const desk = await aPool(app, 'Desk', [bo]);
    const other = await aPool(app, 'Other', [cy]);
    const all = { name: 'All', when: {}, assign: { poolId: desk.id } };
    const qualified = { name: 'Qualified', on: 'milestone:qualified', when: {}, assign: { poolId: late.id } };
    await app.must('PUT', '/v1/routing', { rules: [qualified, all], fallback: {} });
    const lead = await aLead(app);
    await app.must('POST', `/v1/leads/${lead.id}/reassign`, { poolId: other.id, reason: 'x' });
    expect(await ownerOf(lead)).toBe(cy.id);
    await app.moveBy(1);
    const from = app.time.now();
    await available(ann, false);
    await app.must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'qualified' });
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: null, poolId: calls.id });
    await available(ann, true);
    await app.moveBy(20 * MINUTE);
    expect(await ownerOf(lead)).toBe(ann.id);
    await isSame(from, { leads: 1 });
  });

  it('deals a lead that every member has had to its earliest owner, also across cycles', async () => {
    const [ann, bo] = [await aRep(app, 'Ann'), await aRep(app, 'Bo')];
    const pool = await aPool(app, 'Desk', [ann, bo], { afterRound: 'again' });
    await allTo(app, pool);
    await app.moveBy(1);
    const from = app.time.now();
    const lead = await aLead(app);
    for (let round = 0; round < 2; round += 1) {
      await recycle(lead);
      await app.moveBy(25 * HOUR);
    }
    expect(await ownerOf(lead)).toBe(lead.ownerId);
    await isSame(from);
  });

  it('gives a recycled lead to no former owner, also when its owner leaves', async () => {
    const [ann, bo, cy] = [await aRep(app, 'Ann'), await aRep(app, 'Bo'), await aRep(app, 'Cy')];
    const pool = await aPool(app, 'Desk', [ann, bo, cy]);
    await allTo(app, pool);
    await app.moveBy(1);
    const from = app.time.now();
    const lead = await aLead(app);
    await aLead(app);
    await recycle(lead);
    await app.moveBy(25 * HOUR);
    expect(await ownerOf(lead)).toBe(cy.id);
    await available(bo, false);
    await app.must('POST', `/v1/reps/${cy.id}/offboard`, { leads: { poolId: pool.id } });
    expect(await ownerOf(lead)).toBeNull();
    await isSame(from);
  });

  it('does not count an owner whose move was undone', async () => {
    const [ann, bo, cy] = [await aRep(app, 'Ann'), await aRep(app, 'Bo'), await aRep(app, 'Cy')];
    const pool = await aPool(app, 'Desk', [ann, bo]);
    await allTo(app, pool);
    await aPolicy(app, { within: 'PT45M', onBreach: [{ after: 'PT0S', do: 'reassign' }], maxReassignments: 3 });
    const earlier = await aLead(app);
    const begun = app.time.now();
    await app.moveBy(46 * MINUTE);
    await app.must('POST', '/v1/enforcement/undo', { from: iso(begun), to: iso(app.time.now()) });
    await app.moveBy(MINUTE);
    const from = app.time.now();
    const lead = await aLead(app);
    const before = [await ownerOf(earlier), await ownerOf(lead)];
    await app.moveBy(46 * MINUTE);
    await app.must('POST', '/v1/enforcement/undo', { from: iso(from), to: iso(app.time.now()) });
    expect([await ownerOf(earlier), await ownerOf(lead)]).toEqual(before);
    const members = [{ repId: ann.id }, { repId: bo.id }, { repId: cy.id }];
    for (const each of [earlier, lead])
      await app.must('POST', `/v1/leads/${each.id}/reassign`, { repId: cy.id, reason: 'Holidays' });
    await app.must('PUT', `/v1/pools/${pool.id}`, { name: 'Desk', members });
    for (const rep of members.slice(0, 2)) await available({ id: rep.repId }, true);
    for (const each of [earlier, lead]) {
      await app.must('POST', `/v1/leads/${each.id}/reassign`, { poolId: pool.id, reason: 'Back' });
      await app.moveBy(MINUTE);
    }
    await isSame(from);
  });

  it('never gives a lead again to a rep who declined it for a conflict, also in a later cycle', async () => {
    const [ann, bo] = [await aRep(app, 'Ann'), await aRep(app, 'Bo')];
    const pool = await aPool(app, 'Desk', [ann, bo], { decline: { within: 'PT8H' } });
    await allTo(app, pool);
    await app.moveBy(1);
    const from = app.time.now();
    const lead = await aLead(app);
    await aLead(app);
    await app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: bo.id, reason: 'Knows them' });
    await app.must('POST', `/v1/leads/${lead.id}/reassign`, { poolId: pool.id, reason: 'For the desk' });
    expect(await ownerOf(lead)).toBe(ann.id);
    await app.must('POST', `/v1/leads/${lead.id}/decline`, { reason: 'conflict' });
    await dispose(lead, { category: 'lost', reason: 'price' });
    await available(bo, false);
    await app.must('POST', `/v1/leads/${lead.id}/reopen`, { reason: 'Asked again' });
    expect(await ownerOf(lead)).toBeNull();
    await available(bo, true);
    for (let sent = 0; sent < 3; sent += 1) await aLead(app);
    await isSame(from);
  });

  it('uses the credits of that time, whatever becomes of them later', async () => {
    const capacity = { perDay: 6 };
    const [ann, bo] = [await aRep(app, 'Ann', { capacity }), await aRep(app, 'Bo', { capacity })];
    await allTo(app, await aPool(app, 'Desk', [ann, bo]));
    const come = async (count: number) => {
      const leads = [];
      for (let sent = 0; sent < count; sent += 1) {
        leads.push(await aLead(app));
        await app.moveBy(MINUTE);
      }
      return leads as [Json, Json, Json];
    };
    const junk = async (lead: Json) => {
      await dispose(lead, { category: 'suppress', reason: 'duplicate' });
      await app.must('POST', `/v1/leads/${lead.id}/credit`);
      await app.moveBy(MINUTE);
    };
    const reopened = async (lead: Json) => {
      await app.must('POST', `/v1/leads/${lead.id}/reopen`, { reason: 'A mistake' });
      await app.moveBy(MINUTE);
    };
    const [before] = await come(1);
    await junk(before);
    const from = app.time.now();
    const [first, , third] = await come(4);
    for (const lead of [first, third]) await junk(lead);
    const next = await come(2);
    expect(next.map(({ ownerId }) => ownerId)).toEqual([first.ownerId, first.ownerId]);
    await reopened(before);
    await come(1);
    const to = app.time.now();
    await come(1);
    for (const lead of [first, third]) await reopened(lead);
    await isSame(from, {}, to);
    await isSame(from);
    await isSame(to);
  });

  it('undoes a bulk reassignment as it was undone, and repeats declines after that', async () => {
    const capacity = { perDay: 3 };
    const [ann, bo, cy] = [
      await aRep(app, 'Ann', { capacity }),
      await aRep(app, 'Bo', { capacity }),
      await aRep(app, 'Cy', { capacity }),
    ];
    const desk = await aPool(app, 'Desk', [ann, bo], { decline: { within: 'PT8H' } });
    const other = await aPool(app, 'Other', [bo, cy]);
    await allTo(app, desk);
    const [early] = [await aLead(app)];
    await app.moveBy(MINUTE);
    const from = app.time.now();
    const lead = await aLead(app);
    for (const each of [early, lead]) {
      const body = { ids: [each.id], to: { poolId: other.id }, reason: 'A slip' };
      const { bulkId } = await app.must('POST', '/v1/leads/reassign', body);
      await app.moveBy(MINUTE);
      await app.must('POST', `/v1/leads/reassign/${bulkId}/undo`);
      await app.must('POST', `/v1/leads/${each.id}/decline`, { reason: 'noTime' });
      await app.moveBy(MINUTE);
      await aLead(app);
    }
    const { bulkId } = await app.must('POST', '/v1/leads/reassign', {
      ids: [early.id, lead.id],
      to: { poolId: other.id },
      reason: 'A slip',
    });
    for (let sent = 0; sent < 4; sent += 1) await aLead(app);
    await app.moveBy(MINUTE);
    await app.must('POST', `/v1/leads/reassign/${bulkId}/undo`);
    for (let sent = 0; sent < 4; sent += 1) await aLead(app);
    await isSame(from);
  });

  it('counts a lead once for its owner if its closing among many is undone', async () => {
    const [ann, bo] = [await aRep(app, 'Ann', { capacity: { perDay: 2 } }), await aRep(app, 'Bo')];
    const desk = await aPool(app, 'Desk', [ann], { decline: { within: 'PT8H' } });
    const other = await aPool(app, 'Other', [bo], { decline: { within: 'PT8H' } });
    await app.must('PUT', `/v1/pools/${desk.id}`, { ...desk, fallbackPoolId: other.id });
    await allTo(app, desk);
    const early = await aLead(app);
    await app.moveBy(MINUTE);
    const closed = async (lead: Json) => {
      const body = { ids: [lead.id], disposition: { category: 'lost', reason: 'price' } };
      const { bulkId } = await app.must('POST', '/v1/leads/dispositions', body);
      await app.moveBy(MINUTE);
      await app.must('POST', `/v1/leads/dispositions/${bulkId}/undo`);
      await app.moveBy(MINUTE);
    };
    await closed(early);
    const from = app.time.now();
    const lead = await aLead(app);
    await closed(lead);
    await app.must('POST', `/v1/leads/${lead.id}/decline`, { reason: 'noTime' });
    await app.moveBy(MINUTE);
    expect(await dealt(app, 2)).toEqual([ann.id, bo.id]);
    await isSame(from);
  });

  it('sends a lead of a customer to the owner of the account, else to the rep who won them', async () => {
    await app.must('POST', '/v1/sources', { code: 'web', duplicates: 'join' });
    const [ann, bo, cy] = [await aRep(app, 'Ann'), await aRep(app, 'Bo'), await aRep(app, 'Cy')];
    await allTo(app, await aPool(app, 'Desk', [ann, bo, cy]));
    await app.must('POST', '/v1/accounts', { name: 'Max', domains: ['max.example'], ownerRepId: cy.id });
    const contact = (name: string) => ({ contact: { email: `${name}@${name}.example` } });
    const first = await aLead(app, contact('kim'));
    const ofAccount = await aLead(app, contact('max'));
    for (const { id } of [first, ofAccount]) await app.must('POST', `/v1/leads/${id}/milestones`, { name: 'won' });
    await app.moveBy(MINUTE);
    const from = app.time.now();
    const second = await aLead(app, contact('lou'));
    await app.must('POST', `/v1/leads/${second.id}/milestones`, { name: 'won' });
    await app.moveBy(MINUTE);
    const again = [];
    for (const name of ['kim', 'lou', 'max']) again.push(await aLead(app, contact(name)));
    expect(again.map(({ ownerId }) => ownerId)).toEqual([first.ownerId, second.ownerId, cy.id]);
    expect(again.map(({ duplicateOf }) => duplicateOf)).toEqual([first.id, second.id, ofAccount.id]);
    await isSame(from);
  });

  it('counts all spellings of a source towards the capacities for it', async () => {
    await app.must('POST', '/v1/sources', { code: 'fair', aliases: ['Messe', 'Expo'], duplicates: 'separate' });
    const [ann, bo] = [
      await aRep(app, 'Ann', { capacity: { perSource: { fair: { perDay: 2 } } } }),
      await aRep(app, 'Bo'),
    ];
    await allTo(app, await aPool(app, 'Desk', [ann, bo]));
    for (const source of ['messe', 'Messe']) await aLead(app, { source });
    await app.moveBy(MINUTE);
    const from = app.time.now();
    for (const source of ['EXPO', 'fair', 'Messe', 'fair']) {
      await aLead(app, { source });
      await app.moveBy(MINUTE);
    }
    await isSame(from);
  });
});
