import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { ADMIN_KEY } from '../support/client.js';
import { DAY, HOUR } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { notificationsOf } from '../support/notifications.js';
import { aDesk, changeSettings, eventsOf, faults } from '../support/people.js';
import { NEW_YORK } from '../support/policies.js';
import { anAdLead, DESTINATIONS, fetchBatch, path, sendAll } from './job.js';

const USD = (amount: string) => ({ amount, currency: 'USD' });
const LEAD = { on: { milestone: 'received' }, send: { event: '101' } };
const WON = { on: { milestone: 'won' }, send: { event: '104', value: 'milestone' } };
const GOOGLE = [
  { on: { milestone: 'received' }, send: { conversionActionId: '101', name: '101' } },
  { on: { milestone: 'won' }, send: { conversionActionId: '104', name: '104', value: 'milestone' } },
];

let app: TestApplication;
let rep: Json;
let made = 0;

beforeAll(async () => {
  app = await TestApplication.start();
  const calendar = await app.must('POST', '/v1/calendars', NEW_YORK);
  const { reps } = await aDesk(app, ['Ann', 'Bo'], { calendarId: calendar.id, offHours: 'wait' });
  rep = reps[0]!;
  await changeSettings(app, { alertsTo: [rep.id] });
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

function bodyOf(platform: string, settings: object, rules: object[], over: object = {}): Json {
  made += 1;
  return { name: `${platform} ${made}`, platform, settings, rules, ...over };
}
const destination = (...args: Parameters<typeof bodyOf>) => app.must('POST', DESTINATIONS, bodyOf(...args));
const generic = (over: object = {}) => destination('generic', {}, [LEAD, WON], over);

function aLead(over: object = {}): Promise<Json> {
  made += 1;
  return anAdLead(app, made, { clickIds: { gclid: `click-${made}` }, ...over });
}

const win = ({ id }: Json, amount: string) =>
  app.must('POST', `/v1/leads/${id}/milestones`, { name: 'won', value: USD(amount) });
const dispose = ({ id }: Json, category: string, reason: string) =>
  app.must('POST', `/v1/leads/${id}/disposition`, { category, reason });

const fetch = (to: Json, body?: object) => fetchBatch(app, to, body);

describe('files', () => {
  it('hold conversions or adjustments, never both, and both are handed out in turn', async () => {
    const to = await destination('googleAds', { transport: 'csv', customerId: '2234567890' }, GOOGLE);
    const [lead, other] = [await aLead(), await aLead()];
    await app.moveBy(6 * HOUR);
    await app.feedbackCaughtUp();
    expect(await sendAll(app, to, ['csv'])).toHaveLength(2);
    await dispose(lead, 'suppress', 'duplicate');
    await app.moveBy(DAY);
    await win(other, '500.00');
    const first = await fetch(to);
    const second = await fetch(to);
    const kinds = [first, second].map(({ items, fileName }) => [fileName, items.map(({ kind }: Json) => kind)]);
    expect(kinds.sort()).toEqual([
      ['adjustments by order id', ['retract']],
      ['conversions', ['conversion']],
    ]);
    for (const { csv } of [first, second]) expect(csv.split('\n')[0]).toBe('Parameters:TimeZone=+0000');
  });

  it('hold only adjustments where conversions are sent in requests', async () => {
    const settings = { transport: 'dataManager', adjustBy: 'csv', customerId: '3234567890' };
    const to = await destination('googleAds', settings, GOOGLE);
    const lead = await aLead();
    await app.moveBy(6 * HOUR);
    expect((await fetch(to, { format: 'csv' })).items).toEqual([]);
    const [sent] = await sendAll(app, to, ['json', 'csv']);
    expect(sent!.item).toMatchObject({ kind: 'conversion', leadId: lead.id });
    await dispose(lead, 'suppress', 'duplicate');
    await app.moveBy(DAY);
    expect((await fetch(to)).items).toEqual([]);
    const batch = await fetch(to, { format: 'csv' });
    expect(batch.csv).toContain(`${lead.id}.lead.1,101,`);
    expect(batch.requests).toBeUndefined();
  });

  it('quote cells where necessary, and change none', async () => {
    const goal = 'Leads, "big" ones';
    const settings = { customerId: '1', accountId: '77', transport: 'bulkCsv' };
    const rules = [{ on: { milestone: 'received' }, send: { goal } }];
    const to = await destination('microsoft', settings, rules);
    await aLead({ clickIds: { msclkid: 'abc-1' } });
    await app.moveBy(HOUR);
    expect((await fetch(to)).csv).toContain(',"Leads, ""big"" ones",');
  });
});

describe('sources', () => {
  it('limit which leads are sent, regardless of case, and the preview says why others are not', async () => {
    const to = await generic({ sources: ['Expo'] });
    const [expo, web, unknown] = [
      await aLead({ source: 'EXPO' }),
      await aLead({ source: 'web' }),
      await aLead({ source: 'expo', clickIds: undefined }),
    ];
    await app.feedbackCaughtUp();
    expect((await sendAll(app, to)).map(({ item }) => item.leadId)).toEqual([expo.id]);
    const { data } = await app.must('GET', path(to, '/items'));
    expect(data.map(({ leadId, state, withheldReason }: Json) => [leadId, state, withheldReason])).toEqual([
      [unknown.id, 'withheld', 'noIdentifier'],
      [expo.id, 'accepted', null],
    ]);
    expect(await app.must('POST', path(to, '/preview'), { leadId: web.id })).toMatchObject({
      told: false,
      why: 'The destination does not take leads from web.',
    });
  });

  it('without click ids have the hashed contact sent, but only of people who consented', async () => {
    const to = await destination('generic', { hashedContact: 'always' }, [LEAD], { sources: ['expo'] });
    const plain = { source: 'expo', clickIds: undefined };
    const opted = await aLead(plain);
    const denied = await aLead({ ...plain, consent: { adUserData: 'denied' } });
    const silent = await aLead({ ...plain, consent: undefined, contact: { email: 'a@example.com', country: 'DE' } });
    const batch = await fetch(to);
    expect(batch.items.map(({ leadId }: Json) => leadId)).toEqual([opted.id]);
    expect(batch.requests[0].events[0].identifiers).toEqual({ email: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const { data } = await app.must('GET', path(to, '/items?state=withheld'));
    expect(data.map(({ leadId, withheldReason }: Json) => [leadId, withheldReason])).toEqual([
      [silent.id, 'consentMissing'],
      [denied.id, 'consentDenied'],
    ]);
  });
});

describe('a preview', () => {
  it('shows what would be sent and retracted, and saves nothing', async () => {
    const to = await generic();
    const lead = await aLead();
    await dispose(lead, 'suppress', 'spam');
    await app.moveBy(HOUR);
    const kept = (await app.must('GET', path(to, '/items'))).data;
    const preview = await app.must('POST', path(to, '/preview'), { leadId: lead.id });
    expect(preview).toMatchObject({ told: true, why: null });
    expect(preview.items.map(({ kind, stage, state }: Json) => `${kind} ${stage} ${state}`)).toEqual([
      'conversion lead accepted',
      'retract lead accepted',
    ]);
    expect((await app.must('GET', path(to, '/items'))).data).toEqual(kept);
  });

  it('says why nothing would be sent', async () => {
    const to = await generic();
    const why = async (over: object) =>
      (await app.must('POST', path(to, '/preview'), { leadId: (await aLead(over)).id })).why;
    expect(await why({ test: true })).toBe('It is a test lead: nothing about it is sent to platforms.');
    expect(await why({ consent: { adUserData: 'denied' } })).toBe(
      'It is withheld: the person does not allow that their data is sent.',
    );
    expect(await why({ clickIds: undefined })).toMatch(/^The lead has nothing by which/);
  });
});

describe('an item that is not fetched', () => {
  it('causes one alert, a day before it expires', async () => {
    const to = await destination('meta', { datasetId: '9911' }, [LEAD], { quarantine: 'PT0S' });
    const lead = await aLead({ clickIds: { metaLeadId: '98765432109876543' } });
    const sent = () => notificationsOf(app, rep, 'feedback.ending');
    const stateOf = async () => (await app.must('GET', path(to, `/items?leadId=${lead.id}`))).data[0].state;
    await app.moveBy(6 * DAY - 1);
    await app.feedbackCaughtUp();
    const before = (await sent()).length;
    await app.moveBy(1);
    await app.feedbackCaughtUp();
    await app.feedbackCaughtUp();
    expect((await sent()).length).toBe(before + 1);
    expect(await stateOf()).toBe('pending');
    await app.moveBy(DAY - 1);
    await app.feedbackCaughtUp();
    expect(await stateOf()).toBe('pending');
    await app.moveBy(1);
    expect((await fetch(to)).items).toEqual([]);
    expect(await stateOf()).toBe('expired');
    expect(await eventsOf(app, to.id, 'feedback.expired')).toMatchObject([{ data: { deliveries: 1 } }]);
    expect(await app.must('GET', path(to, '/health'))).toMatchObject({ expired: 1, backlog: { pending: 0 } });
  });
});

describe('a win that was reversed by mistake and recorded again with its date', () => {
  const goal = [{ on: { milestone: 'won' }, send: { goal: 'Won' } }];
  const ways: [string, () => Promise<Json>][] = [
    ['googleAds', () => destination('googleAds', { transport: 'adsApi', customerId: '5234567890' }, GOOGLE.slice(1))],
    ['microsoft', () => destination('microsoft', { customerId: '3', accountId: '4' }, goal)],
  ];

  it.each(ways)('is sent with another second than the retracted one: %s', async (_name, make) => {
    const to = await make();
    const lead = await aLead({ clickIds: { gclid: `click-again-${made}`, msclkid: `again-${made}` } });
    await app.moveBy(DAY);
    const occurredAt = new Date(app.time.now() - HOUR).toISOString();
    const wins = (at: string) =>
      app.must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'won', value: USD('500.00'), occurredAt: at });
    const reverse = ({ milestones }: Json) =>
      app.must(
        'POST',
        `/v1/leads/${lead.id}/milestones/${milestones.find(({ reversedAt }: Json) => reversedAt === null).id}/reverse`,
        { reason: 'Mistyped' },
      );
    const eventAts = async () => {
      await app.feedbackCaughtUp();
      await sendAll(app, to);
      const { data } = await app.must('GET', path(to, `/items?leadId=${lead.id}&kind=conversion`));
      return data.map(({ eventAt, state }: Json) => [Date.parse(eventAt) - Date.parse(occurredAt), state]).reverse();
    };
    const first = await wins(occurredAt);
    expect(await eventAts()).toEqual([[0, 'accepted']]);
    await reverse(first);
    await app.moveBy(DAY);
    await eventAts();
    await reverse(await wins(occurredAt));
    await app.feedbackCaughtUp();
    await wins(occurredAt);
    // A superseded item never left, so its second can be used again.
    expect(await eventAts()).toEqual([
      [0, 'accepted'],
      [1_000, 'superseded'],
      [1_000, 'accepted'],
    ]);
  });
});

describe('a destination that pauses', () => {
  it('sends what happened meanwhile after a stop, and never after shadow mode', async () => {
    const [stopped, shadow] = [await generic(), await generic()];
    const lead = await aLead();
    await app.feedbackCaughtUp();
    for (const to of [stopped, shadow]) expect((await sendAll(app, to)).length).toBeGreaterThan(0);
    const turn = async (mode: string) =>
      app.must('PUT', path(shadow), { ...(await app.must('GET', path(shadow))), mode });
    await app.must('POST', path(stopped, '/stop'), { reason: 'New agency' });
    await turn('shadow');
    await dispose(lead, 'suppress', 'duplicate');
    await app.feedbackCaughtUp();
    await app.moveBy(2 * DAY);
    await app.must('POST', path(stopped, '/resume'), {});
    await turn('live');
    await app.feedbackCaughtUp();
    const kinds = async (to: Json) => (await sendAll(app, to)).map(({ item }) => item.kind);
    expect([await kinds(stopped), await kinds(shadow)]).toEqual([['retract'], []]);
  });
});

describe('what a destination would not have sent at the time', () => {
  const put = async (to: Json, over: object) =>
    app.must('PUT', path(to), { ...(await app.must('GET', path(to))), ...over });
  const patch = ({ id }: Json, body: object) => app.must('PATCH', `/v1/leads/${id}`, body);
  const sentTo = async (to: Json) => {
    await app.feedbackCaughtUp();
    return (await sendAll(app, to)).map(({ item }) => `${item.leadId} ${item.dedupKey.split('.')[1]}`).sort();
  };
  const later = async () => {
    await app.feedbackCaughtUp();
    await app.moveBy(HOUR);
  };
  /** Changes of a lead that have all its events planned, if the platform could not identify it before. */
  const PATCHES = [
    { refs: { hubspot: '77' } },
    { clickIds: { gclid: 'another' } },
    { contact: { phone: '+1 650 555 0142' } },
  ];
  const leadsToPatch = async () => {
    const leads = [];
    for (const change of PATCHES) leads.push({ lead: await aLead(), change });
    return leads;
  };

  it('in shadow is not sent after a lead is changed', async () => {
    const to = await generic({ mode: 'shadow' });
    const leads = await leadsToPatch();
    for (const { lead } of leads) await win(lead, '500.00');
    await later();
    await put(to, { mode: 'live' });
    expect(await sentTo(to)).toEqual([]);
    await later();
    for (const { lead, change } of leads) await patch(lead, change);
    expect(await sentTo(to)).toEqual([]);
  });

  it('in a time of shadow is not sent after a change, and what happened live to an unknown lead is', async () => {
    const to = await generic();
    const lead = await aLead({ clickIds: {} });
    await later();
    await put(to, { mode: 'shadow' });
    await later();
    await win(lead, '500.00');
    await later();
    await put(to, { mode: 'live' });
    await later();
    await patch(lead, { clickIds: { gclid: `click-of-${lead.id}` } });
    expect(await sentTo(to)).toEqual([`${lead.id} lead`]);
  });

  it('for want of a rule or a source is not sent after a change', async () => {
    const ruleless = await destination('generic', {}, [WON]);
    const choosy = await generic({ sources: ['fair'] });
    const leads = await leadsToPatch();
    await later();
    await put(ruleless, { rules: [LEAD, WON] });
    await put(choosy, { sources: ['fair', 'ads'] });
    await later();
    for (const { lead, change } of leads) await patch(lead, change);
    for (const to of [ruleless, choosy]) expect(await sentTo(to)).toEqual([]);
    for (const { lead } of leads) await win(lead, '500.00');
    const won = leads.map(({ lead }) => `${lead.id} won`).sort();
    for (const to of [ruleless, choosy]) expect(await sentTo(to)).toEqual(won);
  });

  it('is sent once the source of a lead is corrected, or its click becomes known', async () => {
    const to = await generic({ sources: ['fair'] });
    const [elsewhere, unknown] = [await aLead(), await aLead({ clickIds: {}, source: 'fair' })];
    await later();
    await patch(elsewhere, { source: 'Fair' });
    await patch(unknown, { clickIds: { gclid: `click-of-${unknown.id}` } });
    await app.feedbackCaughtUp();
    const all = (await sendAll(app, to)).map(({ item }) => item.leadId);
    expect(all.sort()).toEqual([elsewhere.id, unknown.id].sort());
  });
});

describe('a destination that is deleted', () => {
  it('loses items that were never fetched, and cannot be deleted once one was', async () => {
    const [early, late] = [await generic(), await generic()];
    await aLead();
    await fetch(late);
    expect((await app.must('GET', path(early, '/items'))).data).toHaveLength(1);
    expect((await app.delete(path(early))).status).toBe(204);
    expect((await app.get(path(early, '/items'))).status).toBe(404);
    expect((await app.post(path(early, '/batches'))).status).toBe(404);
    expect(await app.delete(path(late))).toMatchObject({
      status: 409,
      body: {
        type: '/problems#in-use',
        detail:
          'This destination is used by 1 conversion handed out. Without it, what was sent could not be taken back. Stop it instead (`POST …/stop`): what happens meanwhile is sent once it is resumed, or never in the mode "shadow".',
      },
    });
    // Later events are planned for the remaining destinations.
    await aLead();
    await app.feedbackCaughtUp();
  });
});

describe('a destination that is stopped', () => {
  it('again has the newer reason, and keeps the time of its first stop', async () => {
    const to = await generic();
    const stop = (reason: string) => app.must('POST', path(to, '/stop'), { reason });
    const turns = async () => (await eventsOf(app, to.id, 'config.changed')).length;
    const { at } = (await stop('A first look')).stopped;
    await app.moveBy(HOUR);
    const before = await turns();
    expect((await stop('The account is sold')).stopped).toEqual({ at, why: 'person', note: 'The account is sold' });
    expect(await turns()).toBe(before + 1);
    await stop('The account is sold');
    expect(await turns()).toBe(before + 1);
    expect(await app.post(path(to, '/batches'))).toMatchObject({
      status: 409,
      body: { type: '/problems#destination-stopped', detail: expect.stringContaining(`${at} (The account is sold)`) },
    });
  });
});

describe('a program of your own', () => {
  const ASIDES = [
    { on: { category: 'lost' }, send: { event: 'lost' } },
    { on: { category: 'recycle' }, send: { event: 'recycled' } },
  ];

  it('is told by which disposition a lead was closed, as corrected since', async () => {
    const to = await destination('generic', {}, [LEAD, WON, ...ASIDES]);
    const [junk, lost, won] = [await aLead(), await aLead(), await aLead()];
    const { milestones } = await win(won, '500.00');
    await app.feedbackCaughtUp();
    expect((await sendAll(app, to)).map(({ item }) => item.kind)).toEqual(Array(4).fill('conversion'));
    await dispose(junk, 'suppress', 'spam');
    await app.must('POST', `/v1/leads/${junk.id}/disposition/correct`, { category: 'suppress', reason: 'test' });
    await dispose(lost, 'lost', 'price');
    await app.moveBy(DAY);
    await app.must('POST', `/v1/leads/${won.id}/milestones/${milestones[0].id}/reverse`, { reason: 'Cancelled' });
    await app.moveBy(DAY);
    const { requests } = await fetch(to);
    const told = requests.flatMap(({ events }: Json) => events);
    expect(
      told.map(({ leadId, kind, category, reason, intent }: Json) => [leadId, kind, category, reason, intent]),
    ).toEqual([
      [lost.id, 'stage', 'lost', 'price', 'realButLost'],
      [junk.id, 'retract', 'suppress', 'test', 'neverExisted'],
      [won.id, 'retract', undefined, undefined, undefined],
    ]);
  });
});

describe('bad input', () => {
  const google = (settings: object, send: object) =>
    bodyOf('googleAds', { customerId: '4234567890', ...settings }, [{ on: { milestone: 'received' }, send }]);
  const own = (rules: object[], over: object = {}) => bodyOf('generic', {}, rules, over);
  it.each<[string, () => Json, string[]]>([
    ['an unknown platform', () => bodyOf('myspace', {}, []), ['/platform value']],
    [
      'an unknown transport',
      () => google({ transport: 'pigeon' }, { conversionActionId: '1' }),
      ['/settings/transport value'],
    ],
    [
      'an action that is no number',
      () => google({ transport: 'adsApi' }, { conversionActionId: 'AW-1/abc' }),
      ['/rules/0/send/conversionActionId format'],
    ],
    [
      'files of one that needs names for them',
      () => google({ transport: 'csv' }, { conversionActionId: '1' }),
      ['/rules/0/send/name required'],
    ],
    [
      'files of one that has none',
      () => bodyOf('meta', { datasetId: '1', transport: 'csv' }, [LEAD]),
      ['/settings/transport unknown'],
    ],
    [
      'something to be filled in',
      () => own([{ on: { milestone: 'won' }, send: { event: 'won {{amount}}' } }]),
      ['/rules/0/send/event unknownPlaceholder'],
    ],
    ['one conversion twice', () => own([LEAD, WON, { ...WON, send: { event: 'Again' } }]), ['/rules/2/on repeated']],
    [
      'a milestone that there is not',
      () => own([{ on: { milestone: 'opportunty' }, send: { event: 'x' } }]),
      ['/rules/0/on/milestone value'],
    ],
    [
      'a formula in a file',
      () => bodyOf('generic', { format: 'csv' }, [{ on: { milestone: 'won' }, send: { event: '=1+1' } }]),
      ['/rules/0/send/event formula'],
    ],
    ['a beginning that is no instant', () => own([LEAD], { startAt: 'tomorrow' }), ['/startAt instant']],
    [
      'a NUL, and durations that are none',
      () => own([LEAD], { name: 'a\u0000b', quarantine: 'P6D', retractAfter: 'soon' }),
      ['/name text', '/retractAfter durationOrZero'],
    ],
  ])('%s is named by its pointer, and nothing is created', async (_, make, expected) => {
    const before = (await app.must('GET', `${DESTINATIONS}?limit=1000`)).data.length;
    const answer = await app.post(DESTINATIONS, make());
    expect(faults(answer)).toEqual(expected);
    expect((await app.must('GET', `${DESTINATIONS}?limit=1000`)).data).toHaveLength(before);
  });

  it('does not include a future start, before which nothing is sent', async () => {
    const to = await generic({ startAt: new Date(app.time.now() + DAY).toISOString() });
    const lead = await aLead();
    expect((await fetch(to)).items).toEqual([]);
    await app.moveBy(DAY);
    await win(lead, '5.00');
    expect((await fetch(to)).items.map(({ dedupKey }: Json) => dedupKey)).toEqual([`${lead.id}.won.1`]);
  });
});

describe('a report', () => {
  it('under an idempotency key is applied once, and a different one under it is refused', async () => {
    const to = await generic();
    await aLead();
    const { batchId } = await fetch(to);
    const asking = { headers: { 'idempotency-key': 'ack-1' } };
    const report = (body: object) => app.post(path(to, `/batches/${batchId}/ack`), body, asking);
    const first = await report({});
    expect(first.status).toBe(200);
    expect((await report({})).body).toEqual(first.body);
    expect((await report({ sent: false })).status).toBe(422);
  });
});

describe('odd leads', () => {
  it('are sent exactly as they came, or not at all', async () => {
    const to = await destination('meta', { datasetId: '9912', crmName: 'Käse 🧀 𝒞RM' }, [LEAD], {
      quarantine: 'PT0S',
    });
    const own = await generic();
    const long = 'x'.repeat(500);
    await aLead({ clickIds: { metaLeadId: '98765432109876543' } });
    const click = await aLead({ clickIds: { gclid: long } });
    const formula = await aLead({ clickIds: { gclid: '=cmd|calc', msclkid: '🧀' } });
    expect((await app.post('/v1/leads', { source: 'ads', clickIds: { gclid: 'a\u0000b' } })).status).toBe(422);
    await app.feedbackCaughtUp();
    const answer = await globalThis.fetch(`${app.url}${path(to, '/batches')}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json' },
      body: '{}',
    });
    const text = await answer.text();
    expect(text).toContain('"lead_id":98765432109876543,');
    expect(text).toContain('Käse 🧀 𝒞RM');
    const { items, requests } = await fetch(own);
    const ids = items.map(({ leadId }: Json) => leadId);
    expect(ids).toContain(click.id);
    expect(ids).not.toContain(formula.id);
    expect(JSON.stringify(requests)).toContain(long);
  });
});

describe('a large batch', () => {
  it('has at most two thousand items, and the next batch has the rest', async () => {
    const to = await generic();
    for (let from = 0; from < 2_050; from += 410) {
      const leads = Array.from({ length: 410 }, (_, each) => ({
        source: 'ads',
        contact: { email: `many${from + each}@example.com`, country: 'US' },
        clickIds: { gclid: `many-${from + each}` },
        consent: { adUserData: 'granted' },
      }));
      await app.must('POST', '/v1/leads/batch', { leads });
    }
    const first = await fetch(to);
    const second = await fetch(to);
    expect([first.items.length, second.items.length]).toEqual([2_000, 50]);
    expect(first.requests[0].events).toHaveLength(2_000);
    const keys = [first, second].flatMap(({ items }) => items.map(({ dedupKey }: Json) => dedupKey));
    expect(new Set(keys).size).toBe(2_050);
    const failed = first.items.map(({ id }: Json) => ({ id, code: 'X', retry: false }));
    const { items } = await app.must('POST', path(to, `/batches/${first.batchId}/ack`), { failed });
    expect(items.every(({ state }: Json) => state === 'failed')).toBe(true);
  });
});

describe('a merge', () => {
  const QUALIFIED = { on: { milestone: 'qualified' }, send: { event: '102' } };
  const merge = (from: Json, into: Json) => app.must('POST', `/v1/leads/${from.id}/merge`, { into: into.id });
  const unmerge = ({ id }: Json) => app.must('POST', `/v1/leads/${id}/unmerge`, {});
  const qualify = ({ id }: Json) => app.must('POST', `/v1/leads/${id}/milestones`, { name: 'qualified' });

  /** Two leads of one person, of which only the second has a click. */
  async function aPair(consents: readonly object[] = [{}, {}], platform = 'generic') {
    const microsoft = { customerId: '1', accountId: String(900 + made) };
    const to =
      platform === 'generic'
        ? await destination('generic', {}, [LEAD, QUALIFIED])
        : await destination('microsoft', microsoft, [{ on: { milestone: 'received' }, send: { goal: 'Lead' } }]);
    const [one, other] = consents.map((consent) => ({ consent: { adUserData: 'granted', ...consent } }));
    const stay = await aLead({ ...one, clickIds: {} });
    await app.moveBy(HOUR);
    const dup = await aLead({ ...other, clickIds: { gclid: `dup-${made}`, msclkid: `dup-${made}` } });
    await app.moveBy(HOUR);
    const sent = async () => {
      await app.feedbackCaughtUp();
      const all = await sendAll(app, to);
      return all.map(({ item }) => {
        const [id, stage, revision] = item.dedupKey.split('.');
        return `${item.kind} ${id === dup.id ? 'dup' : 'stay'} ${stage}.${revision}`;
      });
    };
    return { to, stay, dup, sent };
  }

  /** How often each stage counts by the click of the second lead. */
  async function countsOf(to: Json) {
    const { data } = await app.must('GET', path(to, '/items?limit=1000'));
    const counts: Json = {};
    for (const { kind, stage, state } of data)
      if (state === 'accepted') counts[stage] = (counts[stage] ?? 0) + (kind === 'retract' ? -1 : 1);
    return counts;
  }

  it.each(['generic', 'microsoft'])('that is undone leaves one click counted once: %s', async (platform) => {
    for (const hours of [1, 30]) {
      const { to, stay, dup, sent } = await aPair([{}, {}], platform);
      expect(await sent()).toEqual(['conversion dup lead.1']);
      await merge(dup, stay);
      await app.feedbackCaughtUp();
      await app.moveBy(hours * HOUR);
      expect(await sent()).toContain('conversion stay lead.1');
      await unmerge(dup);
      await app.moveBy(HOUR);
      const soon = await sent();
      await app.moveBy(3 * DAY);
      expect([...soon, ...(await sent())]).toContain('retract stay lead.1');
      await app.moveBy(DAY);
      expect(await sent()).toEqual([]);
      expect(await countsOf(to)).toEqual({ lead: 1 });
      // The other lead is sent once it has a click of its own.
      await app.must('PATCH', `/v1/leads/${stay.id}`, { clickIds: { gclid: `own-${made}`, msclkid: `own-${made}` } });
      await app.moveBy(HOUR);
      expect(await sent()).toEqual(['conversion stay lead.2']);
    }
  });

  it('that is undone takes back what was sent by its click, whatever happens to the lead in between', async () => {
    const { stay, dup, sent } = await aPair();
    await merge(dup, stay);
    expect(await sent()).toEqual(['conversion stay lead.1']);
    await unmerge(dup);
    await app.feedbackCaughtUp();
    await dispose(stay, 'suppress', 'spam');
    await app.feedbackCaughtUp();
    await app.must('POST', `/v1/leads/${stay.id}/reopen`, { reason: 'Real after all' });
    await qualify(stay);
    await app.feedbackCaughtUp();
    await app.moveBy(2 * DAY);
    expect((await sent()).sort()).toEqual(['conversion dup lead.2', 'retract stay lead.1']);
  });

  it('takes back all stages of the lead that is merged, and has them again when it is undone', async () => {
    const { to, stay, dup, sent } = await aPair();
    for (const lead of [stay, dup]) await qualify(lead);
    expect(await sent()).toEqual(['conversion dup lead.1', 'conversion dup qualified.1']);
    await merge(dup, stay);
    expect(await sent()).toEqual(['conversion stay lead.1', 'conversion stay qualified.1']);
    await app.moveBy(DAY);
    expect(await sent()).toEqual(['retract dup lead.1', 'retract dup qualified.1']);
    expect(await countsOf(to)).toEqual({ lead: 1, qualified: 1 });
    await unmerge(dup);
    expect(await sent()).toEqual(['conversion dup lead.2', 'conversion dup qualified.2']);
    await app.moveBy(DAY);
    expect(await sent()).toEqual(['retract stay lead.1', 'retract stay qualified.1']);
  });

  it('takes back only the lead of a duplicate that was closed without a merge', async () => {
    const { dup, sent } = await aPair();
    await qualify(dup);
    expect(await sent()).toHaveLength(2);
    await dispose(dup, 'suppress', 'duplicate');
    await app.feedbackCaughtUp();
    await app.moveBy(DAY);
    expect(await sent()).toEqual(['retract dup lead.1']);
  });

  it('has nothing sent of a person who denied it with either form', async () => {
    for (const consents of [
      [{}, { adUserData: 'denied' }],
      [{ adUserData: 'denied' }, {}],
    ]) {
      const { stay, dup, sent } = await aPair(consents);
      await sent();
      await merge(dup, stay);
      expect(await sent()).toEqual([]);
      await unmerge(dup);
      expect((await sent()).filter((each) => each.includes('stay'))).toEqual([]);
    }
  });

  it('has no click sent of a merged lead whose person denies it later', async () => {
    const { stay, dup, sent } = await aPair();
    await merge(dup, stay);
    await app.must('PATCH', `/v1/leads/${dup.id}`, { consent: { adUserData: 'denied' } });
    expect(await sent()).toEqual([]);
  });
});

describe('a lead with a later form or a merged lead', () => {
  beforeEach(() => app.must('POST', '/v1/sources', { code: 'again', duplicates: 'join' }));
  const AGAIN = { source: 'again' };
  const iso = (at: number) => new Date(at).toISOString();
  const google = (milestones: Json) =>
    destination(
      'googleAds',
      { transport: 'adsApi', customerId: String(3_234_567_000 + made), hashedContact: 'never' },
      Object.entries(milestones).map(([milestone, send]) => ({ on: { milestone }, send })),
      { sources: ['again'] },
    );
  const itemsOf = async (to: Json, { id }: Json) => {
    await app.feedbackCaughtUp();
    const { data } = await app.must('GET', path(to, `/items?leadId=${id}`));
    return data.reverse().map(({ stage, state, eventAt, sendBefore }: Json) => [stage, state, eventAt, sendBefore]);
  };

  it('is sent by a later click as of that form, because no platform takes what came before the click', async () => {
    const to = await google({ received: { conversionActionId: '101' }, qualified: { conversionActionId: '102' } });
    const { contact, id } = await aLead({ ...AGAIN, clickIds: {} });
    const lead = { id };
    await app.moveBy(HOUR);
    await app.must('POST', `/v1/leads/${id}/milestones`, { name: 'qualified' });
    await app.moveBy(5 * DAY);
    const [clickedAt, at] = [app.time.now() - 60_000, app.time.now()];
    await aLead({ ...AGAIN, contact, clickIds: { gclid: 'late', clickedAt: iso(clickedAt) } });
    const before = iso(clickedAt + 90 * DAY);
    const expected = ['lead', 'qualified'].map((stage) => [stage, 'pending', iso(at), before]);
    expect(await itemsOf(to, lead)).toEqual(expected);
    await app.moveBy(6 * HOUR);
    const { requests } = await fetch(to);
    const sent = requests.flatMap(({ conversions }: Json) => conversions);
    const times = sent.map(({ gclid, conversionDateTime }: Json) => [gclid, Date.parse(conversionDateTime)]);
    expect(times).toEqual([
      ['late', at],
      ['late', at],
    ]);
  });

  it('has the window of the click that is sent, by the time of that click or else of its form', async () => {
    const won = { won: { conversionActionId: '104', value: 'milestone' } };
    const to = await google(won);
    const clicks = [{}, { msclkid: 'm-1', clickedAt: iso(app.time.now()) }];
    const leads: Json[] = [];
    for (const clickIds of clicks) leads.push(await aLead({ ...AGAIN, clickIds }));
    await app.moveBy(85 * DAY);
    const formAt = app.time.now();
    for (const { contact, id } of leads) await aLead({ ...AGAIN, contact, clickIds: { gclid: `late-${id}` } });
    await app.moveBy(10 * DAY);
    for (const lead of leads) {
      await win(lead, '100.00');
      const end = iso(formAt + 90 * DAY);
      expect(await itemsOf(to, lead)).toEqual([['won', 'pending', iso(app.time.now()), end]]);
    }
  });

  it('is sent with the click of either where it has none of its own', async () => {
    const form = { source: 'again', consent: undefined };
    const whyOf = async (lead: Json, to: Json) => {
      await app.feedbackCaughtUp();
      return (await app.must('GET', path(to, `/items?leadId=${lead.id}`))).data;
    };
    const settings = { customerId: '1', accountId: '78', transport: 'bulkCsv' };
    const to = await destination('microsoft', settings, [{ on: { milestone: 'received' }, send: { goal: 'Lead' } }]);
    const contact = { email: 'twice@example.com', country: 'US' };
    const lead = await aLead({ ...form, contact, clickIds: undefined });
    expect(await whyOf(lead, to)).toEqual([]);
    const joined = await aLead({ ...form, contact, clickIds: { msclkid: 'later-1' } });
    expect([joined.id, joined.joined]).toEqual([lead.id, true]);
    await app.moveBy(HOUR);
    expect((await fetch(to)).csv).toContain('later-1');

    const plain = await aLead({ ...form, clickIds: undefined });
    const clicked = await aLead({ ...form, source: 'other', clickIds: { msclkid: 'merged-1' } });
    await app.must('POST', `/v1/leads/${clicked.id}/merge`, { into: plain.id });
    expect(await whyOf(plain, to)).toHaveLength(1);
  });
});
