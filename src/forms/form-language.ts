import { FORMATS } from '../platform/checked.js';
import { EXPECTED } from '../platform/formats.js';

/** Fields of a form, those inside others and each use of a definition included: more than anybody fills in, compiled in a tenth of a second. */
export const FORM_FIELDS_MAX = 200;
/** Levels of objects and lists inside each other: what is deeper is a database, not a form. */
export const FORM_LEVELS_MAX = 8;
/** What the patterns of a form and of its conditions may come to, in instructions. */
export const FORM_PATTERNS_MAX = 2_500;
/** Where a form says nothing, and at most. */
export const TEXT_LENGTH_MAX = 20_000;
export const ENTRIES_MAX = 500;
export const CHOICES_MAX = 300;

/** Conditions name fields with dots, pages name inputs by them: one that is plain is the same everywhere. */
export const FIELD_NAME = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;
export const DEFINITIONS = '#/$defs/';

export const FORM_TYPES = ['object', 'array', 'string', 'number', 'integer', 'boolean'] as const;
export type FormType = (typeof FORM_TYPES)[number];

/** What may stand beside a `$ref`: it says what this field is about, not what it has to be like. */
export const ANNOTATIONS = ['title', 'description', 'examples', '$comment', 'sensitive', 'role', 'prefill'] as const;

const EVERYWHERE = [...ANNOTATIONS, 'type', 'default'];
const CHOOSING = [...EVERYWHERE, 'enum', 'const', 'oneOf', 'anyOf'];
const MEASURED = [...CHOOSING, 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'];

/** The keywords of JSON Schema that a form may use, and three of our own, by type. */
export const KEYWORDS: Readonly<Record<FormType, readonly string[]>> = {
  object: [...EVERYWHERE, 'properties', 'required', 'additionalProperties'],
  array: [...EVERYWHERE, 'items', 'minItems', 'maxItems', 'uniqueItems'],
  string: [...CHOOSING, 'minLength', 'maxLength', 'pattern', 'format'],
  number: MEASURED,
  integer: MEASURED,
  boolean: CHOOSING,
};
/** Only of the form as a whole. */
export const OF_THE_WHOLE = ['$schema', '$defs'];
export const DRAFT = 'https://json-schema.org/draft/2020-12/schema';

const CONDITIONAL =
  'What one field asks of another is a condition in "ready", with a sentence for whoever fills in the form.';
const REFERRING = 'A form refers to nothing but its own definitions, by "$ref": "#/$defs/…".';

/** Keywords of JSON Schema that forms do not take, each with what is done instead. */
export const INSTEAD: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['if', 'then', 'else', 'not', 'allOf', 'dependentRequired', 'dependentSchemas'].map((name) => [name, CONDITIONAL]),
  ),
  ...Object.fromEntries(
    ['$id', '$anchor', '$dynamicRef', '$dynamicAnchor', '$vocabulary'].map((name) => [name, REFERRING]),
  ),
  patternProperties: 'Nobody can fill in fields without a name: use a list of objects.',
  definitions: 'Since draft 2019-09 they stand in "$defs".',
};

interface FormFormat {
  readonly expected: string;
  readonly isSound: (text: string) => boolean;
}

const SHA256_FORM = /^[0-9a-f]{64}$/i;
const AMOUNT_FORM = /^-?\d{1,15}(\.\d{1,4})?$/;

/** How a text may be written; of our own are `amount`, because a number would lose cents on the way, and `sha256`. */
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
  amount: { expected: 'an amount such as 5000.00, without a currency', isSound: (text) => AMOUNT_FORM.test(text) },
} as const satisfies Readonly<Record<string, FormFormat>>;

export type FormFormatName = keyof typeof FORM_FORMATS;

/** Formats whose texts are all as long: a bound that leaves that out leaves nothing. */
export const FORMAT_LENGTHS: Readonly<Record<string, number>> = { date: 10, uuid: 36, currency: 3, sha256: 64 };

function ofPlatform(name: string): FormFormat {
  return { expected: EXPECTED[name]!, isSound: FORMATS[name]! };
}

function isAddress(text: string): boolean {
  return text.length <= 2_000 && /^https?:\/\/\S+$/i.test(text) && URL.canParse(text);
}
