import { isRecord, type JsonRecord } from '../platform/sql/sql.js';
import { named } from './billing.js';
import type { FormField } from './form.js';

/** Returns the fields that a receiver sees: the named ones in the order of the form, or all if none are named. */
export function viewOf(form: FormField, values: JsonRecord, sections: readonly string[] | undefined): JsonRecord {
  if (sections === undefined) return values;
  const names = form.fields.map(({ name }) => name).filter((name) => sections.includes(name));
  return Object.fromEntries(names.filter((name) => Object.hasOwn(values, name)).map((name) => [name, values[name]]));
}

/** Returns the values that people outside the handoff's parties see, without sensitive fields at any depth. */
export function withoutSensitive(form: FormField, values: JsonRecord): JsonRecord {
  return (hidden(form, values) ?? {}) as JsonRecord;
}

/** @returns undefined if all of the field is hidden */
export function shownOf(field: FormField, value: unknown): unknown {
  return value === undefined ? undefined : hidden(field, value);
}

/** The part of a kind's forms that somebody may see. */
export interface FormSight {
  /** The visible fields. A list is visible only if its entries are entirely so, because lists are saved as a whole. */
  readonly form: FormField;
  readonly of: (values: JsonRecord) => JsonRecord;
}

export function sightOfForm(form: FormField, seesSensitive: boolean): FormSight {
  if (seesSensitive) return { form, of: (values) => values };
  return { form: withoutHidden(form), of: (values) => withoutSensitive(form, values) };
}

function withoutHidden(field: FormField): FormField {
  const isSeen = (each: FormField) => !isHidden(each) && !(each.entry !== undefined && holdsSensitive(each.entry));
  return { ...field, fields: field.fields.filter(isSeen).map(withoutHidden) };
}

function hidden(field: FormField, value: unknown): unknown {
  if (isHidden(field)) return undefined;
  if (!holdsSensitive(field)) return value;
  const { entry } = field;
  if (entry !== undefined && Array.isArray(value)) return value.map((each) => hidden(entry, each) ?? null);
  // A value that does not match the form may contain sensitive data.
  if (field.type !== 'object' || !isRecord(value)) return undefined;
  const known = new Map(field.fields.map((each) => [each.name, each]));
  const shown = Object.entries(value).map(([name, each]) => {
    const inner = known.get(name);
    return [name, inner === undefined ? each : hidden(inner, each)] as const;
  });
  return Object.fromEntries(shown.filter(([, each]) => each !== undefined));
}

/** Hides a list with sensitive entries entirely, even their number. */
function isHidden({ isSensitive, entry }: FormField): boolean {
  return isSensitive || (entry !== undefined && isHidden(entry));
}

function holdsSensitive({ fields, entry }: FormField): boolean {
  return [...fields, ...(entry === undefined ? [] : [entry])].some((each) => each.isSensitive || holdsSensitive(each));
}

export interface LabelledPlace {
  /** Undefined if the form has no field there. */
  readonly field: FormField | undefined;
  /** The labels of the enclosing fields and of the place itself; empty for the form itself. */
  readonly labels: readonly string[];
  /** Whether the place, or a field around it, is visible to the parties alone. */
  readonly isSensitive: boolean;
  /** The position in the order of the form, level by level. */
  readonly place: readonly number[];
}

/** @param pointer into values of the form */
export function labelsAt(form: FormField, pointer: string): LabelledPlace {
  let field: FormField | undefined = form;
  const labels: string[] = [];
  const place: number[] = [];
  let isSensitive = false;
  for (const name of namesIn(pointer)) {
    if (field?.entry !== undefined) {
      const list = labels.pop() ?? '';
      labels.push(`${field.entry.title ?? list} ${Number(name) + 1}`.trim());
      place.push(Number(name));
      field = field.entry;
      isSensitive ||= field.isSensitive;
      continue;
    }
    const inner: FormField | undefined = field === undefined ? undefined : named(field, name);
    labels.push(inner === undefined ? name : labelOf(inner));
    // Unknown fields come last.
    place.push(inner === undefined ? Number.MAX_SAFE_INTEGER : field!.fields.indexOf(inner));
    field = inner;
    isSensitive ||= inner?.isSensitive === true;
  }
  return { field, labels, isSensitive, place };
}

/** Returns the label of a place with those around it, such as `Contacts › Buyer`; `the form` for the form itself. */
export function pieceAt(form: FormField, pointer: string): string {
  const { labels } = labelsAt(form, pointer);
  return labels.length === 0 ? 'the form' : labels.join(' › ');
}

/** Reports whether a pointer is in one of the sections; always true without sections. */
export function sectionsHold(sections: readonly string[] | undefined, pointer: string): boolean {
  return sections === undefined || sections.some((each) => pointer === `/${each}` || pointer.startsWith(`/${each}/`));
}

/** Returns the title, or words made from the name: `Day to day` for `dayToDay`. */
export function labelOf({ name, title }: Pick<FormField, 'name' | 'title'>): string {
  if (title !== undefined) return title;
  const words = name
    .replaceAll(/[_\s]+/g, ' ')
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function namesIn(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((each) => each.replaceAll('~1', '/').replaceAll('~0', '~'));
}
