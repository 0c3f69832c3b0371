import { type FieldAsSent, type FieldType, LEAD_FIELDS } from '../../../vocabulary/lead-fields.js';
import { isPastField } from './past-row.js';

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

function own(fields: Readonly<Record<string, FieldAsSent>> | undefined, name: string): FieldAsSent | undefined {
  return fields !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined;
}
