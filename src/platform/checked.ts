import type { TSchema } from '@sinclair/typebox';
import { Ajv, type ValidateFunction } from 'ajv';
import { bottomOf } from './bands.js';
import { apartFrom, FAULTS_MAX, type Fault, step } from './fault.js';
import { toFaults } from './fault-words.js';
import {
  isCurrency,
  isDate,
  isDuration,
  isDurationOrZero,
  isEmail,
  isId,
  isTimeZone,
  parseInstant,
} from './formats.js';
import { normaliseText } from './text.js';

/** Several of Ajv's errors may be one fault. Each is held against those that may explain it, so they must not be too many. */
const ERRORS_MAX = 4 * FAULTS_MAX;

/** Whether a text is what a schema's `format` says. */
export const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  instant: (text) => parseInstant(text) !== null,
  instantOrDate: (text) => parseInstant(text) !== null || (isDate(text) && parseInstant(`${text}T12:00:00Z`) !== null),
  duration: isDuration,
  durationOrZero: isDurationOrZero,
  timeZone: isTimeZone,
  date: isDate,
  email: isEmail,
  currency: isCurrency,
  band: (text) => bottomOf(text) !== null,
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
  return validate(value)
    ? []
    : toFaults((validate.errors ?? []).slice(0, ERRORS_MAX), schema, ajv === queries ? 'parameter' : 'field');
}
