import type { FormField } from '../../forms/form.js';
import { labelOf } from '../../forms/labels.js';
import { step } from '../../platform/fault.js';
import { type JsonRecord, ownOf } from '../../platform/record.js';

/** Something that a receiver can name as missing or wrong. */
export interface MissablePiece {
  readonly pointer: string;
  readonly label: string;
}

/** More than people look through; what is further in is named by what holds it. */
const PIECES_MAX = 200;

/**
 * What a receiver sees of a form, piece by piece: its fields, and lists with the entries that they have.
 * @param sections the fields that they see; all of them by default
 */
export function missablePieces(
  form: FormField,
  values: JsonRecord,
  sections: readonly string[] | undefined,
): MissablePiece[] {
  const seen = form.fields.filter(({ name }) => sections === undefined || sections.includes(name));
  return seen.flatMap((field) => piecesOf(field, ownOf(values, field.name), step(field.name), [])).slice(0, PIECES_MAX);
}

function piecesOf(field: FormField, value: unknown, pointer: string, around: readonly string[]): MissablePiece[] {
  const labels = [...around, labelOf(field)];
  const own = { pointer, label: labels.join(' › ') };
  if (field.type === 'object')
    return field.fields.flatMap((each) => piecesOf(each, ownOf(value, each.name), pointer + step(each.name), labels));
  const entries: readonly unknown[] = Array.isArray(value) ? value : [];
  return [
    own,
    ...entries.map((_, index) => ({
      pointer: pointer + step(index),
      label: [...around, `${labelOf(field)} ${index + 1}`].join(' › '),
    })),
  ];
}
