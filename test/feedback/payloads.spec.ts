import { describe, expect, it } from '@jest/globals';
import type { Delivery } from '../../src/feedback/delivery.js';
import { type OutgoingBatch, textOf } from '../../src/feedback/dispatch/outgoing.js';
import { prepare } from '../../src/feedback/dispatch/prepare.js';
import { PLATFORM_HOSTS, platformOf } from '../../src/feedback/platforms.js';
import {
  ADJUSTED_AT,
  adjustmentOf,
  batchOf,
  CREATED_AT,
  deliveryOf,
  MAYA,
  payload,
  QUALIFIED_AT,
  shown,
  WAYS,
  type Way,
  ZERO,
} from './maya.js';

/** Returns the only body that the deliveries result in. */
function only(way: Way, deliveries: readonly Delivery[], over: Partial<OutgoingBatch> = {}) {
  const { outgoing, refused } = prepare(way.platform, batchOf(way, deliveries, over));
  expect(refused).toEqual([]);
  expect(outgoing).toHaveLength(1);
  return outgoing[0]!;
}

const withSettings = (way: Way, settings: object): Way => ({ ...way, settings: { ...way.settings, ...settings } });
const withSend = (way: Way, send: object): Way => ({ ...way, send });
/** Identifiers of a qualified lead with another click. */
const CLICK_02 = { gclid: 'EAIaIQobChMI-imaginary-click-02' };

describe.each(Object.entries(WAYS))('%s', (_, way) => {
  it('sends its requests only to hosts that its platform declares', () => {
    const { hosts, tokenForm } = platformOf(way.platform).posting;
    const settings = { ...way.settings, ...(way.platform === 'linkedin' && { apiVersion: '202612' }) };
    const { outgoing } = prepare(way.platform, batchOf({ ...way, settings }, [deliveryOf(way)]));
    const bodies = outgoing.flatMap((each) => (each.format === 'json' && each.url !== '' ? [each.url] : []));
    const urls = [...bodies, ...(tokenForm === undefined ? [] : [tokenForm({}).url])];
    for (const url of urls) expect(hosts).toContain(new URL(url).hostname);
    expect(PLATFORM_HOSTS).toEqual(expect.arrayContaining([...hosts]));
  });
});

describe('an item that may be too late by the time it is posted', () => {
  const DAY = 86_400_000;
  const MINUTE = 60_000;
  const bodiesOf = (way: Way, ages: readonly number[]) => {
    const deliveries = ages.map((age) => {
      const eventAt = ADJUSTED_AT + 10 * DAY - age;
      const over = { id: `${age}`, dedupKey: `L-${age}.won.1`, eventAt, leadCreatedAt: eventAt - DAY, clickedAt: null };
      return deliveryOf(way, MAYA, over);
    });
    const { outgoing, refused } = prepare(way.platform, batchOf(way, deliveries, { now: ADJUSTED_AT + 10 * DAY }));
    return [outgoing.map(({ items }) => items.map(({ id }) => Number(id))), refused.map(({ id, why }) => [+id, why])];
  };
  const [past, late, fresh] = [7 * DAY, 7 * DAY - 15 * MINUTE + 1, 7 * DAY - 15 * MINUTE];

  it.each([WAYS.Meta, WAYS.TikTok])('has a body of its own, because it would fail all others with it', (way) => {
    expect(bodiesOf(way, [past, late, fresh, DAY])).toEqual([[[late], [fresh, DAY]], [[past, 'windowClosed']]]);
    expect(bodiesOf(way, [late])).toEqual([[[late]], []]);
  });

  it('shares a body with items that expire in the same minute, the earliest first', () => {
    const endsIn = (ms: number) => 7 * DAY - ms;
    const [soon, sooner, later] = [endsIn(2 * MINUTE - 1), endsIn(MINUTE), endsIn(2 * MINUTE)];
    expect(bodiesOf(WAYS.Meta, [late, DAY, later, soon, sooner])).toEqual([
      [[soon, sooner], [later], [late], [DAY]],
      [],
    ]);
  });

  it('shares a body with the others where the platform has no time limit', () => {
    expect(bodiesOf(WAYS.Generic, [past, late, fresh, DAY])).toEqual([[[past, late, fresh, DAY]], []]);
  });
});

describe('the body of', () => {
  const dataManager = WAYS['Google Ads by Data Manager'];
  const adsApi = WAYS['Google Ads by its API'];
  const csv = WAYS['Google Ads by files'];
  const microsoft = WAYS['Microsoft by its API'];
  const bulk = WAYS['Microsoft by files'];

  it('a win for Google’s Data Manager', () => {
    expect(shown(only(dataManager, [deliveryOf(dataManager)]))).toBe(payload('google-data-manager.txt'));
  });

  it('a win for Google’s API', () => {
    const outgoing = only(adsApi, [deliveryOf(adsApi)], { jobId: 20_261_118 });
    expect(shown(outgoing)).toBe(payload('google-ads-api-conversions.txt'));
    expect(outgoing).toMatchObject({
      url: 'https://googleads.googleapis.com/v26/customers/1234567890:uploadClickConversions',
      items: [{ eventTimeAsSent: '2026-11-18 15:04:05-05:00' }],
    });
  });

  it('a retracted lead and an estimate restated to zero, for Google’s API', () => {
    const retract = adjustmentOf(
      withSend(adsApi, { conversionActionId: '987654300' }),
      'retract',
      { eventAt: CREATED_AT },
      { stage: 'lead' },
    );
    const restate = adjustmentOf(
      withSend(adsApi, { conversionActionId: '987654310' }),
      'restate',
      { key: null, eventAt: QUALIFIED_AT, eventTimeAsSent: '2026-11-06 11:05:00-05:00' },
      { stage: 'qualified', identifiers: CLICK_02 },
    );
    expect(shown(only(adsApi, [retract, restate]))).toBe(payload('google-ads-api-adjustments.txt'));
  });

  it('a win for a file of Google, by its click alone and with contact data', () => {
    const alone = withSettings(csv, { hashedContact: 'never' });
    expect(shown(only(alone, [deliveryOf(alone)]))).toBe(payload('google-clicks.csv'));
    expect(shown(only(csv, [deliveryOf(csv)]))).toBe(payload('google-contacts.csv'));
  });

  it('adjustments for a file of Google, by order id and by click', () => {
    const lead = withSend(csv, { conversionActionId: '1', name: 'Lead' });
    const qualified = withSend(csv, { conversionActionId: '2', name: 'Qualified lead' });
    const byOrder = [
      adjustmentOf(lead, 'retract', { eventAt: CREATED_AT }, { stage: 'lead' }),
      adjustmentOf(qualified, 'restate', { eventAt: QUALIFIED_AT }, { stage: 'qualified' }),
    ];
    expect(shown(only(csv, byOrder))).toBe(payload('google-adjustments-by-order.csv'));
    const byClick = adjustmentOf(
      qualified,
      'retract',
      { key: null, eventAt: QUALIFIED_AT, eventTimeAsSent: '2026-11-06 16:05:00' },
      { stage: 'qualified', identifiers: CLICK_02 },
    );
    expect(shown(only(csv, [byClick]))).toBe(payload('google-adjustments-by-click.csv'));
  });

  it('a win for Meta', () => {
    const outgoing = only(WAYS.Meta, [deliveryOf(WAYS.Meta)]);
    expect(shown(outgoing)).toBe(payload('meta.txt'));
    expect(textOf(outgoing)).toContain('"lead_id":1234567890123456,');
    expect(outgoing).toMatchObject({ url: 'https://graph.facebook.com/v24.0/1122334455/events' });
  });

  it('a win for LinkedIn', () => {
    const outgoing = only(WAYS.LinkedIn, [deliveryOf(WAYS.LinkedIn)]);
    expect(shown(outgoing)).toBe(payload('linkedin.txt'));
    expect(outgoing).toMatchObject({ headers: { 'LinkedIn-Version': '202610', 'X-RestLi-Method': 'BATCH_CREATE' } });
  });

  it('a win for Microsoft', () => {
    expect(shown(only(microsoft, [deliveryOf(microsoft)]))).toBe(payload('microsoft-conversions.txt'));
  });

  it('adjustments for Microsoft', () => {
    const alone = withSettings(microsoft, { hashedContact: 'never' });
    const adjustments = [
      adjustmentOf(withSend(alone, { goal: 'Lead' }), 'retract', { eventAt: CREATED_AT }, { stage: 'lead' }),
      adjustmentOf(
        withSend(alone, { goal: 'Qualified lead' }),
        'restate',
        { eventAt: QUALIFIED_AT },
        { stage: 'qualified', value: ZERO },
      ),
    ];
    expect(shown(only(alone, adjustments))).toBe(payload('microsoft-adjustments.txt'));
  });

  it('a bulk file for Microsoft', () => {
    const { msclkid } = deliveryOf(bulk).identifiers;
    const person = { identifiers: { msclkid: msclkid! } };
    const rows = [
      deliveryOf(bulk),
      adjustmentOf(
        withSend(bulk, { goal: 'Qualified lead' }),
        'restate',
        { eventAt: QUALIFIED_AT },
        { stage: 'qualified', ...person },
      ),
      adjustmentOf(withSend(bulk, { goal: 'Lead' }), 'retract', { eventAt: CREATED_AT }, { stage: 'lead', ...person }),
    ];
    expect(shown(only(bulk, rows))).toBe(payload('microsoft-bulk.csv'));
  });

  it('a win for TikTok', () => {
    expect(shown(only(WAYS.TikTok, [deliveryOf(WAYS.TikTok)]))).toBe(payload('tiktok.txt'));
  });

  it('a win for a generic destination', () => {
    expect(shown(only(WAYS.Generic, [deliveryOf(WAYS.Generic)]))).toBe(payload('generic.txt'));
    expect(shown(only(WAYS['Generic by files'], [deliveryOf(WAYS['Generic by files'])]))).toBe(payload('generic.csv'));
  });
});

describe('a request', () => {
  it('repeats the original event for Data Manager when its value changes', () => {
    const way = WAYS['Google Ads by Data Manager'];
    const outgoing = only(way, [adjustmentOf(way, 'restate')]);
    expect(outgoing.format === 'json' && outgoing.body.events).toMatchObject([
      { transactionId: 'L-7Q2M9K.won.1', eventTimestamp: '2026-11-18T20:04:05Z', currency: 'USD' },
    ]);
    expect(textOf(outgoing)).toContain('"conversionValue":0.0,');
  });

  it('has adjustments in a file where the destination adjusts by files', () => {
    const way = withSettings(WAYS['Google Ads by Data Manager'], { adjustBy: 'csv' });
    const { outgoing } = prepare(
      'googleAds',
      batchOf(way, [deliveryOf(way), adjustmentOf(way, 'retract', {}, { dedupKey: 'L.lead.1' })]),
    );
    expect(outgoing.map(({ format }) => format)).toEqual(['json', 'csv']);
  });

  it('names the manager account if the destination signs in through one', () => {
    const settings = { loginCustomerId: '1112223333' };
    const api = withSettings(WAYS['Google Ads by its API'], settings);
    expect(only(api, [deliveryOf(api)])).toMatchObject({ headers: { 'login-customer-id': '1112223333' } });
    const dataManager = withSettings(WAYS['Google Ads by Data Manager'], settings);
    expect(textOf(only(dataManager, [deliveryOf(dataManager)]))).toContain(
      '"loginAccount":{"accountType":"GOOGLE_ADS","accountId":"1112223333"}',
    );
  });

  it('asks Meta for limited data use if the destination wants it and personalization is not granted', () => {
    const way = withSettings(WAYS.Meta, { limitedDataUse: true });
    expect(textOf(only(way, [deliveryOf(way)]))).toContain('"data_processing_options":["LDU"]');
    const allowed = { ...MAYA, consent: { adUserData: 'granted', adPersonalization: 'granted' } as const };
    expect(textOf(only(way, [deliveryOf(way, allowed)]))).not.toContain('LDU');
  });

  it('sends TikTok a website click by the pixel, with the page’s address but not its query', () => {
    const way = withSettings(WAYS.TikTok, { pixelId: 'C0FFEE' });
    const lead = {
      ...MAYA,
      clickIds: { ttclid: 'E.C.P.1' },
      landingPage: 'https://example.com/demo?email=maya@example.com#x',
    };
    const { body } = only(way, [deliveryOf(way, lead)]) as { body: object };
    expect(body).toMatchObject({
      event_source: 'web',
      event_source_id: 'C0FFEE',
      data: [{ page: { url: 'https://example.com/demo' }, user: { ttclid: 'E.C.P.1' } }],
    });
  });

  it('has the adjusted time and no personal data where a key is enough', () => {
    for (const way of [WAYS['Google Ads by its API'], WAYS['Google Ads by files'], WAYS.Generic]) {
      const [item] = only(way, [adjustmentOf(way, 'retract')]).items;
      expect(item!.identifiers).toEqual([]);
    }
    const [item] = only(WAYS['Microsoft by its API'], [adjustmentOf(WAYS['Microsoft by its API'], 'retract')]).items;
    expect(item).toMatchObject({
      identifiers: ['msclkid', 'phone'],
      eventTimeAsSent: new Date(ADJUSTED_AT).toISOString().replace('.000', ''),
    });
  });
});
