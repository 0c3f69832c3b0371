import { type LineKind, STEP_CAUSES, type StepCause } from '../../forms/contract-lines.dto.js';
import { type Day, daysAfter, laterOf } from '../../platform/values/day.js';
import { groupBy } from '../../platform/values/group.js';
import type { KeptStep } from './arr-step.table.js';
import { type Agreement, type Contract, type ContractHolder, type ContractLine, endOf, unitsOf } from './contract.js';
import { linesUntil } from './contract-lines.js';
import { hasArr } from './segment-arr.js';

/** What the lines of a contract of one product and kind are worth a year to an account, from a day on. */
interface ArrStep {
  readonly accountId: string;
  readonly product: string;
  readonly kind: LineKind;
  readonly onDay: Day;
  /** Minor units of the contract's currency. */
  readonly arr: bigint;
  /** The difference from the step before. */
  readonly change: bigint;
  /** Null if the line ends and nothing follows it. */
  readonly cause: StepCause | null;
}

interface LiveSpan {
  readonly from: Day;
  readonly to: Day | null;
  readonly arr: bigint;
  readonly cause: StepCause;
  /** Whether the line went to another account after it. */
  readonly isMoved: boolean;
}

/** Returns every change of ARR by the lines of a contract, by account and line, in the order of the days. */
export function stepsOf(agreement: Pick<Agreement, 'currency' | 'lines' | 'heldBy' | 'terms' | 'notice'>): ArrStep[] {
  const { currency, heldBy } = agreement;
  const live = linesUntil(agreement.lines, endOf(agreement), currency).filter(({ kind }) => hasArr(kind));
  const byLine = groupBy(live, ({ product, kind }) => JSON.stringify([product, kind]));
  return [...byLine.values()].flatMap((lines) => {
    const { product, kind } = lines[0]!;
    const spans = lines.flatMap((line) => spansOf(line, currency));
    return heldBy.flatMap((holder, place) =>
      changesOf(spans, holder, heldBy[place + 1]).map((change) => ({
        accountId: holder.accountId,
        product,
        kind,
        ...change,
      })),
    );
  });
}

function spansOf({ segments, movedOn }: ContractLine, currency: string): LiveSpan[] {
  return segments.map(({ from, to, arr, cause }) => ({
    from,
    to,
    arr: unitsOf(arr, currency),
    cause,
    isMoved: movedOn !== undefined && to === daysAfter(movedOn, -1),
  }));
}

/** @param next the holder after this one; undefined for the last */
function changesOf(
  spans: readonly LiveSpan[],
  holder: ContractHolder,
  next: ContractHolder | undefined,
): Pick<ArrStep, 'onDay' | 'arr' | 'change' | 'cause'>[] {
  const within = spans.filter(
    ({ from, to }) => (next === undefined || from < next.from) && (to ?? LAST) >= holder.from,
  );
  const changes = new Map<Day, bigint>();
  const add = (day: Day, arr: bigint) => changes.set(day, (changes.get(day) ?? 0n) + arr);
  for (const { from, to, arr } of within) {
    add(laterOf(from, holder.from), arr);
    if (to !== null) add(daysAfter(to, 1), -arr);
  }
  if (next !== undefined) add(next.from, 0n);
  let before = 0n;
  const days = [...changes.keys()].filter((day) => next === undefined || day <= next.from).sort();
  return days.flatMap((onDay) => {
    const isOver = next !== undefined && onDay === next.from;
    const change = isOver ? -before : changes.get(onDay)!;
    if (change === 0n) return [];
    before += change;
    return [{ onDay, arr: before, change, cause: isOver ? 'transfer' : causeOf(within, onDay, holder) }];
  });
}

const LAST: Day = '9999-12-31';

/** Of several causes on one day, returns the first in STEP_CAUSES. */
function causeOf(spans: readonly LiveSpan[], day: Day, holder: ContractHolder): StepCause | null {
  if (day === holder.from && spans.some(({ from, to }) => from < day && day <= (to ?? LAST))) return 'transfer';
  const begun = spans.filter(({ from }) => from === day).map(({ cause }) => cause);
  if (begun.length > 0) return STEP_CAUSES.find((cause) => begun.includes(cause))!;
  return spans.some(({ to, isMoved }) => isMoved && to === daysAfter(day, -1)) ? 'transfer' : null;
}

type NewStep = Omit<KeptStep, 'id' | 'knownAt' | 'replacedAt'>;

/** Compares the stored steps of contracts with those that follow now: ids of obsolete ones, and new ones. */
export function differing(
  contracts: readonly Contract[],
  kept: readonly KeptStep[],
): { readonly gone: string[]; readonly added: NewStep[] } {
  const wanted = new Map(contracts.flatMap(keptOf).map((step) => [wholeOf(step), step]));
  const known = new Set(kept.map(wholeOf));
  return {
    gone: kept.filter((step) => !wanted.has(wholeOf(step))).map(({ id }) => id),
    added: [...wanted].filter(([whole]) => !known.has(whole)).map(([, step]) => step),
  };
}

function keptOf(contract: Contract): NewStep[] {
  const { id: contractId, currency } = contract;
  return stepsOf(contract).map((step) => ({
    contractId,
    currency,
    ...step,
    arr: String(step.arr),
    change: String(step.change),
  }));
}

function wholeOf({ contractId, accountId, product, kind, currency, onDay, arr, change, cause }: NewStep): string {
  return JSON.stringify([contractId, accountId, product, kind, currency, onDay, arr, change, cause]);
}
