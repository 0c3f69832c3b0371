import { isDeepStrictEqual } from 'node:util';
import type { Warning } from '../../documents/version.schema.js';
import { faultsOfAmount } from '../../platform/input/amount-faults.js';
import { collectFaults, type Fault, fault } from '../../platform/input/fault.js';
import { keptAmount } from '../../platform/input/formats.js';
import type { Row } from '../../platform/sql/table.js';
import { type Day, daysAfter, monthsAfter } from '../../platform/values/day.js';
import type { Instant } from '../../platform/values/duration.js';
import { minorUnitsOf, type Ratio, round } from '../../platform/values/money.js';
import { faultsOfContract } from '../contract-named.js';
import type { Contract } from '../contracts/contract.js';
import type { ReportedByRef } from '../reported-by-ref.js';
import type { UsageBody } from './usage.schema.js';
import type { USAGE_REPORT } from './usage-report.table.js';

export type UsageReport = Row<typeof USAGE_REPORT>;
type ReportedUsage = Omit<UsageReport, 'id' | 'createdAt' | 'updatedAt'>;

/** Validates a report of usage. @param contract that it names, or undefined if that does not exist */
export function readUsage(
  { system, ref, body }: ReportedByRef<UsageBody>,
  contract: Contract | undefined,
): { readonly reported: ReportedUsage; readonly warnings: readonly Warning[] } | { readonly faults: readonly Fault[] } {
  const { product, from, to, quantity = null, amount } = body;
  const currency = contract?.currency;
  const faults = collectFaults(
    faultsOfContract(contract, body.contractId),
    to < from && fault('/to', 'tooEarly', `Expected a day on or after ${from}.`),
    quantity === null && amount === undefined && NOTHING_REPORTED,
    currency !== undefined && amount !== undefined && faultsOfAmount('/amount', amount, currency),
  );
  if (contract === undefined || faults.length > 0) return { faults };
  const reported = {
    system,
    ref,
    contractId: contract.id,
    product,
    from,
    to,
    currency: contract.currency,
    quantity: quantity === null ? null : keptAmount(quantity),
    amount: amount === undefined ? null : String(minorUnitsOf(amount, contract.currency)),
  };
  return { reported: reported, warnings: warningsOf(contract, product) };
}

const NOTHING_REPORTED: Fault = fault('/amount', 'required', 'Expected `quantity`, `amount`, or both.');

function warningsOf({ lines }: Contract, product: string): Warning[] {
  if (lines.some((line) => line.product === product)) return [];
  const known = [...new Set(lines.map((line) => line.product))].join(', ');
  return [{ pointer: '/product', message: `The contract has no line of this product; it has ${known}.` }];
}

export function isSameUsage({ id: _, createdAt, updatedAt, ...known }: UsageReport, reported: ReportedUsage): boolean {
  return isDeepStrictEqual(known, reported);
}

export function usageReported(
  known: UsageReport | null,
  reported: ReportedUsage,
  id: string,
  now: Instant,
): UsageReport {
  return { ...reported, id: known?.id ?? id, createdAt: known?.createdAt ?? now, updatedAt: now };
}

const QUARTERS_PER_YEAR = 4n;
const MONTHS = 3;

/** Returns the first day of the three months that end with a day. */
export function firstOfTrailing(at: Day): Day {
  return daysAfter(monthsAfter(at, -MONTHS), 1);
}

/** The sum of reports of one length in a window: each amount, times the number of its days in the window. */
export interface UsedInWindow {
  readonly currency: string;
  /** The length of each of the reports. */
  readonly days: number;
  /** Minor units times days. */
  readonly amountDays: string;
}

/** Usage of three months, times four, in minor units by currency. Reports count by their days in the three months. */
export function yearlyUsage(used: readonly UsedInWindow[]): Map<string, bigint> {
  const sums = new Map<string, Ratio>();
  for (const { currency, days, amountDays } of used) {
    const { over, under } = sums.get(currency) ?? { over: 0n, under: 1n };
    const length = BigInt(days);
    sums.set(currency, { over: over * length + BigInt(amountDays) * under, under: under * length });
  }
  return new Map(
    [...sums].map(([currency, { over, under }]) => [currency, round({ over: over * QUARTERS_PER_YEAR, under })]),
  );
}
