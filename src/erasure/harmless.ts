import type { Table } from '../platform/sql/table.js';
import { foundOtherwise, personalTables } from './personal-data.js';

interface Harmless {
  readonly because: string;
  readonly columns: Readonly<Record<string, readonly string[]>>;
}

/** Text and JSON columns without personal data of those who make inquiries, by the reason. */
const HARMLESS: readonly Harmless[] = [
  {
    because: 'What RevOps configure, or what it was: it is about no lead.',
    columns: {
      feedback_credentials: ['sealed'],
      handoff_kind_form: ['form'],
      renewal_look: ['through'],
      record_connector_auth: ['sealed', 'token'],
      crm_connection_secret: ['sealed', 'former'],
      inbound_secret: ['sealed'],
      inbound_token: ['sealed'],
      crm_connection_auth: ['sealed', 'token'],
      crm_told: ['ref', 'changed_at', 'stage', 'last_digests'],
      crm_told_fact: ['kind', 'ref'],
      crm_request: ['digest'],
      failing_tool: ['kind'],
      resource_version: ['kind', 'body', 'actor_type'],
      routing_plan: ['body', 'actor_type'],
      routing_rulebook: ['body', 'actor_type'],
      channel_secret: ['sealed'],
      webhook_secret: ['sealed', 'former'],
    },
  },
  {
    because: 'Of the people who work here, and of programs: not of those who ask.',
    columns: {
      enforcement_hold: ['source', 'reason', 'made_by', 'ended_why'],
      daily_summary: ['day'],
      notification_settings: ['body', 'known_types'],
      rep_ref: ['system', 'ref'],
    },
  },
  {
    because: 'Ids, codes, numbers and instants; sentences are written when they are read.',
    columns: {
      message_pace: ['channel'],
      message_way: ['channel'],
      news_of_act: ['act', 'type', 'data'],
      feed_consumer: ['name'],
      idempotent_answer: ['method', 'path', 'key', 'content_type', 'etag'],
      migration: ['name'],
      achievement: ['stage', 'amount', 'currency'],
      feedback_request: ['request_id', 'kind'],
      promise: ['kind'],
      reassignment: ['cause'],
      replanning: ['subject_type'],
      routing_snapshot: ['body'],
      used_link: ['action', 'what'],
    },
  },
  {
    because: 'Names of sources, channels, campaigns, pools and reps, and counts by them.',
    columns: {
      job: ['kind', 'request', 'state', 'cursor', 'result', 'error'],
      packed_column: ['fact', 'name', 'data'],
      report_key: ['kind', 'value', 'label'],
      source_spelling: ['spelling'],
    },
  },
];

/** Columns by classification, as `table.column`. */
interface ClassifiedColumns {
  /** Listed for erasure. */
  readonly personal: ReadonlySet<string>;
  readonly harmless: ReadonlySet<string>;
  /** Declared as personal in their table. */
  readonly declared: ReadonlySet<string>;
}

/** Returns the classification of every column. @param tables those that are declared */
export function said(tables: readonly Table[]): ClassifiedColumns {
  const [personal, harmless, declared] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const [table, { personal: columns, facts, harmless: others = [] }] of personalTables()) {
    for (const column of Object.keys(columns)) personal.add(`${table}.${column}`);
    for (const column of [...Object.values(facts), ...others]) harmless.add(`${table}.${column.split('::')[0]}`);
  }
  for (const [table, columns] of foundOtherwise())
    for (const column of Object.keys(columns)) personal.add(`${table}.${column}`);
  for (const { columns } of HARMLESS)
    for (const [table, names] of Object.entries(columns)) for (const name of names) harmless.add(`${table}.${name}`);
  for (const table of tables)
    for (const [field, { how }] of Object.entries(table.fields)) {
      const column = `${table.name}.${table.nameOf(field)}`;
      if (how.isPersonal === true) declared.add(column);
      else if (how.isPersonal === false || table.about !== 'leads') harmless.add(column);
    }
  return { personal, harmless, declared };
}
