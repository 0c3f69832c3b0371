import { named } from './billing-shape.js';
import type { FormField } from './form.js';

/** A place in the values of a form. */
export interface Labelled {
  /** Undefined where the form has nothing there. */
  readonly field: FormField | undefined;
  /** What people call it, and what holds it, from the outside in; empty for the form itself. */
  readonly labels: readonly string[];
  /** Whether it, or what holds it, is for the parties alone. */
  readonly isSensitive: boolean;
  /** Where it stands in the order of the form. */
  readonly place: readonly number[];
}

/** @param pointer into values of the form */
export function labelsAt(form: FormField, pointer: string): Labelled {
  let field: FormField | undefined = form;
  const labels: string[] = [];
  const place: number[] = [];
  let isSensitive = false;
  for (const name of stepsOf(pointer)) {
    if (field?.entry !== undefined) {
      labels.push(`${labels.pop() ?? ''} ${Number(name) + 1}`.trim());
      place.push(Number(name));
      field = field.entry;
      isSensitive ||= field.isSensitive;
      continue;
    }
    const inner: FormField | undefined = field === undefined ? undefined : named(field, name);
    labels.push(inner === undefined ? name : labelOf(inner));
    // What the form does not name comes last.
    place.push(inner === undefined ? Number.MAX_SAFE_INTEGER : field!.fields.indexOf(inner));
    field = inner;
    isSensitive ||= inner?.isSensitive === true;
  }
  return { field, labels, isSensitive, place };
}

/** A place in the values of a form as people call it: `Contacts › Buyer`; the pointer of the form itself is `the form`. */
export function pieceAt(form: FormField, pointer: string): string {
  const { labels } = labelsAt(form, pointer);
  return labels.length === 0 ? 'the form' : labels.join(' › ');
}

/** `Day-to-day contact`, or of `dayToDay` without a title `Day to day`. */
export function labelOf({ name, title }: FormField): string {
  if (title !== undefined) return title;
  const words = name
    .replaceAll(/[_\s]+/g, ' ')
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function stepsOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((each) => each.replaceAll('~1', '/').replaceAll('~0', '~'));
}
