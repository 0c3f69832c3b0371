import { titled } from '../parts/words.js';
import type { Import } from './import.js';

type Columns = NonNullable<Import['mapping']>['columns'];

/** Where a column goes, in full. */
export interface WholeTarget {
  readonly to: string;
  readonly values?: Readonly<Record<string, string | null>>;
  readonly format?: 'DMY' | 'MDY' | 'text' | 'number' | 'boolean';
}

export function wholeOf(columns: Columns, column: string, of: Import['of']): WholeTarget | null {
  // A column may be called `constructor`.
  if (!Object.hasOwn(columns, column)) return of === 'leads' ? { to: ownField(column) } : null;
  const target = columns[column]!;
  return target === null ? null : ((typeof target === 'string' ? { to: target } : target) as WholeTarget);
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
  wakeAt: 'History: when it comes back',
  wonAt: 'History: when it was won',
  dealName: 'History: the name of its deal',
  dealAmount: 'History: what it is worth',
  dealCurrency: 'History: currency of that',
};

/** What fields of everything else are called where their names say too little. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  until: 'Until when',
  active: 'Whether they still work here',
  leadId: 'Id of the lead here',
  leadExternalId: 'Id of the lead in the system that it comes from',
  occurredAt: 'When it happened',
  account: 'Name of the account',
  accountDomain: 'Website of the account',
  createdAt: 'When it was created',
  closedAt: 'When it was won or lost, or is to be',
  expectedCloseAt: 'When it is expected to close',
  source: 'Source of the lead',
  email: 'E-mail address',
  phone: 'Phone number',
  dealExternalId: 'Id of the deal in the system that it comes from',
  from: 'First day of the line',
  to: 'Last day of the line',
  kind: 'Kind',
  arr: 'ARR of the line',
  amount: 'Amount',
  startsOn: 'First day of the term',
  endsOn: 'Last day of the term',
  meetingAt: 'When the booked meeting is',
  durationSeconds: 'How many seconds it took',
  rep: 'Who made it',
  externalId: 'Id in the system that it comes from',
  'contact.email': 'E-mail addresses of people there',
  'contact.phone': 'Numbers of people there',
  'roles.manager': 'Account manager',
};

/** `contact.lastName` → `Last name`, `attributes.Heat` → `Custom field “Heat”` */
export function nameOfField(path: string, of: Import['of']): string {
  const [group, ...rest] = path.split('.');
  const inner = rest.join('.');
  if (group === 'attributes') return `Custom field “${inner}”`;
  if (group === 'refs') return `Id in ${inner}`;
  if (group === 'dealRefs') return `Id of the deal in ${inner}`;
  if (group === 'accountRefs') return `Id of the account in ${inner}`;
  const name = of === 'leads' ? (NAMES[path] ?? PAST_NAMES[path]) : OTHER_NAMES[path];
  if (name !== undefined) return name;
  if (inner === '' || group === 'contact' || group === 'roles') return titled(inner === '' ? path : inner);
  return `${titled(group!)}: ${titled(inner).toLowerCase()}`;
}

export function ownField(column: string): string {
  return `attributes.${column}`;
}

/** What a person chooses from for a column. @param field null leaves it out */
export function choicesOf(
  of: Import['of'],
  fields: readonly string[],
  column: string,
): { readonly name: string; readonly field: string | null }[] {
  const own = of === 'leads' ? [{ name: OWN_FIELD, field: ownField(column) }] : [];
  return [{ name: LEFT_OUT, field: null }, ...own, ...fields.map((field) => ({ name: nameOfField(field, of), field }))];
}
