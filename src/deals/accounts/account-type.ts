import { type Day, daysAfter } from '../../platform/day.js';
import type { Account, AccountType } from './account.js';

type Typed = Pick<Account, 'type' | 'toldType' | 'reckonOn'>;

/** What partners and competitors are is said by people alone, whatever they buy. */
const BY_DEALS: readonly AccountType[] = ['prospect', 'customer', 'former'];

/**
 * What an account is by the deals that are won with it: a customer while one of them lasts, a former one once all have
 * ended, and what it was told to be where there is none.
 * @param ends their last days; null of one that has no end
 */
export function typeByDeals(
  { type, toldType }: Pick<Typed, 'type' | 'toldType'>,
  ends: readonly (Day | null)[],
  today: Day,
): Typed {
  if (!BY_DEALS.includes(type)) return { type, toldType, reckonOn: null };
  const told = toldType ?? type;
  if (ends.length === 0) return { type: told, toldType: null, reckonOn: null };
  const last = ends.includes(null) ? null : [...ends].sort().at(-1)!;
  const isLasting = last === null || last >= today;
  const by = isLasting ? 'customer' : 'former';
  return {
    type: by,
    toldType: told === by ? toldType : told,
    reckonOn: isLasting && last !== null ? daysAfter(last, 1) : null,
  };
}

/** What it is once somebody has said so: only a customer may become a former one by itself. */
export function typeAsReported({ reckonOn }: Typed, type: AccountType): Typed {
  return { type, toldType: null, reckonOn: type === 'customer' ? reckonOn : null };
}
