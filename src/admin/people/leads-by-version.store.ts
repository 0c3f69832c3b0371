import { countedUsers, namesId } from '../../configuration/users.store.js';

/** Open leads keep their policy's version, which may name resources that the current one does not. */
export const LEADS_BY_VERSION = countedUsers(
  'lead',
  'open lead',
  `select lead.id from resource_version as pinned
     join lead on policy_id = resource_id and policy_version = pinned.version
    where kind = 'policy' and body is not null and ${namesId('body')}
      and lead.status = 'open' and exists (select from assignment where lead_id = lead.id and until_at is null)
      and not exists (select from sla_policy where id = policy_id and version = policy_version)`,
  ' under an earlier version of a policy',
);
