import { type FieldAsSent, type FieldType, LEAD_FIELDS } from '../../vocabulary/lead-fields.js';

import { isPastField } from './past-row.js';

/** How the texts of a column are read, beyond what its field says. */
export const FORMATS = ['DMY', 'MDY', 'text', 'number', 'boolean'] as const;
export type Format = (typeof FORMATS)[number];

/** Where a column goes. Null leaves it out. */
export interface Target {
  /** A field of a lead, such as `contact.email`, `refs.hubspot` or `attributes.age`. */
  readonly to: string;
  /** What texts of the file mean, compared without case; null means nothing. */
  readonly values?: Readonly<Record<string, string | null>>;
  readonly format?: Format;
}
export type ColumnTarget = string | Target | null;

export interface Mapping {
  /** The zone of dates that name none. */
  readonly timeZone?: string;
  readonly columns: Readonly<Record<string, ColumnTarget>>;
}

export function targetOf(target: Exclude<ColumnTarget, null>): Target {
  return typeof target === 'string' ? { to: target } : target;
}

const ENTRY = /^(refs|attributes)\.(?=.)/;
const ENTRY_TYPES: Readonly<Record<string, FieldType>> = { refs: 'text', attributes: 'any' };

/** Returns the type of the field of a lead, or of its past, at a path; null if there is none that a column could fill. */
export function typeOfField(path: string): FieldType | null {
  if (isPastField(path)) return 'text';
  const entry = ENTRY.exec(path)?.[1];
  if (entry !== undefined) return ENTRY_TYPES[entry]!;
  const field = path
    .split('.')
    .reduce<FieldAsSent | undefined>((at, name, index) => own(index === 0 ? LEAD_FIELDS : at?.fields, name), undefined);
  return field === undefined || field.type === 'group' ? null : field.type;
}

/** The paths of all fields of a lead that have fixed names. */
export const FIELD_PATHS: readonly string[] = Object.entries<FieldAsSent>(LEAD_FIELDS)
  .flatMap(([name, { fields }]) => [name, ...Object.keys(fields ?? {}).map((inner) => `${name}.${inner}`)])
  .filter((path) => typeOfField(path) !== null);

/** Fields into which several columns may go. */
export function takesMany(path: string): boolean {
  return typeOfField(path) === 'list';
}

function own(fields: Readonly<Record<string, FieldAsSent>> | undefined, name: string): FieldAsSent | undefined {
  return fields !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined;
}
