import { expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { DAY, MINUTE } from '../support/instants.js';
import { toldTo } from '../support/notifications.js';
import { aDesk, theReps } from '../support/people.js';

it('an act is one message on two nodes, also if the node that acted is gone', async () => {
  const app = await TestApplication.start();
  const [ann, bo] = await theReps(app, ['Ann', 'Bo']);
  await aDesk(app, [ann!]);
  const at = (ms: number) => new Date(app.time.now() + ms).toISOString();
  const lead = { source: 'web', contact: { phone: '+493012345678' }, owner: { repId: ann!.id }, submittedAt: at(0) };
  await app.must('POST', '/v1/leads/batch', { leads: Array.from({ length: 40 }, () => lead) });
  await app.must('POST', `/v1/reps/${ann!.id}/absences`, {
    from: at(MINUTE),
    to: at(DAY),
    coverRepId: bo!.id,
    openLeads: 'reassignAll',
  });
  await app.moveBy(2 * MINUTE);
  expect(await toldTo(app, bo!)).toEqual([]);
  const later = at(10_000);
  const nodes = await Promise.all([1, 2].map(() => TestApplication.start(later, { database: app.database })));
  await Promise.all(nodes.map((node) => node.tellOfActs()));
  expect(await toldTo(app, bo!)).toEqual([expect.stringMatching(/^40 leads are yours: /)]);
  for (const node of nodes) await node.application.close();
  await app.stop();
});
