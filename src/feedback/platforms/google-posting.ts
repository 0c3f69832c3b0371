import { type Static, Type } from '@sinclair/typebox';
import { closed } from '../destinations/settings-shapes.js';
import { part, textFrom } from '../posting/answer.js';
import { bearer, type Posting, secretText } from '../posting/posting.js';
import type { GoogleSettings } from './google-shared.js';

const GoogleCredentials = Type.Object(
  {
    clientId: secretText('the id of an OAuth client'),
    clientSecret: secretText('its secret'),
    refreshToken: secretText('a refresh token of somebody who may change the account'),
    developerToken: Type.Optional(secretText('a developer token, which the Google Ads API asks for')),
  },
  closed,
);
type GoogleCredentials = Static<typeof GoogleCredentials>;

/** Google: a token for an hour, and for the Ads API who has written the program. */
export const GOOGLE_POSTING: Posting<GoogleSettings, GoogleCredentials> = {
  hosts: ['googleads.googleapis.com', 'datamanager.googleapis.com', 'oauth2.googleapis.com'],
  credentials: GoogleCredentials,
  faultsOfCredentials: ({ transport, adjustBy = transport }, { developerToken }) =>
    developerToken === undefined && (transport === 'adsApi' || adjustBy === 'adsApi')
      ? [{ pointer: '/developerToken', code: 'required', message: 'The Google Ads API asks for a developer token.' }]
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
