import { AMOUNT, EXPECTED, isDate, parseInstant } from '../platform/formats.js';

interface FieldTypeRules {
  readonly expected: string;
  readonly isSound: (value: string) => boolean;
}

const INTEGER = /^-?\d{1,15}$/;
const DECIMAL = /^-?\d{1,15}(\.\d{1,4})?$/;

/** How a field of a disposition may be written; all are texts. */
export const FIELD_TYPES = {
  text: { expected: 'a text', isSound: () => true },
  amount: { expected: AMOUNT, isSound: (value) => DECIMAL.test(value) },
  integer: { expected: 'a whole number such as "40"', isSound: (value) => INTEGER.test(value) },
  date: { expected: EXPECTED.date!, isSound: (value) => isDate(value) },
  instant: { expected: EXPECTED.instant!, isSound: (value) => parseInstant(value) !== null },
  boolean: { expected: '"true" or "false"', isSound: (value) => value === 'true' || value === 'false' },
} as const satisfies Record<string, FieldTypeRules>;

export type FieldTypeName = keyof typeof FIELD_TYPES;
export const FIELD_TYPE_NAMES = Object.keys(FIELD_TYPES) as FieldTypeName[];

/** One of these forms, or one of these values. */
export type FieldType =
  | { readonly type: FieldTypeName }
  | { readonly type: 'choice'; readonly values: readonly string[] };

/** Whose form is their meaning: no reason may say otherwise. */
export const OWN_TYPES: ReadonlyMap<string, string> = new Map([
  ['wakeAt', 'an instant'],
  ['recycleAfter', 'a duration'],
  ['amount', 'a decimal amount'],
  ['note', 'a text'],
  ['bad', '"email" or "phone"'],
]);

/** What was expected instead; null where it is written as it must be. */
export function faultOfForm(value: string, type: FieldType): string | null {
  if (type.type !== 'choice') return FIELD_TYPES[type.type].isSound(value) ? null : FIELD_TYPES[type.type].expected;
  return type.values.includes(value) ? null : `one of ${type.values.join(', ')}`;
}
