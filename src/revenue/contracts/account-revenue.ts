import { type Day, daysAfter } from '../../platform/values/day.js';
import { groupBy } from '../../platform/values/group.js';
import { amountIn } from '../../platform/values/money.js';
import { type AccountArrStep, GRACE_DAYS, withoutLapses } from '../movements.js';
import type { AccountRevenueView } from './account-revenue.schema.js';
import type { KeptStep } from './arr-step.table.js';
import { type Contract, lastDayForNotice } from './contract.js';

interface RevenueFacts {
  /** What its lines are worth, each from a day on; those of a line are in the order of the days. */
  readonly steps: readonly KeptStep[];
  /** The ids of those by which lines went to other accounts. */
  readonly gone: ReadonlySet<string>;
  readonly contracts: readonly Contract[];
  /** What usage comes to in a year, in minor units, by currency. */
  readonly usage: ReadonlyMap<string, bigint>;
  /** Used if there is no contract. */
  readonly currency: string;
}

interface Line {
  readonly steps: readonly KeptStep[];
  /** Undefined if the contract is another account's by now. */
  readonly contract: Contract | undefined;
}

type Sums = AccountRevenueView['byCurrency'][number];
type ShownLine = AccountRevenueView['lines'][number];

/** Returns the ARR, committed ARR and usage of an account on a day. */
export function revenueOn(
  at: Day,
  { steps, gone, contracts, usage, currency: usual }: RevenueFacts,
): Omit<AccountRevenueView, 'accountId'> {
  const byContract = new Map(contracts.map((contract) => [contract.id, contract]));
  const byLine = groupBy(steps, ({ contractId, product, kind }) => JSON.stringify([contractId, product, kind]));
  const lines = [...byLine.values()].map((own): Line => ({ steps: own, contract: byContract.get(own[0]!.contractId) }));
  const lapse = lapseOn(at, lines, gone);
  const linesIn = groupBy(lines, ({ steps: own }) => own[0]!.currency);
  const byCurrency = [...new Set([...linesIn.keys(), ...usage.keys()])].map((currency) =>
    inCurrency({ at, lapse }, linesIn.get(currency) ?? [], currency, usage.get(currency) ?? 0n),
  );
  const worth = byCurrency.filter(({ isWorth }) => isWorth).map(({ sums }) => sums);
  const nothing = amountIn(0n, contracts[0]?.currency ?? usual);
  const none = { currency: contracts[0]?.currency ?? usual, arr: nothing, committedArr: nothing, usage: nothing };
  const all = worth.length === 0 ? [none] : worth.sort((a, b) => (a.currency < b.currency ? -1 : 1));
  return {
    at,
    ...(all.length === 1 ? all[0]! : { currency: null, arr: null, committedArr: null, usage: null }),
    byCurrency: all,
    lines: byCurrency.flatMap(({ shown }) => shown),
    lastDayForNotice: noticeDayOf(at, contracts),
  };
}

/** A gap in the ARR of an account that ends within the grace: the earlier ARR goes on. */
interface Lapse {
  /** The last day before it. */
  readonly before: Day;
  /** Lines that went to other accounts when it began. */
  readonly gone: ReadonlySet<Line>;
}

function inCurrency(
  { at, lapse }: { readonly at: Day; readonly lapse: Lapse | null },
  lines: readonly Line[],
  currency: string,
  used: bigint,
) {
  const day = lapse?.before ?? at;
  const shown = lines.filter((line) => !lapse?.gone.has(line));
  const arr = sumOn(shown, day);
  const committed = lines.reduce((sum, line) => sum + committedOf(at, line), 0n);
  const sums: Sums = {
    currency,
    arr: amountIn(arr, currency),
    committedArr: amountIn(committed, currency),
    usage: amountIn(used, currency),
  };
  const live = shown.flatMap((line) => stepOn(line, day) ?? []).filter((step) => step.arr !== '0');
  return {
    sums,
    isWorth: arr > 0n || committed > 0n || used > 0n,
    shown: live.map((step) => shownLine(step, lapse !== null)),
  };
}

/** Amounts in different currencies may be added up, because all that matters is whether there are any. */
function lapseOn(at: Day, lines: readonly Line[], gone: RevenueFacts['gone']): Lapse | null {
  const byDay = groupBy(
    lines.flatMap(({ steps }) => steps),
    ({ onDay }) => onDay,
  );
  const history = [...byDay.keys()].sort().map((on): AccountArrStep => {
    const went = byDay.get(on)!.filter(({ id }) => gone.has(id));
    return { on, arr: sumOn(lines, on), transferred: went.reduce((sum, { change }) => sum + BigInt(change), 0n) };
  });
  const onDay = (steps: readonly AccountArrStep[]) => steps.findLast(({ on }) => on <= at);
  if (onDay(history)?.arr !== 0n || onDay(withoutLapses(history, GRACE_DAYS))?.arr === 0n) return null;
  const last = history.findLastIndex(({ on, arr }) => on <= at && arr > 0n);
  if (last < 0) return null;
  const began = history[last + 1]!.on;
  const went = lines.filter(({ steps }) => steps.some(({ id, onDay: on }) => on === began && gone.has(id)));
  return { before: daysAfter(began, -1), gone: new Set(went) };
}

function sumOn(lines: readonly Line[], day: Day): bigint {
  return lines.reduce((sum, line) => sum + BigInt(stepOn(line, day)?.arr ?? 0), 0n);
}

function stepOn({ steps }: Pick<Line, 'steps'>, day: Day): KeptStep | undefined {
  return steps.findLast(({ onDay }) => onDay <= day);
}

const LAST: Day = '9999-12-31';

/** Returns the ARR on the last agreed day: an end without notice is no loss yet. */
function committedOf(at: Day, { steps, contract }: Line): bigint {
  const on = (day: Day) => BigInt(stepOn({ steps }, day)?.arr ?? 0);
  if (contract === undefined) return on(at);
  const { notice, endsOn } = contract;
  if (notice !== null && notice.givenOn <= at) return 0n;
  const last = endsOn ?? LAST;
  return on(last < at ? at : last);
}

/** The next last day for notice of its contracts; if all are past, the latest of contracts not yet over. */
function noticeDayOf(at: Day, contracts: readonly Contract[]): Day | null {
  const days = contracts
    .filter(({ notice, endsOn }) => notice === null && endsOn !== null && endsOn >= at)
    .map((contract) => lastDayForNotice(contract)!)
    .sort();
  return days.find((day) => day >= at) ?? days.at(-1) ?? null;
}

function shownLine({ contractId, product, kind, currency, arr, onDay, cause }: KeptStep, lapsed: boolean): ShownLine {
  return {
    contractId,
    product,
    kind,
    currency,
    arr: amountIn(BigInt(arr), currency),
    since: onDay,
    cause,
    ...(lapsed && { lapsed }),
  };
}
