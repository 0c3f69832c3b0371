import { type Rework, reworkOf } from '../../figures/rework.js';
import { groupBy } from '../../platform/values/group.js';
import { amountIn, round, roundedTo } from '../../platform/values/money.js';
import { caseless } from '../../platform/values/text.js';
import type { ChurnMeaning } from '../churn-reasons/churn-reason.store.js';
import { SHARE_PLACES, type Valuation } from '../valuation.js';
import { survivalOf, type WonContract } from './sales-debt.js';

/** A contract that was won, with the dimension of its row. */
export interface Debt extends WonContract {
  readonly dealId: string;
  readonly key: string | null;
  /** The churn reason of its notice; null if there is none. */
  readonly reason: string | null;
}

/** Yields after each contract. @param debtOf returns null for a contract that never had ARR */
export function* debtsOf<Contract>(
  contracts: readonly Contract[],
  debtOf: (contract: Contract) => Debt | null,
): Generator<void, Debt[]> {
  const debts: Debt[] = [];
  for (const contract of contracts) {
    const debt = debtOf(contract);
    if (debt !== null) debts.push(debt);
    yield;
  }
  return debts;
}

interface AroundRow {
  readonly days: readonly number[];
  readonly valuation: Valuation;
  /** What churn reasons mean, by caseless code. */
  readonly meanings: ReadonlyMap<string, ChurnMeaning>;
  /** The rework in handing over what was won, by deal. */
  readonly rework: ReadonlyMap<string, Rework>;
}

export function rowOf(debts: readonly Debt[], { days, valuation, meanings, rework }: AroundRow) {
  const { in: currency, first } = valuation;
  const amount = (units: bigint) => amountIn(round({ over: units, under: first.under }), currency);
  const wonBy = (of: readonly Debt[]) => of.reduce((sum, { won }) => sum + won, 0n);
  const survival = days.map((day, index) => {
    const { won, live, share, unfinished } = survivalOf(debts, index);
    return {
      day,
      wonArr: amount(won),
      liveArr: amount(live),
      share: share && roundedTo(SHARE_PLACES, share),
      unfinished,
    };
  });
  const byReason = groupBy(
    debts.filter(({ reason }) => reason !== null),
    ({ reason }) => reason!,
  );
  const reasons = [...byReason]
    .map(([code, of]) => ({ code, of, won: wonBy(of) }))
    .sort((one, other) => (one.won === other.won ? (one.code < other.code ? -1 : 1) : one.won > other.won ? -1 : 1))
    .map(({ code, of, won }) => ({
      code,
      label: code,
      answerable: null,
      ...meanings.get(caseless(code)),
      contracts: of.length,
      wonArr: amount(won),
    }));
  // A deal may have several contracts.
  const dealIds = [...new Set(debts.map(({ dealId }) => dealId))];
  return {
    currency,
    contracts: debts.length,
    wonArr: amount(wonBy(debts)),
    survival,
    reasons,
    rework: reworkOf(dealIds.flatMap((id) => rework.get(id) ?? [])),
  };
}
