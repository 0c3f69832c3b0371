import type { TSchema } from '@sinclair/typebox';
import type { ErrorObject } from 'ajv';
import { FAULTS_MAX, type Fault, step } from './fault.js';
import { EXPECTED } from './formats.js';
import { meantBy, notZone } from './near.js';
import { counted } from './words.js';

/** What was sent, without repeating it. */
function givenWords(data: unknown): string {
  if (data === null) return 'null';
  if (Array.isArray(data)) return 'a list';
  // Only of numbers and booleans: an object may bring a `toString` of its own that is none.
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

/** What is right, without what it means. */
function firstSentence(described: string | undefined): string | undefined {
  const [first] = described?.split(/\.(?:\s|$)/, 1) ?? [];
  return first && `${first[0]!.toLowerCase()}${first.slice(1)}`;
}

/** How bounds are said. */
const BOUND_WORDS: Readonly<Record<string, string>> = {
  maximum: 'of at most',
  exclusiveMaximum: 'below',
  minimum: 'of at least',
  exclusiveMinimum: 'above',
};
/** The codes of faults whose keyword alone says them. */
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
/** What was sent is quoted up to here. */
const SHOWN_MAX = 50;
/** Objects of more fields are not spelled out. */
const FIELDS_SHOWN_MAX = 6;

const FAULT_WORDS = Symbol('sentences for faults');

/**
 * A schema with sentences of its own for what people get wrong there: by the value that was sent (of a choice any, of
 * all else null), or by the keyword that was broken. They are no part of the document of the API.
 */
export function withFaultWords<Schema extends TSchema>(
  schema: Schema,
  words: Readonly<Record<string, string>>,
): Schema {
  return Object.assign(schema, { [FAULT_WORDS]: words });
}

function ownWords({ keyword, data, parentSchema }: ErrorObject): string | undefined {
  const words = (parentSchema as { [FAULT_WORDS]?: Readonly<Record<string, string>> } | undefined)?.[FAULT_WORDS];
  if (words === undefined) return undefined;
  const name = keyword === 'enum' || data === null ? String(data) : keyword;
  return Object.hasOwn(words, name) ? words[name] : undefined;
}

/**
 * In words a person can act on. Where none of several alternatives fits, the alternatives' own complaints would
 * contradict each other: the one fault names what the schema's description says is expected. Where an object was sent
 * and one alternative alone takes an object, or requires fields that it has, it was meant, and its own complaints are told.
 * @param part what the parts of the value are called: those of a query are parameters
 */
export function toFaults(all: readonly ErrorObject[], schema: TSchema, part: 'field' | 'parameter' = 'field'): Fault[] {
  const isChoice = ({ keyword }: ErrorObject) => keyword === 'anyOf' || keyword === 'oneOf';
  const meant = new Map(all.filter(isChoice).map((choice) => [choice, objectMeant(choice)]));
  const errors = all.filter(
    (error) =>
      meant.get(error) === undefined &&
      ![...meant].some(
        ([choice, one]) =>
          one !== undefined && isBelow(error, choice) && !error.schemaPath.startsWith(`${choice.schemaPath}/${one}/`),
      ),
  );
  const choices = errors.filter(isChoice);
  const listed = new Set(errors.filter(({ keyword }) => keyword === 'enum').map(({ instancePath }) => instancePath));
  const told = errors.filter(
    (error) =>
      error.keyword !== 'if' &&
      // Which values there are says which type they have.
      !(error.keyword === 'type' && listed.has(error.instancePath)) &&
      // What is wrong with the name is told by a fault of its own.
      error.keyword !== 'propertyNames' &&
      !choices.some((choice) => isBelow(error, choice)),
  );
  const faults = new Map<string, Fault>();
  for (const error of told) {
    const fault = toFault(error, schema, part);
    const key = `${fault.pointer} ${fault.code}`;
    if (!faults.has(key)) faults.set(key, fault);
    if (faults.size >= FAULTS_MAX) break;
  }
  return [...faults.values()];
}

function isBelow(error: ErrorObject, choice: ErrorObject): boolean {
  return error.schemaPath.startsWith(`${choice.schemaPath}/`) && error.instancePath.startsWith(choice.instancePath);
}

/** Which alternative an object was sent for: the only one that takes one, or that has what it requires. */
function objectMeant({ data, schema }: ErrorObject): number | undefined {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return undefined;
  const alternatives = schema as readonly ObjectSchema[];
  const takers = [...alternatives.keys()].filter((index) => alternatives[index]!.type === 'object');
  if (takers.length === 1) return takers[0];
  const begun = takers.filter((index) => requiredOf(alternatives[index]!).every((name) => Object.hasOwn(data, name)));
  return begun.length === 1 ? begun[0] : undefined;
}

interface ObjectSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, object>>;
  readonly required?: readonly string[];
}

/** What has to be sent: what has a default need not be. */
function requiredOf({ properties = {}, required = [] }: ObjectSchema): readonly string[] {
  return required.filter((name) => !Object.hasOwn(properties[name] ?? {}, 'default'));
}

/** What a list holds, or the fields of an object, where they are few: its type alone would not say it. */
function contentWords(error: ErrorObject): string {
  const schema = error.parentSchema as ObjectSchema & { readonly items?: { readonly format?: string } };
  if (error.params.type === 'array') return schema.items?.format === 'uuid' ? ' of ids' : '';
  const names = Object.keys(schema.properties ?? {});
  if (error.params.type !== 'object' || names.length === 0 || names.length > FIELDS_SHOWN_MAX) return '';
  const required = requiredOf(schema);
  return ` { ${names.map((name) => `"${name}"${required.includes(name) ? '' : '?'}`).join(', ')} }`;
}

function toFault(error: ErrorObject, schema: TSchema, part: string): Fault {
  const at = placeOf(error);
  const { params } = error;
  const code = CODES[error.keyword] ?? 'value';
  const own = ownWords(error);
  if (own !== undefined) return { pointer: at, code, message: own };
  switch (error.keyword) {
    case 'required':
      return { pointer: at, code: 'required', message: `"${params.missingProperty}" is required.` };
    case 'additionalProperties':
      return {
        pointer: at,
        code,
        message: `There is no ${part} "${params.additionalProperty}" here; ${known(error)}.${meantBy(params.additionalProperty, fieldsOf(error))}`,
      };
    case 'type':
      if (part === 'parameter' && Array.isArray(error.data))
        return { pointer: at, code: 'type', message: givenOften(error) };
      return { pointer: at, code: 'type', message: `Expected ${typeFaultWords(error, schema)}.` };
    case 'enum':
      return {
        pointer: at,
        code: 'value',
        message: `Expected ${choiceWords(error, schema)}.${meantBy(error.data, params.allowedValues.map(String))}`,
      };
    case 'const':
      return { pointer: at, code: 'value', message: `Expected ${JSON.stringify(params.allowedValue)}.` };
    case 'format':
      return {
        pointer: at,
        code: params.format,
        message: `Expected ${EXPECTED[params.format] ?? params.format}${params.format === 'timeZone' ? notZone(error.data) : notText(error)}`,
      };
    case 'pattern':
      return {
        pointer: at,
        code: 'format',
        message: `Expected ${firstSentence(describe(error)) ?? `text matching ${params.pattern}`}.`,
      };
    case 'maxLength':
      return { pointer: at, code: 'tooLong', message: `Expected at most ${params.limit} characters.` };
    case 'minLength':
      return {
        pointer: at,
        code: 'tooShort',
        message: params.limit === 1 ? 'Expected some text.' : `Expected at least ${params.limit} characters.`,
      };
    case 'maximum':
    case 'exclusiveMaximum':
    case 'minimum':
    case 'exclusiveMinimum':
      return { pointer: at, code, message: `Expected a number ${BOUND_WORDS[error.keyword]} ${params.limit}.` };
    case 'maxItems':
      return { pointer: at, code, message: `Expected at most ${counted(params.limit, 'entry', 'entries')}.` };
    case 'maxProperties':
      return { pointer: at, code, message: `Expected at most ${counted(params.limit, 'field', 'fields')}.` };
    case 'minItems':
      return { pointer: at, code, message: `Expected at least ${counted(params.limit, 'entry', 'entries')}.` };
    case 'minProperties':
      return { pointer: at, code, message: `Expected at least ${counted(params.limit, 'field', 'fields')}.` };
    case 'uniqueItems':
      // Which of the two comes first depends on what the list holds.
      return {
        pointer: `${at}/${Math.max(params.i, params.j)}`,
        code: 'duplicate',
        message: `Is the same as entry ${Math.min(params.i, params.j)} (counted from 0).`,
      };
    case 'anyOf':
    case 'oneOf':
      return {
        pointer: at,
        code: 'value',
        message: `Expected ${firstSentence(describe(error)) ?? 'one of the documented forms'}.`,
      };
    default:
      return { pointer: at, code: error.keyword, message: error.message ?? 'Not valid.' };
  }
}

/** Of a parameter that is given more than once. */
function givenOften(error: ErrorObject): string {
  const name = error.instancePath.slice(1);
  const takesSeveral = describe(error)?.includes('comma') === true;
  const once = `${name}=${(error.data as unknown[]).join(',')}`.slice(0, SHOWN_MAX);
  return `Given more than once: ${takesSeveral ? `write \`${once}\`` : 'expected a single value'}.`;
}

/** What was sent in place of a text of some form, but an address, by which somebody could be known. */
function notText({ params, data }: ErrorObject): string {
  const isShown = params.format !== 'email' && typeof data === 'string' && data.length <= SHOWN_MAX;
  return isShown ? `, not ${JSON.stringify(data)}.` : '.';
}

/** Where it is, or what is missing there. */
function placeOf({ keyword, instancePath, propertyName, params }: ErrorObject): string {
  const names: Readonly<Record<string, string>> = {
    required: params.missingProperty,
    additionalProperties: params.additionalProperty,
  };
  const name = names[keyword] ?? propertyName;
  return name === undefined ? instancePath : instancePath + step(name);
}

/** Of text that has a form, the form: that it is text would not say what is right. */
function formWords(error: ErrorObject): string | undefined {
  const { format, pattern } = error.parentSchema as { format?: string; pattern?: string };
  if (format !== undefined) return EXPECTED[format];
  return pattern === undefined ? undefined : firstSentence(describe(error));
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
  // Everything in a query is text, so that it is text would not say what is wrong.
  const isWritten = typeof error.data === 'string' && error.data.length <= SHOWN_MAX;
  if (isWritten && form === undefined) return `${expected}, not the text ${JSON.stringify(error.data)}`;
  return `${expected}, not ${givenWords(error.data)}${hintOf(error, schema)}`;
}

function choiceWords(error: ErrorObject, schema: TSchema): string {
  const allowed = error.params.allowedValues as readonly unknown[];
  const values = allowed.filter((each) => each !== null).map(String);
  const choice = values.length === 1 ? `"${values[0]}"` : `one of ${values.join(', ')}`;
  const { data } = error;
  const given = typeof data === 'string' && data.length <= SHOWN_MAX ? JSON.stringify(data) : givenWords(data);
  return `${choice}${allowed.includes(null) ? ' or null' : ''}, not ${given}${hintOf(error, schema)}`;
}

/** Who sends null for a field without a value has to know that it is left out. */
function hintOf(error: ErrorObject, schema: TSchema): string {
  return error.data === null && isOptional(error, schema) ? '; a field without a value is left out' : '';
}

/** Whether the place is a field of an object that need not have it. */
function isOptional({ schemaPath, parentSchema }: ErrorObject, schema: TSchema): boolean {
  if (Object.hasOwn(parentSchema ?? {}, 'default')) return true;
  const steps = schemaPath.split('/').slice(1, -1);
  const name = steps.pop();
  if (steps.pop() !== 'properties' || name === undefined) return false;
  const parent = steps.reduce<unknown>((part, each) => (part as Record<string, unknown> | undefined)?.[each], schema);
  return !((parent as { required?: readonly string[] } | undefined)?.required ?? []).includes(name);
}
