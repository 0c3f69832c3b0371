import { isDeepStrictEqual } from 'node:util';
import { type Change, changesBetween } from '../documents/change.js';
import { type Fault, step } from '../platform/fault.js';
import { isRecord, type JsonRecord, ownOf } from '../platform/sql.js';
import type { FormField } from './form.js';
import { faultsOfValues } from './form-validator.js';

/** Values with a merge patch applied (RFC 7386): what is null is taken away, a list takes the place of the former. */
export function patched(values: JsonRecord, patch: JsonRecord): JsonRecord {
  const kept = Object.entries(values).filter(([name]) => !Object.hasOwn(patch, name));
  const given = Object.entries(patch).filter(([, value]) => value !== null);
  const merged = given.map(([name, value]) => {
    if (!isRecord(value)) return [name, value] as const;
    const before = ownOf(values, name);
    return [name, patched(isRecord(before) ? before : {}, value)] as const;
  });
  return Object.fromEntries([...kept, ...merged]);
}

/**
 * What is wrong with what a patch gives. Half a form is fine: that something is still to come is no fault, nor is what was
 * there before.
 */
export function faultsOfPatch(form: FormField, values: JsonRecord, patch: JsonRecord): Fault[] {
  const touched = placesIn(patch);
  return faultsOfValues(form, patched(values, patch), 'draft').filter(({ pointer }) =>
    touched.some((place) => isIn(pointer, place) || isIn(place, pointer)),
  );
}

/** What is another between two versions of values, field by field; a list as a whole, as a patch gives it. */
export function differencesBetween(before: JsonRecord, after: JsonRecord): Change[] {
  return changesBetween(before, after);
}

/** Where a patch gives something, or takes it away. */
export function placesIn(patch: JsonRecord, pointer = ''): string[] {
  return Object.entries(patch).flatMap(([name, value]) => {
    const at = pointer + step(name);
    return isRecord(value) && Object.keys(value).length > 0 ? placesIn(value, at) : [at];
  });
}

function isIn(pointer: string, place: string): boolean {
  return pointer === place || pointer.startsWith(`${place}/`);
}

/** The merge patch that makes one of the other; what is equal is not in it. */
export function patchBetween(before: JsonRecord, after: JsonRecord): JsonRecord {
  const gone = Object.keys(before).filter((name) => !Object.hasOwn(after, name));
  const changed = Object.entries(after).flatMap(([name, value]) => {
    const former = ownOf(before, name);
    if (isDeepStrictEqual(former, value)) return [];
    return [[name, isRecord(former) && isRecord(value) ? patchBetween(former, value) : value] as const];
  });
  return Object.fromEntries([...gone.map((name) => [name, null] as const), ...changed]);
}
