import type { Caller } from '../auth/scope.js';
import type { TimeAndDirectory } from '../lifecycle/lifecycle.service.js';
import type { Account } from './accounts/account.js';
import { mayAnswer } from './answering-deliveries.js';
import type { Deal, DealStage } from './deal.js';
import { dealWorkSightOf, isOfSight, mayWorkOnDeal } from './deal-sight.js';

/**
 * What people do with a deal. `update` is a patch, `deliver` an event, and `proposal` an answer to what its delivery
 * proposes; the others are named as in the routes.
 */
export const DEAL_ACTS = ['update', 'touches', 'win', 'lose', 'reopen', 'deliver', 'proposal'] as const;
type DealAct = (typeof DEAL_ACTS)[number];

const OF_ANY_STAGE: readonly DealAct[] = ['update', 'touches'];
const OF_STAGE: Readonly<Record<DealStage, readonly DealAct[]>> = {
  open: ['win', 'lose'],
  won: ['reopen'],
  lost: ['reopen'],
};

interface Around {
  readonly account: Account | undefined;
  /** Whether the contract that it renews has changed since it ended, so that it cannot be reopened. */
  readonly isBound: boolean;
  /** Whether its delivery proposes another deal. */
  readonly hasProposal: boolean;
}

/** Returns what the caller may do with a deal now. Does not check its handoff and lead. */
export function actsOn(
  deal: Deal,
  { account, isBound, hasProposal }: Around,
  caller: Caller,
  at: TimeAndDirectory,
): DealAct[] {
  const isDeliverable = deal.stage === 'won' && deal.deliveredAt === null;
  return [
    ...(mayWorkOnDeal(deal, caller, at) ? actsOfOwner(deal, isBound) : []),
    ...(isDeliverable && mayDeliver(deal, account, caller, at) ? (['deliver'] as const) : []),
    ...(hasProposal && mayAnswer(deal, account, caller, at) ? (['proposal'] as const) : []),
  ];
}

/** What its contract has decided by itself, only its contract can change. */
function actsOfOwner({ endedBy, stage }: Deal, isBound: boolean): readonly DealAct[] {
  const isActOfPerson = endedBy === null || endedBy === 'renewed' || endedBy === 'notice';
  return isActOfPerson && !isBound ? [...OF_ANY_STAGE, ...OF_STAGE[stage]] : OF_ANY_STAGE;
}

/** Reps of the account may report it too: those who deliver are among them once they have accepted the handoff. */
export function mayDeliver(deal: Deal, account: Account | undefined, caller: Caller, at: TimeAndDirectory): boolean {
  const sight = dealWorkSightOf(caller, at);
  const ofAccount = [account?.ownerRepId ?? null, ...Object.values(account?.roles ?? {})];
  return [deal.ownerRepId, ...ofAccount].some((repId) => isOfSight(sight, repId));
}
