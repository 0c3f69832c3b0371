import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { inLocalWords } from '../../src/calendar/zone.js';
import { MONDAY, TestApplication } from '../support/application.js';
import { DAY, HOUR, iso, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { notificationsOf } from '../support/notifications.js';
import { aDesk, aLead, aRep, aTouch, eventsOf, leadNow, theReps, timelineOf } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

const START = Date.parse(MONDAY);

const CADENCE = {
  steps: [
    { kinds: ['call'], after: 'P1D', within: 'PT4H' },
    { kinds: ['email', 'sms'], after: 'P2D', within: 'P1D' },
  ],
};

let app: TestApplication;
let ann: { id: string };
let bo: { id: string };
let boss: { id: string };

beforeAll(async () => {
  app = await TestApplication.start();
  boss = await aRep(app, 'Boss');
  [ann, bo] = await theReps(app, ['Ann', 'Bo'], { managerId: boss.id });
  await aDesk(app, [ann, bo]);
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const of = (rep: { id: string }) => ({ owner: { repId: rep.id } });
const promise = (fields: object = {}) => aPolicy(app, { within: 'PT1H' }, { time: 'elapsed', ...fields });
const touch = (lead: { id: string }, fields: object = {}) => aTouch(app, lead, fields);
const notified = async (rep: { id: string }) =>
  (await notificationsOf(app, rep)).map(({ type, text }: Json) => `${type}: ${text}`);
const clocks = async (lead: { id: string }, kind: string) =>
  (await leadNow(app, lead)).clocks.filter((clock: Json) => clock.kind === kind);
const standing = async (lead: { id: string }) =>
  (await leadNow(app, lead)).clocks
    .filter(({ state }: Json) => state === 'running')
    .map(({ kind, step, repId, opensAt, dueAt }: Json) => ({ kind, step, repId, opensAt, dueAt }));

describe('a cadence', () => {
  it('begins with the first touch, and runs step by step', async () => {
    await promise({ followUp: CADENCE, decideWithin: 'P5D' });
    const lead = await aLead(app, of(ann));
    await app.moveTo(START + 10 * MINUTE);
    await touch(lead);
    const first = { opensAt: iso(START + 10 * MINUTE + DAY), dueAt: iso(START + 10 * MINUTE + DAY + 4 * HOUR) };
    expect(await standing(lead)).toEqual([{ kind: 'followUp', step: 1, repId: ann.id, ...first }]);
    await app.moveTo(START + DAY + HOUR);
    // An email is of another kind than this step requires.
    await touch(lead, { kind: 'email', outcome: 'sent' });
    expect((await standing(lead))[0]).toMatchObject({ step: 1 });
    await touch(lead);
    expect(await standing(lead)).toEqual([
      {
        kind: 'followUp',
        step: 2,
        repId: ann.id,
        opensAt: iso(START + 3 * DAY + HOUR),
        dueAt: iso(START + 4 * DAY + HOUR),
      },
    ]);
    await app.moveTo(START + 3 * DAY);
    // Before the window of the step opens.
    await touch(lead, { kind: 'sms', outcome: 'sent' });
    expect(await standing(lead)).toEqual([
      { kind: 'decide', step: undefined, repId: ann.id, opensAt: undefined, dueAt: iso(START + 8 * DAY) },
    ]);
    expect((await clocks(lead, 'followUp')).map(({ state, step }: Json) => [step, state])).toEqual([
      [1, 'met'],
      [2, 'met'],
    ]);
  });

  it('notifies the owner when a window opens and when it was missed, then begins the next step', async () => {
    await promise({ followUp: CADENCE });
    const lead = await aLead(app, { ...of(ann), contact: { name: 'Kim Lee' } });
    await touch(lead);
    await app.moveTo(START + DAY - 1);
    expect(await notified(ann)).toHaveLength(1);
    await app.moveTo(START + DAY);
    expect((await notified(ann))[0]).toMatch(/^sla\.warned: .*waits for your call \(step 1 of 2\), due by/);
    await app.moveTo(START + DAY + 4 * HOUR);
    expect((await notified(ann))[0]).toMatch(/^sla\.escalated: Kim Lee got no call \(step 1 of 2\) from you in time$/);
    expect(await notified(boss)).toEqual([]);
    expect(await standing(lead)).toEqual([
      {
        kind: 'followUp',
        step: 2,
        repId: ann.id,
        opensAt: iso(START + 3 * DAY + 4 * HOUR),
        dueAt: iso(START + 4 * DAY + 4 * HOUR),
      },
    ]);
    const { data } = await app.must('GET', `/v1/leads/${lead.id}/timeline`);
    const texts = data.map(({ text }: Json) => text);
    expect(texts).toContain(
      `Ann was reminded of the follow-up (step 1), due by ${inLocalWords(START + DAY + 4 * HOUR, 'UTC')}`,
    );
    expect(texts).toContainEqual(expect.stringMatching(/^Follow-up \(step 2: e-mail or text message\) is due between/));
    expect(texts).toContain('Ann was notified: the deadline for step 1 of the follow-up was missed');
  });

  it('ends with contact from either side, and then a decision is due', async () => {
    await promise({ followUp: CADENCE, decideWithin: 'P5D' });
    const lead = await aLead(app, of(ann));
    await touch(lead);
    await app.moveTo(START + HOUR);
    await touch(lead, { kind: 'email', direction: 'inbound', outcome: 'replied' });
    expect(await clocks(lead, 'followUp')).toMatchObject([{ state: 'cancelled', endReason: 'contact' }]);
    expect(await standing(lead)).toMatchObject([{ kind: 'decide', dueAt: iso(START + HOUR + 5 * DAY) }]);
    await app.moveTo(START + 2 * DAY);
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'price' });
    expect(await clocks(lead, 'decide')).toMatchObject([{ state: 'met', metAt: iso(START + 2 * DAY) }]);
  });

  it('ends with a milestone too, and the timeline says so', async () => {
    await promise({ followUp: CADENCE });
    const lead = await aLead(app, of(ann));
    await touch(lead, { kind: 'email', outcome: 'sent' });
    await app.must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'opportunity' });
    expect(await clocks(lead, 'followUp')).toMatchObject([{ state: 'cancelled', endReason: 'contact' }]);
    expect(await timelineOf(app, lead)).toContain('Follow-up (step 1) is no longer owed: the lead reached a milestone');
  });

  it('whose step was missed moves to a new owner at once, if the policy says so', async () => {
    const onMiss = [{ after: 'PT0S', do: 'reassign' }];
    await promise({ followUp: { ...CADENCE, onMiss } });
    const lead = await aLead(app, of(ann));
    await touch(lead);
    await app.moveTo(START + DAY + 4 * HOUR);
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: bo.id });
    expect(await standing(lead)).toEqual([
      { kind: 'followUp', step: 1, repId: bo.id, opensAt: undefined, dueAt: iso(START + DAY + 8 * HOUR) },
    ]);
    expect((await notified(bo))[0]).toMatch(/moved from Ann to you: no follow-up in time/);
    await touch(lead);
    expect(await standing(lead)).toMatchObject([{ kind: 'followUp', step: 2, repId: bo.id }]);
  });

  it('is taken over as it is: an open window starts again, a later one keeps its time', async () => {
    await promise({ followUp: CADENCE });
    const [early, late] = [await aLead(app, of(ann)), await aLead(app, of(ann))];
    await touch(early);
    await touch(late);
    const pass = (lead: { id: string }) =>
      app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: bo.id, reason: 'hers' });
    await app.moveTo(START + 2 * HOUR);
    await pass(early);
    expect(await standing(early)).toEqual([
      { kind: 'followUp', step: 1, repId: bo.id, opensAt: iso(START + DAY), dueAt: iso(START + DAY + 4 * HOUR) },
    ]);
    await app.moveTo(START + DAY + 3 * HOUR);
    await pass(late);
    expect(await standing(late)).toEqual([
      { kind: 'followUp', step: 1, repId: bo.id, opensAt: undefined, dueAt: iso(START + DAY + 7 * HOUR) },
    ]);
    await app.moveTo(START + DAY + 4 * HOUR - 1);
    await touch(early);
    expect(await standing(early)).toMatchObject([{ step: 2, repId: bo.id }]);
  });

  it('is judged by when a touch happened, whenever it is reported', async () => {
    await promise({ followUp: CADENCE });
    const lead = await aLead(app, of(ann));
    await touch(lead);
    await app.moveTo(START + DAY + 5 * HOUR);
    await touch(lead, { occurredAt: iso(START + DAY + HOUR) });
    expect(await clocks(lead, 'followUp')).toMatchObject([
      { step: 1, state: 'met', metAt: iso(START + DAY + HOUR), breachedAt: iso(START + DAY + 4 * HOUR) },
      { step: 2, state: 'running' },
    ]);
    expect((await eventsOf(app, lead.id, 'sla.corrected')).length).toBe(1);
  });

  it('resumes after a no-show, also if no decision is required', async () => {
    await promise({ followUp: CADENCE });
    const [tried, reached] = [await aLead(app, of(ann)), await aLead(app, of(ann))];
    const noShow = { kind: 'meeting', outcome: 'noShow' };
    await touch(tried, noShow);
    expect((await standing(tried)).map(({ kind }: Json) => kind)).not.toContain('followUp');
    await touch(tried);
    await app.moveTo(START + DAY);
    await touch(tried);
    await touch(tried, { kind: 'sms', outcome: 'replied' });
    await touch(reached, { outcome: 'booked' });
    expect(await standing(tried)).toEqual([]);
    await app.moveTo(START + 2 * DAY);
    for (const lead of [tried, reached]) await touch(lead, noShow);
    expect(await standing(tried)).toMatchObject([{ kind: 'followUp', step: 2 }]);
    expect(await standing(reached)).toMatchObject([{ kind: 'followUp', step: 1, opensAt: iso(START + 3 * DAY) }]);
  });

  it('does not resume after a no-show once the lead has reached a milestone', async () => {
    await promise({ followUp: CADENCE, decideWithin: 'P5D' });
    const lead = await aLead(app, of(ann));
    await touch(lead);
    await app.must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'qualified' });
    await app.moveTo(START + DAY);
    await touch(lead, { kind: 'meeting', outcome: 'noShow' });
    expect(await standing(lead)).toEqual([]);
  });

  it('counts working time, without absences of its owner', async () => {
    await aPolicy(
      app,
      { within: 'PT1H' },
      { followUp: { steps: [{ kinds: ['call'], after: 'P1D', within: 'PT4H' }] } },
    );
    const lead = await aLead(app, of(ann));
    await app.moveTo(START + 5 * MINUTE);
    await touch(lead);
    const [{ dueAt }] = await standing(lead);
    await app.must('POST', `/v1/reps/${ann.id}/absences`, {
      from: iso(START + 6 * HOUR),
      to: iso(START + 6 * HOUR + 7 * DAY),
      reason: 'vacation',
    });
    await app.moveBy(MINUTE);
    const [{ dueAt: anew }] = await standing(lead);
    expect(Date.parse(anew)).toBeGreaterThan(Date.parse(dueAt) + 6 * DAY);
  });
});

describe('the engine does not forget a lead', () => {
  const toQueue = async (lead: { id: string }) => {
    const { id: poolId } = await app.must('POST', '/v1/pools', { name: `Empty ${lead.id}`, members: [] });
    await app.must('POST', `/v1/leads/${lead.id}/reassign`, { poolId, reason: 'nobody' });
  };
  const pass = (lead: { id: string }, rep: { id: string }) =>
    app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: rep.id, reason: 'hers' });
  const reply = { kind: 'email', direction: 'inbound', outcome: 'replied' };

  it('that was reached in a way that the policy does not count as contact', async () => {
    await promise({ followUp: { ...CADENCE, stopOn: ['booked'] }, decideWithin: 'P5D' });
    const lead = await aLead(app, of(ann));
    await touch(lead, { outcome: 'connected' });
    expect(await standing(lead)).toMatchObject([{ kind: 'followUp', step: 1 }]);
  });

  it('whose counted touch was not an attempt', async () => {
    const counts = [{ direction: 'outbound' }, { direction: 'outbound', outcomes: ['wrongNumber'] }];
    await aPolicy(app, { within: 'PT1H', counts }, { time: 'elapsed', followUp: CADENCE });
    const lead = await aLead(app, of(ann));
    await touch(lead, { outcome: 'wrongNumber' });
    expect(await standing(lead)).toMatchObject([{ kind: 'followUp', step: 1 }]);
  });

  it('that was reached while it waited for an owner', async () => {
    await promise({ followUp: CADENCE, decideWithin: 'P5D' });
    const lead = await aLead(app, of(ann));
    await toQueue(lead);
    await touch(lead, { outcome: 'connected', repId: boss.id });
    await pass(lead, bo);
    await touch(lead, { repId: bo.id });
    expect(await standing(lead)).toMatchObject([{ kind: 'decide', repId: bo.id }]);
  });

  it('whose new owner owes no first touch, because the former one was in time', async () => {
    const onBreach = [{ after: 'PT0S', do: 'reassign' }];
    await aPolicy(app, { within: 'PT1H', by: 'owner', onBreach }, { time: 'elapsed', followUp: CADENCE });
    const lead = await aLead(app, of(ann));
    await app.moveTo(START + HOUR + MINUTE);
    await touch(lead, { repId: ann.id, occurredAt: iso(START + 10 * MINUTE) });
    expect(await standing(lead)).toMatchObject([{ kind: 'followUp', step: 1, repId: bo.id }]);
  });

  it('that replied by itself: its owner still owes the first touch', async () => {
    await promise({ decideWithin: 'P5D' });
    const lead = await aLead(app, of(ann));
    await app.moveTo(START + 10 * MINUTE);
    await touch(lead, reply);
    expect((await standing(lead)).map(({ kind }: Json) => kind)).not.toContain('decide');
    await app.moveTo(START + 2 * HOUR - 1);
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: bo.id });
    expect(await standing(lead)).toContainEqual(expect.objectContaining({ kind: 'firstTouch', repId: bo.id }));
    await touch(lead, { repId: bo.id });
    expect(await standing(lead)).toMatchObject([{ kind: 'decide', repId: bo.id }]);
  });
});

describe('a closed lead', () => {
  it('ends its cadence as closed, and not by contact', async () => {
    await promise({ followUp: CADENCE, decideWithin: 'P5D' });
    const lead = await aLead(app, of(ann));
    await touch(lead);
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'price' });
    expect(await clocks(lead, 'followUp')).toMatchObject([{ state: 'cancelled', endReason: 'closed' }]);
  });

  it('still corrects a step that was in time, by a call reported late', async () => {
    await promise({ followUp: CADENCE });
    const lead = await aLead(app, of(ann));
    await touch(lead);
    await app.moveTo(START + DAY + 5 * HOUR);
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'price' });
    await touch(lead, { occurredAt: iso(START + DAY + HOUR) });
    expect((await clocks(lead, 'followUp'))[0]).toMatchObject({ state: 'met', metAt: iso(START + DAY + HOUR) });
  });

  it('sends no more escalations of a decision that has been made', async () => {
    const onMiss = [
      { after: 'PT0S', do: 'reassign' },
      { after: 'P1D', do: 'escalate', repeat: { every: 'P1D', times: 2 } },
    ];
    await promise({ decideWithin: { within: 'P5D', onMiss } });
    const lead = await aLead(app, of(ann));
    await touch(lead);
    await app.moveTo(START + 5 * DAY + HOUR);
    await app.must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'qualified' });
    await app.moveTo(START + 12 * DAY);
    expect(await notified(boss)).toEqual([]);
  });
});

describe('a decision', () => {
  it('is due after the first touch if there is no cadence, and a miss is enforced', async () => {
    const onMiss = [
      { after: 'PT0S', do: 'remind' },
      { after: 'P1D', do: 'escalate' },
    ];
    await promise({ decideWithin: { within: 'P5D', onMiss } });
    const lead = await aLead(app, of(ann));
    await touch(lead);
    expect(await standing(lead)).toMatchObject([{ kind: 'decide', repId: ann.id, dueAt: iso(START + 5 * DAY) }]);
    await app.moveTo(START + 5 * DAY);
    expect((await notified(ann))[0]).toMatch(/still waits for your decision: the deadline has passed/);
    await app.moveTo(START + 6 * DAY);
    expect((await notified(boss))[0]).toMatch(/Ann did not decide in time/);
  });

  it('may be postponed by a booked meeting, but not again; a no-show resumes the follow-up', async () => {
    await promise({ followUp: CADENCE, decideWithin: { within: 'P5D', meetings: 1 } });
    const lead = await aLead(app, of(ann));
    await touch(lead, { outcome: 'connected' });
    await app.moveTo(START + DAY);
    await touch(lead, { kind: 'meeting', outcome: 'booked' });
    expect(await standing(lead)).toMatchObject([{ kind: 'decide', dueAt: iso(START + 6 * DAY) }]);
    await app.moveTo(START + 2 * DAY);
    await touch(lead, { kind: 'meeting', outcome: 'booked' });
    expect(await standing(lead)).toMatchObject([{ kind: 'decide', dueAt: iso(START + 6 * DAY) }]);
    await app.moveTo(START + 3 * DAY);
    await touch(lead, { kind: 'meeting', outcome: 'noShow' });
    expect(await standing(lead)).toMatchObject([{ kind: 'followUp', step: 1, opensAt: iso(START + 4 * DAY) }]);
    await touch(lead, { outcome: 'connected' });
    expect(await standing(lead)).toMatchObject([{ kind: 'decide', dueAt: iso(START + 8 * DAY) }]);
  });

  it('that was missed is not escalated any more after a no-show', async () => {
    const onMiss = [{ after: 'PT0S', do: 'escalate', repeat: { every: 'P1D', times: 5 } }];
    await promise({ followUp: CADENCE, decideWithin: { within: 'P1D', onMiss } });
    const lead = await aLead(app, of(ann));
    await touch(lead, { outcome: 'connected' });
    const escalations = async () => (await eventsOf(app, lead.id, 'sla.escalated')).length;
    await app.moveTo(START + 2 * DAY + HOUR);
    expect(await escalations()).toBe(2);
    await touch(lead, { kind: 'meeting', outcome: 'noShow' });
    await app.moveTo(START + 3 * DAY - HOUR);
    await touch(lead);
    await app.moveTo(START + 4 * DAY);
    expect(await escalations()).toBe(2);
  });

  it('is made by a milestone', async () => {
    await promise({ decideWithin: 'P5D' });
    const lead = await aLead(app, of(ann));
    await touch(lead, { outcome: 'connected' });
    await app.moveTo(START + DAY);
    await app.must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'qualified' });
    expect(await clocks(lead, 'decide')).toMatchObject([{ state: 'met', metAt: iso(START + DAY) }]);
    expect(await standing(lead)).toEqual([]);
  });
});
