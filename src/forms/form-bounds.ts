import { type Fault, fault } from '../platform/input/fault.js';
import { isRecord, type JsonRecord } from '../platform/sql/sql.js';
import { choicesOf, FORMAT_LENGTHS, type FormType } from './form.js';

/** The precision of the validator (`multipleOfPrecision`). */
const CLOSE = 1e-9;

export function faultsOfBounds(schema: JsonRecord, type: FormType, pointer: string): Fault[] {
  const none = (keyword: string, message: string): Fault[] => [
    fault(`${pointer}/${keyword}`, 'unmeetable', `Nothing can meet this: ${message}`),
  ];
  if (type === 'number' || type === 'integer') return faultsOfMeasures(schema, type, none);
  if (type === 'string') return faultsOfLength(schema, none);
  return type === 'array' ? faultsOfCount(schema, none) : [];
}

type None = (keyword: string, message: string) => Fault[];

function faultsOfMeasures(schema: JsonRecord, type: FormType, none: None): Fault[] {
  const { minimum, maximum, exclusiveMinimum: above, exclusiveMaximum: below, multipleOf } = schema;
  const from = Math.max(numberOf(minimum, Number.NEGATIVE_INFINITY), numberOf(above, Number.NEGATIVE_INFINITY));
  const to = Math.min(numberOf(maximum, Number.POSITIVE_INFINITY), numberOf(below, Number.POSITIVE_INFINITY));
  const isOpen = numberOf(above, Number.NaN) === from || numberOf(below, Number.NaN) === to;
  const lower = minimum === undefined ? 'exclusiveMinimum' : 'minimum';
  const upper = `${maximum === undefined ? 'below' : 'at most'} ${to}`;
  if (from > to || (from === to && isOpen)) return none(lower, `no number is ${from} or more and ${upper}.`);
  // Without two finite bounds, some multiple always fits.
  const every = numberOf(multipleOf, type === 'integer' ? 1 : 0);
  if (every <= 0 || !Number.isFinite(to - from)) return [];
  const first = upTo(from / every) * every;
  const least = numberOf(above, Number.NaN) === first ? first + every : first;
  const isMet = numberOf(below, Number.NaN) === least ? false : least <= to;
  const what = type === 'integer' && multipleOf === undefined ? 'whole number' : `multiple of ${every}`;
  return isMet ? [] : none(lower, `no ${what} is from ${from} to ${to}.`);
}

/** Rounds up, but tolerates the error of division: 0.07 is seven hundredths, not slightly more. */
function upTo(ratio: number): number {
  const nearest = Math.round(ratio);
  return Math.abs(ratio - nearest) < CLOSE ? nearest : Math.ceil(ratio);
}

function faultsOfLength({ minLength, maxLength, format }: JsonRecord, none: None): Fault[] {
  const [least, most] = [numberOf(minLength, 0), numberOf(maxLength, Number.POSITIVE_INFINITY)];
  if (least > most) return none('minLength', `no text has at least ${least} and at most ${most} characters.`);
  const length = typeof format === 'string' ? FORMAT_LENGTHS[format] : undefined;
  if (length === undefined || (least <= length && length <= most)) return [];
  return none('format', `a ${format} always has ${length} characters.`);
}

function faultsOfCount({ minItems, maxItems, uniqueItems, items }: JsonRecord, none: None): Fault[] {
  const [least, most] = [numberOf(minItems, 0), numberOf(maxItems, Number.POSITIVE_INFINITY)];
  if (least > most) return none('minItems', `no list has at least ${least} and at most ${most} entries.`);
  const choices = isRecord(items) ? choicesOf(items).length : 0;
  if (uniqueItems !== true || choices === 0 || least <= choices) return [];
  return none(
    'minItems',
    `at least ${least} entries are required, but there are only ${choices} values to choose from, each once.`,
  );
}

function numberOf(value: unknown, otherwise: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}
