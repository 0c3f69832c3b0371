import type { TSchema } from '@sinclair/typebox';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { apartFrom, FAULTS_MAX, type Fault, step } from './fault.js';
import { EXPECTED, isDate, isDuration, isDurationOrZero, isEmail, isTimeZone, parseInstant } from './formats.js';
import { isId } from './ids.js';
import { normaliseText } from './text.js';

/** Several of Ajv's errors may be one fault. Each is held against those that may explain it, so they must not be too many. */
const ERRORS_MAX = 4 * FAULTS_MAX;

/** Whether a text is what a schema's `format` says. */
export const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  instant: (text) => parseInstant(text) !== null,
  duration: isDuration,
  durationOrZero: isDurationOrZero,
  timeZone: isTimeZone,
  date: isDate,
  email: isEmail,
  uuid: isId,
};

function compilerFor(options: { coerceTypes: boolean; allErrors: boolean }): Ajv {
  const ajv = new Ajv({
    useDefaults: true,
    strict: true,
    allowUnionTypes: true,
    verbose: true,
    ...options,
  });
  for (const [name, validate] of Object.entries(FORMATS)) ajv.addFormat(name, { type: 'string', validate });
  return ajv;
}

const bodies = compilerFor({ coerceTypes: false, allErrors: true });
const firstOfBodies = compilerFor({ coerceTypes: false, allErrors: false });
const queries = compilerFor({ coerceTypes: true, allErrors: true });
const compiled = new WeakMap<Ajv, WeakMap<TSchema, ValidateFunction>>();

/**
 * What was sent, or a part of it, with its text normalised and its defaults filled in, in place. What it means (ids that
 * exist, conditions, dates) is asked of a body without faults alone, by whoever acts on it.
 * @param howMany of the faults of its shape are looked for; of a heavy body always the first
 * @returns the body, which is of its type where there are no faults
 */
export function readBody<Body>(
  schema: TSchema,
  sent: unknown,
  howMany: 'all' | 'first' = 'all',
): { body: Body; faults: readonly Fault[] } {
  const { value, faults, isHeavy } = normaliseText(sent);
  const ofShape = faultsOf(schema, value, isHeavy ? 'first' : howMany);
  return { body: value as Body, faults: [...faults, ...apartFrom(faults, ofShape)] };
}

/**
 * Checks the shape of a request body whose text is normalised, all of it, and fills in defaults in place.
 * @param howMany the first fault alone is found as quickly as there is one, however much is wrong
 * @returns every fault, empty when the body is what the schema says
 */
export function faultsOf(schema: TSchema, body: unknown, howMany: 'all' | 'first' = 'all'): Fault[] {
  return check(howMany === 'all' ? bodies : firstOfBodies, schema, body);
}

/** The same for a query string, whose values arrive as text and become what the schema says. */
export function faultsOfQuery(schema: TSchema, query: object): Fault[] {
  const faults = check(queries, schema, query);
  // Ajv makes Infinity of "1e400", a whole number within every bound.
  const boundless = Object.entries(query).filter(([, value]) => typeof value === 'number' && !Number.isFinite(value));
  return [
    ...faults,
    ...boundless.map(([name]) => ({ pointer: step(name), code: 'type', message: 'Expected a whole number.' })),
  ];
}

function check(ajv: Ajv, schema: TSchema, value: unknown): Fault[] {
  const ofThis = compiled.get(ajv) ?? new WeakMap<TSchema, ValidateFunction>();
  compiled.set(ajv, ofThis);
  const validate = ofThis.get(schema) ?? ajv.compile(schema);
  ofThis.set(schema, validate);
  return validate(value) ? [] : toFaults((validate.errors ?? []).slice(0, ERRORS_MAX));
}

/**
 * In words a person can act on. Where none of several alternatives fits, the alternatives' own complaints would
 * contradict each other: the one fault names what the schema's description says is expected.
 */
function toFaults(errors: readonly ErrorObject[]): Fault[] {
  const choices = errors.filter((error) => error.keyword === 'anyOf' || error.keyword === 'oneOf');
  const listed = new Set(errors.filter(({ keyword }) => keyword === 'enum').map(({ instancePath }) => instancePath));
  const told = errors.filter(
    (error) =>
      error.keyword !== 'if' &&
      // Which values there are says which type they have.
      !(error.keyword === 'type' && listed.has(error.instancePath)) &&
      // What is wrong with the name is told by a fault of its own.
      error.keyword !== 'propertyNames' &&
      !choices.some(
        (choice) =>
          choice !== error &&
          error.schemaPath.startsWith(`${choice.schemaPath}/`) &&
          error.instancePath.startsWith(choice.instancePath),
      ),
  );
  const faults = new Map<string, Fault>();
  for (const error of told) {
    const fault = toFault(error);
    const key = `${fault.pointer} ${fault.code}`;
    if (!faults.has(key)) faults.set(key, fault);
    if (faults.size >= FAULTS_MAX) break;
  }
  return [...faults.values()];
}

function toFault(error: ErrorObject): Fault {
  const at = error.instancePath + (error.propertyName === undefined ? '' : step(error.propertyName));
  const { params } = error;
  switch (error.keyword) {
    case 'required':
      return {
        pointer: at + step(params.missingProperty),
        code: 'required',
        message: `"${params.missingProperty}" is required.`,
      };
    case 'additionalProperties':
      return {
        pointer: at + step(params.additionalProperty),
        code: 'unknown',
        message: `There is no field "${params.additionalProperty}" here; known are ${known(error)}.`,
      };
    case 'type':
      return { pointer: at, code: 'type', message: `Expected ${formWords(error) ?? typeWords(params.type)}.` };
    case 'enum':
      return { pointer: at, code: 'value', message: `Expected one of ${params.allowedValues.join(', ')}.` };
    case 'const':
      return { pointer: at, code: 'value', message: `Expected ${JSON.stringify(params.allowedValue)}.` };
    case 'format':
      return { pointer: at, code: params.format, message: `Expected ${EXPECTED[params.format] ?? params.format}.` };
    case 'pattern':
      return {
        pointer: at,
        code: 'format',
        message: `Expected ${describe(error) ?? `text matching ${params.pattern}`}.`,
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
      return { pointer: at, code: 'tooLarge', message: `Expected a number ${params.comparison} ${params.limit}.` };
    case 'minimum':
    case 'exclusiveMinimum':
      return { pointer: at, code: 'tooSmall', message: `Expected a number ${params.comparison} ${params.limit}.` };
    case 'maxItems':
    case 'maxProperties':
      return { pointer: at, code: 'tooMany', message: `Expected at most ${params.limit} entries.` };
    case 'minItems':
    case 'minProperties':
      return { pointer: at, code: 'tooFew', message: `Expected at least ${params.limit} entries.` };
    case 'uniqueItems':
      // Which of the two comes first depends on what the list holds.
      return {
        pointer: `${at}/${Math.max(params.i, params.j)}`,
        code: 'duplicate',
        message: `Repeats entry ${Math.min(params.i, params.j)}.`,
      };
    case 'anyOf':
    case 'oneOf':
      return { pointer: at, code: 'value', message: `Expected ${describe(error) ?? 'one of the documented forms'}.` };
    default:
      return { pointer: at, code: error.keyword, message: error.message ?? 'Not valid.' };
  }
}

/** Of text that has a form, the form: that it is text would not say what is right. */
function formWords(error: ErrorObject): string | undefined {
  const { format, pattern } = error.parentSchema as { format?: string; pattern?: string };
  if (format !== undefined) return EXPECTED[format];
  return pattern === undefined ? undefined : describe(error);
}

function describe(error: ErrorObject): string | undefined {
  return (error.parentSchema as { description?: string } | undefined)?.description;
}

function known(error: ErrorObject): string {
  const properties = (error.parentSchema as { properties?: object } | undefined)?.properties ?? {};
  return Object.keys(properties).join(', ') || 'none';
}

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
