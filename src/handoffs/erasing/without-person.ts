import type { PersonInText } from '../../contact/person-in-text.js';
import type { FormField } from '../../forms/form.js';
import { isRecord, type JsonRecord } from '../../platform/sql/sql.js';

/** The person to take out of forms. */
export interface FormPerson {
  readonly person: PersonInText;
  /** Whether the deal of the handoff came of a lead of theirs, so that what was filled in from the lead is theirs. */
  readonly isTheirDeal: boolean;
}

/** Sources of values that are what the person said, whoever else the form is about. */
const SAID = ['lead.message', 'touches.notes'];
const NAMING = /name$/i;

/**
 * Returns the values of a form without a person, by place: the fields that belong to whoever has the address, number or
 * name, and the mentions in other texts. Everything else stays, other people included.
 * @param field the field of the value; undefined if the form does not name it
 * @returns undefined if nothing is left of the value
 */
export function withoutPerson(value: unknown, field: FormField | undefined, whose: FormPerson): unknown {
  if (whose.isTheirDeal && field?.prefill.some((source) => SAID.includes(source))) return undefined;
  if (Array.isArray(value))
    return value.map((each) => withoutPerson(each, field?.entry, whose)).filter((each) => each !== undefined);
  if (isRecord(value)) return fieldsWithout(value, field, whose);
  return typeof value === 'string' ? textWithout(value, whose) : value;
}

/** Returns the names that stand beside an address or number of the person. */
export function namesBeside(value: unknown, field: FormField | undefined, whose: FormPerson): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => namesBeside(each, field?.entry, whose));
  if (!isRecord(value)) return [];
  const inner = Object.entries(value).flatMap(([name, each]) => namesBeside(each, fieldIn(field, name), whose));
  if (!isTheirs(value, field, whose)) return inner;
  const names = Object.entries(value).flatMap(([name, each]) =>
    NAMING.test(name) && typeof each === 'string' && goes([name, each], field, whose) ? [each] : [],
  );
  return [...names, ...inner];
}

function fieldsWithout(value: JsonRecord, field: FormField | undefined, whose: FormPerson): JsonRecord | undefined {
  const theirs = isTheirs(value, field, whose);
  const left = Object.entries(value).flatMap(([name, each]) => {
    if (theirs && goes([name, each], field, whose)) return [];
    const rest = withoutPerson(each, fieldIn(field, name), whose);
    return rest === undefined ? [] : [[name, rest] as const];
  });
  return theirs && left.length === 0 && !isRoot(field) ? undefined : Object.fromEntries(left);
}

/** Reports whether an object is about the person: one of its own texts is their address, number or name. */
function isTheirs(value: JsonRecord, field: FormField | undefined, { person, isTheirDeal }: FormPerson): boolean {
  const texts = Object.entries(value).flatMap(([name, each]) =>
    typeof each === 'string' ? [[name, each] as const] : [],
  );
  if (texts.some(([, text]) => person.isAddress(text))) return true;
  // Somebody else may have the same name, or have taken the place of the contact.
  if (texts.some(([, text]) => text.includes('@') && person.hasAddress)) return false;
  return texts.some(([name, text]) => {
    const inner = fieldIn(field, name);
    const isOfLead = isTheirDeal && inner?.prefill.some((source) => source.startsWith('lead.contact.')) === true;
    return isOfLead || (inner?.isPersonal === true && person.isName(text));
  });
}

/**
 * Reports whether a field of an object that is about the person belongs to them: it is marked as personal. If no field
 * of the object is, its texts do, except in the form itself, whose texts are the work that is handed over.
 */
function goes(
  [name, value]: readonly [string, unknown],
  field: FormField | undefined,
  { person }: FormPerson,
): boolean {
  const inner = fieldIn(field, name);
  if (typeof value === 'string' && person.isAddress(value)) return true;
  if (field?.fields.some(({ isPersonal }) => isPersonal) === true) return inner?.isPersonal === true;
  return !isRoot(field) && typeof value === 'string' && isFreeText(inner);
}

function isFreeText(field: FormField | undefined): boolean {
  if (field === undefined) return true;
  const { format } = field.rules;
  return field.type === 'string' && field.choices.length === 0 && (format === undefined || format === 'email');
}

function textWithout(text: string, { person }: FormPerson): string | undefined {
  if (person.isAddress(text)) return undefined;
  const rest = person.takenFrom(text);
  return rest !== text && !/[\p{L}\p{N}]/u.test(rest) ? undefined : rest;
}

function fieldIn(field: FormField | undefined, name: string): FormField | undefined {
  return field?.fields.find((each) => each.name === name);
}

function isRoot(field: FormField | undefined): boolean {
  return field?.at === '';
}
