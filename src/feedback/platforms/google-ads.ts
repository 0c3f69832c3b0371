import { type Static, Type } from '@sinclair/typebox';
import { type Fault, fault } from '../../platform/input/fault.js';
import { object } from '../../platform/input/schema.js';
import { isAdjustment } from '../delivery.js';
import type { PlatformDefinition } from '../platform.js';
import { part, textFrom } from '../posting/answer.js';
import { bearer, type Posting, secretText } from '../posting/posting.js';
import { ADS_API } from './google-ads-api.js';
import { GOOGLE_CSV } from './google-csv.js';
import { DATA_MANAGER } from './google-data-manager.js';
import { GOOGLE_IDENTIFIERS, GoogleSend, GoogleSettings } from './google-shared.js';

const GoogleCredentials = object({
  clientId: secretText('the id of an OAuth client'),
  clientSecret: secretText('its secret'),
  refreshToken: secretText('a refresh token of a user who may change the account'),
  developerToken: Type.Optional(secretText('a developer token, which the Google Ads API asks for')),
});
type GoogleCredentials = Static<typeof GoogleCredentials>;

/** Google: a token for an hour, and for the Ads API also a developer token. */
const GOOGLE_POSTING: Posting<GoogleSettings, GoogleCredentials> = {
  hosts: ['googleads.googleapis.com', 'datamanager.googleapis.com', 'oauth2.googleapis.com'],
  credentials: GoogleCredentials,
  faultsOfCredentials: ({ transport, adjustBy = transport }, { developerToken }) =>
    developerToken === undefined && (transport === 'adsApi' || adjustBy === 'adsApi')
      ? [fault('/developerToken', 'required', 'The Google Ads API requires a developer token.')]
      : [],
  tokenForm: ({ clientId, clientSecret, refreshToken }) => ({
    url: 'https://oauth2.googleapis.com/token',
    fields: {
      grant_type: 'refresh_token',
      client_id: clientId,
      client_secret: clientSecret,
      refresh_token: refreshToken,
    },
  }),
  headers: ({ developerToken }, token) => ({
    ...bearer(token),
    ...(developerToken !== undefined && { 'developer-token': developerToken }),
  }),
  requestIdOf: ({ headers, body }) => textFrom(part(body, 'requestId')) || (headers['request-id'] ?? null),
  testMode: 'flag',
  asTest: (body) => ({ ...body, validateOnly: true }),
};

const TRANSPORTS = { dataManager: DATA_MANAGER, adsApi: ADS_API, csv: GOOGLE_CSV };

/** Google Ads: offline conversions by three transports, retractions by two of them. */
export const GOOGLE_ADS: PlatformDefinition<GoogleSettings, GoogleSend> = {
  words: 'Google Ads',
  deleting:
    'No way to delete a single conversion. It was sent click ids, and hashes of the email address and the phone number; the terms of the account say how long they are kept.',
  settings: GoogleSettings,
  posting: GOOGLE_POSTING,
  send: GoogleSend,
  faultsOfSend,
  identifiers: GOOGLE_IDENTIFIERS,
  isKnownByItsSecond: true,
  transports: TRANSPORTS,
  transport: ({ transport, adjustBy = transport }, kind) => TRANSPORTS[isAdjustment({ kind }) ? adjustBy : transport],
  place: ({ customerId }, { conversionActionId }) => `${customerId}/${conversionActionId}`,
};

/** Files identify a conversion action by its name alone. */
function faultsOfSend({ transport, adjustBy }: GoogleSettings, { name }: GoogleSend): Fault[] {
  if (name !== undefined || (transport !== 'csv' && adjustBy !== 'csv')) return [];
  const message = 'Files of Google Ads name a conversion action: "name" is required.';
  return [fault('/name', 'required', message)];
}
