import { type Static, Type } from '@sinclair/typebox';
import { flag, object } from '../../platform/input/schema.js';
import { type Instant, MS_PER_DAY, MS_PER_HOUR } from '../../platform/values/duration.js';
import type { Delivery } from '../delivery.js';
import { digits, hashedContact, hashedContactOf, sentValue } from '../destinations/settings-shapes.js';
import { type BodyRule, eachOf, sentItem, whole } from '../dispatch/outgoing.js';
import { amountText } from '../money.js';
import { abilitiesTo, type PlatformDefinition, type Transport } from '../platform.js';
import {
  ACCOUNT_BROKEN,
  type AnsweredRequest,
  type Failure,
  isSuccess,
  judgeFailure,
  listOf,
  part,
  type RequestJudgement,
  textFrom,
  verdictBy,
} from '../posting/answer.js';
import { AccessToken, bearer, type Posting } from '../posting/posting.js';
import { at, fieldOf, type JsonObject, listAt } from './json-text.js';

/** LinkedIn promises to recognise only copies from its tag, so the limit of the other platforms applies. */
const KEYS_KNOWN_MS = 48 * MS_PER_HOUR;
const BATCH_MAX = 5_000;
const AGE_MAX_MS = 90 * MS_PER_DAY;
const API_VERSION = '202610';
const RULE = 'urn:lla:llaPartnerConversion:';
const ANSWER = 'urn:li:leadGenFormResponse:';

const LinkedInSettings = object({
  accountId: digits('the digits that are the id of an ad account'),
  apiVersion: Type.Optional(
    Type.String({
      pattern: '^20\\d\\d(0[1-9]|1[0-2])$',
      default: API_VERSION,
      description: 'a version of the API by its month, such as 202610; it ends about a year later',
    }),
  ),
  names: Type.Optional(flag(false, 'Whether first and last name, company and country go along, in plain text.')),
  hashedContact,
});
type LinkedInSettings = Static<typeof LinkedInSettings>;
const LinkedInSend = object({
  conversionId: digits('the digits that are the id of a conversion rule'),
  value: sentValue,
});
type LinkedInSend = Static<typeof LinkedInSend>;

/** Returns when a version of the API ends: in the middle of its month, a year later. */
export function versionEndsAt(version: string): Instant {
  return Date.UTC(Number(version.slice(0, 4)) + 1, Number(version.slice(4)) - 1, 16);
}

const L1: BodyRule<LinkedInSettings> = {
  id: 'L1',
  words: 'at most 5,000, milliseconds, amounts as text, lists of user ids, URNs, a version that is still answered',
  complaints(outgoing, { apiVersion = API_VERSION }, now) {
    const elements = listAt(outgoing.format === 'json' ? outgoing.body : undefined, 'elements');
    return [
      ...whole(elements.length <= BATCH_MAX, `More than ${BATCH_MAX} in one body.`),
      ...whole(now < versionEndsAt(apiVersion), `The version ${apiVersion} has ended: everything would be dropped.`),
      ...eachOf(
        elements,
        (each) =>
          /^\d{13}$/.test(String(fieldOf(each, 'conversionHappenedAt'))) &&
          typeof fieldOf(each, 'conversionHappenedAt') === 'number',
        'Expected milliseconds.',
      ),
      ...eachOf(
        elements,
        (each) => {
          const amount = at(each, 'conversionValue', 'amount');
          const isNone = fieldOf(each, 'conversionValue') === undefined;
          return isNone || (typeof amount === 'string' && /^\d+(\.\d+)?$/.test(amount));
        },
        'Expected an amount as text.',
      ),
      ...eachOf(elements, (each) => Array.isArray(at(each, 'user', 'userIds')), 'Expected user.userIds.'),
      ...eachOf(
        elements,
        (each) =>
          /^urn:lla:llaPartnerConversion:\d+$/.test(String(fieldOf(each, 'conversion'))) &&
          /^(undefined|urn:li:leadGenFormResponse:\S+)$/.test(String(at(each, 'user', 'lead'))),
        'Expected URNs of a conversion rule and of an answer to a form.',
      ),
    ];
  },
};

// A version that has ended drops everything.
const verdictOfCode = verdictBy({ http426: ACCOUNT_BROKEN });

const CONVERSIONS: Transport<LinkedInSettings, LinkedInSend> = {
  format: 'json',
  abilities: abilitiesTo(),
  windows: { afterClickMs: 0, conversion: { from: 'event', ms: AGE_MAX_MS }, adjustmentMs: null },
  knowsKeysForMs: KEYS_KNOWN_MS,
  batchMax: BATCH_MAX,
  success: () => 'accepted',
  lane: () => 'events',
  write: ({ settings, deliveries }) => ({
    format: 'json',
    url: 'https://api.linkedin.com/rest/conversionEvents',
    headers: {
      'LinkedIn-Version': settings.apiVersion ?? API_VERSION,
      'X-Restli-Protocol-Version': '2.0.0',
      'X-RestLi-Method': 'BATCH_CREATE',
    },
    body: { elements: deliveries.map(eventOf) },
    items: deliveries.map((delivery) => sentItem(delivery, String(delivery.eventAt))),
  }),
  rules: [L1],
  judge,
  // Clients may report the status of an element as LinkedIn returns it.
  verdict: (code) => verdictOfCode(/^\d{3}$/.test(code) ? `http${code}` : code),
};

const POSTING: Posting<LinkedInSettings, AccessToken> = {
  hosts: ['api.linkedin.com'],
  credentials: AccessToken,
  headers: ({ accessToken }) => bearer(accessToken),
  requestIdOf: ({ headers }) => headers['x-li-uuid'] ?? null,
  testMode: 'none',
  asTest: (body) => body,
};

/** LinkedIn Conversions API. It supports no adjustments and no telephone numbers. */
export const LINKEDIN: PlatformDefinition<LinkedInSettings, LinkedInSend> = {
  words: 'LinkedIn',
  deleting:
    'No way to delete a single conversion: its API only accepts them. It was sent ids of its own, a hash of the email address, and names if the destination sends them.',
  settings: LinkedInSettings,
  posting: POSTING,
  send: LinkedInSend,
  identifiers: {
    own: () => ['linkedinLeadId', 'liFatId'],
    nobody: { liFatId: '00000000-0000-0000-0000-000000000000' },
    together: true,
    email: () => 'plain',
    phone: null,
    hashedContact: hashedContactOf,
    names: ({ names = false }) => names,
  },
  transports: { api: CONVERSIONS },
  transport: () => CONVERSIONS,
  place: (_settings, { conversionId }) => `${RULE}${conversionId}`,
};

function eventOf(delivery: Delivery<LinkedInSend>): JsonObject {
  const { value, names } = delivery;
  const { email, liFatId, linkedinLeadId } = delivery.identifiers;
  return {
    conversion: `${RULE}${delivery.send.conversionId}`,
    conversionHappenedAt: delivery.eventAt,
    ...(value !== null && { conversionValue: { currencyCode: value.currency, amount: amountText(value) } }),
    eventId: delivery.dedupKey,
    user: {
      // Required, even if it is empty.
      userIds: [
        ...(email === undefined ? [] : [{ idType: 'SHA256_EMAIL', idValue: email }]),
        ...(liFatId === undefined ? [] : [{ idType: 'LINKEDIN_FIRST_PARTY_ADS_TRACKING_UUID', idValue: liFatId }]),
      ],
      ...(names !== null && {
        userInfo: {
          firstName: names.firstName,
          lastName: names.lastName,
          ...(names.companyName !== null && { companyName: names.companyName }),
          ...(names.country !== null && { countryCode: names.country }),
        },
      }),
      externalIds: [delivery.leadId],
      ...(linkedinLeadId !== undefined && {
        lead: linkedinLeadId.startsWith(ANSWER) ? linkedinLeadId : `${ANSWER}${linkedinLeadId}`,
      }),
    },
  };
}

/** One bad element rejects the whole request; some answers name the indexes, counted from zero. */
function judge(answer: AnsweredRequest): RequestJudgement {
  if (isSuccess(answer)) {
    const statuses = listOf(part(answer.body, 'elements')).map((element) => Number(part(element, 'status') ?? 201));
    const failed = statuses.flatMap((status, index): [number, Failure][] => {
      const code = `http${status}`;
      return status < 300 ? [] : [[index, { code, verdict: verdictOfCode(code) }]];
    });
    return { of: 'each', failed: new Map(failed) };
  }
  if (answer.status === 426) return { of: 'all', code: 'http426', verdict: ACCOUNT_BROKEN };
  const named = [...textFrom(part(answer.body, 'message')).matchAll(/\b(?:index|elements\[)\s*(\d+)/gi)];
  const places = named.map(([, index]) => Number(index));
  return judgeFailure(answer, places);
}
