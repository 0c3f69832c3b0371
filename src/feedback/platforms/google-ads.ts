import type { Fault } from '../../platform/fault.js';
import { isAdjustment } from '../delivery.js';
import type { PlatformDefinition } from '../platform.js';
import { ADS_API } from './google-ads-api.js';
import { GOOGLE_CSV } from './google-csv.js';
import { DATA_MANAGER } from './google-data-manager.js';
import { GOOGLE_POSTING } from './google-posting.js';
import { GOOGLE_IDENTIFIERS, GoogleSend, GoogleSettings } from './google-shared.js';

const TRANSPORTS = { dataManager: DATA_MANAGER, adsApi: ADS_API, csv: GOOGLE_CSV };

/** Google Ads: offline conversions by three doors, and adjustments by two of them. */
export const GOOGLE_ADS: PlatformDefinition<GoogleSettings, GoogleSend> = {
  words: 'Google Ads',
  deleting:
    'Nothing that deletes a single conversion. What was sent are click ids, and hashes of the address and the number; how long they are kept is in the terms of the account.',
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

/** Files know an action by its name alone. */
function faultsOfSend({ transport, adjustBy }: GoogleSettings, { name }: GoogleSend): Fault[] {
  if (name !== undefined || (transport !== 'csv' && adjustBy !== 'csv')) return [];
  const message = 'Files of Google Ads name a conversion action: "name" is required.';
  return [{ pointer: '/name', code: 'required', message }];
}
