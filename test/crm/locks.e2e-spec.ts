import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { TestApplication } from '../support/application.js';
import { aHandoffKind } from '../support/handoffs.js';
import { aRep } from '../support/people.js';

let app: TestApplication;
beforeAll(async () => {
  app = await TestApplication.start();
});
afterAll(() => app.stop());

it('an update to a CRM is noted after its handoff is locked, in the order that enforcement uses', async () => {
  const ann = await aRep(app, 'Ann');
  const team = await app.must('POST', '/v1/teams', { name: 'Delivery', repIds: [ann.id] });
  await aHandoffKind(app, { teamId: team.id, repId: ann.id });
  await app.must('POST', '/v1/crm-connections', {
    name: 'CRM',
    system: 'crm',
    secret: 'a-client-secret-of-the-crm',
    proof: { kind: 'header', header: 'X-Secret' },
    mapping: { ref: '{{ item.id }}' },
    readiness: {
      method: 'PATCH',
      url: 'https://crm.example.com/{{ deal.ref }}',
      body: { ready: '{{ readiness.ready }}' },
    },
  });
  const told = { name: 'Website', account: { name: 'Acme' }, amount: '1.00', currency: 'EUR' };
  const deal = await app.must('PUT', '/v1/deals/by-ref/crm/1', told);
  const session = new pg.Client({ connectionString: app.database.url });
  await session.connect();
  try {
    await session.query('begin');
    await session.query('select from handoff where id = $1 for no key update', [deal.handoff.id]);
    const won = app.must('PUT', '/v1/deals/by-ref/crm/1', { ...told, stage: 'won' });
    await app.somebodyWaits();
    // Enforcement locks the readiness row after the handoff. If it were locked already, the two would deadlock.
    const { rowCount } = await session.query('select from crm_readiness where deal_id = $1 for no key update nowait', [
      deal.id,
    ]);
    expect(rowCount).toBe(1);
    await session.query('commit');
    expect((await won).stage).toBe('won');
  } finally {
    await session.end();
  }
});
