import type { Directory } from '../../directory/directory.js';
import type { Account } from '../accounts/account.js';
import type { Deal } from '../deal.js';

type Owned = Pick<Account, 'ownerRepId' | 'roles'>;

/**
 * Returns the owner of the renewals of an account: its manager, else its owner, else its salesperson.
 * @returns null if none of them is active
 */
export function renewalOwnerOf(account: Owned, isActive: (repId: string) => boolean): string | null {
  return candidatesOf(account).find(isActive) ?? null;
}

/** Reports whether a renewal has no owner, or one who has a role with the account, rather than one by hand. */
export function isByAccount(account: Owned, ownerRepId: string | null): boolean {
  return ownerRepId === null || candidatesOf(account).includes(ownerRepId);
}

/** Reports whether the owner of an ended deal has left since, so that it belongs to nobody who could take it up. */
export function hasLeft(directory: Directory, { ownerRepId }: Pick<Deal, 'ownerRepId'>): boolean {
  return ownerRepId !== null && directory.rep(ownerRepId)?.active !== true;
}

/** Returns who may come to own the renewals of an account, the first choice first. */
export function candidatesOf({ ownerRepId, roles }: Owned): string[] {
  return [roles.manager, ownerRepId, roles.sales].filter((repId) => typeof repId === 'string');
}
