import { isRecord, type JsonRecord } from '../platform/sql.js';
import { named } from './billing.js';
import type { FormField } from './form.js';

/** What a receiver sees of a form: the fields that are named, in the order of the form; all where none is. */
export function viewOf(form: FormField, values: JsonRecord, sections: readonly string[] | undefined): JsonRecord {
  if (sections === undefined) return values;
  const names = form.fields.map(({ name }) => name).filter((name) => sections.includes(name));
  return Object.fromEntries(names.filter((name) => Object.hasOwn(values, name)).map((name) => [name, values[name]]));
}

/** What is seen by who is no party to the handoff: nothing that the form calls sensitive, wherever it stands. */
export function withoutSensitive(form: FormField, values: JsonRecord): JsonRecord {
  return (hidden(form, values) ?? {}) as JsonRecord;
}

/** The same of a field. @returns undefined where nothing of it is seen */
export function shownOf(field: FormField, value: unknown): unknown {
  return value === undefined ? undefined : hidden(field, value);
}

/** What somebody sees of the forms of a kind. */
export interface FormSight {
  /** The fields that they see. A list is one of them only where they see its entries whole: it is saved as a whole. */
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

/** @returns undefined for what nobody else sees */
function hidden(field: FormField, value: unknown): unknown {
  if (isHidden(field)) return undefined;
  if (!holdsSensitive(field)) return value;
  const { entry } = field;
  if (entry !== undefined && Array.isArray(value)) return value.map((each) => hidden(entry, each) ?? null);
  // Something else than the form asks for may be what nobody should see.
  if (field.type !== 'object' || !isRecord(value)) return undefined;
  const known = new Map(field.fields.map((each) => [each.name, each]));
  const shown = Object.entries(value).map(([name, each]) => {
    const inner = known.get(name);
    return [name, inner === undefined ? each : hidden(inner, each)] as const;
  });
  return Object.fromEntries(shown.filter(([, each]) => each !== undefined));
}

/** Of a list with sensitive entries not even how many there are. */
function isHidden({ isSensitive, entry }: FormField): boolean {
  return isSensitive || (entry !== undefined && isHidden(entry));
}

function holdsSensitive({ fields, entry }: FormField): boolean {
  return [...fields, ...(entry === undefined ? [] : [entry])].some((each) => each.isSensitive || holdsSensitive(each));
}

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
      const list = labels.pop() ?? '';
      labels.push(`${field.entry.title ?? list} ${Number(name) + 1}`.trim());
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

/** Whether what stands at a pointer is in one of some sections; without sections in any case. */
export function sectionsHold(sections: readonly string[] | undefined, pointer: string): boolean {
  return sections === undefined || sections.some((each) => pointer === `/${each}` || pointer.startsWith(`/${each}/`));
}

/** `Day-to-day contact`, or of `dayToDay` without a title `Day to day`. */
export function labelOf({ name, title }: Pick<FormField, 'name' | 'title'>): string {
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
