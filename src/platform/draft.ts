import type { TSchema } from '@sinclair/typebox';
import { step } from './fault.js';

/** A value that has the shape it should have, and the places at which it is not what was sent. */
export interface Draft {
  readonly value: unknown;
  /** JSON pointers of what was left out or stands in for something else. */
  readonly replaced: readonly string[];
}

/** The pointer of a value as a whole. */
export const WHOLE = '';

/** The parts of JSON Schema that our schemas are made of. */
interface Shape {
  readonly type?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly patternProperties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly items?: Shape | readonly Shape[];
  readonly format?: string;
  readonly minimum?: number;
}

const HARMLESS_TEXT: Readonly<Record<string, string>> = {
  instant: '2000-01-01T00:00:00.000Z',
  duration: 'PT1H',
  durationOrZero: 'PT0S',
  timeZone: 'UTC',
  date: '2000-01-01',
  email: 'nobody@example.com',
  uuid: '00000000-0000-0000-0000-000000000000',
};

/**
 * What can be read of a value with faults: unknown fields and optional ones at fault are left out, and something harmless
 * stands in for the rest. Good for finding out what else is wrong, and for nothing else.
 * @param faulty JSON pointers of everything that is not as the schema says
 */
export function draftOf(schema: TSchema, value: unknown, faulty: readonly string[]): Draft {
  if (faulty.length === 0) return { value, replaced: [] };
  const atFault = new Set(faulty);
  const aboveFault = new Set(faulty.flatMap(placesAbove));
  const replaced: string[] = [];
  if (atFault.has(WHOLE)) return { value: harmless(schema as Shape), replaced: [WHOLE] };
  return { value: mend(schema as Shape, value, WHOLE), replaced };

  function mend(shape: Shape, given: unknown, pointer: string): unknown {
    if (!atFault.has(pointer) && !aboveFault.has(pointer)) return given;
    if (shape.type === 'object' && isObject(given)) return mendFields(shape, given, pointer);
    // A list that is at fault itself has too many entries to look at, or too few.
    if (shape.type === 'array' && Array.isArray(given) && !atFault.has(pointer)) {
      const { items } = shape;
      const isTuple = Array.isArray(items);
      // A tuple of another length is no shorter or longer list, but something else.
      if (!isTuple || items.length === given.length)
        return given.map((item, index) => mend(isTuple ? items[index] : items, item, pointer + step(index)));
    }
    replaced.push(pointer);
    return harmless(shape);
  }

  function mendFields(shape: Shape, given: Readonly<Record<string, unknown>>, pointer: string): object {
    const fields: [string, unknown][] = [];
    for (const [name, value] of Object.entries(given)) {
      const at = pointer + step(name);
      const shapeOfField = fieldOf(shape, name);
      const isOptional = shape.required?.includes(name) !== true;
      if (shapeOfField === undefined || (isOptional && atFault.has(at) && !isObject(value))) replaced.push(at);
      else fields.push([name, mend(shapeOfField, value, at)]);
    }
    for (const name of shape.required ?? []) {
      if (Object.hasOwn(given, name)) continue;
      replaced.push(pointer + step(name));
      fields.push([name, harmless(shape.properties![name]!)]);
    }
    return Object.fromEntries(fields);
  }
}

/** `/a/b` lies under `/a` and under the whole. */
function placesAbove(pointer: string): string[] {
  const steps = pointer.split('/').slice(0, -1);
  return steps.map((_, index) => steps.slice(0, index + 1).join('/'));
}

function fieldOf({ properties = {}, patternProperties = {} }: Shape, name: string): Shape | undefined {
  if (Object.hasOwn(properties, name)) return properties[name];
  return Object.entries(patternProperties).find(([pattern]) => new RegExp(pattern, 'u').test(name))?.[1];
}

function harmless(shape: Shape): unknown {
  if (shape.default !== undefined) return structuredClone(shape.default);
  if (shape.const !== undefined) return shape.const;
  if (shape.enum !== undefined) return shape.enum[0];
  const choices = shape.anyOf ?? shape.oneOf;
  if (choices !== undefined) return harmless(choices[0]!);
  switch (shape.type) {
    case 'object':
      return Object.fromEntries((shape.required ?? []).map((name) => [name, harmless(shape.properties![name]!)]));
    case 'array':
      return Array.isArray(shape.items) ? shape.items.map(harmless) : [];
    case 'string':
      return HARMLESS_TEXT[shape.format ?? ''] ?? '';
    case 'number':
    case 'integer':
      return shape.minimum ?? 0;
    case 'boolean':
      return false;
    default:
      return null;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
