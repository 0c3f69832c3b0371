import type { JsonObject, JsonSchema } from './json-schema.js';

/* Schemas whose form depends on another field of the document: the settings of a destination on its platform. */

type Schemas = Readonly<Record<string, JsonSchema>>;

/** Returns the field of the document on which forms within a schema depend; undefined if none does. */
export function deciderIn({
  'x-depends-on': depends,
  items,
  anyOf = [],
  properties = {},
}: JsonSchema): string | undefined {
  if (depends !== undefined) return depends.field;
  const inner = [...anyOf, ...Object.values(properties), ...(typeof items === 'object' ? [items] : [])];
  return inner.map(deciderIn).find((field) => field !== undefined);
}

/** Returns a schema with the forms that hold if the decisive field has a value. Until it has one, they are unknown. */
export function decided(schema: JsonSchema, value: unknown): JsonSchema {
  const { 'x-depends-on': depends, items, anyOf, properties } = schema;
  if (depends !== undefined) return depends.forms[String(value)] ?? {};
  return {
    ...schema,
    ...(typeof items === 'object' && { items: decided(items, value) }),
    ...(anyOf !== undefined && { anyOf: anyOf.map((each) => decided(each, value)) }),
    ...(properties !== undefined && { properties: mapped(properties, (each) => decided(each, value)) }),
  };
}

/** Removes what was entered into the forms that depend on the decisive field. */
export function withoutDependent({ properties = {} }: JsonSchema, document: JsonObject): JsonObject {
  const stays = ([name]: readonly [string, unknown]) => deciderIn(properties[name] ?? {}) === undefined;
  return Object.fromEntries(Object.entries(document).filter(stays));
}

const mapped = (schemas: Schemas, change: (schema: JsonSchema) => JsonSchema): Schemas =>
  Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, change(schema)]));
