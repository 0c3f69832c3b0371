import type { TSchema } from '@sinclair/typebox';
import type { ErrorObject } from 'ajv';
import { counted } from '../values/words.js';
import { type Fault, fault, step } from './fault.js';
import { EXPECTED } from './formats.js';
import { notZone, suggestionFor } from './near.js';

/** Describes what was sent, without quoting its text. */
function givenWords(data: unknown): string {
  if (data === null) return 'null';
  if (Array.isArray(data)) return 'a list';
  // Converts only numbers and booleans: an object may have a `toString` that is not a function.
  switch (typeof data) {
    case 'string':
      return 'text';
    case 'number':
      return `the number ${data}`;
    case 'boolean':
      return String(data);
    default:
      return 'an object';
  }
}

/** @param type of JSON schema */
function typeWords(type: string | string[]): string {
  const words: Record<string, string> = {
    string: 'text',
    number: 'a number',
    integer: 'a whole number',
    boolean: 'true or false',
    object: 'an object',
    array: 'a list',
    null: 'null',
  };
  return [type]
    .flat()
    .map((each) => words[each] ?? each)
    .join(' or ');
}

/** Returns the part of a description that says what is valid, without its explanation. */
function firstSentence(described: string | undefined): string | undefined {
  const [first] = described?.split(/\.(?:\s|$)/, 1) ?? [];
  return first && `${first[0]!.toLowerCase()}${first.slice(1)}`;
}

const BOUND_WORDS: Readonly<Record<string, string>> = {
  maximum: 'of at most',
  exclusiveMaximum: 'below',
  minimum: 'of at least',
  exclusiveMinimum: 'above',
};
/** Fault codes for keywords that need no further distinction. */
const CODES: Readonly<Record<string, string>> = {
  maximum: 'tooLarge',
  exclusiveMaximum: 'tooLarge',
  minimum: 'tooSmall',
  exclusiveMinimum: 'tooSmall',
  maxItems: 'tooMany',
  maxProperties: 'tooMany',
  minItems: 'tooFew',
  minProperties: 'tooFew',
  additionalProperties: 'unknown',
};
/** Longest text of a request that a message quotes, in characters. */
const SHOWN_MAX = 50;
/** Longer examples are not quoted. */
const EXAMPLE_MAX = 80;
/** Objects with more fields are not spelled out. */
const FIELDS_SHOWN_MAX = 6;

const FAULT_WORDS = Symbol('sentences for faults');

/**
 * Gives a schema its own sentences for common mistakes. They are keyed by the value sent (any for an enum, otherwise
 * only `null`), by the unknown field, or by the violated keyword. The API document does not include them.
 */
export function withFaultWords<Schema extends TSchema>(
  schema: Schema,
  words: Readonly<Record<string, string>>,
): Schema {
  return Object.assign(schema, { [FAULT_WORDS]: words });
}

function ownWords({ keyword, data, params, parentSchema }: ErrorObject): string | undefined {
  const words = (parentSchema as { [FAULT_WORDS]?: Readonly<Record<string, string>> } | undefined)?.[FAULT_WORDS];
  if (words === undefined) return undefined;
  const names = keyword === 'enum' || data === null ? [String(data)] : [String(params.additionalProperty), keyword];
  const name = names.find((each) => Object.hasOwn(words, each));
  return name === undefined ? undefined : words[name];
}

export interface ObjectSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, object>>;
  readonly required?: readonly string[];
  readonly examples?: readonly unknown[];
}

/** Returns the fields that must be sent; a field with a default need not be. */
export function requiredOf({ properties = {}, required = [] }: ObjectSchema): readonly string[] {
  return required.filter((name) => !Object.hasOwn(properties[name] ?? {}, 'default'));
}

/**
 * Describes a list or an object by its example, the entries of a list, or the fields of an object if they are few: the
 * type alone would not say what is expected.
 */
function contentWords(error: ErrorObject): string {
  const schema = error.parentSchema as ObjectSchema & { readonly items?: { readonly format?: string } };
  const example = JSON.stringify(schema.examples?.[0]);
  if (example !== undefined && example.length <= EXAMPLE_MAX) return ` such as ${example}`;
  if (error.params.type === 'array') return schema.items?.format === 'uuid' ? ' of ids' : '';
  const names = Object.keys(schema.properties ?? {});
  if (error.params.type !== 'object' || names.length === 0 || names.length > FIELDS_SHOWN_MAX) return '';
  const required = requiredOf(schema);
  return ` { ${names.map((name) => `"${name}"${required.includes(name) ? '' : '?'}`).join(', ')} }`;
}

/** @param part what the parts of the value are called: those of a query are parameters */
export function toFault(error: ErrorObject, schema: TSchema, part: string): Fault {
  const at = placeOf(error);
  const { params } = error;
  const code = CODES[error.keyword] ?? 'value';
  const own = ownWords(error);
  if (own !== undefined) return fault(at, code, own);
  switch (error.keyword) {
    case 'required':
      return fault(at, 'required', `"${params.missingProperty}" is required.`);
    case 'additionalProperties':
      return fault(
        at,
        code,
        `There is no ${part} "${params.additionalProperty}" here; ${known(error)}.${suggestionFor(params.additionalProperty, fieldsOf(error))}`,
      );
    case 'type':
      if (part === 'parameter' && Array.isArray(error.data)) return fault(at, 'type', givenOften(error));
      return fault(at, 'type', `Expected ${typeFaultWords(error, schema)}.`);
    case 'enum':
      return fault(at, 'value', choiceFaultWords(error, schema));
    case 'const':
      return fault(at, 'value', `Expected ${JSON.stringify(params.allowedValue)}.`);
    case 'format':
      return {
        pointer: at,
        code: params.format,
        message: `Expected ${EXPECTED[params.format] ?? params.format}${params.format === 'timeZone' ? notZone(error.data) : notText(error)}`,
      };
    case 'pattern':
      return fault(at, 'format', `Expected ${firstSentence(describe(error)) ?? `text matching ${params.pattern}`}.`);
    case 'maxLength':
      return fault(at, 'tooLong', `Expected at most ${params.limit} characters.`);
    case 'minLength':
      return fault(
        at,
        'tooShort',
        params.limit === 1 ? 'Expected some text.' : `Expected at least ${params.limit} characters.`,
      );
    case 'maximum':
    case 'exclusiveMaximum':
    case 'minimum':
    case 'exclusiveMinimum':
      return fault(at, code, `Expected a number ${BOUND_WORDS[error.keyword]} ${params.limit}, not ${error.data}.`);
    case 'maxItems':
      return fault(at, code, `Expected at most ${counted(params.limit, 'entry', 'entries')}.`);
    case 'maxProperties':
      return fault(at, code, `Expected at most ${counted(params.limit, 'field', 'fields')}.`);
    case 'minItems':
      return fault(at, code, `Expected at least ${counted(params.limit, 'entry', 'entries')}.`);
    case 'minProperties':
      return fault(at, code, `Expected at least ${counted(params.limit, 'field', 'fields')}.`);
    case 'uniqueItems':
      // Ajv's order of the two depends on the types in the list.
      return fault(
        `${at}/${Math.max(params.i, params.j)}`,
        'duplicate',
        `This is the same as entry ${Math.min(params.i, params.j)} (counted from 0).`,
      );
    case 'anyOf':
    case 'oneOf':
      return fault(
        at,
        'value',
        `Expected ${formOrNull(error) ?? firstSentence(describe(error)) ?? 'one of the documented forms'}.`,
      );
    default:
      return fault(at, error.keyword, error.message ?? 'Not valid.');
  }
}

/** Returns the message for a parameter that was sent more than once. */
function givenOften(error: ErrorObject): string {
  const name = error.instancePath.slice(1);
  const takesSeveral = describe(error)?.includes('comma') === true;
  const once = `${name}=${(error.data as unknown[]).join(',')}`.slice(0, SHOWN_MAX);
  return `Given more than once: ${takesSeveral ? `write \`${once}\`` : 'expected a single value'}.`;
}

/**
 * Returns the end of a message, which quotes the text sent. An e-mail address is never quoted, as it may identify a
 * person.
 */
function notText({ params, data }: ErrorObject): string {
  const isShown = params.format !== 'email' && typeof data === 'string' && data.length <= SHOWN_MAX;
  return isShown ? `, not ${JSON.stringify(data)}.` : '.';
}

/** Returns the place of an error, or that of the missing or unknown field. */
function placeOf({ keyword, instancePath, propertyName, params }: ErrorObject): string {
  const names: Readonly<Record<string, string>> = {
    required: params.missingProperty,
    additionalProperties: params.additionalProperty,
  };
  const name = names[keyword] ?? propertyName;
  return name === undefined ? instancePath : instancePath + step(name);
}

/** Returns the expected form of a text, if it has one: to call it "text" would not say what is expected. */
function formWords(error: ErrorObject): string | undefined {
  const { format, pattern } = error.parentSchema as { format?: string; pattern?: string };
  if (format !== undefined) return EXPECTED[format];
  return pattern === undefined ? undefined : firstSentence(describe(error));
}

/** Returns what is expected of a text that may be null, such as an id. */
function formOrNull({ parentSchema, data }: ErrorObject): string | undefined {
  const { anyOf = [] } = parentSchema as { anyOf?: readonly { readonly type?: string; readonly format?: string }[] };
  const [form, ...others] = anyOf.filter(({ type }) => type !== 'null');
  const expected = others.length === 0 && form?.format !== undefined ? EXPECTED[form.format] : undefined;
  return expected && `${expected}, or null, not ${givenWords(data)}`;
}

function describe(error: ErrorObject): string | undefined {
  return (error.parentSchema as { description?: string } | undefined)?.description;
}

function fieldsOf(error: ErrorObject): string[] {
  return Object.keys((error.parentSchema as { properties?: object } | undefined)?.properties ?? {});
}

function known(error: ErrorObject): string {
  const names = fieldsOf(error);
  if (names.length === 0) return 'none is taken';
  return names.length === 1 ? `the only one is ${names[0]}` : `known are ${names.join(', ')}`;
}

function typeFaultWords(error: ErrorObject, schema: TSchema): string {
  const form = formWords(error);
  const expected = form ?? `${typeWords(error.params.type)}${contentWords(error)}`;
  const isBareText = form === undefined && [error.params.type].flat().includes('string');
  if (isBareText && typeof error.data === 'number')
    return `${expected}, not ${givenWords(error.data)}: write "${error.data}"`;
  if (error.data === undefined) return `${expected}, and there is no body`;
  // Quotes the text: everything in a query is text, so its type would not say what is wrong.
  const isWritten = typeof error.data === 'string' && error.data.length <= SHOWN_MAX;
  if (isWritten && form === undefined) return `${expected}, not the text ${JSON.stringify(error.data)}`;
  return `${expected}, not ${givenWords(error.data)}${hintOf(error, schema)}`;
}

/** Of more values than these, only the one that was likely meant is named, if there is one. */
const VALUES_BESIDE_MEANT_MAX = 30;

function choiceFaultWords(error: ErrorObject, schema: TSchema): string {
  const allowed = error.params.allowedValues as readonly unknown[];
  const values = allowed.filter((each) => each !== null).map(String);
  const { data } = error;
  const meant = suggestionFor(data, values);
  const listed =
    meant !== '' && values.length > VALUES_BESIDE_MEANT_MAX ? `${values.length} values` : values.join(', ');
  const choice = values.length === 1 ? `"${values[0]}"` : `one of ${listed}`;
  const given = typeof data === 'string' && data.length <= SHOWN_MAX ? JSON.stringify(data) : givenWords(data);
  return `Expected ${choice}${allowed.includes(null) ? ' or null' : ''}, not ${given}${hintOf(error, schema)}.${meant}`;
}

/** Tells a sender of null that a field without a value is left out. */
function hintOf(error: ErrorObject, schema: TSchema): string {
  return error.data === null && isOptional(error, schema) ? '; a field without a value is left out' : '';
}

/** Reports whether the place is an optional field of an object. */
function isOptional({ schemaPath, parentSchema }: ErrorObject, schema: TSchema): boolean {
  if (Object.hasOwn(parentSchema ?? {}, 'default')) return true;
  const steps = schemaPath.split('/').slice(1, -1);
  const name = steps.pop();
  if (steps.pop() !== 'properties' || name === undefined) return false;
  const parent = steps.reduce<unknown>((part, each) => (part as Record<string, unknown> | undefined)?.[each], schema);
  return !((parent as { required?: readonly string[] } | undefined)?.required ?? []).includes(name);
}
