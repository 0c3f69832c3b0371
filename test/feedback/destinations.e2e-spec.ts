import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { DAY, HOUR } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { anAdLead, anOffice, DESTINATIONS, fetchBatch } from './job.js';

const GOOGLE = {
  name: 'Google, by its API',
  platform: 'googleAds',
  settings: { transport: 'adsApi', customerId: '1234567890' },
  rules: [
    { on: { milestone: 'received' }, send: { conversionActionId: '1', name: 'Lead' } },
    { on: { milestone: 'qualified' }, send: { conversionActionId: '2', name: 'Qualified' } },
    { on: { milestone: 'won' }, send: { conversionActionId: '3', name: 'Closed won', value: 'milestone' } },
  ],
};

let app: TestApplication;
let google: Json;
let sent = 0;

beforeAll(async () => {
  app = await anOffice();
  google = await app.must('POST', DESTINATIONS, GOOGLE);
});
afterAll(() => app.stop());

it('a destination without rules is saved with a warning that it sends nothing', async () => {
  const { warnings } = await app.must('POST', DESTINATIONS, { ...GOOGLE, name: 'Silent', rules: [] });
  const message = 'Nothing is sent, as no rule says what: add one to `rules`.';
  expect(warnings).toEqual([{ pointer: '/rules', message }]);
  expect(google.warnings).toBeUndefined();
});

function aClick(over: object = {}): Promise<Json> {
  sent += 1;
  return anAdLead(app, sent, { source: 'google-ads', clickIds: { gclid: `click-${sent}` }, ...over });
}

const fetch = (destination: Json = google, body?: object) => fetchBatch(app, destination, body);

const ack = (batch: Json, body: object = {}, destination: Json = google) =>
  app.post(`${DESTINATIONS}/${destination.id}/batches/${batch.batchId}/ack`, body);

async function itemsOf(lead: Json, destination: Json = google): Promise<Json[]> {
  await app.feedbackCaughtUp();
  return (await app.must('GET', `${DESTINATIONS}/${destination.id}/items?leadId=${lead.id}`)).data.reverse();
}

async function fetched(destination: Json = google): Promise<Json> {
  const batch = await fetch(destination);
  if (batch.batchId !== null) expect(await ack(batch, {}, destination)).toMatchObject({ status: 200 });
  return batch;
}

describe('a delivery to a platform', () => {
  it('is sent once, when the click of the lead is old enough', async () => {
    const lead = await aClick();
    expect((await fetch()).items).toEqual([]);
    await app.moveBy(6 * HOUR);
    const batch = await fetch();
    expect(batch.items).toMatchObject([{ leadId: lead.id, kind: 'conversion', dedupKey: `${lead.id}.lead.1` }]);
    expect(batch.requests).toMatchObject([
      { conversions: [{ gclid: `click-${sent}`, orderId: `${lead.id}.lead.1` }], partialFailure: true },
    ]);
    expect(batch.targets).toMatchObject([{ method: 'POST', items: [batch.items[0].id] }]);
    // The first batch still has the lease.
    expect((await fetch()).items).toEqual([]);
    expect(await ack(batch)).toMatchObject({ status: 200, body: { items: [{ state: 'accepted' }], stopped: false } });
    await app.moveBy(DAY);
    expect((await fetch()).items).toEqual([]);
    expect(await itemsOf(lead)).toMatchObject([{ stage: 'lead', state: 'accepted', attempts: 1 }]);
  });

  it('is retracted a day after the lead turns out to be junk', async () => {
    const lead = await aClick();
    await app.moveBy(6 * HOUR);
    await fetched();
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'suppress', reason: 'duplicate' });
    await app.moveBy(DAY - 1);
    expect((await fetch()).items).toEqual([]);
    await app.moveBy(1);
    const batch = await fetched();
    expect(batch.items).toMatchObject([{ leadId: lead.id, kind: 'retract', dedupKey: `${lead.id}.lead.1` }]);
    expect(batch.requests).toMatchObject([
      { conversionAdjustments: [{ adjustmentType: 'RETRACTION', orderId: `${lead.id}.lead.1` }] },
    ]);
  });

  it('leaves in requests that are each a job of their own at Google', async () => {
    const lead = await aClick();
    await app.moveBy(6 * HOUR);
    await fetched();
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'suppress', reason: 'duplicate' });
    await app.moveBy(18 * HOUR);
    await aClick();
    await app.moveBy(6 * HOUR);
    const { requests } = await fetched();
    expect(requests.map((request: Json) => Object.keys(request)[0]).sort()).toEqual([
      'conversionAdjustments',
      'conversions',
    ]);
    const jobs = requests.map(({ jobId }: Json) => jobId);
    expect(new Set(jobs).size).toBe(2);
    for (const job of jobs) expect(job > 0 && job < 2 ** 31).toBe(true);
  });

  it('is not retracted if the disposition is corrected within that day', async () => {
    const lead = await aClick();
    await app.moveBy(6 * HOUR);
    await fetched();
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'suppress', reason: 'duplicate' });
    await app.moveBy(HOUR);
    await app.must('POST', `/v1/leads/${lead.id}/disposition/correct`, { category: 'lost', reason: 'price' });
    await app.moveBy(2 * DAY);
    expect((await fetch()).items).toEqual([]);
    expect(await itemsOf(lead)).toMatchObject([
      { kind: 'conversion', state: 'accepted' },
      {
        kind: 'retract',
        state: 'superseded',
        why: 'it is not needed any more: there was a later decision, or what it would have changed was never sent',
      },
    ]);
  });

  it('is never sent if the lead was junk before', async () => {
    const lead = await aClick();
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'suppress', reason: 'not_a_prospect' });
    await app.moveBy(2 * DAY);
    expect((await fetch()).items).toEqual([]);
    const why = 'it was cancelled before it was sent: the lead’s outcome does not count';
    expect(await itemsOf(lead)).toMatchObject([{ stage: 'lead', state: 'superseded', attempts: 0, why }]);
  });

  it('reports a win with its value, restates a changed value, and retracts a reversed win', async () => {
    const lead = await aClick();
    await app.moveBy(6 * HOUR);
    await fetched();
    const won = await app.must('POST', `/v1/leads/${lead.id}/milestones`, {
      name: 'won',
      value: { amount: '18400.00', currency: 'USD' },
    });
    const [milestone] = won.milestones;
    const batch = await fetched();
    expect(batch.requests[0].conversions).toMatchObject([{ conversionValue: 18400, currencyCode: 'USD' }]);
    await app.moveBy(HOUR);
    const worth = { amount: '9200.50', currency: 'USD' };
    await app.must('PUT', `/v1/leads/${lead.id}/milestones/${milestone.id}/value`, worth);
    await app.moveBy(1_000);
    const changed = await fetched();
    expect(changed.items).toMatchObject([{ kind: 'restate', dedupKey: `${lead.id}.won.1` }]);
    await app.moveBy(HOUR);
    await app.must('POST', `/v1/leads/${lead.id}/milestones/${milestone.id}/reverse`, { reason: 'Cancelled' });
    await app.moveBy(DAY + HOUR);
    expect((await fetched()).items).toMatchObject([{ kind: 'retract', dedupKey: `${lead.id}.won.1` }]);
  });

  it('is offered again under the same key when its lease lapses, and a late report is refused', async () => {
    const lead = await aClick();
    await app.moveBy(6 * HOUR);
    const first = await fetch();
    await app.moveBy(15 * 60_000);
    const second = await fetch();
    expect(second.items).toEqual(first.items);
    expect(await ack(first)).toMatchObject({ status: 409, body: { type: '/problems#not-of-batch' } });
    const other = await aClick();
    expect(await ack(second, { failed: [{ id: other.id, code: 'X' }] })).toMatchObject({
      status: 409,
      body: { items: [other.id] },
    });
    expect(await itemsOf(lead)).toMatchObject([{ state: 'leased', mayHaveLeft: true, attempts: 2 }]);
    const answer = await ack(second);
    expect(answer.status).toBe(200);
    expect(await ack(second)).toEqual(expect.objectContaining({ status: 200, body: answer.body }));
    expect(await ack(second, { sent: false })).toMatchObject({
      status: 409,
      body: { type: '/problems#already-reported' },
    });
    await app.moveBy(6 * HOUR);
    await fetched();
  });

  it('that may have been sent is retracted once it is accepted', async () => {
    const lead = await aClick();
    await app.moveBy(6 * HOUR);
    const first = await fetch();
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'suppress', reason: 'duplicate' });
    await app.moveBy(2 * DAY);
    const again = await fetch();
    expect(again.items).toEqual(first.items);
    expect(await ack(again)).toMatchObject({ status: 200 });
    expect((await fetched()).items).toMatchObject([{ kind: 'retract', dedupKey: `${lead.id}.lead.1` }]);
  });
});

describe('the preview says why nothing would be sent', () => {
  it.each<[string, object, RegExp]>([
    [
      'of a lead that the platform cannot know',
      { clickIds: { gclid: 'has a blank' } },
      /^The lead has nothing by which Google Ads would know it: no gclid or gbraid or wbraid as the platform gives it\.$/,
    ],
    ['of a lead that no rule tells of', { rules: [] }, /^Nothing that a rule sends has happened to it since /],
  ])('%s', async (_, { rules, ...over }: Json, why) => {
    const settings = { ...GOOGLE.settings, customerId: '1234567891' };
    const other = rules && { ...GOOGLE, name: 'Google, without rules', settings, rules };
    const { id } = other === undefined ? google : await app.must('POST', DESTINATIONS, other);
    const lead = await aClick(over);
    const preview = () => app.must('POST', `${DESTINATIONS}/${id}/preview`, { leadId: lead.id });
    expect(await preview()).toMatchObject({ told: false, why: expect.stringMatching(why) });
    await app.must('POST', '/v1/erasures', { leadId: lead.id, reason: 'Request 18' });
    expect(await preview()).toMatchObject({ told: false, why: expect.stringContaining('was erased') });
  });
});

describe('the preview of a lead with a form that joined it', () => {
  it('uses the click of that form, as deliveries do', async () => {
    await app.must('POST', '/v1/sources', { code: 'joined-forms', duplicates: 'join' });
    const fields = { source: 'joined-forms', clickIds: undefined };
    const lead = await aClick(fields);
    const again = await app.ask('POST', '/v1/leads', {
      source: 'joined-forms',
      contact: { email: `kim${sent}@example.com` },
      clickIds: { gclid: 'of-the-second-form' },
    });
    expect([again.body.id, again.body.joined]).toEqual([lead.id, true]);
    const preview = await app.must('POST', `${DESTINATIONS}/${google.id}/preview`, { leadId: lead.id });
    expect(preview).toMatchObject({ told: true, requests: [{ conversions: [{ gclid: 'of-the-second-form' }] }] });
    expect(await itemsOf(lead)).toHaveLength(preview.items.length);
  });
});

describe('the certificate of an erasure', () => {
  it('lists a destination whose batch is out, until that is reported as not sent', async () => {
    const lead = await aClick();
    await app.moveBy(6 * HOUR);
    const batch = await fetch();
    const handedOutAt = new Date(app.time.now()).toISOString();
    await app.moveBy(60_000);
    const certificate = await app.must('POST', '/v1/erasures', { leadId: lead.id, reason: 'Request 17' });
    const sent = { destinationId: google.id, platform: 'googleAds', items: 1 };
    expect(certificate.told).toMatchObject([{ ...sent, lastSentAt: handedOutAt }]);
    await ack(batch, { sent: false });
    expect(await app.must('GET', `/v1/erasures/${certificate.id}`)).toMatchObject({ told: [] });
  });
});

describe('the goals and conversion actions of stages', () => {
  const microsoft = (goals: Record<string, string>, settings = {}) => ({
    name: `Microsoft ${JSON.stringify(goals)}`,
    platform: 'microsoft',
    settings: { customerId: '1', accountId: '2', ...settings },
    rules: Object.entries(goals).map(([milestone, goal]) => ({ on: { milestone }, send: { goal } })),
  });

  it.each(['api', 'bulkCsv'])(
    'must differ at Microsoft, which could not tell the stages apart (%s)',
    async (transport) => {
      const goals = { received: 'Lead', qualified: 'Progress', opportunity: 'Progress', won: 'Progress' };
      const answer = await app.post(DESTINATIONS, microsoft(goals, { transport }));
      expect(answer).toMatchObject({ status: 422 });
      expect(answer.body.errors).toMatchObject([
        { pointer: '/rules/2/send', code: 'repeated', message: expect.stringMatching(/^Rule 1 already counts there/) },
        { pointer: '/rules/3/send', code: 'repeated' },
      ]);
    },
  );

  it('are accepted if each stage has its own, also beside a rule that retracts', async () => {
    const body = microsoft({ received: 'Lead', qualified: 'Progress' });
    const back = { on: { intent: 'realButLost' }, send: { retract: 'qualified' } };
    const made = await app.must('POST', DESTINATIONS, { ...body, rules: [...body.rules, back] });
    expect(await app.must('PUT', `${DESTINATIONS}/${made.id}`, made)).toMatchObject({ rules: made.rules });
  });

  it('may be shared on platforms that recognise conversions by their keys', async () => {
    const rules = ['received', 'won'].map((milestone) => ({
      on: { milestone },
      send: { conversionActionId: '77' },
    }));
    const settings = { transport: 'dataManager', customerId: '1234567890' };
    expect(await app.post(DESTINATIONS, { name: 'One action', platform: 'googleAds', settings, rules })).toMatchObject({
      status: 201,
    });
  });
});

describe('a report on a batch', () => {
  it('that it was accepted is refused before it is reported as sent', async () => {
    const lead = await aClick();
    await app.moveBy(6 * HOUR);
    const batch = await fetch();
    const ids = batch.items.map(({ id }: Json) => id);
    const outcome = `${DESTINATIONS}/${google.id}/batches/${batch.batchId}/outcome`;
    for (const accepted of ['all', ids])
      expect(await app.post(outcome, { accepted })).toMatchObject({
        status: 409,
        body: { type: '/problems#already-reported', items: ids },
      });
    expect(await itemsOf(lead)).toMatchObject([{ state: 'leased' }]);
    await ack(batch);
    await app.must('POST', outcome, { accepted: 'all' });
    expect(await itemsOf(lead)).toMatchObject([{ state: 'accepted' }]);
  });

  it('that names another item is refused without the claim that the lease ended', async () => {
    await aClick();
    await app.moveBy(6 * HOUR);
    const batch = await fetch();
    const { body } = await ack(batch, { failed: [{ id: google.id, code: 'X' }] });
    expect(body.detail).toBe('These items are not in this batch, or were since handed out again: nothing was changed.');
    await ack(batch);
  });

  it('names each item at most once', async () => {
    await aClick();
    await app.moveBy(6 * HOUR);
    const batch = await fetch();
    const [{ id }] = batch.items;
    const { status, body } = await ack(batch, {
      failed: [id, id.toUpperCase()].map((each) => ({ id: each, code: 'X' })),
    });
    expect([status, body.errors]).toMatchObject([422, [{ pointer: '/failed/1/id', code: 'repeated' }]]);
    expect(await ack(batch)).toMatchObject({ status: 200 });
  });

  it('may give the status alone; without an answer or with 503 the item may have been taken', async () => {
    const leads = [await aClick(), await aClick(), await aClick()];
    await app.moveBy(6 * HOUR);
    const batch = await fetch();
    const failed = ['noAnswer', 'http503', 'http429'].map((code, index) => ({ id: batch.items[index].id, code }));
    expect((await ack(batch, { failed })).body).toMatchObject({ stopped: false });
    const rows = await Promise.all(leads.map(async (lead) => (await itemsOf(lead))[0]));
    const inDoubt = new Map(rows.map(({ id, state, mayHaveLeft }: Json) => [id, [state, mayHaveLeft]]));
    expect(failed.map(({ id }) => inDoubt.get(id))).toEqual([
      ['pending', true],
      ['pending', true],
      ['pending', false],
    ]);
    await app.moveBy(HOUR);
    const again = await fetch();
    expect(again.items).toHaveLength(3);
    const broken = { failed: again.items.map(({ id }: Json) => ({ id, code: 'http401', message: 'who?' })) };
    expect((await ack(again, broken)).body).toMatchObject({ stopped: true });
    await app.must('POST', `${DESTINATIONS}/${google.id}/resume`, {});
    expect((await fetched()).items).toHaveLength(3);
  });

  it('tells items to retry from final failures and from a broken account', async () => {
    const leads = [await aClick(), await aClick(), await aClick()];
    await app.moveBy(6 * HOUR);
    const batch = await fetch();
    const [later, never, taken] = leads.map(({ id }) => batch.items.find((item: Json) => item.leadId === id).id);
    const answer = await ack(batch, {
      failed: [
        { id: later, code: 'RESOURCE_EXHAUSTED', message: 'slow down' },
        { id: never, code: 'UNPARSEABLE_GCLID', message: 'no click' },
      ],
    });
    const states = new Map(answer.body.items.map(({ id, state }: Json) => [id, state]));
    expect([later, never, taken].map((id) => states.get(id))).toEqual(['pending', 'failed', 'accepted']);
    await app.moveBy(HOUR);
    const again = await fetch();
    expect(again.items).toMatchObject([{ id: later }]);
    expect(
      await ack(again, { failed: [{ id: later, code: 'DEVELOPER_TOKEN_NOT_APPROVED', message: 'no' }] }),
    ).toMatchObject({
      body: { stopped: true, items: [{ state: 'pending' }] },
    });
    expect(await app.post(`${DESTINATIONS}/${google.id}/batches`, {})).toMatchObject({
      status: 409,
      body: { type: '/problems#destination-stopped' },
    });
    expect(await app.must('GET', `${DESTINATIONS}/${google.id}`)).toMatchObject({ stopped: { why: 'account' } });
    expect(await app.must('POST', `${DESTINATIONS}/${google.id}/resume`)).toMatchObject({ stopped: null });
    expect((await fetched()).items).toMatchObject([{ id: later }]);
  });
});
