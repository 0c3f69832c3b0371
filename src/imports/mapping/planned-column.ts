import type { FieldType } from '../../vocabulary/lead-fields.js';
import type { DateOrder } from './dates.js';
import { isNothing } from './nothing.js';
import { type ColumnTarget, type Format, type Mapping, targetOf } from './target.js';

/** A column with where it goes. */
export interface PlannedColumn {
  readonly index: number;
  readonly name: string;
  readonly to: string;
  readonly type: FieldType;
  readonly format: Format | undefined;
  readonly values: ReadonlyMap<string, string | null>;
}

/** @param otherwise where a column goes that the mapping does not name */
export function planColumns(
  names: readonly string[],
  mapping: Mapping,
  typeOf: (path: string) => FieldType | null,
  otherwise: (name: string) => ColumnTarget,
): PlannedColumn[] {
  return names.flatMap((name, index): PlannedColumn[] => {
    const given = Object.hasOwn(mapping.columns, name) ? mapping.columns[name]! : otherwise(name);
    if (given === null) return [];
    const { to, values = {}, format } = targetOf(given);
    const meanings = new Map(Object.entries(values).map(([theirs, ours]) => [fold(theirs), ours]));
    return [{ index, name, to, type: typeOf(to)!, format, values: meanings }];
  });
}

/** Returns what a cell says in our words; null for nothing. */
export function meaningOf({ index, values }: PlannedColumn, cells: readonly string[]): string | null {
  const text = cells[index]?.trim() ?? '';
  if (text === '') return null;
  const meaning = values.get(fold(text));
  if (meaning === undefined) return isNothing(text) ? null : text;
  return meaning;
}

export function orderOf({ format }: Pick<PlannedColumn, 'format'>): DateOrder {
  return format === 'MDY' ? 'MDY' : 'DMY';
}

export function fold(text: string): string {
  return text.trim().toLowerCase();
}
