import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aPool, aRep, aTouch, eventsOf, leadNow, timelineOf } from '../support/people.js';
import { aPolicy, clockOf } from '../support/policies.js';
import { CALLS, DAY, HOUR, iso, MINUTE, START } from './contact.builder.js';

let app: TestApplication;
beforeEach(async () => {
  app = await TestApplication.start();
});
afterEach(() => app.stop());

const settings = (fields: object) => app.must('PUT', '/v1/settings', fields);
const texts = ({ id }: { id: string }) => timelineOf(app, { id });
const touch = (lead: { id: string }, fields: object = {}) => aTouch(app, lead, fields);
const followUps = async (lead: { id: string }) =>
  (await leadNow(app, lead)).clocks
    .filter(({ kind }: Json) => kind === 'followUp')
    .map(({ step, state, endReason }: Json) => [step, state, ...(endReason === undefined ? [] : [endReason])]);

describe('a follow-up step that the person does not want', () => {
  const CADENCE = {
    steps: [
      { kinds: ['call'], after: 'PT0S', within: 'PT1H' },
      { kinds: ['email'], after: 'PT1H', within: 'PT1H' },
      { kinds: ['call'], after: 'PT1H', within: 'PT1H' },
    ],
  };
  const MAILED = { kind: 'email', outcome: 'sent' };
  const UNCALLED = { contact: { phone: '+18085550100', email: 'kim@example.org', doNot: ['call'] } };
  const promised = (fields: object = {}) =>
    aPolicy(app, { within: 'PT1H' }, { time: 'elapsed', followUp: CADENCE, decideWithin: 'P5D', ...fields });

  it('is left out with a sentence, and the next one begins', async () => {
    await aDesk(app, ['Ann']);
    await promised();
    const lead = await aLead(app, UNCALLED);
    await touch(lead, MAILED);
    expect(await followUps(lead)).toEqual([
      [1, 'cancelled', 'forbidden'],
      [2, 'running'],
    ]);
    const second = clockOf(await leadNow(app, lead), 'followUp');
    expect(second).toMatchObject({ opensAt: iso(START + HOUR), dueAt: iso(START + 2 * HOUR) });
    expect(await texts(lead)).toContain(
      'Step 1 (call) of the follow-up is left out: the person does not want to be contacted that way',
    );
    await app.moveTo(START + HOUR);
    await touch(lead, MAILED);
    expect(await followUps(lead)).toEqual([
      [1, 'cancelled', 'forbidden'],
      [2, 'met'],
      [3, 'cancelled', 'forbidden'],
    ]);
    expect(clockOf(await leadNow(app, lead), 'decide')).toMatchObject({ state: 'running' });
  });

  it('is left out after a missed step, and when another rep gets the lead', async () => {
    const { reps } = await aDesk(app, ['Ann', 'Bo']);
    await promised();
    const lead = await aLead(app, UNCALLED);
    await touch(lead, MAILED);
    await app.moveTo(START + 2 * HOUR);
    expect(await followUps(lead)).toEqual([
      [1, 'cancelled', 'forbidden'],
      [2, 'breached'],
      [3, 'cancelled', 'forbidden'],
    ]);
    const other = await aLead(app, { contact: { phone: '+18085550100', email: 'lee@example.org' } });
    await touch(other, MAILED);
    expect(await followUps(other)).toEqual([[1, 'running']]);
    const to = reps.find(({ id }) => id !== other.ownerId)!;
    await app.must('POST', `/v1/leads/${other.id}/reassign`, { repId: to.id, reason: 'knows them' });
    expect(await followUps(other)).toEqual([
      [1, 'cancelled', 'reassigned'],
      [1, 'running'],
    ]);
  });

  it('is left out for the next owner if the person said so while the lead waited', async () => {
    await aDesk(app, ['Ann']);
    const spare = await aPool(app, 'Spare', []);
    await promised();
    const lead = await aLead(app, { contact: { phone: '+18085550100', email: 'kim@example.org' } });
    await touch(lead, MAILED);
    const queued = await app.must('POST', `/v1/leads/${lead.id}/reassign`, { poolId: spare.id, reason: 'of theirs' });
    expect(queued.ownerId).toBeNull();
    await app.must('PATCH', `/v1/leads/${lead.id}`, { contact: { doNot: ['call'] } });
    const bo = await aRep(app, 'Bo');
    await app.must('PUT', `/v1/pools/${spare.id}`, { name: 'Spare', members: [{ repId: bo.id }] });
    await app.settle();
    expect((await leadNow(app, lead)).ownerId).toBe(bo.id);
    expect(await followUps(lead)).toEqual([
      [1, 'cancelled', 'reassigned'],
      [1, 'cancelled', 'forbidden'],
      [2, 'running'],
    ]);
  });

  it('is left out as soon as the person says so while it runs', async () => {
    await aDesk(app, ['Ann']);
    await promised();
    const lead = await aLead(app, { contact: { phone: '+18085550100', email: 'kim@example.org' } });
    await touch(lead, MAILED);
    await app.moveTo(START + 30 * MINUTE);
    await app.must('PATCH', `/v1/leads/${lead.id}`, { contact: { doNot: ['call'] } });
    expect(await followUps(lead)).toEqual([
      [1, 'cancelled', 'forbidden'],
      [2, 'running'],
    ]);
    expect(clockOf(await leadNow(app, lead), 'followUp').dueAt).toBe(iso(START + 150 * MINUTE));
    await app.moveTo(START + 2 * DAY);
    expect(await eventsOf(app, lead.id, 'sla.breached')).toHaveLength(1);
  });

  it('is not left out as long as another of its kinds is wanted', async () => {
    await aDesk(app, ['Ann']);
    await promised({ followUp: { steps: [{ kinds: ['call', 'sms'], after: 'PT0S', within: 'PT1H' }] } });
    const lead = await aLead(app, UNCALLED);
    await touch(lead, MAILED);
    expect(await followUps(lead)).toEqual([[1, 'running']]);
  });

  it('or wants counts in the hours of its kinds', async () => {
    await settings({ contactHours: CALLS });
    await aDesk(app, ['Ann']);
    await promised({ leadHours: true });
    const lead = await aLead(app, { contact: { phone: '+18085550100', email: 'kim@example.org' } });
    await touch(lead, MAILED);
    expect(clockOf(await leadNow(app, lead), 'followUp').dueAt).toBe('2026-03-02T19:00:00.000Z');
  });
});
