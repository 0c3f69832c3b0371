import { parseInstant } from '../platform/input/formats.js';
import { bottomOf } from '../platform/values/bands.js';
import { readCountry } from '../vocabulary/countries.js';
import type { FieldType } from '../vocabulary/lead-fields.js';
import { type Comparison, isEquality, isOrder, type Scalar } from './condition-language.js';
import { compilePattern } from './pattern.js';
import { TextMemory } from './text-memory.js';

/** Types that are compared as numbers. */
const MEASURED: readonly string[] = ['number', 'band', 'any', 'instant'] satisfies FieldType[];

/** The texts of the present lead, shared by all comparisons. */
export const texts = new TextMemory();

/** @returns how to compare a value that is not missing; false for a value of another type */
export function holdsOf(
  { op, value: written }: Comparison,
  type: FieldType,
  isCountry: boolean,
): (actual: unknown) => boolean {
  if (op === 'exists') return () => true;
  if (op === 'missing') return () => false;
  // Leads store countries by code, so the rule's country is converted to its code.
  const value = isCountry && isEquality(op) ? codesOf(written!) : written;
  if (op === 'matches') return matchesOf(value as string);
  if (type === 'list') return listHoldsOf(op, value!);
  const readAs = type === 'any' && isOrder(op) && typeof value === 'string' ? 'instantText' : type;
  const wanted = [value].flat().map((each) => keyOf(readAs, each)!);
  const [first] = wanted;
  const among = new Set(wanted);
  const types = new Set(wanted.map((each) => typeof each));
  const key = (actual: unknown) => keyOf(readAs, actual);
  switch (op as Exclude<typeof op, 'inList' | 'notInList'>) {
    case 'eq':
      return (actual) => key(actual) === first;
    case 'in':
      return (actual) => among.has(key(actual)!);
    case 'ne':
    case 'notIn':
      return (actual) => {
        const found = key(actual);
        return types.has(typeof found) && !among.has(found!);
      };
    case 'lt':
      return ordered(key, (found) => found < (first as number));
    case 'lte':
      return ordered(key, (found) => found <= (first as number));
    case 'gt':
      return ordered(key, (found) => found > (first as number));
    case 'gte':
      return ordered(key, (found) => found >= (first as number));
    case 'contains':
      return likeText(key, (found) => found.includes(first as string));
    case 'startsWith':
      return likeText(key, (found) => found.startsWith(first as string));
    case 'endsWith':
      return likeText(key, (found) => found.endsWith(first as string));
    default:
      throw new Error(`"${op}" is compared elsewhere`);
  }
}

function codesOf(countries: Scalar | readonly Scalar[]): readonly Scalar[] {
  return [countries].flat().map((each) => (typeof each === 'string' ? readCountry(each).country : each));
}

function ordered(
  key: (actual: unknown) => Scalar | undefined,
  holds: (found: number) => boolean,
): (actual: unknown) => boolean {
  return (actual) => {
    const found = key(actual);
    return typeof found === 'number' && holds(found);
  };
}

function likeText(
  key: (actual: unknown) => Scalar | undefined,
  holds: (found: string) => boolean,
): (actual: unknown) => boolean {
  return (actual) => {
    const found = key(actual);
    return typeof found === 'string' && holds(found);
  };
}

function matchesOf(source: string): (actual: unknown) => boolean {
  const pattern = compilePattern(source);
  // Only for a pattern that was checked under earlier limits: it matches nothing, instead of stopping every lead.
  if (!('size' in pattern)) return () => false;
  return (actual) => typeof actual === 'string' && texts.matches(pattern, actual);
}

function listHoldsOf(op: Comparison['op'], value: Scalar | readonly Scalar[]): (actual: unknown) => boolean {
  const wanted = new Set([value].flat().map((each) => keyOf('text', each)!));
  const hasOne = (list: readonly unknown[]) => list.some((each) => wanted.has(keyOf('text', each)!));
  return op === 'notIn'
    ? (actual) => Array.isArray(actual) && !hasOne(actual)
    : (actual) => Array.isArray(actual) && hasOne(actual);
}

/**
 * Returns a comparable value: folded text, a number, the lower end of a band, a boolean, or an instant in milliseconds.
 * Undefined if the value is of another type.
 */
function keyOf(type: FieldType | 'instantText', value: unknown): Scalar | undefined {
  switch (typeof value) {
    case 'string':
      if (type === 'text' || type === 'any') return texts.fold(value);
      if (type === 'band') return bottomOf(value) ?? undefined;
      return type === 'instant' || type === 'instantText' ? (parseInstant(value) ?? undefined) : undefined;
    case 'number':
      return MEASURED.includes(type) && !Number.isNaN(value) ? value : undefined;
    case 'boolean':
      return type === 'boolean' || type === 'any' ? value : undefined;
    default:
      return undefined;
  }
}
