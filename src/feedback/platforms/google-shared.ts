import { type Static, Type } from '@sinclair/typebox';
import { stringify } from 'csv-stringify/sync';
import { object, oneOf } from '../../platform/input/schema.js';
import { MS_PER_DAY, MS_PER_HOUR } from '../../platform/values/duration.js';
import type { Consent } from '../../vocabulary/lead-fields.js';
import { digits, hashedContact, hashedContactOf, sentValue } from '../destinations/settings-shapes.js';
import type { Windows } from '../dispatch/window.js';
import type { IdentifierRules } from '../person/identifiers.js';
import {
  ACCOUNT_BROKEN,
  ALREADY_THERE,
  EXPECTED_MISS,
  each,
  IN_SIX_HOURS,
  OURS,
  SUPERSEDED,
  TERMINAL,
} from '../posting/answer.js';

/**
 * Returns CSV for a program. Unlike in files for people (src/platform/values/csv.ts), no cell is escaped: a mark before a
 * click id would make it another one. Click ids cannot be formulas (`CLICK_IDS`), and names that could be are rejected
 * in the configuration.
 */
export function csvText(cells: readonly (readonly string[])[]): string {
  return stringify(cells as string[][], { record_delimiter: '\n', quoted_match: /[\r\n]/ });
}

const customerId = (description: string) => Type.String({ pattern: '^\\d{10}$', description });

export const GoogleSettings = object({
  transport: oneOf(['dataManager', 'adsApi', 'csv'], {
    description:
      'How conversions are sent: `dataManager` (open to everybody; it takes nothing back, and a rule with `retract` sets the value to zero), `adsApi` (for accounts that have imported by it before), or `csv` (files).',
  }),
  customerId: customerId('ten digits without dashes: the account that owns the conversion actions'),
  loginCustomerId: Type.Optional(customerId('ten digits without dashes: the manager account that signs in')),
  apiVersion: Type.Optional(
    Type.String({
      pattern: '^v\\d{1,3}$',
      default: 'v26',
      description: 'a version of the Google Ads API, such as v26',
    }),
  ),
  adjustBy: Type.Optional(
    oneOf(['adsApi', 'csv'], {
      description: 'The door by which values are changed and conversions taken back; by default the same.',
    }),
  ),
  eventSource: Type.Optional(
    oneOf(['WEB', 'APP', 'IN_STORE', 'PHONE', 'MESSAGE', 'OTHER'], {
      default: 'OTHER',
      description: 'Where conversions happen, for Data Manager.',
    }),
  ),
  hashedContact,
});
export type GoogleSettings = Static<typeof GoogleSettings>;

export const GoogleSend = object({
  conversionActionId: digits('the digits that are the id of a conversion action'),
  name: Type.Optional(
    Type.String({
      pattern: '^[^=+\\-@,\\s][^,]{0,99}$',
      description: 'the exact name of the conversion action, without commas, not beginning with = + - or @',
    }),
  ),
  value: sentValue,
});
export type GoogleSend = Static<typeof GoogleSend>;

/** Each click has one id; a hashed address and number may be sent with it. */
export const GOOGLE_IDENTIFIERS: IdentifierRules<GoogleSettings> = {
  own: () => ['gclid', 'gbraid', 'wbraid'],
  nobody: { gclid: 'Touchline-canary' },
  together: false,
  email: () => 'google',
  phone: 'plus',
  tagKey: 'transactionId',
  hashedContact: hashedContactOf,
};

export const GOOGLE_WINDOWS: Windows = {
  afterClickMs: 6 * MS_PER_HOUR,
  conversion: { from: 'click', ms: 90 * MS_PER_DAY },
  byContactAloneMs: 63 * MS_PER_DAY,
  // Help texts often say 55; the error comes at 54.
  adjustmentMs: 54 * MS_PER_DAY,
};

export const GOOGLE_BATCH_MAX = 2_000;

/** Returns a transport's word for the consent to one purpose; undefined if it is unspecified. */
export function consentWord(
  consent: Consent[keyof Consent],
  words: { granted: string; denied: string },
): string | undefined {
  return consent === 'granted' || consent === 'denied' ? words[consent] : undefined;
}

/** The meaning of upload errors, for conversions and adjustments, in the API and in the results of a file. */
export const GOOGLE_VERDICTS = {
  ...each(ALREADY_THERE, 'CLICK_CONVERSION_ALREADY_EXISTS ORDER_ID_ALREADY_IN_USE'),
  ...each(ALREADY_THERE, 'CONVERSION_ALREADY_RETRACTED RESTATEMENT_ALREADY_EXISTS'),
  ...each(SUPERSEDED, 'MORE_RECENT_RESTATEMENT_FOUND'),
  // Both copies fail. The ledger hands each out once, so duplicates are our fault.
  ...each(OURS, 'DUPLICATE_ORDER_ID DUPLICATE_CLICK_CONVERSION_IN_REQUEST INVALID_USER_IDENTIFIER'),
  ...each(IN_SIX_HOURS, 'TOO_RECENT_EVENT TOO_RECENT_CONVERSION_ACTION'),
  ...each({ ...IN_SIX_HOURS, giveUpAfterMs: 7 * MS_PER_DAY }, 'CONVERSION_NOT_FOUND TOO_RECENT_CONVERSION'),
  ...each(EXPECTED_MISS, 'CLICK_NOT_FOUND'),
  ...each(
    TERMINAL,
    `EXPIRED_EVENT CONVERSION_PRECEDES_EVENT UNPARSEABLE_GCLID UNPARSEABLE_GBRAID UNPARSEABLE_WBRAID EVENT_NOT_FOUND
     INVALID_CUSTOMER_FOR_CLICK UNAUTHORIZED_CUSTOMER ORDER_ID_CONTAINS_PII CONVERSION_EXPIRED
     ADJUSTMENT_PRECEDES_CONVERSION TOO_MANY_ADJUSTMENTS
     CANNOT_RESTATE_CONVERSION_ACTION_THAT_ALWAYS_USES_DEFAULT_CONVERSION_VALUE`,
  ),
  ...each(
    ACCOUNT_BROKEN,
    `CUSTOMER_NOT_ENABLED_ENHANCED_CONVERSIONS_FOR_LEADS CUSTOMER_NOT_ACCEPTED_CUSTOMER_DATA_TERMS
     NO_CONVERSION_ACTION_FOUND INVALID_CONVERSION_ACTION_TYPE CUSTOMER_NOT_ALLOWLISTED_FOR_THIS_FEATURE`,
  ),
};
