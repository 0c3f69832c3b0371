import { type Account, keeperOf } from '../deals/accounts/account.js';
import type { Handoff } from './handoff.js';

/** Whose the deal of a handoff is, and whose its account. */
export interface Owners {
  readonly deal: { readonly ownerRepId: string | null } | null;
  readonly account: Pick<Account, 'ownerRepId' | 'roles'> | null;
}

/**
 * Who gives: whoever has the deal, also where somebody else had it when it was handed over. Of an account, and after a
 * deal was won, whoever handed it over; until then who looks after the account, or has the deal where there is none.
 * @returns null where that is not known
 */
export function giverOf(
  { giverRepId, startsOn, dealId }: Pick<Handoff, 'giverRepId' | 'startsOn' | 'dealId'>,
  { deal, account }: Owners,
): string | null {
  const isOfDeal = startsOn === 'deal.won' || (startsOn === 'manual' && dealId !== null);
  if (isOfDeal) return deal?.ownerRepId ?? giverRepId;
  return giverRepId ?? (account && keeperOf(account)) ?? deal?.ownerRepId ?? null;
}

/** The same of a `handoff`: whether it is of whoever has its deal. */
export const IS_OF_DEAL = `(handoff.starts_on = 'deal.won' or handoff.starts_on = 'manual' and handoff.deal_id is not null)`;

/** The same of a `handoff` with its `deal` and `account`, joined from the left: who gives. */
export const GIVER = `(case when ${IS_OF_DEAL} then coalesce(deal.owner_rep_id, handoff.giver_rep_id)
  else coalesce(handoff.giver_rep_id, account.keeper_rep_id, deal.owner_rep_id) end)`;
