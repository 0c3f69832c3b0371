import { expect, it } from '@jest/globals';
import { PROGRAM_ROLE } from '../../src/embedded-postgres/roles.js';
import { dataSource } from '../../src/platform/data-source.js';
import { migrate } from '../../src/platform/migrate.js';
import { migrations } from '../../src/platform/migrations.js';
import { TestApplication } from '../support/application.js';
import { aLead, allTo, aPool, aRep } from '../support/people.js';
import { miscountedLoads } from '../support/replay.js';

it('each migration can be taken back and made again around what is stored', async () => {
  const app = await TestApplication.start();
  try {
    const [ann, bo] = [await aRep(app, 'Ann'), await aRep(app, 'Bo')];
    await allTo(app, await aPool(app, 'All', [ann, bo]));
    const turkish = { source: 'İstanbul', externalId: '1', contact: { email: 'straße@example.org' } };
    const leads = [await aLead(app), await aLead(app), await aLead(app, turkish)];
    await app.must('POST', `/v1/leads/${leads[0].id}/touches`, { kind: 'call', outcome: 'noAnswer' });
    await app.must('POST', `/v1/leads/${leads[1].id}/disposition`, { category: 'lost', reason: 'price' });

    const source = await dataSource(app.database.url).initialize();
    // All but the first, without which there is nothing.
    for (let taken = 1; taken < migrations.length; taken += 1) await source.undoLastMigration();
    await source.destroy();
    await migrate(app.database.url, PROGRAM_ROLE);

    expect(await miscountedLoads(app.database.url)).toEqual([]);
    const again = await app.post('/v1/leads', { ...turkish, source: 'i̇stanbul' });
    expect(again).toMatchObject({ status: 200, body: { id: leads[2].id } });
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

it('keys without case are made also where the database kept two sources apart', async () => {
  const app = await TestApplication.start();
  try {
    const source = await dataSource(app.database.url).initialize();
    const hasKey = `select 1 from information_schema.columns where table_name = 'lead' and column_name = 'source_key'`;
    while ((await source.query(hasKey)).length > 0) await source.undoLastMigration();
    const insert = (...sources: string[]) =>
      source.query(
        `insert into lead (id, external_id, source, contact, issues, test, received_at, status, work_state, cycle,
                           cycle_started_at, waiting, waiting_since, event_seq, updated_at, email_key)
         select gen_random_uuid(), '1', source, '{}', '[]', false, now(), 'open', 'untouched', 1,
                now(), 'queue', now(), 1, now(), 'straße@example.org'
           from unnest($1::text[]) as source`,
        [sources],
      );
    await insert('Straße', 'STRASSE', 'ΣΑΣ');
    await source.runMigrations({ transaction: 'each' });
    const rows = await source.query(
      'select source, source_key as key, email_key from lead order by source collate "C"',
    );
    await source.destroy();

    const email_key = 'strasse@example.org';
    expect(rows).toEqual([
      { source: 'STRASSE', key: 'strasse', email_key },
      { source: 'Straße', key: 'straße', email_key },
      { source: 'ΣΑΣ', key: 'σας', email_key },
    ]);
  } finally {
    await app.stop();
  }
});
