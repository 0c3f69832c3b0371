import { type Day, daysAfter, daysBetween } from '../../platform/values/day.js';
import { groupBy } from '../../platform/values/group.js';
import type { AccountArrStep } from '../movements.js';
import type { AccountHistory, RevenueWindow } from '../retention.js';
import type { Scale } from '../valuation.js';

/**
 * Changes of the ARR of an account, in one currency and one group of lines. They stay packed until they are added up: an
 * object for each would take longer than all else.
 */
export interface ArrChanges {
  readonly accountId: string;
  readonly group: string | null;
  readonly currency: string;
  /** The changes are its bytes from `from` to `to`, as `packedSteps` packs them. */
  readonly bytes: Buffer;
  readonly from: number;
  readonly to: number;
}

/** The days of a report, by number (`numberOfDay`). Changes up to `begin` are added up, those after `end` left out. */
export interface Reach {
  readonly begin: number;
  readonly end: number;
}

const DAY_BYTES = 4;
const STEP_BYTES = 12;
const FIRST_OF_ALL: Day = '2000-01-01';

/** Returns the number by which Postgres sends a day (`date_send`). */
export function numberOfDay(day: Day): number {
  return daysBetween(FIRST_OF_ALL, day);
}

const dayTexts = new Map<number, Day>();
/** There are a few thousand in all reports together. */
const DAY_TEXTS_MAX = 100_000;

function dayOf(number: number): Day {
  const known = dayTexts.get(number);
  if (known !== undefined) return known;
  if (dayTexts.size > DAY_TEXTS_MAX) dayTexts.clear();
  const text = daysAfter(FIRST_OF_ALL, number);
  dayTexts.set(number, text);
  return text;
}

export function reachOf(begin: Day, end: Day): Reach {
  return { begin: numberOfDay(begin), end: numberOfDay(end) };
}

/** @param changes minor units by day */
export function packedSteps(changes: readonly (readonly [day: Day, change: bigint])[]): Buffer {
  const bytes = Buffer.alloc(changes.length * STEP_BYTES);
  for (const [index, [day, change]] of [...changes].sort(([one], [other]) => (one < other ? -1 : 1)).entries()) {
    bytes.writeInt32BE(numberOfDay(day), index * STEP_BYTES);
    bytes.writeBigInt64BE(change, index * STEP_BYTES + DAY_BYTES);
  }
  return bytes;
}

/** @param bytes of one history */
export function changesOf(of: Pick<ArrChanges, 'accountId' | 'currency'>, bytes: Buffer): ArrChanges {
  return { accountId: of.accountId, group: null, currency: of.currency, bytes, from: 0, to: bytes.length };
}

/** A line that went from one account to another, with its ARR. */
export interface ArrTransfer {
  readonly on: Day;
  readonly fromAccountId: string;
  readonly toAccountId: string;
  readonly fromLine: string;
  readonly toLine: string;
  readonly group: string | null;
  readonly currency: string;
  /** Minor units. */
  readonly amount: string;
  /** The ARR of the two lines on the first day of the window. */
  readonly openingFrom: string;
  readonly openingTo: string;
}

/** One side of a transfer. Amounts are negative for the account that the line left. */
interface Move {
  readonly accountId: string;
  readonly group: string | null;
  readonly currency: string;
  readonly on: Day;
  readonly amount: bigint;
  /** The part of it that had ARR on the first day of the window. */
  readonly carried: bigint;
}

const NO_MOVES: readonly Move[] = [];

/** The changes of an account, or of a group of its lines. */
export interface AccountChanges {
  readonly accountId: string;
  readonly changes: readonly ArrChanges[];
  readonly moves: readonly Move[];
}

/** @param transfers in the order of their days */
export function accountsOf(
  changes: readonly ArrChanges[],
  transfers: readonly ArrTransfer[],
  window: RevenueWindow,
): AccountChanges[] {
  const moves = groupBy(movesOf(transfers, window), ({ accountId }) => accountId);
  return [...groupBy(changes, ({ accountId }) => accountId)].map(([accountId, own]) => ({
    accountId,
    changes: own,
    moves: moves.get(accountId) ?? NO_MOVES,
  }));
}

/** Splits an account into its groups of lines. */
export function partsOf(account: AccountChanges): Iterable<[string | null, AccountChanges]> {
  const { accountId, changes, moves } = account;
  const [{ group: only }] = changes as [ArrChanges];
  if (moves.length === 0 && changes.every(({ group }) => group === only)) return [[only, account]];
  const movesBy = groupBy(moves, ({ group }) => group);
  return new Map(
    [...groupBy(changes, ({ group }) => group)].map(([group, own]) => [
      group,
      { accountId, changes: own, moves: movesBy.get(group) ?? [] },
    ]),
  );
}

/** Returns the currencies with changes up to a day. */
export function currenciesOf(changes: readonly ArrChanges[], begin: Day, last: Day): string[] {
  const [from, to] = [numberOfDay(begin), numberOfDay(last)];
  const found = new Set<string>();
  for (const each of changes) if (!found.has(each.currency) && hasChanged(each, from, to)) found.add(each.currency);
  return [...found].sort();
}

/** Reports whether there was anything up to a day, or before the history began. @param begin @param last by number */
export function hasChanged({ bytes, from, to }: ArrChanges, begin: number, last: number): boolean {
  let before = 0n;
  for (let at = from; at < to; at += STEP_BYTES) {
    const day = bytes.readInt32BE(at);
    if (day > begin) return before !== 0n || day <= last;
    before += bytes.readBigInt64BE(at + DAY_BYTES);
  }
  return before !== 0n;
}

/** The history of an account in the units of a scale. */
export function historyIn(
  { changes, moves }: Omit<AccountChanges, 'accountId'>,
  reach: Reach,
  { factors }: Scale,
): AccountHistory {
  const [only] = changes;
  // A currency without a factor begins after the window, where it matters only whether there is ARR.
  const factorOf = (currency: string) => factors.get(currency) ?? 1n;
  if (only !== undefined && changes.length === 1 && moves.length === 0)
    return historyOfOne(only, reach, factorOf(only.currency));
  const moved: DayChange[] = [];
  let carried = 0n;
  let isKnown = false;
  for (const each of changes) {
    const { steps, isKnown: hadArr } = historyOfOne(each, reach, factorOf(each.currency));
    let before = 0n;
    for (const { on, arr } of steps) {
      moved.push({ on, change: arr - before, transferred: 0n });
      before = arr;
    }
    isKnown ||= hadArr;
  }
  for (const { on, amount, carried: of, currency } of moves) {
    const factor = factorOf(currency);
    moved.push({ on, change: 0n, transferred: amount * factor });
    carried += of * factor;
  }
  return { steps: stepsOf(moved.sort(byDay)), carried, isKnown };
}

function historyOfOne({ bytes, from, to }: ArrChanges, { begin, end }: Reach, factor: bigint) {
  const steps: AccountArrStep[] = [];
  let [arr, last, isKnown] = [0n, begin, false];
  for (let at = from; at < to; at += STEP_BYTES) {
    const day = bytes.readInt32BE(at);
    if (day > end) break;
    // What changed before is one step.
    if (last === begin && day > begin && arr !== 0n) steps.push({ on: dayOf(begin), arr });
    const change = bytes.readBigInt64BE(at + DAY_BYTES);
    arr += factor === 1n ? change : change * factor;
    if (day <= begin) {
      isKnown ||= arr > 0n;
      continue;
    }
    if (day === last) steps[steps.length - 1] = { on: dayOf(day), arr };
    else steps.push({ on: dayOf(day), arr });
    last = day;
  }
  if (last === begin && arr !== 0n) steps.push({ on: dayOf(begin), arr });
  return { steps, isKnown, carried: 0n };
}

interface DayChange {
  readonly on: Day;
  readonly change: bigint;
  readonly transferred: bigint;
}

function byDay(one: DayChange, other: DayChange): number {
  return one.on < other.on ? -1 : one.on > other.on ? 1 : 0;
}

/** @param moved sorted, with all changes of each day */
function stepsOf(moved: readonly DayChange[]): AccountArrStep[] {
  const steps: AccountArrStep[] = [];
  let arr = 0n;
  let transferred = 0n;
  for (const [index, each] of moved.entries()) {
    arr += each.change;
    transferred += each.transferred;
    if (moved[index + 1]?.on === each.on) continue;
    steps.push(transferred === 0n ? { on: each.on, arr } : { on: each.on, arr, transferred });
    transferred = 0n;
  }
  return steps;
}

/** Both sides of each transfer. A line takes its ARR of the first day along, however often it is transferred. */
function movesOf(transfers: readonly ArrTransfer[], { first, last }: RevenueWindow): Move[] {
  const opening = new Map<string, bigint>();
  return transfers.flatMap((transfer): Move[] => {
    const { on, group, currency, fromLine, toLine } = transfer;
    const isWithin = first < on && on <= last;
    const amount = BigInt(transfer.amount);
    const carried = isWithin ? (opening.get(fromLine) ?? BigInt(transfer.openingFrom)) : 0n;
    if (isWithin) {
      opening.set(fromLine, 0n);
      opening.set(toLine, (opening.get(toLine) ?? BigInt(transfer.openingTo)) + carried);
    }
    return [
      { accountId: transfer.fromAccountId, group, currency, on, amount: -amount, carried: -carried },
      { accountId: transfer.toAccountId, group, currency, on, amount, carried },
    ];
  });
}
