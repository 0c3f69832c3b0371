import { isDeepStrictEqual } from 'node:util';
import { step } from '../platform/input/fault.js';
import { isRecord, ownOf } from '../platform/sql/sql.js';

export interface Change {
  /** A JSON pointer into the resource. */
  readonly pointer: string;
  readonly from?: unknown;
  readonly to?: unknown;
}

/** Returns the differences between two versions of a resource, field by field; lists are compared as a whole. */
export function changesBetween(before: unknown, after: unknown, pointer = ''): Change[] {
  // Not compared as JSON text, because Postgres stores the fields of an object in an order of its own.
  if (isDeepStrictEqual(before, after)) return [];
  if (!isRecord(before) || !isRecord(after)) {
    return [{ pointer, ...(before !== undefined && { from: before }), ...(after !== undefined && { to: after }) }];
  }
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return fields.flatMap((field) => changesBetween(ownOf(before, field), ownOf(after, field), pointer + step(field)));
}

/** Returns the dotted path of the changed field: `contact.email`. */
export function fieldOf({ pointer }: Pick<Change, 'pointer'>): string {
  return pointer.slice(1).replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~');
}

/** The last names of deleted resources, by `formerKey`. */
export type FormerNames = ReadonlyMap<string, string>;

/** @param key the id, or the code of a reason */
export function formerKey(kind: string, key: string): string {
  return `${kind} ${key}`;
}
