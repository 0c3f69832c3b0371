import { describe, expect, it } from '@jest/globals';
import { hashedEmail } from '../../src/feedback/person/contact-hash.js';
import { whyWithheld } from '../../src/feedback/person/identifiers.js';
import { type FeedbackLead, identify, isKnownTo, tagKeyOf } from '../../src/feedback/person/identify.js';
import { platformOf } from '../../src/feedback/platforms.js';
import { readingSettings } from '../support/reading-settings.js';
import { CREATED_AT, MAYA, WAYS, type WayName } from './maya.js';

function identified(
  name: WayName,
  lead: Partial<FeedbackLead>,
  settings: object = {},
  defaultCountry: string | null = 'US',
) {
  const { platform, settings: own } = WAYS[name];
  return identify(
    { ...MAYA, ...lead },
    platformOf(platform).identifiers,
    { ...own, ...settings },
    readingSettings(defaultCountry),
  );
}

function idsOf(...asked: Parameters<typeof identified>) {
  const found = identified(...asked);
  return 'withheld' in found ? found.withheld : found.identifiers;
}

const email = (form: 'google' | 'plain' | 'stripped') => hashedEmail(MAYA.contact.email!, form)!;
const names = (...asked: Parameters<typeof identified>) => Object.keys(idsOf(...asked));

describe('a lead is identified', () => {
  it.each([
    [{ gclid: 'a', gbraid: 'b', wbraid: 'c' }, { gclid: 'a' }],
    [{ gbraid: 'b', wbraid: 'c' }, { gbraid: 'b' }],
    [{ wbraid: 'c' }, { wbraid: 'c' }],
  ])('to Google by one of %j', (clickIds, expected) => {
    expect(idsOf('Google Ads by its API', { clickIds }, { hashedContact: 'never' })).toEqual(expected);
  });

  it('by click ids as they were captured', () => {
    const clickIds = { gclid: 'EAIaIQ_ob-CHMI.x~Y' };
    expect(idsOf('Google Ads by its API', { clickIds }, { hashedContact: 'never' })).toEqual(clickIds);
  });

  it.each(['a b', '=cmd()', '@x', '+1', 'a,b', 'a"b', 'a\nb', ''])('not by an invalid click id like %j', (gclid) => {
    expect(idsOf('Google Ads by its API', { clickIds: { gclid } }, { hashedContact: 'never' })).toBe('noIdentifier');
  });

  it.each([
    ['12345678901234', false],
    ['123456789012345', true],
    ['12345678901234567', true],
    ['123456789012345678', false],
  ])('to Meta by a lead id of 15 to 17 digits: %s', (metaLeadId, isTaken) => {
    expect(idsOf('Meta', { clickIds: { metaLeadId } }, { hashedContact: 'never' })).toEqual(
      isTaken ? { metaLeadId } : 'noIdentifier',
    );
  });

  it('to Meta by its fbclid and creation time, unless it has an fbc', () => {
    const clickIds = { fbclid: 'IwAR-x' };
    expect(idsOf('Meta', { clickIds }, { hashedContact: 'never' })).toEqual({ fbc: `fb.1.${CREATED_AT}.IwAR-x` });
    const fbc = 'fb.1.1793715725000.IwAR-y';
    expect(idsOf('Meta', { clickIds: { ...clickIds, fbc } }, { hashedContact: 'never' })).toEqual({ fbc });
  });

  it('to TikTok by its click if there is a pixel, but first by the id of a lead ad', () => {
    expect(idsOf('TikTok', { clickIds: { ttclid: 'E.C.P' } })).toBe('noIdentifier');
    expect(names('TikTok', { clickIds: { ttclid: 'E.C.P' } }, { pixelId: 'C0' })).toEqual(['ttclid', 'email', 'phone']);
    expect(names('TikTok', { clickIds: { ttclid: 'E.C.P', tiktokLeadId: '7' } }, { pixelId: 'C0' })).toEqual([
      'tiktokLeadId',
      'email',
      'phone',
    ]);
  });

  it('with contact data beside a click id, alone, or never, as the destination says', () => {
    const way = 'Google Ads by its API';
    expect(names(way, {})).toEqual(['gclid', 'email', 'phone']);
    expect(names(way, {}, { hashedContact: 'never' })).toEqual(['gclid']);
    expect(idsOf(way, { clickIds: null })).toBe('noIdentifier');
    expect(names(way, { clickIds: null }, { hashedContact: 'always' })).toEqual(['email', 'phone']);
    expect(idsOf('TikTok', { clickIds: null }, { hashedContact: 'always' })).toBe('noIdentifier');
  });

  it('with the address in the form of each platform, and without one where the form is uncertain', () => {
    const hashes = (['Google Ads by files', 'Meta', 'LinkedIn', 'TikTok', 'Microsoft by its API'] as const).map(
      (way) => {
        const found = idsOf(way, {});
        return typeof found === 'string' ? found : found.email;
      },
    );
    expect(hashes).toEqual([email('google'), email('plain'), email('plain'), email('plain'), undefined]);
    expect(idsOf('Microsoft by its API', {}, { hashedEmail: 'stripped' })).toMatchObject({ email: email('stripped') });
  });

  it('to LinkedIn without a phone number, and with names where the destination says so', () => {
    expect(names('LinkedIn', {})).toEqual(['linkedinLeadId', 'liFatId', 'email']);
    expect(identified('LinkedIn', {})).toMatchObject({
      names: { firstName: 'Maya', lastName: 'Ortiz', companyName: 'Imaginary Ltd', country: 'US' },
    });
    expect(identified('LinkedIn', {}, { names: false })).toMatchObject({ names: null });
    expect(identified('LinkedIn', { contact: { ...MAYA.contact, lastName: undefined! } })).toMatchObject({
      names: null,
    });
  });

  it('with a phone number by the country of the contact, else of the settings, else without one', () => {
    const contact = { phone: '(650) 555-0142' };
    const consent = { adUserData: 'granted' } as const;
    expect(names('Google Ads by files', { contact, consent }, {}, 'US')).toEqual(['gclid', 'phone']);
    expect(names('Google Ads by files', { contact, consent }, {}, null)).toEqual(['gclid']);
  });

  it('as known to a platform by an identifier of the platform itself', () => {
    const isKnown = (clickIds: FeedbackLead['clickIds']) =>
      isKnownTo({ ...MAYA, clickIds }, platformOf('meta').identifiers, {});
    expect([isKnown({ fbp: 'fb.1.1793715725000.5' }), isKnown({ gclid: 'a' }), isKnown(null)]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('by the click of its first form that the platform knows, with the time of that click', () => {
    const later = (id: string, clickIds: object, days: number) => ({
      id,
      clickIds,
      createdAt: CREATED_AT + days * 86_400_000,
      isWithdrawn: false,
    });
    const clickIds = { msclkid: 'm', clickedAt: '2026-11-03T14:00:00Z' };
    const inquiries = [
      later('one', { gbraid: 'b' }, 1),
      later('two', { gclid: 'g', clickedAt: '2026-11-05T10:00:00Z' }, 2),
    ];
    const way = 'Google Ads by its API';
    const settings = { hashedContact: 'never' };
    const day = CREATED_AT + 86_400_000;
    expect(identified(way, { clickIds, inquiries }, settings)).toMatchObject({
      identifiers: { gbraid: 'b' },
      click: { inquiryId: 'one', clickedAt: day, from: day },
    });
    const [first, second] = inquiries;
    const withdrawn = [{ ...first!, isWithdrawn: true }, second!];
    expect(identified(way, { clickIds, inquiries: withdrawn }, settings)).toMatchObject({
      identifiers: { gclid: 'g' },
      click: { inquiryId: 'two', clickedAt: Date.parse('2026-11-05T10:00:00Z'), from: second!.createdAt },
    });
    // A program of one's own gets all, each from the first form that has it.
    expect(idsOf('Generic', { clickIds, inquiries }, settings)).toEqual({ gclid: 'g', gbraid: 'b', msclkid: 'm' });
  });

  it('from the second after the click on, because times are cut to seconds', () => {
    const clickIds = { gclid: 'g', clickedAt: '2026-11-03T14:00:00.300Z' };
    for (const [createdAt, from] of [
      ['2026-11-03T14:00:00.900Z', '2026-11-03T14:00:01.000Z'],
      ['2026-11-03T14:00:01.000Z', '2026-11-03T14:00:01.000Z'],
      ['2026-11-03T14:00:07.500Z', '2026-11-03T14:00:07.500Z'],
    ] as const) {
      const { click } = identified('Google Ads by its API', { clickIds, createdAt: Date.parse(createdAt) }, {}) as {
        click: object;
      };
      expect(click).toMatchObject({ clickedAt: Date.parse(clickIds.clickedAt), from: Date.parse(from) });
    }
  });

  it('by the key of the website tag that has counted it', () => {
    const lead = { ...MAYA, clickIds: { transactionId: 'order-77', eventId: 'event-77' } };
    const keys = (['googleAds', 'meta', 'linkedin', 'microsoft', 'tiktok', 'generic'] as const).map((name) =>
      tagKeyOf(lead, platformOf(name).identifiers),
    );
    expect(keys).toEqual(['order-77', 'event-77', null, null, 'event-77', 'order-77']);
    expect(tagKeyOf({ ...MAYA, clickIds: null }, platformOf('googleAds').identifiers)).toBeNull();
  });
});

describe('consent', () => {
  it.each<[string, { country?: string; phone?: string }, string | null, string | null]>([
    ['of somebody in Germany', { country: 'DE' }, 'US', 'consentMissing'],
    ['of somebody in Britain', { country: 'gb' }, null, 'consentMissing'],
    ['of somebody in Switzerland', { country: 'CH' }, null, 'consentMissing'],
    ['of somebody in Norway', { country: 'NO' }, null, 'consentMissing'],
    ['of somebody in the United States', { country: 'US' }, null, null],
    [
      'of somebody in the United States with a German number',
      { country: 'US', phone: '+49 30 901820' },
      null,
      'consentMissing',
    ],
    ['of an American number', { phone: '+1 650 555 0142' }, 'DE', null],
    ['of nobody knows where', {}, null, 'consentMissing'],
    ['of nobody knows where, by the country of the settings', {}, 'US', null],
    ['of nobody knows where, by a country in Europe of the settings', {}, 'FR', 'consentMissing'],
    ['of a country that is none', { country: 'Narnia' }, 'US', null],
  ])('that was not stated, %s', (_, where, defaultCountry, expected) => {
    expect(whyWithheld({ adUserData: 'unspecified' }, where, defaultCountry)).toBe(expected);
    expect(whyWithheld({}, where, defaultCountry)).toBe(expected);
  });

  it('is enough anywhere if granted, and nowhere if denied', () => {
    expect(whyWithheld({ adUserData: 'granted' }, { country: 'DE' }, null)).toBeNull();
    expect(whyWithheld({ adUserData: 'denied' }, { country: 'US' }, 'US')).toBe('consentDenied');
  });

  it('is checked before anything else', () => {
    expect(idsOf('Generic', { consent: { adUserData: 'denied' } })).toBe('consentDenied');
    expect(idsOf('Generic', { consent: null, contact: { country: 'DE' } })).toBe('consentMissing');
  });
});
