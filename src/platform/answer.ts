import {
  type SchemaOptions,
  type TArray,
  type TNull,
  type TObject,
  type TOptional,
  type TProperties,
  type TSchema,
  type TString,
  type TUnion,
  type TUnsafe,
  Type,
} from '@sinclair/typebox';

/*
 * Building blocks of schemas. Those of answers (`x.schema.ts`) are documentation: the tests check every answer against
 * them, and the running program does not.
 */

export const closed = { additionalProperties: false } as const;

/** Schema of an object in answers, which the API document defines once, under its name. */
export function objectSchema<Fields extends TProperties>(
  name: string,
  description: string,
  fields: Fields,
  options: SchemaOptions = {},
): TObject<Fields> {
  return Type.Object(fields, { $id: name, description, ...closed, ...options });
}

export function id(description: string): TString {
  return Type.String({ format: 'uuid', description });
}

export function optionalId(description: string): TOptional<TString> {
  return Type.Optional(id(description));
}

/** Text such as `2026-03-02T15:00:00.000Z`: UTC, with milliseconds. */
export function instant(description: string): TString {
  return Type.String({ format: 'date-time', description });
}

export function oneOf<const Word extends string>(values: readonly Word[], options: SchemaOptions = {}): TUnsafe<Word> {
  return Type.Unsafe<Word>({ type: 'string', enum: [...values], ...options });
}

/** A schema that also allows null; its description says when. */
export function nullable<Schema extends TSchema>(schema: Schema, description?: string): TUnion<[Schema, TNull]> {
  return Type.Union([schema, Type.Null()], { description: description ?? schema.description ?? '' });
}

/** A list in pages, by `limit` and `cursor`. */
export function pageOf<Row extends TObject>(row: Row) {
  const nextCursor = nullable(Type.String(), 'The `cursor` of the next page; null on the last.');
  return objectSchema(`${row.$id}Page`, 'A page of a list.', { ...rowsOf(row), nextCursor });
}

/** A list that never ends, by `limit` and `after`. */
export function feedOf<Row extends TObject>(row: Row) {
  const nextCursor = Type.String({ description: 'The `after` of the next page: also where `data` is empty.' });
  const atEnd = Type.Boolean({ description: 'Whether that is all there is by now.' });
  return objectSchema(`${row.$id}Feed`, 'A page of a feed, which never ends.', { ...rowsOf(row), nextCursor, atEnd });
}

/** A list that is returned whole, without pages. */
export function listOf<Row extends TObject>(row: Row) {
  return objectSchema(`${row.$id}List`, 'A list as a whole.', rowsOf(row));
}

function rowsOf<Row extends TObject>(row: Row): { data: TArray<Row> } {
  return { data: Type.Array(row, { description: 'The rows, in the order of the list.' }) };
}
