import { type FieldAsSent, type FieldType, LEAD_FIELDS } from '../vocabulary/lead-fields.js';

/** More levels than a person can read; what is deeper is a machine's mistake or an attack on the stack. */
export const CONDITION_LEVELS_MAX = 20;
/** A condition is a comparison or `{}`; `all`, `any` and `not` only join them. */
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

/** One comparison. `exists` and `missing` need no value; that of `inList` and `notInList` is the id of a list. */
export interface Comparison {
  readonly field: string;
  readonly op: Operator;
  readonly value?: Scalar | readonly Scalar[];
}

/** A condition that `checkCondition` has found no fault with. `{}` matches always. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | Comparison
  | { readonly [none: string]: never };

const ASKED = Object.entries<FieldAsSent>(LEAD_FIELDS).filter(([, { isUnasked }]) => !isUnasked);

/** What the names of fields begin with. */
export const ROOTS = [...ASKED.map(([name]) => name), 'receivedAt', 'account'];

/** What conditions may ask of the account that a lead is of; its ids in other systems are `account.refs.<system>`. */
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
  ...ASKED.flatMap(([root, { type, fields = {} }]) => [
    [root, type] as const,
    ...Object.entries(fields).map(([name, inner]) => [`${root}.${name}`, inner.type] as const),
  ]),
  ['receivedAt', 'instant'],
  ...ACCOUNT_FIELDS,
]);

const COUNTRIES: ReadonlySet<string> = new Set(
  ASKED.flatMap(([root, { fields = {} }]) =>
    Object.entries(fields).flatMap(([name, { isCountry }]) => (isCountry === true ? [`${root}.${name}`] : [])),
  ),
);

const PRESENCE: readonly Operator[] = ['exists', 'missing'];
export const EQUALITY: readonly Operator[] = ['eq', 'ne', 'in', 'notIn'];
const ORDER: readonly Operator[] = ['lt', 'lte', 'gt', 'gte'];
const TEXT: readonly Operator[] = ['contains', 'startsWith', 'endsWith', 'matches'];
const LISTS: readonly Operator[] = ['inList', 'notInList'];

/**
 * Text has no order: "before M in which alphabet?" has no answer that holds for every sender.
 * A list takes `contains` (it has this entry), `in` (it has one of these) and `notIn` (it has none of these).
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

/** @returns undefined when the contract has no such field */
function fieldTypeOf(field: string): FieldType | undefined {
  if (field.startsWith('attributes.') && field.length > 'attributes.'.length) return 'any';
  if (field.startsWith(ACCOUNT_REFS) && field.length > ACCOUNT_REFS.length) return 'text';
  return FIELDS.get(field);
}

/** Whether a field holds a country, which a lead has by its code. */
function isCountryField(field: string): boolean {
  return COUNTRIES.has(field);
}

/** The fields of a root, as they are written in a condition: empty for a root without fields of its own. */
export function fieldsOf(root: string): string[] {
  return [...FIELDS.keys()].filter((field) => field.startsWith(`${root}.`));
}

/** Whether it is one of the account of a lead, which is not read unless somebody asks. */
export function isOfAccount(field: string): boolean {
  return field === 'account' || field.startsWith('account.');
}

export function isEquality(op: Operator): boolean {
  return EQUALITY.includes(op);
}

export function isOrder(op: Operator): boolean {
  return ORDER.includes(op);
}

/** A missing value equals nothing: it is no smaller, larger or like anything, but it is certainly other. */
export function isMetByMissing(op: Operator): boolean {
  return op === 'missing' || op === 'ne' || op === 'notIn' || op === 'notInList';
}

/** Whether it compares with the values of a list (`/v1/lists`). */
export function isOfList(op: unknown): boolean {
  return (LISTS as readonly unknown[]).includes(op);
}

/** What conditions may ask about: by default of a lead. */
export interface ConditionFields {
  /** What the names of fields begin with. */
  readonly roots: readonly string[];
  /** @returns undefined where there is no such field */
  typeOf(field: string): FieldType | undefined;
  /** The fields of a root, as they are written in a condition. */
  fieldsOf(root: string): readonly string[];
  /** Whether it holds the code of a country. */
  isCountry(field: string): boolean;
  /** Whether they may ask lists. */
  readonly asksLists: boolean;
  /** Where its value is found, one own field after the other; at most two. */
  stepsTo(field: string): readonly [root: string, name?: string];
}

export const ASKED_OF_LEADS: ConditionFields = {
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
