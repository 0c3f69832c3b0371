import type { TSchema } from '@sinclair/typebox';
import { Ajv, type ValidateFunction } from 'ajv';
import { bottomOf } from '../values/bands.js';
import { normaliseText } from '../values/text.js';
import { FAULTS_MAX, type Fault, fault, faultsElsewhere, step } from './fault.js';
import { toFaults } from './faults-of-shape.js';
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

/**
 * Several of Ajv's errors may be one fault. Each is compared with those that may explain it, so their number is
 * limited.
 */
const ERRORS_MAX = 4 * FAULTS_MAX;

/** Checks whether a text conforms to a schema's `format`. */
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

/**
 * Annotates a schema whose form depends on another field of the body: the field, and the form for each of its values.
 * What the form requires is checked by whoever knows the field.
 */
export const DEPENDS_ON = 'x-depends-on';

function compilerFor(options: { coerceTypes: boolean; allErrors: boolean }): Ajv {
  const ajv = new Ajv({
    useDefaults: true,
    strict: true,
    allowUnionTypes: true,
    verbose: true,
    ...options,
  });
  // Describes the schema to those who make forms of it, and checks nothing.
  ajv.addVocabulary([DEPENDS_ON]);
  for (const [name, validate] of Object.entries(FORMATS)) ajv.addFormat(name, { type: 'string', validate });
  return ajv;
}

const bodies = compilerFor({ coerceTypes: false, allErrors: true });
const firstOfBodies = compilerFor({ coerceTypes: false, allErrors: false });
const queries = compilerFor({ coerceTypes: true, allErrors: true });
const compiled = new WeakMap<Ajv, WeakMap<TSchema, ValidateFunction>>();

/**
 * Normalises the text of a body or of a part of one, fills in defaults, both in place, and checks its shape. The caller
 * checks its meaning (ids that exist, conditions, dates), and only if there are no faults.
 * @param howMany faults of its shape to look for; for a heavy body, always only the first
 * @returns the body, which is of its type if there are no faults
 */
export function readBody<Body>(
  schema: TSchema,
  sent: unknown,
  howMany: 'all' | 'first' = 'all',
): { body: Body; faults: readonly Fault[] } {
  const { value, faults, isHeavy } = normaliseText(sent);
  const ofShape = faultsOf(schema, value, isHeavy ? 'first' : howMany);
  return { body: value as Body, faults: [...faults, ...faultsElsewhere(faults, ofShape)] };
}

/**
 * Checks the shape of a whole request body whose text is normalised, and fills in defaults in place.
 * @param howMany `first` returns as soon as a fault is found, however much is wrong
 * @returns every fault; empty if the body conforms to the schema
 */
export function faultsOf(schema: TSchema, body: unknown, howMany: 'all' | 'first' = 'all'): Fault[] {
  return check(howMany === 'all' ? bodies : firstOfBodies, schema, body);
}

/** Does the same for a query string, whose values arrive as text and are converted to the types of the schema. */
export function faultsOfQuery(schema: TSchema, query: object): Fault[] {
  const faults = check(queries, schema, query);
  // Ajv converts "1e400" to Infinity, which passes as a whole number within every bound.
  const boundless = Object.entries(query).filter(([, value]) => typeof value === 'number' && !Number.isFinite(value));
  return [...faults, ...boundless.map(([name]) => fault(step(name), 'type', 'Expected a whole number.'))];
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
