import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { Client } from '../support/client.js';
import type { Json } from '../support/json.js';
import { DESTINATIONS, sendAll } from './job.js';

/** Rows that no version of the program writes, but a database may contain. Each breaks one lead. */

let app: TestApplication;
let made = 0;

beforeAll(async () => {
  app = await TestApplication.start();
});
afterAll(() => app.stop({ isWhole: false }));

async function generic(over: object = {}): Promise<Json> {
  made += 1;
  const rules = [
    { on: { milestone: 'received' }, send: { event: '101' } },
    { on: { milestone: 'qualified' }, send: { event: '102', value: 'milestone' } },
  ];
  return app.must('POST', DESTINATIONS, { name: `Own ${made}`, platform: 'generic', settings: {}, rules, ...over });
}

function aLead(): Promise<Json> {
  made += 1;
  return app.must('POST', '/v1/leads', {
    source: 'ads',
    contact: { email: `secret.person${made}@example.com`, country: 'US' },
    clickIds: { gclid: `click-${made}`, clickedAt: '2026-03-02T14:59:00.000Z' },
    consent: { adUserData: 'granted' },
  });
}

const spoil = (lead: Json, contact: object) =>
  app.asOwner(`update lead set contact = '${JSON.stringify(contact)}' where id = '${lead.id}'`);
/** A contact that cannot be hashed. */
const BAD_CONTACT = { email: ['secret.person'], country: 'US' };
const BAD_VALUE = { amount: '77.77', currency: 'USD' };

const sentLeads = async (to: Json) => {
  await app.feedbackCaughtUp();
  return (await sendAll(app, to)).map(({ item }) => item.leadId).sort();
};
/** Uses a plain client, so the shape of the answer is not checked. */
const qualify = ({ id }: Json, more: object = {}) =>
  new Client(app.url).must('POST', `/v1/leads/${id}/milestones`, { name: 'qualified', ...more });
const failed = async (to: Json) => (await app.must('GET', `${DESTINATIONS}/${to.id}/health`)).failed;

it.each(['worked out', 'written down'])('a lead whose deliveries cannot be %s holds up no other', async (what) => {
  const to = await generic();
  const leads = [await aLead(), await aLead(), await aLead()];
  const [one, spoilt, other] = leads as [Json, Json, Json];
  if (what === 'worked out') await spoil(spoilt, BAD_CONTACT);
  else {
    await app.asOwner(`alter table feedback_delivery add check (amount is distinct from '${BAD_VALUE.amount}')`);
    await qualify(spoilt, { value: BAD_VALUE });
  }
  const sent = await sentLeads(to);
  expect(sent.filter((id) => id !== spoilt.id)).toEqual([one.id, other.id].sort());
  expect(await failed(to)).toEqual([{ name: 'cannotBePlanned', count: 1 }]);
  const { data } = await app.must('GET', `${DESTINATIONS}/${to.id}/items?state=failed`);
  expect(data).toMatchObject([{ leadId: spoilt.id, revision: 0, error: { code: 'cannotBePlanned' } }]);
  expect(JSON.stringify(data)).not.toContain('secret.person');
  // Later events of the lead are no second failure, and those of other leads are sent.
  for (const lead of leads) await qualify(lead);
  expect((await sentLeads(to)).filter((id) => id !== spoilt.id)).toEqual([one.id, other.id].sort());
  expect(await failed(to)).toEqual([{ name: 'cannotBePlanned', count: 1 }]);
  await app.must('POST', `${DESTINATIONS}/${to.id}/stop`, { reason: 'Over' });
});

it('a row that cannot be written holds up no other', async () => {
  const to = await generic();
  const [spoilt, other] = [await aLead(), await aLead()];
  await app.feedbackCaughtUp();
  await spoil(spoilt, BAD_CONTACT);
  expect(await sentLeads(to)).toEqual([other.id]);
  expect(await failed(to)).toEqual([{ name: 'cannotBeWritten', count: 1 }]);
  await app.must('POST', `${DESTINATIONS}/${to.id}/stop`, { reason: 'Over' });
});
