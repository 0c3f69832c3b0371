import type { RoutingRequest } from '../../routing/deciding/request.js';
import type { LeadCase } from '../lead-case.js';
import type { OpenDeal } from '../open-deals.service.js';
import type { ToRoute } from '../routing/decided-leads.js';
import { own } from '../routing/placing.js';
import type { UnitOfWork } from '../unit-of-work.js';

interface ForDeal {
  readonly deal: Pick<OpenDeal, 'ownerRepId'>;
  /** Used if the deal has no active owner. */
  readonly request: RoutingRequest;
  /** The owner of a lead that is won at once, so that it goes to nobody else and nobody is notified of it. */
  readonly wonBy?: string | null;
}

/**
 * Gives a lead whose cycle begins to the owner of its deal. Nobody owes a first touch of it, whoever has it next.
 * @returns what is left to route
 */
export function giveForDeal(work: UnitOfWork, leadCase: LeadCase, { deal, request, wonBy }: ForDeal): ToRoute[] {
  const isWon = wonBy !== undefined;
  const placing = { cause: 'deal', actor: work.actor, isQuiet: isWon } as const;
  const repId = isWon ? wonBy : activeOwner(work, deal);
  if (repId === null) return isWon ? [] : [{ leadCase, request, placing }];
  own(work, leadCase, { repId, poolId: null, rule: null, snapshotId: null, trace: null }, placing);
  return [];
}

function activeOwner({ directory }: UnitOfWork, { ownerRepId }: ForDeal['deal']): string | null {
  return ownerRepId !== null && directory.rep(ownerRepId)?.active === true ? ownerRepId : null;
}
