import { isDeepStrictEqual } from 'node:util';
import type { Fault } from '../platform/fault.js';
import { isRecord, type JsonRecord } from '../platform/record.js';
import type { FormField } from './form.js';
import { labelsAt, stepsOf } from './labels.js';
import type { MissedPiece } from './receiver.js';

/** What a receiver misses, with what stands there now. @param pointers into the form */
export function missedPieces(pointers: readonly string[], form: JsonRecord): MissedPiece[] {
  return pointers.map((pointer) => {
    const was = standsAt(form, pointer);
    return { pointer, ...(was !== undefined && { was }) };
  });
}

/** Whether each of them is something else by now. */
export function isMadeUpFor(missed: readonly MissedPiece[], form: JsonRecord): boolean {
  return missed.every(({ pointer, was }) => !isDeepStrictEqual(standsAt(form, pointer), was));
}

/** Where the form has no such field. @param at of the pointers, in what was sent */
export function faultsOfMissed(pointers: readonly string[], form: FormField, at: string): Fault[] {
  return pointers.flatMap((pointer, index) => {
    const isKnown = pointer.startsWith('/') && labelsAt(form, pointer).field !== undefined;
    if (isKnown) return [];
    const message = `The form has no field ${JSON.stringify(pointer)}: expected a pointer such as /${form.fields[0]?.name ?? 'field'}.`;
    return [{ pointer: `${at}/${index}`, code: 'value', message }];
  });
}

/** @returns undefined where nothing stands there */
function standsAt(value: unknown, pointer: string): unknown {
  return stepsOf(pointer).reduce<unknown>((holder, name) => {
    if (Array.isArray(holder)) return holder[Number(name)];
    return isRecord(holder) && Object.hasOwn(holder, name) ? holder[name] : undefined;
  }, value);
}
