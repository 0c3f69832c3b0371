import type { StepCause } from '../../forms/contract-lines.dto.js';
import { type Day, daysAfter, daysBetween } from '../../platform/values/day.js';
import { amountIn, round } from '../../platform/values/money.js';
import { type ContractLine, type ContractSegment, isOwnOn, liveOn, unitsOf } from './contract.js';
import { hasArr } from './segment-arr.js';

const DAYS_PER_YEAR = 365n;
const MONTHS_PER_YEAR = 12n;

interface Span {
  readonly from: Day;
  readonly to: Day | null;
}

/** A term that follows. `months` is null if they are not whole. */
export interface NextSpan {
  readonly from: Day;
  readonly to: Day;
  readonly months: number | null;
}

/**
 * Ends lines on a day. A segment that is cut keeps its ARR, and the part of its amount that falls on its days. A line
 * that moved stays, even without segments, to record the move.
 */
export function linesUntil(lines: readonly ContractLine[], lastDay: Day | null, currency: string): ContractLine[] {
  if (lastDay === null) return [...lines];
  return kept(
    lines,
    (segment, line) => {
      if (segment.from > lastDay) return null;
      if (segment.to !== null && segment.to <= lastDay) return segment;
      return { ...segment, to: lastDay, amount: amountUntil(segment, lastDay, line, currency) };
    },
    ({ movedToContractId }) => movedToContractId !== undefined,
  );
}

/** The rest of what `linesUntil` returns, from a day on. @param cause of segments that began before that day */
export function linesFrom(
  lines: readonly ContractLine[],
  firstDay: Day,
  currency: string,
  cause: StepCause,
): ContractLine[] {
  return kept(lines, (segment, line) => {
    if (segment.from >= firstDay) return segment;
    const isOver = segment.to !== null && segment.to < firstDay;
    if (isOver || line.kind === 'oneOff') return null;
    if (segment.to === null) return { ...segment, from: firstDay, cause };
    const before = amountUntil(segment, daysAfter(firstDay, -1), line, currency);
    const amount = amountIn(unitsOf(segment.amount, currency) - unitsOf(before, currency), currency);
    return { ...segment, from: firstDay, amount, cause };
  });
}

export function linesWithin(lines: readonly ContractLine[], { from, to }: Span, currency: string): ContractLine[] {
  return linesFrom(linesUntil(lines, to, currency), from, currency, 'renewal');
}

/** Appends lines. One of the same product, kind, deal and move continues the line that exists. */
export function joined(lines: readonly ContractLine[], later: readonly ContractLine[]): ContractLine[] {
  const all = [...lines];
  for (const line of later) {
    const first = line.segments[0]!.from;
    const at = all.findIndex((each) => isSame(each, line) && endsBefore(each, first));
    if (at < 0) all.push(line);
    else all[at] = { ...all[at]!, segments: [...all[at]!.segments, ...line.segments] };
  }
  return all;
}

/** The lines of a term that follows: each as on the last day of the one before, until it moves. */
export function renewedLines(
  lines: readonly ContractLine[],
  lastDay: Day,
  { from, to, months }: NextSpan,
  currency: string,
): ContractLine[] {
  return lines.flatMap((line) => {
    const live = liveOn(lastDay, line.segments);
    const recurs = hasArr(line.kind) && live !== undefined && isOwnOn(from, line);
    const arr = recurs ? unitsOf(live.arr, currency) : 0n;
    if (arr === 0n) return [];
    const ofYear =
      months === null
        ? { over: BigInt(daysBetween(from, to) + 1), under: DAYS_PER_YEAR }
        : { over: BigInt(months), under: MONTHS_PER_YEAR };
    const amount = amountIn(round({ ...ofYear, over: arr * ofYear.over }), currency);
    const segments = [{ from, to, amount, arr: amountIn(arr, currency), cause: 'renewal' as const }];
    const lastOwn = line.movedOn === undefined ? null : daysAfter(line.movedOn, -1);
    return linesUntil([{ ...line, segments }], lastOwn, currency);
  });
}

/** Returns the places of lines that overlap an earlier one of the same product, kind and deal. */
export function overlapping(lines: readonly ContractLine[]): { readonly place: number; readonly other: number }[] {
  return lines.flatMap((line, place) => {
    const other = lines.findIndex((each, index) => index < place && isSame(each, line) && overlap(each, line));
    return other < 0 ? [] : [{ place, other }];
  });
}

function overlap(one: ContractLine, other: ContractLine): boolean {
  const meets = (a: Span, b: Span) => (a.to === null || a.to >= b.from) && (b.to === null || b.to >= a.from);
  return one.segments.some((each) => other.segments.some((segment) => meets(each, segment)));
}

function kept(
  lines: readonly ContractLine[],
  become: (segment: ContractSegment, line: ContractLine) => ContractSegment | null,
  isKeptEmpty: (line: ContractLine) => boolean = () => false,
): ContractLine[] {
  return lines.flatMap((line) => {
    const segments = line.segments.flatMap((segment) => become(segment, line) ?? []);
    return segments.length === 0 && !isKeptEmpty(line) ? [] : [{ ...line, segments }];
  });
}

/** Returns the part of a segment's amount for its days up to `lastDay`. A one-off amount is due on the first day. */
export function amountUntil(
  { from, to, amount, arr }: ContractSegment,
  lastDay: Day,
  { kind }: ContractLine,
  currency: string,
): string {
  if (kind === 'oneOff') return amount;
  const days = BigInt(daysBetween(from, lastDay) + 1);
  if (to !== null)
    return amountIn(
      round({ over: unitsOf(amount, currency) * days, under: BigInt(daysBetween(from, to) + 1) }),
      currency,
    );
  // Without an end the amount is for no certain span, so the ARR decides.
  return arr === null
    ? amount
    : amountIn(round({ over: unitsOf(arr, currency) * days, under: DAYS_PER_YEAR }), currency);
}

function isSame(one: ContractLine, other: ContractLine): boolean {
  const isOfOneSale = one.product === other.product && one.kind === other.kind && one.dealId === other.dealId;
  return isOfOneSale && one.movedToContractId === other.movedToContractId;
}

function endsBefore({ segments }: ContractLine, day: Day): boolean {
  const last = segments.at(-1);
  return last === undefined || (last.to !== null && last.to < day);
}
