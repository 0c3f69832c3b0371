import type { Account } from '../../deals/accounts/account.js';
import { answererOf, answeringOf } from '../../deals/answering-deliveries.js';
import type { Deal } from '../../deals/deal.js';
import type { DeliveredBilling } from '../../deals/deal-gate.service.js';
import type { ProposalOutcome } from '../../deals/delivery-words.js';
import { whoeverIsAbove } from '../../deals/promises/missed-deal.js';
import { type EventData, latestOf } from '../../events/event.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import type { ContractCase } from '../contracts/contract.js';
import type { Proposal } from './proposal.js';

/** A delivery that differs from its sale, with whom that concerns. */
export interface Concerned {
  readonly deal: Pick<Deal, 'id' | 'ownerRepId' | 'eventXid'>;
  readonly account: Account | undefined;
  /** Undefined if nothing was handed over after the delivery, or if what was sold has changed since. */
  readonly delivered: DeliveredBilling | undefined;
  /** The contract that is to be amended; undefined if another deal is proposed. */
  readonly contract?: Pick<ContractCase, 'latestXid'> | undefined;
}

/** Notifications follow the events of the contract as well as those of the deal. */
function subjectOf({ deal, contract }: Pick<Concerned, 'deal' | 'contract'>) {
  const latestXid = latestOf([deal.eventXid, contract?.latestXid ?? null]);
  return { subjectType: 'deal', subjectId: deal.id, latestXid } as const;
}

/** Notifies whoever answers, and those who bill what was delivered. */
export function tellOfProposal(
  work: UnitOfWork,
  concerned: Concerned,
  facts: EventData & { readonly outcome: ProposalOutcome },
): void {
  const keeperRepId = answererOf(work.directory, concerned.deal, concerned.account);
  const about = subjectOf(concerned);
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

/** Asks whoever answers in place of another one. */
export function askInstead(
  work: UnitOfWork,
  concerned: Pick<Concerned, 'deal' | 'account' | 'contract'>,
  facts: EventData & { readonly outcome: 'proposed' | 'overdue' },
): void {
  const repId = answererOf(work.directory, concerned.deal, concerned.account);
  work.notify(repId, 'deal.deliveredOtherwise', subjectOf(concerned), { ...facts, isAsked: true });
}

/**
 * Reminds whoever answers, and tells the manager above them. While nobody who answers is active, the manager above
 * one of them is told once, or, as of leads, the owner of the queue.
 * @returns who was reminded; null if there is nobody
 */
export function tellOfOverdue(
  work: UnitOfWork,
  concerned: Omit<Concerned, 'delivered'> & { readonly raisedOn?: Proposal['raisedOn'] | undefined },
  facts: EventData,
): string | null {
  const { directory } = work;
  const keeperRepId = answererOf(directory, concerned.deal, concerned.account);
  const about = subjectOf(concerned);
  const told = { ...facts, outcome: 'overdue' };
  const left = keeperRepId === null ? answeringOf(directory, concerned.deal, concerned.account) : [keeperRepId];
  const [above = null] = left.flatMap((repId) => whoeverIsAbove(work, repId) ?? []);
  if (keeperRepId === null) {
    const toRepId = above ?? directory.queueOwnerId;
    if (concerned.raisedOn === undefined)
      work.notify(toRepId, 'deal.deliveredOtherwise', about, { ...told, isAsked: false });
    return null;
  }
  work.notify(keeperRepId, 'deal.deliveredOtherwise', about, { ...told, isAsked: true });
  if (above !== null) work.notify(above, 'deal.deliveredOtherwise', about, { ...told, isAsked: false, keeperRepId });
  return keeperRepId;
}
