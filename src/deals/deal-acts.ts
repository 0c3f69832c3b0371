import type { Caller } from '../auth/scope.js';
import type { Deal, DealStage } from './deal.js';
import { type At, mayWorkOnDeal } from './deal-sight.js';

/** What people do with a deal. `update` is a patch; the others are named as in the routes. */
export const DEAL_ACTS = ['update', 'touches', 'win', 'lose', 'reopen'] as const;
type DealAct = (typeof DEAL_ACTS)[number];

const OF_ANY_STAGE: readonly DealAct[] = ['update', 'touches'];
const OF_STAGE: Readonly<Record<DealStage, readonly DealAct[]>> = {
  open: ['win', 'lose'],
  won: ['reopen'],
  lost: ['reopen'],
};

/** Returns what the caller may do with a deal now. Does not check its handoff, lead and contract. */
export function actsOn(deal: Deal, caller: Caller, at: At): DealAct[] {
  if (!mayWorkOnDeal(deal, caller, at)) return [];
  // What its contract has decided, only its contract can change.
  const isDecided = deal.endedBy !== null;
  return isDecided ? [...OF_ANY_STAGE] : [...OF_ANY_STAGE, ...OF_STAGE[deal.stage]];
}
