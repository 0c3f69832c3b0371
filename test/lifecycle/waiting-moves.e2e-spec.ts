import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MONDAY, TestApplication } from '../support/application.js';
import { iso, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aRep, aTouch, eventsOf, leadNow } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

const START = Date.parse(MONDAY);

let app: TestApplication;
beforeEach(async () => {
  app = await TestApplication.start();
});
afterEach(() => app.stop());

it('a lead that waits for another rep moves after their return, even if swept late', async () => {
  const [ann, bo] = [await aRep(app, 'Ann'), await aRep(app, 'Bo')];
  await aDesk(app, [ann, bo]);
  await aPolicy(app, { within: 'PT10M' }, { time: 'elapsed' });
  await app.must('POST', `/v1/reps/${bo.id}/absences`, {
    from: iso(START),
    to: iso(START + 60 * MINUTE),
    openLeads: 'keep',
  });
  const lead = await aLead(app, { owner: { repId: ann.id } });
  // No sweep has run since the lead came in.
  app.time.moveTo(START + 50 * MINUTE);
  await app.settle();
  expect((await leadNow(app, lead)).ownerId).toBe(ann.id);
  app.time.moveTo(START + 70 * MINUTE);
  await app.settle();
  expect((await leadNow(app, lead)).ownerId).toBe(bo.id);
});

describe('a move that waits for another rep', () => {
  const REASSIGN = [{ after: 'PT0S', do: 'reassign' }];
  const mail = { kind: 'email', outcome: 'sent' };
  let ann: Json;
  let bo: Json;
  beforeEach(async () => {
    [ann, bo] = [await aRep(app, 'Ann'), await aRep(app, 'Bo')];
    await aDesk(app, [ann, bo]);
    const away = { from: iso(START), to: iso(START + 300 * MINUTE), openLeads: 'keep' };
    await app.must('POST', `/v1/reps/${bo.id}/absences`, away);
  });

  const promise = (fields: object) => aPolicy(app, { within: 'PT10M' }, { time: 'elapsed', ...fields });
  const mine = () => aLead(app, { owner: { repId: ann.id } });
  const sweptAt = async (minutes: number) => {
    await app.moveTo(START + minutes * MINUTE);
  };

  const STEPS = { steps: [{ kinds: ['call'], after: 'PT1H', within: 'PT1H' }], onMiss: REASSIGN };
  it.each<[string, (lead: Json) => Promise<unknown>]>([
    ['the customer calls back', (lead) => aTouch(app, lead, { direction: 'inbound', outcome: 'connected' })],
    ['the step is done late', (lead) => aTouch(app, lead)],
    ['a milestone is reached', (lead) => app.must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'qualified' })],
    ['a meeting is booked', (lead) => aTouch(app, lead, { kind: 'meeting', outcome: 'booked' })],
  ])('because of a missed step is cancelled when %s', async (_, answer) => {
    await promise({ followUp: STEPS, decideWithin: 'P1D' });
    const lead = await mine();
    await aTouch(app, lead, mail);
    await sweptAt(121);
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: ann.id, waitingSince: expect.any(String) });
    await answer(lead);
    expect(await leadNow(app, lead)).toMatchObject({ waitingSince: null });
    await sweptAt(301);
    expect((await leadNow(app, lead)).ownerId).toBe(ann.id);
  });

  it.each<[string, (lead: Json) => Promise<unknown>]>([
    ['a milestone', (lead) => app.must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'qualified' })],
    ['a booked meeting', (lead) => aTouch(app, lead, { kind: 'meeting', outcome: 'booked' })],
  ])('because of a missed decision is cancelled when %s decides it late', async (_, decide) => {
    await promise({ decideWithin: { within: 'PT150M', onMiss: REASSIGN } });
    const lead = await mine();
    await aTouch(app, lead, { outcome: 'connected' });
    await sweptAt(151);
    expect(await leadNow(app, lead)).toMatchObject({ waitingSince: expect.any(String) });
    await decide(lead);
    await sweptAt(300);
    const now = await leadNow(app, lead);
    expect(now.ownerId).toBe(ann.id);
    const missed = now.clocks.find(({ kind }: Json) => kind === 'decide');
    expect(missed).toMatchObject({ state: 'breached', metAt: iso(START + 151 * MINUTE) });
  });

  it('names the miss that causes it, not the latest miss', async () => {
    await promise({
      followUp: { steps: STEPS.steps, onMiss: REASSIGN },
      decideWithin: { within: 'PT1H', onMiss: [{ after: 'PT0S', do: 'remind' }] },
    });
    const lead = await mine();
    await aTouch(app, lead, mail);
    await sweptAt(299);
    const states = (await leadNow(app, lead)).clocks.map(({ kind, state }: Json) => [kind, state]);
    expect(states).toContainEqual(['decide', 'breached']);
    await sweptAt(301);
    const [moved] = await eventsOf(app, lead.id, 'lead.reassigned');
    expect(moved!.data).toMatchObject({ repId: bo.id, cause: 'breach', kind: 'followUp' });
  });

  it('leaves no decision to the next owner if it was made late', async () => {
    await promise({ decideWithin: { within: 'PT1H', onMiss: [{ after: 'PT0S', do: 'remind' }] } });
    const lead = await mine();
    await aTouch(app, lead, { outcome: 'connected' });
    await sweptAt(61);
    await app.must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'qualified' });
    await app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: bo.id, reason: 'Knows them' });
    const bos = (await leadNow(app, lead)).clocks.filter(({ repId }: Json) => repId === bo.id);
    expect(bos.map(({ kind }: Json) => kind)).not.toContain('decide');
  });
});
