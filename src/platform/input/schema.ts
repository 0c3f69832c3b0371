import {
  type ObjectOptions,
  type SchemaOptions,
  type StringOptions,
  type TArray,
  type TBoolean,
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
 * Building blocks of schemas. Requests are checked by theirs (`x.dto.ts`, `x.schema.ts`); those of answers are
 * documentation: the tests check every answer against them, and the running program does not.
 */

export const closed = { additionalProperties: false } as const;

/** An object without other fields. */
export function object<Fields extends TProperties>(fields: Fields, options: ObjectOptions = {}): TObject<Fields> {
  return Type.Object(fields, { ...closed, ...options });
}

/** The schema of an object in answers, which the API document defines once, under its name. */
export function objectSchema<Fields extends TProperties>(
  name: string,
  description: string,
  fields: Fields,
  options: SchemaOptions = {},
): TObject<Fields> {
  return object(fields, { $id: name, description, ...options });
}

export function id(description?: string): TString {
  return Type.String({ format: 'uuid', ...(description && { description }) });
}

export function optionalId(description: string): TOptional<TString> {
  return Type.Optional(id(description));
}

/** Text that is not empty. @param maxLength in characters */
export function text(maxLength: number, description?: string, options: StringOptions = {}): TString {
  return Type.String({ minLength: 1, maxLength, ...(description && { description }), ...options });
}

export function optionalText(maxLength: number, description?: string, options?: StringOptions): TOptional<TString> {
  return Type.Optional(text(maxLength, description, options));
}

/** Whether something holds. @param fallback its value if it is left out */
export function flag(fallback: boolean, description: string): TBoolean {
  return Type.Boolean({ default: fallback, description });
}

export function optionalFlag(description: string): TOptional<TBoolean> {
  return Type.Optional(Type.Boolean({ description }));
}

/** An instant in requests: ISO 8601 with an offset. */
export function optionalInstant(description: string): TOptional<TString> {
  return Type.Optional(Type.String({ format: 'instant', description }));
}

/** An instant, or a day in requests: `2026-03-02`. */
export function optionalInstantOrDate(description: string): TOptional<TString> {
  return Type.Optional(Type.String({ format: 'instantOrDate', description }));
}

export const FIRST_DAY = '1900-01-01';
/** The years 1900 to 2199: others are typing errors, the database has no year 0, and no text has a year after 9999. */
const DAY_PATTERN = '^(19|20|21)\\d\\d-\\d\\d-\\d\\d$';
/** A day of an agreement. @param description begins with what is expected */
export function dayOf(description: string): TString {
  return Type.String({ format: 'date', pattern: DAY_PATTERN, description });
}

/** @param description as of `dayOf` */
export function optionalDay(description: string): TOptional<TString> {
  return Type.Optional(dayOf(description));
}

/** An instant in answers, such as `2026-03-02T15:00:00.000Z`: UTC, with milliseconds. */
export function instant(description?: string): TString {
  return Type.String({ format: 'date-time', ...(description && { description }) });
}

export function oneOf<const Word extends string>(values: readonly Word[], options: SchemaOptions = {}): TUnsafe<Word> {
  return Type.Unsafe<Word>({ type: 'string', enum: [...values], ...options });
}

export function optionalOneOf<const Word extends string>(
  values: readonly Word[],
  options?: SchemaOptions,
): TOptional<TUnsafe<Word>> {
  return Type.Optional(oneOf(values, options));
}

/** A schema that also allows null. @param description says when it is null */
export function nullable<Schema extends TSchema>(
  schema: Schema | (() => Schema),
  description?: string,
): TUnion<[Schema, TNull]> {
  const given = typeof schema === 'function' ? schema() : schema;
  return Type.Union([given, Type.Null()], { description: description ?? given.description ?? '' });
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
