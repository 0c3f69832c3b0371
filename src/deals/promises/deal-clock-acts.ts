import { type Caller, may as hasScope } from '../../auth/scope.js';
import type { DealClock } from '../../clocks/clock.js';
import { rulesOf } from '../../clocks/kinds.js';
import { whyNotStrikable } from '../../lifecycle/corrections/strikable.js';
import type { TimeAndDirectory } from '../../lifecycle/lifecycle.service.js';
import type { DealTerms, PromisedDuration } from '../../sla/policy.js';
import type { Deal } from '../deal.js';
import { mayWorkOnDeal } from '../deal-sight.js';

/** What people do with a promise of a deal, named as in the routes. */
export const DEAL_CLOCK_ACTS = ['acknowledge', 'strike'] as const;
type DealClockAct = (typeof DEAL_CLOCK_ACTS)[number];

/** Returns by how much an acknowledgement delays the move after a miss; null if none is possible. */
export function delayOf(
  clock: DealClock,
  { ownerRepId }: Pick<Deal, 'ownerRepId'>,
  terms: () => DealTerms,
): PromisedDuration | null {
  const isOwners = clock.repId !== null && clock.repId === ownerRepId;
  return isOwners ? rulesOf(clock).postponedBy(clock, terms()) : null;
}

/** Returns what the caller may do with a promise of a deal now. */
export function actsOnClock(
  clock: DealClock,
  deal: Deal,
  terms: () => DealTerms,
  caller: Caller,
  at: TimeAndDirectory,
): DealClockAct[] {
  const mayWork = () => mayWorkOnDeal(deal, caller, at);
  const may: Readonly<Record<DealClockAct, () => boolean>> = {
    acknowledge: () => clock.acknowledgedAt === null && mayWork() && delayOf(clock, deal, terms) !== null,
    strike: () => hasScope(caller, 'manager') && whyNotStrikable(clock, caller, at, mayWork) === null,
  };
  return DEAL_CLOCK_ACTS.filter((act) => may[act]());
}
