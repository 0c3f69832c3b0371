import { step } from '../platform/fault.js';
import { ownOf } from '../platform/record.js';
import { amountOf, sumOf, unitsOf } from './amounts.js';
import { OPEN_LINE_FIELDS } from './billing-shape.js';
import type { FormField } from './form.js';

/** What is known of a deal, as far as forms ask. */
export interface DealFacts {
  /** Net of tax. */
  readonly amount: string | null;
  readonly currency: string | null;
  readonly product: string | null;
  readonly term: { readonly startsOn?: string; readonly endsOn?: string; readonly noticeDays?: number | null } | null;
}

/** Something that does not add up, or that a line does not say. */
export interface BillingGap {
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
