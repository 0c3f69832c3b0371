import type { Day } from '../../platform/values/day.js';
import { groupBy } from '../../platform/values/group.js';
import type { AccountArrStep } from '../movements.js';
import type { AccountHistory, RevenueWindow } from '../retention.js';
import type { Scale } from '../valuation.js';

/** A change of the ARR of an account on a day, in one currency and one group of lines. */
export interface ArrChange {
  readonly accountId: string;
  readonly group: string | null;
  readonly currency: string;
  readonly day: Day;
  /** Minor units. */
  readonly change: string;
  /** For a sum of changes: whether there was ARR on any of its days. */
  readonly hadArr: boolean;
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

/** The changes of an account, or of a group of its lines. */
export interface AccountChanges {
  readonly accountId: string;
  readonly changes: readonly ArrChange[];
  readonly moves: readonly Move[];
}

/** @param transfers in the order of their days */
export function accountsOf(
  changes: readonly ArrChange[],
  transfers: readonly ArrTransfer[],
  window: RevenueWindow,
): AccountChanges[] {
  const moves = groupBy(movesOf(transfers, window), ({ accountId }) => accountId);
  return [...groupBy(changes, ({ accountId }) => accountId)].map(([accountId, own]) => ({
    accountId,
    changes: own,
    moves: moves.get(accountId) ?? [],
  }));
}

/** Splits an account into its groups of lines. */
export function partsOf(account: AccountChanges): Iterable<[string | null, AccountChanges]> {
  const { accountId, changes, moves } = account;
  const [{ group: only }] = changes as [ArrChange];
  if (moves.length === 0 && changes.every(({ group }) => group === only)) return [[only, account]];
  const movesBy = groupBy(moves, ({ group }) => group);
  return new Map(
    [...groupBy(changes, ({ group }) => group)].map(([group, own]) => [
      group,
      { accountId, changes: own, moves: movesBy.get(group) ?? [] },
    ]),
  );
}

/** Returns the currencies with changes up to the end of a window. */
export function currenciesOf(changes: readonly ArrChange[], { last }: RevenueWindow): string[] {
  const found = new Set<string>();
  for (const { change, day, currency } of changes) if (change !== '0' && day <= last) found.add(currency);
  return [...found].sort();
}

/** The history of an account in the units of a scale. @param begin the day with the sum of all earlier changes */
export function historyIn({ changes, moves }: AccountChanges, begin: Day, { factors }: Scale): AccountHistory {
  const moved: DayChange[] = [];
  let carried = 0n;
  let isKnown = false;
  // A currency without a factor begins after the window, where it matters only whether there is ARR.
  for (const { day, change, currency, hadArr } of changes) {
    moved.push({ on: day, change: BigInt(change) * (factors.get(currency) ?? 1n), transferred: 0n });
    isKnown ||= hadArr && day === begin;
  }
  for (const { on, amount, carried: of, currency } of moves) {
    const factor = factors.get(currency) ?? 1n;
    moved.push({ on, change: 0n, transferred: amount * factor });
    carried += of * factor;
  }
  return { steps: stepsOf(moved.sort(byDay)), carried, isKnown };
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
