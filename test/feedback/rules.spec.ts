import { describe, expect, it } from '@jest/globals';
import type { Delivery } from '../../src/feedback/delivery.js';
import {
  type OutgoingFile,
  type OutgoingMessage,
  type OutgoingRequest,
  textOf,
} from '../../src/feedback/dispatch/outgoing.js';
import { prepare } from '../../src/feedback/dispatch/prepare.js';
import { hashedPhone } from '../../src/feedback/person/contact-hash.js';
import { type Json, JsonNumber, type JsonObject } from '../../src/feedback/platforms/json-text.js';
import { versionEndsAt } from '../../src/feedback/platforms/linkedin.js';
import { transportOf } from '../../src/feedback/platforms.js';
import { MS_PER_DAY, MS_PER_HOUR } from '../../src/platform/values/duration.js';
import {
  ADJUSTED_AT,
  adjustmentOf,
  batchOf,
  CREATED_AT,
  deliveryOf,
  MAYA,
  NOW,
  WAY_NAMES,
  WAYS,
  type Way,
  type WayName,
  WON_AT,
} from './maya.js';

const EMPTY_HASH = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

function refusalOf(way: Way, delivery: Delivery, now = NOW): string {
  const { refused } = prepare(way.platform, batchOf(way, [delivery], { now }));
  return refused.map(({ rule, why }) => `${rule} ${why}`).join();
}

describe('a delivery is refused', () => {
  const api = WAYS['Google Ads by its API'];
  const { Meta: meta, LinkedIn: linkedin, TikTok: tiktok } = WAYS;

  it.each<[string, string, Way, Delivery]>([
    ['with a key that may be a number', 'C1 invalid', api, deliveryOf(api, MAYA, { dedupKey: '16505551212' })],
    ['without an identifier', 'C2 noIdentifier', api, deliveryOf(api, MAYA, { identifiers: {} })],
    [
      'of somebody who denies it',
      'C2 consentDenied',
      api,
      deliveryOf(api, MAYA, { consent: { adUserData: 'denied' } }),
    ],
    [
      'with a hash of nothing',
      'C3 invalid',
      api,
      deliveryOf(api, MAYA, { identifiers: { gclid: 'a', email: EMPTY_HASH } }),
    ],
    [
      'with a hash in upper case',
      'C3 invalid',
      api,
      deliveryOf(api, MAYA, { identifiers: { gclid: 'a', phone: 'A'.repeat(64) } }),
    ],
    ['with a negative value', 'C4 invalid', api, deliveryOf(api, MAYA, { value: { amount: '-1', currency: 'USD' } })],
    [
      'with a currency that is none',
      'C4 invalid',
      api,
      deliveryOf(api, MAYA, { value: { amount: '1', currency: 'usd' } }),
    ],
    ['that restates without a value', 'C4 valueMissing', api, adjustmentOf(api, 'restate', {}, { value: null })],
    [
      'that retracts with a value',
      'C4 invalid',
      api,
      adjustmentOf(api, 'retract', {}, { value: { amount: '1', currency: 'USD' } }),
    ],
    ['that happened before its lead', 'C5 invalid', api, deliveryOf(api, MAYA, { eventAt: CREATED_AT - 1_000 })],
    ['that lies in the future', 'C5 tooEarly', api, deliveryOf(api, MAYA, { eventAt: NOW + 1 })],
    ['that adjusts nothing', 'C6 invalid', api, { ...adjustmentOf(api, 'restate'), original: null }],
    ['that adjusts what was only sent', 'C6 originalNotAccepted', api, adjustmentOf(api, 'retract', { state: 'sent' })],
    [
      'that adjusts what was taken back',
      'C6 alreadyRetracted',
      api,
      adjustmentOf(api, 'restate', { isRetracted: true }),
    ],
    ['that adjusts what was counted elsewhere', 'C6 invalid', api, adjustmentOf(api, 'retract', { place: '1/2' })],
    [
      'that is no later than what it adjusts',
      'C6 invalid',
      api,
      adjustmentOf(api, 'retract', { eventAt: ADJUSTED_AT }),
    ],
    [
      'within the second of the last adjustment',
      'C6 invalid',
      api,
      adjustmentOf(api, 'restate', { lastAdjustedAt: ADJUSTED_AT - 0 }, { eventAt: ADJUSTED_AT + 999 }),
    ],
    ['that takes back at Meta', 'C6 platformCannotRetract', meta, adjustmentOf(meta, 'retract')],
    [
      'that takes back at Data Manager',
      'C6 platformCannotRetract',
      WAYS['Google Ads by Data Manager'],
      adjustmentOf(WAYS['Google Ads by Data Manager'], 'retract'),
    ],
    ['that changes a value at LinkedIn', 'C6 platformCannotRestate', linkedin, adjustmentOf(linkedin, 'restate')],
    ['that changes a value at TikTok', 'C6 platformCannotRestate', tiktok, adjustmentOf(tiktok, 'restate')],
  ])('%s (%s)', (_, expected, way, delivery) => expect(refusalOf(way, delivery)).toBe(expected));

  it('where its key is in the batch already, unless it counts at another place', () => {
    const twice = [deliveryOf(api), { ...deliveryOf(api), id: 'second' }];
    expect(prepare('googleAds', batchOf(api, twice)).refused).toMatchObject([{ id: 'second', rule: 'C1' }]);
    const elsewhere = [deliveryOf(api), { ...deliveryOf(api), id: 'second', send: { conversionActionId: '2' } }];
    expect(prepare('googleAds', batchOf(api, elsewhere)).refused).toEqual([]);
  });

  it.each<[string, string]>([
    ['10004523', ''],
    ['+10004523', 'C1 invalid'],
    ['Order #12', ''],
    ['é', ''],
    ['a'.repeat(64), ''],
    ['a'.repeat(65), 'C1 invalid'],
    ['', 'C1 invalid'],
    [' 12', 'C1 invalid'],
    ['1\n2', 'C1 invalid'],
    ['1\u200b2', 'C1 invalid'],
    ['=1+2', 'C1 invalid'],
    ['kim@example.com', 'C1 invalid'],
  ])('where the key of a website tag (%j) cannot be quoted: %s', (key, expected) => {
    const [adjusts, tells] = [adjustmentOf(api, 'retract', { key }, { dedupKey: key }), deliveryOf(api)];
    expect(refusalOf(api, adjusts)).toBe(expected);
    // A new conversion has a key of our own.
    if (key === '10004523') expect(refusalOf(api, { ...tells, dedupKey: key })).toBe('C1 invalid');
  });

  it('without consent, except an adjustment by its key without personal data', () => {
    const denied = { consent: { adUserData: 'denied' }, identifiers: {} } as const;
    expect(refusalOf(api, adjustmentOf(api, 'retract', {}, denied))).toBe('');
    expect(
      refusalOf(WAYS['Google Ads by files'], adjustmentOf(WAYS['Google Ads by files'], 'retract', {}, denied)),
    ).toBe('');
    expect(
      refusalOf(WAYS['Microsoft by its API'], adjustmentOf(WAYS['Microsoft by its API'], 'retract', {}, denied)),
    ).toBe('C2 consentDenied');
    expect(
      refusalOf(
        WAYS['Google Ads by Data Manager'],
        adjustmentOf(WAYS['Google Ads by Data Manager'], 'restate', {}, denied),
      ),
    ).toBe('C2 consentDenied');
  });
});

describe('a queued item of a person who denies consent now', () => {
  const denied = { consent: { adUserData: 'denied' } } as const;

  it('is sent without personal data where its key is enough', () => {
    for (const way of [WAYS['Google Ads by its API'], WAYS.Generic, WAYS['Generic by files']]) {
      const kind = way.platform === 'generic' ? 'restate' : 'retract';
      const { outgoing, refused } = prepare(way.platform, batchOf(way, [adjustmentOf(way, kind, {}, denied)]));
      expect(refused).toEqual([]);
      expect(outgoing.map(({ items }) => items.map(({ identifiers }) => identifiers))).toEqual([[[]]]);
      expect(outgoing.map(textOf).join()).not.toMatch(/imaginary|[0-9a-f]{64}/);
    }
  });

  it('is refused where the key is not enough', () => {
    expect(refusalOf(WAYS.Meta, deliveryOf(WAYS.Meta, MAYA, denied))).toBe('C2 consentDenied');
  });
});

describe('a window', () => {
  const clickedAt = Date.parse(MAYA.clickIds!.clickedAt!);
  const first: Partial<Delivery> = { stage: 'lead', eventAt: CREATED_AT };

  it.each<[WayName, Partial<Delivery>, number | null, number | null]>([
    ['Google Ads by its API', first, clickedAt + 6 * MS_PER_HOUR, clickedAt + 90 * MS_PER_DAY],
    ['Google Ads by files', { ...first, clickedAt: null }, CREATED_AT + 6 * MS_PER_HOUR, CREATED_AT + 90 * MS_PER_DAY],
    [
      'Google Ads by Data Manager',
      { ...first, identifiers: { email: 'a'.repeat(64) } },
      CREATED_AT,
      clickedAt + 63 * MS_PER_DAY,
    ],
    ['Meta', {}, WON_AT, WON_AT + 7 * MS_PER_DAY],
    ['LinkedIn', {}, WON_AT, WON_AT + 90 * MS_PER_DAY],
    ['Microsoft by its API', first, clickedAt + MS_PER_HOUR, CREATED_AT + 90 * MS_PER_DAY],
    ['Microsoft by files', {}, WON_AT, WON_AT + 90 * MS_PER_DAY],
    ['TikTok', {}, WON_AT, WON_AT + 7 * MS_PER_DAY],
    ['Generic', {}, WON_AT, null],
  ])('of %s opens and closes to the millisecond (%#)', (name, over, opens, closes) => {
    const way = {
      ...WAYS[name],
      settings: { ...WAYS[name].settings, apiVersion: name === 'LinkedIn' ? '202709' : undefined },
    };
    const delivery = deliveryOf(way, MAYA, over);
    const judged = (now: number) => refusalOf(way, delivery, now).replace(/^C5 /, '');
    expect([judged(opens! - 1), judged(opens!)]).toEqual(['tooEarly', '']);
    const end = closes ?? Date.parse('2099-01-01T00:00:00Z');
    expect([judged(end - 1), judged(end)]).toEqual(['', closes === null ? '' : 'windowClosed']);
  });

  it.each<[WayName, 'retract' | 'restate', number]>([
    ['Google Ads by its API', 'retract', 54],
    ['Google Ads by files', 'restate', 54],
    ['Google Ads by Data Manager', 'restate', 54],
    ['Microsoft by its API', 'retract', 90],
  ])('of adjustments of %s (%s) closes after %i days', (name, kind, days) => {
    const way = WAYS[name];
    const end = WON_AT + days * MS_PER_DAY;
    expect(refusalOf(way, adjustmentOf(way, kind), end - 1)).toBe('');
    expect(refusalOf(way, adjustmentOf(way, kind), end)).toBe('C5 windowClosed');
  });
});

function made(name: WayName, kind?: 'retract' | 'restate'): OutgoingMessage {
  const way = WAYS[name];
  const delivery = kind === undefined ? deliveryOf(way) : adjustmentOf(way, kind);
  return prepare(way.platform, batchOf(way, [delivery])).outgoing[0]!;
}

function complained(name: WayName, outgoing: OutgoingMessage, now = NOW): string[] {
  const { platform, settings } = WAYS[name];
  const { rules } = transportOf(platform, settings, 'conversion');
  return rules.filter((rule) => rule.complaints(outgoing, settings, now).length > 0).map(({ id }) => id);
}

function broken(
  outgoing: OutgoingMessage,
  way: readonly (string | number)[],
  value: Json | undefined,
): OutgoingMessage {
  const changed = (part: unknown, [step, ...rest]: readonly (string | number)[]): unknown => {
    if (Array.isArray(part)) return part.map((each, index) => (index === step ? changed(each, rest) : each));
    const fields = { ...(part as JsonObject) } as Record<string, unknown>;
    if (rest.length > 0) fields[step!] = changed(fields[step!], rest);
    else if (value === undefined) delete fields[step!];
    else fields[step!] = value;
    return fields;
  };
  const { body } = outgoing as OutgoingRequest;
  return { ...(outgoing as OutgoingRequest), body: changed(body, way) as JsonObject };
}

function brokenCell(
  outgoing: OutgoingMessage,
  row: number,
  column: string,
  text: string,
  headerRow = 1,
): OutgoingMessage {
  const file = outgoing as OutgoingFile;
  const index = file.rows[headerRow]!.indexOf(column);
  return {
    ...file,
    rows: file.rows.map((cells, at) =>
      at === row ? cells.map((cell, place) => (place === index ? text : cell)) : cells,
    ),
  };
}

describe('a rule for bodies', () => {
  it.each(WAY_NAMES)('accepts what is made for %s', (name) => {
    expect(complained(name, made(name))).toEqual([]);
  });

  const api = () => made('Google Ads by its API');
  const manager = () => made('Google Ads by Data Manager');
  const restatement = () => made('Google Ads by its API', 'restate');
  const retraction = () => made('Google Ads by its API', 'retract');
  const many = (outgoing: OutgoingMessage, list: string, count: number): OutgoingMessage => {
    const request = outgoing as OutgoingRequest;
    const entry = (request.body[list] as readonly Json[])[0]!;
    return {
      ...request,
      body: { ...request.body, [list]: Array(count).fill(entry) },
      items: Array(count).fill(request.items[0]),
    };
  };

  it.each<[string, WayName, () => OutgoingMessage]>([
    ['G1', 'Google Ads by its API', () => broken(api(), ['conversions', 0, 'gbraid'], 'b')],
    ['G1', 'Google Ads by its API', () => many(api(), 'conversions', 2_001)],
    ['G1', 'Google Ads by Data Manager', () => broken(manager(), ['events', 0, 'adIdentifiers', 'wbraid'], 'b')],
    [
      'G1',
      'Google Ads by files',
      () =>
        brokenCell(
          brokenCell(brokenCell(made('Google Ads by files'), 2, 'Google Click ID', ''), 2, 'Email', ''),
          2,
          'Phone Number',
          '',
        ),
    ],
    [
      'G2',
      'Google Ads by its API',
      () => broken(api(), ['conversions', 0, 'conversionDateTime'], '2026-11-18T20:04:05Z'),
    ],
    ['G2', 'Google Ads by its API', () => broken(api(), ['partialFailure'], false)],
    [
      'G2',
      'Google Ads by its API',
      () => broken(retraction(), ['conversionAdjustments', 0, 'adjustmentDateTime'], '2026-11-19 04:30:00-0500'),
    ],
    ['G2', 'Google Ads by its API', () => broken(api(), ['conversions', 0, 'userIdentifiers'], Array(6).fill({}))],
    [
      'G3',
      'Google Ads by Data Manager',
      () => broken(manager(), ['events', 0, 'eventTimestamp'], '2026-11-18 20:04:05'),
    ],
    ['G3', 'Google Ads by Data Manager', () => broken(manager(), ['events', 0, 'eventSource'], undefined)],
    ['G3', 'Google Ads by Data Manager', () => broken(manager(), ['encoding'], undefined)],
    [
      'G3',
      'Google Ads by Data Manager',
      () => broken(manager(), ['events', 0, 'userData', 'userIdentifiers'], Array(11).fill({})),
    ],
    [
      'G3',
      'Google Ads by Data Manager',
      () => broken(manager(), ['destinations'], Array(11).fill({ productDestinationId: '1' })),
    ],
    [
      'G3',
      'Google Ads by Data Manager',
      () => broken(manager(), ['destinations', 0, 'productDestinationId'], 'customers/1/conversionActions/2'),
    ],
    [
      'G4',
      'Google Ads by files',
      () => brokenCell(made('Google Ads by files'), 0, 'Email', 'Parameters:TimeZone=+00:00'),
    ],
    ['G4', 'Google Ads by files', () => brokenCell(made('Google Ads by files'), 1, 'Order ID', 'Order Id')],
    [
      'G4',
      'Google Ads by files',
      () => brokenCell(made('Google Ads by files', 'retract'), 2, 'Adjustment Type', 'RETRACTION'),
    ],
    [
      'G4',
      'Google Ads by files',
      () => brokenCell(made('Google Ads by files', 'retract'), 2, 'Adjusted Value', '0.00'),
    ],
    ['G5', 'Google Ads by its API', () => broken(retraction(), ['conversionAdjustments', 0, 'restatementValue'], {})],
    [
      'G5',
      'Google Ads by its API',
      () => broken(restatement(), ['conversionAdjustments', 0, 'restatementValue'], undefined),
    ],
    ['G5', 'Google Ads by its API', () => broken(retraction(), ['conversionAdjustments', 0, 'orderId'], undefined)],
    ['G5', 'Google Ads by files', () => brokenCell(made('Google Ads by files', 'retract'), 2, 'Order ID', '')],
    ['M1', 'Meta', () => broken(made('Meta'), ['data', 0, 'event_time'], 1_795_032_245_000)],
    [
      'M1',
      'Meta',
      () => broken(made('Meta'), ['data', 0, 'event_time'], Math.floor((NOW - 7 * MS_PER_DAY) / 1_000) - 1),
    ],
    ['M1', 'Meta', () => broken(made('Meta'), ['data', 0, 'action_source'], 'website')],
    ['M1', 'Meta', () => broken(made('Meta'), ['data', 0, 'custom_data', 'event_source'], undefined)],
    ['M1', 'Meta', () => broken(made('Meta'), ['data', 0, 'custom_data', 'lead_event_source'], '')],
    ['M1', 'Meta', () => many(made('Meta'), 'data', 1_001)],
    ['M2', 'Meta', () => broken(made('Meta'), ['data', 0, 'user_data', 'lead_id'], 1_234_567_890_123_456)],
    ['M2', 'Meta', () => broken(made('Meta'), ['data', 0, 'user_data', 'lead_id'], new JsonNumber('12345678901234'))],
    ['M2', 'Meta', () => broken(made('Meta'), ['data', 0, 'user_data', 'ph'], ['+16505550142'])],
    ['L1', 'LinkedIn', () => many(made('LinkedIn'), 'elements', 5_001)],
    ['L1', 'LinkedIn', () => broken(made('LinkedIn'), ['elements', 0, 'conversionHappenedAt'], 1_795_032_245)],
    ['L1', 'LinkedIn', () => broken(made('LinkedIn'), ['elements', 0, 'conversionValue', 'amount'], 18_400)],
    ['L1', 'LinkedIn', () => broken(made('LinkedIn'), ['elements', 0, 'user', 'userIds'], undefined)],
    ['L1', 'LinkedIn', () => broken(made('LinkedIn'), ['elements', 0, 'conversion'], '104012')],
    ['L1', 'LinkedIn', () => broken(made('LinkedIn'), ['elements', 0, 'user', 'lead'], '1a2b3c-4')],
    ['B1', 'Microsoft by its API', () => many(made('Microsoft by its API'), 'OfflineConversions', 1_001)],
    [
      'B1',
      'Microsoft by its API',
      () =>
        broken(made('Microsoft by its API'), ['OfflineConversions', 0, 'ConversionTime'], '2026-11-18T15:04:05-05:00'),
    ],
    [
      'B1',
      'Microsoft by its API',
      () =>
        broken(
          made('Microsoft by its API', 'retract'),
          ['OfflineConversionAdjustments', 0, 'AdjustmentType'],
          'RETRACT',
        ),
    ],
    [
      'B1',
      'Microsoft by its API',
      () => broken(made('Microsoft by its API', 'retract'), ['OfflineConversionAdjustments', 0, 'AdjustmentValue'], 0),
    ],
    [
      'B1',
      'Microsoft by files',
      () => brokenCell(made('Microsoft by files', 'retract'), 2, 'Adjustment Value', '0', 0),
    ],
    [
      'B1',
      'Microsoft by files',
      () => brokenCell(made('Microsoft by files'), 0, 'Adjustment Currency Code', 'Adjusted Currency Code', 0),
    ],
    [
      'B1',
      'Microsoft by files',
      () => brokenCell(made('Microsoft by files'), 2, 'Conversion Time', '2026-11-18T20:04:05Z', 0),
    ],
    ['T1', 'TikTok', () => many(made('TikTok'), 'data', 1_001)],
    ['T1', 'TikTok', () => broken(made('TikTok'), ['data', 0, 'event_time'], 1_795_032_245_000)],
    [
      'T1',
      'TikTok',
      () => broken(made('TikTok'), ['data', 0, 'lead', 'lead_id'], new JsonNumber('7412345678901234567')),
    ],
    ['T1', 'TikTok', () => broken(made('TikTok'), ['data', 0, 'page'], { url: 'https://example.com' })],
  ])('%s rejects a broken body of %s (%#)', (id, name, body) => {
    expect(complained(name, body())).toEqual([id]);
  });

  it('expires with the version of LinkedIn’s API, in the middle of its month a year later', () => {
    expect(new Date(versionEndsAt('202511')).toISOString()).toBe('2026-11-16T00:00:00.000Z');
    const end = versionEndsAt('202610');
    expect([complained('LinkedIn', made('LinkedIn'), end - 1), complained('LinkedIn', made('LinkedIn'), end)]).toEqual([
      [],
      ['L1'],
    ]);
  });

  it('refuses only the items that it complains of', () => {
    const way = WAYS.Meta;
    const bad = deliveryOf(way, MAYA, { id: 'bad', dedupKey: 'other.won.1', identifiers: { metaLeadId: '12' } });
    const { outgoing, refused } = prepare('meta', batchOf(way, [bad, deliveryOf(way)]));
    expect(() => prepare('meta', batchOf(way, [bad]))).not.toThrow();
    expect(refused).toMatchObject([{ id: 'bad', rule: 'M2' }]);
    expect(outgoing.flatMap(({ items }) => items.map(({ id }) => id))).toEqual([deliveryOf(way).id]);
  });

  it('expects Meta’s hash of a phone number without its plus', () => {
    const { identifiers } = deliveryOf(WAYS.Meta);
    expect(identifiers.phone).toBe(hashedPhone('+1 (650) 555-0142', null, 'digits'));
  });
});
