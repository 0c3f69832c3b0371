import { collectFaults, type Fault, fault, step } from '../platform/input/fault.js';
import { ownOf } from '../platform/sql/sql.js';
import { decimalOf, moneyInWords, scaledOf } from '../platform/values/money.js';
import type { FormField } from './form.js';

/** The most decimal places of an amount, as for deals and milestones. */
const PLACES = 4;
const AMOUNT = /^-?\d{1,15}(\.\d{1,4})?$/;

/** Adds up amounts without rounding. @param amounts decimals as text @returns null if one is not an amount */
export function sumOf(amounts: readonly unknown[]): bigint | null {
  let sum = 0n;
  for (const amount of amounts) {
    const units = unitsOf(amount);
    if (units === null) return null;
    sum += units;
  }
  return sum;
}

/** Parses an amount into ten-thousandths. @returns null if it is not an amount */
export function unitsOf(amount: unknown): bigint | null {
  return typeof amount === 'string' && AMOUNT.test(amount) ? scaledOf(amount, PLACES) : null;
}

export function amountOf(units: bigint): string {
  return decimalOf(units, PLACES).replace(/0{1,2}$/, '');
}

const LINE_KINDS = ['fixed', 'retainer', 'timeAndMaterial', 'usage'] as const;
const OPEN_KINDS: readonly unknown[] = LINE_KINDS.filter((each) => each !== 'fixed');

/** The fields that lines without a fixed amount need. */
const OPEN_LINE_FIELDS = ['rate', 'cap', 'period'] as const;

const LINES = 'Expected "lines" in a billing arrangement: a list of objects with "kind" and "amount".';
const KINDS = `Expected "kind" of each line: at least one of ${LINE_KINDS.join(', ')}, and nothing else.`;
const AMOUNT_FIELD = 'Expected "amount": { "type": "string", "format": "amount" }, because a number would lose cents.';
const SCHEDULE = 'Expected "schedule" to be a list of objects with "amount".';
const COUNTS = 'Expected "counts": { "type": "boolean" }: whether the line counts towards the net amount of the deal.';
const DIFFERENCE = 'Expected "difference": { "type": "string" }: why the lines add up to another amount than the deal.';

/** Returns the faults that keep a field with `"role": "billing"` from being added up. */
export function faultsOfBilling(field: FormField): Fault[] {
  const lines = named(field, 'lines');
  const line = lines?.entry;
  if (line?.type !== 'object') return [shape(lines?.at ?? `${field.at}/properties/lines`, LINES)];
  const kind = named(line, 'kind');
  const kinds = (kind?.choices ?? []).map(({ value }) => value);
  const schedule = named(field, 'schedule');
  const counts = named(line, 'counts');
  return collectFaults(
    faultsOfKind(line, kind, kinds),
    (kinds.includes('fixed') || counts !== undefined) && faultsOfAmount(line),
    kinds.some((each) => OPEN_KINDS.includes(each)) && faultsOfOpenLines(line),
    faultsOfType(counts, 'boolean', COUNTS),
    faultsOfType(named(field, 'difference'), 'string', DIFFERENCE),
    schedule !== undefined && faultsOfSchedule(schedule),
  );
}

/** Warns of a billing arrangement that can be added up but lacks payment dates, by pointers into the form. */
export function faultsOfBillingFields(form: FormField): { readonly pointer: string; readonly message: string }[] {
  const field = billingIn(form);
  if (field === undefined) return [];
  const schedule = named(field, 'schedule');
  const kinds = named(named(field, 'lines')!.entry!, 'kind')!.choices.map(({ value }) => value);
  if (schedule === undefined) {
    if (!kinds.some((each) => OPEN_KINDS.includes(each))) return [];
    return [
      { pointer: field.at, message: 'Without "schedule", it is not known when lines that are not fixed are invoiced.' },
    ];
  }
  if (schedule.entry!.fields.some(({ rules }) => rules.format === 'date')) return [];
  return [
    {
      pointer: schedule.at,
      message: 'No field of a payment is a date ("format": "date"), so it is not known when the payment is due.',
    },
  ];
}

function billingIn({ fields }: FormField): FormField | undefined {
  return fields.find(({ role }) => role === 'billing');
}

function faultsOfType(field: FormField | undefined, type: FormField['type'], message: string): Fault[] {
  return field === undefined || field.type === type ? [] : [shape(field.at, message)];
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
      `Expected "${name}" of each line: a line that is not fixed needs a rate, a cap and a period.`,
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
  return fault(pointer, 'billing', message);
}

export interface DealFacts {
  /** What the deal is to the customer, such as a renewal; undefined if there is no deal. */
  readonly type?: string;
  /** Net of tax. */
  readonly amount: string | null;
  readonly currency: string | null;
  readonly product: string | null;
  readonly term: { readonly startsOn?: string; readonly endsOn?: string; readonly noticeDays?: number | null } | null;
}

export interface BilledLines {
  readonly pointer: string;
  readonly lines: readonly unknown[];
  /** Whether the form says why they add up to another amount than the deal; absent if it does not. */
  readonly isExplained?: true;
}

/**
 * Returns the billing lines of a form's values for use outside the parties of its handoff.
 * @returns null if the form has no billing field, no lines are filled in, or any of its fields is sensitive
 */
export function billedIn(form: FormField, values: unknown): BilledLines | null {
  const field = billingIn(form);
  if (field === undefined) return null;
  const ofLines = named(field, 'lines')!;
  if ([field, ofLines, ...ofLines.entry!.fields].some(({ isSensitive }) => isSensitive)) return null;
  const lines = listOf(ownOf(ownOf(values, field.name), 'lines'));
  if (lines.length === 0) return null;
  const isExplained = differenceIn(form, values) !== null;
  return { pointer: `${step(field.name)}/lines`, lines, ...(isExplained && { isExplained }) };
}

/** Adds up the lines that count towards the deal's amount. @returns null without such lines, or if one has no amount */
export function countedIn(lines: readonly unknown[]): bigint | null {
  const counted = lines.filter(counts);
  return counted.length === 0 ? null : sumOf(counted.map((line) => ownOf(line, 'amount')));
}

/** Why the billing lines of a form differ from what was sold; null if nobody says, or if that is sensitive. */
export function differenceIn(form: FormField, values: unknown): string | null {
  const field = billingIn(form);
  if (field === undefined || named(field, 'difference')?.isSensitive !== false) return null;
  const why = ownOf(ownOf(values, field.name), 'difference');
  return typeof why === 'string' && !isBlank(why) ? why.trim() : null;
}

/** Something that is missing in a billing arrangement or does not add up. */
interface BillingGap {
  readonly pointer: string;
  /** Whether a required value is missing; else `text` describes the fault. */
  readonly isMissing: boolean;
  readonly text?: string;
}

export function gapsInBilling(form: FormField, values: unknown, deal: DealFacts): BillingGap[] {
  const field = billingIn(form);
  if (field === undefined) return [];
  const billing = ownOf(values, field.name);
  const lines = listOf(ownOf(billing, 'lines'));
  const schedule = listOf(ownOf(billing, 'schedule'));
  const at = step(field.name);
  const arrangement: Arrangement = { field, billing, lines, schedule, at };
  return [
    ...lines.flatMap((line, index) => gapsInLine(line, `${at}/lines${step(index)}`)),
    ...gapsInSchedule(arrangement),
    ...gapsInSums(arrangement, deal),
  ];
}

interface Arrangement {
  readonly field: FormField;
  readonly billing: unknown;
  readonly lines: readonly unknown[];
  readonly schedule: readonly unknown[];
  readonly at: string;
}

/** Reports whether a line counts towards the net amount of the deal: as its `counts` says, else if it is fixed. */
function counts(line: unknown): boolean {
  const isCounted = ownOf(line, 'counts');
  return typeof isCounted === 'boolean' ? isCounted : isFixed(line);
}

function isFixed(line: unknown): boolean {
  return ownOf(line, 'kind') === 'fixed';
}

/** Requires an amount of lines that are fixed or count, and a rate, a cap and a period of lines that are not fixed. */
function gapsInLine(line: unknown, pointer: string): BillingGap[] {
  if (typeof ownOf(line, 'kind') !== 'string') return [];
  const required = isFixed(line) ? ['amount'] : [...(counts(line) ? ['amount'] : []), ...OPEN_LINE_FIELDS];
  return required.filter((name) => isBlank(ownOf(line, name))).map((name) => missing(pointer + step(name)));
}

/** Requires a schedule if no fixed line counts, and an amount of each payment if any line counts. */
function gapsInSchedule({ field, lines, schedule, at }: Arrangement): BillingGap[] {
  if (lines.length === 0 || named(field, 'schedule') === undefined) return [];
  const hasFixedPart = lines.some((line) => isFixed(line) && counts(line));
  if (schedule.length === 0) return hasFixedPart ? [] : [missing(`${at}/schedule`)];
  if (!lines.some(counts)) return [];
  return schedule.flatMap((payment, index) =>
    isBlank(ownOf(payment, 'amount')) ? [missing(`${at}/schedule${step(index)}/amount`)] : [],
  );
}

export const NO_AMOUNT_YET = 'but the deal has no amount yet.';

/** Compares the counted lines with the deal's amount, unless their difference is explained, and with the schedule. */
function gapsInSums(arrangement: Arrangement, { amount, currency }: DealFacts): BillingGap[] {
  const { field, billing, lines, schedule, at } = arrangement;
  const counted = lines.filter(counts);
  const sum = countedIn(lines);
  // Invalid amounts are reported separately.
  if (sum === null) return [];
  const money = (units: bigint) => moneyInWords(amountOf(units), currency);
  const called = counted.every(isFixed) ? 'fixed lines' : 'lines that count';
  const sold = unitsOf(amount);
  const worth =
    sold === null ? '' : `but the deal is worth ${money(sold)} net of tax: ${differenceOf(sum, sold, money)}.`;
  const gaps: BillingGap[] = [];
  if (sold === null) gaps.push(wrong(`${at}/lines`, `The ${called} add up to ${money(sum)}, ${NO_AMOUNT_YET}`));
  else if (sold !== sum && named(field, 'difference') === undefined)
    gaps.push(wrong(`${at}/lines`, `The ${called} add up to ${money(sum)}, ${worth}`));
  else if (sold !== sum && isBlank(ownOf(billing, 'difference')))
    gaps.push(wrong(`${at}/difference`, `Why? The ${called} add up to ${money(sum)}, ${worth}`));
  const due = schedule.length === 0 ? null : sumOf(schedule.map((part) => ownOf(part, 'amount')));
  if (due !== null && due !== sum)
    gaps.push(
      wrong(
        `${at}/schedule`,
        `The payments of the schedule add up to ${money(due)}, but the ${called} to ${money(sum)}: ${differenceOf(due, sum, money)}.`,
      ),
    );
  return gaps;
}

function differenceOf(found: bigint, wanted: bigint, money: (units: bigint) => string): string {
  return found < wanted ? `${money(wanted - found)} is missing` : `${money(found - wanted)} is too much`;
}

function missing(pointer: string): BillingGap {
  return { pointer, isMissing: true };
}

function wrong(pointer: string, text: string): BillingGap {
  return { pointer, isMissing: false, text };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Reports whether a value is missing or a text of only white space. */
export function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}
