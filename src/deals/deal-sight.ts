import { type Caller, may } from '../auth/scope.js';
import type { Directory } from '../directory/directory.js';
import type { TimeAndDirectory } from '../lifecycle/lifecycle.service.js';
import type { Instant } from '../platform/values/duration.js';
import type { Account } from './accounts/account.js';
import type { Deal } from './deal.js';

/** Which deals a key may see, and which accounts: all, or those of certain reps. */
export interface DealSight {
  readonly all: boolean;
  readonly repIds: readonly string[];
}

/**
 * Reps of an account see its deals, and so do receivers of what was sold (`deal-viewers.store.ts`).
 * @param at adds the reps for whom the caller stands in at that instant; null for figures, which count by owner
 */
export function dealSightOf(caller: Caller, directory: Directory, at: Instant | null = null): DealSight {
  const { repId } = caller;
  const covered = repId === null || at === null ? [] : directory.coveredBy(repId, at);
  const own = repId !== null && may(caller, 'rep', 'manager') ? [repId, ...covered] : [];
  const below = repId !== null && may(caller, 'manager') ? [...directory.repsUnder(repId)] : [];
  return { all: may(caller, 'read', 'integration'), repIds: [...own, ...below] };
}

/** The deals that a key may change: the scope `read` adds none. */
export function dealWorkSightOf(caller: Caller, { directory, now }: TimeAndDirectory): DealSight {
  return dealSightOf({ ...caller, scopes: caller.scopes.filter((scope) => scope !== 'read') }, directory, now);
}

export function isOfSight(sight: DealSight, ownerRepId: string | null): boolean {
  return sight.all || (ownerRepId !== null && sight.repIds.includes(ownerRepId));
}

/** Whether a key sees a deal, or its account, as its own, and not only because it receives what was sold. */
export function isTheirs(sight: DealSight, { ownerRepId }: Pick<Deal, 'ownerRepId'>, account?: Account): boolean {
  const ofAccount = account === undefined ? [] : [account.ownerRepId, ...Object.values(account.roles)];
  return [ownerRepId, ...ofAccount].some((repId) => isOfSight(sight, repId));
}

export function mayWorkOnDeal({ ownerRepId }: Pick<Deal, 'ownerRepId'>, caller: Caller, at: TimeAndDirectory): boolean {
  return isOfSight(dealWorkSightOf(caller, at), ownerRepId);
}
