import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { MONDAY, TestApplication } from '../support/application.js';
import { iso, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aRep, aTouch, eventsOf, leadNow } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

const START = Date.parse(MONDAY);
const steps = [
  { kinds: ['call'], after: 'PT1H', within: 'PT1H' },
  { kinds: ['call'], after: 'PT1H', within: 'PT1H' },
];

let app: TestApplication;
let ann: Json;

beforeAll(async () => {
  app = await TestApplication.start();
  ann = await aRep(app, 'Ann');
  await aDesk(app, [ann, await aRep(app, 'Bo')]);
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const mine = () => aLead(app, { owner: { repId: ann.id } });
const takeBack = (lead: Json, { id }: Json) =>
  app.must('POST', `/v1/leads/${lead.id}/touches/${id}/void`, { reason: 'Told twice' });
const clocksOf = async (lead: Json) =>
  (await leadNow(app, lead)).clocks.map(({ kind, step, state, startedAt, dueAt, metAt }: Json) => [
    kind,
    step,
    state,
    startedAt,
    dueAt,
    metAt,
  ]);

describe('a call that was reported twice and voided once', () => {
  it('still counts as the first touch, and the next step goes on', async () => {
    await aPolicy(app, { within: 'PT30M' }, { time: 'elapsed', followUp: { steps } });
    const lead = await mine();
    await app.moveBy(10 * MINUTE);
    const call = { occurredAt: iso(START + 10 * MINUTE) };
    await aTouch(app, lead, call);
    const twin = await aTouch(app, lead, call);
    await app.moveBy(MINUTE);
    const before = await clocksOf(lead);
    await takeBack(lead, twin);
    expect(await clocksOf(lead)).toEqual(before);
    expect(await eventsOf(app, lead.id, 'sla.cancelled')).toEqual([]);
  });

  it('still meets its step, and the next one goes on', async () => {
    await aPolicy(app, { within: 'PT30M' }, { time: 'elapsed', followUp: { steps } });
    const lead = await mine();
    await app.moveBy(10 * MINUTE);
    await aTouch(app, lead);
    await app.moveBy(90 * MINUTE);
    const call = { occurredAt: iso(START + 100 * MINUTE) };
    const first = await aTouch(app, lead, call);
    await aTouch(app, lead, call);
    await app.moveBy(MINUTE);
    const before = await clocksOf(lead);
    await takeBack(lead, first);
    expect(await clocksOf(lead)).toEqual(before);
  });
});

describe('a voided touch that was reported together with others', () => {
  it('does not cancel clocks that another touch began', async () => {
    await aPolicy(app, { within: 'PT1H' }, { time: 'elapsed', decideWithin: 'PT2H' });
    const lead = await mine();
    await app.moveBy(10 * 60 * MINUTE);
    // Reported so late that the time to decide would be over, so it counts from the report.
    await aTouch(app, lead, { occurredAt: iso(START + 30 * MINUTE) });
    const other = await aTouch(app, lead, { kind: 'email', outcome: 'sent' });
    await app.moveBy(MINUTE);
    const decisions = async () => (await clocksOf(lead)).filter(([kind]: Json) => kind === 'decide');
    const before = await decisions();
    await takeBack(lead, other);
    expect(before).toHaveLength(1);
    expect(await decisions()).toEqual(before);
  });

  it('cancels the clocks that it alone began', async () => {
    await aPolicy(app, { within: 'PT1H' }, { time: 'elapsed', followUp: { steps }, decideWithin: 'PT2H' });
    const lead = await mine();
    await app.moveBy(10 * 60 * MINUTE);
    await aTouch(app, lead, { occurredAt: iso(START + 30 * MINUTE) });
    const other = await aTouch(app, lead, { outcome: 'connected' });
    await app.moveBy(MINUTE);
    await takeBack(lead, other);
    const running = (await leadNow(app, lead)).clocks.filter(({ state }: Json) => state === 'running');
    expect(running.map(({ kind, step }: Json) => [kind, step])).toEqual([['followUp', 1]]);
  });
});
