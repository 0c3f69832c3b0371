import { isDeepStrictEqual } from 'node:util';
import { localMomentOf } from '../../calendar/zone.js';
import { FORM_FORMATS, type FormField } from '../../forms/form.js';
import { labelOf } from '../../forms/view.js';
import { step } from '../../platform/input/fault.js';
import { isRecord, type JsonRecord, ownOf } from '../../platform/sql/sql.js';
import { dayInWords } from '../../platform/values/day.js';
import { pairsOf } from './form-page.js';

/** How something differs between two versions; null if it does not. */
type FormDifference = 'added' | 'removed' | 'changed' | null;

/** A part of a form, to be read. */
export interface ReadNode {
  /** A JSON pointer into the values; for a part that was removed, into the former ones. */
  readonly pointer: string;
  readonly label: string;
  readonly isSensitive: boolean;
  /** Empty for groups and lists. */
  readonly text: string;
  /** The target of an address. Nothing is fetched from there, but the reader of the page may follow it. */
  readonly href: string | null;
  readonly nodes: readonly ReadNode[];
  readonly difference: FormDifference;
  /** The former value, if it differs. */
  readonly former: string;
}

/** Returns the content of a form in its order, as people read it. */
export function readNodesOf(form: FormField, values: JsonRecord, zone: string): readonly ReadNode[] {
  return comparedNodesOf(form, values, values, zone);
}

/**
 * Returns two versions of a form in one. What was added, removed or changed is marked, and all else is shown beside it.
 */
export function comparedNodesOf(
  form: FormField,
  before: JsonRecord,
  after: JsonRecord,
  zone: string,
): readonly ReadNode[] {
  return inside(form, before, after, { zone, pointer: '', former: '' });
}

interface Place {
  readonly zone: string;
  readonly pointer: string;
  readonly former: string;
}

function inside(field: FormField, before: unknown, after: unknown, place: Place): ReadNode[] {
  const known = field.fields.map(({ name }) => name);
  const unnamed = [before, after]
    .flatMap((each) => (isRecord(each) ? Object.keys(each) : []))
    .filter((name) => !known.includes(name));
  const fields = [...field.fields, ...[...new Set(unnamed)].map(unnamedField)];
  return fields.flatMap((each) => {
    const [from, to] = [ownOf(before, each.name), ownOf(after, each.name)];
    if (from === undefined && to === undefined) return [];
    return [nodeOf(each, labelOf(each), [from, to], inPlace(place, step(each.name), step(each.name)))];
  });
}

function nodeOf(field: FormField, label: string, [from, to]: readonly [unknown, unknown], place: Place): ReadNode {
  const pointer = to === undefined ? place.former : place.pointer;
  const difference = differenceOf(from, to);
  const node = { pointer, label, isSensitive: field.isSensitive, difference };
  const [before, after] = [isHeld(field, from), isHeld(field, to)];
  // A value of another type than the form asks for is shown as it is.
  if (!before || !after || (field.type !== 'object' && field.entry === undefined))
    return { ...node, ...textsOf(field, from, to, place.zone), href: addressIn(field, to), nodes: [] };
  const nodes = field.entry === undefined ? inside(field, from, to, place) : entries(field, label, from, to, place);
  // An empty list is an answer, and needs a text to be seen as one.
  if (nodes.length === 0) return { ...node, ...textsOf(field, from, to, place.zone), href: null, nodes };
  return { ...node, text: '', href: null, former: '', nodes };
}

/** Whether a value is a group or a list as the form defines it, or absent. */
function isHeld({ type }: FormField, value: unknown): boolean {
  return value === undefined || (type === 'array' ? Array.isArray(value) : isRecord(value));
}

/** Matches entries, which have no names: equal ones in their order, and those between them by their places. */
function entries(field: FormField, label: string, from: unknown, to: unknown, place: Place): ReadNode[] {
  const [before, after] = [listOf(from), listOf(to)];
  const called = field.entry!.title ?? label;
  return pairsOf(before, after).map(([one, other]) => {
    const number = (other ?? one)! + 1;
    const values = [one === null ? undefined : before[one], other === null ? undefined : after[other]] as const;
    return nodeOf(field.entry!, `${called} ${number}`, values, inPlace(place, step(other ?? 0), step(one ?? 0)));
  });
}

function inPlace({ zone, pointer, former }: Place, now: string, then: string): Place {
  return { zone, pointer: pointer + now, former: former + then };
}

function differenceOf(from: unknown, to: unknown): FormDifference {
  if (from === undefined) return 'added';
  if (to === undefined) return 'removed';
  return isDeepStrictEqual(from, to) ? null : 'changed';
}

function textsOf(field: FormField, from: unknown, to: unknown, zone: string): { text: string; former: string } {
  const [former, text] = [from, to].map((value) => (value === undefined ? '' : readableOf(field, value, zone)));
  return { text: text!, former: isDeepStrictEqual(from, to) ? '' : former! };
}

/** Returns the address to link to; null for a text that is none, or that a browser should not follow. */
function addressIn({ rules }: FormField, value: unknown): string | null {
  return rules.format === 'uri' && typeof value === 'string' && FORM_FORMATS.uri.isSound(value) ? value : null;
}

/** Returns a value as people read it: the title of a choice, yes or no, a day, or a moment in a zone. */
export function readableOf(field: FormField, value: unknown, zone: string): string {
  if (value === undefined) return 'nothing';
  const chosen = field.choices.find((each) => each.value === value);
  if (chosen?.title !== undefined) return chosen.title;
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value === 'string' && field.rules.format === 'date-time')
    return `${localMomentOf(value, zone).replace('T', ' ')} (${zone})`;
  if (typeof value === 'string' && field.rules.format === 'date' && FORM_FORMATS.date.isSound(value))
    return dayInWords(value);
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  return summaryOf(field, value, zone);
}

/** Returns a group or a list in one line. */
function summaryOf(field: FormField, value: unknown, zone: string): string {
  if (field.entry !== undefined && Array.isArray(value)) {
    const { entry } = field;
    return value.length === 0 ? 'None' : value.map((each) => readableOf(entry, each, zone)).join('; ');
  }
  if (field.type !== 'object' || !isRecord(value)) return JSON.stringify(value);
  const parts = field.fields.flatMap((each) => {
    const inner = ownOf(value, each.name);
    return inner === undefined ? [] : [`${labelOf(each)}: ${readableOf(each, inner, zone)}`];
  });
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Returns a field for a value that the form accepts and does not name. */
function unnamedField(name: string): FormField {
  return {
    name,
    at: '',
    title: name,
    type: 'string',
    isSensitive: false,
    isPersonal: false,
    refusesSham: false,
    isRequired: false,
    isOpen: false,
    prefill: [],
    choices: [],
    fields: [],
    rules: {},
  };
}
