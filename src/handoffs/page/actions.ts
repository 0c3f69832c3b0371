import type { FormField } from '../../forms/form.js';
import type { FilledList, FilledValue } from './filled.js';
import { withEntry } from './form-page.js';

/** A form after a button has added or removed an entry; nothing is saved. */
interface RearrangedForm {
  readonly filled: FilledValue;
  /** The input or the list to go on with. */
  readonly focus: string;
}

const REARRANGING = /^(add|remove) ([A-Za-z0-9_.]{1,600})$/;

/**
 * Adds an entry to a list of a form, or removes one, which a page without scripts leaves to its server.
 * @param wanted `add billing.lines`, or `remove billing.lines.0`
 * @returns null if the page has no such list
 */
export function rearranged(form: FormField, filled: FilledValue, wanted: string): RearrangedForm | null {
  const [, what, name = ''] = REARRANGING.exec(wanted) ?? [];
  if (what === undefined) return null;
  const steps = name.split('.');
  const id = what === 'remove' ? Number(steps.pop()) : 0;
  const list = steps.join('.');
  let focus: string | undefined;
  const changed = within(form, filled, steps, (field, found) => {
    focus = what === 'add' ? firstIn(field, found, list) : list;
    if (what === 'add') return withEntry(field, found);
    return { ...found, entries: found.entries.filter((each) => each.id !== id) };
  });
  return focus === undefined ? null : { filled: changed, focus };
}

function within(
  field: FormField,
  filled: FilledValue,
  [name, ...rest]: readonly string[],
  change: (field: FormField, list: FilledList) => FilledList,
): FilledValue {
  if (name === undefined) return filled.kind === 'list' ? change(field, filled) : filled;
  if (filled.kind === 'group') {
    const inner = field.fields.find((each) => each.name === name);
    if (inner === undefined) return filled;
    return { kind: 'group', fields: { ...filled.fields, [name]: within(inner, filled.fields[name]!, rest, change) } };
  }
  if (filled.kind === 'text') return filled;
  const entries = filled.entries.map((each) =>
    String(each.id) === name ? { ...each, filled: within(field.entry!, each.filled, rest, change) } : each,
  );
  return { ...filled, entries };
}

/** Returns the first input of the entry that is added. */
function firstIn(list: FormField, { next }: FilledList, name: string): string {
  let field = list.entry!;
  let at = `${name}.${next}`;
  while (field.type === 'object') {
    field = field.fields[0]!;
    at = `${at}.${field.name}`;
  }
  return at;
}
