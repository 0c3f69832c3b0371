import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { HandoffsSweep } from '../../../src/handoffs/handoffs.sweep.js';
import { MONDAY, TestApplication } from '../../support/application.js';
import { DAY, HOUR, MINUTE } from '../../support/instants.js';
import type { Json } from '../../support/json.js';
import { toldTo } from '../../support/notifications.js';
import { aLead, aPool, aTouch, theReps } from '../../support/people.js';
import { aPolicy } from '../../support/policies.js';

/** A decision of a person; only what is suppressed as it comes in does not count. */
const CLOSED = { category: 'suppress', reason: 'competitor' };

let app: TestApplication;
let [ann, bo, mia]: Json[] = [];

beforeAll(async () => {
  app = await TestApplication.start();
  [ann, bo, mia] = await theReps(app, ['Ann', 'Bo', 'Mia']);
  await app.must('PUT', `/v1/reps/${ann!.id}`, { ...ann, managerId: mia!.id });
  const desk = await aPool(app, 'Desk', [ann!, bo!], { decline: { within: 'PT1H' } });
  const fair = await aPool(app, 'Fair', [ann!, bo!], { strategy: 'claim', claimWithin: 'PT20H' });
  const rules = [
    { name: 'Fair', when: { field: 'source', op: 'eq', value: 'fair' }, assign: { poolId: fair.id } },
    { name: 'All', when: {}, assign: { poolId: desk.id } },
  ];
  await app.must('PUT', '/v1/routing', { rules, fallback: {} });
  const onBreach = [{ after: 'PT0S', do: 'reassign' }];
  await aPolicy(app, { within: 'PT30M', maxReassignments: 1, onBreach }, { time: 'elapsed' });
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

let people = 0;
const someone = (fields: object = {}): Promise<Json> => {
  people += 1;
  return aLead(app, { contact: { email: `kim${people}@example${people}.org` }, ...fields });
};
const keyOf = (repId: string) => app.keyFor(['rep'], repId);
const of = (rep: Json | undefined) => ({ owner: { repId: rep!.id } });
const close = (lead: Json, body: object = CLOSED) => app.must('POST', `/v1/leads/${lead.id}/disposition`, body);
const aDeal = (lead: Json, amount: string, fields: object = {}) =>
  app.must('POST', '/v1/deals', {
    name: `Deal ${amount}`,
    leadId: lead.id,
    account: { name: `Acme ${amount}` },
    amount,
    currency: 'EUR',
    ...fields,
  });
const mapOf = async (query = '', key?: string): Promise<Json> =>
  (await app.must('GET', `/v1/handoffs/map${query}`, undefined, key === undefined ? undefined : { key })).leads;
const to = ({ arrows }: Json, stage: string): Json => arrows.find((each: Json) => each.to === stage);
const times = ({ exceptions }: Json) => Object.fromEntries(exceptions.map(({ about, leads }: Json) => [about, leads]));

describe('the map of leads', () => {
  it('says how long each step took, what waits at it and what was late', async () => {
    const [touched, , claimed] = [await someone(of(ann)), await someone(of(ann)), await someone({ source: 'fair' })];
    await someone({ source: 'fair' });
    await app.moveBy(10 * MINUTE);
    await aTouch(app, touched);
    await app.moveBy(10 * MINUTE);
    await app.must('POST', `/v1/leads/${claimed.id}/claim`, undefined, { key: await app.keyFor(['rep'], bo!.id) });
    await app.moveBy(5 * MINUTE);
    await aTouch(app, claimed);
    // The second lead is missed after half an hour, moves to Bo, and still waits.
    await app.moveBy(45 * MINUTE);
    await close(touched);
    const map = await mapOf();
    expect(map.leads).toBe(4);
    expect(to(map, 'queue').words).toEqual(['4 leads, 2 of them queued or offered']);
    expect(to(map, 'owner')).toMatchObject({
      waiting: 1,
      stalls: { missed: 0, unfinished: 0 },
      taken: { ended: 1, running: 1, kept: 1, missed: 0, elapsed: { medianSeconds: 20 * 60, p90Seconds: 20 * 60 } },
    });
    // After 10 and 5 minutes.
    expect(to(map, 'touch')).toMatchObject({
      waiting: 1,
      stalls: { missed: 1, unfinished: 1 },
      taken: { ended: 2, running: 0, kept: 2, missed: 1, elapsed: { medianSeconds: 5 * 60, p90Seconds: 10 * 60 } },
      isWorst: true,
      why: 'First owner → First touch: 1 of 3 leads got no touch in time; 1 still waits.',
    });
    // An hour after the touch; the one of Bo still is to be decided.
    expect(to(map, 'decision')).toMatchObject({
      waiting: 1,
      taken: { ended: 1, running: 1, elapsed: { medianSeconds: 3_600 } },
      isWorst: false,
    });
    expect(times(map)).toEqual({ queued: 2, movedByBreach: 1 });
    expect(map.worst).toBe(to(map, 'touch').why);
    expect(map.mermaid).toContain('linkStyle 2');
    const diagnosis = await app.must('GET', '/v1/handoffs/diagnosis');
    expect(diagnosis.leads).toMatch(
      /^4 leads came in\. It took: Queue or offer → First owner 20 minutes; .* It stalls/,
    );
  });

  it('has the money of open deals that wait, and of deals lost after a miss', async () => {
    const [open, lost, kept] = [await someone(of(ann)), await someone(of(ann)), await someone(of(ann))];
    await aTouch(app, kept);
    await aDeal(open, '500.00');
    await aDeal(open, '0.50', { leadId: undefined });
    const gone = [await aDeal(lost, '70.00'), await aDeal(kept, '9.00')];
    await app.moveBy(HOUR);
    for (const deal of gone)
      await app.must('POST', `/v1/deals/${deal.id}/lose`, { reason: 'competitor', lead: 'keep' });
    const map = await mapOf();
    expect(to(map, 'touch').money).toEqual([
      { currency: 'EUR', waitingDeals: 1, waitingAmount: '500.00', lostDeals: 1, lostAmount: '70.00' },
    ]);
    expect([to(map, 'owner').money, to(map, 'decision').money]).toEqual([[], []]);
  });

  it('leaves out tests, merged leads, and those that were suppressed as they came in', async () => {
    const real = await someone(of(ann));
    await someone({ test: true });
    const other = await someone(of(ann));
    await app.must('POST', `/v1/leads/${other.id}/merge`, { into: real.id });
    await app.must('POST', '/v1/suppressions', { email: 'no@nowhere.example', reason: 'do_not_contact' });
    await aLead(app, { contact: { email: 'no@nowhere.example' } });
    expect(await mapOf()).toMatchObject({ leads: 1 });
    await app.must('POST', `/v1/leads/${other.id}/unmerge`);
    const map = await mapOf();
    expect([map.leads, times(map)]).toEqual([2, {}]);
  });

  it('counts what happens to leads besides, unless it was taken back', async () => {
    const [declined, unasked, reopened] = [await someone(), await someone(of(ann)), await someone(of(ann))];
    await app.must(
      'POST',
      `/v1/leads/${declined.id}/decline`,
      { reason: 'noTime' },
      { key: await keyOf(declined.ownerId) },
    );
    await close(unasked, { category: 'recycle', reason: 'unreachable' });
    await close(reopened);
    await app.must('POST', `/v1/leads/${reopened.id}/reopen`, { reason: 'Asks again' });
    expect(times(await mapOf())).toEqual({ declined: 1, closedWithoutAttempts: 1, reopened: 1 });
    const began = app.time.now();
    await app.moveBy(HOUR);
    // The declined one has moved once already, which is the most.
    expect(times(await mapOf())).toMatchObject({ movedByBreach: 1 });
    const span = { from: new Date(began).toISOString(), to: new Date(app.time.now()).toISOString() };
    await app.must('POST', '/v1/enforcement/undo', span);
    expect(times(await mapOf()).movedByBreach).toBeUndefined();
  });

  it('is of four weeks by default, of a quarter at most, and not of one kind of handoff', async () => {
    await someone(of(ann));
    await app.moveBy(29 * DAY);
    expect(await mapOf()).toMatchObject({ leads: 0, arrows: expect.anything(), worst: null });
    expect(await mapOf(`?from=${MONDAY}`)).toMatchObject({ leads: 1, from: MONDAY });
    await app.moveBy(100 * DAY);
    expect(await mapOf(`?from=${MONDAY}`)).toMatchObject({ leads: 0 });
  });

  it('shows reps the leads and the deals of their own, and managers also those of their reps', async () => {
    const [mine, theirs] = [await someone(of(ann)), await someone(of(bo))];
    await aDeal(mine, '10.00', { ownerRepId: bo!.id });
    await aDeal(theirs, '20.00', { ownerRepId: bo!.id });
    const seen = async (key: string) => {
      const map = await mapOf('', key);
      return [map.leads, to(map, 'touch').waiting, to(map, 'touch').money.map((each: Json) => each.waitingAmount)];
    };
    expect(await seen(await keyOf(ann!.id))).toEqual([1, 1, []]);
    expect(await seen(await keyOf(bo!.id))).toEqual([1, 1, ['20.00']]);
    expect(await seen(await app.keyFor(['manager'], mia!.id))).toEqual([1, 1, []]);
    expect(await seen(await app.keyFor(['read']))).toEqual([2, 2, ['30.00']]);
  });
});

describe('an action about a step of the way of leads', () => {
  const path = '/v1/handoffs/diagnosis/actions';
  const decide = (step: string, days = 7) =>
    app.ask('POST', path, {
      about: 'leads',
      step,
      text: 'Call within ten minutes',
      ownerRepId: bo!.id,
      dueOn: new Date(app.time.now() + days * DAY).toISOString().slice(0, 10),
    });
  const figures = async (key?: string) => {
    const { data } = await app.must('GET', path, undefined, key === undefined ? undefined : { key });
    return data.map(({ step, before, after }: Json) => [step, before, after]);
  };

  it('is told to whoever is to do it, unless they have decided on it', async () => {
    await decide('touch');
    const own = {
      about: 'leads',
      step: 'decision',
      text: 'Decide on Fridays',
      ownerRepId: ann!.id,
      dueOn: '2026-03-09',
    };
    await app.must('POST', path, own, { key: await app.keyFor(['admin', 'rep'], ann!.id) });
    expect(await toldTo(app, bo!, 'handoff.actionGiven')).toEqual([
      'An action that was decided on the diagnosis of handoffs is yours, to be done by 9 March 2026: see it on the map of handoffs',
    ]);
    expect(await toldTo(app, ann!, 'handoff.actionGiven')).toEqual([]);
  });

  it('reminds whoever is to do it on its day, once, while it is open', async () => {
    const remind = () => app.application.app.get(HandoffsSweep).look();
    const { body } = await decide('touch');
    await app.moveTo('2026-03-08T12:00:00Z');
    await remind();
    expect(await toldTo(app, bo!, 'handoff.actionDue')).toEqual([]);
    await app.moveTo('2026-03-09T12:00:00Z');
    await remind();
    await remind();
    expect(await toldTo(app, bo!, 'handoff.actionDue')).toEqual([
      'An action of yours on the diagnosis of handoffs is due by 9 March 2026 and still open: do it, or see it on the map of handoffs',
    ]);
    expect(body).not.toHaveProperty('remindedAt');
  });

  it('reminds nobody of what is done, or was given on its day', async () => {
    const { body } = await decide('touch');
    await app.must('POST', `${path}/${body.id}/end`, { outcome: 'done' });
    await app.moveTo('2026-03-09T12:00:00Z');
    await decide('touch', 0);
    await app.application.app.get(HandoffsSweep).look();
    expect(await toldTo(app, bo!, 'handoff.actionDue')).toEqual([]);
  });

  it('has the leads with a miss there of the four weeks before it was decided, and after its day', async () => {
    await someone(of(ann));
    await app.moveBy(HOUR);
    const { body } = await decide('touch');
    expect(body).toMatchObject({ kindId: null, counts: 'leads that got no touch in time', before: 1, after: null });
    await decide('decision');
    await app.moveBy(9 * DAY);
    await aTouch(app, await someone(of(ann)));
    await someone(of(ann));
    await someone(of(bo));
    await app.moveTo(body.measuredAt);
    expect(await figures()).toEqual([
      ['decision', 0, 0],
      ['touch', 1, 2],
    ]);
    // Both leads have moved from one rep to the other, so each has handed one over and owns the other.
    expect(await figures(await app.keyFor(['manager'], mia!.id))).toEqual(await figures(await keyOf(ann!.id)));
  });

  it('is one of three at most, beside those of handoffs', async () => {
    const statuses = [];
    for (const step of ['owner', 'touch', 'decision', 'touch']) statuses.push((await decide(step)).status);
    expect(statuses).toEqual([201, 201, 201, 422]);
    const ofHandoffs = { about: 'stalls', text: 'Ask', ownerRepId: bo!.id, dueOn: '2030-01-01' };
    await app.must('POST', path, ofHandoffs);
  });
});
