import type { Account } from '../../deals/accounts/account.js';
import type { Deal } from '../../deals/deal.js';
import type { DeliveredBilling } from '../../deals/deal-gate.service.js';
import type { ProposalOutcome } from '../../deals/delivery-words.js';
import { whoeverIsAbove } from '../../deals/promises/missed-deal.js';
import { answeringOf } from '../../deals/renewals/renewal-owner.js';
import type { Directory } from '../../directory/directory.js';
import type { EventData } from '../../events/event.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';

/** A delivery that differs from its sale, with whom that concerns. */
export interface Concerned {
  readonly deal: Pick<Deal, 'id' | 'ownerRepId'>;
  readonly account: Account | undefined;
  /** Undefined if nothing was handed over after the delivery, or if what was sold has changed since. */
  readonly delivered: DeliveredBilling | undefined;
}

/** Returns who is asked to answer what a delivery proposes, and looks after what follows from it. */
export function keeperOf(directory: Directory, { deal, account }: Omit<Concerned, 'delivered'>): string | null {
  const isActive = (repId: string) => directory.rep(repId)?.active === true;
  return answeringOf(deal, account, isActive).find(isActive) ?? deal.ownerRepId;
}

/** Notifies whoever answers, and those who bill what was delivered. */
export function tellOfProposal(
  work: UnitOfWork,
  concerned: Concerned,
  facts: EventData & { readonly outcome: ProposalOutcome },
): void {
  const keeperRepId = keeperOf(work.directory, concerned);
  const about = { subjectType: 'deal', subjectId: concerned.deal.id, latestXid: null } as const;
  const others = new Set(concerned.delivered?.receiverRepIds ?? []);
  if (keeperRepId !== null) others.delete(keeperRepId);
  work.notify(keeperRepId, 'deal.deliveredOtherwise', about, { ...facts, isAsked: facts.outcome === 'proposed' });
  for (const repId of others)
    work.notify(repId, 'deal.deliveredOtherwise', about, {
      ...facts,
      isAsked: false,
      ...(keeperRepId !== null && { keeperRepId }),
    });
}

/** Reminds whoever answers, and tells the manager above them. */
export function tellOfOverdue(work: UnitOfWork, concerned: Omit<Concerned, 'delivered'>, facts: EventData): void {
  const keeperRepId = keeperOf(work.directory, concerned);
  if (keeperRepId === null) return;
  const about = { subjectType: 'deal', subjectId: concerned.deal.id, latestXid: null } as const;
  const told = { ...facts, outcome: 'overdue' };
  work.notify(keeperRepId, 'deal.deliveredOtherwise', about, { ...told, isAsked: true });
  const above = whoeverIsAbove(work, keeperRepId);
  if (above !== null) work.notify(above, 'deal.deliveredOtherwise', about, { ...told, isAsked: false, keeperRepId });
}
