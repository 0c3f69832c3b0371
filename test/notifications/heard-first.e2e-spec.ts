import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { notificationsOf } from '../support/notifications.js';
import { aDesk, aLead, theReps } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

let app: TestApplication;
let ann: Json;
let bo: Json;
let cy: Json;
beforeAll(async () => {
  app = await TestApplication.start(undefined, { asInstalled: true });
  [ann, bo, cy] = await theReps(app, ['Ann', 'Bo', 'Cy'], { timeZone: 'UTC' });
  await aDesk(app, [ann], {}, { queueOwnerId: cy.id });
  await aPolicy(app, { within: 'P1D', warnAt: [], onBreach: [] }, { time: 'elapsed' });
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const named = (index: number) => ({ name: `Visitor ${index}`, email: `v${index}@example.org` });
const types = async (rep: Json) => (await notificationsOf(app, rep)).map(({ type }) => type).reverse();

it('an undone move of many leads, with a form meanwhile: the rep hears first that the lead is theirs again', async () => {
  const ids: string[] = [];
  for (let index = 0; index < 25; index += 1)
    ids.push(
      (
        await aLead(app, {
          contact: named(index),
          owner: { repId: ann.id },
          submittedAt: new Date(app.time.now()).toISOString(),
        })
      ).id,
    );
  const { bulkId } = await app.must('POST', '/v1/leads/reassign', { ids, to: { repId: bo.id }, reason: 'x' });
  await app.moveBy(MINUTE);
  await aLead(app, { contact: named(3), submittedAt: new Date(app.time.now()).toISOString() });
  await app.moveBy(MINUTE);
  const before = (await types(ann)).length;
  await app.must('POST', `/v1/leads/reassign/${bulkId}/undo`);
  expect((await types(ann)).slice(before, before + 2)).toEqual(['lead.reassigned', 'lead.inquired']);
});
