import { type Static, Type } from '@sinclair/typebox';
import { object } from '../../platform/input/schema.js';
import { MS_PER_DAY, MS_PER_HOUR } from '../../platform/values/duration.js';
import type { Delivery } from '../delivery.js';
import { crmName, eventName, hashedContact, sentValue } from '../destinations/settings-shapes.js';
import { type BodyRule, eachOf, sentItem, whole } from '../dispatch/outgoing.js';
import { jsonAmount } from '../money.js';
import { hashedText } from '../person/contact-hash.js';
import { abilitiesTo, type PlatformDefinition, type Transport } from '../platform.js';
import {
  ACCOUNT_BROKEN,
  type AnsweredRequest,
  each,
  isSuccess,
  judgeFailure,
  judgeRefused,
  part,
  type RequestJudgement,
  SOON,
  TAKEN,
  TERMINAL,
  textFrom,
  verdictBy,
} from '../posting/answer.js';
import { AccessToken, type Posting } from '../posting/posting.js';
import { at, fieldOf, type JsonObject, listAt } from './json-text.js';
import { epochSeconds } from './time-text.js';

const KEYS_KNOWN_MS = 48 * MS_PER_HOUR;
const BATCH_MAX = 1_000;

const TikTokSettings = object({
  eventSetId: Type.String({ pattern: '^\\d{1,30}$', description: 'the digits that are the id of a CRM event set' }),
  pixelId: Type.Optional(
    Type.String({
      pattern: '^[A-Za-z0-9]{1,40}$',
      description:
        'letters and digits, the id of a pixel, for leads of a website: without it only leads of lead ads are sent',
    }),
  ),
  crmName,
  hashedContact,
});
type TikTokSettings = Static<typeof TikTokSettings>;
const TikTokSend = object({
  event: eventName('The name of the event, as it is mapped in the Ads Manager.'),
  value: sentValue,
});
type TikTokSend = Static<typeof TikTokSend>;

const T1: BodyRule = {
  id: 'T1',
  words: 'at most 1,000, whole seconds; leads of lead ads with their id and without anything of a website',
  complaints(outgoing) {
    const body = outgoing.format === 'json' ? outgoing.body : undefined;
    const events = listAt(body, 'data');
    const isCrm = fieldOf(body, 'event_source') === 'crm';
    return [
      ...whole(events.length >= 1 && events.length <= BATCH_MAX, `Expected 1 to ${BATCH_MAX} in one body.`),
      ...eachOf(
        events,
        (event) =>
          typeof fieldOf(event, 'event_time') === 'number' && /^\d{10}$/.test(String(fieldOf(event, 'event_time'))),
        'Expected seconds.',
      ),
      ...eachOf(
        events,
        (event) => {
          const hasWeb = at(event, 'user', 'ttclid') !== undefined || fieldOf(event, 'page') !== undefined;
          return isCrm ? isText(at(event, 'lead', 'lead_id')) && !hasWeb : isText(at(event, 'user', 'ttclid'));
        },
        'Expected either the id of a lead ad, as text and without data of a website, or a click of a website.',
      ),
    ];
  },
};

const EVENTS: Transport<TikTokSettings, TikTokSend> = {
  format: 'json',
  abilities: abilitiesTo('freeStages'),
  windows: { afterClickMs: 0, conversion: { from: 'event', ms: 7 * MS_PER_DAY }, adjustmentMs: null },
  knowsKeysForMs: KEYS_KNOWN_MS,
  batchMax: BATCH_MAX,
  success: () => 'accepted',
  lane: ({ identifiers }) => (identifiers.tiktokLeadId === undefined ? 'web' : 'crm'),
  write({ settings, deliveries }) {
    const isCrm = deliveries[0]!.identifiers.tiktokLeadId !== undefined;
    return {
      format: 'json',
      url: 'https://business-api.tiktok.com/open_api/v1.3/event/track/',
      headers: {},
      body: {
        event_source: isCrm ? 'crm' : 'web',
        event_source_id: isCrm ? settings.eventSetId : (settings.pixelId ?? ''),
        data: deliveries.map((delivery) => eventOf(delivery, settings)),
      },
      items: deliveries.map((delivery) => sentItem(delivery, String(epochSeconds(delivery.eventAt)))),
    };
  },
  rules: [T1],
  judge,
  verdict: verdictBy({ ...each(SOON, '40100 50000'), ...each(ACCOUNT_BROKEN, '40001 40102 40104 40105') }),
};

const POSTING: Posting<TikTokSettings, AccessToken> = {
  hosts: ['business-api.tiktok.com'],
  credentials: AccessToken,
  headers: ({ accessToken }) => ({ 'access-token': accessToken }),
  requestIdOf: ({ body }) => textFrom(part(body, 'request_id')) || null,
  testMode: 'code',
  asTest: (body, code) => ({ ...body, test_event_code: code }),
};

/** TikTok Events API 2.0: events of a CRM, and leads of a website by their click. It supports no adjustments. */
export const TIKTOK: PlatformDefinition<TikTokSettings, TikTokSend> = {
  words: 'TikTok',
  deleting:
    'No way to delete a single event: its API only accepts events. It was sent ids of its own, and hashes of the email address and the phone number.',
  settings: TikTokSettings,
  posting: POSTING,
  send: TikTokSend,
  identifiers: {
    // A lead ad's id and a click go in different requests, so only the first is sent. A click needs a pixel.
    own: ({ pixelId }) => (pixelId === undefined ? ['tiktokLeadId'] : ['tiktokLeadId', 'ttclid']),
    nobody: { tiktokLeadId: '1000000000000000000' },
    together: false,
    email: () => 'plain',
    phone: 'plus',
    // TikTok requires the id of a lead ad or a click, so contact data is never sent alone.
    tagKey: 'eventId',
    hashedContact: ({ hashedContact: when = 'withClickId' }) => (when === 'never' ? 'never' : 'withClickId'),
  },
  transports: { api: EVENTS },
  transport: () => EVENTS,
  place: ({ eventSetId }) => eventSetId,
};

function eventOf(delivery: Delivery<TikTokSend>, { crmName = 'Touchline' }: TikTokSettings): JsonObject {
  const { value, pageUrl } = delivery;
  const { email, phone, ttclid, tiktokLeadId } = delivery.identifiers;
  return {
    event: delivery.send.event,
    event_time: epochSeconds(delivery.eventAt),
    event_id: delivery.dedupKey,
    user: {
      ...(email !== undefined && { email: [email] }),
      ...(phone !== undefined && { phone: [phone] }),
      external_id: [hashedText(delivery.leadId)],
      ...(ttclid !== undefined && { ttclid }),
    },
    ...(tiktokLeadId === undefined
      ? { ...(pageUrl !== null && { page: { url: pageUrl } }) }
      : { lead: { lead_id: tiktokLeadId, lead_event_source: crmName } }),
    ...(value !== null && { properties: { currency: value.currency, value: jsonAmount(value) } }),
  };
}

/** Errors have the status 200 as well; only code 0 is a success. The message names the first event at fault. */
function judge(answer: AnsweredRequest): RequestJudgement {
  if (!isSuccess(answer)) return judgeFailure(answer);
  const code = textFrom(part(answer.body, 'code'));
  if (code === '0') return TAKEN;
  const verdict = EVENTS.verdict(code);
  if (verdict !== TERMINAL) return { of: 'all', code, verdict };
  const [, index] = /\bdata[.[]\s*(\d+)/.exec(textFrom(part(answer.body, 'message'))) ?? [];
  return judgeRefused(answer, code, index === undefined ? [] : [Number(index)], verdict);
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
