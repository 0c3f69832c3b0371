import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hashedPhone } from '../../src/feedback/person/contact-hash.js';
import type { TestApplication } from '../support/application.js';
import { DAY, HOUR } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { anOffice, DESTINATIONS, path } from './job.js';

const NUMBER = () => `+1 650 555 01${String(40 + made)}`;
const hash = () => hashedPhone(NUMBER(), 'US', 'plus');
const CLICK = 'f894f652ea334e739002f7167ab8f8e3';

let app: TestApplication;
let made = 0;

beforeAll(async () => {
  app = await anOffice();
  await app.must('POST', '/v1/sources', { code: 'again', duplicates: 'join' });
});
afterAll(() => app.stop());

const change = (lead: Json, patch: object) => app.must('PATCH', `/v1/leads/${lead.id}`, patch);

function microsoft(settings: object): Promise<Json> {
  made += 1;
  return app.must('POST', DESTINATIONS, {
    name: `Microsoft ${made}`,
    platform: 'microsoft',
    settings: { customerId: '1', accountId: String(made), ...settings },
    sources: [`source ${made}`, 'again'],
    rules: [{ on: { milestone: 'received' }, send: { goal: 'Lead' } }],
  });
}

/** Sends a form of a person; another form of the same person joins their lead. */
async function aForm(to: Json, msclkid: string | null, over: object = {}): Promise<Json> {
  const contact = { email: `kim-${to.id}@example.com`, phone: NUMBER(), country: 'US' };
  const clickIds = msclkid === null ? {} : { msclkid };
  return app.must('POST', '/v1/leads', { source: 'again', contact, clickIds, ...over });
}

/** A lead that was sent to Microsoft by a click id or by a phone number alone. */
async function aSentLead(clickIds: object, over: object = {}): Promise<{ to: Json; lead: Json }> {
  const to = await microsoft({ hashedContact: 'always', ...over });
  const contact = { phone: NUMBER(), country: 'US' };
  const lead = await app.must('POST', '/v1/leads', { source: to.sources[0], contact, clickIds });
  await app.moveBy(2 * HOUR);
  expect(await sent(to)).toMatchObject([{ HashedPhoneNumber: hash() }]);
  await app.moveBy(HOUR);
  return { to, lead };
}

/** Hands out and acknowledges the next batch, and returns its rows. */
async function sent(to: Json): Promise<Json[]> {
  await app.feedbackCaughtUp();
  const batch = await app.must('POST', path(to, '/batches'), {});
  if (batch.batchId === null) return [];
  await app.must('POST', path(to, `/batches/${batch.batchId}/ack`), {});
  return batch.requests.flatMap((body: Json) => Object.values(body)[0]);
}

async function sentAfterJunk(to: Json, lead: Json): Promise<Json[]> {
  await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'suppress', reason: 'spam' });
  await app.feedbackCaughtUp();
  await app.moveBy(DAY);
  const adjustments = await sent(to);
  return adjustments.map(({ HashedPhoneNumber, MicrosoftClickId }) => ({ HashedPhoneNumber, MicrosoftClickId }));
}

async function theRetraction(to: Json): Promise<Json> {
  return (await app.must('GET', path(to, '/items?kind=retract'))).data[0];
}

it('a retraction names the phone number by which the lead was sent', async () => {
  const { to, lead } = await aSentLead({});
  expect(await sentAfterJunk(to, lead)).toEqual([{ HashedPhoneNumber: hash() }]);
  expect(await theRetraction(to)).toMatchObject({ state: 'accepted' });
});

it.each([{ contact: { phone: '+1 650 555 0199' } }, { contact: { phone: null, email: 'kim@example.com' } }])(
  'a retraction is withheld if the phone number was corrected since (%j)',
  async (patch) => {
    const { to, lead } = await aSentLead({}, { hashedEmail: 'plain' });
    await change(lead, patch);
    expect(await sentAfterJunk(to, lead)).toEqual([]);
    expect(await theRetraction(to)).toMatchObject({
      state: 'withheld',
      withheldReason: 'contactChanged',
      why: 'the data by which the platform knew the lead has changed, so it would find nothing',
    });
  },
);

it('a retraction that would find nothing holds back the conversion that would follow it', async () => {
  const { to, lead } = await aSentLead({});
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

it('a retraction does not use a click id that was added later', async () => {
  const { to, lead } = await aSentLead({});
  await change(lead, { clickIds: { msclkid: CLICK } });
  expect(await sentAfterJunk(to, lead)).toEqual([{ HashedPhoneNumber: hash() }]);
});

it('a retraction names the click id alone if there was one, whatever the phone number is now', async () => {
  const { to, lead } = await aSentLead({ msclkid: CLICK });
  await change(lead, { contact: { phone: '+1 650 555 0199' } });
  expect(await sentAfterJunk(to, lead)).toEqual([{ MicrosoftClickId: CLICK }]);
});

describe('a lead that was sent by the click of a later form', () => {
  const CLICK_A = 'click-a';
  const aLeadByForm = async () => {
    const to = await microsoft({});
    const lead = await aForm(to, null);
    await app.moveBy(HOUR);
    const { inquiryId } = await aForm(to, CLICK_A);
    await app.moveBy(HOUR);
    expect(await sent(to)).toMatchObject([{ MicrosoftClickId: CLICK_A }]);
    await app.moveBy(HOUR);
    return { to, lead, inquiryId };
  };

  it('is retracted by that click, although a still later form has another', async () => {
    const { to, lead } = await aLeadByForm();
    await aForm(to, 'click-b');
    expect(await sentAfterJunk(to, lead)).toEqual([{ MicrosoftClickId: CLICK_A }]);
    expect(await theRetraction(to)).toMatchObject({ state: 'accepted' });
  });

  it('is retracted by that click, although the lead has been given one of its own', async () => {
    const { to, lead } = await aLeadByForm();
    await change(lead, { clickIds: { msclkid: CLICK } });
    expect(await sentAfterJunk(to, lead)).toEqual([{ MicrosoftClickId: CLICK_A }]);
  });

  it('stays counted once whoever sent the form was erased', async () => {
    const to = await microsoft({});
    const byPhone = { contact: { phone: NUMBER(), country: 'US' } };
    const lead = await aForm(to, null, byPhone);
    await app.moveBy(HOUR);
    await aForm(to, CLICK_A, { contact: { email: `other-${to.id}@example.com`, phone: NUMBER() } });
    await aForm(to, 'click-b', byPhone);
    await app.moveBy(HOUR);
    expect(await sent(to)).toMatchObject([{ MicrosoftClickId: CLICK_A }]);
    await app.must('POST', '/v1/erasures', { email: `other-${to.id}@example.com`, reason: 'Request 17' });
    expect(await sentAfterJunk(to, lead)).toEqual([]);
    expect(await theRetraction(to)).toMatchObject({ withheldReason: 'contactChanged' });
  });

  it('is offered again with that click while it is not known whether it was sent', async () => {
    const to = await microsoft({});
    const lead = await aForm(to, null);
    await app.moveBy(HOUR);
    await aForm(to, CLICK_A);
    await app.moveBy(HOUR);
    await app.feedbackCaughtUp();
    expect((await app.must('POST', path(to, '/batches'), {})).items).toHaveLength(1);
    await change(lead, { clickIds: { msclkid: CLICK } });
    await app.moveBy(HOUR);
    expect(await sent(to)).toMatchObject([{ MicrosoftClickId: CLICK_A }]);
  });
});
