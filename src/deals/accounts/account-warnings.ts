import type { Directory } from '../../directory/directory.js';
import type { Warning } from '../../documents/version.schema.js';
import { step } from '../../platform/input/fault.js';
import type { Instant } from '../../platform/values/duration.js';
import type { Account } from './account.js';
import type { AccountPatch } from './account.schema.js';

/** Warns of reported values without effect: inactive reps, a protection that is past. @param patch after validation */
export function accountWarnings(
  patch: AccountPatch,
  { ownerRepId, roles, protectedUntil }: Pick<Account, 'ownerRepId' | 'roles' | 'protectedUntil'>,
  directory: Directory,
  now: Instant,
): Warning[] {
  const named = [
    ...('ownerRepId' in patch && ownerRepId !== null ? [{ pointer: '/ownerRepId', repId: ownerRepId }] : []),
    ...('roles' in patch
      ? Object.entries(roles).map(([role, repId]) => ({ pointer: `/roles${step(role)}`, repId }))
      : []),
  ];
  const left = named.flatMap(({ pointer, repId }): Warning[] => {
    const rep = directory.rep(repId);
    if (rep === undefined || rep.active) return [];
    return [{ pointer, message: `${rep.name} is not active and gets none of its leads: name an active rep.` }];
  });
  if (!('protectedUntil' in patch) || protectedUntil === null || protectedUntil > now) return left;
  const message = 'This is past, so the account is not protected: name a later instant, or leave it out.';
  return [...left, { pointer: '/protectedUntil', message }];
}
