import { isDeepStrictEqual } from 'node:util';
import { changesBetween } from '../documents/change.js';
import type { Sql } from '../platform/sql/database.js';
import type { ResourceKind } from './resource.kind.js';
import type { ResourceRow } from './resource.table.js';
import { bodyOf } from './resource.view.js';

/**
 * Reports whether a write would leave everything that the API shows unchanged. @param next the columns to be written
 */
export function isAsBefore<E extends ResourceRow, B extends object>(
  kind: ResourceKind<E, B>,
  row: E,
  next: E,
): boolean {
  const [before, after] = [bodyOf(kind, row), bodyOf(kind, next)];
  if (changesBetween(before, after).length > 0) return false;
  const { ordered } = kind;
  return ordered === undefined || JSON.stringify(before[ordered.field]) === JSON.stringify(after[ordered.field]);
}

/** Returns every field of the body as a column. Absent fields are null, so that a replacement clears them. */
export function columnsOf<E extends ResourceRow, B extends object>(
  kind: ResourceKind<E, B>,
  body: B,
): Record<string, unknown> {
  return Object.fromEntries(kind.fields.map((field) => [field, body[field] ?? null]));
}

/**
 * Keeps unset what was not set and is sent back as it was read, such as a rep's time zone that follows their calendar.
 */
export async function unset<E extends ResourceRow, B extends object>(
  kind: ResourceKind<E, B>,
  sql: Sql,
  row: E,
  body: B,
): Promise<Record<string, null>> {
  const read = { ...(await kind.shows?.(sql, [row]))?.[0] } as Partial<B>;
  const isUnset = (field: keyof B & string) =>
    (row as unknown as Partial<B>)[field] === null && field in read && isDeepStrictEqual(read[field], body[field]);
  return Object.fromEntries(kind.fields.filter(isUnset).map((field) => [field, null]));
}
