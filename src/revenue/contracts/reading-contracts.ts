import type { Warning } from '../../documents/version.schema.js';
import type { LaterLineBody, LineKind, SegmentBody, StepCause } from '../../forms/contract-lines.dto.js';
import { collectFaults, type Fault, fault, step, under } from '../../platform/input/fault.js';
import { type Day, dayInWords, daysAfter } from '../../platform/values/day.js';
import { amountIn, digitsOf, minorUnitsOf, moneyInWords } from '../../platform/values/money.js';
import { counted } from '../../platform/values/words.js';
import type { ContractLine, ContractSegment, Term } from './contract.js';
import type { ContractBody } from './contract.schema.js';
import { overlapping } from './contract-lines.js';
import type { ReportedContract } from './reported-contract.js';
import { arrOf, hasArr } from './segment-arr.js';

interface ReadLines {
  readonly lines: readonly ContractLine[];
  /** If there are any, the lines are of no use. */
  readonly faults: readonly Fault[];
  readonly warnings: readonly Warning[];
}

/** The span that lines may lie in, and how they are read. */
interface Within {
  readonly from: Day;
  /** Null if no end is agreed. */
  readonly to: Day | null;
  /** The day up to which amounts without an end are, if notice gives one; by default `to`. */
  readonly until?: Day | null;
  /** A segment without `to` lasts until the end of the term in which it begins; by default until `to`. */
  readonly terms?: readonly Term[];
  readonly currency: string;
  /** Why the ARR of a line changes on its first day. */
  readonly cause: StepCause;
  /** The present lines, whose deals may be named; by default none may. */
  readonly present?: readonly ContractLine[];
}

/** Limits the segments of a contract, because every change of one rewrites all of them. */
const SEGMENTS_IN_ALL_MAX = 1_000;
/** In minor units, so that the sum of all lines still fits into the database. */
const ARR_MAX = 10n ** 15n;

/** Reads lines in stored form: with the ends that follow from others, and the ARR of each segment. */
export function readLines(bodies: readonly LaterLineBody[], within: Within): ReadLines {
  const read = bodies.map((body) => readLine(body, within));
  const faults = read.flatMap(({ faults: own }, place) => under(`/lines${step(place)}`, own));
  const count = bodies.reduce((sum, { segments }) => sum + segments.length, 0);
  if (count > SEGMENTS_IN_ALL_MAX) faults.push(tooMany(count));
  const lines = read.map(({ line }) => line);
  return { lines, faults, warnings: faults.length > 0 ? [] : warningsOf(bodies, lines) };
}

export interface ReadContract extends Omit<ReadLines, 'lines'> {
  readonly reported: ReportedContract;
  /** Whether it says by which deal it was sold, or that it was by none. */
  readonly isDealNamed: boolean;
}

export function readContract(body: ContractBody): ReadContract {
  const { accountId, dealId, externalId = null, refs = {}, currency, startsOn, endsOn = null } = body;
  const isTurned = endsOn !== null && endsOn < startsOn;
  const within = { from: startsOn, to: isTurned ? null : endsOn, currency, cause: 'sold' } as const;
  const { lines, faults, warnings } = isTurned ? NOTHING : readLines(body.lines, within);
  const reported = {
    accountId: accountId.toLowerCase(),
    dealId: dealId?.toLowerCase() ?? null,
    externalId,
    refs,
    currency,
    startsOn,
    endsOn,
    lines,
    noticeDays: body.noticeDays,
    autoRenewMonths: body.autoRenewMonths ?? null,
  };
  const turned = fault('/endsOn', 'tooEarly', `Expected a day on or after ${startsOn}.`);
  return {
    reported,
    isDealNamed: dealId !== undefined,
    faults: isTurned ? [turned] : faults,
    warnings: [...warnings, ...warningsOfTerm(reported)],
  };
}

function warningsOfTerm({ startsOn, endsOn, noticeDays, autoRenewMonths }: ReportedContract): Warning[] {
  if (endsOn === null) {
    const message = 'A contract without an end does not renew. Leave it out, or give the last day in `endsOn`.';
    return autoRenewMonths === null ? [] : [{ pointer: '/autoRenewMonths', message }];
  }
  const lastDay = daysAfter(endsOn, -noticeDays);
  const message = `The last day for notice, ${dayInWords(lastDay)}, is before the contract begins: no notice is in time for its first term.`;
  return lastDay >= startsOn ? [] : [{ pointer: '/noticeDays', message }];
}

const NOTHING: ReadLines = { lines: [], faults: [], warnings: [] };

function readLine(
  { product, kind, segments, dealId: named }: LaterLineBody,
  within: Within,
): { line: ContractLine; faults: Fault[] } {
  const order = [...segments.keys()].sort((a, b) => (segments[a]!.from < segments[b]!.from ? -1 : a - b));
  const dealId = named?.toLowerCase();
  const faults = dealId === undefined ? [] : faultsOfDeal(dealId, within);
  const read: ContractSegment[] = [];
  for (const [at, place] of order.entries()) {
    const next = segments[order[at + 1] ?? -1];
    const segment = readSegment(segments[place]!, kind, { next, before: read.at(-1), within });
    faults.push(...under(`/segments${step(place)}`, segment.faults));
    read.push(segment.read);
  }
  return { line: { product, kind, segments: read, ...(dealId !== undefined && { dealId }) }, faults };
}

function faultsOfDeal(dealId: string, { present = [] }: Within): Fault[] {
  if (present.some((line) => line.dealId === dealId)) return [];
  const message = `The deal ${dealId} has added no line to this contract.`;
  return [{ pointer: '/dealId', code: 'unknownId', message }];
}

interface SegmentBounds {
  readonly before: ContractSegment | undefined;
  readonly next: SegmentBody | undefined;
  readonly within: Within;
}

function readSegment(
  body: SegmentBody,
  kind: LineKind,
  { before, next, within }: SegmentBounds,
): { read: ContractSegment; faults: Fault[] } {
  const { from } = body;
  const { currency, until = null } = within;
  const dayBefore = next !== undefined && next.from > from ? daysAfter(next.from, -1) : null;
  const to = body.to ?? dayBefore ?? (next === undefined ? endOfTerm(from, within) : from);
  const faults = [...faultsOfDays(body, before, within), ...faultsOfAmounts(body, currency)];
  const amount = minorUnitsOf(body.amount, currency) ?? 0n;
  const reported = body.arr === undefined ? null : minorUnitsOf(body.arr, currency);
  const isDated = faults.length === 0;
  const paidTo = to ?? (until !== null && from <= until ? until : null);
  const arr = isDated && hasArr(kind) ? arrOf({ from, to: paidTo, amount, arr: reported }) : null;
  if (isDated && hasArr(kind) && arr === null) faults.push(ARR_REQUIRED);
  if (arr !== null && arr > ARR_MAX) faults.push(tooMuch(currency));
  const follows = before !== undefined && before.to !== null && daysAfter(before.to, 1) === from;
  const read: ContractSegment = {
    from,
    to,
    amount: amountIn(amount, currency),
    arr: arr === null ? null : amountIn(arr, currency),
    cause: body.cause ?? (follows ? 'ramp' : before === undefined ? within.cause : 'sold'),
  };
  return { read, faults };
}

function endOfTerm(day: Day, { terms = [], to }: Within): Day | null {
  return terms.findLast(({ startsOn }) => startsOn <= day)?.endsOn ?? to;
}

function faultsOfDays(
  { from, to: reported }: SegmentBody,
  before: ContractSegment | undefined,
  { from: first, to: last }: Within,
): Fault[] {
  const at = (name: string, code: string, message: string): Fault => fault(`/${name}`, code, message);
  if (from < first) return [at('from', 'outside', `Expected a day on or after ${first}.`)];
  if (last !== null && from > last)
    return [at('from', 'outside', `Expected a day up to ${last}, the end of the term.`)];
  if (reported !== undefined && reported < from)
    return [at('to', 'tooEarly', `Expected a day on or after ${from}, on which it begins.`)];
  if (last !== null && reported !== undefined && reported > last)
    return [at('to', 'outside', `Expected a day up to ${last}, the end of the term.`)];
  const isFree = before === undefined || (before.to !== null && before.to < from);
  if (isFree) return [];
  const until = before.to ?? 'any later day';
  return [at('from', 'overlap', `Expected a day on which no other price of the line holds: one holds until ${until}.`)];
}

function faultsOfAmounts({ amount, arr }: SegmentBody, currency: string): Fault[] {
  const digits = digitsOf(currency);
  const message = `Expected an amount with at most ${counted(digits, 'decimal')}, as ${currency} has.`;
  const isWrong = (given: string | undefined) => given !== undefined && minorUnitsOf(given, currency) === null;
  return collectFaults(
    isWrong(amount) && fault('/amount', 'decimals', message),
    isWrong(arr) && fault('/arr', 'decimals', message),
  );
}

const ARR_REQUIRED: Fault = fault(
  '/arr',
  'required',
  'Expected the ARR: it does not follow from an amount that has no end. Or give its last day in `to`.',
);

function tooMuch(currency: string): Fault {
  const message = `Expected an ARR of at most ${moneyInWords(amountIn(ARR_MAX, currency), currency)}.`;
  return fault('/amount', 'tooLarge', message);
}

function tooMany(count: number): Fault {
  const message = `Expected at most ${SEGMENTS_IN_ALL_MAX} segments in all lines together, not ${count}.`;
  return fault('/lines', 'tooMany', message);
}

function warningsOf(bodies: readonly LaterLineBody[], lines: readonly ContractLine[]): Warning[] {
  const twice = overlapping(lines).map(({ place, other }) => ({
    pointer: `/lines${step(place)}`,
    message: `It has the same product and kind as line ${other} (counted from 0), on the same days, so the ARR of both counts. Leave one of them out if they are the same.`,
  }));
  const without = bodies.flatMap(({ kind, segments }, place) =>
    hasArr(kind)
      ? []
      : segments.flatMap(({ arr }, index) => {
          if (arr === undefined) return [];
          const pointer = `/lines${step(place)}/segments${step(index)}/arr`;
          return [{ pointer, message: `Lines of the kind ${kind} have no ARR, so it is not kept.` }];
        }),
  );
  return [...twice, ...without];
}
