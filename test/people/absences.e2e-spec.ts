import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { MONDAY, TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aRep, eventsOf, faults, leadNow, NOBODY, ownersOf, theReps } from '../support/people.js';

const FROM = '2026-03-02T16:00:00.000Z';
const TO = '2026-03-03T12:00:00.000Z';
const WITH_CLOCK = { name: 'P', firstTouch: { within: 'PT90M', onBreach: [] } };

let app: TestApplication;
let ann: { id: string };
let bo: { id: string };
beforeAll(async () => {
  app = await TestApplication.start();
  [ann, bo] = await theReps(app, ['Ann', 'Bo']);
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const path = () => `/v1/reps/${ann.id}/absences`;
const absent = async (fields: object = {}) => {
  const { replanned: _, ...absence } = await app.must('POST', path(), { from: FROM, to: TO, ...fields });
  return absence as Json;
};

/** Three leads of Ann's: one untouched, one tried and one reached. */
async function threeLeads() {
  await aDesk(app, [ann, bo]);
  const leads: Json[] = [];
  for (const email of ['a@example.org', 'b@example.org', 'c@example.org']) {
    leads.push(await aLead(app, { contact: { email }, owner: { repId: ann.id } }));
  }
  const touch = (index: number, outcome: string) =>
    app.must('POST', `/v1/leads/${leads[index].id}/touches`, { kind: 'call', outcome });
  await touch(1, 'noAnswer');
  await touch(2, 'connected');
  return leads;
}

describe('an absence', () => {
  it('is saved with its default, listed by its start, and deleted', async () => {
    const later = await absent({ from: '2026-04-01T00:00:00Z', to: '2026-04-02T00:00:00Z', reason: ' Holiday ' });
    expect(later).toEqual({
      id: expect.any(String),
      repId: ann.id,
      from: '2026-04-01T00:00:00.000Z',
      to: '2026-04-02T00:00:00.000Z',
      reason: 'Holiday',
      openLeads: 'reassignUntouched',
      createdAt: MONDAY,
    });
    const sooner = await absent({ openLeads: 'keep' });
    const between = await absent({ from: '2026-03-09T00:00:00Z', to: '2026-03-10T00:00:00Z' });
    const page = await app.must('GET', `${path()}?limit=2`);
    expect(page.data).toEqual([sooner, between]);
    expect(await app.must('GET', `${path()}?limit=2&cursor=${page.nextCursor}`)).toEqual({
      data: [later],
      nextCursor: null,
    });
    expect(await app.must('GET', `${path()}/${later.id}`)).toEqual(later);
    expect((await app.delete(`${path()}/${later.id}`)).status).toBe(204);
    expect((await app.get(`${path()}/${later.id}`)).status).toBe(404);
    expect((await app.delete(`${path()}/${later.id}`)).status).toBe(404);
  });

  it.each([
    ['what is missing', {}, ['/from required', '/to required']],
    [
      'what is of another type',
      { from: 1, to: 'soon', reason: 3, openLeads: 'drop' },
      ['/from type', '/openLeads value', '/reason type', '/to instant'],
    ],
    ['what is unknown', { from: FROM, to: TO, until: TO }, ['/until unknown']],
    ['an end before its start', { from: TO, to: FROM }, ['/to inverted']],
    ['an end at its start', { from: TO, to: TO }, ['/to inverted']],
    ['an end that has come', { from: '2026-03-01T00:00:00Z', to: MONDAY }, ['/to past']],
  ])('is refused for %s', async (_, body, expected) => {
    expect(faults(await app.post(path(), body)).sort()).toEqual(expected);
  });

  it('is refused beyond five hundred, not counting those that ended 400 days ago', async () => {
    await app.asOwner(`
      insert into absence (id, rep_id, from_at, to_at, open_leads, created_at)
      select gen_random_uuid(), '${ann.id}', ended - interval '1 hour', ended, 'keep', now()
        from (select '2026-03-02T15:00Z'::timestamptz - interval '399 days' + n * interval '1 hour' as ended
                from generate_series(1, 499) as n
               union all select '2026-03-02T15:00Z'::timestamptz - interval '400 days') as past`);
    await absent();
    const { status, body } = await app.post(path(), { from: FROM, to: TO });
    expect(status).toBe(422);
    expect(body.errors).toEqual([
      { pointer: '', code: 'tooMany', message: expect.stringMatching(/at most 500 .* this rep has 500/) },
    ]);
    await app.must('POST', `/v1/reps/${bo.id}/absences`, { from: FROM, to: TO });
  });

  it('is accessible only under its own rep', async () => {
    const { id } = await absent();
    expect((await app.get(`/v1/reps/${bo.id}/absences/${id}`)).status).toBe(404);
    expect((await app.delete(`/v1/reps/${bo.id}/absences/${id}`)).status).toBe(404);
    expect((await app.get(`${path()}/${NOBODY}`)).status).toBe(404);
    expect((await app.get(`/v1/reps/${NOBODY}/absences`)).status).toBe(404);
    expect((await app.post(`/v1/reps/${NOBODY}/absences`, { from: FROM, to: TO })).status).toBe(404);
  });

  it('is set by the rep or a manager of theirs, and by no other rep', async () => {
    const cy = await aRep(app, 'Cy');
    await app.must('PUT', `/v1/reps/${ann.id}`, { name: 'Ann', email: 'ann@example.com', managerId: bo.id });
    const asking = async (scope: string, rep: { id: string }) => ({ key: await app.keyFor([scope], rep.id) });
    const own = await asking('rep', ann);
    const { body } = await app.post(path(), { from: FROM, to: TO, reason: 'Ill' }, own);
    expect((await app.get(`${path()}/${body.id}`, own)).status).toBe(200);
    expect((await app.get(path(), await asking('manager', bo))).body.data).toHaveLength(1);
    expect((await app.get(path(), { key: await app.keyFor(['read']) })).body.data).toHaveLength(1);
    const stranger = await asking('manager', cy);
    expect((await app.get(path(), stranger)).status).toBe(404);
    expect((await app.post(path(), { from: FROM, to: TO }, stranger)).status).toBe(404);
    expect((await app.delete(`${path()}/${body.id}`, stranger)).status).toBe(404);
    expect((await app.delete(`${path()}/${body.id}`, await asking('manager', bo))).status).toBe(204);
    // The ledger records who and when, never why.
    const events = (await eventsOf(app, ann.id, 'config.changed')).slice(2);
    expect(events.map(({ actor, data }) => [actor.id, data.change])).toEqual([
      [ann.id, 'created'],
      [bo.id, 'deleted'],
    ]);
    expect(JSON.stringify(events)).not.toContain('Ill');
  });
});

describe('open leads when an absence begins', () => {
  it.each([
    ['reassignUntouched', [true, false, false]],
    ['reassignAll', [true, true, true]],
    ['keep', [false, false, false]],
  ])('are moved or kept as %s says', async (openLeads, moved) => {
    const leads = await threeLeads();
    await absent({ openLeads });
    await app.moveTo(Date.parse(FROM) - 1);
    expect(await ownersOf(app, leads)).toEqual([ann.id, ann.id, ann.id]);
    await app.moveTo(FROM);
    expect(await ownersOf(app, leads)).toEqual(moved.map((is) => (is ? bo.id : ann.id)));
    const { data } = await app.must('GET', `/v1/leads/${leads[0].id}/routing`);
    expect(data[0].cause).toBe(moved[0] ? 'absence' : 'given');
    const [away] = await eventsOf(app, ann.id, 'rep.*');
    expect(away).toMatchObject({ type: 'rep.away', occurredAt: FROM, data: { absenceId: expect.any(String) } });
  });

  it('move before the response if the absence has begun already', async () => {
    const leads = await threeLeads();
    await absent({ from: '2026-03-01T00:00:00Z' });
    expect(await ownersOf(app, leads)).toEqual([bo.id, ann.id, ann.id]);
    expect(await eventsOf(app, ann.id, 'rep.*')).toMatchObject([{ type: 'rep.away', occurredAt: MONDAY }]);
  });

  it('stay if the engine looks only after the rep is back', async () => {
    const leads = await threeLeads();
    await absent({ openLeads: 'reassignAll' });
    app.time.moveTo(Date.parse(TO));
    await app.settle();
    expect(await ownersOf(app, leads)).toEqual([ann.id, ann.id, ann.id]);
    expect((await app.must('GET', `/v1/leads/${leads[0].id}/routing`)).data).toHaveLength(1);
    expect((await eventsOf(app, ann.id, 'rep.*')).map(({ type }) => type)).toEqual(['rep.away', 'rep.back']);
  });

  it('stay in their pool, whatever the rules say now', async () => {
    const { pool } = await aDesk(app, [ann, bo], { name: 'Theirs' });
    const leads = [await aLead(app), await aLead(app)];
    const lead = leads.find(({ ownerId }) => ownerId === ann.id);
    await aDesk(app, [await aRep(app, 'Cy')], { name: 'Other' });
    await absent();
    await app.moveTo(FROM);
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: bo.id, poolId: pool.id, rule: 'All' });
  });

  it('wait in the queue if there is no other rep, and come back with the rep', async () => {
    await aDesk(app, [ann]);
    const lead = await aLead(app);
    await absent();
    await app.moveTo(FROM);
    expect((await leadNow(app, lead)).ownerId).toBeNull();
    await app.moveTo(Date.parse(TO) - 1);
    expect((await leadNow(app, lead)).ownerId).toBeNull();
    await app.moveTo(TO);
    expect((await leadNow(app, lead)).ownerId).toBe(ann.id);
    expect((await eventsOf(app, ann.id, 'rep.*')).map(({ type, occurredAt }) => [type, occurredAt])).toEqual([
      ['rep.away', FROM],
      ['rep.back', TO],
    ]);
  });

  it('are not given to an absent rep, however many pools the rep is in', async () => {
    await absent({ from: '2026-03-01T00:00:00Z' });
    await aDesk(app, [ann, bo]);
    expect([(await aLead(app)).ownerId, (await aLead(app)).ownerId]).toEqual([bo.id, bo.id]);
  });
});

describe('clocks', () => {
  const dueAt = async (lead: { id: string }) =>
    (await leadNow(app, lead)).clocks.find(({ kind }: { kind: string }) => kind === 'firstTouch').dueAt;

  it('do not run while their owner is absent', async () => {
    await app.must('POST', '/v1/sla-policies', WITH_CLOCK);
    const lead = await aLead(app, { owner: { repId: ann.id } });
    expect(await dueAt(lead)).toBe('2026-03-02T16:30:00.000Z');
    // The hour from 15:00 to 16:00 is used; half an hour is left from 12:00 on the next day.
    const { id } = await absent({ openLeads: 'keep' });
    expect(await dueAt(lead)).toBe('2026-03-03T12:30:00.000Z');
    expect(await eventsOf(app, lead.id, 'sla.replanned')).toMatchObject([
      { data: { dueAt: '2026-03-03T12:30:00.000Z', formerDueAt: '2026-03-02T16:30:00.000Z', why: 'absences' } },
    ]);
    const { data } = await app.must('GET', `/v1/leads/${lead.id}/timeline`);
    expect(data.at(-1).text).toMatch(/ due by Tue 3 Mar 2026, 12:30 \(UTC\): the absences of Ann were changed$/);
    const tried = await app.must('DELETE', `${path()}/${id}?dryRun=true`);
    expect(tried).toMatchObject({ id, replanned: { clocks: 1, complete: true } });
    expect(await dueAt(lead)).toBe('2026-03-03T12:30:00.000Z');
    await app.must('DELETE', `${path()}/${id}`);
    expect(await dueAt(lead)).toBe('2026-03-02T16:30:00.000Z');
  });

  it('skip an absence that is known when the lead comes in', async () => {
    await app.must('POST', '/v1/sla-policies', WITH_CLOCK);
    await absent({ openLeads: 'keep' });
    expect(await dueAt(await aLead(app, { owner: { repId: ann.id } }))).toBe('2026-03-03T12:30:00.000Z');
  });

  it('in elapsed time run on through an absence', async () => {
    await app.must('POST', '/v1/sla-policies', { ...WITH_CLOCK, time: 'elapsed' });
    await absent({ openLeads: 'keep' });
    expect(await dueAt(await aLead(app, { owner: { repId: ann.id } }))).toBe('2026-03-02T16:30:00.000Z');
  });

  it('of leads that move begin anew with the next owner', async () => {
    await app.must('POST', '/v1/sla-policies', WITH_CLOCK);
    await aDesk(app, [bo]);
    const lead = await aLead(app, { owner: { repId: ann.id } });
    await absent();
    await app.moveTo(FROM);
    const { ownerId, clocks } = await leadNow(app, lead);
    expect(ownerId).toBe(bo.id);
    const owners = clocks.filter(({ kind }: { kind: string }) => kind === 'firstTouch');
    expect(owners).toMatchObject([
      { repId: ann.id, state: 'cancelled', endReason: 'reassigned' },
      { repId: bo.id, state: 'running', dueAt: '2026-03-03T09:30:00.000Z' },
    ]);
  });
});

describe('deleting an absence', () => {
  it('that has begun brings the rep back at once', async () => {
    await aDesk(app, [ann]);
    const { id } = await absent({ from: MONDAY });
    const lead = await aLead(app);
    expect(lead.ownerId).toBeNull();
    await app.moveTo('2026-03-02T15:20:00.000Z');
    await app.must('DELETE', `${path()}/${id}`);
    await app.settle();
    expect((await leadNow(app, lead)).ownerId).toBe(ann.id);
    await app.moveTo('2026-03-05T00:00:00.000Z');
    const told = await eventsOf(app, ann.id, 'rep.*');
    expect(told.map(({ type, occurredAt, actor }) => [type, occurredAt, actor.type])).toEqual([
      ['rep.away', MONDAY, 'system'],
      ['rep.back', '2026-03-02T15:20:00.000Z', 'key'],
    ]);
  });

  it('that is to come leaves only the record of its deletion', async () => {
    const leads = await threeLeads();
    const { id } = await absent();
    await app.must('DELETE', `${path()}/${id}`);
    await app.moveTo(TO);
    expect(await ownersOf(app, leads)).toEqual([ann.id, ann.id, ann.id]);
    expect(await eventsOf(app, ann.id, 'rep.*')).toEqual([]);
  });
});

describe('absences that begin at the same time', () => {
  it('begin one after the other, each recorded', async () => {
    await aDesk(app, [ann, bo]);
    for (let sent = 0; sent < 10; sent += 1) await aLead(app, { owner: { repId: ann.id } });
    const bodies = Array.from({ length: 20 }, (_, index) => ({ from: MONDAY, to: `2026-03-03T12:00:0${index % 10}Z` }));
    const answers = await Promise.all(bodies.map((body) => app.post(path(), body)));
    expect(answers.map(({ status }) => status)).toEqual(bodies.map(() => 201));
    await app.settle();
    expect(await eventsOf(app, ann.id, 'rep.away')).toHaveLength(20);
    await app.moveTo('2026-03-03T12:00:10.000Z');
    expect(await eventsOf(app, ann.id, 'rep.back')).toHaveLength(20);
  });
});

describe('absences that overlap', () => {
  it('keep the rep away while any of them lasts', async () => {
    await app.must('POST', '/v1/sla-policies', WITH_CLOCK);
    const lead = await aLead(app, { owner: { repId: ann.id } });
    await absent({ openLeads: 'keep' });
    await absent({ from: '2026-03-02T16:30:00Z', to: '2026-03-03T10:00:00Z', openLeads: 'keep' });
    const last = await absent({ from: '2026-03-03T11:00:00Z', to: '2026-03-03T16:00:00Z', openLeads: 'keep' });
    const [clock] = (await leadNow(app, lead)).clocks;
    expect(clock.dueAt).toBe('2026-03-03T16:30:00.000Z');
    await aDesk(app, [ann]);
    await app.moveTo('2026-03-03T15:59:00.000Z');
    const waiting = await aLead(app);
    expect(waiting.ownerId).toBeNull();
    await app.moveTo('2026-03-03T16:00:00.000Z');
    expect((await leadNow(app, waiting)).ownerId).toBe(ann.id);
    const told = await eventsOf(app, ann.id, 'rep.*');
    expect(told).toHaveLength(6);
    expect(told.at(-1)).toMatchObject({ type: 'rep.back', data: { absenceId: last.id } });
  });
});

it('the actions after a miss do not wait until the absent owner is back', async () => {
  const onBreach = [{ after: 'PT15M', do: 'escalate', to: 'queueOwner' }];
  await app.must('POST', '/v1/sla-policies', { name: 'P', when: {}, firstTouch: { within: 'PT5M', onBreach } });
  const lead = await aLead(app, { owner: { repId: ann.id } });
  await app.moveBy(6 * 60_000);
  await absent({ from: new Date(app.time.now()).toISOString(), openLeads: 'keep' });
  await app.moveBy(15 * 60_000);
  expect(await eventsOf(app, lead.id, 'sla.escalated')).toMatchObject([{ data: { why: 'policy' } }]);
});
