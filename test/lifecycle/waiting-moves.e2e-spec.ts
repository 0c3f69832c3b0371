import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { MONDAY, TestApplication } from '../support/application.js';
import { aDesk, aLead, aRep, leadNow } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

const MINUTE = 60_000;
const START = Date.parse(MONDAY);
const iso = (at: number) => new Date(at).toISOString();

let app: TestApplication;
beforeEach(async () => {
  app = await TestApplication.start();
});
afterEach(() => app.stop());

it('a lead that waits for somebody else moves when they are back, though nobody looked at the instant at which they were', async () => {
  const [ann, bo] = [await aRep(app, 'Ann'), await aRep(app, 'Bo')];
  await aDesk(app, [ann, bo]);
  await aPolicy(app, { within: 'PT10M' }, { time: 'elapsed' });
  await app.must('POST', `/v1/reps/${bo.id}/absences`, {
    from: iso(START),
    to: iso(START + 60 * MINUTE),
    openLeads: 'keep',
  });
  const lead = await aLead(app, { owner: { repId: ann.id } });
  // Nobody has swept since the lead came in.
  app.time.moveTo(START + 50 * MINUTE);
  await app.settle();
  expect((await leadNow(app, lead)).ownerId).toBe(ann.id);
  app.time.moveTo(START + 70 * MINUTE);
  await app.settle();
  expect((await leadNow(app, lead)).ownerId).toBe(bo.id);
});
