import { type Day, daysAfter } from '../../platform/values/day.js';
import type { Account, AccountType } from './account.js';

type Typed = Pick<Account, 'type' | 'toldType' | 'reckonOn'>;

/** The types that won deals and contracts may change. Partners and competitors keep theirs, whatever they buy. */
const BY_DEALS: readonly AccountType[] = ['prospect', 'customer', 'former'];

/**
 * Returns the type that the won deals and contracts of an account imply: customer while one lasts, former once all have
 * ended. Without any it is the type that was reported.
 * @param ends last days of won deals and of contracts; null for one without an end
 */
export function typeByDeals(
  { type, toldType }: Pick<Typed, 'type' | 'toldType'>,
  ends: readonly (Day | null)[],
  today: Day,
): Typed {
  if (!BY_DEALS.includes(type)) return { type, toldType, reckonOn: null };
  const reported = toldType ?? type;
  if (ends.length === 0) return { type: reported, toldType: null, reckonOn: null };
  const last = ends.includes(null) ? null : [...ends].sort().at(-1)!;
  const isLasting = last === null || last >= today;
  const by = isLasting ? 'customer' : 'former';
  return {
    type: by,
    toldType: reported === by ? toldType : reported,
    reckonOn: isLasting && last !== null ? daysAfter(last, 1) : null,
  };
}

/** The type once somebody has set it. Only a customer may become a former one by itself. */
export function typeAsReported({ reckonOn }: Typed, type: AccountType): Typed {
  return { type, toldType: null, reckonOn: type === 'customer' ? reckonOn : null };
}
