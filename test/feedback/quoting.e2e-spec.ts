import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { hashedPhone } from '../../src/feedback/person/contact-hash.js';
import type { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { anOffice, DESTINATIONS, path } from './job.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NUMBER = () => `+1 650 555 01${String(40 + made)}`;
const hash = () => hashedPhone(NUMBER(), 'US', 'plus');
const CLICK = 'f894f652ea334e739002f7167ab8f8e3';

let app: TestApplication;
let made = 0;

beforeAll(async () => {
  app = await anOffice();
});
afterAll(() => app.stop());

const change = (lead: Json, patch: object) => app.must('PATCH', `/v1/leads/${lead.id}`, patch);

/** A lead that Microsoft was told of, by a click id or by a number alone. */
async function aToldLead(clickIds: object, over: object = {}): Promise<{ to: Json; lead: Json }> {
  made += 1;
  const to = await app.must('POST', DESTINATIONS, {
    name: `Microsoft ${made}`,
    platform: 'microsoft',
    settings: { customerId: '1', accountId: String(made), hashedContact: 'always', ...over },
    sources: [`source ${made}`],
    rules: [{ on: { milestone: 'received' }, send: { goal: 'Lead' } }],
  });
  const contact = { phone: NUMBER(), country: 'US' };
  const lead = await app.must('POST', '/v1/leads', { source: to.sources[0], contact, clickIds });
  await app.moveBy(2 * HOUR);
  expect(await sent(to)).toMatchObject([{ HashedPhoneNumber: hash() }]);
  await app.moveBy(HOUR);
  return { to, lead };
}

/** What is handed out next, as Microsoft is told it; it has taken it. */
async function sent(to: Json): Promise<Json[]> {
  await app.feedbackCaughtUp();
  const batch = await app.must('POST', path(to, '/batches'), {});
  if (batch.batchId === null) return [];
  await app.must('POST', path(to, `/batches/${batch.batchId}/ack`), {});
  return batch.requests.flatMap((body: Json) => Object.values(body)[0]);
}

async function toldOfJunk(to: Json, lead: Json): Promise<Json[]> {
  await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'suppress', reason: 'spam' });
  await app.feedbackCaughtUp();
  await app.moveBy(DAY);
  const adjustments = await sent(to);
  return adjustments.map(({ HashedPhoneNumber, MicrosoftClickId }) => ({ HashedPhoneNumber, MicrosoftClickId }));
}

async function theRetraction(to: Json): Promise<Json> {
  return (await app.must('GET', path(to, '/items?kind=retract'))).data[0];
}

it('is what was sent, by a number alone', async () => {
  const { to, lead } = await aToldLead({});
  expect(await toldOfJunk(to, lead)).toEqual([{ HashedPhoneNumber: hash() }]);
  expect(await theRetraction(to)).toMatchObject({ state: 'accepted' });
});

it.each([{ contact: { phone: '+1 650 555 0199' } }, { contact: { phone: null, email: 'kim@example.com' } }])(
  'is nothing where the number was corrected since (%j), and it says so',
  async (patch) => {
    const { to, lead } = await aToldLead({}, { hashedEmail: 'plain' });
    await change(lead, patch);
    expect(await toldOfJunk(to, lead)).toEqual([]);
    expect(await theRetraction(to)).toMatchObject({
      state: 'withheld',
      withheldReason: 'contactChanged',
      why: 'that by which the platform was told of the lead is another by now, and it would find nothing',
    });
  },
);

it('keeps back what was to count anew after it, where it finds nothing', async () => {
  const { to, lead } = await aToldLead({});
  await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'suppress', reason: 'spam' });
  await app.feedbackCaughtUp();
  await app.moveBy(DAY);
  const batch = await app.must('POST', path(to, '/batches'), {});
  await app.must('POST', `/v1/leads/${lead.id}/reopen`, { reason: 'Real after all' });
  await app.feedbackCaughtUp();
  const failed = batch.items.map(({ id }: Json) => ({ id, code: 'http429' }));
  await app.must('POST', path(to, `/batches/${batch.batchId}/ack`), { failed });
  await change(lead, { contact: { phone: '+1 650 555 0199' } });
  await app.moveBy(DAY);
  expect(await sent(to)).toEqual([]);
  const { data } = await app.must('GET', path(to, '/items'));
  expect(data.map(({ kind, revision, state }: Json) => `${kind} ${revision} ${state}`)).toEqual([
    'conversion 2 superseded',
    'retract 1 withheld',
    'conversion 1 accepted',
  ]);
});

it('is no click that came to light later', async () => {
  const { to, lead } = await aToldLead({});
  await change(lead, { clickIds: { msclkid: CLICK } });
  expect(await toldOfJunk(to, lead)).toEqual([{ HashedPhoneNumber: hash() }]);
});

it('is the click alone where there was one, whatever the number is by now', async () => {
  const { to, lead } = await aToldLead({ msclkid: CLICK });
  await change(lead, { contact: { phone: '+1 650 555 0199' } });
  expect(await toldOfJunk(to, lead)).toEqual([{ MicrosoftClickId: CLICK }]);
});
