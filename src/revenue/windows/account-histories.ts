import type { Day } from '../../platform/values/day.js';
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
  /** What changed up to the day on which the history begins, in minor units. */
  readonly before: string;
  /** Whether there was ARR on any day up to that one. */
  readonly hadArr: boolean;
  /** Later changes, in any order: `2026-01-31 -120000,2026-02-28 5000`; null for none. */
  readonly later: string | null;
}

/** SQL that packs changes of the steps `step`, as `later`. */
export const PACKED = `string_agg(step.on_day || ' ' || step.change, ',')`;
const DAY_CHARS = '2026-01-31'.length;

/** What changed in a history that begins before any contract. @param later packed changes */
export function changesOf(of: Pick<ArrChanges, 'accountId' | 'currency'>, later: string): ArrChanges {
  return { accountId: of.accountId, group: null, currency: of.currency, before: '0', hadArr: false, later };
}

/** @param change in minor units */
export function packedChange(day: Day, change: bigint): string {
  return `${day} ${change}`;
}

/** Without a list of them in between: there are hundreds of thousands. */
function forEachChange({ later }: Pick<ArrChanges, 'later'>, each: (day: Day, change: string) => void): void {
  for (let from = 0; later !== null && from < later.length; ) {
    const comma = later.indexOf(',', from);
    const end = comma === -1 ? later.length : comma;
    each(later.slice(from, from + DAY_CHARS), later.slice(from + DAY_CHARS + 1, end));
    from = end + 1;
  }
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
export function currenciesOf(changes: readonly ArrChanges[], last: Day): string[] {
  const found = new Set<string>();
  for (const each of changes) if (!found.has(each.currency) && hasChanged(each, last)) found.add(each.currency);
  return [...found].sort();
}

/** Reports whether there was anything up to a day, or before the history began. */
export function hasChanged(changes: ArrChanges, last: Day): boolean {
  let isSo = changes.before !== '0';
  forEachChange(changes, (day) => {
    isSo ||= day <= last;
  });
  return isSo;
}

/** The history of an account in the units of a scale. @param begin the day on which it begins */
export function historyIn(
  { changes, moves }: Omit<AccountChanges, 'accountId'>,
  begin: Day,
  { factors }: Scale,
): AccountHistory {
  const [only] = changes;
  if (only !== undefined && changes.length === 1 && moves.length === 0) {
    const steps = stepsInOrder(only, begin, factors.get(only.currency) ?? 1n);
    if (steps !== null) return { steps, carried: 0n, isKnown: only.hadArr };
  }
  const moved: DayChange[] = [];
  let carried = 0n;
  let isKnown = false;
  for (const each of changes) {
    // A currency without a factor begins after the window, where it matters only whether there is ARR.
    const factor = factors.get(each.currency) ?? 1n;
    const add = (on: Day, change: string) => {
      moved.push({ on, change: BigInt(change) * factor, transferred: 0n });
    };
    if (each.before !== '0') add(begin, each.before);
    forEachChange(each, add);
    isKnown ||= each.hadArr;
  }
  for (const { on, amount, carried: of, currency } of moves) {
    const factor = factors.get(currency) ?? 1n;
    moved.push({ on, change: 0n, transferred: amount * factor });
    carried += of * factor;
  }
  return { steps: stepsOf(moved.sort(byDay)), carried, isKnown };
}

/** What most accounts are: changes of one kind, by day. Returns null if they are in another order. */
function stepsInOrder(changes: ArrChanges, begin: Day, factor: bigint): AccountArrStep[] | null {
  const steps: AccountArrStep[] = [];
  let [arr, last, isInOrder] = [0n, '', true];
  const add = (on: Day, change: string) => {
    isInOrder &&= on >= last;
    arr += BigInt(change) * factor;
    if (on === last) steps[steps.length - 1] = { on, arr };
    else steps.push({ on, arr });
    last = on;
  };
  if (changes.before !== '0') add(begin, changes.before);
  forEachChange(changes, add);
  return isInOrder ? steps : null;
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
