import type { RoutingRequest } from '../../routing/deciding/request.js';
import type { LeadCase } from '../lead-case.js';
import type { DealsByLead, OpenDeal } from '../open-deals.service.js';
import type { ToRoute } from '../routing/decided-leads.js';
import { covering, own } from '../routing/owning.js';
import type { UnitOfWork } from '../unit-of-work.js';

interface ForDeal {
  readonly deal: Pick<OpenDeal, 'ownerRepId'>;
  /** Used if the deal has no active owner. */
  readonly request: RoutingRequest;
  /** The owner of a lead that is won at once, so that it goes to nobody else and nobody is notified of it. */
  readonly wonBy?: string | null;
  /** The reason, in the words of the person who reopened it. */
  readonly note?: string;
  /** Whether its person has asked again, of which the owner is told. */
  readonly isAsked?: boolean;
}

/**
 * Gives a lead whose cycle begins to the owner of its deal, or to the rep who stands in for them while they are away.
 * Nobody owes a first touch of it, whoever has it next.
 * @returns what is left to route
 */
export function giveForDeal(
  work: UnitOfWork,
  leadCase: LeadCase,
  { deal, request, wonBy, note, isAsked = false }: ForDeal,
): ToRoute[] {
  const isWon = wonBy !== undefined;
  const placing = {
    cause: 'deal',
    actor: work.actor,
    isQuiet: isWon,
    ...(note !== undefined && { note }),
    ...(isAsked && { facts: { asked: true } }),
  } as const;
  const ownerId = isWon ? wonBy : activeOwner(work, deal);
  if (ownerId === null) return isWon ? [] : [{ leadCase, request, placing }];
  const repId = isWon ? ownerId : work.directory.standInFor(ownerId, work.now);
  const place = { repId, poolId: null, rule: null, snapshotId: null, trace: null };
  own(work, leadCase, place, covering(placing, repId === ownerId ? undefined : ownerId));
  return [];
}

/**
 * Gives those of returning leads that have an open deal to the owners of their deals.
 * @returns the others, and what is left to route of those with a deal
 */
export function giveToOwnersOfDeals(work: UnitOfWork, back: readonly ToRoute[], deals: DealsByLead, isAsked = false) {
  const others: ToRoute[] = [];
  const ownerless: ToRoute[] = [];
  for (const each of back) {
    const { leadCase, request, placing } = each;
    const deal = deals.get(leadCase.lead.id);
    if (deal === undefined) others.push(each);
    else ownerless.push(...giveForDeal(work, leadCase, { deal, request, isAsked, ...noteOf(placing) }));
  }
  return { others, ownerless };
}

function noteOf({ note }: ToRoute['placing']) {
  return note === undefined ? {} : { note };
}

function activeOwner({ directory }: UnitOfWork, { ownerRepId }: ForDeal['deal']): string | null {
  return ownerRepId !== null && directory.rep(ownerRepId)?.active === true ? ownerRepId : null;
}
