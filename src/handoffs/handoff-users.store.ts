import { countedUsers, namesId, type USERS } from '../configuration/users.store.js';

/** SQL for whether a kind has a receiver with `$1` in a field. */
const inReceivers = (field: string) => `receivers @> jsonb_build_array(jsonb_build_object('${field}', $1::text))`;

/**
 * SQL for handoffs that use a version of their kind other than the present one: the version that they began with, even
 * after the kind is deleted.
 */
const BY_VERSION = `select handoff.id from resource_version as pinned
     join handoff on kind_id = resource_id
      and pinned.version = coalesce(kind_version, (select max(version) from handoff_kind_form where handoff_kind_form.kind_id = resource_id))
    where pinned.kind = 'handoffKind' and body is not null and ${namesId('body')} and handoff.state in ('draft', 'running')
      and not exists (select from handoff_kind where handoff_kind.id = handoff.kind_id and handoff_kind.version = pinned.version)`;

const UNDER_WAY = countedUsers('handoff', 'handoff', BY_VERSION, ' under way');

/** Handoffs that make records later: when they start, or when the stage of a receiver begins. */
const RECORDS_TO_COME = countedUsers(
  'handoff',
  'handoff',
  `${BY_VERSION}
      and (handoff.state = 'draft' or exists (
            select from handoff_receiver as later
             where later.handoff_id = handoff.id and later.stage is not null and later.begun_at is null
               and body->'receivers'->(later.place - 1)->>'recordConnectorId' = $1::text))`,
  ' whose records are still to be made',
);

/**
 * Without its connector a pending record would never be made; a failed one can still be repaired while its handoff
 * runs.
 */
const UNMADE_RECORDS = countedUsers(
  'record',
  'record',
  `select record.id from record join handoff on handoff.id = record.handoff_id
    where record.connector_id = $1
      and (record.state = 'pending' or (record.state = 'failed' and handoff.state = 'running')
           or exists (select from record_update
                       where record_id = record.id and record_update.state = 'pending' and handoff.state = 'running'))`,
  ' still to be made',
);

/** Uses by handoffs that prevent configuration from being deleted. */
export const USERS_AMONG_HANDOFFS: typeof USERS.all = [
  {
    of: 'rep',
    kind: 'handoffKind',
    select: `id, name from handoff_kind
      where escalation->>'deciderRepId' = $1::text or ${inReceivers('ownerOfDoneRepId')} order by id`,
  },
  {
    of: 'rep',
    ...countedUsers(
      'handoff',
      'handoff',
      `select id from handoff where giver_rep_id = $1 or exception_decider_rep_id = $1
       union select handoff_id from handoff_receiver where owner_rep_id = $1
       union select handoff_id from handoff_question where to_rep_id = $1
       union select handoff_id from handoff_blocker where owner_rep_id = $1`,
      ' that they gave, received, or made an exception of',
    ),
  },
  { of: 'rep', ...UNDER_WAY },
  {
    of: 'team',
    kind: 'handoffKind',
    select: `id, name from handoff_kind where ${inReceivers('teamId')} order by id`,
  },
  { of: 'team', ...UNDER_WAY },
  {
    of: 'recordConnector',
    kind: 'handoffKind',
    select: `id, name from handoff_kind where ${inReceivers('recordConnectorId')} order by id`,
  },
  { of: 'recordConnector', ...UNMADE_RECORDS },
  { of: 'recordConnector', ...RECORDS_TO_COME },
];
