import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ContractsSweep } from '../../src/revenue/contracts/contracts.sweep.js';
import { TestApplication } from '../support/application.js';
import { ToolServer } from '../support/tool-server.js';
import { anAccount } from './contracts.js';

let app: TestApplication;
let crm: ToolServer;

beforeAll(async () => {
  app = await TestApplication.start('2026-10-01T10:00:00.000Z');
  crm = await ToolServer.start();
});
afterAll(async () => {
  await crm.stop();
  await app.stop();
});

const look = async () => {
  const sweep = app.application.app.get(ContractsSweep);
  await Promise.all([sweep.look(), sweep.look()]);
};

it('a renewal that was made with its ARR as its amount gets that of its whole term, and its CRM is told once', async () => {
  await app.must('POST', '/v1/crm-connections', {
    name: 'CRM',
    system: 'crm',
    proof: { kind: 'header', header: 'X-Secret' },
    secret: 'what-the-crm-was-given-to-send',
    mapping: {
      ref: '{{ item.id }}',
      changedAt: '{{ item.at }}',
      name: '{{ item.name }}',
      accountName: '{{ item.company }}',
    },
    readiness: { url: `${crm.url}/deals`, body: { amount: '{{ deal.amount | required }}' } },
    auth: { kind: 'bearer', token: 'token-of-the-crm' },
  });
  const { id: accountId } = await anAccount(app);
  const contract = await app.must('PUT', '/v1/contracts/by-ref/erp/1', {
    accountId,
    currency: 'EUR',
    startsOn: '2025-01-01',
    endsOn: '2026-12-31',
    noticeDays: 30,
    lines: [{ product: 'Suite', segments: [{ from: '2025-01-01', amount: '24000' }] }],
  });
  await look();
  const renewals = async () => (await app.must('GET', `/v1/deals?type=renewal&contractId=${contract.id}`)).data;
  const [{ id }] = await renewals();
  // As it was made by earlier versions, and marked by the migration.
  await app.must('PATCH', `/v1/deals/${id}`, { amount: '12000.00', refs: { crm: '7' } });
  await app.deliver();
  await app.asOwner('update deal set amount_is_yearly = true');
  await look();
  await app.deliver();
  await look();
  await app.deliver();
  expect(await renewals()).toMatchObject([
    { amount: '24000.00', term: { startsOn: '2027-01-01', endsOn: '2028-12-31' } },
  ]);
  expect(crm.requests.map(({ json }) => json.amount)).toEqual(['12000.00', '24000.00']);
  const { data } = await app.must('GET', `/v1/deals/${id}/timeline`);
  expect(data.slice(2)).toMatchObject([
    { text: 'Updated with its contract: amount from EUR 12,000.00 to EUR 24,000.00' },
  ]);
  const { data: months } = await app.must('GET', '/v1/reports/forecast');
  expect(months).toMatchObject([{ pipeline: '24000.00', deals: 1 }]);
});
