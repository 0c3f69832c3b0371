/**
 * A JSON number, stored digit by digit. Meta's ids have up to 17 digits, more than a JavaScript number holds, and an
 * amount converted to one may lose its cents.
 */
export class JsonNumber {
  constructor(readonly digits: string) {
    if (!/^-?(0|[1-9]\d*)(\.\d+)?$/.test(digits)) throw new Error(`Not a JSON number: ${JSON.stringify(digits)}`);
  }

  /** Throws, because `JSON.stringify` would write it as an object. */
  toJSON(): never {
    throw new Error('Exact numbers have to be written by writeJson');
  }
}

export type Json = string | number | boolean | null | JsonNumber | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

/**
 * Like `JSON.stringify`, but writes exact numbers digit by digit.
 * @param indent spaces for each level; 0 for a single line
 */
export function writeJson(value: Json, indent = 0): string {
  return write(value, indent, '');
}

export function fieldOf(value: Json | undefined, name: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** Returns the value at a path of fields. */
export function at(value: Json | undefined, ...names: readonly string[]): Json | undefined {
  return names.reduce<Json | undefined>(fieldOf, value);
}

/** Returns the list at a path of fields; empty for anything else. */
export function listAt(value: Json | undefined, ...names: readonly string[]): readonly Json[] {
  const found = at(value, ...names);
  return Array.isArray(found) ? (found as readonly Json[]) : [];
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof JsonNumber);
}

function write(value: Json, indent: number, margin: string): string {
  if (value instanceof JsonNumber) return value.digits;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${margin}${' '.repeat(indent)}`;
  const [before, between, colon] = indent === 0 ? ['', ',', ':'] : [`\n${inner}`, `,\n${inner}`, ': '];
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  let text = open!;
  let separator = before;
  const add = (part: string) => {
    text += separator + part;
    separator = between;
  };
  if (Array.isArray(value)) for (const each of value as readonly Json[]) add(write(each, indent, inner));
  else
    for (const name of Object.keys(value))
      add(JSON.stringify(name) + colon + write((value as JsonObject)[name]!, indent, inner));
  if (separator === before) return `${open}${close}`;
  return indent === 0 ? text + close : `${text}\n${margin}${close}`;
}
