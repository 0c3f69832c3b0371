import type { Day } from '../../platform/values/day.js';
import type { RevenueWindow } from '../retention.js';
import { type Valuation, ValuedTally } from '../valuation.js';
import { type AccountChanges, hasChanged, historyIn, partsOf } from './account-histories.js';
import type { WindowDimension } from './window-report.schema.js';

interface Terms {
  readonly window: RevenueWindow;
  readonly graceDays: number;
  readonly valuation: Valuation;
  /** Changes up to this day are added up. */
  readonly begin: Day;
  readonly by: WindowDimension | null;
}

export interface Tallies {
  readonly all: ValuedTally;
  readonly by: ReadonlyMap<string | null, ValuedTally>;
}

/** Yields after each account. A group of lines that ends is lost, even if its account has other lines. */
export function* tallied(accounts: readonly AccountChanges[], terms: Terms): Generator<void, Tallies> {
  const { window, graceDays, valuation, begin } = terms;
  const all = new ValuedTally(window, graceDays, valuation);
  const by = new Map<string | null, ValuedTally>();
  for (const account of accounts) {
    const whole = all.read((scale) => historyIn(account, begin, scale));
    all.addRead(whole);
    for (const [key, part] of groupsOf(account, terms)) {
      const tally = by.get(key) ?? new ValuedTally(window, graceDays, valuation);
      // Most accounts have one group of lines alone.
      if (part === account) tally.addRead(whole);
      else tally.add((scale) => historyIn(part, begin, scale));
      by.set(key, tally);
    }
    yield;
  }
  return { all, by };
}

function groupsOf(account: AccountChanges, { by, window }: Terms): Iterable<[string | null, AccountChanges]> {
  if (by === null) return [];
  if (by !== 'account') return partsOf(account);
  // An account that was lost before the window has no row.
  return account.changes.some((each) => hasChanged(each, window.last)) ? [[account.accountId, account]] : [];
}
