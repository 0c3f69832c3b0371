import { isRecord, type JsonRecord } from '../platform/record.js';
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
