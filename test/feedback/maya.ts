import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Delivery, Original } from '../../src/feedback/delivery.js';
import { type OutgoingBatch, type OutgoingMessage, textOf } from '../../src/feedback/dispatch/outgoing.js';
import { type FeedbackLead, identify } from '../../src/feedback/person/identify.js';
import type { Platform } from '../../src/feedback/platform.js';
import { writeJson } from '../../src/feedback/platforms/json-text.js';
import { platformOf } from '../../src/feedback/platforms.js';
import { readingSettings } from '../support/reading-settings.js';

/** The lead in the examples of every platform. */
export const CREATED_AT = Date.parse('2026-11-03T14:22:10Z');
export const QUALIFIED_AT = Date.parse('2026-11-06T16:05:00Z');
export const WON_AT = Date.parse('2026-11-18T20:04:05Z');
export const ADJUSTED_AT = Date.parse('2026-11-19T09:30:00Z');
export const NOW = Date.parse('2026-11-19T12:00:00Z');
export const WORTH = { amount: '18400.00', currency: 'USD' };
export const ZERO = { amount: '0', currency: 'USD' };

export const MAYA: FeedbackLead = {
  id: 'L-7Q2M9K',
  createdAt: CREATED_AT,
  receivedAt: CREATED_AT,
  clickIds: {
    gclid: 'EAIaIQobChMI-imaginary-click-01',
    metaLeadId: '1234567890123456',
    fbclid: 'IwAR-imaginary-click-03',
    liFatId: 'df5gf5-imaginary-li-fat-id',
    linkedinLeadId: '1a2b3c-4',
    msclkid: 'f894f652ea334e739002f7167ab8f8e3',
    tiktokLeadId: '7412345678901234567',
    clickedAt: '2026-11-03T14:22:05.000Z',
  },
  inquiries: [],
  consent: { adUserData: 'granted', adPersonalization: 'denied' },
  contact: {
    firstName: 'Maya',
    lastName: 'Ortiz',
    email: 'Maya.Ortiz+demo@gmail.com',
    phone: '+1 (650) 555-0142',
    country: 'US',
  },
  company: { name: 'Imaginary Ltd' },
  landingPage: null,
};

/** Valid settings for each way of sending to each platform. */
export const WAYS = {
  'Google Ads by Data Manager': way(
    'googleAds',
    { transport: 'dataManager', customerId: '1234567890' },
    { conversionActionId: '987654321', name: 'Closed won' },
  ),
  'Google Ads by its API': way(
    'googleAds',
    { transport: 'adsApi', customerId: '1234567890' },
    { conversionActionId: '987654321', name: 'Closed won' },
  ),
  'Google Ads by files': way(
    'googleAds',
    { transport: 'csv', customerId: '1234567890' },
    { conversionActionId: '987654321', name: 'Closed won' },
  ),
  Meta: way('meta', { datasetId: '1122334455', crmName: 'Lead engine' }, { event: 'Closed won' }),
  LinkedIn: way('linkedin', { accountId: '500', names: true }, { conversionId: '104012' }),
  'Microsoft by its API': way('microsoft', { customerId: '1', accountId: '2' }, { goal: 'Closed won' }),
  'Microsoft by files': way(
    'microsoft',
    { customerId: '1', accountId: '2', transport: 'bulkCsv' },
    { goal: 'Closed won' },
  ),
  TikTok: way('tiktok', { eventSetId: '7057103914977558530', crmName: 'Lead engine' }, { event: 'ClosedWon' }),
  Generic: way('generic', {}, { event: 'closed-won' }),
  'Generic by files': way('generic', { format: 'csv' }, { event: 'closed-won' }),
} as const;
export type Way = { readonly platform: Platform; readonly settings: object; readonly send: object };
export type WayName = keyof typeof WAYS;
export const WAY_NAMES = Object.keys(WAYS) as WayName[];

function way(platform: Platform, settings: object, send: object): Way {
  return { platform, settings, send };
}

/** A delivery for a lead; its win by default. */
export function deliveryOf(way: Way, lead: FeedbackLead = MAYA, over: Partial<Delivery> = {}): Delivery {
  const known = identify(lead, platformOf(way.platform).identifiers, way.settings, readingSettings('US'));
  const person =
    'withheld' in known
      ? { identifiers: {}, click: null, names: null, pageUrl: null, consent: { adUserData: 'denied' as const } }
      : known;
  const { click, ...sent } = person;
  const stage = over.stage ?? 'won';
  return {
    id: `${lead.id}-${stage}`,
    leadId: lead.id,
    kind: 'conversion',
    stage,
    dedupKey: `${lead.id}.${stage}.1`,
    send: way.send,
    eventAt: WON_AT,
    value: WORTH,
    ...sent,
    leadCreatedAt: lead.createdAt,
    clickedAt: click?.clickedAt ?? null,
    clickInquiryId: click?.inquiryId ?? null,
    closing: null,
    original: null,
    ...over,
  };
}

export function adjustmentOf(
  way: Way,
  kind: 'retract' | 'restate',
  original: Partial<Original> = {},
  over: Partial<Delivery> = {},
): Delivery {
  const delivery = deliveryOf(way, MAYA, {
    kind,
    value: kind === 'retract' ? null : ZERO,
    eventAt: ADJUSTED_AT,
    ...over,
  });
  return {
    ...delivery,
    original: {
      key: delivery.dedupKey,
      place: platformOf(way.platform).place(way.settings, delivery.send),
      eventAt: WON_AT,
      eventTimeAsSent: '2026-11-18 15:04:05-05:00',
      state: 'accepted',
      isRetracted: false,
      lastAdjustedAt: null,
      ...original,
    },
  };
}

export function batchOf(way: Way, deliveries: readonly Delivery[], over: Partial<OutgoingBatch> = {}): OutgoingBatch {
  return { settings: way.settings, deliveries, now: NOW, timeZone: 'America/New_York', ...over };
}

export function payload(name: string): string {
  return readFileSync(join('test/feedback/payloads', name), 'utf8');
}

/** Formats a body like the payload files: JSON over several lines. */
export function shown(outgoing: OutgoingMessage): string {
  return outgoing.format === 'json' ? `${writeJson(outgoing.body, 2)}\n` : textOf(outgoing);
}
