import { isDeepStrictEqual } from 'node:util';
import type { FormField } from '../../forms/form.js';
import { labelsAt, stepsOf } from '../../forms/labels.js';
import type { Fault } from '../../platform/fault.js';
import { isRecord, type JsonRecord } from '../../platform/record.js';
import type { MissedPiece } from '../receivers/receiver.js';

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

/** What a receiver sees of a form. */
interface Seen {
  readonly form: FormField;
  /** All of it where there are none. */
  readonly sections?: readonly string[] | undefined;
}

/** Where the form has no such field, or the receiver does not see it. @param at of the pointers, in what was sent */
export function faultsOfMissed(pointers: readonly string[], { form, sections }: Seen, at: string): Fault[] {
  const names = sections ?? form.fields.map(({ name }) => name);
  return pointers.flatMap((pointer, index) => {
    const fault = (message: string) => [{ pointer: `${at}/${index}`, code: 'value', message }];
    if (!isField(form, pointer)) {
      const meant = `/${pointer.replaceAll('.', '/')}`;
      const such = isField(form, meant) ? meant : `a pointer such as /${names[0] ?? 'field'}`;
      return fault(`The form has no field ${JSON.stringify(pointer)}: expected ${such}.`);
    }
    if (names.includes(stepsOf(pointer)[0]!)) return [];
    return fault(`Nothing of ${pointer} was handed over to this receiver: expected something of ${names.join(', ')}.`);
  });
}

function isField(form: FormField, pointer: string): boolean {
  return pointer.startsWith('/') && labelsAt(form, pointer).field !== undefined;
}

/** @returns undefined where nothing stands there */
function standsAt(value: unknown, pointer: string): unknown {
  return stepsOf(pointer).reduce<unknown>((holder, name) => {
    if (Array.isArray(holder)) return holder[Number(name)];
    return isRecord(holder) && Object.hasOwn(holder, name) ? holder[name] : undefined;
  }, value);
}
