import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { inLocalWords } from '../../src/calendar/zone.js';
import { TestApplication } from '../support/application.js';
import { aDesk, aLead, allTo, aPool, aRep } from '../support/people.js';

/** The default calendar is open from 9 to 17 in UTC; it is Monday, 15:00. */
const CLOSING = '2026-03-02T17:00:00.000Z';
const OPENING = '2026-03-03T09:00:00.000Z';
const THURSDAY_NIGHT = '2026-03-05T02:00:00.000Z';
const THURSDAY_OPENING = '2026-03-05T09:00:00.000Z';

const local = (iso: string) => inLocalWords(Date.parse(iso), 'UTC');

let app: TestApplication;
beforeEach(async () => {
  app = await TestApplication.start();
});
afterEach(() => app.stop());

const repNow = ({ id }: { id: string }) => app.must('GET', `/v1/reps/${id}`);
const receivingNow = async (rep: { id: string }) => (await repNow(rep)).receiving;

describe('whether a rep gets new leads now', () => {
  it('is answered with the end of their working time', async () => {
    const { reps } = await aDesk(app, ['Ann']);
    expect(await receivingNow(reps[0])).toEqual({
      now: true,
      until: CLOSING,
      sentence: `Gets new leads, at work until ${local(CLOSING)}.`,
    });
  });

  it('is no for an absent rep who is available, until they are back and at work', async () => {
    const { reps } = await aDesk(app, ['Ann', 'Bo'], { offHours: 'wait' });
    await app.must('POST', `/v1/reps/${reps[0].id}/absences`, { from: '2026-03-02T15:00:00Z', to: THURSDAY_NIGHT });
    await app.settle();
    expect(await repNow(reps[0])).toMatchObject({
      available: true,
      receiving: {
        now: false,
        why: 'absent',
        until: THURSDAY_OPENING,
        sentence: `Gets no new leads: they are away, until ${local(THURSDAY_NIGHT)}. Again from ${local(THURSDAY_OPENING)}.`,
      },
    });
    expect((await aLead(app)).ownerId).toBe(reps[1].id);
    await app.moveTo(THURSDAY_OPENING);
    expect(await receivingNow(reps[0])).toMatchObject({ now: true });
  });

  it('is no for an unavailable rep, and for an inactive one', async () => {
    const { reps } = await aDesk(app, ['Ann', 'Bo']);
    const away = (body: object) => app.must('PUT', `/v1/reps/${reps[0].id}/availability`, body);
    const until = '2026-03-02T16:00:00.000Z';
    expect((await away({ available: false, until })).receiving).toEqual({
      now: false,
      why: 'unavailable',
      until,
      sentence: `Gets no new leads: they are not available, until ${local(until)}.`,
    });
    expect((await away({ available: false })).receiving).toEqual({
      now: false,
      why: 'unavailable',
      sentence: 'Gets no new leads: they are not available.',
    });
    expect((await away({ available: true })).receiving.now).toBe(true);
    const gone = await app.must('PUT', `/v1/reps/${reps[0].id}`, {
      name: 'Ann',
      email: 'ann@example.com',
      active: false,
    });
    expect(gone.receiving).toEqual({ now: false, why: 'inactive', sentence: 'Gets no new leads: they are inactive.' });
  });

  it('is no at capacity, until the next day begins or a lead is touched', async () => {
    const day = await aRep(app, 'Day', { capacity: { perDay: 1 } });
    const untouched = await aRep(app, 'Untouched', { capacity: { untouched: 1 } });
    await aDesk(app, [day, untouched], { offHours: 'wait' });
    for (const _ of [1, 2]) await aLead(app);
    expect(await receivingNow(day)).toEqual({
      now: false,
      why: 'capacity',
      until: OPENING,
      sentence: `Gets no new leads: they are at capacity, per day 1 of 1. Again from ${local(OPENING)}.`,
    });
    expect(await receivingNow(untouched)).toEqual({
      now: false,
      why: 'capacity',
      sentence: 'Gets no new leads: they are at capacity, untouched 1 of 1.',
    });
  });

  it('is no off hours if the pool waits or another member is at work, and yes if it shares', async () => {
    const night = await app.must('POST', '/v1/calendars', {
      name: 'Night',
      timeZone: 'UTC',
      hours: { mon: [['18:00', '24:00']] },
    });
    const ann = await aRep(app, 'Ann');
    const owl = await aRep(app, 'Owl', { calendarId: night.id });
    const { pool } = await aDesk(app, [ann, owl], { offHours: 'wait' });
    const setOffHours = (offHours: string) =>
      app.must('PUT', `/v1/pools/${pool.id}`, {
        name: 'Desk',
        offHours,
        members: [{ repId: ann.id }, { repId: owl.id }],
      });
    await app.moveTo('2026-03-02T17:30:00.000Z');
    const offHours = { now: false, why: 'offHours' };
    const untilOpening = {
      ...offHours,
      until: OPENING,
      sentence: `Gets no new leads: they are not at work, until ${local(OPENING)}.`,
    };
    expect(await receivingNow(ann)).toEqual(untilOpening);
    await setOffHours('share');
    const shared = 'Gets new leads although not at work: nobody in Desk is at work, so it deals to all members.';
    expect(await receivingNow(ann)).toEqual({ now: true, sentence: shared });
    expect(await receivingNow(owl)).toEqual({ now: true, sentence: shared });
    await app.moveTo('2026-03-02T18:30:00.000Z');
    const midnight = '2026-03-03T00:00:00.000Z';
    // When the last member at work leaves, leads are shared again.
    expect(await receivingNow(ann)).toEqual({
      ...offHours,
      until: midnight,
      sentence: `Gets no new leads: they are not at work, until ${local(OPENING)}. Again from ${local(midnight)}.`,
    });
    expect(await receivingNow(owl)).toMatchObject({ now: true, until: midnight });
    await app.moveTo(midnight);
    expect(await receivingNow(ann)).toMatchObject({ now: true });
  });

  it('is yes without a pool for who looks after an account, if a rule gives them its leads', async () => {
    const { reps, pool } = await aDesk(app, ['Ann']);
    const named = ['Olga', 'Sam', 'Max'];
    const [owner, sales, manager] = await Promise.all(named.map((name) => aRep(app, name)));
    const roles = { sales: sales!.id, manager: manager!.id };
    const account = { name: 'Acme', domains: ['acme.example'], ownerRepId: owner!.id, roles };
    await app.must('POST', '/v1/accounts', account);
    expect(await receivingNow(owner!)).toMatchObject({ now: false, why: 'noPool' });
    const asks = async (accountOwner: unknown) => {
      const customers = { name: 'Customers', when: {}, assign: { accountOwner, otherwise: 'continue' } };
      const all = { name: 'All', when: {}, assign: { poolId: pool.id } };
      await app.must('PUT', '/v1/routing', { rules: [customers, all] });
      const receive = await Promise.all([owner!, sales!, manager!].map(receivingNow));
      return receive.map(({ now }) => now);
    };
    expect(await asks(true)).toEqual([true, false, false]);
    const sentence = 'Gets new leads of the accounts that they look after, and no others.';
    expect(await receivingNow(owner!)).toEqual({ now: true, sentence });
    expect((await aLead(app, { contact: { email: 'kim@acme.example' } })).ownerId).toBe(owner!.id);
    expect(await asks('sales')).toEqual([false, true, false]);
    expect(await asks('manager')).toEqual([false, false, true]);
    expect(await receivingNow(reps[0]!)).toMatchObject({ now: true });
  });

  it('is no without a pool, or in one that no rule leads to, unless a rule names them', async () => {
    const [ann, bo, named] = [await aRep(app, 'Ann'), await aRep(app, 'Bo'), await aRep(app, 'Named')];
    const pool = await aPool(app, 'Desk', [bo]);
    expect(await receivingNow(ann)).toEqual({
      now: false,
      why: 'noPool',
      sentence: 'Gets no new leads: they are in no pool, and no rule names them.',
    });
    expect(await receivingNow(bo)).toEqual({
      now: false,
      why: 'noRule',
      sentence: 'Gets no new leads: no routing rule assigns leads to Desk.',
    });
    const entry = await aPool(app, 'Entry', [], { fallbackPoolId: pool.id });
    await allTo(app, entry);
    expect((await receivingNow(bo)).now).toBe(true);
    await app.must('PUT', '/v1/routing', {
      rules: [{ name: 'All', when: {}, assign: { repId: named.id } }],
      fallback: {},
    });
    await app.moveTo('2026-03-02T20:00:00.000Z');
    expect(await receivingNow(named)).toEqual({ now: true, sentence: 'Gets new leads.' });
    expect((await aLead(app)).ownerId).toBe(named.id);
    // A rule behind one that matches every lead has no effect.
    const rules = [bo, named].map(({ id }, index) => ({ name: `No ${index}`, when: {}, assign: { repId: id } }));
    await app.must('PUT', '/v1/routing', { rules, fallback: {} });
    expect(await receivingNow(named)).toMatchObject({ now: false, why: 'noPool' });
  });

  it('does not depend on a rule for a milestone that comes before the rules for new leads', async () => {
    const [sdr, closer] = [await aRep(app, 'Sdr'), await aRep(app, 'Closer')];
    const [sdrs, closers] = [await aPool(app, 'SDRs', [sdr]), await aPool(app, 'Closers', [closer])];
    await app.must('PUT', '/v1/routing', {
      rules: [
        { name: 'Qualified', on: 'milestone:qualified', when: {}, assign: { poolId: closers.id } },
        { name: 'New', when: {}, assign: { poolId: sdrs.id } },
      ],
    });
    expect((await aLead(app)).ownerId).toBe(sdr.id);
    expect([await receivingNow(sdr), await receivingNow(closer)]).toMatchObject([{ now: true }, { now: true }]);
  });

  it('is no in a fallback pool while the pool before it has an eligible rep', async () => {
    const [ann, bo, cy] = [await aRep(app, 'Ann'), await aRep(app, 'Bo'), await aRep(app, 'Cy')];
    const last = await aPool(app, 'Last', [cy]);
    const backup = await aPool(app, 'Backup', [bo], { fallbackPoolId: last.id });
    await allTo(app, await aPool(app, 'Desk', [ann], { fallbackPoolId: backup.id }));
    const onlyAfter = (pool: string, before: string) => ({
      now: false,
      why: 'fallback',
      sentence: `Gets no new leads: they come to ${pool} only when nobody in ${before} can take them.`,
    });
    expect(await receivingNow(bo)).toEqual(onlyAfter('Backup', 'Desk'));
    expect(await receivingNow(cy)).toEqual(onlyAfter('Last', 'Desk'));
    expect((await aLead(app)).ownerId).toBe(ann.id);
    await app.must('PUT', `/v1/reps/${ann.id}/availability`, { available: false });
    expect(await receivingNow(bo)).toMatchObject({ now: true });
    expect(await receivingNow(cy)).toEqual(onlyAfter('Last', 'Backup'));
    expect((await aLead(app)).ownerId).toBe(bo.id);
  });

  it('is no behind a rep whom a rule names, while that rep can take the leads', async () => {
    const [ann, bo] = [await aRep(app, 'Ann'), await aRep(app, 'Bo')];
    const backup = await aPool(app, 'Backup', [bo]);
    await app.must('PUT', '/v1/routing', {
      rules: [{ name: 'All', when: {}, assign: { repId: ann.id } }],
      fallback: { poolId: backup.id },
    });
    expect(await receivingNow(bo)).toEqual({
      now: false,
      why: 'fallback',
      sentence: 'Gets no new leads: they come to Backup only when Ann cannot take them.',
    });
    await app.must('PUT', `/v1/reps/${ann.id}/availability`, { available: false });
    expect(await receivingNow(bo)).toMatchObject({ now: true });
  });

  it('for a rep who is away twice has the end of the second time', async () => {
    const ann = await aRep(app, 'Ann');
    await app.must('PUT', '/v1/routing', {
      rules: [{ name: 'All', when: {}, assign: { repId: ann.id } }],
      fallback: {},
    });
    const [until, back] = ['2026-03-02T17:00:00.000Z', '2026-03-05T09:00:00.000Z'];
    await app.must('POST', `/v1/reps/${ann.id}/absences`, { from: '2026-03-02T16:00:00.000Z', to: back });
    const read = await app.must('PUT', `/v1/reps/${ann.id}/availability`, { available: false, until });
    expect(read.receiving).toMatchObject({ now: false, why: 'unavailable', until: back });
  });

  it('is in lists and in every answer with a rep, and is ignored when it is sent back', async () => {
    const { reps } = await aDesk(app, ['Ann', 'Bo']);
    await app.must('PUT', `/v1/reps/${reps[0].id}/availability`, { available: false });
    const { data } = await app.must('GET', '/v1/reps');
    expect(data.map((rep: { receiving: object }) => rep.receiving)).toMatchObject([
      { now: false, why: 'unavailable' },
      { now: true },
    ]);
    expect((await app.must('GET', '/v1/reps?email=bo@example.com')).data[0].receiving.now).toBe(true);
    const key = await app.keyFor(['rep'], reps[0].id);
    expect((await app.get('/v1/reps', { key })).body.data).toMatchObject([{ receiving: { why: 'unavailable' } }]);
    const again = await app.must('PUT', `/v1/reps/${reps[0].id}`, data[0]);
    expect(again).toEqual(data[0]);
    const synced = await aRep(app, 'Cy', { refs: { crm: '1' } });
    expect(await app.must('PUT', '/v1/reps/by-ref/crm/1', synced)).toEqual(synced);
    expect((await app.must('PUT', '/v1/reps/batch', { reps: data })).results).toMatchObject([
      { status: 'unchanged' },
      { status: 'unchanged' },
    ]);
  });

  it('takes as many statements for a thousand reps as for one', async () => {
    const reps = Array.from({ length: 1_000 }, (_, index) => ({
      name: `Rep ${index}`,
      email: `r${index}@example.com`,
    }));
    const { results } = await app.must('PUT', '/v1/reps/batch', { reps });
    const ids = results.map(({ id }: { id: string }) => ({ id }));
    await allTo(app, await aPool(app, 'Desk', ids));
    const sent = jest.spyOn(pg.Client.prototype, 'query');
    // The minimum of some requests, because background work adds statements now and then.
    const statementsOf = async (path: string) => {
      const counts: number[] = [];
      for (let time = 0; time < 4; time += 1) {
        sent.mockClear();
        await app.must('GET', path);
        counts.push(sent.mock.calls.length);
      }
      return Math.min(...counts);
    };
    const ofOne = await statementsOf('/v1/reps?limit=1');
    const ofMany = await statementsOf('/v1/reps?limit=1000');
    sent.mockRestore();
    expect((await app.must('GET', '/v1/reps?limit=1000')).data).toHaveLength(1_000);
    expect(ofOne).toBeGreaterThan(0);
    expect(ofMany).toBe(ofOne);
  });
});
