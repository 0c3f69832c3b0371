import { expect, it } from '@jest/globals';
import { dataSource } from '../../src/platform/data-source.js';
import { migrations } from '../../src/platform/migrations.js';
import { TestApplication } from '../support/application.js';
import { aLead, allTo, aPool, aRep } from '../support/people.js';
import { miscountedLoads } from '../support/replay.js';

it('each migration can be taken back and made again around what is stored', async () => {
  const app = await TestApplication.start();
  try {
    const [ann, bo] = [await aRep(app, 'Ann'), await aRep(app, 'Bo')];
    await allTo(app, await aPool(app, 'All', [ann, bo]));
    const leads = [await aLead(app), await aLead(app), await aLead(app)];
    await app.must('POST', `/v1/leads/${leads[0].id}/touches`, { kind: 'call', outcome: 'noAnswer' });
    await app.must('POST', `/v1/leads/${leads[1].id}/disposition`, { category: 'lost', reason: 'price' });

    const source = await dataSource(app.database.url).initialize();
    // All but the first, without which there is nothing.
    for (let taken = 1; taken < migrations.length; taken += 1) await source.undoLastMigration();
    await source.runMigrations({ transaction: 'each' });
    await source.destroy();

    expect(await miscountedLoads(app.database.url)).toEqual([]);
    const after = await app.must('GET', '/v1/leads');
    expect(after.data.map((lead: { status: string; workState: string }) => [lead.status, lead.workState])).toEqual([
      ['open', 'attempting'],
      ['lost', 'untouched'],
      ['open', 'untouched'],
    ]);
    await app.must('POST', `/v1/leads/${leads[2].id}/touches`, { kind: 'call', outcome: 'connected' });
    expect(await miscountedLoads(app.database.url)).toEqual([]);
  } finally {
    await app.stop();
  }
});
