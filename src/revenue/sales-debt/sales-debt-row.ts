import { type Rework, reworkOf } from '../../figures/rework.js';
import { amountIn, round, roundedTo } from '../../platform/values/money.js';
import { caseless } from '../../platform/values/text.js';
import type { ChurnMeaning } from '../churn-reasons/churn-reason.store.js';
import { SHARE_PLACES, type Valuation } from '../valuation.js';
import { SurvivalTally, type WonContract } from './sales-debt.js';

/** What comes with a contract that was won. */
interface Sale {
  readonly key: string | null;
  /** The churn reason of its notice; null if there is none. */
  readonly reason: string | null;
  /** The rework in handing over its deal. */
  readonly rework: Rework | undefined;
}

interface AroundRow {
  readonly days: readonly number[];
  readonly valuation: Valuation;
  /** What churn reasons mean, by caseless code. */
  readonly meanings: ReadonlyMap<string, ChurnMeaning>;
}

/** What is left of the contracts of a row. */
export class Debts {
  private readonly survival: SurvivalTally;
  private readonly reasons = new Map<string, { contracts: number; won: bigint }>();
  /** Each once, although a deal may have several contracts. */
  private readonly rework = new Set<Rework>();

  /** @param days how many days are requested */
  constructor(days: number) {
    this.survival = new SurvivalTally(days);
  }

  add(contract: WonContract, { reason, rework }: Omit<Sale, 'key'>): void {
    this.survival.add(contract);
    if (reason !== null) this.addReason(reason, 1, contract.won);
    if (rework !== undefined) this.rework.add(rework);
  }

  addAll(other: Debts): void {
    this.survival.addAll(other.survival);
    for (const [code, { contracts, won }] of other.reasons) this.addReason(code, contracts, won);
    for (const rework of other.rework) this.rework.add(rework);
  }

  row({ days, valuation, meanings }: AroundRow) {
    const { in: currency, first } = valuation;
    const amount = (units: bigint) => amountIn(round({ over: units, under: first.under }), currency);
    const survival = days.map((day, index) => {
      const { won, live, share, unfinished } = this.survival.on(index);
      return {
        day,
        wonArr: amount(won),
        liveArr: amount(live),
        share: share && roundedTo(SHARE_PLACES, share),
        unfinished,
      };
    });
    const reasons = [...this.reasons]
      .sort(([one, { won }], [other, { won: others }]) =>
        won === others ? (one < other ? -1 : 1) : won > others ? -1 : 1,
      )
      .map(([code, { contracts, won }]) => ({
        code,
        label: code,
        answerable: null,
        ...meanings.get(caseless(code)),
        contracts,
        wonArr: amount(won),
      }));
    return {
      currency,
      contracts: this.survival.contracts,
      wonArr: amount(this.survival.won),
      survival,
      reasons,
      rework: reworkOf([...this.rework]),
    };
  }

  private addReason(code: string, contracts: number, won: bigint): void {
    const known = this.reasons.get(code) ?? { contracts: 0, won: 0n };
    this.reasons.set(code, { contracts: known.contracts + contracts, won: known.won + won });
  }
}

/**
 * Adds up the contracts of each key, and yields after each contract.
 * @param days how many days are requested
 * @param leftOf returns null for a contract that never had ARR
 */
export function* debtsByKey<Contract>(
  contracts: readonly Contract[],
  days: number,
  leftOf: (contract: Contract) => (Sale & { readonly left: WonContract }) | null,
): Generator<void, Map<string | null, Debts>> {
  const byKey = new Map<string | null, Debts>();
  for (const contract of contracts) {
    const found = leftOf(contract);
    if (found !== null) {
      const debts = byKey.get(found.key) ?? new Debts(days);
      byKey.set(found.key, debts);
      debts.add(found.left, found);
    }
    yield;
  }
  return byKey;
}

export function totalOf(all: Iterable<Debts>, days: number): Debts {
  const total = new Debts(days);
  for (const debts of all) total.addAll(debts);
  return total;
}
