import type { FormField } from '../../forms/form.js';
import { type Filled, type FilledEntry, filledWith, withPlainLines } from './filled.js';

/** Names of inputs on a page: more than any page has. */
export const NAMES_MAX = 5_000;
/** Says of a list that there are none; entries have numbers. */
export const NONE = 'none';
/** What a box sends that is ticked. */
export const TICKED = 'true';
const ENTRY_ID = /^(0|[1-9]\d{0,4})$/;

/** A name, and what stands in it: `billing.lines.0.amount` is in `lines`, which is in `billing`. */
interface Node {
  readonly name: string;
  text?: string;
  readonly inner: Map<string, Node>;
}

/** What a page was sent back with. */
export interface Posted {
  readonly filled: Filled;
  /** Names of which the form knows nothing. */
  readonly unknown: readonly string[];
}

/**
 * What somebody has filled in, from the names and texts that a page sends.
 * @param sent by names such as `contacts.buyer.email` and `billing.lines.0.amount`; of several with one name the last
 * @param before what the page was made with: what it did not ask for stands there still
 */
export function readPosted(form: FormField, sent: Iterable<readonly [string, string]>, before: Filled): Posted {
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
