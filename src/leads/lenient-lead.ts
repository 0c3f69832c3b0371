import type { TSchema } from '@sinclair/typebox';
import { FORMATS } from '../platform/input/checked.js';
import { flagWritten } from '../platform/input/written-flag.js';
import { instantIn } from '../platform/input/written-instant.js';
import { bottomOf } from '../platform/values/bands.js';
import { toIso } from '../platform/values/duration.js';
import { normaliseText } from '../platform/values/text.js';
import { ATTRIBUTES_MAX, type FieldAsSent, LEAD_FIELDS, REFS_MAX } from '../vocabulary/lead-fields.js';
import type { LeadBody } from './lead.dto.js';

/** A value does not fit its field; it is kept as an attribute of the field's name. */
export const UNREADABLE_FIELD = 'unreadableField';
/** A text is longer than its field; its beginning is kept. */
export const SHORTENED = 'shortened';
/** It came with more attributes than a lead has; the first are kept. */
export const TOO_MANY_ATTRIBUTES = 'tooManyAttributes';

const ATTRIBUTE_NAME_MAX = 200;
const ATTRIBUTE_TEXT_MAX = 4_000;
const REF_NAME_MAX = 100;
const REF_MAX = 300;
const DEPTH_MAX = 10;
/** More values than honest requests have; they are read in the event loop. */
const VALUES_MAX = 2_000;

/** The fields of a lead that are single values, by their dotted paths. */
const FIELDS: ReadonlyMap<string, FieldAsSent> = new Map(
  Object.entries(LEAD_FIELDS as Readonly<Record<string, FieldAsSent>>).flatMap(([name, field]) =>
    field.fields === undefined
      ? field.type === 'group'
        ? []
        : [[name, field] as const]
      : Object.entries(field.fields).map(([inner, each]) => [`${name}.${inner}`, each] as const),
  ),
);

/** The paths that a value may be given for, besides `attributes.*` and `refs.*`. */
export const LEAD_PATHS: readonly string[] = [...FIELDS.keys()];

export function isLeadPath(path: string): boolean {
  return FIELDS.has(path) || /^(?:attributes|refs)\../.test(path);
}

/** A lead that anybody may send in any form, as far as it can be read. */
export interface LenientLead {
  readonly body: LeadBody;
  readonly issues: readonly string[];
}

/**
 * Reads a lead from values that come from forms and files. Nothing is refused: what does not fit its field, and what has
 * no field, becomes an attribute, and the issues say so.
 * @param given values by path, such as `contact.email`; a path that no field has is the name of an attribute
 */
export function readLeniently(given: Iterable<readonly [path: string, value: unknown]>, source: string): LenientLead {
  const reading = new Reading();
  for (const [path, value] of given) reading.take(textOf(path), value);
  return reading.finish(source);
}

/**
 * Reads values as attributes, by the same rules.
 * @param given values by name; nested ones become attributes of their own, named by their path
 */
export function readAttributes(given: Iterable<readonly [name: string, value: unknown]>): {
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly issues: readonly string[];
} {
  const reading = new Reading();
  for (const [name, value] of given) reading.attribute(name, value);
  return reading.attributesRead();
}

class Reading {
  private readonly issues = new Set<string>();
  private readonly groups: Record<string, Record<string, unknown>> = {};
  private readonly fields: Record<string, unknown> = {};
  private attributes = 0;
  private values = 0;

  take(path: string, value: unknown): void {
    const [group, ...rest] = path.split('.');
    const field = FIELDS.get(path);
    if (field !== undefined) this.field(path, field, value);
    else if (group === 'refs' && rest.length > 0) this.ref(rest.join('.'), value);
    else this.attribute(group === 'attributes' && rest.length > 0 ? rest.join('.') : path, value);
  }

  private field(path: string, field: FieldAsSent, value: unknown): void {
    if (isNothing(value)) return;
    const read = readValue(field, value);
    if (read === undefined) {
      this.issues.add(UNREADABLE_FIELD);
      this.attribute(path, value);
      return;
    }
    // A part of an id is another one's.
    if (path === 'externalId' && String(read).length > (field.schema.maxLength as number)) {
      this.issues.add(UNREADABLE_FIELD);
      this.attribute(path, value);
      return;
    }
    const [group, name] = path.split('.');
    const fitting = this.cut(read, field.schema);
    if (name === undefined) this.fields[path] = fitting;
    else this.inGroup(group!)[name] = fitting;
  }

  finish(source: string): LenientLead {
    const body = { ...this.fields, ...this.groups, source: String(this.cut(source, LEAD_FIELDS.source.schema)) };
    return { body: { test: false, ...body } as LeadBody, issues: [...this.issues] };
  }

  attributesRead() {
    return { attributes: this.groups.attributes ?? {}, issues: [...this.issues] };
  }

  /** Nested values are attributes of their own, named by their path. */
  attribute(name: string, value: unknown, depth = 0): void {
    if (isNothing(value)) return;
    this.values += 1;
    if (this.values > VALUES_MAX) this.issues.add(TOO_MANY_ATTRIBUTES);
    else if (typeof value !== 'object' || value === null) this.keep(name, value);
    else if (Array.isArray(value) && value.every(isScalar))
      this.keep(name, value.map(textOf).filter(Boolean).join(', '));
    else if (depth >= DEPTH_MAX) this.issues.add(TOO_MANY_ATTRIBUTES);
    else
      for (const [inner, each] of Object.entries(value)) {
        // Cut before it is repeated for each value below.
        this.attribute(`${name.slice(0, ATTRIBUTE_NAME_MAX)}.${inner}`, each, depth + 1);
      }
  }

  private keep(name: string, value: unknown): void {
    if (isNothing(value)) return;
    const attributes = this.inGroup('attributes');
    const called = nameFrom(name, ATTRIBUTE_NAME_MAX);
    if (this.attributes >= ATTRIBUTES_MAX && !Object.hasOwn(attributes, called)) {
      this.issues.add(TOO_MANY_ATTRIBUTES);
      return;
    }
    if (!Object.hasOwn(attributes, called)) this.attributes += 1;
    const isExact =
      typeof value === 'boolean' || (typeof value === 'number' && Number.isSafeInteger(Math.trunc(value)));
    attributes[called] = isExact ? value : this.cut(textOf(value), { maxLength: ATTRIBUTE_TEXT_MAX });
  }

  private ref(system: string, value: unknown): void {
    const text = isScalar(value) ? textOf(value) : '';
    if (text === '') return;
    if (system !== nameFrom(system, REF_NAME_MAX) || text.length > REF_MAX) this.attribute(`refs.${system}`, value);
    else if (Object.keys(this.groups.refs ?? {}).length >= REFS_MAX) {
      this.issues.add(TOO_MANY_ATTRIBUTES);
      this.attribute(`refs.${system}`, value);
    } else this.inGroup('refs')[system] = text;
  }

  private inGroup(name: string): Record<string, unknown> {
    this.groups[name] ??= {};
    return this.groups[name];
  }

  private cut(value: unknown, schema: TSchema | { readonly maxLength: number }): unknown {
    const maxLength = schema.maxLength as number | undefined;
    if (typeof value !== 'string' || maxLength === undefined || value.length <= maxLength) return value;
    this.issues.add(SHORTENED);
    return cutTo(value, maxLength);
  }
}

/** @returns undefined if a value cannot be read as one of the field */
function readValue({ type, schema }: FieldAsSent, value: unknown): unknown {
  switch (type) {
    case 'text':
      return readText(schema, value);
    case 'instant':
      return readInstant(value);
    case 'boolean':
      return flagWritten(textOf(value));
    case 'band':
      return readBand(value);
    case 'list':
      return readList(schema, value);
    default:
      return undefined;
  }
}

function readText(schema: TSchema, value: unknown): string | undefined {
  const text = Array.isArray(value) && value.every(isScalar) ? value.map(textOf).join(', ') : textOf(value);
  if (text === '') return undefined;
  const { enum: allowed, format } = schema as { enum?: readonly string[]; format?: string };
  if (allowed !== undefined) return consentOf(value, allowed);
  return format === undefined || FORMATS[format]!(text) ? text : undefined;
}

/** Forms say yes or no to a consent. */
function consentOf(value: unknown, allowed: readonly string[]): string | undefined {
  const text = textOf(value).toLowerCase();
  if (allowed.includes(text)) return text;
  const isYes = flagWritten(text);
  const word = isYes === undefined ? '' : isYes ? 'granted' : 'denied';
  return allowed.includes(word) ? word : undefined;
}

function readInstant(value: unknown): string | undefined {
  const at = isScalar(value) ? instantIn(textOf(value)) : null;
  return at === null ? undefined : toIso(at);
}

function readBand(value: unknown): string | number | undefined {
  const text = textOf(value);
  if (/^\d{1,8}$/.test(text)) return Number(text);
  return bottomOf(text) === null ? undefined : text;
}

function readList(schema: TSchema, value: unknown): string[] | undefined {
  const allowed = (schema.items as { readonly enum: readonly string[] }).enum;
  const given = (Array.isArray(value) ? value.map(textOf) : textOf(value).split(/[,;]/)).map((each) =>
    each.trim().toLowerCase(),
  );
  const known = [...new Set(given)].filter(Boolean);
  return known.every((each) => allowed.includes(each)) ? known : undefined;
}

function isNothing(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return value === undefined || value === null || (isScalar(value) && textOf(value) === '');
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** Postgres stores neither NUL nor half a surrogate pair; a form that has them is none the worse for the rest. */
function textOf(value: unknown): string {
  if (!isScalar(value)) return '';
  const text = String(value).replaceAll('\0', '').toWellFormed();
  const { value: read, faults } = normaliseText(text);
  // Heaps of accents on one letter.
  return (faults.length === 0 ? read : normaliseText(text.normalize('NFD').replace(/\p{M}+/gu, '')).value) as string;
}

/** Returns a name as a field may have it. */
function nameFrom(given: string, length: number): string {
  const name = cutTo(textOf(given), length);
  if (name === '') return 'unnamed';
  return name === '__proto__' ? 'proto' : name;
}

/** Does not cut within a character. */
function cutTo(text: string, length: number): string {
  return text.length <= length
    ? text
    : text
        .slice(0, length)
        .replace(/[\uD800-\uDBFF]$/, '')
        .trim();
}
