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

  it('that was reached while it waited for an owner', async () => {
    await promise({ followUp: CADENCE, decideWithin: 'P5D' });
    const lead = await aLead(app, of(ann));
    await toQueue(lead);
    await touch(lead, { outcome: 'connected', repId: boss.id });
    await pass(lead, bo);
    await touch(lead, { repId: bo.id });
    expect(await standing(lead)).toMatchObject([{ kind: 'decide', repId: bo.id }]);
  });
});

describe('a closed lead', () => {
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
});
