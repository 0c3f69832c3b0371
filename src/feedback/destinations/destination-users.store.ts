import type { USERS } from '../../configuration/users.store.js';

/** Destinations whose rules name a reason, which therefore cannot be deleted. */
export const USERS_AMONG_DESTINATIONS: typeof USERS.all = [
  {
    of: 'reason',
    kind: 'destination',
    select: `id, name from feedback_destination
      where exists (select from jsonb_array_elements(rules) as rule
                     where lower(rule->'on'->>'reason') = (select lower(code) from disposition_reason where disposition_reason.id = $1))
      order by id`,
  },
];
