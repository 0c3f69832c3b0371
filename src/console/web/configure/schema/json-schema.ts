import { stepsOf } from '../../parts/json-pointer.js';

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly format?: string;
  readonly enum?: readonly Json[];
  readonly const?: Json;
  readonly default?: Json;
  readonly examples?: readonly Json[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: boolean | JsonSchema;
  readonly prefixItems?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly maxProperties?: number;
  readonly writeOnly?: boolean;
  /** Its form depends on a field of the whole document. */
  readonly 'x-depends-on'?: { readonly field: string; readonly forms: Readonly<Record<string, JsonSchema>> };
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

export const isSame = (one: Json | undefined, other: Json | undefined): boolean => canonical(one) === canonical(other);

/** Serialises a value with sorted fields, so that their order does not matter. */
function canonical(value: Json | undefined): string | undefined {
  return JSON.stringify(value, (_, inner: Json) =>
    isObject(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}

/** Returns the value at a JSON pointer; undefined if there is none. */
export const valueAt = (document: Json, pointer: string): Json | undefined =>
  stepsOf(pointer).reduce<Json | undefined>(
    (at, step) => (isObject(at) ? at[step] : isList(at) ? at[Number(step)] : undefined),
    document,
  );

/** Sets one field; undefined removes it. */
export function withField(object: JsonObject, name: string, value: Json | undefined): JsonObject {
  const { [name]: _, ...rest } = object;
  if (value === undefined) return rest;
  // Keeps the field's position, so that the order stays as the API sent it.
  return name in object ? { ...object, [name]: value } : { ...rest, [name]: value };
}
