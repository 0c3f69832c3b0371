import { isDeepStrictEqual } from 'node:util';
import { type Day, daysAfter } from '../../platform/day.js';
import type { Fault } from '../../platform/fault.js';
import { amountIn } from '../../platform/money.js';
import { type Agreement, arrOn, endOf, type Turn } from './contract.js';
import type { AmendBody } from './contract.schema.js';
import { joined, linesUntil } from './contract-lines.js';
import { type LineWarning, readLines } from './reading-contracts.js';

/** What is to happen, or why it cannot. */
export interface Decided {
  readonly faults: readonly Fault[];
  /** Null where it holds already. */
  readonly turn: Turn | null;
  readonly warnings: readonly LineWarning[];
}

/** Other lines from a day on: what holds before it stays, cut at the day before. */
export function amended(agreement: Agreement, { effectiveOn, lines }: AmendBody): Decided {
  const { currency } = agreement;
  const outside = outsideOf(agreement, effectiveOn);
  if (outside !== null) return { faults: [outside], turn: null, warnings: [] };
  const within = { from: effectiveOn, to: endOf(agreement), currency, cause: 'sold' } as const;
  const read = readLines(lines, within);
  if (read.faults.length > 0) return { faults: read.faults, turn: null, warnings: [] };
  const before = linesUntil(agreement.lines, daysAfter(effectiveOn, -1), currency);
  const next = joined(before, read.lines);
  const { warnings } = read;
  if (isDeepStrictEqual(next, agreement.lines)) return { faults: [], turn: null, warnings };
  const facts = {
    effectiveOn,
    formerArr: amountIn(arrOn(agreement, effectiveOn), currency),
    arr: amountIn(arrOn({ lines: next, currency }, effectiveOn), currency),
  };
  return { faults: [], turn: { type: 'contract.amended', fields: { lines: next }, facts }, warnings };
}

function outsideOf(agreement: Agreement, day: Day): Fault | null {
  const end = endOf(agreement);
  const { startsOn } = agreement;
  if (day >= startsOn && (end === null || day <= end)) return null;
  const message = `Expected a day of the contract: on or after ${startsOn}${end === null ? '' : `, and up to ${end}`}.`;
  return { pointer: '/effectiveOn', code: 'outside', message };
}
