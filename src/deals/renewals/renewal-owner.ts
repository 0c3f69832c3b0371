import type { Account } from '../accounts/account.js';

type Owned = Pick<Account, 'ownerRepId' | 'roles'>;

/**
 * Who has the renewals of an account: whoever manages it, else its owner, else whoever sells to it.
 * @returns null where none of them is there any more
 */
export function renewalOwnerOf(account: Owned, isActive: (repId: string) => boolean): string | null {
  return candidatesOf(account).find(isActive) ?? null;
}

/** Whether somebody has a renewal because of what they are to the account, not because they were given it by hand. */
export function isByAccount(account: Owned, ownerRepId: string | null): boolean {
  return ownerRepId === null || candidatesOf(account).includes(ownerRepId);
}

function candidatesOf({ ownerRepId, roles }: Owned): string[] {
  return [roles.manager, ownerRepId, roles.sales].filter((repId) => typeof repId === 'string');
}
