import type { Day } from '../../platform/day.js';
import { groupBy } from '../../platform/group.js';
import { amountIn } from '../../platform/money.js';
import type { AccountRevenueView } from './account-revenue.schema.js';
import type { KeptStep } from './arr-step.table.js';
import { type Contract, lastDayForNotice } from './contract.js';

/** What is known of an account. */
interface Known {
  /** What its lines are worth, each from a day on. */
  readonly steps: readonly KeptStep[];
  /** The contracts that it has now. */
  readonly contracts: readonly Contract[];
  /** Said where there is no contract to say it. */
  readonly currency: string;
}

interface LineAt {
  readonly currency: string;
  readonly arr: bigint;
  /** When all that is signed has begun, and what notice was given for has ended. */
  readonly committed: bigint;
  /** Since when, and why; undefined while it is worth nothing. */
  readonly step: KeptStep | undefined;
}

/** What an account is worth on a day. */
export function revenueOn(
  at: Day,
  { steps, contracts, currency: usual }: Known,
): Omit<AccountRevenueView, 'accountId'> {
  const byContract = new Map(contracts.map((contract) => [contract.id, contract]));
  const byLine = groupBy(steps, ({ contractId, product, kind }) => JSON.stringify([contractId, product, kind]));
  const lines = [...byLine.values()].map((own) => lineOn(at, own, byContract.get(own[0]!.contractId)));
  const currencies = [...new Set(lines.filter(isWorth).map(({ currency }) => currency))].sort();
  const byCurrency = (currencies.length === 0 ? [currencyOf(contracts, usual)] : currencies).map((currency) => {
    const own = lines.filter((line) => line.currency === currency);
    const sum = (of: (line: LineAt) => bigint) =>
      amountIn(
        own.reduce((all, line) => all + of(line), 0n),
        currency,
      );
    return { currency, arr: sum(({ arr }) => arr), committedArr: sum(({ committed }) => committed) };
  });
  const [only] = byCurrency.length === 1 ? byCurrency : [];
  return {
    at,
    ...{ currency: only?.currency ?? null, arr: only?.arr ?? null, committedArr: only?.committedArr ?? null },
    byCurrency,
    lines: lines.flatMap(({ step, arr }) => (step === undefined || arr === 0n ? [] : [shown(step)])),
    lastDayForNotice: noticeDayOf(at, contracts),
  };
}

const isWorth = ({ arr, committed }: LineAt) => arr > 0n || committed > 0n;

function currencyOf(contracts: readonly Contract[], usual: string): string {
  return contracts[0]?.currency ?? usual;
}

/** @param steps of one line, in the order of the days @param contract undefined where the account has it no longer */
function lineOn(at: Day, steps: readonly KeptStep[], contract: Contract | undefined): LineAt {
  const on = (day: Day) => steps.findLast(({ onDay }) => onDay <= day);
  const step = on(at);
  const { currency } = steps[0]!;
  return { currency, arr: BigInt(step?.arr ?? 0), committed: committedOf(at, on, contract), step };
}

const LAST: Day = '9999-12-31';

/** On the last day that is agreed: an end for which nobody gave notice is no loss yet. */
function committedOf(at: Day, on: (day: Day) => KeptStep | undefined, contract: Contract | undefined): bigint {
  if (contract === undefined) return BigInt(on(at)?.arr ?? 0);
  const { notice, endsOn } = contract;
  if (notice !== null && notice.givenOn <= at) return 0n;
  const last = endsOn ?? LAST;
  return BigInt(on(last < at ? at : last)?.arr ?? 0);
}

/** The next one of its contracts; where all are past, the latest of those that have not ended. */
function noticeDayOf(at: Day, contracts: readonly Contract[]): Day | null {
  const days = contracts
    .filter(({ notice, endsOn }) => notice === null && endsOn !== null && endsOn >= at)
    .map((contract) => lastDayForNotice(contract)!)
    .sort();
  return days.find((day) => day >= at) ?? days.at(-1) ?? null;
}

function shown({
  contractId,
  product,
  kind,
  currency,
  arr,
  onDay,
  cause,
}: KeptStep): AccountRevenueView['lines'][number] {
  return { contractId, product, kind, currency, arr: amountIn(BigInt(arr), currency), since: onDay, cause };
}
