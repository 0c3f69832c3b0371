import type { FormField } from '../../forms/form.js';

/** The type of a value, as far as templates need it. */
export interface Shape {
  readonly type: ShapeType;
  /** Whether it always has a value once the form is complete. */
  readonly isSure: boolean;
  readonly fields?: Readonly<Record<string, Shape>>;
  /** Of a group with arbitrary names, such as ids in other systems. */
  readonly any?: Shape;
  readonly entry?: Shape;
  /** Whether only the parties of a handoff may see it. */
  readonly isSensitive?: boolean;
  /** The allowed values; absent if there is no restriction. */
  readonly choices?: readonly (string | number | boolean)[];
}

const SHAPE_TYPES = ['text', 'number', 'boolean', 'list', 'group'] as const;
export type ShapeType = (typeof SHAPE_TYPES)[number];

const TYPES = {
  object: 'group',
  array: 'list',
  string: 'text',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
} as const satisfies Record<FormField['type'], ShapeType>;

/** @param sections those visible to the receiver; all by default */
export function shapeOfForm(form: FormField, sections?: readonly string[]): Shape {
  const seen = form.fields.filter(({ name }) => sections === undefined || sections.includes(name));
  return group(true, Object.fromEntries(seen.map((field) => [field.name, shapeOf(field)])));
}

function shapeOf(field: FormField): Shape {
  const { isRequired: isSure, entry, choices } = field;
  const type = TYPES[field.type];
  const hidden = field.isSensitive ? { isSensitive: true } : {};
  if (type === 'group')
    return { ...group(isSure, Object.fromEntries(field.fields.map((each) => [each.name, shapeOf(each)]))), ...hidden };
  // A required text must not be blank, so it is present.
  if (type === 'list') return { type, isSure, entry: { ...shapeOf(entry!), isSure: true }, ...hidden };
  return { type, isSure, ...hidden, ...(choices.length > 0 && { choices: choices.map(({ value }) => value) }) };
}

export function group(isSure: boolean, fields: Readonly<Record<string, Shape>>): Shape {
  return { type: 'group', isSure, fields };
}

const SURE: Shape = { type: 'text', isSure: true };
const UNSURE: Shape = { type: 'text', isSure: false };
const COUNT: Shape = { type: 'number', isSure: false };
const REFS: Shape = { type: 'group', isSure: true, any: UNSURE };
/** A form that is empty has none. */
const SECTIONS: Shape = {
  type: 'list',
  isSure: true,
  entry: group(true, { title: SURE, text: SURE, lines: { type: 'list', isSure: true, entry: SURE } }),
};
const PERSON = { name: SURE, email: SURE };

export interface TemplateContext {
  /** Null if the form is not known yet. */
  readonly form: Shape | null;
  /** A handoff that is started by hand may concern an account only. */
  readonly hasDeal: boolean;
  /** Whether the record exists, so that it has an id. */
  readonly hasRecord: boolean;
  /** Whether the tool reports the record's version. */
  readonly hasVersion?: boolean;
}

export function shapeOfFacts({ form, hasDeal, hasRecord, hasVersion = false }: TemplateContext): Shape {
  return group(true, {
    deal: group(hasDeal, {
      id: SURE,
      name: SURE,
      externalId: UNSURE,
      refs: REFS,
      product: UNSURE,
      amount: UNSURE,
      currency: UNSURE,
      wonAt: UNSURE,
      expectedCloseAt: UNSURE,
      term: group(false, { startsOn: SURE, endsOn: SURE, noticeDays: COUNT }),
    }),
    account: group(false, { id: SURE, name: SURE, domain: UNSURE, refs: REFS }),
    ...(form !== null && { form }),
    handoff: group(true, {
      id: SURE,
      kind: SURE,
      url: SURE,
      startedAt: SURE,
      sections: SECTIONS,
      kickoffOn: UNSURE,
    }),
    receiver: group(true, { name: SURE, owner: group(true, PERSON), completeBy: UNSURE }),
    giver: group(false, PERSON),
    record: group(true, { key: SURE, ...(hasRecord && { id: SURE }), ...(hasVersion && { version: SURE }) }),
  });
}

/** @returns undefined if there can be no value; not sure if a group on its path is not */
export function shapeAt(root: Shape, path: readonly string[]): Shape | undefined {
  let shape: Shape = root;
  let isSure = true;
  for (const name of path) {
    const next: Shape | undefined =
      shape.fields !== undefined && Object.hasOwn(shape.fields, name) ? shape.fields[name] : shape.any;
    if (next === undefined) return undefined;
    isSure &&= next.isSure;
    shape = next;
  }
  return { ...shape, isSure };
}

/** Returns the first part of a path that does not exist, and the names that do exist at its level. */
export function misnamedIn(
  root: Shape,
  path: readonly string[],
): { readonly written: string; readonly known: readonly string[] } {
  for (let length = path.length - 1; length >= 0; length--) {
    const before = shapeAt(root, path.slice(0, length));
    const whole = (name: string) => [...path.slice(0, length), name].join('.');
    if (before?.fields !== undefined)
      return { written: whole(path[length]!), known: Object.keys(before.fields).map(whole) };
  }
  return { written: path.join('.'), known: [] };
}
