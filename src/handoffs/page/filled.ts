import { localMomentOf } from '../../calendar/zone.js';
import type { FormField } from '../../forms/form.js';
import { ownOf } from '../../platform/sql/sql.js';

/** The content of a page with a form, as it is shown and typed, not as it is stored. */
export type FilledValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'group'; readonly fields: Readonly<Record<string, FilledValue>> }
  | FilledList;

export interface FilledList {
  readonly kind: 'list';
  readonly entries: readonly FilledEntry[];
  /** The id of the next entry that is added. */
  readonly next: number;
  /** Whether the user says that there are none: an empty list is another answer than no answer. */
  readonly isNone: boolean;
}

export interface FilledEntry {
  /** For a stored entry, its place in the list when the page was made; a removed entry leaves a gap. */
  readonly id: number;
  readonly filled: FilledValue;
}

/** Returns values as a page shows them. @param zone that of days and times */
export function filledWith(field: FormField, value: unknown, zone: string): FilledValue {
  if (field.type === 'object')
    return {
      kind: 'group',
      fields: Object.fromEntries(
        field.fields.map((each) => [each.name, filledWith(each, ownOf(value, each.name), zone)]),
      ),
    };
  const { entry } = field;
  if (entry === undefined) return { kind: 'text', text: textOf(field, value, zone) };
  const entries: readonly unknown[] = Array.isArray(value) ? value : [];
  return {
    kind: 'list',
    entries: entries.map((each, id) => ({ id, filled: filledWith(entry, each, zone) })),
    next: entries.length,
    isNone: Array.isArray(value) && value.length === 0,
  };
}

/** Converts line ends, which browsers send in another form than they show them. */
export function withPlainLines(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n');
}

function textOf({ rules }: FormField, value: unknown, zone: string): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return '';
  return withPlainLines(rules.format === 'date-time' ? localMomentOf(value, zone) : value);
}

export function isBlank(filled: FilledValue): boolean {
  switch (filled.kind) {
    case 'text':
      return filled.text.trim() === '';
    case 'group':
      return Object.values(filled.fields).every(isBlank);
    case 'list':
      return !filled.isNone && filled.entries.every((each) => isBlank(each.filled));
  }
}

/** Whether both have the same content, whatever is added next. */
export function isSame(one: FilledValue, other: FilledValue): boolean {
  if (one.kind === 'text') return other.kind === 'text' && one.text === other.text;
  if (one.kind === 'group')
    return (
      other.kind === 'group' && Object.keys(one.fields).every((name) => isSame(one.fields[name]!, other.fields[name]!))
    );
  return (
    other.kind === 'list' &&
    one.isNone === other.isNone &&
    one.entries.length === other.entries.length &&
    one.entries.every(
      ({ id, filled }, index) => id === other.entries[index]!.id && isSame(filled, other.entries[index]!.filled),
    )
  );
}

/** Counts the inputs on the page, including those that each list has of its own. */
export function inputsOf(filled: FilledValue): number {
  switch (filled.kind) {
    case 'text':
      return 1;
    case 'group':
      return Object.values(filled.fields).reduce((sum, each) => sum + inputsOf(each), 0);
    case 'list':
      return filled.entries.reduce((sum, each) => sum + inputsOf(each.filled), 2);
  }
}
