import { isDeepStrictEqual } from 'node:util';
import { ENTRIES_MAX, FORM_FORMATS, type FormField, type FormFormatName } from '../../forms/form.js';
import { labelOf, labelsAt } from '../../forms/view.js';
import type { Fault } from '../../platform/input/fault.js';
import type { HandoffObstacle } from '../form/missing.js';
import { type Control, controlOf, nameAt } from './controls.js';
import { type FilledList, type FilledValue, filledWith } from './filled.js';

/** A message about a place of the form. */
interface Remark {
  /** The name of the place; empty if the page does not have it, so that the message is shown only at the top. */
  readonly name: string;
  readonly text: string;
}

interface Place {
  /** The name of its input, and the id of its element: `billing.lines.0.amount`. */
  readonly name: string;
  readonly label: string;
  readonly help: readonly string[];
  readonly isRequired: boolean;
  readonly isSensitive: boolean;
  readonly errors: readonly string[];
  /** The origin of a value that nobody has saved yet. */
  readonly prefilled: readonly string[];
  /** Who has returned it, if its value has not changed since. */
  readonly returned: readonly string[];
  /** What somebody else has saved there while this was filled in. */
  readonly meanwhile: readonly string[];
}

interface InputNode extends Place {
  readonly kind: 'input';
  readonly control: Control;
  readonly text: string;
  /** The ids of elements that describe it, for screen readers. */
  readonly describedBy: string;
  readonly isFocused: boolean;
}

interface GroupNode extends Place {
  readonly kind: 'group';
  readonly nodes: readonly PageNode[];
}

interface ListNode extends Place {
  readonly kind: 'list';
  /** Posted with the form: it shows that the list was on the page, and names its next entry. */
  readonly next: number;
  readonly entries: readonly { readonly name: string; readonly label: string; readonly node: PageNode }[];
  readonly canGrow: boolean;
  /** Null if an empty list is no answer. */
  readonly none: { readonly isTicked: boolean } | null;
}

export type PageNode = InputNode | GroupNode | ListNode;

export interface FormPage {
  readonly nodes: readonly PageNode[];
  /** What is wrong with what was filled in. Each error is also shown beside its field. */
  readonly errors: readonly Remark[];
  /** What is still missing before the handover, listed once after the fields. */
  readonly missing: readonly Remark[];
  readonly meanwhile: readonly Remark[];
}

export interface FormRemarks {
  readonly faults: readonly Fault[];
  readonly missing: readonly HandoffObstacle[];
  readonly meanwhile: readonly HandoffObstacle[];
  readonly prefilled: readonly HandoffObstacle[];
  readonly returned: readonly HandoffObstacle[];
  /** The input to focus: the first of an entry that was just added. */
  readonly focus?: string;
}

const NOTHING: FormRemarks = { faults: [], missing: [], meanwhile: [], prefilled: [], returned: [] };

export function formPageOf(form: FormField, filled: FilledValue, remarks: Partial<FormRemarks> = {}): FormPage {
  const { faults, missing, meanwhile, prefilled, returned, focus } = { ...NOTHING, ...remarks };
  const remark = ({ pointer, text }: HandoffObstacle): Remark => ({ name: nameAt(filled, pointer), text });
  const errors = faults.map(({ pointer, message }) => ({ pointer, name: nameAt(filled, pointer), text: message }));
  const page = new PageWriting({
    errors: byName(errors),
    meanwhile: byName(meanwhile.map(remark)),
    prefilled: byName(prefilled.map(remark)),
    returned: byName(returned.map(remark)),
    focus,
  });
  return {
    nodes: page.inside(form, filled, ''),
    errors: errors.map(({ pointer, name, text }) => ({ name, text: withLabel(form, pointer, text) })),
    missing: missing.map(remark),
    meanwhile: meanwhile.map(remark),
  };
}

/** Adds a first entry to lists that are required and empty. */
export function opened(field: FormField, filled: FilledValue): FilledValue {
  if (filled.kind === 'group') {
    const fields = field.fields.map((each) => [each.name, opened(each, filled.fields[each.name]!)] as const);
    return { kind: 'group', fields: Object.fromEntries(fields) };
  }
  if (filled.kind === 'text') return filled;
  const inner = filled.entries.map(({ id, filled: each }) => ({ id, filled: opened(field.entry!, each) }));
  const isLacking = field.isRequired && filled.entries.length === 0 && !filled.isNone;
  return isLacking ? withEntry(field, filled) : { ...filled, entries: inner };
}

/** Returns a list with one more entry, which is blank. */
export function withEntry(field: FormField, list: FilledList): FilledList {
  const blank = opened(field.entry!, filledWith(field.entry!, undefined, 'UTC'));
  return { ...list, entries: [...list.entries, { id: list.next, filled: blank }], next: list.next + 1, isNone: false };
}

interface Remarks {
  readonly errors: ReadonlyMap<string, readonly string[]>;
  readonly meanwhile: ReadonlyMap<string, readonly string[]>;
  readonly prefilled: ReadonlyMap<string, readonly string[]>;
  readonly returned: ReadonlyMap<string, readonly string[]>;
  readonly focus: string | undefined;
}

class PageWriting {
  constructor(private readonly remarks: Remarks) {}

  inside({ fields }: FormField, filled: FilledValue, name: string): PageNode[] {
    if (filled.kind !== 'group') return [];
    return fields.map((each) =>
      this.node(each, filled.fields[each.name]!, name === '' ? each.name : `${name}.${each.name}`, labelOf(each)),
    );
  }

  private node(field: FormField, filled: FilledValue, name: string, label: string): PageNode {
    const place = this.place(field, name, label);
    switch (filled.kind) {
      case 'group':
        return { kind: 'group', ...place, nodes: this.inside(field, filled, name) };
      case 'text':
        return this.input(field, filled.text, place);
      case 'list':
        return this.list(field, filled, place);
    }
  }

  private input(field: FormField, text: string, place: Place): InputNode {
    const descriptions = (['help', 'prefilled', 'returned', 'errors', 'meanwhile'] as const).filter(
      (each) => place[each].length > 0,
    );
    return {
      kind: 'input',
      ...place,
      control: controlOf(field, text),
      text,
      describedBy: descriptions.map((each) => `${place.name}-${each}`).join(' '),
      isFocused: this.isFocused(place.name),
    };
  }

  private list(field: FormField, { entries, next, isNone }: FilledList, place: Place): ListNode {
    const entry = field.entry!;
    const called = entry.title ?? place.label;
    const most = numberOf(field.rules.maxItems, ENTRIES_MAX);
    const mayBeEmpty = numberOf(field.rules.minItems, 0) === 0;
    return {
      kind: 'list',
      ...place,
      next,
      entries: entries.map(({ id, filled }, index) => {
        const [name, label] = [`${place.name}.${id}`, `${called} ${index + 1}`];
        return { name, label, node: this.node(entry, filled, name, label) };
      }),
      canGrow: entries.length < most,
      none: mayBeEmpty && (field.isRequired || isNone) ? { isTicked: isNone } : null,
    };
  }

  private place(field: FormField, name: string, label: string): Place {
    return {
      name,
      label,
      help: helpOf(field),
      isRequired: field.isRequired,
      isSensitive: field.isSensitive,
      errors: this.remarks.errors.get(name) ?? [],
      meanwhile: this.remarks.meanwhile.get(name) ?? [],
      prefilled: this.remarks.prefilled.get(name) ?? [],
      returned: this.remarks.returned.get(name) ?? [],
    };
  }

  private isFocused(name: string): boolean {
    return name === this.remarks.focus;
  }
}

/** Returns the description of a field, and an example or the expected format. */
function helpOf({ description, rules: { format, examples } }: FormField): string[] {
  const [example]: readonly unknown[] = Array.isArray(examples) ? examples : [];
  const isPlain = typeof example === 'string' || typeof example === 'number';
  const written = WRITTEN.has(String(format)) ? `${FORM_FORMATS[format as FormFormatName].expected}.` : undefined;
  return [
    ...(description === undefined ? [] : [description]),
    ...(isPlain ? [`For example: ${example}`] : written === undefined ? [] : [capitalised(written)]),
  ];
}

/** Formats that an input does not explain by itself. */
const WRITTEN: ReadonlySet<string> = new Set(['amount', 'duration', 'currency', 'timeZone', 'uuid', 'uri', 'sha256']);

function withLabel(form: FormField, pointer: string, text: string): string {
  const { labels } = labelsAt(form, pointer);
  return labels.length === 0 ? text : `${labels.join(' › ')}: ${text}`;
}

function byName(remarks: readonly Remark[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { name, text } of remarks) found.set(name, [...(found.get(name) ?? []), text]);
  return found;
}

function numberOf(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The places of an entry in the former and in the new list; null if it is not in that list. */
type Pair = readonly [before: number | null, after: number | null];

/** The number of comparisons; entries of longer lists are matched by their places. */
const COMPARED_MAX = 40_000;

/**
 * Matches the entries of two lists: as many equal ones as possible in the same order, and those between them by their
 * places.
 */
export function pairsOf(before: readonly unknown[], after: readonly unknown[]): Pair[] {
  const pairs: Pair[] = [];
  let [from, to] = [0, 0];
  const between = (upTo: number, andUpTo: number) => {
    for (; from < upTo && to < andUpTo; from += 1, to += 1) pairs.push([from, to]);
    for (; from < upTo; from += 1) pairs.push([from, null]);
    for (; to < andUpTo; to += 1) pairs.push([null, to]);
  };
  for (const [one, other] of equalOnes(before, after)) {
    between(one, other);
    pairs.push([one, other]);
    [from, to] = [one + 1, other + 1];
  }
  between(before.length, after.length);
  return pairs;
}

/** Returns the longest common subsequence, as pairs of places. */
function equalOnes(before: readonly unknown[], after: readonly unknown[]): [number, number][] {
  if (before.length * after.length > COMPARED_MAX) return [];
  const isEqual = before.map((one) => after.map((other) => isDeepStrictEqual(one, other)));
  // The length of that subsequence from these places on.
  const lengths = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0));
  for (let one = before.length - 1; one >= 0; one -= 1)
    for (let other = after.length - 1; other >= 0; other -= 1)
      lengths[one]![other] = isEqual[one]![other]
        ? lengths[one + 1]![other + 1]! + 1
        : Math.max(lengths[one + 1]![other]!, lengths[one]![other + 1]!);
  const found: [number, number][] = [];
  for (let one = 0, other = 0; one < before.length && other < after.length; ) {
    if (isEqual[one]![other]) found.push([one++, other++]);
    else if (lengths[one + 1]![other]! >= lengths[one]![other + 1]!) one += 1;
    else other += 1;
  }
  return found;
}
