import { type Field, variantOf } from './field.js';
import type { Json } from './json-schema.js';
import { titleOf } from './labels.js';

/* Places in a document, walked along the fields of its form. */

/** The fields that a value may have: one, several if it has several forms, none if the form does not know it. */
export type Forms = readonly Field[];

const SINGLE = (field: Field): Forms => (field.kind === 'variants' ? field.variants.flatMap(SINGLE) : [field]);

/** The form of a whole document. */
export const formOf = (fields: readonly Field[]): Forms => [
  { kind: 'object', name: '', title: '', hint: '', isRequired: true, fields },
];

/** Returns the forms of what is one step inside: a field of an object, an entry of a list, a value of a map. */
export function inside(forms: Forms, step: string): Forms {
  return forms.flatMap(SINGLE).flatMap((field): Forms => {
    if (field.kind === 'object') return field.fields.filter(({ name }) => name === step);
    return field.kind === 'list' || field.kind === 'map' ? [field.of] : [];
  });
}

/** Returns what people read for a step: the title of a field, the number of an entry, or a name that they chose. */
export function stepInWords(forms: Forms, step: string): string {
  const single = forms.flatMap(SINGLE);
  const [field] = inside(
    single.filter(({ kind }) => kind === 'object'),
    step,
  );
  if (field !== undefined) return field.title;
  if (single.some(({ kind }) => kind === 'map' || kind === 'json')) return step;
  return IS_NUMBER.test(step) ? String(Number(step) + 1) : titleOf(step);
}

const IS_NUMBER = /^\d+$/;

/** Returns the words of each step of a path, such as `Rules`, `2`, `Assign`. */
export function pathInWords(fields: readonly Field[], steps: readonly string[]): string[] {
  const words: string[] = [];
  let forms = formOf(fields);
  for (const step of steps) {
    words.push(stepInWords(forms, step));
    forms = inside(forms, step);
  }
  return words;
}

/** Returns the forms of the entries of a list. A list of plain values has them itself. */
export const entriesOf = (forms: Forms): Forms =>
  forms.flatMap(SINGLE).flatMap((field) => (field.kind === 'list' ? SINGLE(field.of) : [field]));

/** Returns the one of the forms that a value has; undefined if none are known. */
export function formOfValue(forms: Forms, value: Json): Field | undefined {
  const variants = forms.flatMap(SINGLE);
  return variants[variantOf({ variants }, value)];
}
