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
] as const;
export type Operator = (typeof OPERATORS)[number];

export type Scalar = string | number | boolean;

/** One comparison. `exists` and `missing` need no value. */
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

/** `group` is an object of fields, of which only presence can be asked; `any` is an attribute, of no declared type. */
export type FieldType = 'text' | 'number' | 'boolean' | 'instant' | 'list' | 'group' | 'any';

export const ROOTS = [
  'source',
  'channel',
  'campaign',
  'form',
  'landingPage',
  'contact',
  'company',
  'attributes',
  'clickIds',
  'consent',
  'test',
  'receivedAt',
] as const;

const CONTACT = 'name firstName lastName title email phone country region postalCode language timeZone';
const CLICK_IDS = 'gclid gbraid wbraid fbclid fbc fbp metaLeadId liFatId linkedinLeadId msclkid ttclid tiktokLeadId';

const FIELDS: ReadonlyMap<string, FieldType> = new Map<string, FieldType>([
  ...['source', 'channel', 'campaign', 'form', 'landingPage'].map((root) => [root, 'text'] as const),
  ...['contact', 'company', 'attributes', 'clickIds', 'consent'].map((root) => [root, 'group'] as const),
  ...textsOf('contact', CONTACT),
  ['contact.doNot', 'list'],
  ...textsOf('company', 'name domain country region industry'),
  ['company.employees', 'number'],
  ...textsOf('clickIds', CLICK_IDS),
  ['clickIds.clickedAt', 'instant'],
  ...textsOf('consent', 'adUserData adPersonalization'),
  ['test', 'boolean'],
  ['receivedAt', 'instant'],
]);

const PRESENCE: readonly Operator[] = ['exists', 'missing'];
const EQUALITY: readonly Operator[] = ['eq', 'ne', 'in', 'notIn'];
const ORDER: readonly Operator[] = ['lt', 'lte', 'gt', 'gte'];
const TEXT: readonly Operator[] = ['contains', 'startsWith', 'endsWith', 'matches'];

/**
 * Text has no order: "before M in which alphabet?" has no answer that holds for every sender.
 * A list takes `contains` (it has this entry), `in` (it has one of these) and `notIn` (it has none of these).
 */
export const OPERATORS_OF: Readonly<Record<FieldType, readonly Operator[]>> = {
  text: [...EQUALITY, ...TEXT, ...PRESENCE],
  number: [...EQUALITY, ...ORDER, ...PRESENCE],
  boolean: [...EQUALITY, ...PRESENCE],
  instant: [...EQUALITY, ...ORDER, ...PRESENCE],
  list: ['contains', 'in', 'notIn', ...PRESENCE],
  group: PRESENCE,
  any: OPERATORS,
};

/** @returns undefined when the contract has no such field */
export function fieldTypeOf(field: string): FieldType | undefined {
  if (field.startsWith('attributes.') && field.length > 'attributes.'.length) return 'any';
  return FIELDS.get(field);
}

/** The fields of a root, as they are written in a condition: empty for a root without fields of its own. */
export function fieldsOf(root: string): string[] {
  return [...FIELDS.keys()].filter((field) => field.startsWith(`${root}.`));
}

export function isOrder(op: Operator): boolean {
  return ORDER.includes(op);
}

function textsOf(root: string, names: string): (readonly [string, FieldType])[] {
  return names.split(' ').map((name) => [`${root}.${name}`, 'text']);
}
