import { type Static, Type } from '@sinclair/typebox';
import { object, oneOf } from '../../platform/input/schema.js';
import { MS_PER_DAY, MS_PER_HOUR } from '../../platform/values/duration.js';
import { type Delivery, isAdjustment } from '../delivery.js';
import { digits, eventName, hashedContact, hashedContactOf, sentValue } from '../destinations/settings-shapes.js';
import { type OutgoingBatch, type OutgoingMessage, sentItem } from '../dispatch/outgoing.js';
import { amountText, jsonAmount, shortAmount } from '../money.js';
import { abilitiesTo, type PlatformDefinition, type Transport } from '../platform.js';
import {
  ACCOUNT_BROKEN,
  type AnsweredRequest,
  each,
  type Failure,
  isSuccess,
  judgeFailure,
  listOf,
  part,
  type RequestJudgement,
  SOON,
  TERMINAL,
  textFrom,
  verdictBy,
} from '../posting/answer.js';
import { bearer, type Posting, secretText } from '../posting/posting.js';
import type { JsonObject } from './json-text.js';
import { B1, BULK_HEADER } from './microsoft-rules.js';
import { americanUtc, isoSecond } from './time-text.js';

const API = 'https://campaign.api.bingads.microsoft.com/CampaignManagement/v13';

const MicrosoftSettings = object({
  customerId: digits('the digits that are the id of a customer'),
  accountId: digits('the digits that are the id of an account'),
  transport: Type.Optional(
    oneOf(['api', 'bulkCsv'], { default: 'api', description: 'Requests of the API, or bulk files.' }),
  ),
  hashedEmail: Type.Optional(
    oneOf(['never', 'plain', 'stripped'], {
      default: 'never',
      description:
        'How addresses are hashed: in lower case, or besides without dots and without what follows a plus. By default none is sent.',
    }),
  ),
  hashedContact,
});
type MicrosoftSettings = Static<typeof MicrosoftSettings>;
const MicrosoftSend = object({
  goal: eventName('The name of the offline conversion goal, to the letter.'),
  value: sentValue,
});
type MicrosoftSend = Static<typeof MicrosoftSend>;

const COMMON = {
  abilities: abilitiesTo('retract', 'restate'),
  // Microsoft advises an hour, until it knows the click.
  windows: {
    afterClickMs: MS_PER_HOUR,
    conversion: { from: 'event', ms: 90 * MS_PER_DAY },
    adjustmentMs: 90 * MS_PER_DAY,
  },
  knowsKeysForMs: null,
  quotesPerson: true,
  batchMax: 1_000,
  rules: [B1],
  judge,
  verdict: verdictBy({
    ...each(
      TERMINAL,
      `OfflineConversionTimeOutOfWindow OfflineConversionMicrosoftClickIdInvalid OfflineConversionNameInvalid
       OfflineConversionNotAcceptedForGoal OfflineConversionRestateRetractNotSupported
       OfflineConversionAdjustmentValueNotExpected`,
    ),
    ...each(SOON, 'OfflineConversionsApplyFailed'),
    ...each(ACCOUNT_BROKEN, 'InvalidCredentials AuthenticationTokenExpired UserIsNotAuthorized'),
  }),
} as const satisfies Partial<Transport<MicrosoftSettings, MicrosoftSend>>;

/** A click and a time count once, so two stages of one click need two goals. */
const REQUESTS: Transport<MicrosoftSettings, MicrosoftSend> = {
  ...COMMON,
  format: 'json',
  success: () => 'accepted',
  lane: (delivery) => (isAdjustment(delivery) ? 'adjustments' : 'conversions'),
  write(batch) {
    const { settings, deliveries } = batch;
    const isAdjusting = isAdjustment(deliveries[0]!);
    return {
      format: 'json',
      url: `${API}/${isAdjusting ? 'OfflineConversionAdjustments' : 'OfflineConversions'}/Apply`,
      headers: { CustomerId: settings.customerId, CustomerAccountId: settings.accountId },
      body: isAdjusting
        ? { OfflineConversionAdjustments: deliveries.map(adjustmentOf) }
        : { OfflineConversions: deliveries.map(conversionOf) },
      items: deliveries.map((delivery) => sentItem(delivery, isoSecond(delivery.eventAt))),
    };
  },
};

const BULK: Transport<MicrosoftSettings, MicrosoftSend> = {
  ...COMMON,
  format: 'csv',
  // The results of the upload report on each row later.
  success: () => 'sent',
  lane: () => 'rows',
  write: writeFile,
};

const MicrosoftCredentials = object({
  clientId: secretText('the id of an application'),
  clientSecret: Type.Optional(secretText('its secret, where it has one')),
  refreshToken: secretText('a refresh token of a user who may change the account'),
  developerToken: secretText('a developer token'),
});
type MicrosoftCredentials = Static<typeof MicrosoftCredentials>;

const POSTING: Posting<MicrosoftSettings, MicrosoftCredentials> = {
  hosts: ['campaign.api.bingads.microsoft.com', 'login.microsoftonline.com'],
  credentials: MicrosoftCredentials,
  tokenForm: ({ clientId, clientSecret, refreshToken }) => ({
    url: 'https://login.microsoftonline.com/common/oauth2/v2.0/token',
    fields: {
      grant_type: 'refresh_token',
      client_id: clientId,
      ...(clientSecret !== undefined && { client_secret: clientSecret }),
      refresh_token: refreshToken,
      scope: 'https://ads.microsoft.com/msads.manage offline_access',
    },
  }),
  headers: ({ developerToken }, token) => ({ ...bearer(token), DeveloperToken: developerToken }),
  requestIdOf: ({ headers, body }) => textFrom(part(body, 'TrackingId')) || (headers.trackingid ?? null),
  testMode: 'none',
  asTest: (body) => body,
};

/** Microsoft Advertising, offline conversions: Campaign Management v13 over REST, and bulk files. */
export const MICROSOFT: PlatformDefinition<MicrosoftSettings, MicrosoftSend> = {
  words: 'Microsoft Advertising',
  deleting:
    'No way to delete a single conversion. It was sent click ids, and hashes of the email address and the phone number.',
  settings: MicrosoftSettings,
  posting: POSTING,
  send: MicrosoftSend,
  identifiers: {
    own: () => ['msclkid'],
    nobody: { msclkid: '00000000000000000000000000000000' },
    together: false,
    email: ({ hashedEmail = 'never' }) => (hashedEmail === 'never' ? null : hashedEmail),
    phone: 'plus',
    hashedContact: hashedContactOf,
  },
  transports: { api: REQUESTS, bulkCsv: BULK },
  transport: ({ transport = 'api' }) => (transport === 'api' ? REQUESTS : BULK),
  countsOnceAtAPlace: true,
  isKnownByItsSecond: true,
  place: ({ accountId }, { goal }) => `${accountId}/${goal}`,
};

/** In alphabetical order, like the schema. */
function conversionOf({ send, eventAt, value, identifiers }: Delivery<MicrosoftSend>): JsonObject {
  return {
    ...(value !== null && { ConversionCurrencyCode: value.currency }),
    ConversionName: send.goal,
    ConversionTime: isoSecond(eventAt),
    ...(value !== null && { ConversionValue: jsonAmount(value) }),
    ...personOf(identifiers),
  };
}

/** The goal, the time to the second, and the click or the hashes that were sent identify the original. */
function adjustmentOf({ kind, send, eventAt, value, identifiers, original }: Delivery<MicrosoftSend>): JsonObject {
  return {
    ...(value !== null && { AdjustmentCurrencyCode: value.currency }),
    AdjustmentTime: isoSecond(eventAt),
    AdjustmentType: kind === 'retract' ? 'Retract' : 'Restate',
    ...(value !== null && { AdjustmentValue: jsonAmount(value) }),
    ConversionName: send.goal,
    ConversionTime: isoSecond(original!.eventAt),
    ...personOf(identifiers),
  };
}

function personOf({ email, phone, msclkid }: Delivery['identifiers']): JsonObject {
  return {
    ...(email !== undefined && { HashedEmailAddress: email }),
    ...(phone !== undefined && { HashedPhoneNumber: phone }),
    ...(msclkid !== undefined && { MicrosoftClickId: msclkid }),
  };
}

function writeFile({ deliveries }: OutgoingBatch<MicrosoftSettings, MicrosoftSend>): OutgoingMessage {
  const rows = deliveries.map((delivery) => rowOf(delivery));
  return {
    format: 'csv',
    name: 'offline conversions',
    rows: [[...BULK_HEADER], cells({ Type: 'Format Version', Name: '6.0' }), ...rows],
    headRows: 2,
    items: deliveries.map((delivery) => sentItem(delivery, americanUtc(delivery.eventAt))),
  };
}

type Row = Readonly<Partial<Record<(typeof BULK_HEADER)[number], string>>>;

function rowOf(delivery: Delivery<MicrosoftSend>): string[] {
  const { kind, value, eventAt, original } = delivery;
  const { email, phone, msclkid } = delivery.identifiers;
  const isAdjusting = isAdjustment(delivery);
  const counted: Row =
    isAdjusting || value === null
      ? {}
      : { 'Conversion Currency Code': value.currency, 'Conversion Value': amountText(value) };
  const adjusted: Row = {
    'Adjustment Type': kind === 'retract' ? 'Retract' : 'Restate',
    'Adjustment Time': americanUtc(eventAt),
    ...(value !== null && {
      'Adjustment Value': shortAmount(value),
      'Adjustment Currency Code': value.currency,
    }),
  };
  return cells({
    Type: 'Offline Conversion',
    // Only echoed; it is no key.
    'Client Id': delivery.dedupKey,
    'Conversion Name': delivery.send.goal,
    'Conversion Time': americanUtc(original?.eventAt ?? eventAt),
    ...(msclkid !== undefined && { 'Microsoft Click Id': msclkid }),
    ...(email !== undefined && { 'Hashed Email Address': email }),
    ...(phone !== undefined && { 'Hashed Phone Number': phone }),
    ...(isAdjusting ? adjusted : counted),
  });
}

function cells(row: Row): string[] {
  return BULK_HEADER.map((name) => row[name] ?? '');
}

/** A success may contain errors of single items. Their list is not aligned with the request, so each has an index. */
function judge(answer: AnsweredRequest): RequestJudgement {
  if (!isSuccess(answer)) return judgeFailure(answer);
  const failed = listOf(part(answer.body, 'PartialErrors')).flatMap((error): [number, Failure][] => {
    const code = textFrom(part(error, 'ErrorCode')) || textFrom(part(error, 'Code'));
    const index = part(error, 'Index');
    const message = textFrom(part(error, 'Message'));
    return typeof index === 'number' ? [[index, { code, verdict: COMMON.verdict(code), message }]] : [];
  });
  return { of: 'each', failed: new Map(failed) };
}
