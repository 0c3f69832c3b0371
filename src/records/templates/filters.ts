import { unitsOf } from '../../forms/billing.js';
import { ownOf } from '../../platform/sql/sql.js';
import { MS_PER_DAY } from '../../platform/values/duration.js';
import { type FieldOfValue, fieldIn, isEmpty, labelledValue, linesOf } from './labelled.js';
import type { Shape, ShapeType } from './shape.js';

export type FilterArgument = { readonly literal: string | number } | { readonly path: readonly string[] };

/** A value that a filter rejects, in words. */
export class UnfitError extends Error {}

type Literal = string | number | undefined;

interface Filter {
  readonly takes: readonly ShapeType[];
  readonly argument: 'none' | 'text' | 'count' | 'anything';
  readonly isArgumentRequired: boolean;
  /** Returns the shape of the result. @returns a sentence if it is not applicable */
  gives(shape: Shape, argument: Literal): Shape | string;
  /** @throws UnfitError if it rejects the value */
  apply(value: unknown, argument: unknown, field: FieldOfValue): unknown;
  /** Returns the field of the result, if that is another one. */
  fieldOf?(field: FieldOfValue, argument: unknown): FieldOfValue;
}

const TEXTS: readonly ShapeType[] = ['text'];
const LISTS: readonly ShapeType[] = ['list'];
const DAY = /^\d{4}-\d{2}-\d{2}(?:$|T)/;

const onText = (change: (text: string) => string): Filter => ({
  takes: TEXTS,
  argument: 'none',
  isArgumentRequired: false,
  gives: (shape) => shape,
  apply: (value) => (typeof value === 'string' ? change(value) : value),
});

const ofList = (pick: (list: readonly unknown[]) => unknown): Filter => ({
  takes: LISTS,
  argument: 'none',
  isArgumentRequired: false,
  // A list may be empty.
  gives: ({ entry }) => ({ ...entry!, isSure: false }),
  apply: (value) => (Array.isArray(value) ? pick(value) : undefined),
  fieldOf: (field) => field?.entry,
});

/** All filters. The result of each grows at most in proportion to its input. */
const FILTERS = {
  default: {
    takes: ['text', 'number', 'boolean', 'list', 'group'],
    argument: 'anything',
    isArgumentRequired: true,
    gives: (shape) => ({ ...shape, isSure: true }),
    apply: (value, instead) => (isEmpty(value) ? instead : value),
  },
  required: {
    takes: ['text', 'number', 'boolean', 'list', 'group'],
    argument: 'none',
    isArgumentRequired: false,
    gives: (shape) => ({ ...shape, isSure: true }),
    apply: (value) => value,
  },
  upcase: onText((text) => text.toUpperCase()),
  downcase: onText((text) => text.toLowerCase()),
  strip: onText((text) => text.trim()),
  truncate: {
    takes: TEXTS,
    argument: 'count',
    isArgumentRequired: true,
    gives: (shape) => shape,
    apply: (value, count) => (typeof value === 'string' ? shortened(value, Number(count)) : value),
  },
  day: {
    takes: TEXTS,
    argument: 'count',
    isArgumentRequired: false,
    gives: (shape) => ({ type: 'text', isSure: shape.isSure }),
    apply: (value, days) => (isEmpty(value) ? value : dayOf(value, Number(days ?? 0))),
  },
  number: {
    takes: ['text', 'number'],
    argument: 'none',
    isArgumentRequired: false,
    gives: ({ isSure }) => ({ type: 'number', isSure }),
    apply: (value) => (isEmpty(value) ? value : numberOf(value)),
  },
  map: {
    takes: LISTS,
    argument: 'text',
    isArgumentRequired: true,
    gives: ({ entry, isSure }, name) => {
      const inner =
        entry?.fields !== undefined && Object.hasOwn(entry.fields, String(name)) && entry.fields[String(name)];
      if (inner) return { type: 'list', isSure, entry: { ...inner, isSure: true } };
      const known = Object.keys(entry?.fields ?? {});
      return `Its entries have no ${JSON.stringify(name)}${known.length === 0 ? '' : `; known are ${known.join(', ')}`}.`;
    },
    apply: (value, name) =>
      Array.isArray(value) ? value.map((entry) => ownOf(entry, String(name))).filter((each) => !isEmpty(each)) : value,
    fieldOf: (field, name) => {
      const entry = fieldIn(field?.entry, String(name));
      return field === undefined || entry === undefined ? undefined : { ...field, entry };
    },
  },
  label: {
    takes: ['text', 'number', 'boolean', 'list'],
    argument: 'none',
    isArgumentRequired: false,
    gives: ({ type, entry, isSure }) => {
      if (type !== 'list') return { type: 'text', isSure };
      return entry?.type === 'list' || entry?.type === 'group'
        ? 'Only choices have labels: take one field of each entry by "map".'
        : { type, isSure, entry: { type: 'text', isSure: true } };
    },
    apply: (value, _, field) => (isEmpty(value) ? value : labelledValue(field, value)),
  },
  join: {
    takes: LISTS,
    argument: 'text',
    isArgumentRequired: true,
    gives: ({ entry }) =>
      entry?.type === 'list' || entry?.type === 'group'
        ? 'Only lists of texts, of numbers or of true and false can be joined: take one field of each entry by "map".'
        : // An empty list yields an empty text.
          { type: 'text', isSure: false },
    apply: (value, glue) => (Array.isArray(value) ? value.map(String).join(String(glue)) : value),
  },
  lines: {
    takes: ['list', 'group'],
    argument: 'text',
    isArgumentRequired: false,
    gives: (shape) => {
      const sensitive = sensitiveIn(shape);
      return sensitive === undefined
        ? // All fields of the group may be empty.
          { type: 'text', isSure: false }
        : `It holds ${JSON.stringify(sensitive)}, which is sensitive: name what the tool may show, field by field.`;
    },
    apply: (value, glue, field) => (isEmpty(value) ? value : linesOf(field, value).join(String(glue ?? '\n'))),
  },
  first: ofList((list) => list[0]),
  last: ofList((list) => list.at(-1)),
  size: {
    takes: LISTS,
    argument: 'none',
    isArgumentRequired: false,
    gives: () => ({ type: 'number', isSure: true }),
    apply: (value) => (Array.isArray(value) ? value.length : 0),
  },
} as const satisfies Readonly<Record<string, Filter>>;

export type FilterName = keyof typeof FILTERS;
export const FILTER_NAMES = Object.keys(FILTERS) as readonly FilterName[];

export function isFilterName(name: string): name is FilterName {
  return Object.hasOwn(FILTERS, name);
}

export function filterOf(name: FilterName): Filter {
  return FILTERS[name];
}

function sensitiveIn({ fields = {}, entry }: Shape): string | undefined {
  for (const [name, inner] of Object.entries(fields)) {
    const found = inner.isSensitive === true ? name : sensitiveIn(inner);
    if (found !== undefined) return found;
  }
  return entry === undefined ? undefined : sensitiveIn(entry);
}

/** Truncates by code points, so that none is split. */
function shortened(text: string, count: number): string {
  const characters = [...text];
  return characters.length <= count ? text : `${characters.slice(0, Math.max(0, count - 1)).join('')}…`;
}

/** Returns the UTC date of a day or an instant, plus some days. */
function dayOf(value: unknown, days: number): string {
  const atMs = typeof value === 'string' && DAY.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(atMs)) throw new UnfitError(`${JSON.stringify(value)} is no day`);
  const day = new Date(atMs + days * MS_PER_DAY);
  if (Number.isNaN(day.getTime()) || !DAY.test(day.toISOString()))
    throw new UnfitError(`${days} days from ${JSON.stringify(value)} is no day with a year of four digits`);
  return day.toISOString().slice(0, 10);
}

/** Returns a JSON number. @throws UnfitError if it could not be represented exactly */
function numberOf(value: unknown): number {
  if (typeof value === 'number') return value;
  const units = unitsOf(value);
  const number = Number(value);
  if (units === null || unitsOf(String(number)) !== units)
    throw new UnfitError(`${JSON.stringify(value)} is no number that can be written exactly`);
  return number;
}
