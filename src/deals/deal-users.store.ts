import { countedUsers, type USERS } from '../configuration/users.store.js';

/** Accounts and deals that prevent configuration from being deleted. */
export const USERS_AMONG_DEALS: typeof USERS.all = [
  {
    of: 'rep',
    ...countedUsers(
      'account',
      'account',
      'select id from account where $1 in (owner_rep_id, sales_rep_id, manager_rep_id, delivery_rep_id)',
      ' of theirs',
    ),
  },
  {
    of: 'reason',
    ...countedUsers(
      'deal',
      'deal',
      'select id from deal where lower(lost_reason) = (select lower(code) from disposition_reason where disposition_reason.id = $1)',
      ' lost for it',
    ),
  },
  {
    of: 'policy',
    ...countedUsers(
      'deal',
      'open deal',
      `select distinct deal_id as id from clock where deal_id is not null and state = 'running' and policy_id = $1`,
    ),
  },
  { of: 'rep', ...countedUsers('deal', 'deal', 'select id from deal where owner_rep_id = $1', ' of theirs') },
  {
    of: 'rep',
    ...countedUsers(
      'deal',
      'deal',
      `select distinct deal_id as id from deal_touch join deal on deal.id = deal_id
        where rep_id = $1 and owner_rep_id is distinct from $1`,
      ' of others with a touch of theirs',
    ),
  },
];
