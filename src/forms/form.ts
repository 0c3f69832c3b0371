import { step } from '../platform/fault.js';
import { isRecord, type JsonRecord, ownOf } from '../platform/record.js';
import { DEFINITIONS, type FormType } from './form-language.js';
import { type PrefillSource, prefillOf } from './prefill-sources.js';

export type FormScalar = string | number | boolean;

/** What there is to choose from, and what it is called. */
export interface Choice {
  /** A pointer into the schema of its field. */
  readonly at: string;
  readonly value: FormScalar;
  readonly title?: string;
}

/** A field of a form, its definitions put in place; the form itself is the one without a name. */
export interface FormField {
  readonly name: string;
  /** A pointer into the form: where its schema stands. */
  readonly at: string;
  readonly type: FormType;
  readonly title?: string;
  readonly description?: string;
  readonly role?: string;
  /** From where it is filled in at first: the first that has something. */
  readonly prefill: readonly PrefillSource[];
  readonly isSensitive: boolean;
  readonly isRequired: boolean;
  /** Of an object: whether it takes fields that it does not name. */
  readonly isOpen: boolean;
  /** Empty where anything of the type may be given. */
  readonly choices: readonly Choice[];
  /** Of an object, in the order of the form. */
  readonly fields: readonly FormField[];
  /** Of a list: what each of its entries is. */
  readonly entry?: FormField;
  /** What else the schema says: bounds, a pattern, a format, examples, what stands there at first. */
  readonly rules: JsonRecord;
}

const RULES = [
  ...['minLength', 'maxLength', 'pattern', 'format', 'examples', 'default'],
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  ...['minItems', 'maxItems', 'uniqueItems'],
];

/** @param schema a form that `checkForm` has found no fault with */
export function readForm(schema: JsonRecord): FormField {
  return fieldOf(schema, { name: '', at: '', isRequired: true, definitions: recordOf(schema.$defs) });
}

interface Place {
  readonly name: string;
  readonly at: string;
  readonly isRequired: boolean;
  readonly definitions: JsonRecord;
}

function fieldOf(written: unknown, { name, at: place, isRequired, definitions }: Place): FormField {
  const { schema, at } = resolved(recordOf(written), place, definitions);
  const type = typeOf(schema)!;
  const required = Array.isArray(schema.required) ? (schema.required as string[]) : [];
  return {
    name,
    at,
    type,
    ...textOf(schema, 'title'),
    ...textOf(schema, 'description'),
    ...textOf(schema, 'role'),
    prefill: prefillOf(schema.prefill),
    isSensitive: schema.sensitive === true,
    isRequired,
    isOpen: type === 'object' && schema.additionalProperties !== false,
    choices: choicesOf(schema),
    fields: Object.entries(recordOf(schema.properties)).map(([inner, each]) =>
      fieldOf(each, {
        name: inner,
        at: `${at}/properties${step(inner)}`,
        isRequired: required.includes(inner),
        definitions,
      }),
    ),
    ...(type === 'array' && {
      entry: fieldOf(schema.items, { name: '', at: `${at}/items`, isRequired: true, definitions }),
    }),
    rules: Object.fromEntries(RULES.filter((rule) => Object.hasOwn(schema, rule)).map((rule) => [rule, schema[rule]])),
  };
}

/** What a `$ref` stands for, with what is said beside it. */
function resolved(
  schema: JsonRecord,
  at: string,
  definitions: JsonRecord,
): { readonly schema: JsonRecord; readonly at: string } {
  const { $ref, ...beside } = schema;
  if (typeof $ref !== 'string') return { schema, at };
  const name = $ref.slice(DEFINITIONS.length);
  const meant = resolved(recordOf(definitions[name]), `/$defs${step(name)}`, definitions);
  return { ...meant, schema: { ...meant.schema, ...beside } };
}

/** Where only values are named, they say it. @returns undefined where nothing does, or the values are of several types */
export function typeOf(schema: JsonRecord): FormType | undefined {
  if (typeof schema.type === 'string') return schema.type as FormType;
  const types = new Set(choicesOf(schema).map(({ value }) => typeof value));
  return types.size === 1 ? ([...types][0] as FormType) : undefined;
}

/** As `enum`, as `const`, or as a list of `const`, each with its title. */
export function choicesOf(schema: JsonRecord): Choice[] {
  if (Object.hasOwn(schema, 'const')) return [{ at: '/const', value: schema.const as FormScalar }];
  if (Array.isArray(schema.enum))
    return schema.enum.map((value: FormScalar, index) => ({ at: `/enum${step(index)}`, value }));
  const keyword = Array.isArray(schema.oneOf) ? 'oneOf' : 'anyOf';
  const listed = schema[keyword];
  if (!Array.isArray(listed)) return [];
  return listed.map((each, index) => ({
    at: `/${keyword}${step(index)}/const`,
    value: ownOf(each, 'const') as FormScalar,
    ...textOf(recordOf(each), 'title'),
  }));
}

function textOf<Name extends string>(schema: JsonRecord, name: Name): { [Key in Name]?: string } {
  const text = schema[name];
  return (typeof text === 'string' && text !== '' ? { [name]: text } : {}) as { [Key in Name]?: string };
}

function recordOf(value: unknown): JsonRecord {
  return isRecord(value) ? value : {};
}
