import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Survivals } from '../../src/feedback/survival/survivals.service.js';
import { WonDeals } from '../../src/revenue/won-deals/won-deals.service.js';
import { TestApplication } from '../support/application.js';
import { DAY } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { changeSettings } from '../support/people.js';
import { anOffice, DESTINATIONS, type Format, path, sendAll } from './job.js';

let app: TestApplication;
let made = 0;

beforeEach(async () => {
  app = await anOffice();
});
afterEach(() => app.stop());

const today = (after = 0) => new Date(app.time.now() + after * DAY).toISOString().slice(0, 10);
const look = () => app.application.app.get(WonDeals).look();

const PLATFORMS = {
  generic: [{}, { event: 'won' }, ['json']],
  googleAds: [{ transport: 'adsApi', customerId: '1234567890' }, { conversionActionId: '0' }, ['json']],
  googleFiles: [{ transport: 'csv', customerId: '1234567890' }, { conversionActionId: '0', name: 'Won' }, ['csv']],
  dataManager: [{ transport: 'dataManager', customerId: '1234567890' }, { conversionActionId: '0' }, ['json']],
} as const;
type Name = keyof typeof PLATFORMS;

/** A destination that is sent only the wins of its own source. */
async function aDestination(name: Name = 'generic', value = 'survived:P30D', over: object = {}): Promise<Json> {
  made += 1;
  const [settings, send] = PLATFORMS[name];
  const ofIts = 'conversionActionId' in send ? { ...send, conversionActionId: String(made) } : send;
  return app.must('POST', DESTINATIONS, {
    name: `Wins ${made}`,
    platform: name === 'generic' ? name : 'googleAds',
    settings,
    sources: [`source ${made}`],
    rules: [{ on: { milestone: 'won' }, send: { ...ofIts, value } }],
    ...over,
  });
}

/** A lead of the destination’s source, won today by a deal whose contract begins today. */
async function aWin({ sources: [source] }: Json, fields: object = {}): Promise<{ lead: Json; deal: Json }> {
  made += 1;
  const lead = await app.must('POST', '/v1/leads', {
    source,
    contact: { email: `kim${made}@example.com`, country: 'US' },
    clickIds: { gclid: `click-${made}` },
  });
  await app.moveBy(DAY / 4);
  const deal = await app.must('POST', '/v1/deals', {
    name: `Deal ${made}`,
    account: { name: `Account ${made}` },
    leadId: lead.id,
    amount: '12000.00',
    currency: 'EUR',
    term: { startsOn: today(), endsOn: today(364), noticeDays: 30 },
    ...fields,
  });
  await app.must('POST', `/v1/deals/${deal.id}/win`, {});
  await look();
  return { lead, deal: await app.must('GET', `/v1/deals/${deal.id}`) };
}

/** Everything sent to a destination by now, in order: `conversion 12000`. */
async function sentTo(to: Json, formats: readonly Format[] = ['json']): Promise<string[]> {
  await app.feedbackCaughtUp();
  const sent = await sendAll(app, to, formats);
  return sent.map(({ item, message }) => (message.value === null ? item.kind : `${item.kind} ${message.value}`));
}

/** Changes what the contract of a deal is worth a year, from the given day. */
async function amend({ contractId }: Json, from: string, amount: string): Promise<void> {
  const lines = [{ product: 'No product', segments: [{ from, amount, arr: amount }] }];
  await app.must('POST', `/v1/contracts/${contractId}/amend`, { effectiveOn: from, reason: 'As agreed', lines });
}

const states = async (to: Json) => {
  await app.feedbackCaughtUp();
  const { data } = await app.must('GET', path(to, '/items'));
  return data
    .reverse()
    .map(({ kind, state, withheldReason }: Json) => `${kind} ${state} ${withheldReason ?? ''}`.trim());
};

describe('a win', () => {
  it.each<[Name, string]>([
    ['generic', 'restate 9000'],
    ['googleAds', 'restate 9000'],
    ['googleFiles', 'restate 9000'],
    ['dataManager', 'restate 9000'],
  ])('is sent to %s as it is won, and once more as what is left of it', async (name, again) => {
    const to = await aDestination(name);
    const formats = PLATFORMS[name][2];
    const { deal } = await aWin(to);
    expect(await sentTo(to, formats)).toEqual(['conversion 12000']);
    await amend(deal, today(20), '9000.00');
    await app.moveBy(30 * DAY);
    expect(await sentTo(to, formats)).toEqual([]);
    await app.moveBy(DAY);
    expect(await sentTo(to, formats)).toEqual([again]);
    // Later changes are not sent any more.
    await amend(deal, today(), '4000.00');
    await app.must('PATCH', `/v1/deals/${deal.id}`, { amount: '15000.00' });
    await app.moveBy(20 * DAY);
    expect(await sentTo(to, formats)).toEqual([]);
  });

  it.each<[Name, string]>([
    ['generic', 'retract'],
    ['googleAds', 'retract'],
    ['googleFiles', 'retract'],
    // Data Manager does not retract: the count stays, and the value goes.
    ['dataManager', 'restate 0'],
  ])('of which nothing is left stops counting at %s, a day later', async (name, again) => {
    const to = await aDestination(name);
    const formats = PLATFORMS[name][2];
    const { deal } = await aWin(to);
    await sentTo(to, formats);
    await amend(deal, today(20), '0.00');
    await app.moveBy(31 * DAY);
    expect(await sentTo(to, formats)).toEqual([]);
    await app.moveBy(DAY);
    expect(await sentTo(to, formats)).toEqual([again]);
    await app.must('PATCH', `/v1/deals/${deal.id}`, { amount: '15000.00' });
    await app.moveBy(20 * DAY);
    expect(await sentTo(to, formats)).toEqual([]);
  });

  it('of which all is left is sent once', async () => {
    const to = await aDestination();
    await aWin(to);
    await sentTo(to);
    await app.moveBy(40 * DAY);
    expect(await sentTo(to)).toEqual([]);
    expect(await states(to)).toEqual(['conversion accepted']);
  });

  it.each<[string, number, string]>([
    ['of 362 days, which is worth more a year', 362, '8000.00'],
    ['of two years, which is worth half a year', 730, '24000.00'],
  ])('%s, stays what it was sent as while all is left', async (_title, days, amount) => {
    const to = await aDestination();
    await aWin(to, { amount, term: { startsOn: today(), endsOn: today(days - 1), noticeDays: 30 } });
    expect(await sentTo(to)).toEqual([`conversion ${Number(amount)}`]);
    await app.moveBy(60 * DAY);
    expect(await sentTo(to)).toEqual([]);
    expect(await states(to)).toEqual(['conversion accepted']);
  });

  it('of two years is worth its share of what was sent where a part is left', async () => {
    const to = await aDestination();
    const term = { startsOn: today(), endsOn: today(729), noticeDays: 30 };
    const { deal } = await aWin(to, { amount: '24000.00', term });
    await sentTo(to);
    await amend(deal, today(20), '9000.00');
    await app.moveBy(31 * DAY);
    expect(await sentTo(to)).toEqual(['restate 18000']);
  });

  it('whose value changes before that day is restated, and then again as what is left', async () => {
    const to = await aDestination();
    const { deal } = await aWin(to);
    await sentTo(to);
    await app.moveBy(DAY);
    await app.must('PATCH', `/v1/deals/${deal.id}`, { amount: '18000.00' });
    expect(await sentTo(to)).toEqual(['restate 18000']);
    await look();
    await app.moveBy(20 * DAY);
    await app.must('PATCH', `/v1/deals/${deal.id}`, { amount: '6000.00' });
    expect(await sentTo(to)).toEqual(['restate 6000']);
    await look();
    await app.must('POST', `/v1/contracts/${deal.contractId}/amend`, {
      effectiveOn: today(),
      reason: 'Less',
      lines: [{ product: 'No product', segments: [{ from: today(), amount: '5000.00', arr: '5000.00' }] }],
    });
    await app.moveBy(12 * DAY);
    expect(await sentTo(to)).toEqual(['restate 5000']);
  });

  it('that is reopened before that day is retracted, and nothing more is sent', async () => {
    const to = await aDestination();
    const { deal } = await aWin(to);
    await sentTo(to);
    await app.must('POST', `/v1/deals/${deal.id}/reopen`, {});
    await look();
    await app.moveBy(2 * DAY);
    expect(await sentTo(to)).toEqual(['retract']);
    await app.moveBy(40 * DAY);
    expect(await sentTo(to)).toEqual([]);
  });

  it('that is reopened after that day is retracted, and counts anew when it is won again', async () => {
    const to = await aDestination();
    const { deal } = await aWin(to);
    await sentTo(to);
    await amend(deal, today(20), '9000.00');
    await app.moveBy(31 * DAY);
    expect(await sentTo(to)).toEqual(['restate 9000']);
    await app.must('POST', `/v1/deals/${deal.id}/reopen`, {});
    await look();
    await app.moveBy(2 * DAY);
    expect(await sentTo(to)).toEqual(['retract']);
    const term = { startsOn: today(), endsOn: today(364), noticeDays: 30 };
    await app.must('PATCH', `/v1/deals/${deal.id}`, { term });
    await app.must('POST', `/v1/deals/${deal.id}/win`, {});
    await look();
    expect(await sentTo(to)).toEqual(['conversion 12000']);
    const again = await app.must('GET', `/v1/deals/${deal.id}`);
    await amend(again, today(10), '7000.00');
    await app.moveBy(31 * DAY);
    expect(await sentTo(to)).toEqual(['restate 7000']);
  });

  it('that has not been sent by that day is sent as what is left', async () => {
    const to = await aDestination();
    const { deal } = await aWin(to);
    await app.feedbackCaughtUp();
    await amend(deal, today(20), '9000.00');
    await app.moveBy(31 * DAY);
    expect(await sentTo(to)).toEqual(['conversion 9000']);
  });

  it('whose contract begins later is restated that long after its beginning, within the platform’s window', async () => {
    const term = { startsOn: today(30), endsOn: today(394), noticeDays: 30 };
    const to = await aDestination();
    const google = await aDestination('googleAds', 'survived:P30D', { sources: to.sources });
    const { deal } = await aWin(to, { term });
    expect([await sentTo(to), await sentTo(google)]).toEqual([['conversion 12000'], ['conversion 12000']]);
    await amend(deal, today(50), '9000.00');
    await app.moveBy(59 * DAY);
    expect([await sentTo(to), await sentTo(google)]).toEqual([[], []]);
    await app.moveBy(3 * DAY);
    expect([await sentTo(to), await sentTo(google)]).toEqual([['restate 9000'], []]);
    expect(await states(google)).toEqual(['conversion accepted', 'restate withheld windowClosed']);
  });

  it('without a contract, or with nothing that recurs, stays as it was sent', async () => {
    const to = await aDestination();
    await aWin(to, { term: undefined });
    const { deal } = await aWin(to);
    await app.must('POST', `/v1/contracts/${deal.contractId}/amend`, {
      effectiveOn: deal.term.startsOn,
      reason: 'Once',
      lines: [{ product: 'No product', kind: 'oneOff', segments: [{ from: deal.term.startsOn, amount: '12000.00' }] }],
    });
    expect(await sentTo(to)).toEqual(['conversion 12000', 'conversion 12000']);
    await app.moveBy(60 * DAY);
    expect(await sentTo(to)).toEqual([]);
  });

  it('of an erased person is not sent again', async () => {
    const to = await aDestination('googleAds');
    const { lead, deal } = await aWin(to);
    await sentTo(to);
    await amend(deal, today(20), '9000.00');
    await app.must('POST', '/v1/erasures', { leadId: lead.id, reason: 'Asked for it' });
    await app.moveBy(31 * DAY);
    expect(await sentTo(to)).toEqual([]);
    expect(await states(to)).toEqual(['conversion accepted']);
  });

  it('appears in the preview once decided, and counts as sent in shadow', async () => {
    const to = await aDestination('generic', 'survived:P30D', { mode: 'shadow' });
    const { lead, deal } = await aWin(to);
    await app.feedbackCaughtUp();
    await amend(deal, today(20), '9000.00');
    await app.moveBy(31 * DAY);
    expect(await states(to)).toEqual(['conversion accepted', 'restate accepted']);
    const { items } = await app.must('POST', path(to, '/preview'), { leadId: lead.id });
    expect(items.map(({ kind, value }: Json) => [kind, value?.amount])).toEqual([
      ['conversion', '12000.00'],
      ['restate', '9000.00'],
    ]);
  });

  it('is restated when the day ends in the company’s time zone, whatever happened to its contract', async () => {
    const settings = await app.must('GET', '/v1/settings');
    await changeSettings(app, { timeZone: 'America/New_York' });
    const to = await aDestination();
    const startsOn = '2028-10-10';
    app.time.moveTo(Date.parse(`${startsOn}T15:00:00Z`));
    const { deal } = await aWin(to, { term: { startsOn, endsOn: '2029-10-09', noticeDays: 30 } });
    expect(await sentTo(to)).toEqual(['conversion 12000']);
    const other = await app.must('POST', '/v1/accounts', { name: 'Heir' });
    await app.moveBy(5 * DAY);
    await amend(deal, today(), '9000.00');
    await app.must('POST', `/v1/contracts/${deal.contractId}/transfer`, { accountId: other.id, lines: ['No product'] });
    await app.must('POST', `/v1/contracts/${deal.contractId}/notice`, { givenOn: today(), reason: 'price' });
    // Clocks went back on 5 November, so 9 November ends an hour later than a win of the summer suggests.
    app.time.moveTo(Date.parse('2028-11-10T04:59:59Z'));
    expect(await sentTo(to)).toEqual([]);
    app.time.moveTo(Date.parse('2028-11-10T05:00:00Z'));
    expect(await sentTo(to)).toEqual(['restate 9000']);
    await changeSettings(app, { timeZone: settings.timeZone });
  });

  it('is restated once by any number of nodes', async () => {
    const to = await aDestination();
    const { deal } = await aWin(to);
    await sentTo(to);
    await amend(deal, today(20), '9000.00');
    await app.moveBy(31 * DAY);
    const other = await TestApplication.start(new Date(app.time.now()).toISOString(), { database: app.database });
    try {
      await Promise.all([app, other, app].map((node) => node.application.app.get(Survivals).look()));
    } finally {
      await other.application.close();
    }
    expect(await sentTo(to)).toEqual(['restate 9000']);
  });
});

it('only a win may have what is left as its value, where the platform accepts a later change', async () => {
  const [settings, send] = PLATFORMS.googleAds;
  const ask = (platform: string, of: object, rules: object[]) =>
    app.ask('POST', DESTINATIONS, { name: 'Refused', platform, settings: of, rules });
  const value = 'survived:P30D';
  for (const [answer, pointer, code] of [
    [
      await ask('meta', { datasetId: '1' }, [{ on: { milestone: 'won' }, send: { event: 'Won', value } }]),
      '/rules/0/send/value',
      'contradiction',
    ],
    [
      await ask('googleAds', settings, [{ on: { milestone: 'won' }, send: { ...send, value: 'survived:P53D' } }]),
      '/rules/0/send/value',
      'tooLarge',
    ],
    [
      await ask('generic', {}, [{ on: { milestone: 'qualified' }, send: { event: 'q', value } }]),
      '/rules/0/send/value',
      'contradiction',
    ],
    [
      await ask('generic', {}, [{ on: { category: 'lost' }, send: { restate: 'won', value } }]),
      '/rules/0/send/value',
      'contradiction',
    ],
    [
      await ask('generic', {}, [{ on: { milestone: 'won' }, send: { event: 'won', value: 'survived' } }]),
      '/rules/0/send/value',
      'value',
    ],
  ] as const) {
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ pointer, code }]);
  }
});
