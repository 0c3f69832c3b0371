import { type TSchema, Type } from '@sinclair/typebox';
import { withFaultWords } from './fault-words.js';

/*
 * The fields of a merge patch (RFC 7396), derived from those of the patched object: given values replace, null removes,
 * all else stays.
 */

/** A field that cannot be removed. @param words sent to a client that tries to */
export function staying<Schema extends TSchema>(schema: Schema, words: string) {
  return Type.Optional(withFaultWords({ ...schema }, { null: words }));
}

/** Returns the schema with itself and each field in it nullable, and no field required. */
export function removable(schema: TSchema): TSchema {
  const { required: _, ...shape } = schema;
  const { properties, patternProperties, anyOf, enum: values, type } = shape;
  return {
    ...shape,
    ...(properties && { properties: removableFields(properties) }),
    ...(patternProperties && { patternProperties: removableFields(patternProperties) }),
    ...(values && { enum: [...values, null] }),
    ...(anyOf ? { anyOf: [...anyOf, Type.Null()] } : { type: [type, 'null'] }),
  };
}

export function removableFields(fields: Readonly<Record<string, TSchema>>): Record<string, TSchema> {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, removable(field)]));
}
