import { momentIn } from '../../calendar/zone.js';
import type { FormField } from '../../forms/form.js';
import { type Fault, step } from '../../platform/fault.js';
import { isRecord, type JsonRecord, ownOf } from '../../platform/sql.js';
import {
  type Filled,
  type FilledEntry,
  type FilledList,
  filledWith,
  isBlank,
  isSame,
  withPlainLines,
} from './filled.js';

/** Names of inputs on a page: more than any page has. */
export const NAMES_MAX = 5_000;
/** Says of a list that there are none; entries have numbers. */
const NONE = 'none';
/** What a box sends that is ticked. */
const TICKED = 'true';
const ENTRY_ID = /^(0|[1-9]\d{0,4})$/;

/** A name, and what stands in it: `billing.lines.0.amount` is in `lines`, which is in `billing`. */
interface Node {
  readonly name: string;
  text?: string;
  readonly inner: Map<string, Node>;
}

/** What a page was sent back with. */
export interface PostedForm {
  readonly filled: Filled;
  /** Names of which the form knows nothing. */
  readonly unknown: readonly string[];
}

/**
 * What somebody has filled in, from the names and texts that a page sends.
 * @param sent by names such as `contacts.buyer.email` and `billing.lines.0.amount`; of several with one name the last
 * @param before what the page was made with: what it did not ask for stands there still
 */
export function readPosted(form: FormField, sent: Iterable<readonly [string, string]>, before: Filled): PostedForm {
  const root: Node = { name: '', inner: new Map() };
  let count = 0;
  for (const [name, text] of sent) {
    count += 1;
    if (count > NAMES_MAX) return { filled: before, unknown: [name] };
    nodeAt(root, name).text = withPlainLines(text);
  }
  const reading = new Reading();
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

class Reading {
  readonly unknown: string[] = [];

  read(field: FormField, node: Node | undefined, before: Filled): Filled {
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

  /** Of what nobody asked for nothing is read. */
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

/** What was filled in, as it is kept. */
interface Given {
  readonly values: JsonRecord;
  /** Texts that are no number, or no moment: what else is wrong, the form says. */
  readonly faults: readonly Fault[];
}

const A_NUMBER = /^[-+]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})(e[-+]?\d{1,3})?$/i;

/**
 * The values that somebody means by what stands on a page. What stands as it was shown is what was there, to the
 * letter: a page shows an instant by the clocks of a zone, and cannot tell how it was written.
 * @param filled without entries in which nothing stands
 * @param base the values that the page was made with
 */
export function givenBy(form: FormField, filled: Filled, base: JsonRecord, zone: string): Given {
  const faults: Fault[] = [];
  const value = givenAt({ field: form, filled, base, pointer: '' }, { zone, faults });
  return { values: isRecord(value) ? value : {}, faults };
}

interface Place {
  readonly field: FormField;
  readonly filled: Filled;
  /** What stood there. */
  readonly base: unknown;
  readonly pointer: string;
}

interface Reader {
  readonly zone: string;
  readonly faults: Fault[];
}

/** @returns undefined where nothing is given */
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
    faults.push({ pointer, code, message });
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

/** What the form does not name is not shown, and stays. A group of which all was taken away is taken away. */
function groupOf({ field, base, pointer }: Place, filled: Readonly<Record<string, Filled>>, reading: Reader): unknown {
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
    // A list has no gaps: what is no value is told of by itself, and an entry of which all is blank is an empty one.
    return value ?? (field.entry!.type === 'object' ? {} : null);
  });
}

/**
 * Without entries in which nothing stands, but those of which nothing stood there before: whoever adds one too many, or
 * empties one, means that there is none.
 */
export function settled(field: FormField, filled: Filled, base: unknown, zone: string): Filled {
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
