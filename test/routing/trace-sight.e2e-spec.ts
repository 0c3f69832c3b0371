import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aRep } from '../support/people.js';

let app: TestApplication;
beforeEach(async () => {
  app = await TestApplication.start();
});
afterEach(() => app.stop());

it('a trace shows reps only their own row and managers all, and drops old absence details', async () => {
  const [ann, bo, cy] = [await aRep(app, 'Ann'), await aRep(app, 'Bo', { active: false }), await aRep(app, 'Cy')];
  await aDesk(app, [ann, bo, cy]);
  await app.must('POST', `/v1/reps/${cy.id}/absences`, {
    from: new Date(app.time.now()).toISOString(),
    to: '2026-03-20T14:00:00Z',
    openLeads: 'keep',
  });
  const lead = await aLead(app);
  expect(lead.ownerId).toBe(ann.id);
  const traceFor = async (key?: string) =>
    (await app.ask('GET', `/v1/leads/${lead.id}/routing`, undefined, key === undefined ? {} : { key })).body.data[0]
      .trace;
  const keyOf = (rep: { id: string }, scopes: string[]) => app.keyFor(scopes, rep.id);
  const ofAnn = await traceFor(await keyOf(ann, ['rep']));
  expect(ofAnn.candidates.map(({ repId }: Json) => repId)).toEqual([ann.id]);
  expect(ofAnn.others).toEqual({ eligible: 0, excluded: { inactive: 1, absent: 1 } });
  expect(ofAnn.winner).toBe(ann.id);
  for (const trace of [await traceFor(), await traceFor(await keyOf(ann, ['manager']))]) {
    expect(trace.candidates).toHaveLength(3);
    expect(trace.others).toBeUndefined();
    expect(trace.candidates[2]).toMatchObject({ excludedBy: 'absent', detail: 'until 2026-03-20T14:00:00.000Z' });
  }
  await app.moveBy(181 * 24 * 60 * 60 * 1_000);
  expect((await traceFor()).candidates[2].detail).toBeUndefined();
});
