import { FORMATS } from '../platform/input/checked.js';
import { step } from '../platform/input/fault.js';
import { EXPECTED } from '../platform/input/formats.js';
import { isRecord, type JsonRecord, ownOf } from '../platform/sql/sql.js';
import { type PrefillSource, prefillOf } from './prefill-sources.js';

/** The most fields, counting nested ones and each use of a definition; they compile in a tenth of a second. */
export const FORM_FIELDS_MAX = 200;
export const FORM_LEVELS_MAX = 8;
/** The budget for the patterns of a form and of its conditions, in instructions. */
export const FORM_PATTERNS_MAX = 2_500;
/** The defaults, and the most that a form can allow. */
export const TEXT_LENGTH_MAX = 20_000;
export const ENTRIES_MAX = 500;
export const CHOICES_MAX = 300;

/** Conditions refer to fields by dotted paths, and pages name inputs after them, so names must be plain. */
export const FIELD_NAME = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;
export const DEFINITIONS = '#/$defs/';

export const FORM_TYPES = ['object', 'array', 'string', 'number', 'integer', 'boolean'] as const;
export type FormType = (typeof FORM_TYPES)[number];

/** The keywords allowed beside a `$ref`: they describe the field without changing what is valid. */
export const ANNOTATIONS = [
  'title',
  'description',
  'examples',
  '$comment',
  'sensitive',
  'personal',
  'refuseSham',
  'role',
  'prefill',
] as const;

const EVERYWHERE = [...ANNOTATIONS, 'type', 'default'];
const CHOOSING = [...EVERYWHERE, 'enum', 'const', 'oneOf', 'anyOf'];
const MEASURED = [...CHOOSING, 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'];

/** The keywords that a form may use, by type: those of JSON Schema and five of our own. */
export const KEYWORDS: Readonly<Record<FormType, readonly string[]>> = {
  object: [...EVERYWHERE, 'properties', 'required', 'additionalProperties'],
  array: [...EVERYWHERE, 'items', 'minItems', 'maxItems', 'uniqueItems'],
  string: [...CHOOSING, 'minLength', 'maxLength', 'pattern', 'format'],
  number: MEASURED,
  integer: MEASURED,
  boolean: CHOOSING,
};
export const OF_THE_WHOLE = ['$schema', '$defs'];
export const DRAFT = 'https://json-schema.org/draft/2020-12/schema';

const CONDITIONAL =
  'A rule between fields is a condition in "ready", with a sentence for the person who fills in the form.';
const REFERRING = 'A form may refer only to its own definitions, by "$ref": "#/$defs/…".';

/** What to use instead of keywords of JSON Schema that forms do not support. */
export const INSTEAD: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['if', 'then', 'else', 'not', 'allOf', 'dependentRequired', 'dependentSchemas'].map((name) => [name, CONDITIONAL]),
  ),
  ...Object.fromEntries(
    ['$id', '$anchor', '$dynamicRef', '$dynamicAnchor', '$vocabulary'].map((name) => [name, REFERRING]),
  ),
  patternProperties: 'Fields without a name cannot be filled in: use a list of objects.',
  definitions: 'Since draft 2019-09 definitions are in "$defs".',
};

interface FormFormat {
  readonly expected: string;
  readonly isSound: (text: string) => boolean;
}

const SHA256_FORM = /^[0-9a-f]{64}$/i;
const AMOUNT_FORM = /^-?\d{1,15}(\.\d{1,4})?$/;

/** The formats of texts. `amount` (because a number would lose cents) and `sha256` are our own. */
export const FORM_FORMATS = {
  date: ofPlatform('date'),
  'date-time': ofPlatform('instant'),
  email: ofPlatform('email'),
  uri: { expected: 'an address that begins with https:// or http://', isSound: isAddress },
  uuid: ofPlatform('uuid'),
  duration: ofPlatform('duration'),
  currency: ofPlatform('currency'),
  timeZone: ofPlatform('timeZone'),
  sha256: { expected: 'the SHA-256 of a file, in 64 hexadecimal digits', isSound: (text) => SHA256_FORM.test(text) },
  amount: {
    expected: 'an amount such as 5000.00, without separators of thousands or a currency',
    isSound: (text) => AMOUNT_FORM.test(text),
  },
} as const satisfies Readonly<Record<string, FormFormat>>;

export type FormFormatName = keyof typeof FORM_FORMATS;

/** Formats of fixed length: no value fits bounds that exclude it. */
export const FORMAT_LENGTHS: Readonly<Record<string, number>> = { date: 10, uuid: 36, currency: 3, sha256: 64 };

function ofPlatform(name: string): FormFormat {
  return { expected: EXPECTED[name]!, isSound: FORMATS[name]! };
}

function isAddress(text: string): boolean {
  return text.length <= 2_000 && /^https?:\/\/\S+$/i.test(text) && URL.canParse(text);
}

type FormScalar = string | number | boolean;

interface Choice {
  /** A pointer into the schema of its field. */
  readonly at: string;
  readonly value: FormScalar;
  readonly title?: string;
}

/** A field of a form, with definitions resolved. The form itself is the field without a name. */
export interface FormField {
  readonly name: string;
  readonly at: string;
  readonly type: FormType;
  readonly title?: string;
  readonly description?: string;
  readonly role?: string;
  /** The sources of its initial value; the first that has one applies. */
  readonly prefill: readonly PrefillSource[];
  readonly isSensitive: boolean;
  /** Whether it belongs to the person whose contact it is, and goes with them; inherited like `refusesSham`. */
  readonly isPersonal: boolean;
  /** Whether a text of it that says nothing counts as missing; inherited from the enclosing field by default. */
  readonly refusesSham: boolean;
  readonly isRequired: boolean;
  /** Whether an object accepts fields that the form does not name. */
  readonly isOpen: boolean;
  /** Empty if any value of the type is allowed. */
  readonly choices: readonly Choice[];
  readonly fields: readonly FormField[];
  readonly entry?: FormField;
  /** The remaining rules: bounds, pattern, format, examples, default. */
  readonly rules: JsonRecord;
}

const RULES = [
  ...['minLength', 'maxLength', 'pattern', 'format', 'examples', 'default'],
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  ...['minItems', 'maxItems', 'uniqueItems'],
];

/** @param schema a form without faults by `checkForm` */
export function readForm(schema: JsonRecord): FormField {
  return fieldOf(schema, {
    name: '',
    at: '',
    isRequired: true,
    refusesSham: false,
    isPersonal: false,
    definitions: recordOf(schema.$defs),
  });
}

interface Place {
  readonly name: string;
  readonly at: string;
  readonly isRequired: boolean;
  /** The settings of the enclosing field. */
  readonly refusesSham: boolean;
  readonly isPersonal: boolean;
  readonly definitions: JsonRecord;
}

function fieldOf(
  written: unknown,
  { name, at: place, isRequired, refusesSham: around, isPersonal: within, definitions }: Place,
): FormField {
  const { schema, at } = resolved(recordOf(written), place, definitions);
  const type = typeOf(schema)!;
  const required = Array.isArray(schema.required) ? (schema.required as string[]) : [];
  const refusesSham = typeof schema.refuseSham === 'boolean' ? schema.refuseSham : around;
  const isPersonal = typeof schema.personal === 'boolean' ? schema.personal : within;
  return {
    name,
    at,
    type,
    ...textOf(schema, 'title'),
    ...textOf(schema, 'description'),
    ...textOf(schema, 'role'),
    prefill: prefillOf(schema.prefill),
    refusesSham,
    isSensitive: schema.sensitive === true,
    isPersonal,
    isRequired,
    isOpen: type === 'object' && schema.additionalProperties !== false,
    choices: choicesOf(schema),
    fields: Object.entries(recordOf(schema.properties)).map(([inner, each]) =>
      fieldOf(each, {
        name: inner,
        at: `${at}/properties${step(inner)}`,
        isRequired: required.includes(inner),
        refusesSham,
        isPersonal,
        definitions,
      }),
    ),
    ...(type === 'array' && {
      entry: fieldOf(schema.items, {
        name: '',
        at: `${at}/items`,
        isRequired: true,
        refusesSham,
        isPersonal,
        definitions,
      }),
    }),
    rules: Object.fromEntries(RULES.filter((rule) => Object.hasOwn(schema, rule)).map((rule) => [rule, schema[rule]])),
  };
}

/** Resolves a `$ref`, merged with the annotations beside it. */
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

/** The choices may imply the type. @returns undefined if nothing does, or they are of several types */
export function typeOf(schema: JsonRecord): FormType | undefined {
  if (typeof schema.type === 'string') return schema.type as FormType;
  const types = new Set(choicesOf(schema).map(({ value }) => typeof value));
  return types.size === 1 ? ([...types][0] as FormType) : undefined;
}

/** Returns the choices of an `enum`, a `const`, or a list of `const`, each with its title. */
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
