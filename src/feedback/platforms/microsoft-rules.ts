import { type BodyRule, type Complaint, eachOf, type OutgoingFile, whole } from '../dispatch/outgoing.js';
import { recordsOf } from './google-rules.js';
import { fieldOf, type Json, listAt } from './json-text.js';

export const BULK_HEADER = [
  'Type',
  'Status',
  'Id',
  'Parent Id',
  'Client Id',
  'Name',
  'Conversion Currency Code',
  'Conversion Name',
  'Conversion Time',
  'Conversion Value',
  'Microsoft Click Id',
  'Hashed Email Address',
  'Hashed Phone Number',
  'Adjustment Type',
  'Adjustment Time',
  'Adjustment Value',
  'Adjustment Currency Code',
] as const;

const MAX = 1_000;
const UTC_SECOND = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const AMERICAN = /^\d{1,2}\/\d{1,2}\/\d{4} \d{1,2}:\d\d:\d\d [AP]M$/;

export const B1: BodyRule = {
  id: 'B1',
  words: 'at most 1,000, times in UTC, Retract without a value and Restate with one',
  complaints: (outgoing) => [
    ...whole(outgoing.items.length <= MAX, `More than ${MAX} in one body.`),
    ...(outgoing.format === 'csv' ? complaintsOfFile(outgoing) : complaintsOfBody(outgoing.body)),
  ],
};

function complaintsOfBody(body: Json): Complaint[] {
  const adjustments = listAt(body, 'OfflineConversionAdjustments');
  const all = [...listAt(body, 'OfflineConversions'), ...adjustments];
  const isUtc = (time: Json | undefined) => typeof time === 'string' && UTC_SECOND.test(time);
  return [
    ...eachOf(all, (each) => isUtc(fieldOf(each, 'ConversionTime')), 'Expected a time that ends in Z.'),
    ...eachOf(adjustments, (each) => isUtc(fieldOf(each, 'AdjustmentTime')), 'Expected a time that ends in Z.'),
    ...eachOf(
      adjustments,
      (each) => isAdjustment(fieldOf(each, 'AdjustmentType'), fieldOf(each, 'AdjustmentValue') !== undefined),
      'Expected Restate with a value, or Retract without one.',
    ),
  ];
}

function complaintsOfFile(file: OutgoingFile): Complaint[] {
  const rows = recordsOf(file, 0);
  return [
    ...whole(file.rows[0]?.join() === BULK_HEADER.join(), 'Expected the columns of offline conversions.'),
    ...whole(file.rows[1]?.[0] === 'Format Version', 'Expected the row of the format version.'),
    ...eachOf(
      rows,
      (row) => AMERICAN.test(row['Conversion Time']!) && /^$|^\d.*M$/.test(row['Adjustment Time']!),
      'Expected times such as 11/18/2026 8:04:05 PM.',
    ),
    ...eachOf(
      rows,
      (row) => row['Adjustment Type'] === '' || isAdjustment(row['Adjustment Type'], row['Adjustment Value'] !== ''),
      'Expected Restate with a value, or Retract without one.',
    ),
  ];
}

function isAdjustment(type: Json | undefined, hasValue: boolean): boolean {
  return hasValue ? type === 'Restate' : type === 'Retract';
}
