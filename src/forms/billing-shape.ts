import type { Fault } from '../platform/fault.js';
import type { FormField } from './form.js';

/** How a line is paid for. */
export const LINE_KINDS = ['fixed', 'retainer', 'timeAndMaterial', 'usage'] as const;
const OPEN_KINDS: readonly unknown[] = LINE_KINDS.filter((each) => each !== 'fixed');

/** What a line that has no fixed amount says instead. */
export const OPEN_LINE_FIELDS = ['rate', 'cap', 'period'] as const;

const LINES = 'Expected "lines" in a billing arrangement: a list of objects with "kind" and "amount".';
const KINDS = `Expected "kind" of each line: at least one of ${LINE_KINDS.join(', ')}, and nothing else.`;
const AMOUNT = 'Expected "amount": { "type": "string", "format": "amount" }, because a number would lose cents.';
const SCHEDULE = 'Expected "schedule" to be a list of objects with "amount".';

/**
 * What keeps a field with `"role": "billing"` from being understood: its lines are added up, so it has to be clear what
 * they are. What else it asks for is its own business.
 */
export function faultsOfBilling(field: FormField): Fault[] {
  const lines = named(field, 'lines');
  const line = lines?.entry;
  if (line?.type !== 'object') return [shape(lines?.at ?? `${field.at}/properties/lines`, LINES)];
  const kind = named(line, 'kind');
  const kinds = (kind?.choices ?? []).map(({ value }) => value);
  const schedule = named(field, 'schedule');
  return [
    ...faultsOfKind(line, kind, kinds),
    ...(kinds.includes('fixed') ? faultsOfAmount(line) : []),
    ...(kinds.some((each) => OPEN_KINDS.includes(each)) ? faultsOfOpenLines(line) : []),
    ...(schedule === undefined ? [] : faultsOfSchedule(schedule)),
  ];
}

function faultsOfKind(line: FormField, kind: FormField | undefined, kinds: readonly unknown[]): Fault[] {
  const at = kind?.at ?? `${line.at}/properties/kind`;
  const isKnown = (each: unknown) => (LINE_KINDS as readonly unknown[]).includes(each);
  if (kinds.length === 0 || !kinds.every(isKnown)) return [shape(at, KINDS)];
  return kind!.isRequired ? [] : [shape(at, 'Expected "kind" among what each line requires.')];
}

function faultsOfAmount(holder: FormField): Fault[] {
  const amount = named(holder, 'amount');
  if (amount?.type === 'string' && amount.rules.format === 'amount') return [];
  return [shape(amount?.at ?? `${holder.at}/properties/amount`, AMOUNT)];
}

function faultsOfOpenLines(line: FormField): Fault[] {
  return OPEN_LINE_FIELDS.filter((name) => named(line, name) === undefined).map((name) =>
    shape(
      `${line.at}/properties/${name}`,
      `Expected "${name}" of each line: what is not fixed says its rate, its cap and its period.`,
    ),
  );
}

function faultsOfSchedule(schedule: FormField): Fault[] {
  return schedule.entry?.type === 'object' ? faultsOfAmount(schedule.entry) : [shape(schedule.at, SCHEDULE)];
}

export function named({ fields }: FormField, name: string): FormField | undefined {
  return fields.find((each) => each.name === name);
}

function shape(pointer: string, message: string): Fault {
  return { pointer, code: 'billing', message };
}
