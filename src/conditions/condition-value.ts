import { DateTime } from 'luxon';
import { type Fault, fault, step } from '../platform/input/fault.js';
import { EXPECTED, parseInstant } from '../platform/input/formats.js';
import { bottomOf } from '../platform/values/bands.js';
import { firstOf } from '../platform/values/day.js';
import type { Instant, Interval } from '../platform/values/duration.js';
import { readCountry } from '../vocabulary/countries.js';
import type { FieldType } from '../vocabulary/lead-fields.js';
import { EQUALITY, isOrder, type Operator } from './condition-language.js';

/** The local day and the local week (from Monday) of an instant. */
interface LocalPeriods {
  readonly day: Interval;
  readonly week: Interval;
}

/** Caches one day for each time zone: zones are few, and the same day is requested repeatedly. */
const latest = new Map<string, LocalPeriods>();

/** Returns both as instants. A day may have 23 or 25 hours. */
export function localPeriods(timeZone: string, at: Instant): LocalPeriods {
  const known = latest.get(timeZone);
  if (known !== undefined && known.day.from <= at && at < known.day.to) return known;
  const local = DateTime.fromMillis(at, { zone: timeZone });
  const periods = { day: periodOf(local, 'day'), week: periodOf(local, 'week') };
  latest.set(timeZone, periods);
  return periods;
}

function periodOf(local: DateTime, unit: 'day' | 'week'): Interval {
  const from = local.startOf(unit);
  return { from: firstOf(from), to: firstOf(from.plus({ [unit]: 1 }).startOf(unit)) };
}

/** The longest text to search for: a search takes time in proportion to the product of both lengths. */
const LIKENESS_LENGTH_MAX = 200;

interface GivenValue {
  readonly field: string;
  readonly isCountry: boolean;
  readonly type: FieldType;
  readonly op: Operator;
  readonly value: unknown;
  readonly given: boolean;
}

/** Adds the faults of a value. @param pointer where the value is, or should be */
export function checkValue(sent: GivenValue, pointer: string, faults: Fault[]): void {
  const { type, op, value, given } = sent;
  if (op === 'exists' || op === 'missing') {
    if (given && value !== true) {
      const other = op === 'exists' ? 'missing' : 'exists';
      faults.push(fault(pointer, 'value', `"${op}" takes no value; its opposite is "${other}".`));
    }
    return;
  }
  if (!given) {
    faults.push(fault(pointer, 'required', `"${op}" needs a "value".`));
    return;
  }
  if (op !== 'in' && op !== 'notIn') {
    const fault = valueFault(type, op, value) ?? countryFault(sent, value);
    if (fault !== null) faults.push({ pointer, ...fault });
    return;
  }
  if (!Array.isArray(value) || value.length === 0) {
    faults.push(
      fault(pointer, Array.isArray(value) ? 'tooFew' : 'type', `"${op}" needs a list with at least one entry.`),
    );
    return;
  }
  for (const [index, entry] of value.entries()) {
    const fault = valueFault(type, 'eq', entry) ?? countryFault(sent, entry);
    if (fault !== null) faults.push({ pointer: pointer + step(index), ...fault });
  }
}

function valueFault(type: FieldType, op: Operator, value: unknown): Omit<Fault, 'pointer'> | null {
  if (op === 'contains' || op === 'startsWith' || op === 'endsWith') {
    // Every text contains the empty one, so the comparison would be `exists` in disguise.
    if (typeof value !== 'string' || value === '') return { code: 'type', message: `"${op}" needs some text.` };
    return value.length <= LIKENESS_LENGTH_MAX ? null : tooLong(LIKENESS_LENGTH_MAX);
  }
  const expected = type === 'any' && isOrder(op) ? 'measure' : type;
  return ACCEPTS[expected](value) ? null : { code: 'type', message: `Expected ${VALUE_WORDS[expected]}.` };
}

/** Rejects what is no country: the comparison would match no lead. */
function countryFault(
  { field, isCountry, op }: Pick<GivenValue, 'field' | 'isCountry' | 'op'>,
  value: unknown,
): Omit<Fault, 'pointer'> | null {
  if (!isCountry || !EQUALITY.includes(op) || typeof value !== 'string') return null;
  if (readCountry(value).issue !== 'unknownCountry') return null;
  const message = `${field} is a country, and there is no country ${JSON.stringify(value)}; expected its code or its name, such as DE or Germany.`;
  return { code: 'country', message };
}

export function tooLong(most: number): Omit<Fault, 'pointer'> {
  return { code: 'tooLong', message: `Expected at most ${most} characters.` };
}

type ValueType = FieldType | 'measure';

const isText = (value: unknown) => typeof value === 'string';
const isNumber = (value: unknown) => Number.isFinite(value);
const isInstant = (value: unknown) => typeof value === 'string' && parseInstant(value) !== null;

const ACCEPTS: Readonly<Record<ValueType, (value: unknown) => boolean>> = {
  text: isText,
  list: isText,
  number: isNumber,
  band: (value) =>
    isNumber(value) || (typeof value === 'string' && Number.isNaN(Number(value)) && bottomOf(value) !== null),
  boolean: (value) => typeof value === 'boolean',
  instant: isInstant,
  group: () => false,
  any: (value) => isText(value) || isNumber(value) || typeof value === 'boolean',
  measure: (value) => isNumber(value) || isInstant(value),
};

const VALUE_WORDS: Readonly<Record<ValueType, string>> = {
  text: 'text',
  list: 'text',
  number: 'a number',
  band: 'a number, or a band with the smaller number first, such as 51-200 or 1000+',
  boolean: 'true or false',
  instant: EXPECTED.instant!,
  group: 'no value',
  any: 'text, a number, true or false',
  measure: `a number, or ${EXPECTED.instant}`,
};
