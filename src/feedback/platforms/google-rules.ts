import { type BodyRule, eachOf, type OutgoingFile, type OutgoingMessage, whole } from '../dispatch/outgoing.js';
import { at, fieldOf, type Json, listAt } from './json-text.js';

const MAX = 2_000;
const USER_IDENTIFIERS_MAX = { adsApi: 5, dataManager: 10 };
const DESTINATIONS_MAX = 10;
const WITH_OFFSET = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}$/;
const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;
const PARAMETERS = /^Parameters:TimeZone=([+-]\d{4}|[A-Za-z_]+(\/[A-Za-z0-9_+-]+)*)$/;
const CLICKS = ['gclid', 'gbraid', 'wbraid'] as const;

export const G1: BodyRule = {
  id: 'G1',
  words: 'at most 2,000, each with one of gclid, gbraid and wbraid, or with contact data alone',
  complaints: (outgoing) => [
    ...whole(outgoing.items.length <= MAX, `More than ${MAX} in one body.`),
    ...eachOf(
      personsIn(outgoing),
      ({ clicks, hasContact }) => clicks === 1 || (clicks === 0 && hasContact),
      'Expected exactly one of gclid, gbraid and wbraid, or contact data alone.',
    ),
  ],
};

export const G2: BodyRule = {
  id: 'G2',
  words: 'times with a colon in their offset, partialFailure, at most 5 user identifiers (Google Ads API)',
  complaints(outgoing) {
    const body = outgoing.format === 'json' ? outgoing.body : undefined;
    const conversions = listAt(body, 'conversions');
    const adjustments = listAt(body, 'conversionAdjustments');
    return [
      ...whole(fieldOf(body, 'partialFailure') === true, 'Expected partialFailure to be true.'),
      ...eachOf(conversions, (each) => matches(fieldOf(each, 'conversionDateTime'), WITH_OFFSET), NO_TIME),
      ...eachOf(
        adjustments,
        (each) => {
          const original = at(each, 'gclidDateTimePair', 'conversionDateTime');
          const isRight = original === undefined || matches(original, WITH_OFFSET);
          return isRight && matches(fieldOf(each, 'adjustmentDateTime'), WITH_OFFSET);
        },
        NO_TIME,
      ),
      ...eachOf(
        conversions,
        (each) => listAt(each, 'userIdentifiers').length <= USER_IDENTIFIERS_MAX.adsApi,
        'Expected at most 5 user identifiers.',
      ),
    ];
  },
};
const NO_TIME = 'Expected a time such as 2026-11-18 15:04:05-05:00.';

export const G3: BodyRule = {
  id: 'G3',
  words: 'RFC 3339 times, an event source, an encoding with contact data, numeric destinations (Data Manager)',
  complaints(outgoing) {
    const body = outgoing.format === 'json' ? outgoing.body : undefined;
    const destinations = listAt(body, 'destinations');
    const events = listAt(body, 'events');
    const hasContact = events.some((event) => fieldOf(event, 'userData') !== undefined);
    return [
      ...whole(
        destinations.length >= 1 && destinations.length <= DESTINATIONS_MAX,
        `Expected 1 to ${DESTINATIONS_MAX} destinations.`,
      ),
      ...whole(
        destinations.every((each) => matches(fieldOf(each, 'productDestinationId'), /^\d+$/)),
        'Expected the number of a conversion action as productDestinationId.',
      ),
      ...whole(!hasContact || matches(fieldOf(body, 'encoding'), /^(HEX|BASE64)$/), 'Expected an encoding.'),
      ...eachOf(events, (event) => matches(fieldOf(event, 'eventTimestamp'), RFC_3339), 'Expected an RFC 3339 time.'),
      ...eachOf(events, (event) => matches(fieldOf(event, 'eventSource'), /^[A-Z_]+$/), 'Expected an eventSource.'),
      ...eachOf(
        events,
        (event) => listAt(event, 'userData', 'userIdentifiers').length <= USER_IDENTIFIERS_MAX.dataManager,
        'Expected at most 10 user identifiers.',
      ),
    ];
  },
};

const CONVERSION_HEADER =
  /^(Email,Phone Number,)?Google Click ID,(GBRAID,)?(WBRAID,)?Conversion Name,Conversion Time,Conversion Value,Conversion Currency,Order ID,Ad User Data,Ad Personalization$/;
const ADJUSTMENT_HEADER =
  /^(Order ID,Conversion Name|Google Click ID,Conversion Name,Conversion Time),Adjustment Time,Adjustment Type,Adjusted Value,Adjusted Value Currency$/;

export const G4: BodyRule = {
  id: 'G4',
  words: 'the row of the time zone, exact headers, the name of an action in each row, RETRACT without a value (files)',
  complaints(outgoing) {
    if (outgoing.format !== 'csv') return [{ index: null, message: 'Expected a file.' }];
    const [parameters = [], header = []] = outgoing.rows;
    const names = header.join(',');
    const isAdjusting = ADJUSTMENT_HEADER.test(names);
    return [
      ...whole(parameters.length === 1 && PARAMETERS.test(parameters[0]!), 'Expected the row of the time zone first.'),
      ...whole(isAdjusting || CONVERSION_HEADER.test(names), 'Expected the headers of conversions or of adjustments.'),
      ...eachOf(recordsOf(outgoing), isNamedRow, 'Expected the name of a conversion action.'),
      ...(isAdjusting ? eachOf(recordsOf(outgoing), isAdjustmentRow, BAD_TYPE) : []),
    ];
  },
};
const BAD_TYPE = 'Expected RESTATE with a value, or RETRACT without one.';

export const G5: BodyRule = {
  id: 'G5',
  words: 'adjustments with one key; a retraction without a value, a restatement with one',
  complaints: (outgoing) =>
    outgoing.format === 'csv'
      ? eachOf(isAdjustingFile(outgoing) ? recordsOf(outgoing) : [], isKeyedRow, 'Expected exactly one key.')
      : eachOf(listAt(outgoing.body, 'conversionAdjustments'), isWellFormedAdjustment, BAD_ADJUSTMENT),
};
const BAD_ADJUSTMENT = 'Expected one key, and a value for RESTATEMENT alone.';

function isWellFormedAdjustment(each: Json): boolean {
  const hasOrder = matches(fieldOf(each, 'orderId'), /./);
  const hasClick = matches(at(each, 'gclidDateTimePair', 'gclid'), /./);
  const hasValue = fieldOf(each, 'restatementValue') !== undefined;
  const type = fieldOf(each, 'adjustmentType');
  return hasOrder !== hasClick && ((type === 'RETRACTION' && !hasValue) || (type === 'RESTATEMENT' && hasValue));
}

function isNamedRow(row: Readonly<Record<string, string>>): boolean {
  return Boolean(row['Conversion Name']);
}

function isAdjustmentRow(row: Readonly<Record<string, string>>): boolean {
  const [value, currency] = [row['Adjusted Value'], row['Adjusted Value Currency']];
  if (row['Adjustment Type'] === 'RETRACT') return value === '' && currency === '';
  return row['Adjustment Type'] === 'RESTATE' && value !== '' && currency !== '';
}

function isKeyedRow(row: Readonly<Record<string, string>>): boolean {
  const byClick = Boolean(row['Google Click ID']) && Boolean(row['Conversion Time']);
  return Boolean(row['Order ID']) !== byClick;
}

function isAdjustingFile({ rows }: OutgoingFile): boolean {
  return rows[1]?.includes('Adjustment Type') === true;
}

/** Counts the click ids of each conversion, and reports whether it has contact data. */
function personsIn(outgoing: OutgoingMessage): { clicks: number; hasContact: boolean }[] {
  if (outgoing.format === 'csv') {
    if (isAdjustingFile(outgoing)) return [];
    return recordsOf(outgoing).map((row) => ({
      clicks: ['Google Click ID', 'GBRAID', 'WBRAID'].filter((name) => row[name]).length,
      hasContact: Boolean(row.Email ?? '') || Boolean(row['Phone Number'] ?? ''),
    }));
  }
  const of = (clicks: Json | undefined, contact: readonly Json[]) => ({
    clicks: CLICKS.filter((name) => fieldOf(clicks, name) !== undefined).length,
    hasContact: contact.length > 0,
  });
  return [
    ...listAt(outgoing.body, 'conversions').map((each) => of(each, listAt(each, 'userIdentifiers'))),
    ...listAt(outgoing.body, 'events').map((each) =>
      of(fieldOf(each, 'adIdentifiers'), listAt(each, 'userData', 'userIdentifiers')),
    ),
  ];
}

/** Returns the rows of deliveries as records by header. */
export function recordsOf({ rows, headRows }: OutgoingFile, headerRow = 1): Readonly<Record<string, string>>[] {
  const header = rows[headerRow] ?? [];
  return rows.slice(headRows).map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? ''])));
}

function matches(value: Json | undefined, pattern: RegExp): value is string {
  return typeof value === 'string' && pattern.test(value);
}
