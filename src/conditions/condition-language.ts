import { type FieldAsSent, type FieldType, LEAD_FIELDS } from '../vocabulary/lead-fields.js';

/*
 * The condition language of routing rules and SLA policies. A condition is checked when it is saved, compiled when it
 * is loaded, and evaluated for every lead.
 */

/** More levels than a person can read. Deeper nesting is a machine's mistake, or an attack on the stack. */
export const CONDITION_LEVELS_MAX = 20;
/** Counts comparisons and `{}`, not the `all`, `any` and `not` around them. */
export const CONDITIONS_MAX = 500;

export const OPERATORS = [
  'eq',
  'ne',
  'in',
  'notIn',
  'lt',
  'lte',
  'gt',
  'gte',
  'contains',
  'startsWith',
  'endsWith',
  'exists',
  'missing',
  'matches',
  'inList',
  'notInList',
] as const;
export type Operator = (typeof OPERATORS)[number];

export type Scalar = string | number | boolean;

/** One comparison. `exists` and `missing` need no value; the value of `inList` and `notInList` is the id of a list. */
export interface Comparison {
  readonly field: string;
  readonly op: Operator;
  readonly value?: Scalar | readonly Scalar[];
}

/** A condition without faults by `checkCondition`. `{}` always matches. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | Comparison
  | { readonly [none: string]: never };

const QUERIED_FIELDS = Object.entries<FieldAsSent>(LEAD_FIELDS).filter(([, { isUnasked }]) => !isUnasked);

/** The first segments of field names. */
export const ROOTS = [...QUERIED_FIELDS.map(([name]) => name), 'receivedAt', 'account'];

/** The fields of a lead's account. Its ids in other systems are `account.refs.<system>`. */
const ACCOUNT_FIELDS: readonly (readonly [field: string, FieldType])[] = [
  ['account', 'group'],
  ['account.name', 'text'],
  ['account.domains', 'list'],
  ['account.type', 'text'],
  ['account.ownerRepId', 'text'],
  ['account.refs', 'group'],
  ['account.protectedUntil', 'instant'],
];
const ACCOUNT_REFS = 'account.refs.';

const FIELDS: ReadonlyMap<string, FieldType> = new Map<string, FieldType>([
  ...QUERIED_FIELDS.flatMap(([root, { type, fields = {} }]) => [
    [root, type] as const,
    ...Object.entries(fields).map(([name, inner]) => [`${root}.${name}`, inner.type] as const),
  ]),
  ['receivedAt', 'instant'],
  ...ACCOUNT_FIELDS,
]);

const COUNTRIES: ReadonlySet<string> = new Set(
  QUERIED_FIELDS.flatMap(([root, { fields = {} }]) =>
    Object.entries(fields).flatMap(([name, { isCountry }]) => (isCountry === true ? [`${root}.${name}`] : [])),
  ),
);

const PRESENCE: readonly Operator[] = ['exists', 'missing'];
export const EQUALITY: readonly Operator[] = ['eq', 'ne', 'in', 'notIn'];
const ORDER: readonly Operator[] = ['lt', 'lte', 'gt', 'gte'];
const TEXT: readonly Operator[] = ['contains', 'startsWith', 'endsWith', 'matches'];
const LISTS: readonly Operator[] = ['inList', 'notInList'];

/**
 * Text has no order, because alphabets differ by language. A list supports `contains` (has this entry), `in` (has one
 * of these) and `notIn` (has none of these).
 */
export const OPERATORS_OF: Readonly<Record<FieldType, readonly Operator[]>> = {
  text: [...EQUALITY, ...TEXT, ...PRESENCE, ...LISTS],
  number: [...EQUALITY, ...ORDER, ...PRESENCE],
  band: [...EQUALITY, ...ORDER, ...PRESENCE],
  boolean: [...EQUALITY, ...PRESENCE],
  instant: [...EQUALITY, ...ORDER, ...PRESENCE],
  list: ['contains', 'in', 'notIn', ...PRESENCE, ...LISTS],
  group: PRESENCE,
  any: OPERATORS,
};

function fieldTypeOf(field: string): FieldType | undefined {
  if (field.startsWith('attributes.') && field.length > 'attributes.'.length) return 'any';
  if (field.startsWith(ACCOUNT_REFS) && field.length > ACCOUNT_REFS.length) return 'text';
  return FIELDS.get(field);
}

function isCountryField(field: string): boolean {
  return COUNTRIES.has(field);
}

/** Returns the fields of a root, as written in conditions; empty for a root without fields. */
export function fieldsOf(root: string): string[] {
  return [...FIELDS.keys()].filter((field) => field.startsWith(`${root}.`));
}

/** Reports whether a field belongs to the lead's account, which is only read if a condition needs it. */
export function isOfAccount(field: string): boolean {
  return field === 'account' || field.startsWith('account.');
}

export function isEquality(op: Operator): boolean {
  return EQUALITY.includes(op);
}

export function isOrder(op: Operator): boolean {
  return ORDER.includes(op);
}

/** A missing value is neither equal, smaller, larger nor similar to any value, but it does differ from it. */
export function isMetByMissing(op: Operator): boolean {
  return op === 'missing' || op === 'ne' || op === 'notIn' || op === 'notInList';
}

export function isOfList(op: unknown): boolean {
  return (LISTS as readonly unknown[]).includes(op);
}

/** The fields that conditions may use; by default those of a lead. */
export interface ConditionFields {
  readonly roots: readonly string[];
  /** @returns undefined if there is no such field */
  typeOf(field: string): FieldType | undefined;
  /** Returns the fields of a root, as written in conditions. */
  fieldsOf(root: string): readonly string[];
  isCountry(field: string): boolean;
  readonly asksLists: boolean;
  /** Returns the path to a field's value, of at most two own properties. */
  stepsTo(field: string): readonly [root: string, name?: string];
}

export const LEAD_CONDITION_FIELDS: ConditionFields = {
  roots: ROOTS,
  typeOf: fieldTypeOf,
  fieldsOf,
  isCountry: isCountryField,
  asksLists: true,
  stepsTo: (field) => {
    const dot = field.indexOf('.');
    return dot < 0 ? [field] : [field.slice(0, dot), field.slice(dot + 1)];
  },
};
