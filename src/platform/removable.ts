import { type TSchema, Type } from '@sinclair/typebox';
import { withFaultWords } from './fault-words.js';

/*
 * The fields of a merge patch (RFC 7396), made of those of what is patched: what is given replaces, null takes away, all
 * else stays.
 */

/** A field that cannot be taken away. @param words for whoever would */
export function staying<Schema extends TSchema>(schema: Schema, words: string) {
  return Type.Optional(withFaultWords({ ...schema }, { null: words }));
}

/** The same schema, but each field in it, and itself, may be null, and none has to be there. */
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
