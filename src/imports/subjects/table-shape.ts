import { readAddress } from '../../contact/address.js';
import type { FieldType } from '../../vocabulary/lead-fields.js';
import type { ImportMode } from '../import.js';
import { dateOrderOf } from '../mapping/dates.js';
import { isNothing } from '../mapping/nothing.js';
import type { SampledColumn } from '../mapping/sampled-column.js';
import { type ColumnTarget, type Target, targetOf } from '../mapping/target.js';
import type { SubjectShape } from './shape.js';

/** A field that a column may go to. */
interface TableField {
  readonly type: FieldType;
  /** What files call it, in English, German, French and Spanish, as a pattern of the whole name. */
  readonly named: string;
  /** Only rows of history have it. */
  readonly isPast?: true;
  /** Returns what a text of a file means, for a field with few values; null for nothing, undefined for itself. */
  readonly meaning?: (text: string) => string | null | undefined;
}
export type FieldTable = Readonly<Record<string, TableField>>;

interface Described {
  readonly of: string;
  /** `an account` */
  readonly one: string;
  readonly modes: readonly ImportMode[];
  /** Why the other modes make no sense. */
  readonly whyNoOther: string;
  readonly fields: FieldTable;
  /** Groups of fields of any name, such as `refs.hubspot`, with their types. */
  readonly prefixes?: Readonly<Record<string, FieldType>>;
  readonly isForAdmins?: boolean;
  readonly source?: SubjectShape['source'];
}

const ENTRY = /^(\w+)\.(?=.)/;
/** Ids that tools export under names of their own. */
const REF_COLUMN =
  /^(hubspot|salesforce|pipedrive|zoho|sap|dynamics|crm)[ _-]?(?:record |object |account |company |deal |opportunity |owner |user )?id$/i;
/** Values that are shown with what they mean. */
const VALUES_MAX = 30;

/** Returns the shape of a subject whose fields are a table. A column for which there is none is left out. */
export function tableShape({
  of,
  one,
  modes,
  whyNoOther,
  fields,
  prefixes = {},
  isForAdmins = false,
  source = 'none',
}: Described): SubjectShape {
  const named = Object.entries(fields).map(([path, field]) => ({
    path,
    field,
    pattern: new RegExp(`^(?:${field.named})$`, 'i'),
  }));
  const typeOf = (path: string): FieldType | null => {
    if (Object.hasOwn(fields, path)) return fields[path]!.type;
    const group = ENTRY.exec(path)?.[1] ?? '';
    return Object.hasOwn(prefixes, group) ? prefixes[group]! : null;
  };
  const isOfPast = (path: string) => Object.hasOwn(fields, path) && fields[path]!.isPast === true;
  const suggested = (column: SampledColumn, hasPast: boolean, taken: ReadonlySet<string>): Target | null => {
    const plain = plainName(column.name);
    const ref = 'refs' in prefixes ? REF_COLUMN.exec(plain)?.[1] : undefined;
    if (ref !== undefined) return { to: `refs.${ref.toLowerCase()}` };
    const found = named.find(
      ({ path, field, pattern }) => pattern.test(plain) && (hasPast || !field.isPast) && !taken.has(path),
    );
    return found === undefined ? null : targetIn(found.path, found.field, column);
  };
  return {
    of,
    modes,
    source,
    isForAdmins,
    words: {
      modes: whyNoOther,
      noPast: (field) => `Only ${of} of history have "${field}": import them as history, or leave this out.`,
      unknownField: (field) => `There is no field "${field}" of ${one}. Known are ${Object.keys(fields).join(', ')}.`,
    },
    fields: (hasPast) => Object.keys(fields).filter((path) => hasPast || !isOfPast(path)),
    typeOf,
    isOfPast,
    otherwise: () => null,
    suggest: (columns, earlier, hasPast) => {
      const taken = new Set<string>();
      return columns.map((column): ColumnTarget => {
        const known = earlier.get(column.name);
        const isKnown = known !== undefined && (known === null || hasPast || !isOfPast(targetOf(known).to));
        const target = isKnown ? known : suggested(column, hasPast, taken);
        if (target === null) return null;
        const { to } = targetOf(target);
        if (taken.has(to)) return null;
        if (typeOf(to) !== 'list') taken.add(to);
        return target;
      });
    },
  };
}

function targetIn(to: string, { type, meaning }: TableField, { values }: SampledColumn): Target | null {
  if (to.endsWith('email') && values.length > 0 && !values.some((value) => readAddress(value) !== null)) return null;
  const meanings = values.slice(0, VALUES_MAX).flatMap((value): [string, string | null][] => {
    if (isNothing(value)) return [[value, null]];
    const meant = meaning?.(value);
    return meant === undefined || meant === value ? [] : [[value, meant]];
  });
  return {
    to,
    ...(meanings.length > 0 && { values: Object.fromEntries(meanings) }),
    ...(type === 'instant' && { format: dateOrderOf(values) }),
  };
}

function plainName(name: string): string {
  return name
    .replaceAll(/[_.-]+/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
