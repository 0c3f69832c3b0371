import { isBlank } from '../../forms/billing.js';
import type { FormField } from '../../forms/form.js';
import { labelOf, withoutSensitive } from '../../forms/view.js';
import { isRecord, type JsonRecord, ownOf } from '../../platform/sql/sql.js';

/** The field that a value belongs to; undefined for what is not of a form. */
export type FieldOfValue = FormField | undefined;

/** A section of a form as people read it: its title, and a line for each field or entry. */
export interface Section {
  readonly title: string;
  readonly lines: readonly string[];
  /** The title and the lines, one below the other. */
  readonly text: string;
}

/**
 * Returns what a form says, section by section in the order of the form. Sensitive fields and empty sections are left
 * out.
 */
export function sectionsOf(form: FormField, filled: JsonRecord): Section[] {
  return fieldsIn(form, withoutSensitive(form, filled)).flatMap(({ title, field, value }) => {
    const lines = linesOf(field, value);
    return lines.length === 0 ? [] : [{ title, lines, text: [title, ...lines].join('\n') }];
  });
}

/** Returns a labelled line for each field of a group, in the order of the form, or one for each entry of a list. */
export function linesOf(field: FieldOfValue, value: unknown): string[] {
  if (isRecord(value))
    return fieldsIn(field, value).flatMap((each) => {
      const words = inWords(each.field, each.value);
      return words === '' ? [] : [`${each.title}: ${words}`];
    });
  const all = Array.isArray(value) ? value.map((each) => inWords(field?.entry, each)) : [inWords(field, value)];
  return all.filter((words) => words !== '');
}

/** Returns a choice by its title, and true and false in words; lists by their entries, and all else as it is. */
export function labelledValue(field: FieldOfValue, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => labelledValue(field?.entry, each));
  const title = field?.choices.find((choice) => choice.value === value)?.title;
  if (title !== undefined) return title;
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : value;
}

/** Returns the field at a name in a group. */
export function fieldIn(field: FieldOfValue, name: string): FieldOfValue {
  return field?.fields.find((each) => each.name === name);
}

export function isEmpty(value: unknown): boolean {
  return isBlank(value) || (Array.isArray(value) && value.length === 0);
}

function inWords(field: FieldOfValue, value: unknown): string {
  if (isEmpty(value)) return '';
  if (typeof value === 'object') return linesOf(field, value).join(Array.isArray(value) ? '; ' : ', ');
  return String(labelledValue(field, value));
}

/** Returns the values of a group in the order of the form. What the form does not name comes last. */
function fieldsIn(field: FieldOfValue, values: JsonRecord) {
  const known = (field?.fields ?? []).map(({ name }) => name).filter((name) => Object.hasOwn(values, name));
  return [...new Set([...known, ...Object.keys(values)])].map((name) => {
    const inner = fieldIn(field, name);
    return { title: labelOf(inner ?? { name }), field: inner, value: ownOf(values, name) };
  });
}
