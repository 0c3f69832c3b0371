import { type Static, Type } from '@sinclair/typebox';
import { flag, object } from '../../platform/input/schema.js';
import { MS_PER_DAY, MS_PER_HOUR } from '../../platform/values/duration.js';
import type { Delivery } from '../delivery.js';
import {
  crmName,
  digits,
  eventName,
  hashedContact,
  hashedContactOf,
  sentValue,
} from '../destinations/settings-shapes.js';
import { type BodyRule, eachOf, sentItem, whole } from '../dispatch/outgoing.js';
import { jsonAmount } from '../money.js';
import { abilitiesTo, type PlatformDefinition, type Transport } from '../platform.js';
import {
  ACCOUNT_BROKEN,
  type AnsweredRequest,
  each,
  isSuccess,
  judgeFailure,
  judgeRefused,
  judgeStatus,
  part,
  type RequestJudgement,
  SOON,
  TAKEN,
  TERMINAL,
  textFrom,
  verdictBy,
} from '../posting/answer.js';
import { AccessToken, bearer, type Posting } from '../posting/posting.js';
import { at, fieldOf, type Json, JsonNumber, type JsonObject, listAt } from './json-text.js';
import { epochSeconds } from './time-text.js';

/** Documented for copies from browser and server; there is no limit documented for two copies from a server. */
const KEYS_KNOWN_MS = 48 * MS_PER_HOUR;
const BATCH_MAX = 1_000;
const AGE_MAX_MS = 7 * MS_PER_DAY;

const MetaSettings = object({
  datasetId: digits('the digits that are the id of a dataset'),
  crmName,
  apiVersion: Type.Optional(
    Type.String({
      pattern: '^v\\d{1,3}\\.\\d$',
      default: 'v24.0',
      description: 'a version of the Graph API, such as v24.0',
    }),
  ),
  limitedDataUse: Type.Optional(
    flag(false, 'Whether events of people who have not allowed ads to be fitted to them are for limited data use.'),
  ),
  hashedContact,
});
type MetaSettings = Static<typeof MetaSettings>;
const MetaSend = object({
  event: eventName('The name of the stage, as it is mapped in the Events Manager.'),
  value: sentValue,
});
type MetaSend = Static<typeof MetaSend>;

const M1: BodyRule = {
  id: 'M1',
  words: 'at most 1,000, whole seconds of the last 7 days, the words for events of a CRM',
  complaints(outgoing, _settings, now) {
    const events = listAt(outgoing.format === 'json' ? outgoing.body : undefined, 'data');
    const isRecent = (time: Json | undefined) => {
      if (typeof time !== 'number' || !/^\d{10}$/.test(String(time))) return false;
      // One event that is too old has the whole request rejected.
      return time >= (now - AGE_MAX_MS) / 1_000 && time <= now / 1_000;
    };
    return [
      ...whole(events.length <= BATCH_MAX, `More than ${BATCH_MAX} in one body.`),
      ...eachOf(events, (event) => isRecent(fieldOf(event, 'event_time')), 'Expected seconds of the last 7 days.'),
      ...eachOf(
        events,
        (event) =>
          fieldOf(event, 'action_source') === 'system_generated' &&
          at(event, 'custom_data', 'event_source') === 'crm' &&
          Boolean(at(event, 'custom_data', 'lead_event_source')),
        'Expected action_source system_generated, event_source crm and a lead_event_source.',
      ),
    ];
  },
};

const M2: BodyRule = {
  id: 'M2',
  words: 'lead ids of 15 to 17 digits, written digit by digit; hashes of addresses and numbers in lists',
  complaints(outgoing) {
    const events = listAt(outgoing.format === 'json' ? outgoing.body : undefined, 'data');
    return [
      ...eachOf(
        events,
        (event) => {
          const id = at(event, 'user_data', 'lead_id');
          return id === undefined || (id instanceof JsonNumber && /^\d{15,17}$/.test(id.digits));
        },
        'Expected a lead_id of 15 to 17 digits, written digit by digit.',
      ),
      ...eachOf(
        events,
        (event) =>
          [...listAt(event, 'user_data', 'em'), ...listAt(event, 'user_data', 'ph')].every(
            (hash) => typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash),
          ),
        'Expected hashes in em and ph.',
      ),
    ];
  },
};

const CONVERSIONS: Transport<MetaSettings, MetaSend> = {
  format: 'json',
  abilities: abilitiesTo('freeStages', 'earlierStagesFirst'),
  windows: { afterClickMs: 0, conversion: { from: 'event', ms: AGE_MAX_MS }, adjustmentMs: null },
  knowsKeysForMs: KEYS_KNOWN_MS,
  batchMax: BATCH_MAX,
  success: () => 'accepted',
  lane: () => 'events',
  write: ({ settings, deliveries }) => ({
    format: 'json',
    url: `https://graph.facebook.com/${settings.apiVersion ?? 'v24.0'}/${settings.datasetId}/events`,
    headers: {},
    body: { data: deliveries.map((delivery) => eventOf(delivery, settings)) },
    items: deliveries.map((delivery) => sentItem(delivery, String(epochSeconds(delivery.eventAt)))),
  }),
  rules: [M1, M2],
  judge,
  verdict: verdictBy({ ...each(SOON, '4 17 32 613'), ...each(ACCOUNT_BROKEN, '10 190 200') }),
};

const POSTING: Posting<MetaSettings, AccessToken> = {
  hosts: ['graph.facebook.com'],
  credentials: AccessToken,
  // Not in the URL, because URLs are logged.
  headers: ({ accessToken }) => bearer(accessToken),
  requestIdOf: ({ headers, body }) =>
    textFrom(part(body, 'fbtrace_id') ?? part(body, 'error', 'fbtrace_id')) || (headers['x-fb-trace-id'] ?? null),
  testMode: 'code',
  asTest: (body, code) => ({ ...body, test_event_code: code }),
};

/** Meta Conversions API, for events of a CRM and lead ads. It supports no adjustments. */
export const META: PlatformDefinition<MetaSettings, MetaSend> = {
  words: 'Meta',
  deleting:
    'No way to delete a single event: its API only accepts events. It was sent ids of its own, and hashes of the email address and the phone number.',
  settings: MetaSettings,
  posting: POSTING,
  send: MetaSend,
  identifiers: {
    own: () => ['metaLeadId', 'fbc', 'fbp'],
    nobody: { metaLeadId: '100000000000000' },
    together: true,
    email: () => 'plain',
    phone: 'digits',
    tagKey: 'eventId',
    hashedContact: hashedContactOf,
  },
  transports: { api: CONVERSIONS },
  transport: () => CONVERSIONS,
  place: ({ datasetId }) => datasetId,
};

function eventOf(delivery: Delivery<MetaSend>, settings: MetaSettings): JsonObject {
  const { metaLeadId, email, phone, fbc, fbp } = delivery.identifiers;
  const { value } = delivery;
  const isLimited = settings.limitedDataUse === true && delivery.consent.adPersonalization !== 'granted';
  return {
    event_name: delivery.send.event,
    event_time: epochSeconds(delivery.eventAt),
    event_id: delivery.dedupKey,
    action_source: 'system_generated',
    user_data: {
      ...(metaLeadId !== undefined && { lead_id: new JsonNumber(metaLeadId) }),
      ...(email !== undefined && { em: [email] }),
      ...(phone !== undefined && { ph: [phone] }),
      ...(fbc !== undefined && { fbc }),
      ...(fbp !== undefined && { fbp }),
    },
    custom_data: {
      event_source: 'crm',
      lead_event_source: settings.crmName ?? 'Touchline',
      ...(value !== null && { value: jsonAmount(value), currency: value.currency }),
    },
    // 0 and 0: Meta determines the person's location itself.
    ...(isLimited && {
      data_processing_options: ['LDU'],
      data_processing_options_country: 0,
      data_processing_options_state: 0,
    }),
  };
}

/** Meta answers how many events it received. One invalid event has the whole request rejected, and is not named. */
function judge(answer: AnsweredRequest): RequestJudgement {
  if (isSuccess(answer)) {
    const isWhole = part(answer.body, 'events_received') === answer.deliveries;
    return isWhole ? TAKEN : judgeRefused(answer, 'eventsMissing', [], TERMINAL);
  }
  const code = textFrom(part(answer.body, 'error', 'code'));
  if (code === '') return judgeFailure(answer);
  const verdict = CONVERSIONS.verdict(code);
  if (verdict !== TERMINAL) return { of: 'all', code, verdict };
  return judgeStatus(answer) ?? judgeRefused(answer, code, [], verdict);
}
