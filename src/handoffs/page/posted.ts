import { momentIn } from '../../calendar/zone.js';
import type { FormField } from '../../forms/form.js';
import { type Fault, fault, step } from '../../platform/input/fault.js';
import { isRecord, type JsonRecord, ownOf } from '../../platform/sql/sql.js';
import {
  type FilledEntry,
  type FilledList,
  type FilledValue,
  filledWith,
  isBlank,
  isSame,
  withPlainLines,
} from './filled.js';

/** The number of input names that are read; no page of ours has as many. */
export const NAMES_MAX = 5_000;
/** The input by which a list says that it has no entries; entries have numbers. */
const NONE = 'none';
/** What a ticked checkbox posts. */
const TICKED = 'true';
const ENTRY_ID = /^(0|[1-9]\d{0,4})$/;

/** A part of a name, and its text: `billing.lines.0.amount` is in `lines`, which is in `billing`. */
interface Node {
  readonly name: string;
  text?: string;
  readonly inner: Map<string, Node>;
}

export interface PostedForm {
  readonly filled: FilledValue;
  /** Names that the form does not have. */
  readonly unknown: readonly string[];
}

/**
 * Reads what was filled in, from the names and texts that a page posts.
 * @param sent by names such as `contacts.buyer.email` and `billing.lines.0.amount`; of several with one name the last
 * @param before what the page was made from, which stays wherever the page did not ask for it
 */
export function readPosted(
  form: FormField,
  sent: Iterable<readonly [string, string]>,
  before: FilledValue,
): PostedForm {
  const root: Node = { name: '', inner: new Map() };
  let count = 0;
  for (const [name, text] of sent) {
    count += 1;
    if (count > NAMES_MAX) return { filled: before, unknown: [name] };
    nodeAt(root, name).text = withPlainLines(text);
  }
  const reading = new FormReader();
  return { filled: reading.read(form, root, before), unknown: reading.unknown };
}

function nodeAt(root: Node, name: string): Node {
  let node = root;
  for (const part of name.split('.', 40)) {
    const known = node.inner.get(part);
    const next = known ?? { name: node === root ? part : `${node.name}.${part}`, inner: new Map<string, Node>() };
    if (known === undefined) node.inner.set(part, next);
    node = next;
  }
  return node;
}

class FormReader {
  readonly unknown: string[] = [];

  read(field: FormField, node: Node | undefined, before: FilledValue): FilledValue {
    if (node === undefined) return before;
    if (before.kind === 'group') {
      if (node.text !== undefined) this.unknown.push(node.name);
      this.refuse(node, ({ name }) => field.fields.every((each) => lastOf(name) !== each.name));
      const fields = field.fields.map(
        (each) => [each.name, this.read(each, node.inner.get(each.name), before.fields[each.name]!)] as const,
      );
      return { kind: 'group', fields: Object.fromEntries(fields) };
    }
    if (before.kind === 'text') {
      this.refuse(node, () => true);
      return node.text === undefined ? before : { kind: 'text', text: node.text };
    }
    const next = node.text !== undefined && ENTRY_ID.test(node.text) ? Number(node.text) : -1;
    const isEntry = (name: string) => ENTRY_ID.test(name) && Number(name) < next;
    this.refuse(node, ({ name }) => next < 0 || (lastOf(name) !== NONE && !isEntry(lastOf(name))));
    if (next < 0) return before;
    const kept = new Map(before.entries.map((each) => [each.id, each.filled]));
    const blank = filledWith(field.entry!, undefined, 'UTC');
    const entries = [...node.inner.keys()]
      .filter(isEntry)
      .map(Number)
      .sort((one, other) => one - other)
      .map((id): FilledEntry => {
        return { id, filled: this.read(field.entry!, node.inner.get(String(id)), kept.get(id) ?? blank) };
      });
    const none = node.inner.get(NONE);
    return { kind: 'list', entries, next, isNone: none === undefined ? before.isNone : none.text === TICKED };
  }

  /** Collects names that the page did not ask for. Their values are not read. */
  private refuse({ inner }: Node, isUnknown: (node: Node) => boolean): void {
    for (const each of inner.values()) if (isUnknown(each)) this.unknown.push(...namesIn(each));
  }
}

function namesIn(node: Node): string[] {
  return [...(node.text === undefined ? [] : [node.name]), ...[...node.inner.values()].flatMap(namesIn)];
}

function lastOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** What was filled in, as values to be stored. */
interface PostedValues {
  readonly values: JsonRecord;
  /** Texts that are no number, or no moment. The form finds all other faults. */
  readonly faults: readonly Fault[];
}

const A_NUMBER = /^[-+]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})(e[-+]?\d{1,3})?$/i;

/**
 * Returns the values that the content of a page means. A text that was not changed keeps its former value to the
 * letter, as a page shows an instant in a zone and cannot tell how it was written.
 * @param filled without blank entries
 * @param base the values that the page was made from
 */
export function givenBy(form: FormField, filled: FilledValue, base: JsonRecord, zone: string): PostedValues {
  const faults: Fault[] = [];
  const value = givenAt({ field: form, filled, base, pointer: '' }, { zone, faults });
  return { values: isRecord(value) ? value : {}, faults };
}

interface Place {
  readonly field: FormField;
  readonly filled: FilledValue;
  /** The former value. */
  readonly base: unknown;
  readonly pointer: string;
}

interface Reader {
  readonly zone: string;
  readonly faults: Fault[];
}

/** @returns undefined if no value is given */
function givenAt(place: Place, reading: Reader): unknown {
  const { field, filled, base } = place;
  if (isSame(filled, filledWith(field, base, reading.zone))) return base;
  switch (filled.kind) {
    case 'text':
      return scalarOf(place, filled.text.trim(), reading);
    case 'group':
      return groupOf(place, filled.fields, reading);
    case 'list':
      return listOf(place, filled, reading);
  }
}

function scalarOf({ field, pointer }: Place, text: string, { zone, faults }: Reader): unknown {
  if (text === '') return undefined;
  const chosen = field.choices.find(({ value }) => String(value).trim() === text);
  if (chosen !== undefined) return chosen.value;
  const wrong = (code: string, message: string) => {
    faults.push(fault(pointer, code, message));
    return undefined;
  };
  switch (field.type) {
    case 'integer':
    case 'number':
      if (A_NUMBER.test(text) && Number.isFinite(Number(text))) return Number(text);
      return wrong('type', `Expected a number, such as ${field.type === 'integer' ? '12' : '12.5'}.`);
    case 'boolean':
      if (text === 'true' || text === 'false') return text === 'true';
      return wrong('type', 'Expected yes or no.');
    default: {
      if (field.rules.format !== 'date-time') return text;
      const moment = momentIn(text, zone);
      return moment ?? wrong('value', 'Expected a day and a time, such as 2026-03-02 09:00.');
    }
  }
}

/** Values that the form does not name are not shown, and stay. A group that is left empty is removed. */
function groupOf(
  { field, base, pointer }: Place,
  filled: Readonly<Record<string, FilledValue>>,
  reading: Reader,
): unknown {
  const names = new Set(field.fields.map(({ name }) => name));
  const unnamed = Object.entries(isRecord(base) ? base : {}).filter(([name]) => !names.has(name));
  const given = field.fields.flatMap((each) => {
    const inner = { field: each, filled: filled[each.name]!, base: ownOf(base, each.name) };
    const value = givenAt({ ...inner, pointer: pointer + step(each.name) }, reading);
    return value === undefined ? [] : [[each.name, value] as const];
  });
  return unnamed.length + given.length === 0 ? undefined : Object.fromEntries([...unnamed, ...given]);
}

function listOf({ field, base, pointer }: Place, { entries, isNone }: FilledList, reading: Reader): unknown {
  const before: readonly unknown[] = Array.isArray(base) ? base : [];
  if (entries.length === 0) return isNone ? [] : undefined;
  return entries.map(({ id, filled }, index) => {
    const value = givenAt({ field: field.entry!, filled, base: before[id], pointer: pointer + step(index) }, reading);
    // A list has no gaps: an invalid value has a fault of its own, and a blank group is an empty object.
    return value ?? (field.entry!.type === 'object' ? {} : null);
  });
}

/**
 * Removes blank entries, except those that were blank before: an entry that was added by mistake, or was emptied, means
 * that there is none.
 */
export function settled(field: FormField, filled: FilledValue, base: unknown, zone: string): FilledValue {
  if (filled.kind === 'text') return filled;
  if (filled.kind === 'group') {
    const fields = field.fields.map(
      (each) => [each.name, settled(each, filled.fields[each.name]!, ownOf(base, each.name), zone)] as const,
    );
    return { kind: 'group', fields: Object.fromEntries(fields) };
  }
  const before: readonly unknown[] = Array.isArray(base) ? base : [];
  const isKept = (id: number) => id < before.length && isBlank(filledWith(field.entry!, before[id], zone));
  const entries = filled.entries
    .map(({ id, filled: each }) => ({ id, filled: settled(field.entry!, each, before[id], zone) }))
    .filter(({ id, filled: each }) => !isBlank(each) || isKept(id));
  return { ...filled, entries, isNone: filled.isNone && entries.length === 0 };
}
