import { type Caller, may } from '../auth/scope.js';
import type { Directory } from '../directory/directory.js';
import type { Deal } from './deal.js';

/** Which deals a key may see, and which accounts: all, or those of certain reps. */
export interface DealSight {
  readonly all: boolean;
  readonly repIds: readonly string[];
}

/** Who has to do with an account sees its deals, and whoever receives what was sold (`deal-viewers.store.ts`). */
export function dealSightOf(caller: Caller, directory: Directory): DealSight {
  const { repId } = caller;
  const own = repId !== null && may(caller, 'rep', 'manager') ? [repId] : [];
  const below = repId !== null && may(caller, 'manager') ? [...directory.repsUnder(repId)] : [];
  return { all: may(caller, 'read', 'integration'), repIds: [...own, ...below] };
}

/** Which of them it may change: the scope `read` adds none. */
export function dealWorkSightOf(caller: Caller, directory: Directory): DealSight {
  return dealSightOf({ ...caller, scopes: caller.scopes.filter((scope) => scope !== 'read') }, directory);
}

export function isOfSight(sight: DealSight, ownerRepId: string | null): boolean {
  return sight.all || (ownerRepId !== null && sight.repIds.includes(ownerRepId));
}

export function mayWorkOnDeal({ ownerRepId }: Deal, caller: Caller, directory: Directory): boolean {
  return isOfSight(dealWorkSightOf(caller, directory), ownerRepId);
}
