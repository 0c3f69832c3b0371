import type { USERS } from '../../configuration/users.store.js';

/** Connections that map reasons of a CRM to a reason, which therefore cannot be deleted. */
export const USERS_AMONG_CRM_CONNECTIONS: typeof USERS.all = [
  {
    of: 'reason',
    kind: 'crmConnection',
    select: `id, name from crm_connection
      where exists (select from jsonb_each_text(mapping->'lostReasons') as mapped (theirs, ours)
                     where lower(ours) = (select lower(code) from disposition_reason where disposition_reason.id = $1))
      order by id`,
  },
];
