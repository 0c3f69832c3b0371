import { type Fault, step } from '../platform/fault.js';
import { ownOf } from '../platform/sql.js';
import type { FormField } from './form.js';

/** Decimal places that an amount may have: as many as those of deals and milestones. */
const PLACES = 4;
const AMOUNT = /^(-?)(\d{1,15})(?:\.(\d{1,4}))?$/;

/**
 * Adds up amounts exactly: cents that are lost on the way would be somebody's.
 * @param amounts decimals as text
 * @returns null where one of them is none
 */
export function sumOf(amounts: readonly unknown[]): bigint | null {
  let sum = 0n;
  for (const amount of amounts) {
    const units = unitsOf(amount);
    if (units === null) return null;
    sum += units;
  }
  return sum;
}

/** In ten-thousandths. @returns null where it is no amount */
export function unitsOf(amount: unknown): bigint | null {
  const parts = typeof amount === 'string' ? AMOUNT.exec(amount) : null;
  if (parts === null) return null;
  const [, sign, whole, fraction = ''] = parts;
  const units = BigInt(whole! + fraction.padEnd(PLACES, '0'));
  return sign === '-' ? -units : units;
}

/** As people write it: with two places at least. */
export function amountOf(units: bigint): string {
  const digits = (units < 0n ? -units : units).toString().padStart(PLACES + 1, '0');
  const fraction = digits.slice(-PLACES).replace(/0{1,2}$/, '');
  return `${units < 0n ? '-' : ''}${digits.slice(0, -PLACES)}.${fraction}`;
}

/** How a line is paid for. */
const LINE_KINDS = ['fixed', 'retainer', 'timeAndMaterial', 'usage'] as const;
const OPEN_KINDS: readonly unknown[] = LINE_KINDS.filter((each) => each !== 'fixed');

/** What a line that has no fixed amount says instead. */
const OPEN_LINE_FIELDS = ['rate', 'cap', 'period'] as const;

const LINES = 'Expected "lines" in a billing arrangement: a list of objects with "kind" and "amount".';
const KINDS = `Expected "kind" of each line: at least one of ${LINE_KINDS.join(', ')}, and nothing else.`;
const AMOUNT_FIELD = 'Expected "amount": { "type": "string", "format": "amount" }, because a number would lose cents.';
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
  return [shape(amount?.at ?? `${holder.at}/properties/amount`, AMOUNT_FIELD)];
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

/** What is known of a deal, as far as forms ask. */
export interface DealFacts {
  /** Net of tax. */
  readonly amount: string | null;
  readonly currency: string | null;
  readonly product: string | null;
  readonly term: { readonly startsOn?: string; readonly endsOn?: string; readonly noticeDays?: number | null } | null;
}

/** Something that does not add up, or that a line does not say. */
interface BillingGap {
  readonly pointer: string;
  /** What a line has to say and does not; else `text` says what is wrong. */
  readonly isMissing: boolean;
  readonly text?: string;
}

/** What is wrong with the billing arrangement of a form, where it has one and it is begun. */
export function gapsInBilling(form: FormField, values: unknown, deal: DealFacts): BillingGap[] {
  const field = form.fields.find(({ role }) => role === 'billing');
  if (field === undefined) return [];
  const billing = ownOf(values, field.name);
  const lines = listOf(ownOf(billing, 'lines'));
  const at = step(field.name);
  return [
    ...lines.flatMap((line, index) => unsaid(line, `${at}/lines${step(index)}`)),
    ...gapsInSums({ lines, schedule: listOf(ownOf(billing, 'schedule')), at }, deal),
  ];
}

/** Fixed lines say how much, all others their rate, their cap and their period. */
function unsaid(line: unknown, pointer: string): BillingGap[] {
  const kind = ownOf(line, 'kind');
  if (typeof kind !== 'string') return [];
  const asked = kind === 'fixed' ? ['amount'] : OPEN_LINE_FIELDS;
  return asked
    .filter((name) => isBlank(ownOf(line, name)))
    .map((name) => ({ pointer: pointer + step(name), isMissing: true }));
}

interface Sums {
  readonly lines: readonly unknown[];
  readonly schedule: readonly unknown[];
  readonly at: string;
}

/** What is fixed is what was sold, and the schedule says when all of it is paid. */
function gapsInSums({ lines, schedule, at }: Sums, { amount, currency }: DealFacts): BillingGap[] {
  const fixed = lines.filter((line) => ownOf(line, 'kind') === 'fixed').map((line) => ownOf(line, 'amount'));
  const sum = fixed.length === 0 ? null : sumOf(fixed);
  // What is no amount yet is told of by itself.
  if (sum === null) return [];
  const money = (units: bigint) => [amountOf(units), currency].filter((part) => part !== null).join(' ');
  const gaps: BillingGap[] = [];
  const sold = unitsOf(amount);
  if (sold === null)
    gaps.push(wrong(`${at}/lines`, `The fixed lines add up to ${money(sum)}, but the deal has no amount yet.`));
  else if (sold !== sum)
    gaps.push(
      wrong(
        `${at}/lines`,
        `The fixed lines add up to ${money(sum)}, but the deal is worth ${money(sold)} net of tax: ${differenceOf(sum, sold, money)}.`,
      ),
    );
  const due = schedule.length === 0 ? null : sumOf(schedule.map((part) => ownOf(part, 'amount')));
  if (due !== null && due !== sum)
    gaps.push(
      wrong(
        `${at}/schedule`,
        `The payments of the schedule add up to ${money(due)}, but the fixed lines to ${money(sum)}: ${differenceOf(due, sum, money)}.`,
      ),
    );
  return gaps;
}

function differenceOf(found: bigint, wanted: bigint, money: (units: bigint) => string): string {
  return found < wanted ? `${money(wanted - found)} is missing` : `${money(found - wanted)} is too much`;
}

function wrong(pointer: string, text: string): BillingGap {
  return { pointer, isMissing: false, text };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A text in which nothing stands is as good as none. */
export function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}
