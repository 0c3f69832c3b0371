import { counted } from '../../configuration/counted.js';

/** Whether a document names the id `$1`, wherever in it. */
const named = (body: string) =>
  `jsonb_path_exists(${body}, 'lax $.** ? (@ == $id)', jsonb_build_object('id', $1::text))`;

/**
 * Who still needs a rep or a team because of a version that is no longer the present one: open leads are promised by the
 * version of their policy, and a handoff runs by that of its kind, also where the kind is deleted.
 */
export const USERS_BY_VERSION = `
  select 'lead' as kind, (array_agg(lead.id order by lead.id))[1] as id,
         ${counted('open lead')} || ' under an earlier version of a policy' as name
    from resource_version as pinned
    join lead on policy_id = resource_id and policy_version = pinned.version
   where kind = 'policy' and body is not null and ${named('body')}
     and lead.status = 'open' and exists (select from assignment where lead_id = lead.id and until_at is null)
     and not exists (select from sla_policy where id = policy_id and version = policy_version)
  having count(*) > 0
  union all
  select 'handoff', (array_agg(handoff.id order by handoff.id))[1], ${counted('handoff')} || ' under way'
    from resource_version as pinned
    join handoff on kind_id = resource_id
     and pinned.version = coalesce(kind_version, (select max(version) from handoff_kind_form where handoff_kind_form.kind_id = resource_id))
   where pinned.kind = 'handoffKind' and body is not null and ${named('body')} and handoff.state in ('draft', 'running')
     and not exists (select from handoff_kind where handoff_kind.id = handoff.kind_id and handoff_kind.version = pinned.version)
  having count(*) > 0`;
