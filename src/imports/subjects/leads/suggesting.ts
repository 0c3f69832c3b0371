import { readAddress } from '../../../contact/address.js';
import { readCountry } from '../../../vocabulary/countries.js';
import { fieldsNamed } from '../../../vocabulary/field-names.js';
import { ATTRIBUTES_MAX } from '../../../vocabulary/lead-fields.js';
import { dateOrderOf, readWrittenDate } from '../../mapping/dates.js';
import { isNothing } from '../../mapping/nothing.js';
import type { SampledColumn } from '../../mapping/sampled-column.js';
import type { ColumnTarget, Target } from '../../mapping/target.js';
import { isAmbiguous } from '../row-fields.js';
import { typeOfField } from './lead-column.js';
import { isPastField } from './past-row.js';
import { ofPast } from './suggesting-past.js';

/** Of the values of a column, so many have to look alike. */
const MOST = 0.8;
/** A file in which a lead stands twice still has ids of leads; one in which many do has ids of something else. */
const MOSTLY_DISTINCT = 0.75;
/** Fewer values say nothing about a column whose name is unknown. */
const VALUES_MIN = 2;

const NUMBER = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$/;
const YES_OR_NO = /^(?:true|false|yes|no)$/i;
const PHONE = /^(?:\+|00)?[\d\s()./-]{7,25}$/;
const PHONE_SIGNS = /^(?:\+|0)|[\s()/-]/;

/** What the names of columns say about channels on which a person does not want to be contacted. */
const DO_NOT: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:do ?not ?e-?mail|(?:has ?)?opted ?out ?of ?e-?mail|e-?mail opt(?:ed)?[ -]?out|unsubscribed(?: from all email)?)$/i,
    'email',
  ],
  [/^(?:do ?not ?(?:call|phone)|phone opt(?:ed)?[ -]?out)$/i, 'call'],
  [/^(?:do ?not ?(?:sms|text)|sms opt(?:ed)?[ -]?out)$/i, 'sms'],
];

/**
 * Suggests where the columns of a file go: by an earlier mapping of a column of that name, else by its name, else by
 * what it holds, else to an attribute of its name. Null leaves a column out: a lead has room for 100 attributes.
 * @param earlier the targets of columns in earlier imports
 * @param hasPast whether rows may be history
 */
export function suggestTargets(
  columns: readonly SampledColumn[],
  earlier: ReadonlyMap<string, ColumnTarget> = new Map(),
  hasPast = false,
): ColumnTarget[] {
  const named = fieldsNamed(columns.map(({ name }) => name));
  const taken = new Set<string>();
  const free = (target: Target | null) => target !== null && !taken.has(target.to);
  const firm = columns.map((column, index) => {
    const known = earlier.get(column.name);
    const past = hasPast ? ofPast(column) : null;
    if (known !== undefined && isFor(known, past, hasPast)) return known;
    const byName = doNotOf(column) ?? past ?? ofNamed(column, named[index]!);
    return free(byName) ? take(byName!, taken) : undefined;
  });
  for (const target of firm) if (target) taken.add(toOf(target));
  const targets = columns.map((column, index) => {
    if (firm[index] !== undefined) return firm[index];
    const byContent = ofContent(column);
    return byContent !== null && free(byContent) ? take(byContent, taken) : attributeOf(column);
  });
  let attributes = 0;
  return targets.map((target) => {
    if (target === null || !toOf(target).startsWith('attributes.')) return target;
    attributes += 1;
    return attributes > ATTRIBUTES_MAX ? null : target;
  });
}

/** Reports whether what an earlier import said of a column holds here: new leads have no past, and history has one. */
function isFor(known: ColumnTarget, past: Target | null, hasPast: boolean): boolean {
  if (known === null) return true;
  const to = toOf(known);
  return hasPast ? past === null || !to.startsWith('attributes.') : !isPastField(to);
}

function toOf(target: Exclude<ColumnTarget, null>): string {
  return typeof target === 'string' ? target : target.to;
}

function take(target: Target, taken: Set<string>): Target {
  if (typeOfField(target.to) !== 'list') taken.add(target.to);
  return target;
}

/** @returns null if the values contradict the name */
function ofNamed(column: SampledColumn, path: string | null): Target | null {
  if (path === null) return null;
  const { values } = column;
  const isOther =
    (path === 'contact.email' && !values.some(isAddress)) ||
    (path === 'contact.phone' && looksLike(values, isAddress)) ||
    (path === 'externalId' && column.distinct < MOSTLY_DISTINCT) ||
    (path === 'submittedAt' && !values.some(isDate));
  if (isOther && values.length > 0) return null;
  return { to: path, ...(typeOfField(path) === 'instant' && { format: dateOrderOf(values) }), ...nothingIn(values) };
}

/** "Do Not Email" with yes and no. */
function doNotOf({ name, values }: SampledColumn): Target | null {
  const channel = DO_NOT.find(([pattern]) => pattern.test(name.replaceAll('_', ' ').trim()))?.[1];
  if (channel === undefined) return null;
  const isMeant = (value: string) => /^(?:yes|y|true|1|ja|oui|s[ií]|x)$/i.test(value);
  const known = [...new Set(['Yes', 'No', ...values])].slice(0, 20);
  return {
    to: 'contact.doNot',
    values: Object.fromEntries(known.map((value) => [value, isMeant(value) ? channel : null])),
  };
}

function ofContent({ name, values, distinct }: SampledColumn): Target | null {
  if (values.length < VALUES_MIN) return null;
  if (looksLike(values, isAddress)) return { to: 'contact.email', ...nothingIn(values) };
  if (looksLike(values, (value) => PHONE.test(value) && PHONE_SIGNS.test(value) && !isDate(value)))
    return { to: 'contact.phone', ...nothingIn(values) };
  if (looksLike(values, isCountry)) return { to: 'contact.country', ...nothingIn(values) };
  if (/^(?:date|datum|fecha)$/i.test(name) && looksLike(values, isDate))
    return { to: 'submittedAt', format: dateOrderOf(values), ...nothingIn(values) };
  return distinct === 1 && /^(?:id|#|key|uuid|guid)$/i.test(name) ? { to: 'externalId' } : null;
}

/** Numbers are kept as numbers, so that rules can compare them. */
function attributeOf({ name, values }: SampledColumn): Target {
  const meant = values.filter((value) => !isNothing(value));
  const format = meant.length === 0 ? null : formatOf(meant);
  return { to: `attributes.${name}`, ...(format !== null && { format }), ...nothingIn(values) };
}

function formatOf(values: readonly string[]): 'number' | 'boolean' | null {
  // `1.500` alone may be a thousand and a half: it stays as it is written.
  const areClear = !values.some(isAmbiguous) || values.some((value) => /\.(?:\d{1,2}|\d{4,})$/.test(value));
  if (values.every((value) => NUMBER.test(value))) return areClear ? 'number' : null;
  return values.every((value) => YES_OR_NO.test(value)) ? 'boolean' : null;
}

/** Names the values that mean nothing, so that a person sees them. */
function nothingIn(values: readonly string[]): Pick<Target, 'values'> {
  const nothing = values.filter(isNothing);
  return nothing.length === 0 ? {} : { values: Object.fromEntries(nothing.map((value) => [value, null])) };
}

function looksLike(values: readonly string[], is: (value: string) => boolean): boolean {
  const meant = values.filter((value) => !isNothing(value));
  return meant.length > 0 && meant.filter(is).length >= MOST * meant.length;
}

const isAddress = (value: string) => readAddress(value) !== null;
const isDate = (value: string) => readWrittenDate(value, { order: 'DMY', timeZone: 'UTC' }) !== null;
/** Codes of two letters may be anything. */
const isCountry = (value: string) => value.length > 2 && !/\d/.test(value) && readCountry(value).issue === null;
