import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { MONDAY, TestApplication } from '../support/application.js';
import { iso, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { notificationsOf } from '../support/notifications.js';
import { aDesk, aLead, aRep, aTouch, leadNow, theReps } from '../support/people.js';
import { aPolicy, clockOf } from '../support/policies.js';

const START = Date.parse(MONDAY);

let app: TestApplication;
let ann: Json;
let bo: Json;

beforeAll(async () => {
  app = await TestApplication.start();
  [ann, bo] = await theReps(app, ['Ann', 'Bo']);
  await aDesk(app, [ann, bo]);
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const promise = (firstTouch: object = {}, fields: object = {}) =>
  aPolicy(app, { onCorrection: 'return', ...firstTouch }, { time: 'elapsed', ...fields });
const touch = (lead: Json, fields: object = {}) => aTouch(app, lead, fields);
/** Ann's call from the third minute, reported in the tenth. */
const late = (lead: Json) => touch(lead, { repId: ann.id, occurredAt: iso(START + 3 * MINUTE) });

/** A lead of Ann's that moved to Bo after five minutes; it is ten minutes past. */
async function moved(fields: object = {}): Promise<Json> {
  const lead = await aLead(app, { owner: { repId: ann.id }, ...fields });
  await app.moveTo(START + 5 * MINUTE);
  expect(await leadNow(app, lead)).toMatchObject({ ownerId: bo.id, reassignments: 1 });
  await app.moveTo(START + 10 * MINUTE - 1);
  return lead;
}

it('a lead returns to the rep who had touched it in time, and no first touch is due', async () => {
  await promise({ within: 'PT5M' });
  const lead = await moved();
  await late(lead);
  const back = await leadNow(app, lead);
  expect(back).toMatchObject({ ownerId: ann.id, reassignments: 0 });
  expect(clockOf(back)).toMatchObject({ state: 'cancelled' });
  const { data } = await app.must('GET', `/v1/leads/${lead.id}/routing`);
  expect(data[0]).toMatchObject({ repId: ann.id, cause: 'correction' });
  const { data: timeline } = await app.must('GET', `/v1/leads/${lead.id}/timeline`);
  expect(timeline.at(-1)).toMatchObject({
    text: 'Moved from Bo to Ann: touched in time after all',
    actor: { type: 'system', rule: 'onCorrection' },
  });
  const told = async (rep: Json) => (await notificationsOf(app, rep))[0].text;
  expect(await told(bo)).toMatch(/^A lead from web received .+ moved from you to Ann: touched in time after all$/);
  expect(await told(ann)).toMatch(/^A lead from web received .+ moved from Bo to you: touched in time after all$/);
});

it('a returned lead has the cadence step that the touch begins', async () => {
  await promise({ within: 'PT5M' }, { followUp: { steps: [{ kinds: ['call'], after: 'PT1H', within: 'PT1H' }] } });
  const lead = await moved();
  await late(lead);
  const back = await leadNow(app, lead);
  expect(clockOf(back, 'followUp')).toMatchObject({ repId: ann.id, state: 'running', step: 1 });
});

it('a miss that is corrected does not use up a move', async () => {
  await promise(
    { within: 'PT5M', maxReassignments: 1 },
    { decideWithin: { within: 'PT1H', onMiss: [{ after: 'PT0S', do: 'reassign' }] } },
  );
  const lead = await moved();
  await late(lead);
  const cy = await aRep(app, 'Cy');
  const [pool] = (await app.must('GET', '/v1/pools')).data;
  await app.must('PUT', `/v1/pools/${pool.id}`, { ...pool, members: [...pool.members, { repId: cy.id }] });
  await app.moveBy(2 * 60 * MINUTE);
  expect(await leadNow(app, lead)).toMatchObject({ ownerId: cy.id, reassignments: 1 });
});

it.each([
  [
    'the new owner has worked on it',
    async (lead: Json) => void (await touch(lead, { kind: 'email', outcome: 'sent' })),
  ],
  [
    'it was given to somebody by hand since',
    async (lead: Json) => {
      const cy = await aRep(app, 'Cy');
      await app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: cy.id, reason: 'Knows them' });
    },
  ],
  [
    'who had it has left',
    async () => void (await app.must('PUT', `/v1/reps/${ann.id}`, { ...ann, active: false, openLeads: 'keep' })),
  ],
  [
    'who had it is away by now',
    async () => {
      const absence = { from: iso(app.time.now()), to: iso(START + 600 * MINUTE), openLeads: 'keep' };
      await app.must('POST', `/v1/reps/${ann.id}/absences`, absence);
    },
  ],
])('a lead does not return if %s', async (_, happens) => {
  await promise({ within: 'PT5M' });
  const lead = await moved();
  await happens(lead);
  const { ownerId } = await leadNow(app, lead);
  await late(lead);
  expect(await leadNow(app, lead)).toMatchObject({ ownerId });
});

it('a lead stays with its new owner if the policy says so, which is the default', async () => {
  await promise({ within: 'PT5M', onCorrection: 'stay' });
  const lead = await moved();
  await late(lead);
  expect(await leadNow(app, lead)).toMatchObject({ ownerId: bo.id });
});

it('a lead that the same touch closes stays closed', async () => {
  // biome-ignore lint/suspicious/noThenProperty: the word of the API, and no function
  const unreachable = { attempts: 1, over: 'PT0S', then: { category: 'recycle', reason: 'unreachable' } };
  await promise({ within: 'PT5M' }, { unreachable });
  const lead = await moved({ contact: { phone: '+4930901820' } });
  await late(lead);
  expect(await leadNow(app, lead)).toMatchObject({ status: 'recycled', ownerId: bo.id });
});
