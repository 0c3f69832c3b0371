import {
  type SchemaOptions,
  type StringOptions,
  type TArray,
  type TNull,
  type TObject,
  type TProperties,
  type TSchema,
  type TString,
  type TUnion,
  type TUnsafe,
  Type,
} from '@sinclair/typebox';

/*
 * What the schemas of answers (`x.schema.ts`) are made of. They document, and the tests hold every answer against them;
 * nothing checks an answer while the program serves.
 */

export const closed = { additionalProperties: false } as const;

/** Something that is answered. It stands once in the document of the API, under its name. */
export function thing<Fields extends TProperties>(
  name: string,
  fields: Fields,
  options: SchemaOptions = {},
): TObject<Fields> {
  return Type.Object(fields, { $id: name, ...closed, ...options });
}

export function id(options: StringOptions = {}): TString {
  return Type.String({ format: 'uuid', ...options });
}

/** Text such as `2026-03-02T15:00:00.000Z`: UTC, with milliseconds. */
export function instant(options: StringOptions = {}): TString {
  return Type.String({ format: 'date-time', ...options });
}

export function oneOf<const Word extends string>(values: readonly Word[], options: SchemaOptions = {}): TUnsafe<Word> {
  return Type.Unsafe<Word>({ type: 'string', enum: [...values], ...options });
}

export function nullable<Schema extends TSchema>(schema: Schema, options: SchemaOptions = {}): TUnion<[Schema, TNull]> {
  return Type.Union([schema, Type.Null()], options);
}

/** A list in pages, by `limit` and `cursor`. */
export function pageOf<Row extends TObject>(row: Row) {
  const nextCursor = nullable(Type.String(), { description: 'The `cursor` of the next page; null on the last' });
  return thing(`${row.$id}Page`, { ...rowsOf(row), nextCursor });
}

/** A list that never ends, by `limit` and `after`. */
export function feedOf<Row extends TObject>(row: Row) {
  const nextCursor = Type.String({ description: 'The `after` of the next page: also where `data` is empty' });
  return thing(`${row.$id}Feed`, { ...rowsOf(row), nextCursor });
}

/** A list that is answered whole. */
export function listOf<Row extends TObject>(row: Row) {
  return thing(`${row.$id}List`, rowsOf(row));
}

function rowsOf<Row extends TObject>(row: Row): { data: TArray<Row> } {
  return { data: Type.Array(row) };
}
