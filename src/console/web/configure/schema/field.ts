import { forPeople } from '../../parts/for-people.js';
import { lowered } from '../../parts/words.js';
import { fieldsNamedIn } from './condition.js';
import { isList, isObject, type Json, type JsonObject, type JsonSchema, withField } from './json-schema.js';
import { FORM_LABELS, nameOfValue, titleOf, WRITTEN } from './labels.js';
import { REFERENCES, type ReferenceTo } from './references.js';

interface FieldDescription {
  readonly name: string;
  readonly title: string;
  /** The description in the API. */
  readonly hint: string;
  readonly isRequired: boolean;
  /** The default value. */
  readonly otherwise?: Json;
  /** Sibling fields; this one has a meaning only beside one of them. */
  readonly beside?: readonly string[];
  /** It cannot be changed once the document is saved. */
  readonly isFixed?: true;
}

type Plain<Kind> = Kind extends string ? { readonly kind: Kind } : never;

type Shape =
  | Plain<'secret' | 'number' | 'boolean' | 'timeZone' | 'date' | 'instant' | 'lines' | 'hours' | 'json'>
  | { readonly kind: 'text'; readonly isLong: boolean }
  | { readonly kind: 'duration'; readonly before?: string }
  | { readonly kind: 'choice'; readonly values: readonly Json[] }
  | { readonly kind: 'choices'; readonly values: readonly Json[] }
  | { readonly kind: 'reference'; readonly to: ReferenceTo }
  | { readonly kind: 'condition'; readonly asks: 'leads' | readonly string[] }
  | { readonly kind: 'object'; readonly fields: readonly Field[]; readonly isOneOf?: boolean }
  | { readonly kind: 'list'; readonly of: Field }
  | { readonly kind: 'map'; readonly of: Field; readonly isByDate: boolean }
  | { readonly kind: 'variants'; readonly variants: readonly Field[] };

export type Field = FieldDescription & Shape;
export type FieldKind = Shape['kind'];
export type FieldOf<Kind extends FieldKind> = FieldDescription & Extract<Shape, { readonly kind: Kind }>;

/** From this maximum length on, the text gets a multi-line input. */
const LONG = 500;

const LANGUAGE = 'A condition about a lead:';

/** Builds the tree of fields for a schema. A schema without a better form is edited as JSON. */
export function fieldOf(name: string, schema: JsonSchema, isRequired = false, around = NO_WORDS): Field {
  const words = new Map([...around, ...wordsOf(name, schema)]);
  // The condition editor makes the API's long description of conditions unnecessary.
  const title = titleOf(name);
  const hint = schema.description?.startsWith(LANGUAGE)
    ? ''
    : hintOf(title, forPeople(schema.description ?? '', { ...FORM_LABELS, word: (word) => words.get(word) }));
  const [, beside] = /^With ((?:`\w+`(?: or )?)+):/.exec(schema.description ?? '') ?? [];
  const described = {
    name,
    title,
    hint,
    isRequired,
    ...(beside !== undefined && { beside: beside.replaceAll('`', '').split(' or ') }),
    ...(schema.description?.endsWith(' It cannot be changed.') && { isFixed: true as const }),
  };
  return {
    ...described,
    ...(schema.default !== undefined && { otherwise: schema.default }),
    ...shapeOf(name, schema, words),
  };
}

/** The labels of fields and values that users see around a field, which its hint may name. */
type Words = ReadonlyMap<string, string>;
const NO_WORDS: Words = new Map();

/** Returns the labels of the values of a field, and of the fields and values in it. */
function wordsOf(name: string, schema: JsonSchema): Words {
  const own = valuesOf(schema).map((value) => [value, nameOfValue(value, name)] as const);
  const inner = Object.entries(schema.properties ?? {})
    .filter(isEdited)
    .flatMap(([field, each]) => [
      [field, titleOf(field)] as const,
      ...valuesOf(each).map((value) => [value, nameOfValue(value, field)] as const),
    ]);
  return new Map([...own, ...inner]);
}

function valuesOf({ enum: values = [], const: only, anyOf = [] }: JsonSchema): string[] {
  const own = [...values, ...(only === undefined ? [] : [only])];
  return [...own.filter((value) => typeof value === 'string'), ...anyOf.flatMap(valuesOf)];
}

/** Leaves out what the form shows itself: a title, such as `The rules.`, and the forms of a value. */
function hintOf(title: string, described: string): string {
  const sentences = described.split(/(?<=\.) /).filter((sentence) => !/[{}]|^"/.test(sentence));
  const sentence = sentences.join(' ');
  const [first = '', ...others] = sentences;
  const isTitle = first === `${title}.` || /^(?:The|Its|Their) (.+)\.$/.exec(first)?.[1] === lowered(title);
  return isTitle ? others.join(' ') : asSentence(sentence);
}

/** `the id of a dataset`, as a fault quotes it, → `The id of a dataset.` */
const asSentence = (sentence: string): string =>
  sentence === '' ? '' : `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}${/[.!?]$/.test(sentence) ? '' : '.'}`;

/** Returns the fields of a body, without those that a replacement accepts and ignores. */
export function fieldsOf(schema: JsonSchema, around: Words = wordsOf('', schema)): Field[] {
  const { properties = {}, required = [] } = schema;
  return Object.entries(properties)
    .filter(isEdited)
    .map(([name, schema]) => fieldOf(name, schema, required.includes(name), around));
}

const AS_READ = ['id', 'version'];

function isEdited([name, schema]: readonly [string, JsonSchema]): boolean {
  return !AS_READ.includes(name) && Object.keys(schema).some((key) => key !== 'description');
}

function shapeOf(name: string, schema: JsonSchema, words: Words): Shape {
  if (schema.title === 'Condition') return { kind: 'condition', asks: 'leads' };
  if (schema.title?.endsWith('Condition')) return { kind: 'condition', asks: fieldsNamedIn(schema.description ?? '') };
  if (schema.enum) return { kind: 'choice', values: schema.enum };
  if (schema.const !== undefined) return { kind: 'choice', values: [schema.const] };
  if (schema.anyOf) return variantsOf(name, schema.anyOf, words);
  if (typeof schema.type === 'object') {
    return variantsOf(
      name,
      schema.type.map((type) => ({ ...schema, type })),
      words,
    );
  }
  if (schema.type === 'null') return { kind: 'choice', values: [null] };
  if (schema.type === 'boolean') return { kind: 'boolean' };
  if (schema.type === 'integer' || schema.type === 'number') return { kind: 'number' };
  if (schema.type === 'string') return textOf(name, schema);
  if (schema.type === 'array') return listOf(name, schema, words);
  return schema.type === 'object' ? objectOf(name, schema, words) : { kind: 'json' };
}

function variantsOf(name: string, schemas: readonly JsonSchema[], words: Words): Shape {
  const variants = schemas.map((schema) => fieldOf(name, schema, true, words));
  const values = variants.flatMap((variant) => (variant.kind === 'choice' ? variant.values : []));
  return variants.every(({ kind }) => kind === 'choice') ? { kind: 'choice', values } : { kind: 'variants', variants };
}

const FORMATS: Readonly<Record<string, 'date' | 'instant' | 'duration' | 'timeZone'>> = {
  date: 'date',
  'date-time': 'instant',
  duration: 'duration',
  durationOrZero: 'duration',
  timeZone: 'timeZone',
};

/** The pattern of values such as `survived:P30D`: a word before a number of days. */
const DAYS_AFTER_WORD = /^\^(\w+:)P.*D\$$/;

function textOf(name: string, { format, writeOnly, pattern, maxLength = 0 }: JsonSchema): Shape {
  const to = REFERENCES[name];
  if (to) return { kind: 'reference', to };
  if (writeOnly) return { kind: 'secret' };
  const [, before] = DAYS_AFTER_WORD.exec(pattern ?? '') ?? [];
  if (before !== undefined) return { kind: 'duration', before };
  const kind = name === 'timeZone' ? 'timeZone' : FORMATS[format ?? ''];
  if (kind) return { kind };
  return { kind: 'text', isLong: maxLength >= LONG && pattern === undefined && !/url$|^link$/i.test(name) };
}

function listOf(name: string, { items }: JsonSchema, words: Words): Shape {
  if (typeof items !== 'object') return { kind: 'json' };
  if (items.prefixItems) return { kind: 'hours' };
  const of = fieldOf(name, items, true, words);
  if (of.kind === 'choice') return { kind: 'choices', values: of.values };
  return of.kind === 'text' ? { kind: 'lines' } : { kind: 'list', of };
}

function objectOf(name: string, schema: JsonSchema, words: Words): Shape {
  const fields = fieldsOf(schema, words);
  const { maxProperties = fields.length } = schema;
  if (fields.length > 0) return { kind: 'object', fields, ...(maxProperties < fields.length && { isOneOf: true }) };
  const { additionalProperties, patternProperties = {}, examples = [] } = schema;
  const inner = typeof additionalProperties === 'object' ? additionalProperties : Object.values(patternProperties)[0];
  if (inner === undefined) return { kind: 'json' };
  const [example] = examples;
  const isByDate = isObject(example) && Object.keys(example).some((key) => /^\d{4}-\d\d-\d\d$/.test(key));
  return { kind: 'map', of: fieldOf(name, inner, true, words), isByDate };
}

/** Sets one of fields of which an object has only one, with those that belong to it. This clears the others. */
export function withChosen(
  fields: readonly Field[],
  value: JsonObject,
  { name, beside }: Field,
  inner: Json | undefined,
): JsonObject {
  if (inner === undefined || beside !== undefined) return withField(value, name, inner);
  const along = fields.filter((field) => field.beside?.includes(name));
  return {
    [name]: inner,
    ...Object.fromEntries(along.map((field) => [field.name, value[field.name] ?? blankOf(field)])),
  };
}

/** Returns the initial value of a field that is added. */
export function blankOf(field: Field): Json {
  if (field.otherwise !== undefined) return field.otherwise;
  switch (field.kind) {
    case 'object':
      return Object.fromEntries(
        field.fields.filter((inner) => inner.isRequired && isGroup(inner)).map((inner) => [inner.name, blankOf(inner)]),
      );
    case 'map':
    case 'condition':
    case 'json':
      return {};
    case 'list':
    case 'lines':
    case 'choices':
    case 'hours':
      return [];
    case 'variants':
      return blankOf(field.variants[0]!);
    case 'choice':
      return field.values[0] ?? null;
    case 'boolean':
      return false;
    default:
      return null;
  }
}

const GROUPS: readonly FieldKind[] = ['object', 'list', 'map', 'variants', 'condition', 'json'];

/** Reports whether a field has a form of its own, which is added and removed as a whole. */
export const isGroup = ({ kind }: Field): boolean => GROUPS.includes(kind);

/** Returns the index of the variant that a value has; 0 if it has none. */
export function variantOf({ variants }: Pick<FieldOf<'variants'>, 'variants'>, value: Json | undefined): number {
  return Math.max(
    0,
    variants.findIndex((variant) => isOf(variant, value)),
  );
}

function isOf(field: Field, value: Json | undefined): boolean {
  switch (field.kind) {
    case 'choice':
      return field.values.some((each) => each === value);
    case 'object': {
      if (!isObject(value)) return false;
      const names = field.fields.map(({ name }) => name);
      const isWhole = field.fields.every(({ name, isRequired }) => !isRequired || name in value);
      return isWhole && Object.keys(value).every((name) => names.includes(name));
    }
    case 'map':
    case 'json':
      return isObject(value);
    case 'list':
    case 'lines':
    case 'choices':
    case 'hours':
      return isList(value);
    default:
      return typeof value === (field.kind === 'number' || field.kind === 'boolean' ? field.kind : 'string');
  }
}

export function nameOfVariant(field: Field): string {
  switch (field.kind) {
    case 'choice':
      return field.values.map((value) => nameOfValue(value, field.name)).join(', ');
    case 'object': {
      if (field.isOneOf) return field.fields.map(({ title }) => title).join(', ');
      const [first] = [...field.fields.filter(({ isRequired }) => isRequired), ...field.fields];
      return first?.title ?? 'Other';
    }
    case 'list':
    case 'lines':
      return 'A list';
    case 'duration':
      return WRITTEN[field.name] ?? 'A time';
    case 'boolean':
      return 'Yes or no';
    case 'text':
      return 'Text';
    case 'number':
      return 'Number';
    default:
      return 'Set';
  }
}
