import { unitsOf } from '../forms/billing.js';
import { dayIn } from '../platform/values/day.js';
import type { Interval } from '../platform/values/duration.js';
import { decimalOf, digitsOf, type Ratio, round } from '../platform/values/money.js';
import type { SourceRow } from '../routing/sources/source.table.js';
import type { EndCount } from './counts.js';
import { ENDING } from './facts/conclusion.js';

/** An exact amount, as decimal text. */
export interface CostAmount {
  readonly amount: string;
  readonly currency: string;
}

/** The numbers of a source's leads by which its cost is divided. */
export interface CostBase {
  readonly leads: number;
  readonly qualified: number;
  readonly won: number;
}

/** The cost of a source, in all and per lead; null if not known. */
export interface Costs {
  readonly cost: CostAmount | null;
  readonly costPerQualified: CostAmount | null;
  readonly costPerWon: CostAmount | null;
}

type Priced = Pick<SourceRow, 'costPerLead' | 'monthly'>;

/** Amounts are in ten-thousandths of a currency, as fractions, because parts of a month are not decimal. */
const UNIT_DIGITS = 4;

/** Whether the source has any cost configured. */
export function isPriced({ costPerLead, monthly }: Priced): boolean {
  return costPerLead !== null || (monthly !== null && monthly.length > 0);
}

/**
 * Returns the cost of a source in a window: per lead, or of each month in proportion to its days. Null if a month has
 * no cost, or currencies differ.
 * @param span all local days that it touches count
 */
export function costsOf(
  source: Priced | undefined,
  base: CostBase,
  { span, timeZone }: { readonly span: Interval; readonly timeZone: string },
): Costs {
  const spent = source === undefined ? null : spentOn(source, base, daysByMonth(span, timeZone));
  return spent === null ? UNKNOWN : dividedAmong(spent, base);
}

const UNKNOWN: Costs = { cost: null, costPerQualified: null, costPerWon: null };

/** Sums costs; null if one is not known or has another currency. */
export function sumOfCosts(parts: readonly { readonly costs: Costs; readonly base: CostBase }[]): Costs {
  const [first] = parts;
  const currency = first?.costs.cost?.currency;
  if (currency === undefined || parts.some(({ costs }) => costs.cost?.currency !== currency)) return UNKNOWN;
  const sum = (of: (base: CostBase) => number) => parts.reduce((all, { base }) => all + of(base), 0);
  const over = parts.reduce((all, { costs }) => all + unitsOf(costs.cost!.amount)!, 0n);
  const base = {
    leads: sum(({ leads }) => leads),
    qualified: sum(({ qualified }) => qualified),
    won: sum(({ won }) => won),
  };
  return dividedAmong({ over, under: 1n, currency }, base);
}

function spentOn(
  { costPerLead, monthly }: Priced,
  { leads }: CostBase,
  months: ReadonlyMap<string, number>,
): (Ratio & { currency: string }) | null {
  if (costPerLead !== null)
    return { over: unitsOf(costPerLead.amount)! * BigInt(leads), under: 1n, currency: costPerLead.currency };
  const byMonth = new Map(monthly?.map((each) => [each.month, each]));
  let sum: Ratio = { over: 0n, under: 1n };
  let currency: string | undefined;
  for (const [month, days] of months) {
    const spent = byMonth.get(month);
    if (spent === undefined || (currency !== undefined && spent.currency !== currency)) return null;
    currency = spent.currency;
    sum = plus(sum, { over: unitsOf(spent.amount)! * BigInt(days), under: BigInt(daysOf(month)) });
  }
  return currency === undefined ? null : { ...sum, currency };
}

function daysByMonth({ from, to }: Interval, timeZone: string): Map<string, number> {
  const [first, last] = [dayIn(from, timeZone), dayIn(Math.max(from, to - 1), timeZone)];
  const months = new Map<string, number>();
  for (let month = first.slice(0, 7); month <= last.slice(0, 7); month = monthAfter(month)) {
    const begins = month === first.slice(0, 7) ? Number(first.slice(8)) : 1;
    const ends = month === last.slice(0, 7) ? Number(last.slice(8)) : daysOf(month);
    months.set(month, ends - begins + 1);
  }
  return months;
}

function monthAfter(month: string): string {
  return new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 1)).toISOString().slice(0, 7);
}

function daysOf(month: string): number {
  return new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate();
}

function plus(one: Ratio, other: Ratio): Ratio {
  return { over: one.over * other.under + other.over * one.under, under: one.under * other.under };
}

function dividedAmong(spent: Ratio & { currency: string }, { qualified, won }: CostBase): Costs {
  const { over, under, currency } = spent;
  const each = (count: number) => (count === 0 ? null : rounded({ over, under: under * BigInt(count) }, currency));
  return { cost: rounded(spent, currency), costPerQualified: each(qualified), costPerWon: each(won) };
}

/** Rounds to the currency's decimals, once. */
function rounded({ over, under }: Ratio, currency: string): CostAmount {
  const step = 10n ** BigInt(UNIT_DIGITS - digitsOf(currency));
  return moneyOf(round({ over, under: under * step }) * step, currency);
}

/** Formats with at least the currency's decimals. */
function moneyOf(units: bigint, currency: string): CostAmount {
  const [whole, places] = decimalOf(units, UNIT_DIGITS).split('.') as [string, string];
  const fraction = places.replace(/0+$/, '').padEnd(digitsOf(currency), '0');
  return { amount: fraction === '' ? whole : `${whole}.${fraction}`, currency };
}

/** @param came first cycles @param ends all cycles */
export function costBasesOf(came: readonly EndCount[], ends: readonly EndCount[]): Map<number, CostBase> {
  const bases = new Map<number, { leads: number; qualified: number; won: number }>();
  const baseOf = ({ first }: EndCount) => {
    const base = bases.get(first) ?? { leads: 0, qualified: 0, won: 0 };
    bases.set(first, base);
    return base;
  };
  for (const row of came) baseOf(row).leads += row.leads;
  for (const row of ends) {
    if ((row.ending & ENDING.qualified) !== 0) baseOf(row).qualified += row.leads;
    if ((row.ending & ENDING.won) !== 0) baseOf(row).won += row.leads;
  }
  return bases;
}
