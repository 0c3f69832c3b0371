import { foundOtherwise, personalTables } from './core-tables.js';

interface Harmless {
  readonly because: string;
  readonly columns: Readonly<Record<string, readonly string[]>>;
}

/** Columns of text and JSON that hold nothing of the person who asked, by why they do not. */
const HARMLESS: readonly Harmless[] = [
  {
    because: 'What RevOps configure, or what it was: it is about no lead.',
    columns: {
      calendar: ['name', 'time_zone', 'hours', 'holidays', 'holiday_region', 'overrides', 'breaks'],
      disposition_reason: [
        ...['code', 'category', 'label', 'requires', 'intent', 'blocks', 'labels', 'field_types', 'proof', 'block_for'],
      ],
      feedback_credentials: ['sealed'],
      feedback_destination: [
        ...['name', 'platform', 'settings', 'sources', 'start_at', 'mode', 'lead_counted_by', 'rules', 'quarantine'],
        ...['retract_after', 'stopped_why', 'stopped_note'],
      ],
      handoff_backfill_account: ['passed_over'],
      handoff_kind: [
        'account_role',
        ...['name', 'moment', 'start', 'form', 'ready', 'receivers', 'stages', 'escalation', 'exceptions'],
        'client_told_within',
      ],
      handoff_kind_form: ['form'],
      renewal_look: ['through'],
      record_connector: ['name', 'request', 'idempotency', 'id_of', 'link', 'find', 'update'],
      record_connector_auth: ['sealed', 'token'],
      crm_connection: ['name', 'system', 'proof', 'mapping', 'readiness'],
      crm_connection_secret: ['sealed', 'former'],
      crm_connection_auth: ['sealed', 'token'],
      crm_told: ['ref', 'changed_at', 'stage'],
      crm_request: ['digest'],
      crm_readiness: ['state', 'failure', 'told', 'told_state'],
      failing_tool: ['kind'],
      pool: ['name', 'strategy', 'members', 'off_hours'],
      resource_version: ['kind', 'body', 'actor_type'],
      routing_rulebook: ['body', 'actor_type'],
      settings: [
        ...['time_zone', 'default_country', 'currency', 'backdating', 'silence', 'storm_breaker', 'contact_hours'],
        'rep_blocks_for',
      ],
      channel: ['name', 'kind', 'settings', 'pool_ids', 'team_ids', 'stopped_why', 'stopped_note'],
      channel_secret: ['sealed'],
      webhook: ['url', 'types', 'paused_why', 'paused_note'],
      webhook_secret: ['sealed', 'former'],
      sla_policy: [
        ...['name', 'mode', 'when', 'time', 'calendar', 'first_touch', 'follow_up', 'decide_within', 'unreachable'],
        ...['pause_while', 'pauses', 'grace'],
      ],
    },
  },
  {
    because: 'Of the people who work here, and of programs: not of those who ask.',
    columns: {
      absence: ['reason', 'open_leads'],
      api_key: ['name', 'hash', 'scopes', 'origin'],
      enforcement_hold: ['source', 'reason', 'made_by', 'ended_why'],
      daily_summary: ['day'],
      former_pool_member: ['missed'],
      notification_settings: ['body', 'known_types'],
      pool_member: ['missed'],
      rep: ['name', 'email', 'refs', 'time_zone', 'capacity'],
      rep_ref: ['system', 'ref'],
      team: ['name', 'rep_ids'],
    },
  },
  {
    because: 'Of companies, whoever works there.',
    columns: {
      account: ['name', 'name_key', 'type', 'told_type', 'reckon_on'],
      account_domain: ['domain'],
      account_ref: ['system', 'ref'],
      deal_ref: ['system', 'ref'],
    },
  },
  {
    because: 'Ids, codes, numbers and instants; sentences are written when they are read.',
    columns: {
      bulk_closing: ['actor_type', 'category', 'reason', 'filter'],
      bulk_run: ['kind', 'actor_type', 'skipped'],
      delivery: ['channel', 'type', 'subject_type', 'state', 'why', 'posted'],
      message_pace: ['channel'],
      message_way: ['channel'],
      event: ['type', 'subject_type', 'actor_type', 'actor_rule', 'data'],
      feed_consumer: ['name'],
      idempotent_answer: ['method', 'path', 'key', 'content_type', 'etag'],
      migration: ['name'],
      achievement: ['stage', 'amount', 'currency'],
      feedback_request: ['request_id', 'kind'],
      feedback_batch: ['format', 'ack_hash', 'ack_answer', 'request_id'],
      notification: ['type', 'data'],
      promise: ['kind'],
      reassignment: ['cause'],
      replanning: ['subject_type'],
      routing_snapshot: ['body'],
      settlement: ['time_zone', 'away'],
      suppression: ['kind', 'reason', 'actor_type'],
      used_link: ['action', 'what'],
    },
  },
  {
    because: 'Names of sources, channels, campaigns, pools and reps, and counts by them.',
    columns: {
      job: ['kind', 'request', 'state', 'cursor', 'result', 'error'],
      packed_column: ['fact', 'name', 'data'],
      report_key: ['kind', 'value', 'label'],
    },
  },
  {
    because: 'That somebody was erased: by what they were found, never who it was. No address is taken as a reason.',
    columns: { erasure: ['asked_by', 'reason', 'actor_type', 'erased'] },
  },
];

/** Every column of which it is said whether it holds something of a person: `table.column`. */
export function declared(): { readonly personal: ReadonlySet<string>; readonly harmless: ReadonlySet<string> } {
  const personal = new Set<string>();
  const harmless = new Set<string>();
  for (const [table, { personal: columns, facts, harmless: others }] of personalTables()) {
    for (const column of Object.keys(columns)) personal.add(`${table}.${column}`);
    for (const column of [...Object.values(facts), ...others]) harmless.add(`${table}.${column.split('::')[0]}`);
  }
  for (const [table, columns] of foundOtherwise())
    for (const column of Object.keys(columns)) personal.add(`${table}.${column}`);
  for (const { columns } of HARMLESS)
    for (const [table, names] of Object.entries(columns)) for (const name of names) harmless.add(`${table}.${name}`);
  return { personal, harmless };
}
