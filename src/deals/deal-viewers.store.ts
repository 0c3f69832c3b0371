import { Registry } from '../platform/registry.js';

/** SQL conditions: reps see a `deal`, or an `account`. `$reps` is replaced with SQL for the list of their ids. */
interface Viewers {
  readonly deal: string;
  readonly account: string;
}

const OF_ACCOUNT =
  '$reps && array[account.owner_rep_id, account.sales_rep_id, account.manager_rep_id, account.delivery_rep_id]';

/** Owners of deals, and reps of the account. Satellites add further viewers. */
export const DEAL_VIEWERS = new Registry<Viewers>({
  deal: `deal.owner_rep_id = any ($reps)
    or exists (select from account where account.id = deal.account_id and ${OF_ACCOUNT})`,
  account: `${OF_ACCOUNT}
    or exists (select from deal where deal.account_id = account.id and deal.owner_rep_id = any ($reps))`,
});

export function isSeenBy(what: keyof Viewers, reps: string): string {
  const all = DEAL_VIEWERS.all.map((viewers) => viewers[what].replaceAll('$reps', () => reps));
  return `(${all.join(' or ')})`;
}
