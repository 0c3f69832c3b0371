import { spelledOut, titled } from '../../parts/words.js';
import { isList, isObject, type Json, type JsonObject, type JsonSchema } from './json-schema.js';

/* Conditions as users see them: nested groups of comparisons. Evaluation is up to the API. */

export type Join = 'all' | 'any' | 'none';

export interface Comparison {
  readonly field: string;
  readonly op: Operator;
  readonly value?: Json;
}

export interface Group {
  readonly join: Join;
  readonly parts: readonly JsonObject[];
  /** The JSON pointer of each part within the condition. */
  readonly places: readonly string[];
}

export const OPERATORS = {
  eq: 'is',
  ne: 'is not',
  in: 'is one of',
  notIn: 'is none of',
  lt: 'is less than',
  lte: 'is at most',
  gt: 'is more than',
  gte: 'is at least',
  contains: 'contains',
  startsWith: 'begins with',
  endsWith: 'ends with',
  exists: 'is there',
  missing: 'is missing',
  matches: 'matches the pattern',
  inList: 'is in the list',
  notInList: 'is not in the list',
} as const;
export type Operator = keyof typeof OPERATORS;

export const JOINS: Readonly<Record<Join, string>> = {
  all: 'All of these',
  any: 'Any of these',
  none: 'None of these',
};

export const takesValue = (op: Operator): boolean => op !== 'exists' && op !== 'missing';
export const takesValues = (op: Operator): boolean => op === 'in' || op === 'notIn';
export const takesList = (op: Operator): boolean => op === 'inList' || op === 'notInList';

export const isGroup = (condition: JsonObject): boolean => !('field' in condition || 'op' in condition);

/** Reads a condition as a group: a comparison is a group of one, an empty condition a group of none. */
export function groupOf(condition: JsonObject): Group {
  for (const join of ['all', 'any'] as const) {
    const parts = condition[join];
    if (isList(parts)) return { join, parts: parts as JsonObject[], places: parts.map((_, at) => `/${join}/${at}`) };
  }
  const { not } = condition;
  if (isObject(not)) {
    const inner = 'any' in not ? groupOf(not) : { parts: [not], places: [''] };
    return { join: 'none', parts: inner.parts, places: inner.places.map((place) => `/not${place}`) };
  }
  const isEmpty = Object.keys(condition).length === 0;
  return { join: 'all', parts: isEmpty ? [] : [condition], places: isEmpty ? [] : [''] };
}

export function conditionOf({ join, parts }: Pick<Group, 'join' | 'parts'>): JsonObject {
  if (parts.length === 0) return {};
  const [only] = parts;
  if (join === 'none') return { not: parts.length === 1 ? only! : { any: parts } };
  return join === 'all' && parts.length === 1 ? only! : { [join]: parts };
}

export type ValueType = 'text' | 'number' | 'boolean' | 'any';

/** Parses typed text. In a field of any type, digits are a number, and quoted text is text. */
export function readValue(text: string, type: ValueType): Json {
  const trimmed = text.trim();
  if (type === 'text') return trimmed;
  const isMeant = type === 'any' || type === 'number';
  if (isMeant && /^-?\d+(\.\d+)?$/.test(trimmed)) return Number(trimmed);
  if (type !== 'number' && (trimmed === 'true' || trimmed === 'false')) return trimmed === 'true';
  return type === 'any' ? trimmed.replace(/^"(.*)"$/, '$1') : trimmed;
}

/** Parses one value a line, because values may contain commas. */
export const readValues = (text: string, type: ValueType): Json =>
  text
    .split('\n')
    .filter((part) => part.trim() !== '')
    .map((part) => readValue(part, type));

/** Formats a value as text that `readValue` parses back. */
export function writtenValue(value: Json | undefined, type: ValueType): string {
  if (value === undefined || value === null) return '';
  if (isList(value)) return value.map((each) => writtenValue(each, type)).join('\n');
  const text = String(value);
  return type === 'any' && typeof value === 'string' && readValue(text, 'any') !== text ? `"${text}"` : text;
}

interface Typed {
  /** The text in the value's input. */
  readonly text: string;
  readonly typeOf: (field: string) => ValueType;
}

/** Changes a comparison's field or operator. The value stays if its kind does, and is parsed anew otherwise. */
export function recompared(was: Comparison, change: Partial<Comparison>, { text, typeOf }: Typed): Comparison {
  const { field, op } = { ...was, ...change };
  if (!takesValue(op)) return { field, op };
  const isSameKind = shapeOf(op) === shapeOf(was.op) && typeOf(field) === typeOf(was.field);
  if (isSameKind && was.value !== undefined) return { field, op, value: was.value };
  const [first = ''] = text.split('\n');
  return { field, op, value: takesValues(op) ? readValues(text, typeOf(field)) : readValue(first, typeOf(field)) };
}

const shapeOf = (op: Operator) => [takesValue(op), takesValues(op), takesList(op)].join();

/** Formats values as `DE, AT`. A value that contains a comma is quoted. */
export const valuesInWords = (values: readonly Json[]): string =>
  values.map((value) => (String(value).includes(',') ? `“${value}”` : String(value))).join(', ');

/** Formats a condition as `company country is one of DE, AT`; empty for one that always matches. */
export function conditionInWords(condition: JsonObject, nameOf: (id: string) => string): string {
  if (!isGroup(condition)) {
    const { field, op, value } = condition as unknown as Comparison;
    const words = [spelledOut(String(field).replaceAll('.', ' ')), OPERATORS[op] ?? op];
    const shown = isList(value) ? valuesInWords(value) : nameOf(String(value ?? ''));
    return [...words, ...(takesValue(op) ? [shown] : [])].join(' ');
  }
  const { join, parts } = groupOf(condition);
  const words = parts.map((part) => {
    const inner = conditionInWords(part, nameOf);
    return isGroup(part) && groupOf(part).parts.length > 1 ? `(${inner})` : inner;
  });
  if (join === 'none') return `not ${words.length === 1 ? words[0] : `any of: ${words.join('; ')}`}`;
  return words.join(join === 'all' ? ' and ' : ' or ');
}

/** Returns the fields of leads that conditions may use, from the lead's schema and the API's description. */
export function fieldsOfLeads(lead: JsonSchema, words: string): ReadonlyMap<string, ValueType> {
  const [, named = ''] = words.match(/Fields begin with ([\w, ]+)\./) ?? [];
  const roots = named.split(', ');
  const fields = new Map<string, ValueType>();
  for (const [root, schema] of Object.entries(lead.properties ?? {})) {
    if (!roots.includes(root)) continue;
    const inner = Object.entries(schema.properties ?? {});
    if (inner.length === 0 && root !== 'attributes') fields.set(root, typeOf(schema));
    for (const [name, each] of inner) fields.set(`${root}.${name}`, typeOf(each));
  }
  if (roots.includes('account')) for (const field of OF_ACCOUNT) fields.set(field, 'text');
  return fields;
}

/** The account is no part of the lead's schema: Touchline finds it. */
const OF_ACCOUNT = [
  'account',
  'account.name',
  'account.domains',
  'account.type',
  'account.ownerRepId',
  'account.protectedUntil',
];

/** `account.ownerRepId` → `Account: owner rep` */
export function labelOfField(field: string): string {
  const [root = '', ...inner] = field.replace(/Id$/, '').split('.');
  return [titled(root), ...(inner.length === 0 ? [] : [spelledOut(inner.join(' '))])].join(': ');
}

function typeOf({ type, anyOf = [] }: JsonSchema): ValueType {
  const types = [type, ...anyOf.map((each) => each.type)];
  if (types.includes('integer') || types.includes('number')) return 'number';
  return type === 'boolean' ? 'boolean' : 'text';
}

/** Returns the fields that a description names, such as `deal.amount`. */
export const fieldsNamedIn = (words: string): string[] =>
  [...words.matchAll(/\b(?:deal|form)\.[\w.]*\w/g)].map(([name]) => name);
