import { caseless } from '../platform/values/text.js';
import { readCountry } from '../vocabulary/countries.js';
import {
  type Comparison,
  type Condition,
  isMetByMissing,
  isOrder,
  LEAD_CONDITION_FIELDS,
} from './condition-language.js';

export interface ComparableCondition {
  readonly whole: string;
  /** Alternatives: the condition is met if all parts of one of them are. */
  readonly options: readonly Option[];
}

interface Option {
  readonly parts: ReadonlySet<string>;
  readonly comparisons: ReadonlyMap<string, Compared>;
}

interface Compared extends Comparison {
  readonly texts: ReadonlySet<string>;
}

export function comparable(condition: Condition): ComparableCondition {
  return { whole: textOf(condition), options: optionsOf(condition).map(optionOf) };
}

function optionOf(condition: Condition): Option {
  const parts = partsOf(condition).map((part) => [textOf(part), part] as const);
  const comparisons = parts.flatMap(([text, part]) =>
    'field' in part ? [[text, compared(part as Comparison)] as const] : [],
  );
  return { parts: new Set(parts.map(([text]) => text)), comparisons: new Map(comparisons) };
}

function compared(comparison: Comparison): Compared {
  return { ...comparison, texts: new Set([comparison.value ?? []].flat().map(written)) };
}

/**
 * Reports whether everything that meets one condition also meets another that is the same, has fewer parts, or is less
 * strict. Implications of several parts together are not detected.
 */
export function covers(wider: ComparableCondition, narrower: ComparableCondition): boolean {
  return narrower.options.every(
    (option) => option.parts.has(wider.whole) || wider.options.some((other) => isMetBy(other, option)),
  );
}

function isMetBy({ parts, comparisons }: Option, other: Option): boolean {
  for (const part of parts) {
    if (other.parts.has(part)) continue;
    const wanted = comparisons.get(part);
    if (wanted === undefined || !isImplied(wanted, other)) return false;
  }
  return true;
}

function isImplied(wanted: Compared, { comparisons }: Option): boolean {
  for (const each of comparisons.values()) if (implies(each, wanted)) return true;
  return false;
}

function implies(one: Compared, other: Compared): boolean {
  if (one.field !== other.field) return false;
  if (other.op === 'exists') return !isMetByMissing(one.op);
  const isOneOf = one.op === 'eq' || one.op === 'in';
  if (other.op === 'eq' || other.op === 'in') {
    if (!isOneOf) return false;
    for (const text of one.texts) if (!other.texts.has(text)) return false;
    return true;
  }
  const { value: bound } = other;
  if (typeof bound !== 'number' || !isOrder(other.op)) return false;
  const values = [one.value ?? []].flat();
  const isWithin = (value: unknown) => typeof value === 'number' && ORDERS[other.op as Order](value, bound);
  if (isOneOf) return values.length > 0 && values.every(isWithin);
  const [end] = values;
  if (!isOrder(one.op) || typeof end !== 'number' || one.op[0] !== other.op[0]) return false;
  // "Up to 5" implies "below 5" except for 5 itself.
  return isWithin(end) || (end === bound && !one.op.endsWith('e'));
}

type Order = 'lt' | 'lte' | 'gt' | 'gte';
const ORDERS: Readonly<Record<Order, (value: number, bound: number) => boolean>> = {
  lt: (value, bound) => value < bound,
  lte: (value, bound) => value <= bound,
  gt: (value, bound) => value > bound,
  gte: (value, bound) => value >= bound,
};

/**
 * Returns a field of which comparisons exclude each other in pairs; null if the condition can be met as far as they
 * show.
 */
export function contradictedIn({ options }: ComparableCondition): string | null {
  const fields = options.map(({ comparisons }) => contradicted([...comparisons.values()]));
  return fields.includes(null) ? null : (fields[0] ?? null);
}

function contradicted(comparisons: readonly Compared[]): string | null {
  const found = comparisons.find((one, index) =>
    comparisons.some((other, at) => at !== index && one.field === other.field && excludes(one, other)),
  );
  return found?.field ?? null;
}

/**
 * Reports whether no value can meet both of two comparisons of a field. Lists can have several values, and sources
 * several spellings, so different values do not exclude each other there.
 */
function excludes(one: Compared, other: Compared): boolean {
  if (one.op === 'missing') return !isMetByMissing(other.op);
  const isOneOf = one.op === 'eq' || one.op === 'in';
  const texts = comparedTexts(one);
  const others = comparedTexts(other);
  if (isOneOf && (other.op === 'ne' || other.op === 'notIn')) return texts.every((text) => others.includes(text));
  if (isOneOf && (other.op === 'eq' || other.op === 'in'))
    return hasOneValue(one.field) && !texts.some((text) => others.includes(text));
  const { value: bound } = other;
  if (typeof bound !== 'number' || !isOrder(other.op)) return false;
  const isWithin = (value: unknown) => typeof value !== 'number' || ORDERS[other.op as Order](value, bound);
  if (isOneOf) return ![one.value ?? []].flat().some(isWithin);
  if (!isOrder(one.op) || typeof one.value !== 'number' || one.op[0] === other.op[0]) return false;
  return one.value === bound ? !(one.op.endsWith('e') && other.op.endsWith('e')) : !isWithin(one.value);
}

function hasOneValue(field: string): boolean {
  return field !== 'source' && ['text', 'number', 'boolean'].includes(LEAD_CONDITION_FIELDS.typeOf(field) ?? '');
}

function comparedTexts({ field, value, texts }: Compared): string[] {
  if (!LEAD_CONDITION_FIELDS.isCountry(field)) return [...texts];
  return [value ?? []].flat().map((each) => readCountry(String(each)).country);
}

function optionsOf(condition: Condition): readonly Condition[] {
  return 'any' in condition ? (condition.any as readonly Condition[]).flatMap(optionsOf) : [condition];
}

function partsOf(condition: Condition): Condition[] {
  if ('all' in condition) return (condition.all as readonly Condition[]).flatMap(partsOf);
  return Object.keys(condition).length === 0 ? [] : [condition];
}

/** Returns the same text for conditions that differ only in order, or in case where it is ignored. */
function textOf(condition: Condition): string {
  if ('not' in condition) return `not ${textOf(condition.not as Condition)}`;
  if ('all' in condition) return `all ${(condition.all as readonly Condition[]).map(textOf).sort().join()}`;
  if ('any' in condition) return `any ${(condition.any as readonly Condition[]).map(textOf).sort().join()}`;
  if (!('field' in condition)) return '{}';
  const { field, op, value } = condition as Comparison;
  // In a pattern, case can change the meaning: `\D` is not `\d`.
  const inText = op === 'matches' ? (each: unknown) => JSON.stringify(each) : written;
  return `${field} ${op} ${Array.isArray(value) ? value.map(inText).sort().join() : inText(value)}`;
}

function written(value: unknown): string {
  return caseless(JSON.stringify(value ?? null));
}
