import { pointerTo } from '../../parts/json-pointer.js';
import { titled } from '../../parts/words.js';

/** A place in the values of a form: names, and indexes of list entries. */
export type Path = readonly (string | number)[];
export type Values = Readonly<Record<string, unknown>>;

interface Choice {
  readonly value: string | number | boolean;
  readonly label: string;
}

/** A field of a form, with its schema's references resolved. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly description: string | null;
  readonly type: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean';
  readonly format: string | null;
  readonly maxLength: number | null;
  readonly isRequired: boolean;
  readonly isSensitive: boolean;
  /** For a required list: whether an empty one is an answer. */
  readonly mayBeEmpty: boolean;
  /** Empty if any value may be entered. */
  readonly choices: readonly Choice[];
  readonly fields: readonly Field[];
  /** The field of each entry of a list; null for other types. */
  readonly entry: Field | null;
}

/** Returns the fields of a form. @param schema of a handoff kind: `$ref` refers only to its own `$defs` */
export function fieldsOf(schema: Values): readonly Field[] {
  return fieldOf('', schema, true, recordOf(schema.$defs)).fields;
}

function fieldOf(name: string, written: unknown, isRequired: boolean, definitions: Values): Field {
  const schema = resolved(recordOf(written), definitions);
  const choices = choicesOf(schema);
  const type = typeof schema.type === 'string' ? schema.type : typeof choices[0]?.value;
  const required = Array.isArray(schema.required) ? schema.required : [];
  return {
    name,
    label: filledText(schema.title) ?? titled(name),
    description: filledText(schema.description),
    type: type as Field['type'],
    format: filledText(schema.format),
    maxLength: typeof schema.maxLength === 'number' ? schema.maxLength : null,
    isRequired,
    isSensitive: schema.sensitive === true,
    mayBeEmpty: (schema.minItems ?? 0) === 0,
    choices,
    fields: Object.entries(recordOf(schema.properties)).map(([inner, each]) =>
      fieldOf(inner, each, required.includes(inner), definitions),
    ),
    entry: type === 'array' ? fieldOf('', schema.items, true, definitions) : null,
  };
}

/** Follows references. Keywords beside a `$ref` override those of its target. */
function resolved({ $ref, ...beside }: Values, definitions: Values): Values {
  if (typeof $ref !== 'string') return beside;
  return { ...resolved(recordOf(definitions[$ref.slice('#/$defs/'.length)]), definitions), ...beside };
}

function choicesOf(schema: Values): Choice[] {
  const listed = schema.oneOf ?? schema.anyOf;
  const given = (value: unknown, title?: unknown) => ({
    value: value as Choice['value'],
    label: filledText(title) ?? String(value),
  });
  if (Object.hasOwn(schema, 'const')) return [given(schema.const)];
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => given(value));
  return Array.isArray(listed) ? listed.map((each) => given(recordOf(each).const, recordOf(each).title)) : [];
}

export function valueAt(values: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => {
    if (Array.isArray(value)) return value[Number(step)];
    return isRecord(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  }, values);
}

/** Returns the values with another one at a place; undefined removes it. */
export function withAt(values: unknown, [step, ...rest]: Path, given: unknown): unknown {
  if (step === undefined) return given;
  const inner = withAt(valueAt(values, [step]), rest, given);
  if (typeof step === 'number') {
    const entries: readonly unknown[] = Array.isArray(values) ? values : [];
    const [before, after] = [entries.slice(0, step), entries.slice(step + 1)];
    return inner === undefined ? [...before, ...after] : [...before, inner, ...after];
  }
  const { [step]: _, ...others } = recordOf(values);
  return inner === undefined ? others : { ...others, [step]: inner };
}

/** Returns the merge patch (RFC 7396) that sets a place. A list is always sent as a whole. */
export function patchAt(values: unknown, path: Path, given: unknown): Values {
  const [name, ...rest] = path as readonly [string, ...Path];
  const inner = valueAt(values, [name]);
  if (rest.length === 0) return { [name]: given ?? null };
  return { [name]: typeof rest[0] === 'number' ? withAt(inner, rest, given) : patchAt(inner, rest, given) };
}

/** Returns the place that such a patch replaces: the whole list for a place inside one. */
export function patchedPlace(path: Path): Path {
  const list = path.findIndex((step) => typeof step === 'number');
  return list === -1 ? path : path.slice(0, list);
}

/** `['contacts', 'buyer']` → `/contacts/buyer` */
export function pointerOf(path: Path): string {
  return path.reduce<string>(pointerTo, '');
}

/** A part of a form that a receiver can name as missing or wrong. */
interface Piece {
  readonly pointer: string;
  readonly label: string;
}

/** Returns all such parts: the fields, and the entries of lists. */
export function piecesOf(fields: readonly Field[], values: unknown, path: Path = [], around = ''): readonly Piece[] {
  return fields.flatMap((field) => {
    const here = [...path, field.name];
    const value = valueAt(values, [field.name]);
    const label = `${around}${field.label}`;
    if (field.type === 'object') return piecesOf(field.fields, value, here, `${label} › `);
    const entries: readonly unknown[] = Array.isArray(value) ? value : [];
    return [
      { pointer: pointerOf(here), label },
      ...entries.map((_, index) => ({ pointer: pointerOf([...here, index]), label: `${label} ${index + 1}` })),
    ];
  });
}

/** Returns a place's label for users, such as `Contacts › Buyer`. */
export function labelAt(fields: readonly Field[], values: unknown, pointer: string): string {
  if (pointer === '') return 'The deal';
  const known = piecesOf(fields, values).find((piece) => piece.pointer === pointer);
  return known?.label ?? pointer.slice(1).split('/').map(titled).join(' › ');
}

function filledText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function recordOf(value: unknown): Values {
  return isRecord(value) ? value : {};
}

function isRecord(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
