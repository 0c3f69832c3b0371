import type { Caller } from '../auth/scope.js';
import type { Directory } from '../directory/directory.js';
import type { TimeAndDirectory } from '../lifecycle/lifecycle.service.js';
import type { Day } from '../platform/values/day.js';
import type { Account } from './accounts/account.js';
import type { Deal } from './deal.js';
import { dealWorkSightOf, isOfSight } from './deal-sight.js';
import { candidatesOf } from './renewals/renewal-owner.js';

type OwnedDeal = Pick<Deal, 'ownerRepId'>;

/** Whether the caller may answer what the delivery of a deal proposes: another deal, or an amendment of a contract. */
export function mayAnswer(
  deal: OwnedDeal,
  account: Account | undefined,
  caller: Caller,
  at: TimeAndDirectory,
): boolean {
  const sight = dealWorkSightOf(caller, at);
  return sight.all || answeringOf(at.directory, deal, account).some((repId) => isOfSight(sight, repId));
}

/** Returns who is asked to answer, and looks after what follows from it; null if nobody is active. */
export function answererOf(directory: Directory, deal: OwnedDeal, account: Account | undefined): string | null {
  return answeringOf(directory, deal, account).find((repId) => isActive(directory, repId)) ?? null;
}

/** Those who may come to own the renewals of the account; if none of them is active, the owner of the deal as well. */
export function answeringOf(directory: Directory, { ownerRepId }: OwnedDeal, account: Account | undefined): string[] {
  const ofAccount = account === undefined ? [] : candidatesOf(account);
  const isKept = ofAccount.some((repId) => isActive(directory, repId));
  return ownerRepId === null || isKept ? ofAccount : [...ofAccount, ownerRepId];
}

function isActive(directory: Directory, repId: string): boolean {
  return directory.rep(repId)?.active === true;
}

/** Reports whether the day by which an open proposal was to be answered is over. */
export function isOverdue({ answerBy }: { readonly answerBy: Day }, today: Day): boolean {
  return answerBy < today;
}
