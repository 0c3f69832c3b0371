import { durationInWords } from '../../parts/duration.js';
import { pointerTo, stepsOf } from '../../parts/json-pointer.js';
import { lowered, spelledOut } from '../../parts/words.js';
import { conditionInWords } from './condition.js';
import type { Field } from './field.js';
import { isList, isObject, isSame, type Json, type JsonObject, valueAt, withField } from './json-schema.js';
import { entryIn, nameOfValue, SAID, VALUES } from './labels.js';
import { entriesOf, type Forms, formOf, formOfValue, inside, pathInWords, stepInWords } from './place.js';
import { IS_ID } from './references.js';

/** A difference at one pointer. Lists are compared as a whole, as in the API's versions. */
export interface Change {
  readonly pointer: string;
  readonly from?: Json;
  readonly to?: Json;
}

/** A difference for users, with lists compared by entry. */
export interface Difference {
  /** A path of titles, such as `Rules › DACH › Assign`. */
  readonly place: readonly string[];
  readonly from?: Json;
  readonly to?: Json;
  /** The forms that the value may have. */
  readonly forms: Forms;
}

export function changesOf(from: Json | undefined, to: Json | undefined, pointer = ''): Change[] {
  if (isSame(from, to)) return [];
  if (isObject(from) && isObject(to) && !isCondition(from) && !isCondition(to)) {
    return namesOf(from, to).flatMap((name) => changesOf(from[name], to[name], pointerTo(pointer, name)));
  }
  return [{ pointer, ...(from !== undefined && { from }), ...(to !== undefined && { to }) }];
}

/** @param fields the fields of the document, without which names are spelled out */
export const differencesOf = (changes: readonly Change[], fields: readonly Field[] = []): Difference[] =>
  changes.flatMap(({ pointer, from, to }) => {
    const steps = stepsOf(pointer);
    return within({ words: pathInWords(fields, steps), forms: steps.reduce(inside, formOf(fields)) }, from, to);
  });

interface Place {
  readonly words: readonly string[];
  readonly forms: Forms;
}

function within(place: Place, from: Json | undefined, to: Json | undefined): Difference[] {
  const { words, forms } = place;
  if (isSame(from, to)) return [];
  if (isObject(from) && isObject(to) && !isCondition(from) && !isCondition(to)) {
    return namesOf(from, to).flatMap((name) =>
      within({ words: [...words, stepInWords(forms, name)], forms: inside(forms, name) }, from[name], to[name]),
    );
  }
  if (isListOfObjects(from) && isListOfObjects(to)) return amongEntries(place, from, to);
  return [{ place: words, forms, ...(from !== undefined && { from }), ...(to !== undefined && { to }) }];
}

function amongEntries({ words, forms }: Place, from: readonly JsonObject[], to: readonly JsonObject[]): Difference[] {
  const [before, after] = [byKey(from), byKey(to)];
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  const entries = entriesOf(forms);
  const changed = keys.flatMap((key) =>
    within({ words: [...words, key], forms: entries }, before.get(key), after.get(key)),
  );
  const stayed = (entries: ReadonlyMap<string, JsonObject>) =>
    [...entries.keys()].filter((key) => before.has(key) && after.has(key));
  const [wasOrder, order] = [stayed(before), stayed(after)];
  const isMoved = !isSame(wasOrder, order);
  return [...changed, ...(isMoved ? [{ place: [...words, 'Order'], forms: NAMES, from: wasOrder, to: order }] : [])];
}

/** Names that people chose. */
const NAMES: Forms = [{ kind: 'lines', name: '', title: '', hint: '', isRequired: true }];

const KEYS = ['name', 'repId', 'text', 'month'];

/** Keys entries by a field that users know them by, or by their position if they have none or it is taken. */
function byKey(entries: readonly JsonObject[]): Map<string, JsonObject> {
  const keyed = new Map<string, JsonObject>();
  for (const [at, entry] of entries.entries()) {
    const name = KEYS.map((key) => entry[key]).find((key) => typeof key === 'string') as string | undefined;
    keyed.set(name === undefined || keyed.has(name) ? String(at + 1) : name, entry);
  }
  return keyed;
}

interface Written {
  /** Returns the name of an id. */
  readonly nameOf: (id: string) => string;
  /** The name of the field that has the value, if its forms are not known. */
  readonly field?: string;
  readonly forms?: Forms;
}

/** Formats a value in words. */
export function inWords(value: Json | undefined, written: Written): string {
  if (value === undefined || value === null) return 'nothing';
  if (isList(value)) return value.length === 0 ? 'none' : listInWords(value, written);
  if (isObject(value)) return objectInWords(value, written);
  if (typeof value === 'string') return textInWords(value, written);
  const { field, forms = [] } = written;
  return lowered(nameOfValue(value, field ?? formOfValue(forms, value)?.name));
}

function textInWords(value: string, { nameOf, field = '', forms = [] }: Written): string {
  const form = formOfValue(forms, value);
  switch (form?.kind) {
    case undefined:
      return (
        lowered(VALUES[field]?.[value] ?? '') ||
        durationInWords(value) ||
        (isWordOfApi(value) ? spelledOut(value) : nameOf(value))
      );
    case 'choice':
    case 'choices':
      return lowered(nameOfValue(value, form.name));
    case 'duration':
      return durationInWords(value.slice(form.before?.length ?? 0)) ?? value;
    case 'reference':
      return nameOf(value);
    default:
      return IS_ID.test(value) ? nameOf(value) : value;
  }
}

/** Matches an identifier of the API, such as `roundRobin`. */
const isWordOfApi = (text: string) => /^[a-z]+([A-Z][a-z]*)+$/.test(text);

const SHOWN_MAX = 12;

function listInWords(values: readonly Json[], { nameOf, forms = [] }: Written): string {
  if (values.length === 2 && values.every((value) => /^\d\d:\d\d$/.test(String(value)))) return values.join('–');
  const shown = values.slice(0, SHOWN_MAX).map((value) => inWords(value, { nameOf, forms: entriesOf(forms) }));
  return [...shown, ...(values.length > SHOWN_MAX ? [`${values.length - SHOWN_MAX} more`] : [])].join(', ');
}

function objectInWords(value: JsonObject, { nameOf, forms = [] }: Written): string {
  if (isCondition(value)) return conditionInWords(value, nameOf) || 'always';
  const { do: action, to, otherwise, ...others } = value;
  // What is done comes first: `move it to somebody else, at once`. What is done otherwise comes last.
  const ordered = {
    ...(action !== undefined && { do: action }),
    ...(to !== undefined && { to }),
    ...others,
    ...(otherwise !== undefined && { otherwise }),
  };
  const entries = Object.entries(ordered);
  return entries.length === 0
    ? 'none'
    : entries.map(([name, inner]) => fieldInWords(name, inner, { nameOf, forms })).join(', ');
}

function fieldInWords(name: string, value: Json | undefined, { nameOf, forms = [] }: Written): string {
  if (isAlways(name, value)) return 'always';
  if (name === 'after' && value === 'PT0S') return 'at once';
  const said = entryIn(entryIn(SAID, name) ?? {}, String(value));
  if (said !== undefined) return said;
  const words = inWords(value, { nameOf, field: name, forms: inside(forms, name) });
  if (name === 'on') return `once ${words}`;
  return name === 'do' ? words : `${lowered(stepInWords(forms, name))} ${words}`;
}

/** Reports whether a value is an empty condition, which always holds. */
const isAlways = (name: string, value: Json | undefined) => name === 'when' && isSame(value, {});

/** Formats the value at a path such as `firstTouch.within`; empty if it is absent. */
export function wordsAt(document: JsonObject, place: string, nameOf: (id: string) => string): string {
  const value = valueAt(document, `/${place.replaceAll('.', '/')}`);
  if (isAlways(place, value)) return 'always';
  // Whole entries would fill the page: those with a name, or of a rep, go by it.
  if (isListOfObjects(value) && value.length > 0)
    return listInWords([...byKey(value).keys()], { nameOf, forms: NAMES });
  return value === undefined ? '' : inWords(value, { nameOf, field: place.split('.').at(-1)! });
}

/** Returns those of another user's changes that overlap with one's own. */
export function conflictsOf(theirs: readonly Change[], mine: readonly Change[]): Change[] {
  const touches = (one: string, other: string) => one === other || `${one}/`.startsWith(`${other}/`);
  return theirs.filter((change) =>
    mine.some(({ pointer }) => touches(pointer, change.pointer) || touches(change.pointer, pointer)),
  );
}

export function withChanges(document: JsonObject, changes: readonly Change[]): JsonObject {
  return changes.reduce((changed, { pointer, to }) => withValue(changed, stepsOf(pointer), to), document);
}

function withValue(document: JsonObject, [name, ...rest]: readonly string[], value: Json | undefined): JsonObject {
  if (name === undefined) return document;
  if (rest.length === 0) return withField(document, name, value);
  const inner = document[name];
  return withField(document, name, withValue(isObject(inner) ? inner : {}, rest, value));
}

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** Returns the names of both objects. Days of the week are sorted, because the API does not keep their order. */
function namesOf(from: JsonObject, to: JsonObject): readonly string[] {
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return names.every((name) => DAYS.includes(name)) ? DAYS.filter((day) => names.includes(day)) : names;
}

const isListOfObjects = (value: Json | undefined): value is readonly JsonObject[] =>
  isList(value) && value.every(isObject);

function isCondition(value: JsonObject): boolean {
  return ['field', 'all', 'any', 'not'].some((name) => name in value) && !('name' in value);
}
