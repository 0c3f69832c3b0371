import type { Day } from '../../platform/values/day.js';
import type { RevenueWindow } from '../retention.js';
import { type Valuation, ValuedTally } from '../valuation.js';
import {
  type AccountChanges,
  type ArrChanges,
  hasChanged,
  historyIn,
  numberOfDay,
  partsOf,
  reachOf,
} from './account-histories.js';
import type { WindowDimension } from './window-report.schema.js';

interface Terms {
  readonly window: RevenueWindow;
  readonly graceDays: number;
  readonly valuation: Valuation;
  /** Changes up to `begin` are added up, and those after `end` left out. */
  readonly begin: Day;
  readonly end: Day;
  readonly by: WindowDimension | null;
}

export interface Tallies {
  readonly all: ValuedTally;
  readonly by: ReadonlyMap<string | null, ValuedTally>;
}

/** Yields after each account. A group of lines that ends is lost, even if its account has other lines. */
export function* tallied(accounts: readonly AccountChanges[], terms: Terms): Generator<void, Tallies> {
  const { window, graceDays, valuation, begin, end } = terms;
  const reach = reachOf(begin, end);
  const last = numberOfDay(window.last);
  const all = new ValuedTally(window, graceDays, valuation);
  const by = new Map<string | null, ValuedTally>();
  for (const account of accounts) {
    const whole = all.read((scale) => historyIn(account, reach, scale));
    all.addRead(whole);
    for (const [key, part] of groupsOf(account, terms.by, (each) => hasChanged(each, reach.begin, last))) {
      const tally = by.get(key) ?? new ValuedTally(window, graceDays, valuation);
      // Most accounts have one group of lines alone.
      if (part === account) tally.addRead(whole);
      else tally.add((scale) => historyIn(part, reach, scale));
      by.set(key, tally);
    }
    yield;
  }
  return { all, by };
}

function groupsOf(
  account: AccountChanges,
  by: WindowDimension | null,
  isInWindow: (changes: ArrChanges) => boolean,
): Iterable<[string | null, AccountChanges]> {
  if (by === null) return [];
  if (by !== 'account') return partsOf(account);
  // An account that was lost before the window has no row.
  return account.changes.some(isInWindow) ? [[account.accountId, account]] : [];
}
