import { isDeepStrictEqual } from 'node:util';
import { type Fault, isWithin, step } from '../platform/input/fault.js';
import { isRecord, type JsonRecord, ownOf } from '../platform/sql/sql.js';
import type { FormField } from './form.js';
import { faultsOfValues } from './form-validator.js';

/** Applies a merge patch (RFC 7386): null removes a field, and a list replaces the former one. */
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

/** Returns the faults of the values that a patch touches, validated as a draft: other faults were there before. */
export function faultsOfPatch(form: FormField, values: JsonRecord, patch: JsonRecord): Fault[] {
  const touched = placesIn(patch);
  return faultsOfValues(form, patched(values, patch), 'draft').filter(({ pointer }) =>
    touched.some((place) => isWithin(pointer, place) || isWithin(place, pointer)),
  );
}

export function placesIn(patch: JsonRecord, pointer = ''): string[] {
  return Object.entries(patch).flatMap(([name, value]) => {
    const at = pointer + step(name);
    return isRecord(value) && Object.keys(value).length > 0 ? placesIn(value, at) : [at];
  });
}

export function patchBetween(before: JsonRecord, after: JsonRecord): JsonRecord {
  const gone = Object.keys(before).filter((name) => !Object.hasOwn(after, name));
  const changed = Object.entries(after).flatMap(([name, value]) => {
    const former = ownOf(before, name);
    if (isDeepStrictEqual(former, value)) return [];
    return [[name, isRecord(former) && isRecord(value) ? patchBetween(former, value) : value] as const];
  });
  return Object.fromEntries([...gone.map((name) => [name, null] as const), ...changed]);
}
