import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { DAY, HOUR } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { anAdLead, anOffice, DESTINATIONS } from './job.js';

const USD = (amount: string) => ({ amount, currency: 'USD' });

const stages = (send: (stage: string, value: object) => object) => [
  { on: { milestone: 'received' }, send: send('Lead', {}) },
  { on: { milestone: 'qualified' }, send: send('Qualified', { value: USD('100') }) },
  { on: { milestone: 'won' }, send: send('Closed won', { value: 'milestone' }) },
];
const byEvent = stages((event, value) => ({ event, ...value }));
const byNumber = (first: number, field: string) => {
  let next = first;
  return stages((name, value) => {
    next += 1;
    return { [field]: String(next), ...(field === 'conversionActionId' && { name }), ...value };
  });
};

let app: TestApplication;
let made = 0;

beforeEach(async () => {
  app = await anOffice();
});
afterEach(() => app.stop());

function destination(platform: string, settings: object, rules: object[], over: object = {}): Promise<Json> {
  made += 1;
  return app.must('POST', DESTINATIONS, { name: `${platform} ${made}`, platform, settings, rules, ...over });
}

const meta = (over: object = {}) => destination('meta', { datasetId: `77${made}` }, byEvent, over);
const generic = (over: object = {}) => destination('generic', {}, byEvent, over);
const googleAds = (over: object = {}) => {
  const rules = byNumber(made * 100, 'conversionActionId');
  return destination('googleAds', { transport: 'adsApi', customerId: '1234567890' }, rules, over);
};

function aLead(over: object = {}): Promise<Json> {
  made += 1;
  return anAdLead(app, made, over);
}

async function fetch(to: Json, body: object = {}, from: TestApplication = app): Promise<Json> {
  await app.feedbackCaughtUp();
  return from.must('POST', `${DESTINATIONS}/${to.id}/batches`, body);
}

async function ack(to: Json, batch: Json, body: object = {}): Promise<Json> {
  return app.must('POST', `${DESTINATIONS}/${to.id}/batches/${batch.batchId}/ack`, body);
}

async function sent(to: Json): Promise<string[]> {
  const batch = await fetch(to);
  if (batch.batchId !== null) await ack(to, batch);
  return batch.items.map(({ kind, dedupKey }: Json) => `${kind} ${dedupKey.split('.').slice(1).join('.')}`);
}

async function items(to: Json, lead: Json): Promise<string[]> {
  await app.feedbackCaughtUp();
  const { data } = await app.must('GET', `${DESTINATIONS}/${to.id}/items?leadId=${lead.id}`);
  return data
    .reverse()
    .map(({ kind, stage, state, withheldReason }: Json) => `${kind} ${stage}: ${state} ${withheldReason ?? ''}`.trim());
}

const dispose = (lead: Json, category: string, reason: string) =>
  app.must('POST', `/v1/leads/${lead.id}/disposition`, { category, reason });
const reach = (lead: Json, name: string, amount?: string) =>
  app.must('POST', `/v1/leads/${lead.id}/milestones`, { name, ...(amount && { value: USD(amount) }) });

/** Stops the destinations of a test, so that leads of other tests are not sent to them. */
const gone = (...all: Json[]) =>
  Promise.all(all.map(({ id }) => app.must('POST', `${DESTINATIONS}/${id}/stop`, { reason: 'The test is over' })));

describe('a lead that turns out to be junk while a batch is out', () => {
  it.each(['it was not posted', 'it has to be posted again'])('is not sent any more where %s', async (how) => {
    const to = await meta({ quarantine: 'PT0S' });
    const lead = await aLead();
    const batch = await fetch(to);
    await dispose(lead, 'suppress', 'duplicate');
    await app.feedbackCaughtUp();
    const [{ id }] = batch.items;
    const body = how === 'it was not posted' ? { sent: false } : { failed: [{ id, code: '4', message: 'slow down' }] };
    expect(await ack(to, batch, body)).toMatchObject({ items: [{ id, state: 'superseded', notBefore: null }] });
    await app.moveBy(HOUR);
    expect(await sent(to)).toEqual([]);
    await gone(to);
  });

  it('is withheld after "do not contact", and sent once it is reopened', async () => {
    const to = await generic();
    const lead = await aLead();
    const batch = await fetch(to);
    await dispose(lead, 'suppress', 'do_not_contact');
    await app.feedbackCaughtUp();
    await ack(to, batch, { sent: false });
    expect(await items(to, lead)).toEqual(['conversion lead: withheld stopped']);
    await app.must('POST', `/v1/leads/${lead.id}/reopen`, { reason: 'Asked for a call' });
    expect(await sent(to)).toEqual(['conversion lead.2']);
    await gone(to);
  });

  it('is retracted if it was sent', async () => {
    const to = await generic();
    const lead = await aLead();
    const batch = await fetch(to);
    await dispose(lead, 'suppress', 'duplicate');
    await app.feedbackCaughtUp();
    await ack(to, batch);
    await app.moveBy(DAY);
    expect(await sent(to)).toEqual(['retract lead.1']);
    await gone(to);
  });
});

describe('a batch that is never reported on', () => {
  it('is not sent again to a platform that would count it twice', async () => {
    const to = await meta({ quarantine: 'PT0S' });
    const lead = await aLead();
    expect((await fetch(to)).items).toHaveLength(1);
    await app.moveBy(2 * DAY - 1);
    expect((await fetch(to)).items).toHaveLength(1);
    await app.moveBy(1);
    await app.moveBy(15 * 60_000);
    expect((await fetch(to)).items).toEqual([]);
    expect(await items(to, lead)).toEqual(['stage lead: failed']);
    const { failed } = await app.must('GET', `${DESTINATIONS}/${to.id}/health`);
    expect(failed).toEqual([{ name: 'mayHaveBeenSent', count: 1 }]);
    await gone(to);
  });
});

describe('consent', () => {
  it('that is granted later has sent what is true by then', async () => {
    const to = await generic();
    const [kept, junk] = [await aLead(), await aLead()];
    for (const lead of [kept, junk])
      await app.must('PATCH', `/v1/leads/${lead.id}`, { consent: { adUserData: 'denied' } });
    expect(await sent(to)).toEqual([]);
    const won = await reach(kept, 'won', '500.00');
    await app.feedbackCaughtUp();
    await app.must('PUT', `/v1/leads/${kept.id}/milestones/${won.milestones[0].id}/value`, USD('700.00'));
    await dispose(junk, 'suppress', 'spam');
    expect(await sent(to)).toEqual([]);
    for (const lead of [kept, junk])
      await app.must('PATCH', `/v1/leads/${lead.id}`, { consent: { adUserData: 'granted' } });
    const batch = await fetch(to);
    expect(batch.requests[0].events.map(({ event, value }: Json) => [event, value?.amount])).toEqual([
      ['Lead', undefined],
      ['Closed won', '700.00'],
    ]);
    await ack(to, batch);
    await gone(to);
  });
});

describe('a win', () => {
  it('stays if the disposition that would have retracted it is corrected', async () => {
    const to = await generic();
    const lead = await aLead();
    await reach(lead, 'won', '500.00');
    expect(await sent(to)).toEqual(['conversion lead.1', 'conversion won.1']);
    await app.must('POST', `/v1/leads/${lead.id}/reopen`, { reason: 'They want more' });
    await dispose(lead, 'lost', 'fraud');
    await app.feedbackCaughtUp();
    await app.must('POST', `/v1/leads/${lead.id}/disposition/correct`, { category: 'lost', reason: 'price' });
    await app.moveBy(2 * DAY);
    expect(await sent(to)).toEqual([]);
    await gone(to);
  });

  it('that is reversed still counts if the lead was won again', async () => {
    const to = await generic();
    const lead = await aLead();
    const first = await reach(lead, 'won', '500.00');
    expect(await sent(to)).toEqual(['conversion lead.1', 'conversion won.1']);
    await app.must('POST', `/v1/leads/${lead.id}/reopen`, { reason: 'They want more' });
    await reach(lead, 'won', '800.00');
    await app.moveBy(1_000);
    expect(await sent(to)).toEqual(['restate won.1']);
    await app.must('POST', `/v1/leads/${lead.id}/milestones/${first.milestones[0].id}/reverse`, { reason: 'Twice' });
    await app.moveBy(2 * DAY);
    expect(await sent(to)).toEqual([]);
    await gone(to);
  });
});

describe('a batch', () => {
  it('goes to only one of two nodes that ask at once', async () => {
    const to = await generic();
    const leads = [];
    for (let each = 0; each < 12; each += 1) leads.push(await aLead());
    const other = await TestApplication.start(new Date(app.time.now()).toISOString(), { database: app.database });
    try {
      await app.feedsCaughtUp();
      await Promise.all([app.feedbackCaughtUp(), other.feedbackCaughtUp()]);
      const ask = (node: TestApplication) => node.must('POST', `${DESTINATIONS}/${to.id}/batches`, { limit: 5 });
      const batches = await Promise.all([ask(app), ask(other), ask(app), ask(other)]);
      const ids = batches.flatMap((batch) => batch.items.map(({ leadId }: Json) => leadId));
      expect(ids.sort()).toEqual(leads.map(({ id }) => id).sort());
      const full = batches.filter(({ batchId }) => batchId !== null);
      const reports = await Promise.all(
        full.flatMap((batch) =>
          [app, other].map((node) => node.post(`${DESTINATIONS}/${to.id}/batches/${batch.batchId}/ack`, {})),
        ),
      );
      expect(reports.map(({ status }) => status)).toEqual(reports.map(() => 200));
    } finally {
      await other.application.close();
    }
    expect(await sent(to)).toEqual([]);
    await gone(to);
  });

  it('of one item keeps the order of stages, and ids may be in upper case', async () => {
    const to = await meta({ quarantine: 'PT0S' });
    const lead = await aLead();
    await reach(lead, 'won', '500.00');
    const seen = [];
    for (let batch = await fetch(to, { limit: 1 }); batch.batchId !== null; batch = await fetch(to, { limit: 1 })) {
      seen.push(batch.requests[0].data[0].event_name);
      const report = { failed: [{ id: batch.items[0].id.toUpperCase(), code: 'X', retry: false }] };
      await app.must(
        'POST',
        `${DESTINATIONS}/${to.id}/batches/${batch.batchId.toUpperCase()}/ack`,
        seen.length === 3 ? report : {},
      );
    }
    expect(seen).toEqual(['Lead', 'Qualified', 'Closed won']);
    expect(await items(to, lead)).toEqual(['stage lead: accepted', 'stage qualified: accepted', 'stage won: failed']);
    await gone(to);
  });

  it('is not empty because the first items may not be sent', async () => {
    const to = await generic();
    const [first, second, third] = [await aLead(), await aLead(), await aLead()];
    await app.feedbackCaughtUp();
    for (const { id } of [first, second])
      await app.must('PATCH', `/v1/leads/${id}`, { consent: { adUserData: 'denied' } });
    const batch = await app.must('POST', `${DESTINATIONS}/${to.id}/batches`, { limit: 1 });
    expect(batch.items).toMatchObject([{ leadId: third.id }]);
    await gone(to);
  });

  it('requested again under one key has the same items', async () => {
    const to = await generic();
    await aLead();
    await app.feedbackCaughtUp();
    const asking = { headers: { 'idempotency-key': 'lost-answer' } } as never;
    const [first, again] = [
      await app.must('POST', `${DESTINATIONS}/${to.id}/batches`, {}, asking),
      await app.must('POST', `${DESTINATIONS}/${to.id}/batches`, {}, asking),
    ];
    expect(first.items).toHaveLength(1);
    expect(again).toEqual(first);
    await gone(to);
  });

  it('has no format that the platform does not take', async () => {
    const to = await meta();
    expect(await app.post(`${DESTINATIONS}/${to.id}/batches`, { format: 'csv' })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/format' }] },
    });
    await gone(to);
  });
});

describe('a destination', () => {
  it('is sent history if it starts in the past, and otherwise nothing from before it', async () => {
    await app.moveBy(HOUR);
    const startAt = new Date(app.time.now()).toISOString();
    const lead = await aLead();
    await app.moveBy(HOUR);
    const [late, early] = [await generic(), await generic({ startAt })];
    await app.moveBy(1_000);
    await reach(lead, 'qualified');
    expect(await sent(late)).toEqual(['conversion qualified.1']);
    expect(await sent(early)).toEqual(['conversion lead.1', 'conversion qualified.1']);
    await gone(late, early);
  });

  it('in shadow counts due items as sent, and begins anew when it is live', async () => {
    const to = await generic({ mode: 'shadow' });
    const lead = await aLead();
    expect(await items(to, lead)).toEqual(['conversion lead: accepted']);
    const body = await app.must('GET', `${DESTINATIONS}/${to.id}`);
    await app.must('PUT', `${DESTINATIONS}/${to.id}`, { ...body, mode: 'live' });
    await reach(lead, 'qualified');
    expect(await sent(to)).toEqual(['conversion qualified.1']);
    await gone(to);
  });

  it('in shadow reports the health it would have, and live its real health', async () => {
    const to = await generic({ mode: 'shadow' });
    const health = () => app.must('GET', `${DESTINATIONS}/${to.id}/health`);
    const lead = await aLead();
    await app.feedbackCaughtUp();
    await dispose(lead, 'suppress', 'duplicate');
    await app.feedbackCaughtUp();
    expect(await health()).toMatchObject({
      shadow: true,
      lastSentAt: null,
      lastAcceptedAt: new Date(app.time.now()).toISOString(),
      accepted: 1,
      backlog: {
        pending: 1,
        due: 0,
        nextDueAt: new Date(app.time.now() + DAY).toISOString(),
        waiting: [{ name: 'correction', count: 1 }],
      },
      campaigns: [{ campaign: null, leads: 1, junk: 1 }],
    });
    await app.moveBy(DAY);
    await app.feedbackCaughtUp();
    expect(await health()).toMatchObject({ accepted: 2, retracted: 1, backlog: { pending: 0 } });
    const body = await app.must('GET', `${DESTINATIONS}/${to.id}`);
    await app.must('PUT', `${DESTINATIONS}/${to.id}`, { ...body, mode: 'live' });
    expect(await health()).toMatchObject({ shadow: false, lastAcceptedAt: null, accepted: 0, campaigns: [] });
    await gone(to);
  });

  it('stops if it would retract more than its limit for a day', async () => {
    const to = await generic({ retractionsPerDay: 1, retractAfter: 'PT0S' });
    const leads = [await aLead(), await aLead()];
    expect(await sent(to)).toHaveLength(2);
    for (const lead of leads) await dispose(lead, 'suppress', 'duplicate');
    await app.moveBy(1_000);
    expect((await fetch(to)).items).toEqual([]);
    expect(await app.must('GET', `${DESTINATIONS}/${to.id}`)).toMatchObject({ stopped: { why: 'retractions' } });
    await app.must('PUT', `${DESTINATIONS}/${to.id}`, {
      ...(await app.must('GET', `${DESTINATIONS}/${to.id}`)),
      retractionsPerDay: 2,
    });
    await app.must('POST', `${DESTINATIONS}/${to.id}/resume`, {});
    expect(await sent(to)).toEqual(['retract lead.1', 'retract lead.1']);
    await gone(to);
  });

  const ofGoogle = (transport: string, customerId: string, name?: string) => ({
    settings: { transport, customerId },
    rules: [{ on: { milestone: 'received' }, send: { conversionActionId: '4711', ...(name && { name }) } }],
  });
  const toGoogle = (now: object) =>
    app.must('POST', DESTINATIONS, { name: `Google ${made}`, platform: 'googleAds', retractAfter: 'PT0S', ...now });
  const changed = async ({ id }: Json, now: object) =>
    app.ask('PUT', `${DESTINATIONS}/${id}`, { ...(await app.must('GET', `${DESTINATIONS}/${id}`)), ...now });

  it('may change its account until an item has counted there, and retracts at that account', async () => {
    const to = await toGoogle(ofGoogle('adsApi', '1111111111'));
    const lead = await aLead();
    await app.moveBy(6 * HOUR);
    await app.feedbackCaughtUp();
    expect(await changed(to, ofGoogle('adsApi', '2222222222'))).toMatchObject({ status: 200 });
    const batch = await fetch(to);
    expect(batch.requests[0].conversions[0].conversionAction).toBe('customers/2222222222/conversionActions/4711');
    await ack(to, batch);
    expect(await changed(to, ofGoogle('adsApi', '3333333333'))).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/settings', code: 'fixed' }] },
    });
    expect(await changed(to, ofGoogle('dataManager', '2222222222'))).toMatchObject({ status: 200 });
    expect(await changed(to, ofGoogle('adsApi', '2222222222'))).toMatchObject({ status: 200 });
    await dispose(lead, 'suppress', 'duplicate');
    await app.moveBy(1_000);
    expect(await sent(to)).toEqual(['retract lead.1']);
    await gone(to);
  });

  it('keeps its account once a batch is handed out, also if both are requested at once', async () => {
    const to = await toGoogle(ofGoogle('adsApi', '5555555555'));
    await aLead();
    await app.moveBy(6 * HOUR);
    await app.feedbackCaughtUp();
    let both: Promise<Json[]> = Promise.resolve([]);
    await app.whileWorkedOn(
      [to],
      async () => {
        const batch = app.ask('POST', `${DESTINATIONS}/${to.id}/batches`, {});
        await app.somebodyWaits(1);
        both = Promise.all([batch, changed(to, ofGoogle('adsApi', '6666666666'))]);
        await app.somebodyWaits(2);
      },
      'feedback_destination',
    );
    const [batch, put] = await both;
    expect(batch!.body.requests[0].conversions[0].conversionAction).toContain('customers/5555555555/');
    expect(put).toMatchObject({ status: 422, body: { errors: [{ pointer: '/settings', code: 'fixed' }] } });
    await gone(to);
  });

  it('may change its account, but skips leads that another destination sent there', async () => {
    const toMeta = (datasetId: string, over: object = {}) =>
      destination('meta', { datasetId }, [{ on: { milestone: 'received' }, send: { event: 'Lead' } }], {
        quarantine: 'PT0S',
        ...over,
      });
    const first = await toMeta('880001');
    const told1 = await aLead();
    expect(await sent(first)).toEqual(['stage lead.1']);
    expect(await changed(first, { settings: { datasetId: '880002' } })).toMatchObject({ status: 200 });
    const second = await toMeta('880003', { startAt: new Date(Date.parse(told1.receivedAt) - HOUR).toISOString() });
    await gone(first);
    const told2 = await aLead();
    await app.feedbackCaughtUp();
    expect(await changed(second, { settings: { datasetId: '880001' } })).toMatchObject({ status: 200 });
    const batch = await fetch(second);
    expect(batch.items.map(({ leadId }: Json) => leadId)).toEqual([told2.id]);
    expect(batch.targets[0].url).toContain('/880001/');
    const { data } = await app.must('GET', `${DESTINATIONS}/${second.id}/items?leadId=${told1.id}`);
    expect(data).toMatchObject([{ state: 'failed', error: { code: 'toldByAnother' } }]);
    await gone(second);
  });

  it('that changes to files names in them items that were planned without a name', async () => {
    const to = await toGoogle(ofGoogle('adsApi', '4444444444'));
    await aLead();
    await app.moveBy(6 * HOUR);
    await app.feedbackCaughtUp();
    await changed(to, ofGoogle('csv', '4444444444', 'New lead'));
    expect((await fetch(to)).csv).toMatch(/,New lead,/);
    await gone(to);
  });

  it('counts a retraction once a day, however often it is handed out', async () => {
    const to = await generic({ retractionsPerDay: 3, retractAfter: 'PT0S' });
    const leads = [await aLead(), await aLead()];
    expect(await sent(to)).toHaveLength(2);
    for (const lead of leads) await dispose(lead, 'suppress', 'duplicate');
    await app.moveBy(1_000);
    expect((await fetch(to)).items).toHaveLength(2);
    await app.moveBy(HOUR);
    expect(await sent(to)).toEqual(['retract lead.1', 'retract lead.1']);
    await gone(to);
  });

  it('refuses a report with an id that is not of its batch', async () => {
    const to = await googleAds();
    await aLead();
    await app.moveBy(6 * HOUR);
    const batch = await fetch(to);
    const answer = await app.post(`${DESTINATIONS}/${to.id}/batches/${batch.batchId}/ack`, {
      failed: [{ id: batch.batchId, code: 'X' }],
    });
    expect(answer).toMatchObject({ status: 409, body: { type: '/problems#not-of-batch' } });
    await ack(to, batch);
    await gone(to);
  });
});
