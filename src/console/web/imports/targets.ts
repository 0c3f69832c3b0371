import type { JsonSchema } from '../configure/schema/json-schema.js';
import { titled } from '../parts/words.js';
import type { Import } from './import.js';

type Columns = NonNullable<Import['mapping']>['columns'];

/** Where a column goes, in full. */
export interface WholeTarget {
  readonly to: string;
  readonly values?: Readonly<Record<string, string | null>>;
  readonly format?: 'DMY' | 'MDY' | 'text' | 'number' | 'boolean';
}

export function wholeOf(columns: Columns, column: string): WholeTarget | null {
  // A column may be called `constructor`.
  if (!Object.hasOwn(columns, column)) return { to: ownField(column) };
  const target = columns[column]!;
  return target === null ? null : ((typeof target === 'string' ? { to: target } : target) as WholeTarget);
}

/** Returns the fields that the API offers, from its document. */
export function fieldsIn(mapping: JsonSchema): string[] {
  const { additionalProperties: target } = mapping.properties?.columns ?? {};
  const field = typeof target === 'object' ? target.anyOf?.find(({ type }) => type === 'string') : undefined;
  return (field?.examples ?? []).map(String);
}

export const LEFT_OUT = 'Leave it out';
export const OWN_FIELD = 'A custom field of its name';

/** What a person calls a field where its name says too little. */
const NAMES: Readonly<Record<string, string>> = {
  externalId: 'Id in the system that it comes from',
  submittedAt: 'When they asked',
  'contact.name': 'Whole name',
  'contact.title': 'Job title',
  'contact.doNot': 'Do not contact by',
  'company.name': 'Company',
  'company.domain': 'Website of the company',
};

/** What a column says of the past of a lead. New leads have none. */
const PAST_NAMES: Readonly<Record<string, string>> = {
  status: 'History: what became of it',
  reason: 'History: why it was closed',
  owner: 'History: who had it',
  touchedAt: 'History: when it was contacted',
  touchKind: 'History: how it was contacted',
  touchOutcome: 'History: what came of that',
  closedAt: 'History: when it was closed',
  wonAt: 'History: when it was won',
  dealAmount: 'History: what it is worth',
  dealCurrency: 'History: currency of that',
};

export function isOfPast(path: string): boolean {
  return PAST_NAMES[path] !== undefined;
}

/** `contact.lastName` → `Last name`, `attributes.Heat` → `Custom field “Heat”` */
export function nameOfField(path: string): string {
  const [group, ...rest] = path.split('.');
  const inner = rest.join('.');
  if (group === 'attributes') return `Custom field “${inner}”`;
  if (group === 'refs') return `Id in ${inner}`;
  const name = NAMES[path] ?? PAST_NAMES[path];
  if (name !== undefined) return name;
  if (inner === '' || group === 'contact') return titled(inner === '' ? path : inner);
  return `${titled(group!)}: ${titled(inner).toLowerCase()}`;
}

export function ownField(column: string): string {
  return `attributes.${column}`;
}
